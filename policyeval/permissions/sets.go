package permissions

import (
	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// Principal returns who the answer is about.
func (p *Permissions) Principal() string { return p.request.Principal }

// Asked returns the actions that were asked for: all, or with [OnResource]
// those that take such a resource.
func (p *Permissions) Asked() catalog.ActionSet { return p.asked }

// Allowed returns the actions that are allowed for certain: on every resource
// that was asked about, whatever the unknown parts of the request are.
func (p *Permissions) Allowed() catalog.ActionSet { return p.allowed }

// Undetermined returns the actions that are allowed on some resources, or under
// some conditions, or perhaps: neither allowed nor refused for certain.
// [Permissions.Grants] says what each hangs on.
func (p *Permissions) Undetermined() catalog.ActionSet { return p.possible.Difference(p.allowed) }

// Refused returns the actions that are never allowed.
func (p *Permissions) Refused() catalog.ActionSet { return p.asked.Difference(p.possible) }

// Denied returns those of the refused actions that a Deny statement refuses on
// every resource.
func (p *Permissions) Denied() catalog.ActionSet { return p.denied }

// Outcome returns the answer for one action: Allowed, Undetermined,
// ExplicitDeny or ImplicitDeny. For an action that was not asked for it is
// ImplicitDeny.
func (p *Permissions) Outcome(a catalog.Action) policyeval.Outcome {
	switch {
	case p.allowed.Contains(a):
		return policyeval.Allowed
	case p.possible.Contains(a):
		return policyeval.Undetermined
	case p.denied.Contains(a):
		return policyeval.ExplicitDeny
	}
	return policyeval.ImplicitDeny
}

// collect fills the sets: an action is allowed if it is so on every space, and
// possible if it may be allowed on one.
func (p *Permissions) collect() {
	// The lists become sets once, at the end.
	var some, refused, denied, spared []catalog.Action
	var notAllowed, notDenied catalog.ActionSet
	for i := range p.classes {
		for j := range p.classes[i].units {
			u := &p.classes[i].units[j]
			d := &u.decision
			if d.CanBeAllowed() {
				p.possible, some = merge(p.possible, some, u)
			}
			if !d.Allowed() {
				notAllowed, refused = merge(notAllowed, refused, u)
			}
			if d.Outcome == policyeval.ExplicitDeny {
				p.denied, denied = merge(p.denied, denied, u)
			} else {
				notDenied, spared = merge(notDenied, spared, u)
			}
		}
	}
	p.possible = p.possible.Union(catalog.NewActionSet(some...))
	p.allowed = p.possible.Difference(notAllowed).Difference(catalog.NewActionSet(refused...))
	p.denied = p.denied.Union(catalog.NewActionSet(denied...)).Difference(notDenied).Difference(catalog.NewActionSet(spared...))
}

// merge adds the actions of a unit to a set or to a list.
func merge(set catalog.ActionSet, list []catalog.Action, u *unit) (catalog.ActionSet, []catalog.Action) {
	if u.list != nil {
		return set, append(list, u.list...)
	}
	return set.Union(u.set), list
}
