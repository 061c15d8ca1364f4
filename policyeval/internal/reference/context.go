package reference

import (
	"slices"
	"sort"
	"strings"
)

// env is a request whose parts have been checked: all that an element of a
// statement may read.
type env struct {
	caller      caller
	action      string
	resource    []string // six fields, nil for '*'
	pattern     bool
	owner       string // account that owns the resource, "" is not known
	ownerWild   bool   // because field 5 of a pattern has wildcards
	hasBoundary bool
	coarse      bool // Options.Coarse

	supplied map[string][]string // by folded name; absent keys have no values
	conflict map[string]bool     // C3
	derived  map[string][]string // by folded name; a derived absence is an empty list
	unknown  map[string]bool
	open     bool
	closed   []string // tag families that a typed map lists completely
}

// keyState is what is known about a context key (17.1).
type keyState struct {
	name     string
	unknown  bool
	conflict bool     // C3
	values   []string // none: absent (C10)
}

// foldKey makes names of keys comparable (C2).
func foldKey(name string) string { return strings.ToLower(name) }

// key looks a context key up: what is derived, then what was given, then what
// was declared unknown (U1).
func (e *env) key(name string) keyState {
	f := foldKey(name)
	k := keyState{name: f}
	if values, ok := e.derived[f]; ok {
		k.values = values
		return k
	}
	if values, ok := e.supplied[f]; ok && (len(values) > 0 || e.conflict[f] || !e.unknown[f]) { // U1 speaks of values
		k.values, k.conflict = values, e.conflict[f]
		return k
	}
	for _, family := range e.closed { // derived, therefore never unknown (17.1)
		if strings.HasPrefix(f, family) {
			return k
		}
	}
	if e.unknown[f] {
		k.unknown = true
		return k
	}
	switch f { // derived from a list that is itself unknown (K3)
	case "aws:calledviafirst", "aws:calledvialast", "aws:viaawsservice":
		if list := e.key("aws:CalledVia"); list.unknown {
			k.unknown, k.name = true, list.name
			return k
		}
	case "aws:resourceaccount":
		// Reading: K3 calls the key absent when the account is not known, but the
		// answer must hold for every account that it may be (S6, 17.4).
		if e.owner == "" && e.resource != nil {
			k.unknown, k.name = true, "resource:account"
			if e.ownerWild {
				k.name = "resource:pattern"
			}
			return k
		}
	case "aws:userid":
		if fact := e.userIDFact(); fact != "" {
			k.unknown, k.name = true, fact
			return k
		}
	}
	k.unknown = e.open
	return k
}

// supply takes the context as given; two names that differ only in case and in
// value are a conflict (C3).
func (e *env) supply(context map[string]Values) {
	e.supplied, e.conflict = map[string][]string{}, map[string]bool{}
	var names []string
	for name := range context {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		e.put(name, context[name])
	}
}

func (e *env) put(name string, values []string) {
	f := foldKey(name)
	if old, ok := e.supplied[f]; ok && !slices.Equal(old, values) {
		e.conflict[f] = true
	}
	e.supplied[f] = values
}
