package checks

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
)

// The names of the guardrails of [SCPGuardrails].
const (
	// GuardrailLeave keeps the account in the organization.
	GuardrailLeave = "leave-org"
	// GuardrailRoot keeps the root user of the account from working.
	GuardrailRoot = "root-actions"
	// GuardrailTrail protects AWS CloudTrail trails.
	GuardrailTrail = "cloudtrail-tamper"
	// GuardrailConfig protects AWS Config.
	GuardrailConfig = "config-tamper"
	// GuardrailAnalyzer protects IAM Access Analyzer.
	GuardrailAnalyzer = "analyzer-delete"
	// GuardrailRegion keeps work inside the listed Regions.
	GuardrailRegion = "region"
)

// SCPGuardrails is the check scp-guardrails: service control policies keep the
// account from undoing what protects it.
type SCPGuardrails struct {
	// Guardrails are the names of those that must be there; empty means all but
	// the one on Regions.
	Guardrails []string
	// Regions are the Regions in which work is allowed. A list that is not empty
	// adds the guardrail on Regions: starting an instance elsewhere is denied.
	Regions []string
}

// Info describes the check.
func (c SCPGuardrails) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "scp-guardrails", Theme: "account", Severity: iamhygiene.SeverityMedium,
		Title: "Guardrail SCPs are attached",
		Description: "The service control policies on the account, on the organizational units above it and on the root of the organization deny what each guardrail is about: leaving the organization, actions of the root user, stopping, changing or deleting trails, stopping or deleting the recorder of AWS Config, deleting analyzers, and on request work outside of the listed Regions. " +
			"The evaluator is asked for a user and a role that carry no tag and that no policy is likely to exempt by name, on every resource of the kind; for trails it is enough that one multi-Region trail that the snapshot knows is protected. A deny that hangs on what such a caller controls does not count. The management account is not judged, because service control policies do not bind it.",
		Risk: "Whoever becomes administrator of the account can first switch off what would show it.",
		Remediation: iamhygiene.Remediation{
			Text:    "Write a service control policy that denies the actions of the missing guardrails, try it on one account, and attach it to the root or an organizational unit.",
			Command: "aws organizations attach-policy --policy-id <policy id> --target-id <target id>",
			URL:     "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples.html",
		},
		Needs:  []string{iamhygiene.ControlPolicies.Name()},
		Uses:   []string{iamhygiene.OrganizationDetails.Name(), iamhygiene.Trails.Name()},
		Params: map[string]string{"guardrails": list(c.names()), "regions": list(c.Regions)},
	}
}

func (c SCPGuardrails) names() []string {
	names := slices.Clone(c.Guardrails)
	if len(names) == 0 {
		names = []string{GuardrailLeave, GuardrailRoot, GuardrailTrail, GuardrailConfig, GuardrailAnalyzer}
	}
	if len(c.Regions) > 0 && !slices.Contains(names, GuardrailRegion) {
		names = append(names, GuardrailRegion)
	}
	return names
}

// Run evaluates the check for the account.
func (c SCPGuardrails) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, iamhygiene.One(s.Account()), c.judge)
}

func (c SCPGuardrails) judge(a *iamhygiene.Account) iamhygiene.Verdict {
	s := a.Snapshot()
	if o, err := organizationOf(s); err == nil {
		switch {
		case !o.Member:
			return iamhygiene.Inapplicable("the account belongs to no organization")
		case o.ManagementAccount == s.AccountID():
			return iamhygiene.Inapplicable("service control policies do not bind the management account")
		}
	}
	set, err := iamhygiene.ControlPolicies.Get(s)
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if set == nil {
		return iamhygiene.Undecided(notInData(iamhygiene.ControlPolicies, "", "the snapshot does not say which service control policies there are"))
	}
	if set.SCPs == nil {
		if err := unread(s, iamhygiene.ControlPolicies); err != nil {
			return iamhygiene.Undecided(err)
		}
		if _, err := organizationOf(s); err != nil { // it may be in none
			return iamhygiene.Undecided(err)
		}
		return iamhygiene.Failed("service control policies are not enabled in the organization", fact(s, iamhygiene.ControlPolicies, "scps", "not enabled", list(c.names())))
	}
	g, broken := newGuard(s, set.SCPs)
	var absent []string
	for _, name := range c.names() {
		if !g.holds(name, c.Regions) {
			absent = append(absent, name)
		}
	}
	var ids []string
	for _, level := range set.SCPs {
		for _, p := range level.Policies {
			if !slices.Contains(ids, p.ID) {
				ids = append(ids, p.ID)
			}
		}
	}
	evidence := []iamhygiene.Evidence{
		fact(s, iamhygiene.ControlPolicies, "missing_guardrails", list(absent), "none"),
		fact(s, iamhygiene.ControlPolicies, "policy_ids", list(firstNames(ids)), ""),
	}
	switch {
	case len(absent) == 0:
		return iamhygiene.Passed("service control policies hold every guardrail: "+list(c.names()), evidence...)
	case broken != nil: // it may be the one that denies
		return iamhygiene.Undecided(broken, evidence...)
	}
	return iamhygiene.Failed(fmt.Sprintf("service control policies do not hold the %s %s, of %s asked for",
		map[bool]string{true: "guardrail", false: "guardrails"}[len(absent) == 1], list(absent), list(c.names())), evidence...)
}

