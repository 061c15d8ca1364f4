package checks

import (
	"context"
	"fmt"
	"time"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// PasswordInitialUnchanged is the check password-initial-unchanged: users do not
// keep the password that an administrator gave them.
type PasswordInitialUnchanged struct {
	// Slack is how long after the creation of the login profile a change counts
	// as part of the set-up; zero means 5 minutes.
	Slack time.Duration
}

// Info describes the check.
func (c PasswordInitialUnchanged) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "password-initial-unchanged", Theme: "users", Severity: iamhygiene.SeverityLow,
		Title:       "First password was replaced",
		Description: "No IAM user who has signed in still has the password that was set when the login profile was created. A user who has to choose a new password at the next sign-in passes, and one who never signed in is not judged.",
		Risk:        "Whoever set the first password, and whoever read the message with it, can sign in as the user.",
		Remediation: iamhygiene.Remediation{
			Text:    "Demand a new password at the next sign-in.",
			Command: "aws iam update-login-profile --user-name <user> --password-reset-required",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_admin-change-user.html",
		},
		Needs:  []string{iamhygiene.CredentialReport.Name(), iamhygiene.LoginProfiles.Name()},
		Params: map[string]string{"slack": c.slack().String()},
	}
}

func (c PasswordInitialUnchanged) slack() time.Duration { return orDefault(c.Slack, 5*time.Minute) }

// Run evaluates the check for each IAM user.
func (c PasswordInitialUnchanged) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, usersIfAny(s, iamhygiene.LoginProfiles), c.judge)
}

func (c PasswordInitialUnchanged) judge(u *iamhygiene.User) iamhygiene.Verdict {
	password, err := u.HasPassword()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if !password {
		return iamhygiene.Inapplicable(u.Name() + " has no console password")
	}
	profile, err := ofUser(iamhygiene.LoginProfiles, u)
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if profile == nil {
		return iamhygiene.Inapplicable(u.Name() + " has no console password any more")
	}
	if profile.Created.IsZero() {
		return iamhygiene.Undecided(notInData(iamhygiene.LoginProfiles, u.ARN(), "the login profile of "+u.Name()+" has no CreateDate"))
	}
	s := u.Snapshot()
	reset := fact(s, iamhygiene.LoginProfiles, "PasswordResetRequired", fmt.Sprint(profile.ResetRequired), "")
	if profile.ResetRequired {
		return iamhygiene.Passed(u.Name()+" has to choose a new password at the next sign-in", reset)
	}
	entry, err := u.Entry()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	used, ok := entry.PasswordLastUsed.Get()
	if !ok {
		if entry.PasswordLastUsed.State() != credreport.NoInformation {
			return iamhygiene.Undecided(iamhygiene.ReportValue(u.ARN(), credreport.ColumnPasswordLastUsed, entry.PasswordLastUsed.String()))
		}
		return iamhygiene.Inapplicable(u.Name() + " has never signed in")
	}
	changed, ok := entry.PasswordLastChanged.Get()
	if !ok {
		return iamhygiene.Undecided(iamhygiene.ReportValue(u.ARN(), credreport.ColumnPasswordLastChanged, entry.PasswordLastChanged.String()))
	}
	after := changed.Sub(profile.Created)
	switch {
	case after < -c.slack():
		// The report tells of an earlier password: it is older than the profile.
		return iamhygiene.Undecided(notInData(iamhygiene.CredentialReport, u.ARN(),
			"the credential report shows a password of "+u.Name()+" that is older than the login profile, and so nothing of the one in use"))
	case used.Before(profile.Created):
		return iamhygiene.Inapplicable(u.Name() + " has not signed in since the password was set up")
	}
	return iamhygiene.If(after > c.slack(),
		fmt.Sprintf("%s changed the first password", u.Name()),
		fmt.Sprintf("%s signed in and still has the password of the set-up, last changed %s after it; a change later than %s is required", u.Name(), max(after, 0).Truncate(time.Second), c.slack()),
		fact(s, iamhygiene.LoginProfiles, "CreateDate", stamp(profile.Created), ""),
		reported(s, credreport.ColumnPasswordLastChanged, stamp(changed), "after "+stamp(profile.Created.Add(c.slack()))),
		reported(s, credreport.ColumnPasswordLastUsed, stamp(used), ""), reset)
}
