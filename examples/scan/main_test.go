package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
)

var update = flag.Bool("update", false, "write the golden files anew")

var clock = time.Date(2030, time.January, 1, 0, 0, 0, 0, time.UTC)

func scanWith(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(context.Background(), args, program{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, now: func() time.Time { return clock }})
	return code, out.String(), errs.String()
}

// exports are the flags that name the sample as files.
var exports = []string{
	"-authorization-details", "../internal/sample/authorization-details.json", "-credential-report", "../internal/sample/credential-report.csv",
	"-account-summary", "../internal/sample/account-summary.json", "-password-policy", "../internal/sample/password-policy.json",
}

type jsonReport struct {
	Run      map[string]any       `json:"run"`
	Findings []iamhygiene.Finding `json:"findings"`
	Summary  iamhygiene.Counts    `json:"summary"`
}

func scanJSON(t *testing.T, args ...string) (int, jsonReport) {
	t.Helper()
	code, out, errs := scanWith(append(args, "-format", "json")...)
	require.Empty(t, errs)
	var r jsonReport
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	return code, r
}

// TestSample: the command without flags shows the product.
func TestSample(t *testing.T) {
	code, out, errs := scanWith()
	assert.Equal(t, exitFindings, code)
	assert.Empty(t, errs)
	if *update {
		require.NoError(t, os.WriteFile("testdata/sample.txt", []byte(out), 0o644))
	}
	want, err := os.ReadFile("testdata/sample.txt")
	require.NoError(t, err)
	assert.Equal(t, string(want), out)
	for line := range strings.Lines(out) {
		if strings.Contains(strings.TrimSpace(line), " ") { // one long word cannot be broken
			assert.LessOrEqual(t, len([]rune(strings.TrimSuffix(line, "\n"))), 100, line)
		}
	}
}

// TestSampleHasEveryTheme: a newcomer sees a problem of every theme, and one
// thing that could not be read.
func TestSampleHasEveryTheme(t *testing.T) {
	_, r := scanJSON(t)
	failing, themes, unknown := map[string]bool{}, map[string]bool{}, []string{}
	for _, f := range r.Findings {
		themes[f.Theme] = true
		switch f.Status {
		case iamhygiene.Fail:
			failing[f.Theme] = true
		case iamhygiene.Unknown:
			unknown = append(unknown, f.Check)
		}
	}
	delete(themes, "manual") // questions, which nobody has answered
	assert.Equal(t, themes, failing)
	assert.Equal(t, []string{"root-email-group"}, unknown, "AWS tells the address to members of an organization")
}

// TestSampleHasNearlyEveryProblem: so do those who run every check, but for
// problems that exclude others, as package ready says.
func TestSampleHasNearlyEveryProblem(t *testing.T) {
	_, r := scanJSON(t, "-preset", "strict")
	failing, all := map[string]bool{}, map[string]bool{}
	for _, f := range r.Findings {
		all[f.Check] = true
		if f.Status == iamhygiene.Fail {
			failing[f.Check] = true
		}
	}
	assert.Greater(t, len(failing), len(all)*3/4)
}

// TestMissingFiles: what is not given makes checks Unknown, and no failure
// becomes a pass.
func TestMissingFiles(t *testing.T) {
	_, whole := scanJSON(t, append(exports, "-now", "2025-06-02T08:00:00Z")...)
	status := func(r jsonReport) map[string]iamhygiene.Status {
		m := map[string]iamhygiene.Status{}
		for _, f := range r.Findings {
			m[f.Fingerprint] = f.Status
		}
		return m
	}
	before := status(whole)
	for i := 0; i < len(exports); i += 2 {
		t.Run("without"+exports[i], func(t *testing.T) {
			args := append(append([]string{}, exports[:i]...), exports[i+2:]...)
			_, r := scanJSON(t, append(args, "-now", "2025-06-02T08:00:00Z")...)
			assert.NotZero(t, r.Summary.Unknown)
			for id, s := range status(r) {
				if s == iamhygiene.Pass || s == iamhygiene.NotApplicable {
					assert.NotEqual(t, iamhygiene.Fail, before[id], "a failure must not become %v", s)
				}
			}
			for _, f := range r.Findings {
				if f.Status == iamhygiene.Unknown && f.Check != "credential-report-stale" {
					require.NotNil(t, f.Unknown)
					assert.NotEmpty(t, f.Unknown.Grant(), "%s does not say what it takes: %s", f.Check, f.Message)
				}
			}
		})
	}
}

func TestSnapshot(t *testing.T) {
	file := filepath.Join(t.TempDir(), "snapshot.json")
	_, first := scanJSON(t, "-save-snapshot", file)
	_, second := scanJSON(t, "-snapshot", file)
	assert.Equal(t, first, second)
	_, later := scanJSON(t, "-snapshot", file, "-now", "2026-06-02T08:00:00Z")
	assert.Greater(t, later.Summary.Fail, first.Summary.Fail)
	info, err := os.Stat(file)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}

func TestSelection(t *testing.T) {
	_, r := scanJSON(t, "-checks", "root-mfa,password-policy-*", "-skip", "password-policy-symbol")
	ids := map[string]bool{}
	for _, f := range r.Findings {
		ids[f.Check] = true
	}
	assert.True(t, ids["root-mfa"] && ids["password-policy-length"])
	assert.False(t, ids["password-policy-symbol"] || ids["user-console-mfa"])

	_, r = scanJSON(t, "-severity", "high")
	for _, f := range r.Findings {
		assert.GreaterOrEqual(t, f.Severity, iamhygiene.SeverityHigh)
	}
	_, strict := scanJSON(t, "-preset", "strict")
	_, relaxed := scanJSON(t, "-preset", "relaxed")
	assert.Greater(t, strict.Summary.Fail, relaxed.Summary.Fail)

	code, out, _ := scanWith("-list", "-checks", "root-*")
	assert.Equal(t, exitClean, code)
	assert.Regexp(t, `(?m)^root-mfa +critical +root +- +Root user has MFA$`, out)
}

