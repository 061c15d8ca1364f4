package checks

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/access"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

// principalChecks returns the checks of the theme.
func principalChecks(t thresholds) []iamhygiene.Check {
	return []iamhygiene.Check{
		PrincipalEffectiveAdmin{},
		PrincipalPrivilegeEscalation{MinConfidence: t.minConfidence},
		UserPrivilegedMFA{},
		MFANotEnforced{},
		PolicySelfTagging{},
		RoleExternalPrivileged{},
		RoleSessionDuration{Max: t.maxSession},
		ServiceUnused{MaxUnused: t.unusedRole},
		ConsoleSourceIP{},
	}
}

type graphKey struct{}

// graphOf returns who in the account can become whom, worked out once for all
// checks. It does not stop with ctx, because what it returns is kept for checks
// that run under another one.
func graphOf(ctx context.Context, s *iamhygiene.Snapshot) (*escalation.Graph, error) {
	type result struct {
		graph *escalation.Graph
		err   error
	}
	x := iamhygiene.Derived(s, graphKey{}, func() result {
		g, err := escalation.Analyze(context.WithoutCancel(ctx), s)
		return result{g, err}
	})
	return x.graph, x.err
}

// effectiveData are the datasets beside the authorization details that
// effective permissions are computed from, where they are there.
func effectiveData() []string {
	return []string{iamhygiene.ControlPolicies.Name(), iamhygiene.OrganizationDetails.Name()}
}

// A powers is a user or role with its effective permissions.
type powers struct {
	entity
	graph     *escalation.Graph
	principal *escalation.Principal
}

// eachPrincipal judges every IAM user and role with its effective permissions.
func eachPrincipal(ctx context.Context, s *iamhygiene.Snapshot, judge iamhygiene.Predicate[powers]) []iamhygiene.Finding {
	return each(ctx, s, principalsOf(ctx, s), judge)
}

func principalsOf(ctx context.Context, s *iamhygiene.Snapshot) iter.Seq2[powers, error] {
	return func(yield func(powers, error) bool) {
		for e, err := range usersAndRoles(s) {
			if err != nil {
				if !yield(powers{}, err) {
					return
				}
				continue
			}
			p, err := powersOf(ctx, e)
			if err != nil {
				err = &iamhygiene.SubjectError{Resource: e.Resource(), Err: iamhygiene.AsDataError(err)}
			}
			if !yield(p, err) {
				return
			}
		}
	}
}

// powersOf returns the effective permissions of a user or role.
func powersOf(ctx context.Context, e entity) (powers, error) {
	g, err := graphOf(ctx, e.snapshot)
	if err != nil {
		return powers{}, err
	}
	arn := e.Resource().ARN
	p := g.Principal(arn)
	if p == nil {
		return powers{}, notInData(iamhygiene.Authorization, arn, "the policies of "+e.String()+" are not known")
	}
	return powers{entity: e, graph: g, principal: p}, nil
}

// arnPowers returns the effective permissions of the user or role with that
// ARN, nil where the account has none.
func arnPowers(ctx context.Context, s *iamhygiene.Snapshot, arn string) (*escalation.Principal, error) {
	g, err := graphOf(ctx, s)
	if err != nil {
		return nil, err
	}
	return g.Principal(arn), nil
}

// incomplete returns why the effective permissions may be more than what was
// found; nil where they were all read.
func incomplete(p *escalation.Principal) *iamhygiene.DataError {
	if len(p.Gaps) == 0 {
		return nil
	}
	return &iamhygiene.DataError{
		Dataset: iamhygiene.Authorization.Name(), Operation: iamhygiene.Authorization.Info().Operations[0],
		Action: iamhygiene.Authorization.Info().Operations[0], Scope: p.ARN, Code: iamhygiene.CodeInvalid,
		Message: "the permissions of " + p.Name + " are not complete: " + p.Gaps[0],
	}
}

