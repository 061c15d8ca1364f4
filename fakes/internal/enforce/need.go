package enforce

import (
	"reflect"
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// A need is one action on one resource that a call needs.
type need struct {
	action string
	// resource is an ARN or "*"; with pattern, wildcards in it stand for every
	// resource that they match.
	resource string
	pattern  bool
	// shown is the resource as IAM writes it in errors; "" for the ARN.
	shown string
	// delegated resources belong to another account, which has let the caller's
	// account manage them; the caller's own policies decide.
	delegated bool
	// tags are those of the resource, nil if they are not known; requestTags
	// those in the request.
	tags, requestTags map[string]string
	context           policyeval.Context
}

// display is the resource as errors name it.
func (n need) display() string {
	if n.shown != "" {
		return n.shown
	}
	return n.resource
}

// set adds a context key; empty values add nothing.
func (n *need) set(key string, values ...string) {
	var present []string
	for _, v := range values {
		if v != "" {
			present = append(present, v)
		}
	}
	if len(present) == 0 {
		return
	}
	if n.context == nil {
		n.context = policyeval.Context{}
	}
	n.context[key] = present
}

// anything is the need of an action that takes no resource.
func anything(c *model.Call) need { return need{action: c.Action, resource: "*"} }

// text returns a text member of an input, and false if it is absent.
func text(input any, member string) (string, bool) {
	f, ok := field(input, member)
	if !ok {
		return "", false
	}
	if f.Kind() == reflect.Pointer {
		if f.IsNil() {
			return "", false
		}
		f = f.Elem()
	}
	if f.Kind() != reflect.String || f.String() == "" {
		return "", false
	}
	return f.String(), true
}

// get is text for members whose absence does not matter.
func get(input any, member string) string {
	s, _ := text(input, member)
	return s
}

// texts returns the texts of a list member.
func texts(input any, member string) []string {
	f, ok := field(input, member)
	if !ok || f.Kind() != reflect.Slice || f.Type().Elem().Kind() != reflect.String {
		return nil
	}
	var list []string
	for i := range f.Len() {
		list = append(list, f.Index(i).String())
	}
	return list
}

// tagsIn returns the tags of a request: a list of structures with Key and Value,
// or a map. It is nil if the input has none.
func tagsIn(input any, member string) map[string]string {
	f, ok := field(input, member)
	if !ok || f.Kind() != reflect.Map && f.Kind() != reflect.Slice || f.Len() == 0 {
		return nil
	}
	tags := make(map[string]string)
	switch f.Kind() {
	case reflect.Map:
		for it := f.MapRange(); it.Next(); {
			tags[it.Key().String()] = it.Value().String()
		}
	case reflect.Slice:
		for i := range f.Len() {
			tag := f.Index(i).Interface()
			if key, ok := text(tag, "Key"); ok {
				tags[key] = get(tag, "Value")
			}
		}
	}
	return tags
}

// field returns a member of an input, which is a structure or a pointer to one.
func field(input any, member string) (reflect.Value, bool) {
	v := reflect.ValueOf(input)
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return reflect.Value{}, false
	}
	f := v.FieldByName(member)
	return f, f.IsValid()
}

// service is the part of an action in front of the colon.
func service(action string) string {
	prefix, _, _ := strings.Cut(action, ":")
	return prefix
}
