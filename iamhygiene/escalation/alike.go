package escalation

import (
	"slices"
	"strconv"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// alike answers [profile.anyone] once for the actions that cannot be told
// apart: of one service, on the same types of resource, named by the same
// statements.
type alike struct {
	profile *profile
	engine  *engine
	class   map[catalog.Action]int // by the statements that name the action
	known   map[string]verdict
}

// apart are the services of which AWS treats some actions in ways of their own,
// so each is asked about.
var apart = [...]string{"iam", "kms", "sts"}

func (p *profile) alike(e *engine) *alike {
	a := &alike{profile: p, engine: e, class: map[catalog.Action]int{}, known: map[string]verdict{}}
	var sets []catalog.ActionSet
	add := func(documents ...*policyeval.Policy) {
		for _, d := range documents {
			if d == nil {
				continue
			}
			for _, s := range d.Statements {
				if set, ok := actionsOf(s); ok {
					sets = append(sets, set)
				}
			}
		}
	}
	add(p.policies.Identity...)
	add(p.policies.Boundary)
	for _, level := range slices.Concat(p.policies.SCPs, p.policies.RCPs) {
		add(level...)
	}
	for i, class := range catalog.Partition(sets...) {
		for x := range class.All() {
			a.class[x] = i
		}
	}
	return a
}

// anyone answers for an action on resources that no statement names.
func (a *alike) anyone(x catalog.Action) verdict {
	service := x.Service().Prefix()
	if slices.Contains(apart[:], service) {
		return a.profile.anyone(a.engine, x)
	}
	types, together := typesOf(x)
	var key strings.Builder
	key.WriteString(service)
	key.WriteByte(' ')
	key.WriteString(strconv.Itoa(a.class[x]))
	if together {
		key.WriteByte('+')
	}
	for _, t := range types {
		key.WriteByte(' ')
		key.WriteString(t.String())
	}
	v, ok := a.known[key.String()]
	if !ok {
		v = a.profile.anyone(a.engine, x)
		a.known[key.String()] = v
	}
	return v
}

// actionsOf returns the actions that a statement names, and false where they
// cannot be told, as for a faulty statement, which then concerns all alike.
func actionsOf(s *policyeval.Statement) (catalog.ActionSet, bool) {
	l, inverted := s.Action, false
	if l == nil {
		l, inverted = s.NotAction, true
	}
	if l == nil {
		return catalog.ActionSet{}, false
	}
	patterns := make([]string, len(l.Members))
	for i, m := range l.Members {
		patterns[i] = m.Value
	}
	set, err := catalog.Expand(patterns...)
	if err != nil {
		return catalog.ActionSet{}, false
	}
	if inverted {
		set = catalog.AllActions().Difference(set)
	}
	return set, true
}
