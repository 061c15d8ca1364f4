package escalation

import "github.com/iamhygiene/sdk/policyeval/catalog"

// Ends of a link that are no principal of the account.
const (
	toAdministrator int32 = -1 // whoever takes the step becomes an administrator
	toWidened       int32 = -2 // the principal gets more permissions, but not all
)

// link is one target on which a method holds.
type link struct {
	to    int32 // index of a person, or one of the ends above
	level level
	conf  Confidence // instead of the method's; 0 is none
	weak  bool       // the target is not stronger, but may lead on
	res   string     // ARN of what the method works on; empty means the person
}

// hit is a method with all targets on which it holds for a principal.
type hit struct {
	method int
	rest   level // of the actions that have no target
	links  []link
}

// confidence returns that of a link.
func (e *engine) confidence(h *hit, l *link) Confidence {
	c, steps := e.methods[h.method].Confidence, 0
	if l.conf != 0 {
		c = l.conf
	}
	if min(h.rest, l.level) == maybe {
		steps++
	}
	if e.scpsUnread != "" {
		steps++
	}
	return c.lower(steps)
}

// target returns the ARN of what a link works on.
func (e *engine) target(l *link) string {
	if l.res == "" && l.to >= 0 {
		return e.people[l.to].arn
	}
	return l.res
}

// possible reports whether the principal may use what the method requires, on
// something: the others need no further question.
func (e *engine) possible(x *person, m *Method) bool {
	for _, list := range m.Actions {
		found := false
		for _, name := range list {
			// A trust policy may admit without the principal's own permission.
			found = found || name == assumeRole || e.mayUse(x, name)
		}
		if !found {
			return false
		}
	}
	return true
}

// mayUse reports whether the principal may use an action on something.
func (e *engine) mayUse(x *person, name string) bool {
	a, ok := catalog.Lookup(name)
	if !ok {
		return true // the question itself decides
	}
	return x.profile.some.has(e.place[a])
}

// hitsOf finds the methods that hold for a principal, before strength and
// distance are weighed.
func (e *engine) hitsOf(x *person) []hit {
	if x.profile.admin.level == yes || x.serviceLinked() {
		return nil
	}
	var list []hit
	for i := range e.methods {
		m := &e.methods[i]
		if !e.possible(x, m) {
			continue
		}
		h := hit{method: i, rest: yes}
		if way := identityWays[m.ID]; way != nil {
			for _, res := range way.targets(e, x) {
				if to, v, conf := way.try(e, nil, x, res); v.level != no {
					l := link{to: to, level: v.level, conf: conf, res: res}
					if to >= 0 {
						l.res = ""
						if e.people[to].arn != res {
							l.res = res
						}
						l.weak = m.ID == "sts-assume-role" && e.stronger(e.people[to].profile, x.profile).level == no
					}
					h.links = append(h.links, l)
				}
			}
		} else {
			h.rest, h.links = e.serviceLinks(x, i)
		}
		if len(h.links) > 0 {
			list = append(list, h)
		}
	}
	return list
}

// subsets lists for every method those that require a proper part of its
// actions and pass a role to the same services.
func subsets(methods []Method) [][]int {
	sets := make([][]int, len(methods))
	for i := range methods {
		for j := range methods {
			if i != j && part(&methods[j], &methods[i]) {
				sets[i] = append(sets[i], j)
			}
		}
	}
	return sets
}

// part reports whether a requires a proper part of what b requires.
func part(a, b *Method) bool {
	if len(a.Actions) >= len(b.Actions) {
		return false
	}
	have := map[string]bool{}
	for _, list := range b.Actions {
		if len(list) == 1 {
			have[list[0]] = true
		}
	}
	for _, list := range a.Actions {
		if len(list) != 1 || !have[list[0]] {
			return false
		}
	}
	return true
}
