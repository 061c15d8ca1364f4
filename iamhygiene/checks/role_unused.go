package checks

import (
	"context"
	"fmt"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// roleTracking is how far back IAM remembers the last use of a role.
const roleTracking = 400 * day

// RoleUnused is the check role-unused: roles are in use. A role that was last
// used, or made and not used since, exactly as long ago as the limit fails.
type RoleUnused struct {
	// MaxUnused is how long a role may go without use; zero means 90 days. IAM
	// remembers 400 days, so beyond that a role fails as soon as no use is on
	// record.
	MaxUnused time.Duration
}

// Info describes the check.
func (c RoleUnused) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "role-unused", Theme: "roles", Severity: iamhygiene.SeverityLow,
		Title: "Roles are in use",
		Description: "Each role was used within the limit, by RoleLastUsed of the account authorization details, or is younger than the limit. IAM keeps that for 400 days, and it may lag by four hours. " +
			"Service-linked roles and roles under /aws-reserved/, which AWS owns, are not judged.",
		Risk: "Permissions and trust that nobody needs are there for an intruder, and nobody would notice their use.",
		Remediation: iamhygiene.Remediation{
			Text:    "Ask the owner, look at the role's last accessed services, then delete it. To be careful, first attach a policy that denies everything and wait.",
			Command: "aws iam get-role --role-name <role> --query Role.RoleLastUsed",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage_delete.html",
		},
		Needs:  []string{iamhygiene.Authorization.Name()},
		Params: map[string]string{"max_unused": days(c.maxUnused())},
	}
}

func (c RoleUnused) maxUnused() time.Duration { return orDefault(c.MaxUnused, 90*day) }

// Run evaluates the check for each role.
func (c RoleUnused) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, s.Roles(), c.judge)
}

func (c RoleUnused) judge(r *iamhygiene.Role) iamhygiene.Verdict {
	s, d, limit := r.Snapshot(), r.Detail(), c.maxUnused()
	if r.ServiceLinked() || r.Reserved() {
		return iamhygiene.Inapplicable("the role " + d.Name + " belongs to AWS")
	}
	if !d.LastUsed.IsZero() {
		ago := s.Now().Sub(d.LastUsed)
		evidence := []iamhygiene.Evidence{detailed(s, "RoleLastUsed/LastUsedDate", stamp(d.LastUsed), after(s, limit))}
		if d.LastUsedRegion != "" {
			evidence = append(evidence, detailed(s, "RoleLastUsed/Region", d.LastUsedRegion, ""))
		}
		if !d.Created.IsZero() {
			evidence = append(evidence, detailed(s, "CreateDate", stamp(d.Created), ""))
		}
		message := fmt.Sprintf("the role %s was last used %s ago; the limit is %s", d.Name, iamhygiene.Days(max(ago, 0)), iamhygiene.Days(limit))
		return iamhygiene.If(ago < limit, message, message, evidence...)
	}
	if d.Created.IsZero() {
		return iamhygiene.Undecided(&iamhygiene.DataError{
			Dataset: iamhygiene.Authorization.Name(), Code: iamhygiene.CodeNotInData, Scope: d.ARN,
			Message: "the account authorization details have neither use nor creation date of this role",
		})
	}
	age := s.Now().Sub(d.Created)
	evidence := []iamhygiene.Evidence{detailed(s, "CreateDate", stamp(d.Created), after(s, limit))}
	if age < limit {
		return iamhygiene.Passed(fmt.Sprintf("the role %s is only %s old; the limit is %s", d.Name, iamhygiene.Days(max(age, 0)), iamhygiene.Days(limit)), evidence...)
	}
	if d.LastUsedUnknown {
		return iamhygiene.Undecided(&iamhygiene.DataError{
			Dataset: iamhygiene.Authorization.Name(), Code: iamhygiene.CodeNotInData, Scope: d.ARN,
			Message: "the account authorization details have no RoleLastUsed for this role",
		}, evidence...)
	}
	// Of an older role it is not known that it was never used, only not lately.
	since := fmt.Sprintf("since it was made %s ago", iamhygiene.Days(age))
	if age > roleTracking {
		since = "in the last 400 days, as far as IAM remembers"
	}
	return iamhygiene.Failed(fmt.Sprintf("the role %s was not used %s; the limit is %s", d.Name, since, iamhygiene.Days(limit)),
		append(evidence, detailed(s, "RoleLastUsed", "none", ""))...)
}
