package permissions

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// A Grant says that some actions are allowed on a resource, always or under a
// condition.
type Grant struct {
	// Actions are the actions, those of a set that the policies treat alike.
	Actions catalog.ActionSet
	// Resource is an ARN or a pattern of ARNs. "*" stands for every resource
	// that no other grant of the action is about, and for requests that name
	// none.
	Resource string
	// Outcome is Allowed, for every resource of the pattern and whatever is
	// unknown, or Undetermined.
	Outcome policyeval.Outcome
	// If is the condition under which the actions are allowed if Outcome is
	// Undetermined, otherwise nil. See [policyeval.Expr].
	If *policyeval.Expr
	// DependsOn names the context keys and facts in the condition, sorted.
	DependsOn []string
}

// MarshalJSON writes the actions as the shortest list of patterns, and their
// number.
func (g Grant) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Actions   []string           `json:"actions"`
		Count     int                `json:"count"`
		Resource  string             `json:"resource"`
		Outcome   policyeval.Outcome `json:"outcome"`
		If        *policyeval.Expr   `json:"if,omitempty"`
		DependsOn []string           `json:"dependsOn,omitempty"`
	}{catalog.Shorten(g.Actions), g.Actions.Len(), g.Resource, g.Outcome, g.If, g.DependsOn})
}

// Grants says on which resources and under which conditions actions are allowed,
// for the given set. Every request that may be allowed is covered by a grant:
// one whose outcome is Allowed, or one whose condition the request meets. An
// action without a grant is refused.
//
// Where the policies name ARNs, there is a grant for each of these that an
// action takes; a condition that is left tells what else it hangs on. Grants
// are sorted by resource and condition, those without a condition first. They
// are computed on each call, which takes longer than [Of] where many conditions
// differ; ask for the actions that matter.
func (p *Permissions) Grants(set catalog.ActionSet) ([]Grant, error) {
	m := merger{byKey: map[string]*found{}}
	always := set.Intersect(p.allowed)
	if !always.IsEmpty() {
		resource := "*"
		if p.resource != "" {
			resource = p.resource
		}
		m.add(Grant{Actions: always, Resource: resource, Outcome: policyeval.Allowed})
	}
	rest := set.Intersect(p.Undetermined())
	for i := range p.classes {
		c := &p.classes[i]
		for j := range c.units {
			u := &c.units[j]
			if !u.decision.CanBeAllowed() {
				continue
			}
			actions := u.actions().Intersect(rest)
			if actions.IsEmpty() {
				continue
			}
			if err := p.explain(&m, actions, u); err != nil {
				return nil, err
			}
		}
	}
	return m.grants(), nil
}

// explain adds the grants of one unit.
func (p *Permissions) explain(m *merger, actions catalog.ActionSet, u *unit) error {
	sample := first(actions)
	request := p.requestFor(sample, u.space)
	whole, err := p.grant(actions, &request)
	if err != nil {
		return err
	}
	if !request.Pattern || !slices.Contains(whole.DependsOn, policyeval.FactResourcePattern) {
		m.add(whole)
		return nil
	}
	areas, complete := p.areas(sample, u.space)
	added := false
	for _, area := range areas {
		request.Resource = area
		g, err := p.grant(actions, &request)
		if err != nil {
			return err
		}
		if g.Outcome == policyeval.Allowed || g.Outcome == policyeval.Undetermined {
			m.add(g)
			added = true
		}
	}
	if !complete || !added || slices.Contains(whole.DependsOn, policyeval.FactResourcePolicy) {
		m.add(whole) // also what no identity policy names
	}
	return nil
}

// grant asks the engine for one request with its reasons.
func (p *Permissions) grant(actions catalog.ActionSet, request *policyeval.Request) (Grant, error) {
	e, err := p.authorizer.Explain(request)
	if err != nil {
		return Grant{}, err
	}
	g := Grant{Actions: actions, Resource: request.Resource, Outcome: e.Outcome}
	switch {
	case e.Outcome == policyeval.Undetermined && !e.CanBeAllowed():
		g.Outcome = policyeval.ImplicitDeny
	case e.Outcome == policyeval.Undetermined:
		g.If, g.DependsOn = e.AllowedIf, e.DependsOn
	}
	return g, nil
}

// merger joins grants that differ in their actions alone.
type merger struct {
	byKey map[string]*found
	order []*found
}

type found struct {
	grant Grant
	text  string // of the condition
}

func (m *merger) add(g Grant) {
	text := ""
	if g.If != nil {
		text = g.If.String()
	}
	key := g.Resource + "\x00" + g.Outcome.String() + "\x00" + text
	if f := m.byKey[key]; f != nil {
		f.grant.Actions = f.grant.Actions.Union(g.Actions)
		return
	}
	f := &found{g, text}
	m.byKey[key] = f
	m.order = append(m.order, f)
}

func (m *merger) grants() []Grant {
	slices.SortFunc(m.order, func(a, b *found) int {
		if x, y := a.text == "", b.text == ""; x != y {
			if x {
				return -1
			}
			return 1
		}
		if c := strings.Compare(a.grant.Resource, b.grant.Resource); c != 0 {
			return c
		}
		return strings.Compare(a.text, b.text)
	})
	list := make([]Grant, len(m.order))
	for i, f := range m.order {
		list[i] = f.grant
	}
	return list
}
