package checks

import (
	"context"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/glob"
)

// PolicyCloudShellFull is the check policy-cloudshell-full: the AWS managed
// policy AWSCloudShellFullAccess is not attached. It has no parameters.
type PolicyCloudShellFull struct{}

// Info describes the check.
func (c PolicyCloudShellFull) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "policy-cloudshell-full", Theme: "policies", Severity: iamhygiene.SeverityLow,
		Title:       "AWSCloudShellFullAccess not attached",
		Description: "No IAM user, group or role has the AWS managed policy AWSCloudShellFullAccess attached, in whatever partition. The policy is recognised by its ARN. Other policies that allow the same actions are not examined.",
		Risk:        "With the policy a person can move files into and out of an environment with internet access, past the controls of a workstation.",
		Remediation: iamhygiene.Remediation{
			Text:    "Detach the policy. Give those who need AWS CloudShell a customer managed policy without the file transfer actions.",
			Command: "aws iam detach-role-policy --role-name <role> --policy-arn <policy ARN>",
			URL:     "https://docs.aws.amazon.com/cloudshell/latest/userguide/sec-auth-with-identities.html",
		},
		Frameworks: controls("", "1.22", "1.21", "IAM.27"),
		Needs:      []string{iamhygiene.Authorization.Name()},
	}
}

// Run evaluates the check for each IAM user, group and role.
func (c PolicyCloudShellFull) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, entities(s), c.judge)
}

func (c PolicyCloudShellFull) judge(e entity) iamhygiene.Verdict {
	for _, p := range e.permissions.Attached {
		if glob.Match("arn:*:iam::aws:policy/AWSCloudShellFullAccess", p.ARN) {
			return iamhygiene.Failed(e.String()+" has "+p.Name+" attached; it must not be",
				detailed(e.snapshot, "AttachedManagedPolicies", p.ARN, "not attached"))
		}
	}
	return iamhygiene.Passed(e.String() + " does not have AWSCloudShellFullAccess attached")
}
