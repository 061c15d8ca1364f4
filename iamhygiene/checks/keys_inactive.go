package checks

import (
	"context"
	"fmt"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// AccessKeyInactiveLeft is the check access-key-inactive-left: inactive access
// keys are deleted after a while. A key that last changed exactly the grace
// period ago fails.
type AccessKeyInactiveLeft struct {
	// Grace is how long an inactive key may be kept, counted from the last
	// change on record; zero means 30 days, a negative one no time at all.
	Grace time.Duration
}

// Info describes the check.
func (c AccessKeyInactiveLeft) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "access-key-inactive-left", Theme: "keys", Severity: iamhygiene.SeverityLow,
		Title:       "Inactive keys are deleted",
		Description: "No IAM user keeps an inactive access key for longer than the grace period, counted from the change of its status in the credential report, or from its creation where the report shows it not.",
		Risk:        "Whoever may change the user can activate the key again, and whoever kept a copy can then use it.",
		Remediation: iamhygiene.Remediation{
			Text:    "Delete the key.",
			Command: "aws iam delete-access-key --user-name <user> --access-key-id <access key id>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
		},
		Uses:   keyData(),
		Params: map[string]string{"grace": days(c.grace())},
	}
}

func (c AccessKeyInactiveLeft) grace() time.Duration { return orDefault(c.Grace, 30*day) }

// Run evaluates the check for each access key.
func (c AccessKeyInactiveLeft) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachKey(ctx, s, c.judge)
}

func (c AccessKeyInactiveLeft) judge(k *iamhygiene.AccessKey) iamhygiene.Verdict {
	active, err := k.Active()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if active {
		return iamhygiene.Passed(keyName(k)+" is active", k.ActiveEvidence())
	}
	what := "last changed"
	changed, from, err := k.Changed()
	if err != nil {
		// The report shows many inactive keys not at all. Only the status has
		// changed since such a key was created, and no other API says when.
		if changed, from, err = k.Created(); err != nil {
			return iamhygiene.Undecided(err)
		}
		what = "created"
	}
	s, grace := k.Snapshot(), c.grace()
	age := s.Now().Sub(changed)
	evidence := []iamhygiene.Evidence{
		k.ActiveEvidence(),
		expected(from, after(s, grace)),
		derived("age_days", wholeDays(age), "less than "+days(grace)),
	}
	if age < grace {
		return iamhygiene.Inapplicable(fmt.Sprintf("%s is inactive and was %s %s ago; it may be kept until %s have passed",
			keyName(k), what, iamhygiene.Days(age), iamhygiene.Days(grace)), evidence...)
	}
	return iamhygiene.Failed(fmt.Sprintf("%s is inactive, %s %s ago, and still exists; the limit is less than %s",
		keyName(k), what, iamhygiene.Days(age), iamhygiene.Days(grace)), evidence...)
}
