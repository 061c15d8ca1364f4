package checks

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/glob"
)

// AccessKeyInsteadOfRole is the check access-key-instead-of-role: workloads use
// roles. A key counts as that of a workload when its user has no password and
// it was last used, not long ago, on a service other than IAM and STS.
type AccessKeyInsteadOfRole struct {
	// MaxUnused is how recent the last use must be for the key to count as in
	// use; zero means 45 days.
	MaxUnused time.Duration
	// ThirdPartyUsers are names of users, or globs over their ARNs, whose keys
	// are held by third parties that cannot assume a role.
	ThirdPartyUsers []string
}

// Info describes the check.
func (c AccessKeyInsteadOfRole) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "access-key-instead-of-role", Theme: "keys", Severity: iamhygiene.SeverityLow,
		Title:       "Workloads use roles, not keys",
		Description: "No active access key of a user without a console password was last used, within the limit, on a service other than IAM and STS, by the credential report. Users on the list of third parties pass. Inactive and never used keys are not judged.",
		Risk:        "A workload's key lies in files and variables, is copied with them, and works until somebody thinks of replacing it; a role's credentials expire within hours.",
		Remediation: iamhygiene.Remediation{
			Text:    "Give the workload a role: an instance profile, an execution role, an OIDC provider for a CI system, or IAM Roles Anywhere for servers elsewhere. Then deactivate the key.",
			Command: "aws iam create-role --role-name <role> --assume-role-policy-document file://<trust policy file>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
		},
		Needs: []string{iamhygiene.CredentialReport.Name()},
		Uses:  []string{iamhygiene.AccessKeyDetails.Name()},
		Params: map[string]string{
			"max_unused": days(c.maxUnused()), "third_party_users": list(c.ThirdPartyUsers),
		},
	}
}

func (c AccessKeyInsteadOfRole) maxUnused() time.Duration { return orDefault(c.MaxUnused, 45*day) }

// Run evaluates the check for each access key.
func (c AccessKeyInsteadOfRole) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachKey(ctx, s, ifActive(c.judge))
}

func (c AccessKeyInsteadOfRole) judge(k *iamhygiene.AccessKey) iamhygiene.Verdict {
	at, used, err := k.LastUsed()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if !used {
		return iamhygiene.Inapplicable(keyName(k) + " was never used")
	}
	u, s, limit := k.User(), k.Snapshot(), c.maxUnused()
	if slices.Contains(c.ThirdPartyUsers, u.Name()) || glob.Any(c.ThirdPartyUsers, u.ARN()) {
		return iamhygiene.Passed(keyName(k) + " belongs to a user on the list of third parties")
	}
	evidence := lastUse(k, "")
	idle := s.Now().Sub(at)
	if idle >= limit {
		return iamhygiene.Passed(fmt.Sprintf("%s was last used %s ago; keys used within %s count as a workload's",
			keyName(k), iamhygiene.Days(idle), iamhygiene.Days(limit)), evidence...)
	}
	password, unknown := u.HasPassword()
	service, noService := k.LastService()
	switch {
	case unknown == nil && password:
		return iamhygiene.Passed(keyName(k)+" belongs to a user with a console password", evidence...)
	case noService == nil && (service == "iam" || service == "sts"):
		return iamhygiene.Passed(keyName(k)+" was last used on "+service+", which alone shows no workload", evidence...)
	case unknown != nil:
		return iamhygiene.Undecided(unknown, evidence...)
	case noService != nil:
		return iamhygiene.Undecided(noService, evidence...)
	}
	return iamhygiene.Failed(fmt.Sprintf("%s was used %s ago on %s by a user without a console password; a workload must use a role",
		keyName(k), iamhygiene.Days(idle), service),
		append(evidence, reported(s, credreport.ColumnPasswordEnabled, "false", ""))...)
}
