// Package sample holds two invented AWS accounts with problems, which the
// examples read where they get no other. Do not use them as templates: hardly
// anything in them is as it should be.
package sample

import (
	"bytes"
	"embed"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

//go:embed snapshot.json
var snapshot []byte

//go:embed account-summary.json authorization-details.json credential-report.csv password-policy.json
var files embed.FS

// Time returns when the accounts were looked at. As the clock of a snapshot it
// keeps them from growing older.
func Time() time.Time { return time.Date(2025, time.June, 2, 8, 0, 0, 0, time.UTC) }

// Snapshot returns an account with a problem in every theme, with the given
// clock: that of fakes/ready.Troubled, as a live scan with all datasets found it.
// It is embedded, because package ready compiles the client of EC2. The error is
// that of [iamhygiene.ReadSnapshot].
func Snapshot(now time.Time) (*iamhygiene.Snapshot, error) {
	s, err := iamhygiene.ReadSnapshot(bytes.NewReader(snapshot))
	if err != nil {
		return nil, err
	}
	return s.At(now), nil
}

// Exports returns a smaller account with the given clock, from what the AWS CLI
// would have saved of it. The error is that of [collect.FromFS].
func Exports(now time.Time) (*iamhygiene.Snapshot, error) {
	return collect.FromFS(files, now, collect.Files{
		AuthorizationDetails: "authorization-details.json",
		CredentialReport:     "credential-report.csv",
		AccountSummary:       "account-summary.json",
		PasswordPolicy:       "password-policy.json",
	}, func(o *collect.FileOptions) { o.ReportTime = Time().Add(-30 * time.Minute) })
}