// unsure returns why the principal may have steps of at least that confidence
// beside those that were found; nil where nothing is missing. Service control
// policies that nobody could read take one level from every step; noMFA leaves
// out steps that take MFA.
func unsure(s *iamhygiene.Snapshot, p *escalation.Principal, least escalation.Confidence, noMFA bool) *iamhygiene.DataError {
	if e := incomplete(p); e != nil {
		return e
	}
	_, _, err := access.ControlPolicies(s)
	if err == nil || !slices.ContainsFunc(p.Edges, func(e escalation.Edge) bool {
		return e.Confidence == least-1 && (!noMFA || !slices.ContainsFunc(e.Conditions, isMFAKey))
	}) {
		return nil
	}
	return iamhygiene.AsDataError(err)
}

// hangsOnUnread reports whether conditions name something that could not be
// read, rather than keys that a request may satisfy.
func hangsOnUnread(conditions []string) bool {
	return slices.ContainsFunc(conditions, func(c string) bool { return strings.HasPrefix(c, "unread:") })
}

// A privilege says why a principal counts as privileged.
type privilege struct {
	why      string // empty where it does not
	evidence []iamhygiene.Evidence
	steps    []iamhygiene.Step
}

// privilegeOf says whether the principal is an administrator, or can become one
// or more than it is by a step that the data prove. noMFA leaves out an
// administrator who is one only with MFA.
func privilegeOf(s *iamhygiene.Snapshot, p *escalation.Principal, noMFA bool) privilege {
	switch p.Admin.Status {
	case escalation.EffectiveAdministrator:
		return privilege{why: "is an administrator", evidence: adminFacts(s, p)}
	case escalation.ConditionalAdministrator:
		if hangsOnUnread(p.Admin.Conditions) || noMFA && slices.ContainsFunc(p.Admin.Conditions, isMFAKey) {
			break
		}
		return privilege{why: "is an administrator depending on " + list(p.Admin.Conditions), evidence: adminFacts(s, p)}
	}
	for i := range p.Edges {
		e := &p.Edges[i]
		if e.Confidence == escalation.High && (!noMFA || !slices.ContainsFunc(e.Conditions, isMFAKey)) {
			return privilege{why: "can gain permissions by " + e.Method, evidence: edgeFacts(s, e), steps: []iamhygiene.Step{e.Step()}}
		}
	}
	return privilege{}
}

func isMFAKey(key string) bool {
	return strings.EqualFold(key, "aws:MultiFactorAuthPresent") || strings.EqualFold(key, "aws:MultiFactorAuthAge")
}

// adminFacts are the statements that make a principal an administrator.
func adminFacts(s *iamhygiene.Snapshot, p *escalation.Principal) []iamhygiene.Evidence {
	var out []iamhygiene.Evidence
	for _, st := range p.Admin.Statements {
		observed := st.String()
		if st.Holder != "" && st.Holder != p.ARN {
			observed += " through " + st.Holder
		}
		out = append(out, detailed(s, "statement", observed, "no statement that allows everything"))
	}
	if len(p.Admin.Conditions) > 0 {
		out = append(out, derived("conditions", list(p.Admin.Conditions), ""))
	}
	for _, st := range p.Admin.Denies {
		out = append(out, detailed(s, "deny that does not help", st.String(), ""))
	}
	if len(p.Admin.Lacks) > 0 {
		out = append(out, derived("lacks", list(firstNames(p.Admin.Lacks)), ""))
	}
	return out
}

// edgeFacts are the actions of a step with what allows them.
func edgeFacts(s *iamhygiene.Snapshot, e *escalation.Edge) []iamhygiene.Evidence {
	var out []iamhygiene.Evidence
	for _, g := range e.Grants {
		var by []string
		for _, st := range g.Statements {
			by = append(by, st.String())
		}
		observed := g.Action + " on " + g.Resource + " by " + list(by)
		if len(g.Conditions) > 0 {
			observed += " depending on " + list(g.Conditions)
		}
		out = append(out, detailed(s, e.Method, observed, ""))
	}
	return out
}
