package checks

import (
	"context"
	"fmt"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// AccessKeyTwoActive is the check access-key-two-active: a user has two active
// access keys only while one replaces the other.
type AccessKeyTwoActive struct {
	// Grace is how long both keys may be active, counted from the creation of
	// the younger one; zero means 7 days, a negative one no time at all.
	Grace time.Duration
}

// Info describes the check.
func (c AccessKeyTwoActive) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "access-key-two-active", Theme: "keys", Severity: iamhygiene.SeverityLow,
		Title:       "One active key per user",
		Description: "No IAM user has two active access keys of which the younger is older than the grace period of a rotation, by the credential report. Which slot a key is in does not matter.",
		Risk:        "A second key doubles what can leak; usually it is a rotation that nobody finished, and the old key still works.",
		Remediation: iamhygiene.Remediation{
			Text:    "Finish the rotation: deactivate the older key; when nothing breaks, delete it.",
			Command: "aws iam update-access-key --user-name <user> --access-key-id <access key id> --status Inactive",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
		},
		Frameworks: controls("1.13", "1.13", "1.12"),
		Uses:       keyData(),
		Params:     map[string]string{"grace": days(c.grace())},
	}
}

func (c AccessKeyTwoActive) grace() time.Duration { return orDefault(c.Grace, 7*day) }

// Run evaluates the check for each IAM user.
func (c AccessKeyTwoActive) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, s.Users(), c.judge)
}

func (c AccessKeyTwoActive) judge(u *iamhygiene.User) iamhygiene.Verdict {
	keys, err := activeKeys(u)
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	switch len(keys) {
	case 0:
		return iamhygiene.Passed(u.Name() + " has no active access key")
	case 1:
		return iamhygiene.Passed(u.Name() + " has one active access key")
	}
	s, grace := u.Snapshot(), c.grace()
	var younger time.Duration
	var evidence []iamhygiene.Evidence
	var unknown error
	known := false
	for _, k := range keys {
		created, from, err := k.Created()
		if err != nil {
			unknown = err
			continue
		}
		age := s.Now().Sub(created)
		if !known || age < younger {
			younger, known = age, true
		}
		evidence = append(evidence, from, derived("age_days", wholeDays(age), ""))
		evidence = append(evidence, lastUse(k, "")...)
	}
	switch {
	case known && younger <= grace:
		// A key of unknown age could only make the younger one younger.
		return iamhygiene.Passed(fmt.Sprintf("%s has two active access keys, the younger %s old; a rotation may take %s",
			u.Name(), iamhygiene.Days(younger), iamhygiene.Days(grace)), evidence...)
	case unknown != nil:
		return iamhygiene.Undecided(unknown, evidence...)
	}
	return iamhygiene.Failed(fmt.Sprintf("%s has two active access keys, the younger %s old; a rotation may take %s",
		u.Name(), over(younger, grace), iamhygiene.Days(grace)), evidence...)
}
