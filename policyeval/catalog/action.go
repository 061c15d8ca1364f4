package catalog

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

// Action is one action of a service. It is a small comparable handle, good as
// the key of a map and safe for concurrent use. The zero value is no action:
// its texts are empty and it takes nothing.
type Action struct {
	service uint16 // as in Service
	n       uint16 // place in the service
}

// Actions returns all actions, by service and name.
func Actions() iter.Seq[Action] {
	return func(yield func(Action) bool) {
		for s := range Services() {
			for a := range s.Actions() {
				if !yield(a) {
					return
				}
			}
		}
	}
}

// Lookup finds an action by its full name, such as "s3:GetObject", in any
// letter case. Wildcards have no meaning here; see [Expand]. It decodes the
// service on its first use and does not allocate after that.
func Lookup(name string) (Action, bool) {
	prefix, name, ok := strings.Cut(name, ":")
	if !ok {
		return Action{}, false
	}
	r := ref()
	i, ok := r.find(prefix)
	if !ok {
		return Action{}, false
	}
	n, ok := r.services[i].decode().find(name)
	if !ok {
		return Action{}, false
	}
	return Action{uint16(i + 1), uint16(n)}, true
}

// find returns the place of the action, or where it would be.
func (s *service) find(name string) (int, bool) {
	return search(len(s.actions), name, func(i int) string { return s.actions[i].name })
}

// data returns the decoded entry of the action.
func (a Action) data() (*service, actionData) {
	s := a.Service().index().decode()
	if int(a.n) >= len(s.actions) {
		return s, actionData{}
	}
	return s, s.actions[a.n]
}

// number is the place of the action among all actions.
func (a Action) number() int { return a.Service().index().first + int(a.n) }

// Service returns the service of the action.
func (a Action) Service() Service { return Service{a.service} }

// Name returns the name without the service: "GetObject".
func (a Action) Name() string {
	_, d := a.data()
	return d.name
}

// String returns the full name as the reference writes it: "s3:GetObject". It
// is empty for the zero value.
func (a Action) String() string {
	if a.IsZero() {
		return ""
	}
	s, d := a.data()
	return s.prefix + ":" + d.name
}

// IsZero reports whether a is the zero value.
func (a Action) IsZero() bool { return a.service == 0 }

// Compare orders actions by service and name, as Actions yields them.
func (a Action) Compare(b Action) int {
	if a.service != b.service {
		return int(a.service) - int(b.service)
	}
	return int(a.n) - int(b.n)
}

// MarshalText returns the full name.
func (a Action) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads a full name in any letter case; the empty text gives the
// zero value. The error is an *UnknownError.
func (a *Action) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*a = Action{}
		return nil
	}
	found, ok := Lookup(string(text))
	if !ok {
		e := &UnknownError{Name: string(text)}
		if near, ok := Nearest(e.Name); ok {
			e.Nearest = near.String()
		}
		return e
	}
	*a = found
	return nil
}

// AccessLevel returns the level of the action.
func (a Action) AccessLevel() AccessLevel {
	_, d := a.data()
	return d.level
}

// details starts to read the details of the action.
func (a Action) details() (*service, cursor) {
	s, d := a.data()
	if d.name == "" {
		return s, cursor{rest: "\x00\x00\x00"}
	}
	return s, cursor{rest: s.details[d.detail:]}
}

// ResourceTypes returns the resource types that the action takes, by name, and
// whether each is required. A statement for the action must cover one resource
// of every required type that the request names; optional types take part in
// some requests only. An action without resource types is for "*" alone.
//
// AWS: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
func (a Action) ResourceTypes() iter.Seq2[ResourceType, bool] {
	return func(yield func(ResourceType, bool) bool) {
		_, c := a.details()
		for range c.count() {
			n := c.number()
			c.list()
			if !yield(ResourceType{a.service, uint16(n >> 1)}, n&1 != 0) {
				return
			}
		}
	}
}

// WildcardOnly reports whether the action takes no resource, so that a
// statement that grants it must have the Resource "*".
func (a Action) WildcardOnly() bool {
	_, c := a.details()
	return !a.IsZero() && c.count() == 0
}

// ConditionKeys returns the condition keys that a request for the action may
// carry, by name: those of the action itself, and those of each resource type
// that it takes. The [GlobalConditionKeys] come on top.
func (a Action) ConditionKeys() iter.Seq[ConditionKey] {
	return a.conditionKeys(func(int) bool { return true })
}

// ConditionKeysFor returns the condition keys that a request for the action on
// a resource of that type may carry. For the zero ResourceType, and for a
// type that the action does not take, it returns those that do not depend on
// the resource.
func (a Action) ConditionKeysFor(t ResourceType) iter.Seq[ConditionKey] {
	return a.conditionKeys(func(n int) bool { return t.service == a.service && t.service != 0 && int(t.n) == n })
}

// conditionKeys collects the keys in the three places where the reference has
// them: the action, its row for a type, and the type.
func (a Action) conditionKeys(takes func(typ int) bool) iter.Seq[ConditionKey] {
	return func(yield func(ConditionKey) bool) {
		s, c := a.details()
		var places []int
		add := func(c *cursor) {
			for range c.count() {
				places = append(places, c.number())
			}
		}
		for range c.count() {
			n := c.number() >> 1
			if !takes(n) {
				c.list()
				continue
			}
			add(&c)
			add(&cursor{rest: s.types[n].keys})
		}
		add(&c)
		slices.Sort(places)
		for _, p := range slices.Compact(places) {
			if !yield(s.keys[p]) {
				return
			}
		}
	}
}

// DependentActions returns the actions that a caller may need as well, by
// service and name; which of them depends on the request. The lists are older
// than the rest of the data ([DependentVersion]), so an action that is newer
// has none.
func (a Action) DependentActions() iter.Seq[Action] {
	return func(yield func(Action) bool) {
		_, c := a.details()
		for range c.count() {
			c.number()
			c.list()
		}
		c.list()
		for range c.count() {
			service, n := c.number(), c.number()
			if !yield(Action{uint16(service + 1), uint16(n)}) {
				return
			}
		}
	}
}

// An UnknownError reports the name of an action that the catalog does not
// have.
type UnknownError struct {
	// Name is the name as given.
	Name string
	// Nearest is the name of the action that is most like it, or empty.
	Nearest string
}

// Error returns one line with the name and, if there is one, the nearest.
func (e *UnknownError) Error() string {
	if e.Nearest == "" {
		return fmt.Sprintf("catalog: %q is no known action: write service:Name, for example s3:GetObject", e.Name)
	}
	return fmt.Sprintf("catalog: %q is no known action: did you mean %s?", e.Name, e.Nearest)
}
