package checks

import (
	"context"
	"fmt"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// UserDormant is the check user-dormant: of the credentials that a user can use
// at least one was used within a time limit.
type UserDormant struct {
	// MaxUnused is how long a user may do nothing; zero means 45 days.
	MaxUnused time.Duration
}

// Info describes the check.
func (c UserDormant) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "user-dormant", Theme: "users", Severity: iamhygiene.SeverityMedium,
		Title:       "User is not dormant",
		Description: "Each IAM user with an enabled password or an active access key used one of them within the limit, by the credential report and the listing of access keys. One that was never used counts from when it was made. IAM does not record the use of SSH keys and service-specific credentials: one that was made within the limit counts as used, and a user who has an older one and used nothing else is left open. They are looked at where they were collected. Signing certificates are not looked at.",
		Risk:        "A user whom nobody needs any more, such as one of a person who left, is a way in that nobody watches.",
		Remediation: iamhygiene.Remediation{
			Text:    "Ask the owner. Deactivate the access keys and remove the password; when nothing breaks, delete the user.",
			Command: "aws iam update-access-key --user-name <user> --access-key-id <access key id> --status Inactive",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html",
		},
		Frameworks: controls("1.12", "1.12", "1.11", "IAM.22", "IAM.8"),
		Uses:       append(keyData(), iamhygiene.SSHKeys.Name(), iamhygiene.ServiceCredentials.Name()),
		Params:     map[string]string{"max_unused": days(c.maxUnused())},
	}
}

func (c UserDormant) maxUnused() time.Duration { return orDefault(c.MaxUnused, 45*day) }

// Run evaluates the check for each IAM user.
func (c UserDormant) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, s.Users(), c.judge)
}

func (c UserDormant) judge(u *iamhygiene.User) iamhygiene.Verdict {
	s, limit := u.Snapshot(), c.maxUnused()
	uses, unknown := enabledUses(u)
	made, untracked := untrackedUses(u, limit)
	uses = append(uses, made...)
	var evidence []iamhygiene.Evidence
	var newest use
	for _, x := range uses {
		evidence = append(evidence,
			expected(x.from, after(s, limit)),
			derived("age_days", wholeDays(s.Now().Sub(x.at)), "less than "+days(limit)))
		if newest.from.Path == "" || x.at.After(newest.at) {
			newest = x
		}
	}
	idle := s.Now().Sub(newest.at)
	switch {
	case len(uses) > 0 && idle < limit:
		return iamhygiene.Passed(fmt.Sprintf("%s was active %s ago (%s); the limit is less than %s",
			u.Name(), iamhygiene.Days(idle), newest.from.Path, iamhygiene.Days(limit)), evidence...)
	case unknown != nil:
		return iamhygiene.Undecided(unknown, evidence...)
	case untracked != nil:
		return iamhygiene.Undecided(untracked, evidence...)
	case len(uses) == 0:
		return iamhygiene.Inapplicable("no credentials: " + u.Name() + " has no password and no active access key").At(iamhygiene.SeverityInfo)
	}
	return iamhygiene.Failed(fmt.Sprintf("%s used none of %s for %s (%s); the limit is less than %s",
		u.Name(), count(len(uses), "credential", "credentials"), iamhygiene.Days(idle), newest.from.Path, iamhygiene.Days(limit)), evidence...)
}
