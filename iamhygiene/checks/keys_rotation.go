package checks

import (
	"context"
	"fmt"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// AccessKeyRotation is the check access-key-rotation: active access keys are
// replaced within a time limit. A key exactly as old as the limit passes.
type AccessKeyRotation struct {
	// MaxAge is how old an active key may be; zero means 90 days.
	MaxAge time.Duration
}

// Info describes the check.
func (c AccessKeyRotation) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "access-key-rotation", Theme: "keys", Severity: iamhygiene.SeverityMedium,
		Title:       "Access keys are rotated",
		Description: "Each active access key of an IAM user is no older than the limit. The listing of access keys tells when a key was created; the credential report alone knows when it was created or its status last changed, so the age is then a lower bound.",
		Risk:        "The longer a key lives, the more copies of it exist, and the longer a leaked one works.",
		Remediation: iamhygiene.Remediation{
			Text:    "Create a second key, move its users over, deactivate the old key and delete it; better, replace the key by a role.",
			Command: "aws iam create-access-key --user-name <user>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
		},
		Frameworks: controls("1.14", "1.14", "1.13", "IAM.3"),
		Uses:       keyData(),
		Params:     map[string]string{"max_age": days(c.maxAge())},
	}
}

func (c AccessKeyRotation) maxAge() time.Duration { return orDefault(c.MaxAge, 90*day) }

// Run evaluates the check for each access key.
func (c AccessKeyRotation) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachKey(ctx, s, ifActive(c.judge))
}

// keyAge are the facts about the age of a key. The credential report only knows
// when the key was created or its status last changed.
func keyAge(from iamhygiene.Evidence, want string, age iamhygiene.Evidence) []iamhygiene.Evidence {
	facts := []iamhygiene.Evidence{expected(from, want), age}
	if from.Dataset == iamhygiene.CredentialReport.Name() {
		facts = append(facts, derived("age_is", "a lower bound", ""))
	}
	return facts
}

func (c AccessKeyRotation) judge(k *iamhygiene.AccessKey) iamhygiene.Verdict {
	created, from, err := k.Created()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	s, limit := k.Snapshot(), c.maxAge()
	age := s.Now().Sub(created)
	return iamhygiene.If(age <= limit,
		fmt.Sprintf("%s is %s old; the limit is %s", keyName(k), iamhygiene.Days(age), iamhygiene.Days(limit)),
		fmt.Sprintf("%s is active and %s old; the limit is %s", keyName(k), over(age, limit), iamhygiene.Days(limit)),
		keyAge(from, notBefore(s, limit), derived("age_days", wholeDays(age), "at most "+days(limit)))...)
}
