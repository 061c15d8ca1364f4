package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

var clock = time.Date(2030, time.January, 1, 0, 0, 0, 0, time.UTC)

func scanWith(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, program{stdout: &out, stderr: &errs, now: func() time.Time { return clock }, load: func(context.Context, ...func(*config.LoadOptions) error) (aws.Config, error) {
		t.Error("without -live nobody asks for a configuration")
		return aws.Config{}, nil
	}})
	return code, out.String(), errs.String()
}

// TestWithoutFlags: the command without flags shows the product. The checks are
// fixed, so that a new one does not change the golden file.
func TestWithoutFlags(t *testing.T) {
	code, out, errs := scanWith(t)
	assert.Equal(t, exitFindings, code)
	assert.Empty(t, errs)
	assert.True(t, strings.HasPrefix(out, "IAM hygiene of 45 accounts\n"), "four cannot be scanned and one is suspended")

	code, out, errs = scanWith(t, "-checks", "root-*,user-console-mfa,access-key-rotation,role-trust-*")
	assert.Equal(t, exitFindings, code)
	assert.Empty(t, errs)
	if *update {
		require.NoError(t, os.WriteFile("testdata/organization.txt", []byte(out), 0o644))
	}
	want, err := os.ReadFile("testdata/organization.txt")
	require.NoError(t, err)
	assert.Equal(t, string(want), out)
	for line := range strings.Lines(out) {
		if strings.Contains(strings.TrimSpace(line), " ") { // one long word cannot be broken
			assert.LessOrEqual(t, len([]rune(strings.TrimSuffix(line, "\n"))), 100, line)
		}
	}
}

// requestID matches the ids that AWS, and the fake too, give to calls as they
// come.
var requestID = regexp.MustCompile(`fa4e0000-0000-4000-8000-[0-9a-f]{12}`)

// TestOrderOfScheduling: how many accounts are scanned at a time changes
// nothing in any format.
func TestOrderOfScheduling(t *testing.T) {
	scan := func(format, concurrency string) (lines []string, errs string) {
		_, out, errs := scanWith(t, "-format", format, "-concurrency", concurrency, "-checks", "root-*,user-console-mfa,role-trust-*,password-*")
		return strings.Split(requestID.ReplaceAllString(out, "ID"), "\n"), errs
	}
	for format := range writers {
		one, errs := scan(format, "1")
		assert.Equal(t, format == "text", errs == "", "where programs read the report, what was not scanned is on standard error")
		many, more := scan(format, "50")
		assert.Equal(t, errs, more)
		require.Len(t, many, len(one), format)
		for i := range one {
			require.Equal(t, one[i], many[i], "%s, line %d", format, i+1)
		}
	}
}

func TestFormats(t *testing.T) {
	_, out, errs := scanWith(t, "-format", "csv", "-checks", "root-access-key")
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	require.NoError(t, err)
	account := slices.Index(rows[0], "account")
	require.GreaterOrEqual(t, account, 0)
	accounts := make(map[string]bool)
	for _, row := range rows[1:] {
		accounts[row[account]] = true
	}
	assert.Len(t, accounts, 45)
	assert.Contains(t, errs, "NOT SCANNED (5 of 50 accounts: 4 failed, 1 skipped)")

	_, out, _ = scanWith(t, "-format", "sarif", "-checks", "root-access-key")
	assert.Equal(t, 45, strings.Count(out, `"automationDetails"`), "a run for each account")
}

// TestFolder: the reports of the accounts can be read again, and say what the
// summary says.
func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reports")
	_, out, errs := scanWith(t, "-o", dir, "-severity", "high", "-checks", "root-*,user-*")
	require.Empty(t, errs)
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, files, 90)
	for _, f := range files {
		info, err := f.Info()
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
		id, isJSON := strings.CutSuffix(f.Name(), ".json")
		if !isJSON {
			continue
		}
		file, err := os.Open(filepath.Join(dir, f.Name()))
		require.NoError(t, err)
		r, err := report.Read(file)
		file.Close()
		require.NoError(t, err, "it has all findings, whatever -severity shows")
		assert.Equal(t, id, r.Account)
		assert.Regexp(t, `(?m)^  `+id+` +`+strconv.Itoa(r.Count().FailBySeverity[iamhygiene.SeverityCritical])+` +`+strconv.Itoa(r.Count().FailBySeverity[iamhygiene.SeverityHigh])+` `, out)
	}
	page, err := os.ReadFile(filepath.Join(dir, "111122220000.html"))
	require.NoError(t, err)
	assert.Contains(t, string(page), "IAM hygiene of payments-prod (111122220000)")
}

