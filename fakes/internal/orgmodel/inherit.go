package orgmodel

import (
	"reflect"
	"slices"
	"strings"
)

// The operators of management policies
// (orgs_manage_policies_inheritance_mgmt, policy operators).
const (
	operatorAssign  = "@@assign"
	operatorAppend  = "@@append"
	operatorRemove  = "@@remove"
	operatorControl = "@@operators_allowed_for_child_policies"
	operatorNone    = "@@none"
	operatorAll     = "@@all"
)

// inherited is an element of a management policy while it passes down the tree:
// what the policies so far say, and what they leave to those below. The zero
// value is an element that no policy mentions.
type inherited struct {
	members map[string]*inherited
	value   any // a text, a list, a number or a Boolean
	set     bool
	// limited elements accept the operators in allowed only. For an element
	// with members that is about new members; those that exist have limits of
	// their own.
	limited bool
	allowed []string
}

// inherit applies the element of the next policy, from the root to the account.
// Operators that a policy above does not allow have no effect.
func (e *inherited) inherit(document map[string]any) {
	if v, ok := document[operatorAssign]; ok && e.accepts(operatorAssign) {
		e.value, e.set = v, true
	}
	if v, ok := document[operatorAppend]; ok && e.accepts(operatorAppend) {
		list := asList(e.value)
		for _, item := range asList(v) {
			if !contains(list, item) {
				list = append(list, item)
			}
		}
		e.value, e.set = list, true
	}
	if v, ok := document[operatorRemove]; ok && e.accepts(operatorRemove) {
		gone := asList(v)
		e.value = slices.DeleteFunc(asList(e.value), func(item any) bool { return contains(gone, item) })
	}
	closed := !e.accepts(operatorAssign)
	for name, v := range document {
		if strings.HasPrefix(name, "@@") {
			continue
		}
		member := e.members[name]
		if member == nil {
			if closed {
				continue // a new member needs the right to assign
			}
			member = new(inherited)
			if e.members == nil {
				e.members = make(map[string]*inherited)
			}
			e.members[name] = member
		}
		object, ok := v.(map[string]any)
		if !ok {
			object = map[string]any{operatorAssign: v}
		}
		member.inherit(object)
	}
	if control, ok := document[operatorControl]; ok {
		e.limit(control)
	}
}

func (e *inherited) accepts(operator string) bool {
	return !e.limited || slices.Contains(e.allowed, operator)
}

// limit narrows what policies below may do; a child cannot widen it again.
func (e *inherited) limit(control any) {
	var allowed []string
	for _, item := range asList(control) {
		switch name, _ := item.(string); name {
		case operatorAll:
			return
		case operatorNone:
		default:
			if e.accepts(name) {
				allowed = append(allowed, name)
			}
		}
	}
	e.limited, e.allowed = true, allowed
}

// effective returns the element without operators, and false if nothing is left
// of it.
func (e *inherited) effective() (any, bool) {
	if e.set {
		return e.value, true
	}
	out := make(map[string]any)
	for name, member := range e.members {
		if v, ok := member.effective(); ok {
			out[name] = v
		}
	}
	return out, len(out) > 0
}

func asList(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return slices.Clone(v)
	}
	return []any{v}
}

func contains(list []any, item any) bool {
	return slices.ContainsFunc(list, func(other any) bool { return reflect.DeepEqual(other, item) })
}
