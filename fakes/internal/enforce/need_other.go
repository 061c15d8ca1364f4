package enforce

import (
	"reflect"
	"regexp"
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// otherNeeds returns what a call of another service needs, as far as the
// service authorization reference tells.
func otherNeeds(c *model.Call) []need {
	base := anything(c)
	base.requestTags = tagsIn(c.Input, "Tags")
	action, ok := catalog.Lookup(c.Action)
	if !ok || action.WildcardOnly() {
		// An action that the reference does not know is taken to be one
		// without resources: only statements for "*" can allow it.
		return []need{base}
	}
	var patterns []string
	for t, required := range action.ResourceTypes() {
		for _, arn := range arnsIn(c.Input) {
			if t.Matches(arn) {
				n := base
				n.resource = arn
				return []need{n}
			}
		}
		for p := range t.ARNPatterns() {
			p = fill(c, p, t.Name())
			if required {
				patterns = append([]string{p}, patterns...)
			} else {
				patterns = append(patterns, p)
			}
		}
	}
	if len(patterns) == 0 {
		return []need{base}
	}
	// The type with the fewest gaps is the one that the input describes.
	best := patterns[0]
	for _, p := range patterns[1:] {
		if strings.Count(p, "*") < strings.Count(best, "*") {
			best = p
		}
	}
	base.resource, base.pattern = best, strings.Contains(best, "*")
	return []need{base}
}

// arnsIn returns the ARNs among the text members of an input.
func arnsIn(input any) []string {
	v := reflect.ValueOf(input)
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return nil
	}
	var arns []string
	for i := range v.NumField() {
		f := v.Field(i)
		if f.Kind() == reflect.Pointer && !f.IsNil() {
			f = f.Elem()
		}
		if f.Kind() == reflect.String && strings.HasPrefix(f.String(), "arn:") {
			arns = append(arns, f.String())
		}
	}
	return arns
}

var placeholder = regexp.MustCompile(`\$\{[^}]*\}`)

// fill fills in the ARN pattern of a resource type: the partition, Region and
// account of the call, and names from the members of the input that are called
// so. A "*" stands for what is not known.
func fill(c *model.Call, pattern, kind string) string {
	return placeholder.ReplaceAllStringFunc(pattern, func(p string) string {
		name := p[2 : len(p)-1]
		switch name {
		case "Partition":
			return c.Account.Partition
		case "Region":
			return c.Region
		case "Account":
			return c.Account.ID
		}
		members := []string{name, strings.TrimSuffix(name, "Name"), strings.TrimSuffix(name, "Id"), name + "Name"}
		if strings.EqualFold(strings.TrimSuffix(name, "Name"), kind) {
			members = append(members, "Name")
		}
		for _, m := range members {
			if value := fold(c.Input, m); value != "" && !strings.HasPrefix(value, "arn:") {
				return value
			}
		}
		return "*"
	})
}

// fold is get with the letter case of the reference, which is not the SDK's.
func fold(input any, member string) string {
	t := reflect.TypeOf(input)
	if t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || t.Kind() != reflect.Struct {
		return ""
	}
	for i := range t.NumField() {
		if strings.EqualFold(t.Field(i).Name, member) {
			return get(input, t.Field(i).Name)
		}
	}
	return ""
}
