package checks

import (
	"context"
	"fmt"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// AccessKeyUnused is the check access-key-unused: active access keys were used
// within a time limit. A key unused for exactly the limit fails. Keys that were
// never used are left to [AccessKeyNeverUsed].
type AccessKeyUnused struct {
	// MaxUnused is how long an active key may stay unused; zero means 45 days.
	MaxUnused time.Duration
}

// Info describes the check.
func (c AccessKeyUnused) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "access-key-unused", Theme: "keys", Severity: iamhygiene.SeverityMedium,
		Title:       "Access keys in use",
		Description: "Each active access key of an IAM user was last used within the limit, by the credential report. Inactive keys and keys that were never used are not judged; the check access-key-never-used looks at the latter.",
		Risk:        "Nobody notices when a forgotten key leaks, and nobody misses it when it goes.",
		Remediation: iamhygiene.Remediation{
			Text:    "Deactivate the key; when nothing breaks, delete it.",
			Command: "aws iam update-access-key --user-name <user> --access-key-id <access key id> --status Inactive",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html",
		},
		Frameworks: controls("1.12", "1.12", "1.11", "IAM.22", "IAM.8"),
		Uses:       keyData(),
		Params:     map[string]string{"max_unused": days(c.maxUnused())},
	}
}

func (c AccessKeyUnused) maxUnused() time.Duration { return orDefault(c.MaxUnused, 45*day) }

// Run evaluates the check for each access key.
func (c AccessKeyUnused) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachKey(ctx, s, ifActive(c.judge))
}

func (c AccessKeyUnused) judge(k *iamhygiene.AccessKey) iamhygiene.Verdict {
	at, used, err := k.LastUsed()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if !used {
		return iamhygiene.Inapplicable(keyName(k) + " was never used: access-key-never-used decides")
	}
	s, limit := k.Snapshot(), c.maxUnused()
	idle := s.Now().Sub(at)
	message := fmt.Sprintf("%s was last used %s ago; the limit is less than %s", keyName(k), iamhygiene.Days(idle), iamhygiene.Days(limit))
	return iamhygiene.If(idle < limit, message, message,
		append(lastUse(k, after(s, limit)), derived("age_days", wholeDays(idle), "less than "+days(limit)))...)
}

// AccessKeyNeverUsed is the check access-key-never-used: an active access key
// is put to use soon after it was created. A key that is exactly as old as the
// grace period fails.
type AccessKeyNeverUsed struct {
	// Grace is how long a new key may wait for its first use; zero means 7
	// days, a negative one none.
	Grace time.Duration
}

// Info describes the check.
func (c AccessKeyNeverUsed) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "access-key-never-used", Theme: "keys", Severity: iamhygiene.SeverityMedium,
		Title:       "Active keys were used at least once",
		Description: "Each active access key of an IAM user that is older than the grace period was used, by the credential report. AWS has recorded use since 2015-04-22. The report knows when the key was created or its status last changed, so the age is a lower bound.",
		Risk:        "A key that nobody needed was still handed out, and lies somewhere.",
		Remediation: iamhygiene.Remediation{
			Text:    "Delete the key.",
			Command: "aws iam delete-access-key --user-name <user> --access-key-id <access key id>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html",
		},
		Frameworks: controls("1.12", "1.12", "1.11", "IAM.22"),
		Uses:       keyData(),
		Params:     map[string]string{"grace": days(c.grace())},
	}
}

func (c AccessKeyNeverUsed) grace() time.Duration { return orDefault(c.Grace, 7*day) }

// Run evaluates the check for each access key.
func (c AccessKeyNeverUsed) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachKey(ctx, s, ifActive(c.judge))
}

func (c AccessKeyNeverUsed) judge(k *iamhygiene.AccessKey) iamhygiene.Verdict {
	at, used, err := k.LastUsed()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if used {
		return iamhygiene.Passed(keyName(k)+" was used on "+stamp(at), lastUse(k, "")...)
	}
	created, from, err := k.Created()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	s, grace := k.Snapshot(), c.grace()
	age := s.Now().Sub(created)
	return iamhygiene.If(age < grace,
		fmt.Sprintf("%s was not used yet and is %s old; it has until it is %s old", keyName(k), iamhygiene.Days(age), iamhygiene.Days(grace)),
		fmt.Sprintf("%s is active, %s old, and was never used; the limit is less than %s", keyName(k), iamhygiene.Days(age), iamhygiene.Days(grace)),
		expected(from, after(s, grace)),
		lastUse(k, "a date")[0],
		derived("age_days", wholeDays(age), "less than "+days(grace)),
	)
}
