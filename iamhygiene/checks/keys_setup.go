package checks

import (
	"context"
	"fmt"
	"time"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// AccessKeyAtSetup is the check access-key-at-setup: console users do not get
// an access key as a matter of course when they are created.
type AccessKeyAtSetup struct {
	// Slack is how close to the creation of the user a key must have been
	// created to count as made with it; zero means one minute, a negative one
	// the same second only.
	Slack time.Duration
}

// Info describes the check.
func (c AccessKeyAtSetup) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "access-key-at-setup", Theme: "keys", Severity: iamhygiene.SeverityLow,
		Title:       "No key made together with a console user",
		Description: "No IAM user with a console password has an active access key that was created within the slack of the user's creation and never used, by the credential report. A key whose status was changed since is not recognised, because the report then shows the time of the change.",
		Risk:        "Keys made by default are handed out to people who do not need them and do not guard them.",
		Remediation: iamhygiene.Remediation{
			Text:    "Delete the key. Create keys only for those who ask for one and cannot use a role.",
			Command: "aws iam delete-access-key --user-name <user> --access-key-id <access key id>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
		},
		Frameworks: controls("1.11", "1.11", "1.10"),
		Needs:      []string{iamhygiene.CredentialReport.Name()},
		Uses:       []string{iamhygiene.AccessKeyDetails.Name()},
		Params:     map[string]string{"slack": c.slack().String()},
	}
}

func (c AccessKeyAtSetup) slack() time.Duration { return orDefault(c.Slack, time.Minute) }

// Run evaluates the check for each IAM user.
func (c AccessKeyAtSetup) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, s.Users(), c.judge)
}

func (c AccessKeyAtSetup) judge(u *iamhygiene.User) iamhygiene.Verdict {
	password, err := u.HasPassword()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if !password {
		return iamhygiene.Inapplicable(u.Name() + " has no console password")
	}
	keys, err := activeKeys(u)
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	var unknown error
	for _, k := range keys {
		switch delta, idle, err := sinceSetup(k); {
		case err != nil:
			unknown = err
		case idle && delta <= c.slack():
			return c.failure(k, delta)
		}
	}
	if unknown != nil {
		return iamhygiene.Undecided(unknown)
	}
	return iamhygiene.Passed(fmt.Sprintf("%s has no active, never used access key made within %s of the user", u.Name(), c.slack()))
}

func (c AccessKeyAtSetup) failure(k *iamhygiene.AccessKey, delta time.Duration) iamhygiene.Verdict {
	user, _ := k.User().Created()
	_, from, _ := k.Created()
	s := k.Snapshot()
	return iamhygiene.Failed(
		fmt.Sprintf("%s was created %s apart from the user, is active and was never used; keys made within %s of a console user must go", keyName(k), delta, c.slack()),
		reported(s, credreport.ColumnUserCreationTime, stamp(user), ""),
		from, lastUse(k, "")[0], derived("delta", delta.String(), "more than "+c.slack().String()))
}

// sinceSetup returns whether the key was never used, and of such a key how far
// apart it and its user were created.
func sinceSetup(k *iamhygiene.AccessKey) (delta time.Duration, idle bool, err error) {
	_, used, err := k.LastUsed()
	if used || err != nil {
		return 0, false, err
	}
	user, err := k.User().Created()
	if err != nil {
		return 0, false, err
	}
	key, _, err := k.Created()
	return key.Sub(user).Abs(), true, err
}
