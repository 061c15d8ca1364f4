package collect_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

var update = flag.Bool("update", false, "rewrite the golden snapshot")

var now = time.Date(2024, 3, 12, 0, 0, 0, 0, time.UTC)

// exports are those of one invented account.
var exports = collect.Files{
	AuthorizationDetails: "testdata/authorization-details.json",
	CredentialReport:     "testdata/credential-report.json",
	AccountSummary:       "testdata/account-summary.json",
	PasswordPolicy:       "testdata/password-policy.json",
}

func marshal(t *testing.T, s *iamhygiene.Snapshot) []byte {
	t.Helper()
	text, err := json.Marshal(s)
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, json.Indent(&b, text, "", "  "))
	b.WriteByte('\n')
	return b.Bytes()
}

func TestGoldenSnapshot(t *testing.T) {
	s, err := collect.FromFiles(now, exports)
	require.NoError(t, err)
	assert.Empty(t, s.Errors(), "the exports are whole")
	const golden = "testdata/snapshot.golden.json"
	got := marshal(t, s)
	if *update {
		require.NoError(t, os.WriteFile(golden, got, 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))

	again, err := iamhygiene.ReadSnapshot(bytes.NewReader(got))
	require.NoError(t, err)
	assert.Equal(t, string(got), string(marshal(t, again)), "the golden file reads back")
}

func TestFacts(t *testing.T) {
	s, err := collect.FromFiles(now, exports)
	require.NoError(t, err)
	assert.Equal(t, "111122223333", s.AccountID())
	assert.Equal(t, "aws", s.Partition())
	assert.Equal(t, now, s.Now())
	assert.Equal(t, time.Date(2024, 3, 11, 22, 50, 0, 0, time.UTC), iamhygiene.CredentialReport.At(s), "GeneratedTime")
	assert.Zero(t, iamhygiene.Authorization.At(s), "the file does not say")
	var users []string
	for u, err := range s.Users() {
		require.NoError(t, err)
		users = append(users, u.Name())
	}
	assert.ElementsMatch(t, []string{"alice", "bob", "ci-deploy", "doe,jane"}, users)
	roles := make(map[string]*iamhygiene.RoleDetail)
	for r, err := range s.Roles() {
		require.NoError(t, err)
		roles[r.Detail().Name] = r.Detail()
	}
	assert.False(t, roles["batch-node"].LastUsedUnknown, "an empty RoleLastUsed is a word: not used in the tracking period")
	assert.Zero(t, roles["batch-node"].LastUsed)
	passwords, err := iamhygiene.Passwords.Get(s)
	require.NoError(t, err)
	assert.Equal(t, 90, passwords.MaxAge)
}

// The three forms of the report say the same, but for the time.
func TestFormsOfTheReport(t *testing.T) {
	text, err := os.ReadFile("testdata/credential-report.json")
	require.NoError(t, err)
	var envelope struct{ Content string }
	require.NoError(t, json.Unmarshal(text, &envelope))
	csv, err := os.ReadFile("testdata/credential-report.csv")
	require.NoError(t, err)
	reportTime := time.Date(2024, 3, 11, 22, 50, 0, 0, time.UTC)
	option := func(o *collect.FileOptions) { o.ReportTime = reportTime }
	var texts []string
	for _, form := range []string{string(text), envelope.Content, string(csv)} {
		s, err := collect.FromReaders(now, collect.Readers{CredentialReport: strings.NewReader(form)}, option)
		require.NoError(t, err)
		assert.Equal(t, reportTime, iamhygiene.CredentialReport.At(s))
		texts = append(texts, string(marshal(t, s)))
	}
	assert.Equal(t, texts[0], texts[1])
	assert.Equal(t, texts[0], texts[2])

	s, err := collect.FromReaders(now, collect.Readers{CredentialReport: bytes.NewReader(csv)})
	require.NoError(t, err)
	assert.Zero(t, iamhygiene.CredentialReport.At(s), "a CSV does not say when it was made")

	s, err = collect.FromReaders(now, collect.Readers{CredentialReport: bytes.NewReader(text)}, func(o *collect.FileOptions) { o.ReportTime = now })
	require.NoError(t, err)
	assert.Equal(t, reportTime, iamhygiene.CredentialReport.At(s), "what the file says counts")
}

func TestFSAndReadersGiveTheSame(t *testing.T) {
	want, err := collect.FromFiles(now, exports)
	require.NoError(t, err)
	fromFS, err := collect.FromFS(os.DirFS("."), now, exports)
	require.NoError(t, err)
	assert.Equal(t, string(marshal(t, want)), string(marshal(t, fromFS)))
	open := func(path string) io.Reader {
		f, err := os.Open(path)
		require.NoError(t, err)
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	fromReaders, err := collect.FromReaders(now, collect.Readers{
		AuthorizationDetails: open(exports.AuthorizationDetails), CredentialReport: open(exports.CredentialReport),
		AccountSummary: open(exports.AccountSummary), PasswordPolicy: open(exports.PasswordPolicy),
	})
	require.NoError(t, err)
	assert.Equal(t, string(marshal(t, want)), string(marshal(t, fromReaders)))
}

func TestAbsentFilesAreAbsentDatasets(t *testing.T) {
	s, err := collect.FromFiles(now, collect.Files{AuthorizationDetails: exports.AuthorizationDetails})
	require.NoError(t, err)
	assert.Equal(t, []string{"authorization-details"}, s.Datasets())
	assert.Empty(t, s.Errors(), "nobody asked, so nothing failed")
	_, err = iamhygiene.Summary.Get(s)
	assert.Equal(t, iamhygiene.CodeNotCollected, iamhygiene.AsDataError(err).Code)
}

func TestAccounts(t *testing.T) {
	report := func(partition, account string) string {
		arn := "arn:" + partition + ":iam::" + account
		return "user,arn,password_enabled,mfa_active,access_key_1_active\n<root_account>," + arn + ":root,not_supported,true,false\n"
	}
	details := func(partition string, accounts ...string) string {
		var users []string
		for _, a := range accounts {
			users = append(users, `{"UserName": "alice", "Arn": "arn:`+partition+`:iam::`+a+`:user/alice"}`)
		}
		return `{"UserDetailList": [` + strings.Join(users, ",") + `], "GroupDetailList": [], "RoleDetailList": [], "Policies": []}`
	}
	const a, b = "111122223333", "444455556666"
	for name, c := range map[string]struct {
		files     map[string]string
		options   collect.FileOptions
		account   string
		partition string
		want      string // the error
		why       string
	}{
		"same":         {map[string]string{"d": details("aws", a), "r": report("aws", a)}, collect.FileOptions{}, a, "aws", "", "the usual case"},
		"china":        {map[string]string{"r": report("aws-cn", a)}, collect.FileOptions{}, a, "aws-cn", "", "R77: the partition of the ARNs"},
		"asked for":    {map[string]string{"d": details("aws", a)}, collect.FileOptions{Account: a}, a, "aws", "", "the option agrees"},
		"no ARN":       {map[string]string{"s": `{"SummaryMap": {}}`}, collect.FileOptions{}, "", "", "collect: no file says which account it is of; give the authorization details or the credential report too, or the account id as an option", "R20: findings are keyed by account"},
		"option":       {map[string]string{"s": `{"SummaryMap": {}}`}, collect.FileOptions{Account: a, Partition: "aws-us-gov"}, a, "aws-us-gov", "", "the option says it"},
		"two files":    {map[string]string{"d": details("aws", a), "r": report("aws", b)}, collect.FileOptions{}, "", "", "collect: d is of account 111122223333, but r is of account 444455556666; give the files of one account at a time", "both files and both accounts"},
		"one file":     {map[string]string{"d": details("aws", a, b)}, collect.FileOptions{}, "", "", "collect: d is of two accounts, 111122223333 and 444455556666; give the files of one account at a time", "R20: one user name in two accounts"},
		"merged":       {map[string]string{"r": report("aws", a) + strings.SplitAfter(report("aws", b), "\n")[1]}, collect.FileOptions{}, "", "", "collect: r is of two accounts, 111122223333 and 444455556666; give the files of one account at a time", "two reports in one"},
		"not asked":    {map[string]string{"r": report("aws", a)}, collect.FileOptions{Account: b}, "", "", "collect: r is of account 111122223333, but account 444455556666 was asked for", "a guard against the wrong file"},
		"partitions":   {map[string]string{"d": details("aws", a), "r": report("aws-cn", a)}, collect.FileOptions{}, "", "", "collect: d is of account 111122223333 in partition aws, but r is of account 111122223333 in partition aws-cn; give the files of one account at a time", "the same number in two partitions is two accounts"},
		"bad option":   {map[string]string{"r": report("aws", a)}, collect.FileOptions{Account: "1234"}, "", "", "collect: the account id 1234 is malformed; want 12 digits", "leading zeros get lost in spreadsheets"},
		"managed only": {map[string]string{"d": `{"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [], "Policies": [{"PolicyName": "p", "Arn": "arn:aws:iam::aws:policy/p", "DefaultVersionId": "v1", "AttachmentCount": 0, "PermissionsBoundaryUsageCount": 0, "PolicyVersionList": []}]}`}, collect.FileOptions{}, "", "", "no file says which account it is of", "the ARN of an AWS managed policy names no account"},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := fstest.MapFS{}
			files := collect.Files{}
			for file, text := range c.files {
				fsys[file] = &fstest.MapFile{Data: []byte(text)}
				switch file {
				case "d":
					files.AuthorizationDetails = file
				case "r":
					files.CredentialReport = file
				case "s":
					files.AccountSummary = file
				}
			}
			s, err := collect.FromFS(fsys, now, files, func(o *collect.FileOptions) { *o = c.options })
			if c.want != "" {
				require.ErrorContains(t, err, c.want, c.why)
				assert.Nil(t, s)
				return
			}
			require.NoError(t, err, c.why)
			assert.Equal(t, c.account, s.AccountID(), c.why)
			assert.Equal(t, c.partition, s.Partition(), c.why)
		})
	}
}

