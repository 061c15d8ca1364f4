package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// sample is an invented account, as the AWS CLI would have saved it.
//
//go:embed sample
var sample embed.FS

// sampleTime is when the sample was taken, so that it never grows older.
var sampleTime = time.Date(2025, time.June, 2, 8, 0, 0, 0, time.UTC)

// snapshotOf reads what the flags name, or the sample account.
func (f *flags) snapshotOf(now time.Time) (*iamhygiene.Snapshot, error) {
	if !f.now.IsZero() {
		now = f.now
	}
	switch {
	case f.snapshot != "":
		return f.readSnapshot()
	case f.files != (collect.Files{}):
		return collect.FromFiles(now, f.files, func(o *collect.Options) { o.Account = f.account })
	}
	if f.now.IsZero() {
		now = sampleTime
	}
	return collect.FromFS(sample, now, collect.Files{
		AuthorizationDetails: "sample/authorization-details.json",
		CredentialReport:     "sample/credential-report.csv",
		AccountSummary:       "sample/account-summary.json",
		PasswordPolicy:       "sample/password-policy.json",
	}, func(o *collect.Options) { o.ReportTime = sampleTime.Add(-30 * time.Minute) })
}

func (f *flags) readSnapshot() (*iamhygiene.Snapshot, error) {
	file, err := os.Open(f.snapshot)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	s, err := iamhygiene.ReadSnapshot(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.snapshot, err)
	}
	if !f.now.IsZero() {
		s = s.At(f.now)
	}
	return s, nil
}

func saveSnapshot(name string, s *iamhygiene.Snapshot) error {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	// Only the owner may read it: it says where the account is weak.
	return os.WriteFile(name, append(text, '\n'), 0o600)
}

func (f *flags) exemptionList() ([]iamhygiene.Exemption, error) {
	if f.exemptions == "" {
		return nil, nil
	}
	file, err := os.Open(f.exemptions)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	list, err := iamhygiene.ReadExemptions(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.exemptions, err)
	}
	return list, nil
}
