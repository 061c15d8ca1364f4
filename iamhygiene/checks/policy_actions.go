package checks

import (
	"context"
	"fmt"
	"slices"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// judgeActions fails a policy that allows one of the actions on every resource
// that the action can act on, under no limiting Condition.
func judgeActions(d *iamhygiene.PolicyDocument, clauses []*clause, set catalog.ActionSet, what string) (iamhygiene.Verdict, error) {
	if why := notJudged(d); why != "" {
		return iamhygiene.Inapplicable("the " + d.String() + " " + why), nil
	}
	if admin, err := unlimited(d, clauses); err != nil || admin != nil {
		return orAdmin(admin), err
	}
	var open []catalog.Action
	var unknown []string
	var evidence, guarded []iamhygiene.Evidence
	for _, x := range clauses {
		_, names := x.expand()
		unknown = append(unknown, names...)
		found := x.unscopedOf(set)
		if len(found) == 0 {
			continue
		}
		t, err := x.terms()
		if err != nil {
			return iamhygiene.Verdict{}, err
		}
		switch {
		case t.never:
		case t.free():
			open = append(open, found...)
			evidence = append(evidence, x.fact(firstActions(found), "named resources, or a Condition"), derived("count", fmt.Sprint(len(found)), "0"))
		default:
			guarded = append(guarded, x.fact(firstActions(found)+" under a condition on "+list(t.keys), ""))
		}
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		guarded = append(guarded, detailed(d.Snapshot(), "actions that the catalogue does not have", list(firstNames(slices.Compact(unknown))), ""))
	}
	if len(open) == 0 {
		return iamhygiene.Passed(fmt.Sprintf("the %s allows no action that %s on every resource without a condition", d, what), guarded...), nil
	}
	slices.SortFunc(open, catalog.Action.Compare)
	open = slices.Compact(open)
	return iamhygiene.Failed(fmt.Sprintf("the %s allows %s that %s on every resource without a condition, such as %s; they must be limited to named resources",
		d, count(len(open), "action", "actions"), what, open[0]), append(evidence, guarded...)...), nil
}

// actionSet expands a list of actions, which may hold wildcards. What the
// catalogue does not have matches nothing.
func actionSet(patterns []string) catalog.ActionSet {
	var set catalog.ActionSet
	for _, p := range patterns {
		if x, err := catalog.Expand(p); err == nil {
			set = set.Union(x)
		}
	}
	return set
}

// PolicyPermissionsManagement is the check policy-permissions-management: no
// policy manages permissions without limit. It has no parameters.
type PolicyPermissionsManagement struct{}

// Info describes the check.
func (c PolicyPermissionsManagement) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "policy-permissions-management", Theme: "policies", Severity: iamhygiene.SeverityHigh,
		Title: "No unrestricted permissions management",
		Description: "No Allow statement of a managed or inline policy covers an action that AWS classifies as Permissions management on every resource that the action takes, under no limiting Condition. " +
			"Actions that the catalogue does not have are listed as evidence and not guessed. Not judged are policies that allow everything, which policy-admin reports, AWS managed policies that are not attached, policies that are permissions boundaries only, and policies of service-linked roles only.",
		Risk: "Whoever can change policies can give themselves and others whatever they lack.",
		Remediation: iamhygiene.Remediation{
			Text:    "Limit these actions to named resources, or by a Condition on tags, on the permissions boundary or on the policy that may be attached.",
			Command: "aws iam create-policy-version --policy-arn <policy ARN> --policy-document file://<policy file> --set-as-default",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
	}
}

// Run evaluates the check for each managed and inline policy.
func (c PolicyPermissionsManagement) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	set := catalog.AllActions().WithAccessLevel(catalog.PermissionsManagement)
	return eachDocument(ctx, s, func(d *iamhygiene.PolicyDocument, clauses []*clause) (iamhygiene.Verdict, error) {
		return judgeActions(d, clauses, set, "can change permissions")
	})
}

// PolicyCredentialExposure is the check policy-credential-exposure: no policy
// hands out credentials without limit.
type PolicyCredentialExposure struct {
	// CredentialActions are the actions that return credentials, wildcards
	// allowed. Nil means the list of the library.
	CredentialActions []string
}

// Info describes the check.
func (c PolicyCredentialExposure) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "policy-credential-exposure", Theme: "policies", Severity: iamhygiene.SeverityMedium,
		Title:       "No unscoped credential-returning actions",
		Description: "No Allow statement of a managed or inline policy covers an action that returns or sets credentials on every resource that the action takes, under no limiting Condition. Not judged are policies that allow everything, which policy-admin reports, AWS managed policies that are not attached, policies that are permissions boundaries only, and policies of service-linked roles only.",
		Risk:        "Credentials that one principal can draw for another carry the permissions of the other.",
		Remediation: iamhygiene.Remediation{
			Text:    "Limit these actions to named resources, such as the own user, or remove them.",
			Command: "aws iam create-policy-version --policy-arn <policy ARN> --policy-document file://<policy file> --set-as-default",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_iam_credentials_console.html",
		},
		Needs:  []string{iamhygiene.Authorization.Name()},
		Params: map[string]string{"credential_actions": list(orList(c.CredentialActions, credentialActions[:]))},
	}
}

// Run evaluates the check for each managed and inline policy.
func (c PolicyCredentialExposure) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	set := actionSet(orList(c.CredentialActions, credentialActions[:]))
	return eachDocument(ctx, s, func(d *iamhygiene.PolicyDocument, clauses []*clause) (iamhygiene.Verdict, error) {
		return judgeActions(d, clauses, set, "can return credentials")
	})
}

// PolicyDataReadWildcard is the check policy-data-read-wildcard: no policy reads
// all secrets or objects.
type PolicyDataReadWildcard struct {
	// DataActions are the actions that read data, wildcards allowed. Nil means
	// the list of the library.
	DataActions []string
}

// Info describes the check.
func (c PolicyDataReadWildcard) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "policy-data-read-wildcard", Theme: "policies", Severity: iamhygiene.SeverityMedium,
		Title:       "No unscoped secret or object reads",
		Description: "No Allow statement of a managed or inline policy covers an action that reads objects, secrets, parameters, encrypted data or snapshots on every resource that the action takes, under no limiting Condition. Not judged are policies that allow everything, which policy-admin reports, AWS managed policies that are not attached, policies that are permissions boundaries only, and policies of service-linked roles only.",
		Risk:        "One stolen session reads all data of the account.",
		Remediation: iamhygiene.Remediation{
			Text:    "Name the buckets, secrets, parameters and keys in Resource.",
			Command: "aws iam create-policy-version --policy-arn <policy ARN> --policy-document file://<policy file> --set-as-default",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
		},
		Needs:  []string{iamhygiene.Authorization.Name()},
		Params: map[string]string{"data_actions": list(orList(c.DataActions, dataActions[:]))},
	}
}

// Run evaluates the check for each managed and inline policy.
func (c PolicyDataReadWildcard) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	set := actionSet(orList(c.DataActions, dataActions[:]))
	return eachDocument(ctx, s, func(d *iamhygiene.PolicyDocument, clauses []*clause) (iamhygiene.Verdict, error) {
		return judgeActions(d, clauses, set, "can read data")
	})
}
