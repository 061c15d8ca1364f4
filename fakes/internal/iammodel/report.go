package iammodel

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// reportAge is how long IAM serves a credential report before it makes another
// one (id_credentials_getting-report).
const reportAge = 4 * time.Hour

// A Report is a credential report, finished or in progress. What it says was
// true at Generated.
type Report struct {
	Generated time.Time
	Content   []byte
	// Left is the number of polls that still find it in progress.
	Left int
}

// generateCredentialReport starts a report, or tells how far it is. A report
// that is younger than four hours is served again.
func (s *Service) generateCredentialReport(c *model.Call, _ *iam.GenerateCredentialReportInput) (*iam.GenerateCredentialReportOutput, error) {
	jobs := s.jobs.At(c.Account)
	r := jobs.Report
	switch {
	case r == nil || r.Left == 0 && c.Now().Sub(r.Generated) >= reportAge:
		now := c.Now().Truncate(time.Second)
		// Not the lagging store: the report shows what was, and is stale anyway.
		content, err := s.stores.At(c.Account).report(jobs.ModernRoot)
		if err != nil {
			return nil, err
		}
		jobs.Report = &Report{Generated: now, Content: content, Left: polls(jobs.ReportPolls)}
		return &iam.GenerateCredentialReportOutput{
			State:       types.ReportStateTypeStarted,
			Description: aws.String("No report exists. Starting a new report generation task"),
		}, nil
	case r.Left > 0:
		r.Left--
		return &iam.GenerateCredentialReportOutput{State: types.ReportStateTypeInprogress}, nil
	}
	return &iam.GenerateCredentialReportOutput{State: types.ReportStateTypeComplete}, nil
}

func (s *Service) getCredentialReport(c *model.Call, _ *iam.GetCredentialReportInput) (*iam.GetCredentialReportOutput, error) {
	r := s.jobs.At(c.Account).Report
	switch {
	case r == nil:
		return nil, model.Errorf("ReportNotPresent", "The credential report is not present. To generate a credential report, use GenerateCredentialReport.")
	case r.Left > 0:
		r.Left--
		return nil, model.Errorf("ReportInProgress", "The credential report is still being generated.")
	case c.Now().Sub(r.Generated) >= reportAge:
		return nil, model.Errorf("ReportExpired", "The most recent credential report has expired. To generate a new credential report, use GenerateCredentialReport.")
	}
	return &iam.GetCredentialReportOutput{Content: r.Content, GeneratedTime: when(r.Generated), ReportFormat: types.ReportFormatTypeTextCsv}, nil
}

var reportHeader = []string{
	"user", "arn", "user_creation_time",
	"password_enabled", "password_last_used", "password_last_changed", "password_next_rotation", "mfa_active",
	"access_key_1_active", "access_key_1_last_rotated", "access_key_1_last_used_date", "access_key_1_last_used_region", "access_key_1_last_used_service",
	"access_key_2_active", "access_key_2_last_rotated", "access_key_2_last_used_date", "access_key_2_last_used_region", "access_key_2_last_used_service",
	"cert_1_active", "cert_1_last_rotated", "cert_2_active", "cert_2_last_rotated",
}

// The sentinels of the report.
const (
	notApplicable = "N/A"
	noInformation = "no_information"
	notSupported  = "not_supported"
)

// report writes the credential report: the root user first, then the users.
func (st *Store) report(modern bool) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{reportHeader, st.rootRow(modern)}
	for _, u := range st.Users.Items {
		rows = append(rows, st.userRow(u))
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (st *Store) rootRow(modern bool) []string {
	u := &st.Root
	row := []string{u.Name, u.ARN, stamp(u.Created), notSupported, noInformation, notSupported, notSupported}
	if modern {
		row[3] = strconv.FormatBool(u.Login != nil)
	}
	if !u.PasswordLastUsed.IsZero() {
		row[4] = stamp(u.PasswordLastUsed)
	}
	return append(row, st.credentialColumns(u)...)
}

func (st *Store) userRow(u *User) []string {
	row := []string{u.Name, u.ARN, stamp(u.Created), "false", notApplicable, notApplicable, notApplicable}
	if u.Login != nil {
		row[3], row[4], row[5] = "true", noInformation, stamp(u.Login.Changed)
		if !u.PasswordLastUsed.IsZero() {
			row[4] = stamp(u.PasswordLastUsed)
		}
		if p := st.PasswordPolicy; p != nil && p.MaxPasswordAge != nil {
			row[6] = stamp(u.Login.Changed.Add(time.Duration(*p.MaxPasswordAge) * day))
		}
	}
	return append(row, st.credentialColumns(u)...)
}

// credentialColumns are those from mfa_active on.
func (st *Store) credentialColumns(u *User) []string {
	row := []string{strconv.FormatBool(len(st.devices(u.Name)) > 0)}
	for i := range 2 {
		if i >= len(u.Keys) {
			row = append(row, "false", notApplicable, notApplicable, notApplicable, notApplicable)
			continue
		}
		k := u.Keys[i]
		row = append(row, strconv.FormatBool(!k.Inactive), stamp(k.LastRotated), notApplicable, notApplicable, notApplicable)
		if !k.LastUsed.IsZero() {
			used := row[len(row)-3:]
			used[0], used[1], used[2] = stamp(k.LastUsed), *orNA(k.Region), *orNA(k.Service)
		}
	}
	for i := range 2 {
		if i >= len(u.Certificates) {
			row = append(row, "false", notApplicable)
			continue
		}
		row = append(row, strconv.FormatBool(!u.Certificates[i].Inactive), stamp(u.Certificates[i].Uploaded))
	}
	return row
}

// stamp writes a time as the report does.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05+00:00") }
