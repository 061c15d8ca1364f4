package policyeval

import (
	"fmt"
	"strings"
)

// tracer collects an Explanation while the engine works.
type tracer struct {
	explanation *Explanation
	at          EvaluationWarning // the statement at hand
}

// Explain decides a request as Authorize does, with the same engine, and gives
// the reasons: what each statement of each policy did. The error is that of
// Authorize. It is made for reports and for finding faults; it allocates.
func (a *Authorizer) Explain(req *Request) (Explanation, error) {
	st := a.newState()
	if err := st.prepare(req); err != nil {
		return Explanation{}, err
	}
	st.tracing = true
	e := Explanation{Principal: req.Principal, Action: req.Action, Resource: req.Resource, SameAccount: st.sameAccount.value}
	st.trace = &tracer{explanation: &e, at: EvaluationWarning{Policy: -1, Statement: -1}}
	st.warnRequest(req)
	v := st.traceAll(&e)
	e.Decision = v.decision()
	if e.Outcome == Undetermined {
		e.DependsOn = v.dependsOn()
		e.AllowedIf = v.allow.and(v.deny.not()).residual() // U5
		e.DeniedIf = v.deny.residual()
	}
	e.Reason = st.reason(&e, &v)
	return e, nil
}

// traceAll evaluates every statement, not only those that the index finds,
// records what it sees, and combines the results.
func (st *state) traceAll(e *Explanation) verdict {
	st.sameAccount = st.ownerIsCaller() // again, for the words of an unknown owner
	for i := range st.a.groups {
		g := &st.a.groups[i]
		if g.layer == LayerResource && int32(i) != st.resourceGroup {
			continue
		}
		t := LayerTrace{Layer: g.layer, Level: g.level, Consulted: st.consulted(int32(i)), Policies: []PolicyTrace{}}
		for j, p := range g.policies {
			pt := PolicyTrace{Index: j, Statements: []StatementTrace{}}
			if p.ID != nil {
				pt.ID = p.ID.Value
			}
			for k := g.first; k < g.last; k++ {
				if s := &st.a.statements[k]; s.policy == int32(j) {
					pt.Statements = append(pt.Statements, st.traceStatement(g, s))
				}
			}
			t.Policies = append(t.Policies, pt)
		}
		r := &st.results[i]
		t.Allow, t.Deny = r.allow.value, r.deny.value
		t.Note = st.groupNote(g, t.Consulted)
		e.Layers = append(e.Layers, t)
	}
	return st.combine()
}

// traceStatement evaluates one statement and records the first element that
// did not match.
func (st *state) traceStatement(g *group, s *statement) StatementTrace {
	t := StatementTrace{Index: s.source.Index, Offset: s.source.Offset, Effect: Allow}
	if s.deny {
		t.Effect = Deny
	}
	if s.source.Sid != nil {
		t.Sid = s.source.Sid.Value
	}
	st.trace.at = EvaluationWarning{Layer: g.layer, Level: g.level, Policy: int(s.policy), Statement: t.Index}
	if s.inert {
		t.Element, t.Detail = ElementEffect, "an Allow of a resource control policy has no effect"
		if g.layer != LayerRCP {
			t.Element, t.Detail = ElementNone, "the statement is faulty and an Allow; it fails closed"
		}
		return t
	}
	matched := s.action.match(st.service, st.name, s.deny)
	t.element(st, known(matched), s.action.element, s)
	if !matched {
		return t
	}
	n, grades := st.evaluate(s, &t)
	t.Applies = n.value
	if s.principal.element != ElementNone && n.value != False {
		t.Grade = grades.best()
	}
	st.results[s.group].collect(s, n, grades)
	return t
}

// best is the highest grade that matches or may match.
func (g grades) best() Grade {
	for _, want := range [...]Truth{True, Unknown} {
		switch want {
		case g.direct.value:
			return GradeDirect
		case g.entity.value:
			return GradeEntity
		case g.account.value:
			return GradeAccount
		}
	}
	return GradeNone
}

