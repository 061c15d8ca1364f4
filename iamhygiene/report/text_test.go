package report_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

var now = time.Date(2024, time.March, 12, 8, 30, 0, 0, time.UTC)

// stub is a check that returns fixed findings.
type stub struct {
	info     iamhygiene.Info
	findings []iamhygiene.Finding
}

func (s stub) Info() iamhygiene.Info { return s.info }
func (s stub) Run(context.Context, *iamhygiene.Snapshot) []iamhygiene.Finding {
	return s.findings
}

func user(name string) iamhygiene.Resource {
	return iamhygiene.Resource{
		ARN: "arn:aws:iam::111122223333:user/" + name, Type: "user", Name: name,
		Account: "111122223333", Partition: "aws", Region: "global",
	}
}

// results holds one finding of every kind.
func results(t *testing.T, extra ...iamhygiene.Check) *iamhygiene.Results {
	t.Helper()
	mfa := stub{iamhygiene.Info{
		ID: "user-console-mfa", Theme: "users", Title: "Console users have MFA", Severity: iamhygiene.SeverityHigh,
		Frameworks: []iamhygiene.Control{{Name: "CIS AWS Foundations", Version: "3.0", ID: "1.10"}},
		Remediation: iamhygiene.Remediation{
			Text:    "Have the user register a passkey or a security key, or remove the password and let the user federate instead of signing in here.",
			Command: "aws iam enable-mfa-device --user-name <user> --serial-number <arn>", URL: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html",
		},
	}, []iamhygiene.Finding{
		{Status: iamhygiene.Fail, Message: "has a password and no MFA", Resource: user("bob"), Evidence: []iamhygiene.Evidence{{Dataset: "credential-report", Path: "mfa_active", Observed: "false", Expected: "true", At: now.Add(-time.Hour)}}},
		{Status: iamhygiene.Fail, Message: "has a password and no MFA", Resource: user("dave")},
		{Status: iamhygiene.Fail, Message: "has a password and no MFA", Resource: user("exempted")},
		{Status: iamhygiene.Pass, Message: "has MFA", Resource: user("alice")},
		{Status: iamhygiene.NotApplicable, Message: "has no password", Resource: user("svc")},
		{Status: iamhygiene.Unknown, Message: "cannot decide: iam:ListMFADevices denied (arn:aws:iam::111122223333:user/carol); grant iam:ListMFADevices", Resource: user("carol"),
			Unknown: &iamhygiene.DataError{Dataset: "mfa-devices", Operation: "iam:ListMFADevices", Action: "iam:ListMFADevices", Scope: user("carol").ARN, Code: "AccessDenied"}},
	}}
	odd := stub{iamhygiene.Info{ID: "odd-name", Title: "Names are plain", Severity: iamhygiene.SeverityLow}, []iamhygiene.Finding{
		{Status: iamhygiene.Fail, Message: "<root_account> & \x1b[31mred", Resource: user("=cmd|' /C calc'!A0")},
	}}
	manual := stub{iamhygiene.Info{ID: "manual-leavers", Title: "Leavers lose access", Severity: iamhygiene.SeverityLow}, []iamhygiene.Finding{
		{Status: iamhygiene.Manual, Message: "How long after departure is the directory account disabled?"},
	}}
	info := stub{iamhygiene.Info{ID: "below-the-floor", Title: "A detail", Severity: iamhygiene.SeverityInfo}, []iamhygiene.Finding{
		{Status: iamhygiene.Fail, Message: "a detail", Resource: user("bob")},
	}}
	s := iamhygiene.NewSnapshot("111122223333", "aws", now, iamhygiene.Passwords.Failed(&iamhygiene.DataError{
		Operation: "iam:GetAccountPasswordPolicy", Action: "iam:GetAccountPasswordPolicy", Code: "AccessDenied",
	}))
	runner := iamhygiene.Runner{Exemptions: []iamhygiene.Exemption{{
		ID: "e-1", Checks: []string{"user-console-mfa"}, Resource: "exempted", Account: "111122223333",
		Reason: "leaves at the end of the month", Owner: "people team", Expires: now.AddDate(0, 1, 0),
	}}}
	res, err := runner.Run(context.Background(), s, append([]iamhygiene.Check{mfa, odd, manual, info}, extra...)...)
	require.NoError(t, err)
	return res
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "run go test -update")
	assert.Equal(t, string(want), string(got))
}

