package checks

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// PasswordUnused is the check password-unused: console passwords were used
// within a time limit. A password unused for exactly the limit fails.
type PasswordUnused struct {
	// MaxUnused is how long a password may stay unused; zero means 45 days.
	MaxUnused time.Duration
}

// Info describes the check.
func (c PasswordUnused) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "password-unused", Theme: "users", Severity: iamhygiene.SeverityMedium,
		Title:       "Passwords in use",
		Description: "Each IAM user with a console password signed in within the limit, by the credential report. A password that was never used counts from when it was last changed, or where that is not known from when the user was created.",
		Risk:        "Nobody notices when a forgotten password is guessed or was leaked.",
		Remediation: iamhygiene.Remediation{
			Text:    "Remove the password of the user; it can be given again when it is needed.",
			Command: "aws iam delete-login-profile --user-name <user>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html",
		},
		Frameworks: controls("1.12", "1.12", "1.11", "IAM.22", "IAM.8"),
		Needs:      []string{iamhygiene.CredentialReport.Name()},
		Params:     map[string]string{"max_unused": days(c.maxUnused())},
	}
}

func (c PasswordUnused) maxUnused() time.Duration { return orDefault(c.MaxUnused, 45*day) }

// Run evaluates the check for each IAM user.
func (c PasswordUnused) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, s.Users(), c.judge)
}

func (c PasswordUnused) judge(u *iamhygiene.User) iamhygiene.Verdict {
	password, err := u.HasPassword()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if !password {
		return iamhygiene.Inapplicable(u.Name() + " has no console password")
	}
	last, err := passwordUse(u)
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	v := unused(u.Snapshot(), "the password of "+u.Name(), last, c.maxUnused())
	// Reports show how old passwords are, and this check sees them all.
	if e, err := u.Entry(); err == nil && last.from.Path != credreport.ColumnPasswordLastChanged {
		if at, ok := e.PasswordLastChanged.Get(); ok {
			v.Evidence = append(v.Evidence, reported(u.Snapshot(), credreport.ColumnPasswordLastChanged, stamp(at), ""))
		}
	}
	return v
}

// unused is the verdict on a credential: used less than the limit ago, or not.
func unused(s *iamhygiene.Snapshot, what string, last use, limit time.Duration) iamhygiene.Verdict {
	idle := s.Now().Sub(last.at)
	observed := fmt.Sprintf("%s was last used %s ago", what, iamhygiene.Days(idle))
	if last.never {
		observed = fmt.Sprintf("%s was never used, and %s was %s ago", what, last.from.Path, iamhygiene.Days(idle))
	}
	message := observed + "; the limit is less than " + iamhygiene.Days(limit)
	return iamhygiene.If(idle < limit, message, message,
		expected(last.from, after(s, limit)),
		derived("ref_source", last.from.Path, ""),
		derived("age_days", wholeDays(idle), "less than "+days(limit)),
		derived("never_used", strconv.FormatBool(last.never), ""),
	)
}

// PasswordRotation is the opt-in check password-rotation: console passwords are
// changed within a time limit and have not expired. A password exactly as old
// as the limit passes. Current guidance is against forced changes without
// cause, so only the strict preset runs it.
type PasswordRotation struct {
	// MaxAge is how old a password may be; zero means 90 days.
	MaxAge time.Duration
}

// Info describes the check.
func (c PasswordRotation) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "password-rotation", Theme: "users", Severity: iamhygiene.SeverityLow, OptIn: true,
		Title:       "Passwords are changed",
		Description: "Each console password of an IAM user was set within the limit, and the account password policy has not expired it, by the credential report.",
		Risk:        "A password that somebody else knows works until it is changed.",
		Remediation: iamhygiene.Remediation{
			Text:    "Have the user choose a new password at the next sign-in.",
			Command: "aws iam update-login-profile --user-name <user> --password-reset-required",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_admin-change-user.html",
		},
		Needs:  []string{iamhygiene.CredentialReport.Name()},
		Params: map[string]string{"max_age": days(c.maxAge())},
	}
}

func (c PasswordRotation) maxAge() time.Duration { return orDefault(c.MaxAge, 90*day) }

// Run evaluates the check for each IAM user.
func (c PasswordRotation) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, s.Users(), c.judge)
}

func (c PasswordRotation) judge(u *iamhygiene.User) iamhygiene.Verdict {
	password, err := u.HasPassword()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if !password {
		return iamhygiene.Inapplicable(u.Name() + " has no console password")
	}
	e, err := u.Entry()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	s := u.Snapshot()
	var evidence []iamhygiene.Evidence
	changed, known := e.PasswordLastChanged.Get()
	age := s.Now().Sub(changed)
	if known {
		evidence = append(evidence, reported(s, credreport.ColumnPasswordLastChanged, stamp(changed), notBefore(s, c.maxAge())))
	}
	expires, expiring := e.PasswordNextRotation.Get()
	if expiring {
		evidence = append(evidence, reported(s, credreport.ColumnPasswordNextRotation, stamp(expires), "not before "+stamp(s.Now())))
	}
	switch {
	case known && age > c.maxAge():
		return iamhygiene.Failed(fmt.Sprintf("the password of %s is %s old; the limit is %s",
			u.Name(), over(age, c.maxAge()), iamhygiene.Days(c.maxAge())), evidence...)
	case expiring && expires.Before(s.Now()):
		return iamhygiene.Failed(fmt.Sprintf("the password of %s expired on %s; it must be changed before it expires",
			u.Name(), stamp(expires)), evidence...)
	case !known:
		return iamhygiene.Undecided(iamhygiene.ReportValue(u.ARN(), credreport.ColumnPasswordLastChanged, e.PasswordLastChanged.String()))
	case !expiring && e.PasswordNextRotation.State() != credreport.NotApplicable:
		return iamhygiene.Undecided(iamhygiene.ReportValue(u.ARN(), credreport.ColumnPasswordNextRotation, e.PasswordNextRotation.String()))
	}
	return iamhygiene.Passed(fmt.Sprintf("the password of %s is %s old; the limit is %s",
		u.Name(), iamhygiene.Days(age), iamhygiene.Days(c.maxAge())), evidence...)
}
