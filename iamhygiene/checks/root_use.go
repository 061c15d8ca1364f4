package checks

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// RootRecentUse is the check root-recent-use: nobody used the root user
// recently. The newest use of its password and of both access keys decides; a
// use exactly as old as the window passes.
type RootRecentUse struct {
	// Window is how long the root user must not have been used; zero means 30
	// days. A longer window is stricter.
	Window time.Duration
	// MaxReportAge is how old the credential report may be when it shows no use
	// in the window; zero means 4 hours. It makes no difference to a use that
	// the report does show, and none to a report without a time, such as a bare
	// CSV: credential-report-stale tells of that.
	MaxReportAge time.Duration
}

// Info describes the check.
func (c RootRecentUse) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "root-recent-use", Theme: "root", Severity: iamhygiene.SeverityHigh,
		Title: "Root user not used recently",
		Description: "The newest of password_last_used and both access_key_last_used_date of the root user in the credential report lies outside the window, or there is none. " +
			"Not applicable where there is no such use and the root user is known to have no password, access key or signing certificate.",
		Risk: "Work as the root user is work without limits and without a name. Use that nobody planned may be an intruder's.",
		Remediation: iamhygiene.Remediation{
			Text: "Find out who used it and for what, and give that work to a role. What needs the root user is little: its own name, mail address, password and keys, closing the account, " +
				"giving IAM administrators back permissions that they lost, certain billing documents, and resource policies that lock everybody out. The command lists its recent calls in a Region.",
			Command: "aws cloudtrail lookup-events --lookup-attributes AttributeKey=Username,AttributeValue=root --region <region>",
			URL:     rootPage,
		},
		Frameworks: controls("1.7", "1.7", "1.6", "IAM.20"),
		Needs:      []string{iamhygiene.CredentialReport.Name()},
		Uses:       []string{iamhygiene.Summary.Name()},
		Params:     map[string]string{"window": days(c.window()), "max_report_age": days(c.maxReportAge())},
	}
}

func (c RootRecentUse) window() time.Duration { return orDefault(c.Window, 30*day) }

func (c RootRecentUse) maxReportAge() time.Duration { return orDefault(c.MaxReportAge, reportLag) }

// Run evaluates the check for the root user.
func (c RootRecentUse) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachRoot(ctx, s, c.judge)
}

func (c RootRecentUse) judge(r *iamhygiene.Root) iamhygiene.Verdict {
	s := r.Snapshot()
	var last credreport.Activity
	e, err := r.Entry()
	if err == nil {
		last = e.LastActivity()
	}
	age, used := last.Time.Age(s.Now())
	if used && age < c.window() {
		// A past use cannot be undone, so the age of the report does not matter.
		return iamhygiene.Failed(fmt.Sprintf("%s was used %s ago; the root user must not be used for %s", credentialOf(last.Column), iamhygiene.Days(max(age, 0)), iamhygiene.Days(c.window())),
			c.evidence(s, e, last)...)
	}
	if held := credentialsOf(r); held.none() {
		return iamhygiene.Inapplicable("the root user has no password, access key or signing certificate to use", held.evidence()...)
	}
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if err := unreadUse(e); err != nil {
		return iamhygiene.Undecided(err)
	}
	if at := reportTime(s); !at.IsZero() && s.Now().Sub(at) > c.maxReportAge() {
		return iamhygiene.Undecided(&iamhygiene.DataError{
			Dataset: iamhygiene.CredentialReport.Name(), Operation: "iam:GenerateCredentialReport", Code: iamhygiene.CodeNotInData, Scope: e.ARN, Retryable: true,
			Message: fmt.Sprintf("the credential report of %s shows no recent use of the root user, but is %s old where %s is the limit; collect a newer one",
				stamp(at), iamhygiene.Days(s.Now().Sub(at)), iamhygiene.Days(c.maxReportAge())),
		}, c.evidence(s, e, last)...)
	}
	message := "no use of the root user is on record"
	if used {
		message = fmt.Sprintf("the root user was last used %s ago; it must not be used for %s", iamhygiene.Days(age), iamhygiene.Days(c.window()))
	}
	return iamhygiene.Passed(message, c.evidence(s, e, last)...)
}

// evidence shows the newest use, or where there is none all columns that could
// hold one.
func (c RootRecentUse) evidence(s *iamhygiene.Snapshot, e *credreport.Entry, last credreport.Activity) []iamhygiene.Evidence {
	if !last.Time.Known() {
		var out []iamhygiene.Evidence
		for _, column := range useColumns {
			value, _ := e.Value(column)
			out = append(out, reported(s, column, value, ""))
		}
		return out
	}
	at, _ := last.Time.Get()
	age := s.Now().Sub(at)
	out := []iamhygiene.Evidence{
		reported(s, last.Column, stamp(at), "not after "+stamp(s.Now().Add(-c.window()))),
		derived("age_days", wholeDays(age), "at least "+wholeDays(c.window())),
	}
	if slot, ok := strings.CutSuffix(last.Column, "_date"); ok { // an access key
		for _, column := range [...]string{slot + "_region", slot + "_service"} {
			value, _ := e.Value(column)
			out = append(out, reported(s, column, value, ""))
		}
	}
	return out
}

// useColumns are the columns that show use of a credential.
var useColumns = [...]string{
	credreport.ColumnPasswordLastUsed, credreport.ColumnAccessKey1LastUsedDate, credreport.ColumnAccessKey2LastUsedDate,
}

// unreadUse returns the error for the first column of use that does not answer,
// or nil where all do. Such a column may hide a use.
func unreadUse(e *credreport.Entry) error {
	for i, t := range [...]credreport.Time{e.PasswordLastUsed, e.AccessKeys[0].LastUsedDate, e.AccessKeys[1].LastUsedDate} {
		switch t.State() {
		case credreport.Known, credreport.NotApplicable, credreport.NoInformation:
		default:
			return iamhygiene.ReportValue(e.ARN, useColumns[i], t.String())
		}
	}
	return nil
}

// credentialOf says which credential of the root user a column of use is about.
func credentialOf(column string) string {
	switch column {
	case credreport.ColumnAccessKey1LastUsedDate:
		return "access key 1 of the root user"
	case credreport.ColumnAccessKey2LastUsedDate:
		return "access key 2 of the root user"
	}
	return "the password of the root user"
}
