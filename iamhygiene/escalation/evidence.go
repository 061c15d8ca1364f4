package escalation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene/access"
	"github.com/iamhygiene/sdk/policyeval"
)

// A Statement names a statement of a policy and how it comes to the principal.
type Statement struct {
	// Policy is the ARN of a managed policy, or the name of an inline one. It is
	// "trust policy" for that of a role.
	Policy string `json:"policy"`
	// Holder is the ARN of the user, group or role that has the policy; a group
	// is how the policy comes to its members.
	Holder string `json:"holder"`
	// Sid is the statement's Sid, where it has one.
	Sid string `json:"sid,omitempty"`
	// Number counts the statements of the document from 1.
	Number int `json:"number"`
}

// String returns the policy and the statement: an inline policy follows its
// holder, "arn:aws:iam::111122223333:user/alice/deploy#PassRoles", and a
// statement without a Sid is its number.
func (s Statement) String() string {
	name := s.Policy
	if !strings.HasPrefix(name, "arn:") {
		name = s.Holder + "/" + name
	}
	if s.Sid != "" {
		return name + "#" + s.Sid
	}
	return fmt.Sprintf("%s#%d", name, s.Number)
}

// A Grant is one action that a step uses, with what allows it.
type Grant struct {
	Action string `json:"action"`
	// Resource is an ARN, or "*". A star in an ARN stands for a name of the
	// principal's choice.
	Resource string `json:"resource"`
	// Statements are the statements that allow it, or may.
	Statements []Statement `json:"statements,omitempty"`
	// Conditions are the context keys on which it hangs, sorted; empty where it
	// is allowed for certain.
	Conditions []string `json:"conditions,omitempty"`
	// If is the condition in full, as [policyeval.Expr] prints it.
	If string `json:"if,omitempty"`
}

// trace collects the grants of a step.
type trace struct {
	grants []Grant
}

// note explains one question that was not refused.
func (t *trace) note(x *person, q *question, request *policyeval.Request, v verdict) {
	g := Grant{Action: q.action, Resource: unnamed.Replace(q.resource), Conditions: v.keys}
	explanation, err := q.authorizer.Explain(request)
	if err != nil {
		t.grants = append(t.grants, g)
		return
	}
	if explanation.AllowedIf != nil {
		g.If = explanation.AllowedIf.String()
	}
	for _, layer := range explanation.Layers {
		switch {
		case layer.Layer == policyeval.LayerIdentity:
			g.Statements = append(g.Statements, allowing(&layer, x.access.Origins())...)
		case layer.Layer == policyeval.LayerResource && q.trust != nil:
			g.Statements = append(g.Statements, allowing(&layer, []access.Origin{{Holder: q.trust.arn, Policy: "trust policy"}})...)
		}
	}
	if !slices.ContainsFunc(t.grants, func(h Grant) bool { return h.Action == g.Action && h.Resource == g.Resource }) {
		t.grants = append(t.grants, g)
	}
}

// allowing returns the Allow statements of a layer that apply, or where none
// does for certain those that may.
func allowing(layer *policyeval.LayerTrace, origins []access.Origin) (list []Statement) {
	for _, want := range [...]policyeval.Truth{policyeval.True, policyeval.Unknown} {
		for _, p := range layer.Policies {
			if p.Index >= len(origins) {
				continue // a policy that a method thought up
			}
			for _, s := range p.Statements {
				if s.Effect == policyeval.Allow && s.Applies == want {
					o := origins[p.Index]
					list = append(list, Statement{Policy: o.Policy, Holder: o.Holder, Sid: s.Sid, Number: s.Index + 1})
				}
			}
		}
		if len(list) > 0 {
			return list
		}
	}
	return nil
}

// evidence tries a hit again and collects what allows it.
func (e *engine) evidence(x *person, h *hit, l *link) (grants []Grant, keys []string) {
	t, m := &trace{}, &e.methods[h.method]
	note := func(v verdict) {
		keys = union(keys, v.keys)
	}
	if way := identityWays[m.ID]; way != nil {
		_, v, _ := way.try(e, t, x, e.target(l))
		note(v)
		return t.grants, keys
	}
	r := e.people[l.to]
	note(e.stronger(r.profile, x.profile))
	if m.Target == TargetRunningInstance && len(m.PassTo) == 0 {
		note(e.agent(m, r))
	}
	for _, service := range m.PassTo {
		if v := r.trust.services[service]; v.level != no {
			note(v.and(e.passes(t, x, r, service)))
			continue
		}
		for _, other := range e.accepting[service] {
			if e.passes(nil, x, other, service).level != no {
				note(e.passes(t, x, other, service))
				break
			}
		}
	}
	if m.Target == TargetOutside && len(m.PassTo) == 0 {
		note(r.trust.services[m.Service])
	}
	switch {
	case l.res != "":
		note(e.onPlace(t, x, actionsBeside(m), l.res))
	case l.conf != 0: // not all instances or functions are known
		note(x.somewhere(e, t, actionsBeside(m)...).doubted("unread:" + m.Needs[0]))
	default:
		note(e.tryRest(t, x, h.method))
	}
	return t.grants, keys
}