func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		code int
		want string // on standard error
	}{
		{"failures below the threshold", []string{"-checks", "audit-role"}, exitClean, ""},
		{"the threshold lowered", []string{"-checks", "audit-role", "-fail-on", "info"}, exitFindings, ""},
		{"a role with a path", []string{"-role", "audit/tools/Scan", "-checks", "root-mfa"}, exitClean, ""},
		{"help", []string{"-help"}, exitClean, "-concurrency accounts"},
		{"an argument", []string{"all"}, exitFailed, `unexpected argument "all"`},
		{"a format that does not exist", []string{"-format", "html"}, exitFailed, "-format html is not known: want text, sarif or csv"},
		{"a check that does not exist", []string{"-checks", "root-mfaa"}, exitFailed, "did you mean root-mfa?"},
		{"no check", []string{"-checks", "root-mfa", "-skip", "*"}, exitFailed, "no check is left to run"},
		{"nobody scans", []string{"-concurrency", "0"}, exitFailed, "-concurrency 0: at least one account must be scanned at a time"},
		{"no role", []string{"-role", ""}, exitFailed, "-role is empty"},
		{"a profile without -live", []string{"-profile", "x"}, exitFailed, "-profile is for -live"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, _, errs := scanWith(t, c.args...)
			assert.Equal(t, c.code, code, errs)
			assert.Contains(t, errs, c.want)
			if c.want == "" {
				assert.Empty(t, errs)
			}
		})
	}
}

// liveWith runs the program with -live and a configuration that it loads as
// main does, except that calls end in the fake.
func liveWith(t *testing.T, ctx context.Context, manager *fakes.Account, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("AWS_REGION", "")
	t.Setenv("AWS_PROFILE", "")
	var out, errs bytes.Buffer
	code = run(ctx, append([]string{"-live", "-regions", "us-east-1"}, args...), program{
		stdout: &out, stderr: &errs, now: manager.Now, sleep: noWait,
		load: func(ctx context.Context, opts ...func(*config.LoadOptions) error) (aws.Config, error) {
			return config.LoadDefaultConfig(ctx, append(opts,
				config.WithAPIOptions(manager.APIOptions()), config.WithCredentialsProvider(manager.Credentials()),
				config.WithRetryer(func() aws.Retryer { return aws.NopRetryer{} }))...)
		},
	})
	return code, out.String(), errs.String()
}

func TestLive(t *testing.T) {
	org, _ := invented("Audit", "shared-id")
	manager := org.Management()
	code, out, errs := liveWith(t, t.Context(), manager, "-role", "Audit", "-external-id", "shared-id", "-checks", "root-*")
	assert.Equal(t, exitFindings, code)
	assert.Empty(t, errs)
	assert.True(t, strings.HasPrefix(out, "IAM hygiene of 43 accounts\n"), "without retries, those that are throttled twice fail too")

	code, out, errs = liveWith(t, t.Context(), manager, "-role", "Audit", "-external-id", "guess", "-checks", "root-mfa")
	assert.Equal(t, exitClean, code, "the management account can be scanned, and has MFA")
	assert.Empty(t, errs)
	assert.Contains(t, out, "NOT SCANNED (49 of 50 accounts: 48 failed, 1 skipped)")
}

func TestLiveFailures(t *testing.T) {
	t.Run("nothing can be scanned", func(t *testing.T) {
		org, _ := invented("Audit", "")
		org.Fail(fakes.Op[sts.AssumeRoleInput](), fakes.AccessDenied())
		calls := 0 // the first is that of the program, which must know who it is
		org.Management().Fail(fakes.Op[sts.GetCallerIdentityInput](), fakes.AccessDenied().When(func(fakes.Call) bool { calls++; return calls > 1 }))
		code, out, errs := liveWith(t, t.Context(), org.Management(), "-role", "Audit", "-concurrency", "1")
		assert.Equal(t, exitFailed, code)
		assert.Empty(t, out)
		assert.Contains(t, errs, "NOT SCANNED (50 of 50 accounts: 49 failed, 1 skipped)")
		assert.Contains(t, errs, "orgscan: no account could be scanned\n")
	})
	t.Run("the accounts cannot be listed", func(t *testing.T) {
		org, _ := invented("Audit", "")
		org.Fail(fakes.Op[organizations.ListAccountsInput](), fakes.AccessDenied())
		code, out, errs := liveWith(t, t.Context(), org.Management(), "-role", "Audit")
		assert.Equal(t, exitFailed, code)
		assert.Empty(t, out)
		assert.Contains(t, errs, "orgscan: only the management account and delegated administrators may list the accounts: operation error Organizations: ListAccounts")
	})
	t.Run("interrupted", func(t *testing.T) {
		org, _ := invented("Audit", "")
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		code, out, errs := liveWith(t, ctx, org.Management(), "-role", "Audit")
		assert.Equal(t, exitFailed, code)
		assert.Empty(t, out)
		assert.Contains(t, errs, "context canceled")
	})
}
