package iamdata

import (
	"fmt"
	"io/fs"
	"slices"
)

// sourceOldAction is an action as versions of the package before 0.21 have it.
type sourceOldAction struct {
	sourceAction
	IsPermissionOnly *bool `json:"isPermissionOnly" source:"optional"`
}

// AddDependent takes the dependent actions from an older version of the
// package, and nothing else. AWS's reference lists them in its pages and not
// in the files from which the package has been made since version 0.21, so the
// lists there are empty. What has left the reference since, on either side of
// a dependency, is left out; dropped counts it.
//
// The older version must have some: a package without any is an error.
func (r *Reference) AddDependent(fsys fs.FS) (added, dropped int, err error) {
	var old Reference
	if err := old.readPackage(fsys); err != nil {
		return 0, 0, err
	}
	var prefixes []string
	if err := decodeFile(fsys, "data/services.json", &prefixes); err != nil {
		return 0, 0, err
	}
	for _, prefix := range prefixes {
		actions, err := readEntries(fsys, "data/actions/"+prefix+".json", func(a *sourceOldAction) *string { return a.Name })
		if err != nil {
			return 0, 0, err
		}
		for _, a := range actions {
			dependent := slices.Clone(a.DependentActions)
			for _, use := range a.ResourceTypes {
				dependent = append(dependent, use.DependentActions...)
			}
			n := r.addDependent(prefix+":"+*a.Name, unique(dependent))
			added += n
			dropped += len(unique(dependent)) - n
		}
	}
	if added == 0 {
		return 0, 0, fmt.Errorf("iamdata: version %s has no dependent actions: take one before 0.21", old.Version)
	}
	r.DependentVersion = old.Version
	return added, dropped, nil
}

// addDependent adds those that exist to an action, if that exists, and returns
// how many the action has of them.
func (r *Reference) addDependent(name string, dependent []string) int {
	service, n := r.actionIndex(name)
	if service < 0 {
		return 0
	}
	a := &r.Services[service].Actions[n]
	count := 0
	for _, d := range dependent {
		service, n := r.actionIndex(d)
		if service < 0 {
			continue
		}
		count++
		s := r.Services[service]
		a.Dependent = append(a.Dependent, s.Prefix+":"+s.Actions[n].Name)
	}
	a.Dependent = unique(a.Dependent)
	return count
}