// A guard asks service control policies what they deny.
type guard struct {
	snapshot *iamhygiene.Snapshot
	// people answers for users and roles, whose own policies allow everything;
	// root for the root user, who has none.
	people, root *policyeval.Authorizer
}

// newGuard prepares the policies. The error says that one of them, or part of
// it, was left out: what the guard denies is denied in any case.
func newGuard(s *iamhygiene.Snapshot, levels []iamhygiene.ControlLevel) (*guard, error) {
	var broken error
	note := func(p iamhygiene.ControlPolicy, err error) {
		if broken == nil {
			broken = &iamhygiene.DataError{
				Dataset: iamhygiene.ControlPolicies.Name(), Code: iamhygiene.CodeInvalid, Scope: p.ARN,
				Message: fmt.Sprintf("the service control policy %s cannot be understood: %v", p.ID, err),
			}
		}
	}
	all := &policyeval.List{Bare: true, Members: []policyeval.Text{{Value: "*"}}}
	everything := &policyeval.Policy{
		Version:    &policyeval.Text{Value: policyeval.Version2012},
		Statements: []*policyeval.Statement{{Effect: policyeval.Allow, Action: all, Resource: all}},
	}
	if len(levels) == 0 {
		broken = notInData(iamhygiene.ControlPolicies, "", "the snapshot holds no level of the organization with its service control policies")
	}
	var scps [][]*policyeval.Policy
	for _, level := range levels {
		var policies []*policyeval.Policy
		for _, p := range level.Policies {
			policy, err := policyeval.Parse([]byte(p.Document), policyeval.WithType(policyeval.ServiceControlPolicy))
			if err != nil {
				note(p, err)
				// What it would have allowed counts as allowed, so that leaving it out
				// denies nothing.
				policy = everything
			}
			policies = append(policies, policy)
		}
		if len(policies) == 0 {
			// AWS leaves no target without a policy: those of this one were not read.
			policies = append(policies, everything)
			if broken == nil && len(iamhygiene.ControlPolicies.Errors(s)) == 0 {
				broken = notInData(iamhygiene.ControlPolicies, level.Target, "the snapshot holds no service control policy of "+level.Target+", and AWS leaves no target without one")
			}
		}
		scps = append(scps, policies)
	}
	for _, e := range iamhygiene.ControlPolicies.Errors(s) {
		if broken == nil {
			broken = e
		}
		for i := range scps { // whatever was not read may allow
			scps[i] = append(scps[i], everything)
		}
	}
	people, err := policyeval.Compile(policyeval.Policies{Identity: []*policyeval.Policy{everything}, SCPs: scps})
	if err == nil {
		var root *policyeval.Authorizer
		if root, err = policyeval.Compile(policyeval.Policies{SCPs: scps}); err == nil {
			return &guard{snapshot: s, people: people, root: root}, broken
		}
	}
	return &guard{snapshot: s}, &iamhygiene.DataError{Dataset: iamhygiene.ControlPolicies.Name(), Code: iamhygiene.CodeInvalid, Message: err.Error()}
}

// denies reports whether the policies deny the actions to the principal on
// every resource that the pattern denotes, whatever else the request holds.
func (g *guard) denies(principal, resource string, context policyeval.Context, actions ...string) bool {
	keys := policyeval.Context{"aws:ViaAWSService": {"false"}, "aws:CalledVia": nil}
	for k, v := range context {
		keys[k] = v
	}
	authorizer, id := g.people, "AROAZZNONEZZNONEZZNON"
	switch {
	case strings.HasSuffix(principal, ":root"):
		authorizer, id = g.root, "" // the root user has none
	case strings.Contains(principal, ":user/"):
		id = "AIDAZZNONEZZNONEZZNON"
	}
	if authorizer == nil {
		return false
	}
	for _, action := range actions {
		d, err := authorizer.Authorize(&policyeval.Request{
			Principal: principal, UniqueID: id, Action: action, Resource: resource, Pattern: strings.Contains(resource, "*") && resource != "*",
			PrincipalTags: map[string]string{}, Context: keys, Open: true,
		})
		if err != nil || d.CanBeAllowed() {
			return false
		}
	}
	return true
}
