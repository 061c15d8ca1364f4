package checks

import (
	"context"
	"fmt"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// accountChecks returns the checks of the theme.
func accountChecks(thresholds) []iamhygiene.Check {
	return []iamhygiene.Check{
		ContactPrimary{},
		ContactSecurity{},
		ContactBilling{},
		ContactOperations{},
		OrganizationMember{},
		SCPGuardrails{},
		CredentialReportStale{},
	}
}

// CredentialReportStale is the check credential-report-stale: the credential
// report is fresh. A report exactly as old as the limit fails. Nothing is wrong
// with the account when it does; findings of other checks may be out of date.
type CredentialReportStale struct {
	// MaxAge is how old the report may be; zero means 4 hours, within which AWS
	// does not build a new one.
	MaxAge time.Duration
	// WarnAge is the age from which the failure counts low instead of info; zero
	// means 24 hours.
	WarnAge time.Duration
}

// Info describes the check.
func (c CredentialReportStale) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "credential-report-stale", Theme: "account", Severity: iamhygiene.SeverityInfo,
		Title:       "The credential report is fresh",
		Description: "AWS generated the credential report less than the limit before the clock of the snapshot. From the second limit on the failure counts low. A bare CSV does not say when it was generated.",
		Risk:        "Users, keys and passwords made or mended since are not in the report, so every finding that rests on it may be out of date.",
		Remediation: iamhygiene.Remediation{
			Text:    "Have AWS generate a new report and collect again. AWS does so at most every four hours.",
			Command: "aws iam generate-credential-report",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html",
		},
		Needs:  []string{iamhygiene.CredentialReport.Name()},
		Params: map[string]string{"max_age": days(c.maxAge()), "warn_age": days(c.warnAge())},
	}
}

func (c CredentialReportStale) maxAge() time.Duration { return orDefault(c.MaxAge, reportLag) }

func (c CredentialReportStale) warnAge() time.Duration { return orDefault(c.WarnAge, day) }

// Run evaluates the check for the account.
func (c CredentialReportStale) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return iamhygiene.Each(ctx, s, iamhygiene.One(s.Account()), c.judge)
}

func (c CredentialReportStale) judge(a *iamhygiene.Account) iamhygiene.Verdict {
	s := a.Snapshot()
	if _, err := iamhygiene.CredentialReport.Get(s); err != nil {
		return iamhygiene.Undecided(err)
	}
	at := reportTime(s)
	if at.IsZero() {
		return iamhygiene.Undecided(&iamhygiene.DataError{
			Dataset: iamhygiene.CredentialReport.Name(), Code: iamhygiene.CodeNotInData,
			Message: "the credential report does not say when it was generated; the JSON that get-credential-report prints does, the CSV in it does not",
		})
	}
	age := s.Now().Sub(at)
	evidence := []iamhygiene.Evidence{
		reported(s, "GeneratedTime", stamp(at), after(s, c.maxAge())),
		derived("age", age.Round(time.Second).String(), "less than "+c.maxAge().String()),
	}
	message := fmt.Sprintf("the credential report is %s old; the limit is %s", iamhygiene.Days(max(age, 0)), iamhygiene.Days(c.maxAge()))
	v := iamhygiene.If(age < c.maxAge(), message, message, evidence...)
	if v.Status == iamhygiene.Fail && age >= c.warnAge() {
		return v.At(iamhygiene.SeverityLow)
	}
	return v
}
