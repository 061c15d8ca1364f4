package checks

import (
	"context"
	"fmt"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// PolicyInline is the check policy-inline: permissions are in managed policies.
type PolicyInline struct {
	// IgnoreRoles are names of roles, or globs over their ARNs, that may have
	// inline policies.
	IgnoreRoles []string
}

// Info describes the check.
func (c PolicyInline) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "policy-inline", Theme: "policies", Severity: iamhygiene.SeverityLow,
		Title:       "No inline policies",
		Description: "No IAM user, group or role has an inline policy. Not judged are service-linked roles, roles under /aws-reserved/ (their inline policy belongs to a permission set of IAM Identity Center), and roles on the ignore list.",
		Risk:        "An inline policy has no versions, cannot be shared or found by its ARN, and is easily left out of a review.",
		Remediation: iamhygiene.Remediation{
			Text:    "Create a customer managed policy with the same document, attach it in place of the inline policy, and delete the inline policy.",
			Command: "aws iam create-policy --policy-name <policy> --policy-document file://<policy file>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-convert-inline-to-managed.html",
		},
		Needs:  []string{iamhygiene.Authorization.Name()},
		Params: map[string]string{"ignore_roles": list(c.IgnoreRoles)},
	}
}

// Run evaluates the check for each IAM user, group and role.
func (c PolicyInline) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, entities(s), c.judge)
}

func (c PolicyInline) judge(e entity) iamhygiene.Verdict {
	if e.role != nil {
		switch {
		case e.role.ServiceLinked():
			return iamhygiene.Inapplicable(e.String() + " is service-linked: its service owns the policies")
		case e.role.Reserved():
			return iamhygiene.Inapplicable(e.String() + " is reserved by AWS: IAM Identity Center owns the policies")
		case e.listed(c.IgnoreRoles):
			return iamhygiene.Inapplicable(e.String() + " is on the ignore list")
		}
	}
	inline := e.permissions.Inline
	names := make([]string, len(inline))
	evidence := make([]iamhygiene.Evidence, len(inline))
	for i, p := range inline {
		names[i] = p.Name
		evidence[i] = detailed(e.snapshot, e.inlineList(), p.Name, "none")
	}
	return iamhygiene.If(len(inline) == 0,
		e.String()+" has no inline policy",
		fmt.Sprintf("%s has %s (%s); none is allowed", e, count(len(inline), "inline policy", "inline policies"), list(names)),
		evidence...)
}
