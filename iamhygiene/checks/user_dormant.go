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
		Description: "Each IAM user with an enabled password or an active access key used one of them within the limit, by the credential report. One that was never used counts from when it was made. SSH keys and service-specific credentials are not in the credential report; they are looked at only where a dataset of them is present, which the library does not have yet. Signing certificates leave no trace of use and do not count.",
		Risk:        "A user whom nobody needs any more, such as one of a person who left, is a way in that nobody watches.",
		Remediation: iamhygiene.Remediation{
			Text:    "Ask the owner. Deactivate the access keys and remove the password; when nothing breaks, delete the user.",
			Command: "aws iam update-access-key --user-name <user> --access-key-id <access key id> --status Inactive",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html",
		},
		Frameworks: controls("1.12", "1.12", "1.11", "IAM.22", "IAM.8"),
		Needs:      []string{iamhygiene.CredentialReport.Name()},
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
	case len(uses) == 0:
		return iamhygiene.Inapplicable("no credentials: " + u.Name() + " has no password and no active access key").At(iamhygiene.SeverityInfo)
	}
	return iamhygiene.Failed(fmt.Sprintf("%s used none of %s for %s (%s); the limit is less than %s",
		u.Name(), count(len(uses), "credential", "credentials"), iamhygiene.Days(idle), newest.from.Path, iamhygiene.Days(limit)), evidence...)
}

// enabledUses returns the uses of the password and the active access keys. The
// error says that there may be more.
func enabledUses(u *iamhygiene.User) (uses []use, unknown error) {
	password, err := u.HasPassword()
	if err == nil && password {
		var x use
		if x, err = passwordUse(u); err == nil {
			uses = append(uses, x)
		}
	}
	unknown = err
	keys, err := activeKeys(u)
	if unknown == nil {
		unknown = err
	}
	for _, k := range keys {
		x, err := keyUse(k)
		if err == nil {
			uses = append(uses, x)
		} else if unknown == nil {
			unknown = err
		}
	}
	return uses, unknown
}