func TestText(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, report.Text(&out, results(t), func(o *report.Options) {
		o.Preset, o.Floor, o.FailOn = "standard", iamhygiene.SeverityLow, iamhygiene.SeverityHigh
	}))
	golden(t, "report.txt", out.Bytes())
	for line := range strings.Lines(out.String()) {
		assert.LessOrEqual(t, len([]rune(strings.TrimSuffix(line, "\n"))), 100, line)
	}
	assert.NotContains(t, out.String(), "\x1b", "a name must not drive the terminal")
}

func TestTextOfNothing(t *testing.T) {
	s := iamhygiene.NewSnapshot("111122223333", "aws", now)
	res, err := new(iamhygiene.Runner).Run(context.Background(), s)
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, report.Text(&out, res))
	assert.Contains(t, out.String(), "Nothing to do.")
}

func TestTextLimitsLongLists(t *testing.T) {
	long := stub{info: iamhygiene.Info{ID: "long", Title: "Long", Severity: iamhygiene.SeverityHigh}}
	for _, c := range "abcdefghijklmnopqrstuvwxyz0123456789" {
		long.findings = append(long.findings, iamhygiene.Finding{Status: iamhygiene.Fail, Message: "m-" + string(c), Resource: user("u" + string(c))})
	}
	var out bytes.Buffer
	require.NoError(t, report.Text(&out, results(t, long)))
	assert.Contains(t, out.String(), "... and 11 more")
	out.Reset()
	require.NoError(t, report.Text(&out, results(t, long), func(o *report.Options) { o.PerCheck = -1 }))
	assert.Contains(t, out.String(), "user uz: m-z")
	assert.NotContains(t, out.String(), "more\n")
}

func TestJSON(t *testing.T) {
	res := results(t)
	var out bytes.Buffer
	require.NoError(t, report.JSON(&out, res, func(o *report.Options) { o.Preset = "standard" }))
	golden(t, "report.json", out.Bytes())

	var back struct {
		Run      map[string]any       `json:"run"`
		Findings []iamhygiene.Finding `json:"findings"`
		Summary  iamhygiene.Counts    `json:"summary"`
	}
	dec := json.NewDecoder(&out)
	dec.DisallowUnknownFields()
	require.NoError(t, dec.Decode(&back))
	assert.Equal(t, res.Findings, back.Findings, "every finding survives the JSON form")
	assert.Equal(t, res.Count(), back.Summary)
	assert.NotContains(t, out.String(), "null", "absent members are left out")
}

func TestJSONLines(t *testing.T) {
	res := results(t)
	var out bytes.Buffer
	require.NoError(t, report.JSONLines(&out, res, func(o *report.Options) { o.Floor = iamhygiene.SeverityLow }))
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	var types []string
	for _, line := range lines {
		var record struct {
			Type     string              `json:"type"`
			Severity iamhygiene.Severity `json:"severity"`
		}
		require.NoError(t, json.Unmarshal([]byte(line), &record))
		types = append(types, record.Type)
		if record.Type == "finding" {
			assert.GreaterOrEqual(t, record.Severity, iamhygiene.SeverityLow)
		}
	}
	assert.Equal(t, "run", types[0])
	assert.Equal(t, "summary", types[len(types)-1])
	assert.Len(t, lines, len(res.Findings)-1+2, "one finding is under the floor")
	assert.Contains(t, out.String(), "<root_account> &", "no HTML escapes")
}

func TestWriteErrors(t *testing.T) {
	for name, write := range map[string]func() error{
		"text":  func() error { return report.Text(full{}, results(t)) },
		"json":  func() error { return report.JSON(full{}, results(t)) },
		"jsonl": func() error { return report.JSONLines(full{}, results(t)) },
	} {
		assert.EqualError(t, write(), "disk full", name)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }
