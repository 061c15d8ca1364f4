// Package sample is an invented AWS account with problems in every theme, as the
// AWS CLI would have saved it. The examples read it where they get no files. Do
// not use it as a template: hardly anything in the account is as it should be.
package sample

import (
	"embed"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

//go:embed *.json *.csv
var files embed.FS

// Time returns when the sample was taken. As the clock of a snapshot it keeps
// the sample from growing older.
func Time() time.Time { return time.Date(2025, time.June, 2, 8, 0, 0, 0, time.UTC) }

// Snapshot returns the account with the given clock. The error is that of
// [collect.FromFS].
func Snapshot(now time.Time) (*iamhygiene.Snapshot, error) {
	return collect.FromFS(files, now, collect.Files{
		AuthorizationDetails: "authorization-details.json",
		CredentialReport:     "credential-report.csv",
		AccountSummary:       "account-summary.json",
		PasswordPolicy:       "password-policy.json",
	}, func(o *collect.FileOptions) { o.ReportTime = Time().Add(-30 * time.Minute) })
}