// element records an element that does not match. A definite mismatch replaces
// an unknown one. t is nil outside of a trace.
func (t *StatementTrace) element(st *state, n node, e Element, s *statement) {
	if t == nil || n.value == True || n.value == Unknown && t.Element != ElementNone {
		return
	}
	t.Element, t.ElementOffset = e, s.source.offsetOf(e)
	t.Detail = st.detail(n, e, s)
}

// condition does the same for a condition entry.
func (t *StatementTrace) condition(st *state, n node, failed *leaf, s *statement) {
	if t == nil || n.value == True || n.value == Unknown && t.Element != ElementNone {
		return
	}
	t.Element, t.ElementOffset = ElementCondition, s.source.offsetOf(ElementCondition)
	t.Detail = "it is faulty or empty and fails closed"
	if failed != nil {
		t.ElementOffset, t.Detail = failed.offset, st.describe(failed)
	}
}

// offsetOf returns the byte offset of an element, or of the statement if it
// lacks the element.
func (s *Statement) offsetOf(e Element) int {
	offset := 0
	switch e {
	case ElementAction:
		offset = s.Action.offset()
	case ElementNotAction:
		offset = s.NotAction.offset()
	case ElementResource:
		offset = s.Resource.offset()
	case ElementNotResource:
		offset = s.NotResource.offset()
	case ElementPrincipal:
		offset = s.Principal.offset()
	case ElementNotPrincipal:
		offset = s.NotPrincipal.offset()
	case ElementCondition:
		if s.Condition != nil {
			offset = s.Condition.Offset
		}
	}
	return max(offset, s.Offset)
}

// detail puts a mismatch into words.
func (st *state) detail(n node, e Element, s *statement) string {
	if n.value == Unknown && n.expr != nil {
		return "it depends on " + strings.Join(n.expr.dependencies(nil), ", ")
	}
	switch e {
	case ElementAction:
		return "it does not match " + st.actionText
	case ElementNotAction:
		return "it excludes " + st.actionText
	case ElementResource:
		return "it does not match " + st.resourceText()
	case ElementNotResource:
		return "it excludes " + st.resourceText() + ", or a variable in it has no value"
	case ElementPrincipal:
		return "it does not name " + st.principalText
	case ElementNotPrincipal:
		return "it excludes " + st.principalText
	}
	return ""
}

// groupNote says why a group of policies was not consulted.
func (st *state) groupNote(g *group, consulted bool) string {
	switch {
	case consulted:
		return ""
	case st.needsNoPermission && (g.layer == LayerIdentity || g.layer == LayerSession):
		return "sts:GetCallerIdentity needs no permission"
	case st.caller.serviceLinked:
		return "the caller is a service-linked role, to which these policies do not apply"
	case g.layer == LayerSCP:
		return "SCPs bind the principals of an account only"
	}
	return "these policies do not apply to the request"
}

// reason says in one sentence why the outcome is what it is.
func (st *state) reason(e *Explanation, v *verdict) string {
	switch e.Outcome {
	case ExplicitDeny:
		return "a Deny statement applies: " + e.firstStatement(Deny, e.DeniedBy)
	case Undetermined:
		if !e.CanBeAllowed() {
			return "refused in any case; whether explicitly depends on " + strings.Join(e.DependsOn, ", ")
		}
		return "the answer depends on " + strings.Join(e.DependsOn, ", ")
	case Allowed:
		switch {
		case st.needsNoPermission:
			return "sts:GetCallerIdentity needs no permission"
		case st.caller.kind == callerRoot && e.SameAccount == True && e.firstStatement(Allow, LayersOf(LayerResource)) == "":
			return "the root user needs no permission in its own account"
		}
		if by := e.firstStatement(Allow, LayersOf(LayerIdentity, LayerResource)); by != "" {
			return "allowed by " + by
		}
		return "the session has what the root user has, within its session policies"
	}
	if e.BlockedBy == 0 {
		return "nothing allows the request"
	}
	reason := fmt.Sprintf("no Deny statement applies, but access is blocked by %s", e.BlockedBy)
	if e.SameAccount == False && st.caller.hasAccount() {
		reason += "; across accounts both identity and resource policies must allow"
	}
	return reason
}