func TestAllFileErrorsAreReportedTogether(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	files := collect.Files{
		AuthorizationDetails: write("details.json", "{\n  \"UserDetailList\": [\n    {\"UserName\": alice}]}"),
		CredentialReport:     write("report.csv", "user,arn\nalice,arn:aws:iam::111122223333:user/alice\n"),
		AccountSummary:       filepath.Join(dir, "nowhere.json"),
		PasswordPolicy:       write("passwords.json", ""),
	}
	s, err := collect.FromFiles(now, files)
	require.Error(t, err)
	assert.Nil(t, s)
	require.ErrorIs(t, err, fs.ErrNotExist)
	var column *credreport.ColumnError
	require.ErrorAs(t, err, &column, "the cause is kept")
	joined, ok := err.(interface{ Unwrap() []error })
	require.True(t, ok)
	var texts []string
	for _, e := range joined.Unwrap() {
		var f *collect.FileError
		require.ErrorAs(t, e, &f)
		texts = append(texts, strings.ReplaceAll(e.Error(), dir+string(filepath.Separator), ""))
	}
	assert.Equal(t, []string{
		"collect: nowhere.json: the file cannot be opened: no such file or directory",
		"collect: details.json: line 3, column 18: not JSON: invalid character 'a' looking for beginning of value; save the output of: aws iam get-account-authorization-details --output json",
		`collect: report.csv: line 1: columns "password_enabled", "mfa_active", "access_key_1_active" are missing (found user,arn); download the report again: aws iam get-credential-report`,
		"collect: passwords.json: the input is empty; save the output of: aws iam get-account-password-policy --output json",
	}, texts)
}

func TestNothingToDo(t *testing.T) {
	_, err := collect.FromFiles(now, collect.Files{})
	require.EqualError(t, err, "collect: no file is given; give at least the authorization details or the credential report")
	_, err = collect.FromFiles(now, collect.Files{AccountSummary: "testdata/no-such-file"})
	require.EqualError(t, err, "collect: testdata/no-such-file: the file cannot be opened: no such file or directory")
	_, err = collect.FromFiles(time.Time{}, exports)
	require.EqualError(t, err, "collect: the clock is the zero time; pass time.Now(), or the time at which the files were saved")
}
