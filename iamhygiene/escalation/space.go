package escalation

import (
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// space is a set of resources that is asked about as a whole, with the watched
// actions that take one of it.
type space struct {
	pattern string // of ARNs of the account, or "*"
	named   bool   // the resources name their principals: roles and keys
	actions []string
	places  []int
}

// divide sorts watched actions by the resources that they take.
func (e *engine) divide(wanted bits) (spaces []space) {
	at := map[string]int{}
	add := func(pattern string, i int) {
		name := e.watched[i].String()
		key := pattern
		if namesPrincipals(name) {
			key += " named"
		}
		n, ok := at[key]
		if !ok {
			n = len(spaces)
			at[key] = n
			spaces = append(spaces, space{pattern: pattern, named: namesPrincipals(name)})
		}
		s := &spaces[n]
		if !slices.Contains(s.places, i) {
			s.actions, s.places = append(s.actions, name), append(s.places, i)
		}
	}
	for i, a := range e.watched {
		if !wanted.has(i) {
			continue
		}
		types, together := typesOf(a)
		if !together {
			add("*", i)
		}
		for _, t := range types {
			for pattern := range t.ARNPatterns() {
				if strings.Count(pattern, ":") >= 5 {
					add(e.owned(stars(pattern)), i)
				}
			}
		}
	}
	return spaces
}

// owned limits a pattern of ARNs to the account.
func (e *engine) owned(pattern string) string {
	fields := strings.SplitN(pattern, ":", 6)
	fields[1] = e.partition
	if fields[4] != "" && fields[4] != "aws" {
		fields[4] = e.id
	}
	return strings.Join(fields, ":")
}

// namesPrincipals reports whether an action is one on resources whose own policy
// has to name the principal. They are asked about as if it named the account, so
// that the answer is that of the principal's policies.
func namesPrincipals(action string) bool {
	return strings.HasPrefix(action, "sts:") || strings.HasPrefix(action, "kms:")
}

// weigh asks about the actions of spaces on all resources that they take: which
// may be allowed on something, and which are allowed for certain on what no
// statement names. Only the actions of possible are asked about; the others are
// known to be refused.
func (p *profile) weigh(e *engine, spaces []space, possible bits) (some, held bits, err error) {
	some, held = e.none(), e.none()
	limited := e.none() // refused or in doubt on something
	x := p.person()
	for i := range spaces {
		s := spaces[i].only(possible)
		if len(s.actions) == 0 {
			continue
		}
		q := question{resource: s.pattern}
		request := x.ask(e, &q)
		request.Pattern = s.pattern != "*"
		a := p.base
		if s.named {
			a = p.account
		}
		n := 0
		err := a.AuthorizeActions(&request, slices.Values(s.actions), func(_ string, d policyeval.Decision) bool {
			place := s.places[n]
			n++
			if d.CanBeAllowed() {
				some.set(place)
			}
			if !d.Allowed() {
				limited.set(place)
			}
			return true
		})
		if err != nil {
			return some, held, err
		}
	}
	for i, a := range e.watched {
		if some.has(i) && (!limited.has(i) || p.anyone(e, a).level == yes) {
			held.set(i)
		}
	}
	return some, held, nil
}

// only returns the space with those of its actions that are in the set.
func (s *space) only(set bits) space {
	out := space{pattern: s.pattern, named: s.named}
	for i, place := range s.places {
		if set.has(place) {
			out.actions, out.places = append(out.actions, s.actions[i]), append(out.places, place)
		}
	}
	return out
}

// possible returns the actions that an Allow statement of the identity policies
// is about. Without one a user or role of the account is refused, whatever else
// there is: the other policies only limit, and a resource policy that names the
// account leaves it to the identity policies.
func (p *profile) possible(e *engine) bits {
	set := e.none()
	for _, d := range p.policies.Identity {
		for i, word := range e.mentions(d).allows {
			set[i] |= word
		}
	}
	return set
}

// allowed returns the watched actions that Allow statements of a document are
// about.
func (e *engine) allowed(d *policyeval.Policy) bits {
	set := e.none()
	for _, s := range d.Statements {
		if s.Effect == policyeval.Deny {
			continue
		}
		actions, known := actionsOf(s)
		for i, a := range e.watched {
			if !known || actions.Contains(a) {
				set.set(i)
			}
		}
	}
	return set
}

// credentials weighs the actions of the services with credentials of their own,
// which few ask about.
func (p *profile) credentials(e *engine) (some, held bits) {
	p.credOnce.Do(func() {
		var err error
		if p.credSome, p.credHeld, err = p.weigh(e, e.credSpaces, p.possible(e)); err != nil {
			p.credSome, p.credHeld = e.none(), e.none() // the same requests were answered before
		}
	})
	return p.credSome, p.credHeld
}

// mayGrant reports whether the policies may allow a way to give out permissions,
// without which nobody is an administrator.
func (p *profile) mayGrant(e *engine) bool {
	return slices.ContainsFunc(grantActions[:], func(name string) bool {
		a, ok := catalog.Lookup(name)
		return !ok || p.some.has(e.place[a])
	})
}
