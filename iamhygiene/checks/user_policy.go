package checks

import (
	"context"
	"fmt"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/glob"
)

// quarantine matches the policies that AWS attaches to a user whose access key
// was found in public. They limit what a leaked key can do; they are not
// permissions.
const quarantine = "arn:*:iam::aws:policy/AWSCompromisedKeyQuarantine*"

// UserDirectPolicy is the check user-direct-policy: permissions of users come
// from groups.
type UserDirectPolicy struct {
	// Ignore are globs over the ARNs of managed policies that may be attached
	// to users. Nil means AWS's IAMUserChangePassword and the policies with
	// which AWS quarantines exposed keys; an empty list means none.
	Ignore []string
}

// Info describes the check.
func (c UserDirectPolicy) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "user-direct-policy", Theme: "users", Severity: iamhygiene.SeverityLow,
		Title:       "Permissions come from groups",
		Description: "No IAM user has a managed policy attached, other than the ignored ones, or an inline policy. A permissions boundary is not an attached policy.",
		Risk:        "Permissions that hang on single users are overlooked in reviews and stay when a person changes jobs.",
		Remediation: iamhygiene.Remediation{
			Text:    "Attach the policy to a group for the job, put the user into it, and detach the policy from the user; turn an inline policy into a customer managed one first.",
			Command: "aws iam detach-user-policy --user-name <user> --policy-arn <policy ARN>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-attach-detach.html",
		},
		Frameworks: controls("1.15", "1.15", "1.14", "IAM.2"),
		Needs:      []string{iamhygiene.Authorization.Name()},
		Params:     map[string]string{"ignore": list(c.ignore())},
	}
}

func (c UserDirectPolicy) ignore() []string {
	if c.Ignore == nil {
		return []string{"arn:*:iam::aws:policy/IAMUserChangePassword", quarantine}
	}
	return c.Ignore
}

// Run evaluates the check for each IAM user.
func (c UserDirectPolicy) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, usersByDetails(s), c.judge)
}

func (c UserDirectPolicy) judge(u *iamhygiene.User) iamhygiene.Verdict {
	d, err := u.Detail()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	s := u.Snapshot()
	var names []string
	var evidence []iamhygiene.Evidence
	for _, p := range d.Attached {
		if !glob.Any(c.ignore(), p.ARN) {
			names = append(names, p.Name)
			evidence = append(evidence, detailed(s, "AttachedManagedPolicies", p.ARN, "none"))
		}
	}
	for _, p := range d.Inline {
		names = append(names, p.Name+" (inline)")
		evidence = append(evidence, detailed(s, "UserPolicyList", p.Name, "none"))
	}
	if len(names) == 0 { // what is there must be all to count
		if _, err := userDetail(u); err != nil {
			return iamhygiene.Undecided(err)
		}
	}
	return iamhygiene.If(len(names) == 0,
		u.Name()+" has no policy of its own",
		fmt.Sprintf("%s has %s of its own (%s); permissions must come from groups", u.Name(), count(len(names), "policy", "policies"), list(names)),
		evidence...)
}

// UserNoGroup is the check user-no-group: console users are in a group. It has
// no parameters.
type UserNoGroup struct{}

// Info describes the check.
func (c UserNoGroup) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "user-no-group", Theme: "users", Severity: iamhygiene.SeverityInfo,
		Title:       "User belongs to a group",
		Description: "Each IAM user with a console password is in at least one IAM group. Groups come from the authorization details, passwords from the credential report; a user without a password counts as a workload and is not judged.",
		Risk:        "A person outside all groups gets permissions one by one, or has a user without purpose.",
		Remediation: iamhygiene.Remediation{
			Text:    "Put the user into the group for the person's job, or remove the user.",
			Command: "aws iam add-user-to-group --group-name <group> --user-name <user>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html",
		},
		Frameworks: controls("1.15", "1.15", "1.14"),
		Needs:      []string{iamhygiene.Authorization.Name()},
		Uses:       []string{iamhygiene.CredentialReport.Name()},
	}
}

// Run evaluates the check for each IAM user.
func (c UserNoGroup) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, usersByDetails(s), c.judge)
}

func (c UserNoGroup) judge(u *iamhygiene.User) iamhygiene.Verdict {
	d, err := userDetail(u)
	s := u.Snapshot()
	if err == nil && len(d.Groups) > 0 {
		return iamhygiene.Passed(u.Name()+" is in "+count(len(d.Groups), "group", "groups"), detailed(s, "GroupList", list(d.Groups), ""))
	}
	password, unknown := u.HasPassword()
	switch {
	case unknown == nil && !password:
		return iamhygiene.Inapplicable(u.Name() + " has no console password")
	case err != nil:
		return iamhygiene.Undecided(err)
	case unknown != nil:
		return iamhygiene.Undecided(unknown)
	}
	return iamhygiene.Failed(u.Name()+" has a console password and is in no group; at least one is required",
		detailed(s, "GroupList", "none", "at least one"), reported(s, credreport.ColumnPasswordEnabled, "true", ""))
}
