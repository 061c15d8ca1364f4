package checks

import (
	"context"
	"fmt"
	"slices"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// PolicyAdmin is the check policy-admin: no policy grants full administration.
// It has no parameters.
type PolicyAdmin struct{}

// Info describes the check.
func (c PolicyAdmin) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "policy-admin", Theme: "policies", Severity: iamhygiene.SeverityHigh,
		Title: "No policy grants full administration",
		Description: "The Allow statements of each managed and inline policy, expanded against the catalogue of actions, do not together allow every action on every resource; a NotAction that leaves out less than one whole service counts as every action. " +
			"The Condition is evaluated: a grant that hangs on context keys is of informational severity and names them. A customer managed policy that is attached nowhere is of low severity. Deny statements are not weighed. Not judged are AWS managed policies that are not attached, policies that are permissions boundaries only, and policies of service-linked roles only.",
		Risk: "Whoever has the policy can do anything in the account, its own audit trail included.",
		Remediation: iamhygiene.Remediation{
			Text:    "Replace it by a policy with the actions that are used, and keep administration to a role that few may assume.",
			Command: "aws iam create-policy-version --policy-arn <policy ARN> --policy-document file://<policy file> --set-as-default",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
		},
		Frameworks: controls("1.16", "1.16", "1.15", "IAM.1"),
		Needs:      []string{iamhygiene.Authorization.Name()},
	}
}

// Run evaluates the check for each managed and inline policy.
func (c PolicyAdmin) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachDocument(ctx, s, c.judge)
}

func (c PolicyAdmin) judge(d *iamhygiene.PolicyDocument, clauses []*clause) (iamhygiene.Verdict, error) {
	if why := notJudged(d); why != "" {
		return iamhygiene.Inapplicable("the " + d.String() + " " + why), nil
	}
	admin, keys, err := administration(clauses)
	if err != nil {
		return iamhygiene.Verdict{}, err
	}
	if admin == nil {
		return iamhygiene.Passed("the " + d.String() + " does not allow every action on every resource"), nil
	}
	var evidence []iamhygiene.Evidence
	for _, x := range admin {
		evidence = append(evidence, x.fact("every action on every resource", "the actions that are used"))
	}
	evidence = append(evidence, attachedTo(d), derived("attached", fmt.Sprint(inForce(d)), ""))
	message := fmt.Sprintf("the %s allows every action on every resource (%s)", d, clauseNames(admin))
	if len(keys) > 0 {
		evidence = append(evidence, derived("condition keys", list(keys), ""))
		return iamhygiene.Failed(message+" under a condition on "+list(keys), evidence...).At(iamhygiene.SeverityInfo), nil
	}
	if inForce(d) == 0 {
		return iamhygiene.Failed(message+"; it is not attached", evidence...).At(iamhygiene.SeverityLow), nil
	}
	return iamhygiene.Failed(message+"; no policy may", evidence...), nil
}

// administration returns the statements that together allow every action on
// every resource, and the condition keys on which that hangs: none where
// statements without a limiting Condition suffice.
func administration(clauses []*clause) ([]*clause, []string, error) {
	var free, limited []*clause
	var keys []string
	for _, c := range clauses {
		if actions, _ := c.expand(); actions.IsEmpty() || !c.everything() {
			continue
		}
		t, err := c.terms()
		switch {
		case err != nil:
			return nil, nil, err
		case t.never:
		case t.free():
			free = append(free, c)
		default:
			limited = append(limited, c)
			keys = append(keys, t.keys...)
		}
	}
	if all := allActions(free); all != nil {
		return all, nil, nil
	}
	if all := allActions(slices.Concat(free, limited)); all != nil {
		slices.Sort(keys)
		return all, slices.Compact(keys), nil
	}
	return nil, nil, nil
}

// allActions returns the statements that together allow all actions, the one
// that does so alone if there is one, or nil.
func allActions(clauses []*clause) []*clause {
	var together catalog.ActionSet
	for _, c := range clauses {
		actions, _ := c.expand()
		if actions.Equal(catalog.AllActions()) || c.st.NotAction != nil && noServiceLeftOut(actions) {
			return []*clause{c}
		}
		together = union(together, actions)
	}
	if len(clauses) > 0 && together.Equal(catalog.AllActions()) {
		return clauses
	}
	return nil
}

// noServiceLeftOut reports whether every service has an action in the set.
func noServiceLeftOut(set catalog.ActionSet) bool {
	n := 0
	for range set.Services() {
		n++
	}
	for s := range catalog.Services() {
		if s.ActionCount() > 0 {
			n--
		}
	}
	return n == 0
}
