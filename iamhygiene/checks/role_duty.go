package checks

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// SupportRole is the check support-role: some role may open cases with AWS
// Support.
type SupportRole struct {
	// Policy is the name of the AWS managed policy that counts; empty means
	// AWSSupportAccess.
	Policy string
}

// Info describes the check.
func (c SupportRole) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "support-role", Theme: "roles", Severity: iamhygiene.SeverityLow,
		Title:       "A role can open support cases",
		Description: "The AWS managed policy AWSSupportAccess is attached to at least one role. A customer policy of that name does not count, and neither does a user or group that has it.",
		Risk:        "In an incident nobody can turn to AWS Support but an administrator or the root user.",
		Remediation: iamhygiene.Remediation{
			Text:    "Attach the policy to a role that those who handle incidents can assume.",
			Command: "aws iam attach-role-policy --role-name <role> --policy-arn arn:<partition>:iam::aws:policy/" + c.policy(),
			URL:     "https://docs.aws.amazon.com/awssupport/latest/user/accessing-support.html",
		},
		Frameworks: controls("1.17", "1.17", "1.16", "IAM.18"),
		Needs:      []string{iamhygiene.Authorization.Name()},
		Params:     map[string]string{"policy": c.policy()},
	}
}

func (c SupportRole) policy() string { return cmp.Or(c.Policy, "AWSSupportAccess") }

// Run evaluates the check for the account.
func (c SupportRole) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return roleWith(ctx, s, c.policy())
}

// AuditRole is the check audit-role: some role may read the account's security
// configuration. It has no parameters.
type AuditRole struct{}

// Info describes the check.
func (c AuditRole) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "audit-role", Theme: "roles", Severity: iamhygiene.SeverityInfo,
		Title:       "A role can audit",
		Description: "The AWS managed policy SecurityAudit is attached to at least one role. A customer policy of that name does not count, and neither does a user or group that has it.",
		Risk:        "Without a role made for it, auditors and scanners get broader permissions than they need, or nobody looks.",
		Remediation: iamhygiene.Remediation{
			Text:    "Attach the policy to a role that auditors or your scanner can assume.",
			Command: "aws iam attach-role-policy --role-name <role> --policy-arn arn:<partition>:iam::aws:policy/SecurityAudit",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
	}
}

// Run evaluates the check for the account.
func (c AuditRole) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return roleWith(ctx, s, "SecurityAudit")
}

// roleWith judges the account: it has a role to which the AWS managed policy of
// that name is attached.
func roleWith(ctx context.Context, s *iamhygiene.Snapshot, policy string) []iamhygiene.Finding {
	return each(ctx, s, iamhygiene.One(s.Account()), func(a *iamhygiene.Account) iamhygiene.Verdict {
		var roles []string
		var lost error
		n := 0
		for r, err := range s.Roles() {
			if err != nil {
				lost = err
				continue
			}
			n++
			if attaches(r.Detail().Attached, policy) {
				roles = append(roles, r.Detail().Name)
			}
		}
		if len(roles) > 0 {
			return iamhygiene.Passed(fmt.Sprintf("%s is attached to %s", policy, roleCount(len(roles))),
				detailed(s, "RoleDetailList/AttachedManagedPolicies", list(firstNames(roles)), policy))
		}
		if lost != nil { // it may be the one
			return iamhygiene.Undecided(lost)
		}
		message := fmt.Sprintf("%s is attached to none of %s; one must have it", policy, roleCount(n))
		if users := usersWith(s, policy); len(users) > 0 {
			message += fmt.Sprintf(" (having it on users or groups, such as %s, does not count)", users[0])
		}
		return iamhygiene.Failed(message, detailed(s, "RoleDetailList/AttachedManagedPolicies", "none", policy))
	})
}

// usersWith returns the users and groups to which the AWS managed policy of
// that name is attached, as far as they are known.
func usersWith(s *iamhygiene.Snapshot, policy string) []string {
	var names []string
	for u, err := range s.Users() {
		if err != nil {
			continue
		}
		if d, err := u.Detail(); err == nil && attaches(d.Attached, policy) {
			names = append(names, "the user "+u.Name())
		}
	}
	for g, err := range s.Groups() {
		if err == nil && attaches(g.Detail().Attached, policy) {
			names = append(names, "the group "+g.Detail().Name)
		}
	}
	return names
}

// attaches reports whether the AWS managed policy of that name is among the
// attached ones. The name is read from the ARN, which AWS alone can give; a path
// such as /job-function/ may stand before it.
func attaches(attached []iamhygiene.AttachedPolicy, name string) bool {
	for _, p := range attached {
		if p.AWSManaged() && p.ARN[strings.LastIndexByte(p.ARN, '/')+1:] == name {
			return true
		}
	}
	return false
}

// firstNames returns at most twenty names, as many as a person will read.
func firstNames(names []string) []string {
	if len(names) > 20 {
		return append(names[:19:19], fmt.Sprintf("and %d more", len(names)-19))
	}
	return names
}

func roleCount(n int) string {
	if n == 1 {
		return "1 role"
	}
	return fmt.Sprintf("%d roles", n)
}
