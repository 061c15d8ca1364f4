package iamhygiene_test

import (
	"context"
	"time"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
)

var now = time.Date(2024, time.March, 12, 0, 0, 0, 0, time.UTC)

const account = "111122223333"

func userARN(name string) string { return "arn:aws:iam::" + account + ":user/" + name }

// entry is a row of the credential report with a password and no keys.
func entry(name string, mfa bool) credreport.Entry {
	none := credreport.ParseTime("N/A")
	e := credreport.Entry{
		User: name, ARN: userARN(name),
		UserCreationTime:    credreport.TimeOf(now.AddDate(-1, 0, 0)),
		PasswordEnabled:     credreport.BoolOf(true),
		PasswordLastUsed:    credreport.TimeOf(now.AddDate(0, 0, -1)),
		PasswordLastChanged: credreport.TimeOf(now.AddDate(-1, 0, 0)),
		MFAActive:           credreport.BoolOf(mfa),
	}
	for i := range e.AccessKeys {
		e.AccessKeys[i] = credreport.AccessKey{Active: credreport.BoolOf(false), LastRotated: none, LastUsedDate: none}
	}
	return e
}

func report(entries ...credreport.Entry) iamhygiene.SnapshotOption {
	return iamhygiene.CredentialReport.With(&credreport.Report{Entries: entries}, now.Add(-time.Minute))
}

func snapshot(opts ...iamhygiene.SnapshotOption) *iamhygiene.Snapshot {
	return iamhygiene.NewSnapshot(account, "aws", now, opts...)
}

// checkFunc is a check made of a function.
type checkFunc struct {
	info iamhygiene.Info
	run  func(context.Context, *iamhygiene.Snapshot) []iamhygiene.Finding
}

func (c checkFunc) Info() iamhygiene.Info { return c.info }
func (c checkFunc) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return c.run(ctx, s)
}

func named(id string, run func(context.Context, *iamhygiene.Snapshot) []iamhygiene.Finding) checkFunc {
	return checkFunc{iamhygiene.Info{ID: id, Title: "Title of " + id, Severity: iamhygiene.SeverityMedium}, run}
}

// fails returns a check that fails for each of the named users.
func fails(id string, users ...string) checkFunc {
	return named(id, func(_ context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
		var out []iamhygiene.Finding
		for _, u := range users {
			out = append(out, iamhygiene.Finding{
				Status: iamhygiene.Fail, Message: u + " fails",
				Resource: iamhygiene.Resource{ARN: userARN(u), Type: "user", Name: u, Account: s.AccountID(), Partition: "aws"},
			})
		}
		return out
	})
}

// mfa is a check made of predicates.
var mfa = iamhygiene.ForUsers(iamhygiene.Info{
	ID: "mfa", Title: "Console users have MFA", Severity: iamhygiene.SeverityHigh,
	Needs: []string{iamhygiene.CredentialReport.Name()},
}, iamhygiene.When(iamhygiene.HasPassword(), iamhygiene.MFAActive()))
