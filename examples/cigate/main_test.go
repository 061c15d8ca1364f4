package main

import (
	"bytes"
	"encoding/json"
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

var now = time.Date(2024, time.March, 12, 8, 30, 0, 0, time.UTC)

func gateWith(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, &out, &errs)
	return code, out.String(), errs.String()
}

// finding is one finding of the check "mfa" on a user.
func finding(user string, status iamhygiene.Status, severity iamhygiene.Severity) iamhygiene.Finding {
	f := iamhygiene.Finding{
		Check: "mfa", Title: "Users have MFA", Status: status, Severity: severity, Message: "is " + status.String(), ObservedAt: now,
		Resource: iamhygiene.Resource{ARN: "arn:aws:iam::111122223333:user/" + user, Type: iamhygiene.TypeUser, Name: user, Account: "111122223333", Partition: "aws", Region: "global"},
	}
	if status == iamhygiene.Unknown {
		f.Unknown = &iamhygiene.DataError{Operation: "iam:ListMFADevices", Action: "iam:ListMFADevices", Code: "AccessDenied"}
	}
	f.Fingerprint = f.ComputeFingerprint()
	return f
}

// findings writes a report into dir and returns its name.
func findings(t *testing.T, dir string, list ...iamhygiene.Finding) string {
	t.Helper()
	r := &iamhygiene.Results{Account: "111122223333", Partition: "aws", Time: now, Checks: []iamhygiene.Info{{ID: "mfa"}}, Findings: list}
	iamhygiene.SortFindings(r.Findings)
	var out bytes.Buffer
	require.NoError(t, report.JSON(&out, r))
	name := filepath.Join(dir, "findings.json")
	require.NoError(t, os.WriteFile(name, out.Bytes(), 0o600))
	return name
}

// TestGate: against a baseline in which alice fails high and bob fails low.
func TestGate(t *testing.T) {
	const fail, pass, unknown = iamhygiene.Fail, iamhygiene.Pass, iamhygiene.Unknown
	const low, medium, high, critical = iamhygiene.SeverityLow, iamhygiene.SeverityMedium, iamhygiene.SeverityHigh, iamhygiene.SeverityCritical
	for _, c := range []struct {
		name, reason string
		now          []iamhygiene.Finding
		args         []string
		code         int
		want         string
	}{
		{"as before", "known failures pass", []iamhygiene.Finding{finding("alice", fail, high), finding("bob", fail, low)}, nil, exitClean, "OK: nothing at or above high"},
		{"mended", "better passes", []iamhygiene.Finding{finding("alice", pass, high), finding("bob", fail, low)}, nil, exitClean, "1 resolved"},
		{"a new high failure", "stops", []iamhygiene.Finding{finding("alice", fail, high), finding("carol", fail, high)}, nil, exitWorse, "STOP: 1 failure new or worse at or above high"},
		{"a new medium failure", "below the threshold", []iamhygiene.Finding{finding("alice", fail, high), finding("carol", fail, medium)}, nil, exitClean, "1 new"},
		{"a new medium failure, stricter", "at the threshold", []iamhygiene.Finding{finding("alice", fail, high), finding("carol", fail, medium)}, []string{"-fail-on", "medium"}, exitWorse, "STOP"},
		{"worse than known", "stops", []iamhygiene.Finding{finding("alice", fail, critical)}, nil, exitWorse, "critical, was high: user alice"},
		{"low before, high now", "stops", []iamhygiene.Finding{finding("bob", fail, high)}, nil, exitWorse, "high, was low: user bob"},
		{"unknown now", "a failure may hide behind it", []iamhygiene.Finding{finding("alice", unknown, high)}, nil, exitWorse, "STOP: 1 finding undecided at or above high"},
		{"unknown now, allowed", "the caller said so", []iamhygiene.Finding{finding("alice", unknown, high)}, []string{"-allow-unknown"}, exitClean, "OK"},
		{"unknown, low", "below the threshold", []iamhygiene.Finding{finding("bob", unknown, low), finding("alice", fail, high)}, nil, exitClean, "1 undecided"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			baseline := filepath.Join(dir, "baseline.json")
			code, _, errs := gateWith("-report", findings(t, dir, finding("alice", fail, high), finding("bob", fail, low)), "-baseline", baseline, "-accept")
			require.Equal(t, exitClean, code, errs)
			code, out, errs := gateWith(append([]string{"-report", findings(t, dir, c.now...), "-baseline", baseline}, c.args...)...)
			assert.Equal(t, c.code, code, c.reason)
			assert.Contains(t, out, c.want)
			assert.Empty(t, errs)
		})
	}
}

