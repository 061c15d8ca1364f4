package checks

import (
	"context"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// UserPasswordAndKey is the check user-password-and-key: a user is for a person
// or for a program. It has no parameters.
type UserPasswordAndKey struct{}

// Info describes the check.
func (c UserPasswordAndKey) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "user-password-and-key", Theme: "users", Severity: iamhygiene.SeverityLow,
		Title:       "Human and programmatic access separated",
		Description: "No IAM user has both a console password and an active access key, by the credential report. Users with neither are not judged.",
		Risk:        "Such a user can be taken over in two ways, and its permissions are the sum of what a person and a program need.",
		Remediation: iamhygiene.Remediation{
			Text:    "Let the person get short-term credentials through a role or IAM Identity Center and deactivate the access key; give a program a role of its own.",
			Command: "aws iam update-access-key --user-name <user> --access-key-id <access key id> --status Inactive",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
		},
		Needs: []string{iamhygiene.CredentialReport.Name()},
		Uses:  []string{iamhygiene.AccessKeyDetails.Name()},
	}
}

// Run evaluates the check for each IAM user.
func (c UserPasswordAndKey) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, s.Users(), c.judge)
}

func (c UserPasswordAndKey) judge(u *iamhygiene.User) iamhygiene.Verdict {
	password, unknown := u.HasPassword()
	keys, err := activeKeys(u)
	switch {
	case unknown != nil:
		return iamhygiene.Undecided(unknown)
	case err != nil:
		return iamhygiene.Undecided(err)
	case !password && len(keys) == 0:
		return iamhygiene.Inapplicable(u.Name() + " has neither a console password nor an active access key")
	case len(keys) == 0:
		return iamhygiene.Passed(u.Name() + " has a console password and no active access key")
	case !password:
		return iamhygiene.Passed(u.Name() + " has an active access key and no console password")
	}
	s := u.Snapshot()
	evidence := []iamhygiene.Evidence{reported(s, credreport.ColumnPasswordEnabled, "true", "")}
	if e, err := u.Entry(); err == nil && !e.PasswordLastUsed.IsZero() {
		evidence = append(evidence, reported(s, credreport.ColumnPasswordLastUsed, e.PasswordLastUsed.String(), ""))
	}
	slots := make([]string, len(keys))
	for i, k := range keys {
		slots[i] = k.Name()
		evidence = append(evidence, k.ActiveEvidence())
		if use := k.UseEvidence(); len(use) > 0 && use[0].Observed != "" {
			evidence = append(evidence, use[0])
		}
	}
	return iamhygiene.Failed(u.Name()+" has a console password and active access keys ("+list(slots)+"); only one of the two kinds is allowed", evidence...)
}