func TestExitCodes(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	exemptions := file("exemptions.json", `{"exemptions": [{"id": "e1", "checks": ["*"], "resource": "arn:*", "reason": "a sandbox that is thrown away", "owner": "me", "expires": "2025-12-31"}]}`)
	for _, c := range []struct {
		name string
		args []string
		code int
		want string // on standard error
	}{
		{"findings below the threshold", []string{"-checks", "policy-inline"}, exitClean, ""},
		{"the threshold lowered", []string{"-checks", "policy-inline", "-fail-on", "low"}, exitFindings, ""},
		{"everything exempted", []string{"-exemptions", exemptions}, exitClean, ""},
		{"a flag that does not exist", []string{"-frobnicate"}, exitFailed, "flag provided but not defined"},
		{"an argument", []string{"details.json"}, exitFailed, `unexpected argument "details.json": files are given with flags, see -help`},
		{"a check that does not exist", []string{"-checks", "root-mfaa"}, exitFailed, `no check is called "root-mfaa"`},
		{"a format that does not exist", []string{"-format", "yaml"}, exitFailed, "-format yaml is not known: want text, json, jsonl, csv, sarif, asff, asff-updates, ocsf, junit, markdown, html, coverage, coverage-csv or coverage-html"},
		{"a preset that does not exist", []string{"-preset", "lax"}, exitFailed, `"lax" is not a preset`},
		{"a severity that does not exist", []string{"-fail-on", "urgent"}, exitFailed, `"urgent" is not a severity`},
		{"a time without zone", []string{"-now", "yesterday"}, exitFailed, `parsing time "yesterday"`},
		{"a file that does not exist", []string{"-credential-report", "nowhere.csv"}, exitFailed, "nowhere.csv: the file cannot be opened: no such file or directory"},
		{"the wrong file", []string{"-authorization-details", "../internal/sample/credential-report.csv"}, exitFailed, "../internal/sample/credential-report.csv"},
		{"a snapshot that is none", []string{"-snapshot", "../internal/sample/account-summary.json"}, exitFailed, "this is not a snapshot"},
		{"a snapshot and files", append([]string{"-snapshot", "x"}, exports...), exitFailed, "-snapshot already holds the data"},
		{"an exemption without owner", []string{"-exemptions", file("bad.json", `{"exemptions": [{"id": "e1"}]}`)}, exitFailed, "iamhygiene: exemption e1: has no owner: say who answers for it"},
		{"an exemptions file that is none", []string{"-exemptions", file("typo.json", `{"exemption": []}`)}, exitFailed, `typo.json: yamlfile: line 1, column 2 (exemption): there is no such member`},
		{"help", []string{"-help"}, exitClean, "-credential-report file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, _, errs := scanWith(c.args...)
			assert.Equal(t, c.code, code, errs)
			assert.Contains(t, errs, c.want)
			if c.want == "" {
				assert.Empty(t, errs)
			}
		})
	}
}

func TestOutputFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "findings.jsonl")
	code, out, errs := scanWith("-format", "jsonl", "-o", file)
	assert.Equal(t, exitFindings, code)
	assert.Empty(t, out)
	assert.Empty(t, errs)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(string(text), `{"type":"run"`))
}

// TestFormats: every format that the help names can be written, and the exit
// code does not depend on it.
func TestFormats(t *testing.T) {
	names := strings.Split(strings.ReplaceAll(formats, " or ", ", "), ", ")
	assert.Len(t, names, len(writers))
	for _, name := range names {
		code, out, errs := scanWith("-format", name)
		assert.Equal(t, exitFindings, code, name)
		assert.Empty(t, errs, name)
		assert.Equal(t, name == "asff-updates", out == "", "%s: the sample has no exemptions", name)
	}
}

// TestHistory: reports of earlier runs give a trend, and what has changed.
func TestHistory(t *testing.T) {
	dir := t.TempDir()
	may, june := filepath.Join(dir, "may.json"), filepath.Join(dir, "june.jsonl")
	scanWith("-format", "json", "-now", "2025-05-01T08:00:00Z", "-o", may)
	scanWith("-format", "jsonl", "-o", june)
	history := []string{"-history", may + "," + june, "-now", "2025-07-01T08:00:00Z"}
	_, out, errs := scanWith(history...)
	assert.Empty(t, errs)
	assert.Regexp(t, `  history fail \d+ -> \d+ -> \d+ `, out)
	assert.Contains(t, out, "  trend   since 2025-06-02 08:00 UTC: ")
	_, out, errs = scanWith(append(history, "-format", "html")...)
	assert.Empty(t, errs)
	assert.Contains(t, out, "3 runs from 2025-05-01 to 2025-07-01: ")

	code, _, errs := scanWith("-history", "nowhere.json")
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, errs, "nowhere.json: no such file or directory")
	code, _, errs = scanWith("-history", "../internal/sample/account-summary.json")
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, errs, "account-summary.json: report: this is no report")
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, errs bytes.Buffer
	assert.Equal(t, exitFailed, run(ctx, nil, program{stdout: &out, stderr: &errs, now: func() time.Time { return clock }}))
	assert.Contains(t, errs.String(), "run cancelled")
}
