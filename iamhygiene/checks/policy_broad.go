package checks

import (
	"context"
	"fmt"
	"iter"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/glob"
)

// The policies that the check policy-managed-broad knows, as globs over ARNs in
// any partition.
const administratorAccess = "arn:*:iam::aws:policy/AdministratorAccess"

var (
	// AWS has suffixed some names: AmazonDynamoDBFullAccess_v2.
	broadPolicies = [...]string{
		administratorAccess,
		"arn:*:iam::aws:policy/PowerUserAccess",
		"arn:*:iam::aws:policy/IAMFullAccess",
		"arn:*:iam::aws:policy/*FullAccess*",
	}
	readOnlyJobs = [...]string{
		"arn:*:iam::aws:policy/ReadOnlyAccess",
		"arn:*:iam::aws:policy/SecurityAudit",
		"arn:*:iam::aws:policy/job-function/ViewOnlyAccess",
	}
	// These roles exist to administer the account: AWS Organizations makes the
	// one in new member accounts, AWS Control Tower the other.
	administrators = [...]string{
		"arn:*:iam::*:role/OrganizationAccountAccessRole",
		"arn:*:iam::*:role/AWSControlTowerExecution",
	}
)

// PolicyManagedBroad is the check policy-managed-broad: broad AWS managed
// policies are not attached.
type PolicyManagedBroad struct {
	// Deny are globs over the ARNs of policies that count as broad. Nil means
	// AWS's AdministratorAccess, PowerUserAccess, IAMFullAccess and all whose
	// name contains FullAccess; an empty list means none.
	Deny []string
	// Allow are globs over the ARNs of policies that may be attached although
	// Deny names them.
	Allow []string
	// Administrators are names of users, groups and roles, or globs over their
	// ARNs, that may have AdministratorAccess. Nil means the roles
	// OrganizationAccountAccessRole and AWSControlTowerExecution; an empty
	// list means none. Roles of IAM Identity Center may in any case.
	Administrators []string
}

// Info describes the check.
func (c PolicyManagedBroad) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "policy-managed-broad", Theme: "policies", Severity: iamhygiene.SeverityLow,
		Title:       "Broad AWS managed policies",
		Description: "No broad AWS managed policy is attached to an IAM user, group or role. AdministratorAccess is of high severity, and allowed for administrators and for roles of IAM Identity Center. Policies are recognised by ARN, never by name alone; what their documents allow is not examined. Read-only job-function policies and service-linked roles are not judged.",
		Risk:        "AWS writes these policies for everybody: they allow more than a given job needs, and more with every new feature.",
		Remediation: iamhygiene.Remediation{
			Text:    "Attach a customer managed policy with the actions that are used, and detach the broad one.",
			Command: "aws iam detach-role-policy --role-name <role> --policy-arn <policy ARN>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
		Params: map[string]string{
			"deny": list(c.deny()), "allow": list(c.Allow), "administrators": list(c.administrators()),
		},
	}
}

func (c PolicyManagedBroad) deny() []string {
	if c.Deny == nil {
		return broadPolicies[:]
	}
	return c.Deny
}

func (c PolicyManagedBroad) administrators() []string {
	if c.Administrators == nil {
		return administrators[:]
	}
	return c.Administrators
}

// Run evaluates the check for each attachment of a managed policy.
func (c PolicyManagedBroad) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, attachments(s), c.judge)
}

func (c PolicyManagedBroad) judge(a attachment) iamhygiene.Verdict {
	name, arn := a.policy.Name, a.policy.ARN
	if arn == "" {
		return iamhygiene.Passed(a.entity.String() + " has no managed policy attached")
	}
	admin := glob.Match(administratorAccess, arn)
	fact := detailed(a.snapshot, "AttachedManagedPolicies", arn, "not attached")
	switch {
	case a.role != nil && a.role.ServiceLinked():
		return iamhygiene.Inapplicable(a.entity.String() + " is service-linked: its service owns the policies")
	case glob.Any(c.Allow, arn):
		return iamhygiene.Passed(fmt.Sprintf("%s has %s attached, which is on the allow list", a.entity, name), fact)
	case admin && a.role != nil && a.role.Reserved():
		return iamhygiene.Inapplicable(fmt.Sprintf("%s is reserved by AWS: who may use %s is decided in IAM Identity Center", a.entity, name), fact)
	case admin && a.listed(c.administrators()):
		return iamhygiene.Inapplicable(fmt.Sprintf("%s is on the list of administrators, who may have %s", a.entity, name), fact)
	case glob.Any(readOnlyJobs[:], arn):
		return iamhygiene.Inapplicable(fmt.Sprintf("%s has %s attached, a read-only job-function policy", a.entity, name), fact)
	case !glob.Any(c.deny(), arn):
		return iamhygiene.Passed(fmt.Sprintf("%s has %s attached, which is not on the list of broad policies", a.entity, name))
	}
	v := iamhygiene.Failed(fmt.Sprintf("%s has the broad policy %s attached; it must not be", a.entity, name), fact)
	if admin {
		return v.At(iamhygiene.SeverityHigh)
	}
	return v
}

// An attachment is a managed policy on a user, group or role; without a policy
// it stands for an entity that has none.
type attachment struct {
	entity
	policy iamhygiene.AttachedPolicy
}

// Discriminator tells the attachments of an entity apart.
func (a attachment) Discriminator() string { return a.policy.ARN }

// attachments yields the attachments of all entities.
func attachments(s *iamhygiene.Snapshot) iter.Seq2[attachment, error] {
	return func(yield func(attachment, error) bool) {
		for e, err := range entities(s) {
			if err != nil || len(e.permissions.Attached) == 0 {
				if !yield(attachment{entity: e}, err) {
					return
				}
				continue
			}
			for _, p := range e.permissions.Attached {
				if !yield(attachment{e, p}, nil) {
					return
				}
			}
		}
	}
}