// TestLife: accept, mend, tighten, break again.
func TestLife(t *testing.T) {
	dir := t.TempDir()
	baseline := filepath.Join(dir, "baseline.json")
	alice := finding("alice", iamhygiene.Fail, iamhygiene.SeverityHigh)
	bob := finding("bob", iamhygiene.Fail, iamhygiene.SeverityHigh)
	mended := finding("alice", iamhygiene.Pass, iamhygiene.SeverityHigh)

	code, out, _ := gateWith("-report", findings(t, dir, alice), "-baseline", baseline, "-accept")
	assert.Equal(t, exitClean, code)
	assert.Contains(t, out, "baseline.json: 1 failure accepted")
	code, out, _ = gateWith("-report", findings(t, dir, mended, bob), "-baseline", baseline, "-tighten")
	assert.Equal(t, exitClean, code)
	assert.Contains(t, out, "0 failures accepted", "tightening does not accept bob")
	code, out, _ = gateWith("-report", findings(t, dir, alice), "-baseline", baseline)
	assert.Equal(t, exitWorse, code)
	assert.Contains(t, out, "REOPENED (1)")
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	summary, sarif := filepath.Join(dir, "summary.md"), filepath.Join(dir, "findings.sarif")
	require.NoError(t, os.WriteFile(summary, []byte("# The job\n"), 0o600))
	code, _, errs := gateWith("-report", findings(t, dir, finding("alice", iamhygiene.Fail, iamhygiene.SeverityHigh)), "-sarif", sarif, "-summary", summary)
	assert.Equal(t, exitWorse, code, "without a baseline every failure is new")
	assert.Empty(t, errs)
	text, err := os.ReadFile(summary)
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(string(text), "# The job\n# IAM hygiene of account 111122223333\n"), "what other steps wrote is kept")
	assert.Contains(t, string(text), "| user alice **new**<!-- ")
	assert.Contains(t, string(text), "**1 failure at or above high.**")
	text, err = os.ReadFile(sarif)
	require.NoError(t, err)
	var log struct {
		Runs []struct {
			Results []struct{ BaselineState string }
		}
	}
	require.NoError(t, json.Unmarshal(text, &log))
	assert.Equal(t, "new", log.Runs[0].Results[0].BaselineState)
	info, err := os.Stat(sarif)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}

func TestErrors(t *testing.T) {
	dir := t.TempDir()
	good := findings(t, dir, finding("alice", iamhygiene.Fail, iamhygiene.SeverityHigh))
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	for _, c := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"no report", nil, exitFailed, "-report is missing"},
		{"a report that does not exist", []string{"-report", "nowhere.json"}, exitFailed, "nowhere.json: no such file"},
		{"a report that is none", []string{"-report", file("x.json", "{}")}, exitFailed, "x.json: report: this is no report in JSON"},
		{"a baseline that does not exist", []string{"-report", good, "-baseline", filepath.Join(dir, "b.json")}, exitFailed, "make it with -accept"},
		{"a baseline that is none", []string{"-report", good, "-baseline", file("y.json", "{}")}, exitFailed, `y.json: report: baseline: the schema is ""`},
		{"a baseline of another account", []string{"-report", good, "-baseline", file("z.json", `{"schema":"iamhygiene/baseline","version":1,"account":"444455556666","partition":"aws","time":"2024-03-12T08:30:00Z","failures":[]}`)}, exitFailed, "cannot compare account aws/444455556666 with account aws/111122223333"},
		{"accept without a file", []string{"-report", good, "-accept"}, exitFailed, "name the file with -baseline"},
		{"accept and tighten", []string{"-report", good, "-baseline", "b", "-accept", "-tighten"}, exitFailed, "exclude each other"},
		{"an argument", []string{"findings.json"}, exitFailed, `unexpected argument "findings.json"`},
		{"a severity that does not exist", []string{"-fail-on", "urgent"}, exitFailed, `"urgent" is not a severity`},
		{"no severity", []string{"-fail-on", ""}, exitFailed, "want info, low"},
		{"a summary that cannot be written", []string{"-report", good, "-summary", dir}, exitFailed, "is a directory"},
		{"a flag that does not exist", []string{"-x"}, exitFailed, "flag provided but not defined"},
		{"help", []string{"-help"}, exitClean, "-baseline file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, _, errs := gateWith(c.args...)
			assert.Equal(t, c.code, code)
			assert.Contains(t, errs, c.want)
		})
	}
}
