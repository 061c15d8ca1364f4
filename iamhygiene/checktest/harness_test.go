package checktest_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checktest"
)

// checkFunc is a check made of a function.
type checkFunc func(s *iamhygiene.Snapshot) []iamhygiene.Finding

func (checkFunc) Info() iamhygiene.Info { return iamhygiene.Info{ID: "odd", Title: "Is odd"} }

func (f checkFunc) Run(_ context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding { return f(s) }

func TestFaultsOfChecksFail(t *testing.T) {
	finding := func(s *iamhygiene.Snapshot, message string) iamhygiene.Finding {
		return iamhygiene.Finding{Status: iamhygiene.Pass, Message: message, Resource: s.AccountResource(iamhygiene.TypeAccount)}
	}
	var runs atomic.Int32
	for name, c := range map[string]struct {
		check checkFunc
		want  string
	}{
		"panic": {func(*iamhygiene.Snapshot) []iamhygiene.Finding { panic("out of cheese") }, "check odd panicked: out of cheese"},
		"same finding twice": {func(s *iamhygiene.Snapshot) []iamhygiene.Finding {
			return []iamhygiene.Finding{finding(s, "a"), finding(s, "b")}
		}, "no report can tell them apart"},
		"no message": {func(s *iamhygiene.Snapshot) []iamhygiene.Finding {
			return []iamhygiene.Finding{finding(s, "")}
		}, "without a message"},
		"another answer at the second run": {func(s *iamhygiene.Snapshot) []iamhygiene.Finding {
			return []iamhygiene.Finding{finding(s, fmt.Sprint(runs.Add(1)))}
		}, "the findings change when the snapshot is stored"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Contains(t, run(t, checktest.Runner{}, reason+"-- want --\n", c.check), c.want)
		})
	}
	assert.Empty(t, run(t, checktest.Runner{}, reason+"-- want --\nPASS odd 111122223333\n", checkFunc(func(s *iamhygiene.Snapshot) []iamhygiene.Finding {
		return []iamhygiene.Finding{finding(s, "fine")}
	})))
}

// A line that fits several findings must not take the one that a more exact
// line needs.
func TestLinesGiveWay(t *testing.T) {
	two := checkFunc(func(s *iamhygiene.Snapshot) []iamhygiene.Finding {
		var out []iamhygiene.Finding
		for _, d := range []string{"a", "b", "high"} {
			out = append(out, iamhygiene.Finding{Status: iamhygiene.Fail, Message: "statement " + d, Resource: s.AccountResource(iamhygiene.TypeAccount), Discriminator: d})
		}
		return out
	})
	for _, want := range []string{
		"FAIL odd 111122223333\nFAIL odd 111122223333 a\nFAIL odd 111122223333\n",
		"FAIL odd 111122223333 \"statement\"\nFAIL odd 111122223333 \"statement a\"\nFAIL odd 111122223333 `b$`\n",
		"FAIL odd 111122223333 b\nFAIL odd 111122223333 [high] info\nFAIL odd arn:aws:iam::111122223333:root info\n",
	} {
		assert.Empty(t, run(t, checktest.Runner{}, reason+"-- want --\n"+want, two))
	}
	got := run(t, checktest.Runner{}, reason+"-- want --\nFAIL odd 111122223333 a\nFAIL odd 111122223333 a\n", two)
	assert.Contains(t, got, "- FAIL odd 111122223333 a (line 4)")
	assert.Contains(t, got, `+ FAIL odd 111122223333 [high] info "statement high"`, "what reads like a severity is in brackets")
}

func TestNothingToRunFails(t *testing.T) {
	for name, f := range map[string]func(checktest.TB){
		"no file matches \"testdata/none-*\"": func(t checktest.TB) { checktest.Run(t, "testdata/none-*", consoleMFA()) },
		"pattern \"[\"":                       func(t checktest.TB) { checktest.Run(t, "[", consoleMFA()) },
		"pattern \"[a\"":                      func(t checktest.TB) { checktest.RunFS(t, fstest.MapFS{"a": {}}, "[a", consoleMFA()) },
		"no check is given":                   func(t checktest.TB) { checktest.Run(t, "testdata/*.txtar") },
		"is nil":                              func(t checktest.TB) { checktest.Run(t, "testdata/*.txtar", nil) },
		"used twice":                          func(t checktest.TB) { checktest.Run(t, "testdata/*.txtar", consoleMFA(), consoleMFA()) },
	} {
		t.Run(name, func(t *testing.T) {
			var r recorder
			f(&r)
			require.Len(t, r.texts, 1)
			assert.Contains(t, r.texts[0], name)
		})
	}
}

func TestUpdate(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "f.txtar")
	write := func(text string) { require.NoError(t, os.WriteFile(file, []byte(text), 0o600)) }
	check := func(runner checktest.Runner) []string {
		var r recorder
		runner.Run(&r, filepath.Join(dir, "*.txtar"), consoleMFA())
		return r.texts
	}
	write(reason + rows + `carol password_enabled=true
-- want --
# carol is a comment's business
FAIL console-mfa carol ` + "`without`" + `

FAIL console-mfa bob low
FAIL console-mfa nobody
PASS console-mfa alice
`)
	assert.NotEmpty(t, check(checktest.Runner{}))
	assert.Empty(t, check(checktest.Runner{Update: true}))
	got, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, reason+rows+`carol password_enabled=true
-- want --
# carol is a comment's business
FAIL console-mfa carol `+"`without`"+`

PASS console-mfa alice
FAIL console-mfa bob high "bob has a password without MFA"
`, string(got), "lines that hold stay, comments too")
	assert.Empty(t, check(checktest.Runner{}))

	write(reason + rows)
	assert.Empty(t, check(checktest.Runner{Update: true}), "a missing want file is added")
	got, err = os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, reason+rows+"-- want --\nFAIL console-mfa bob high \"bob has a password without MFA\"\n", string(got))

	write(reason + "-- credential-report.rows --\n-- want --\n")
	before, err := os.Stat(file)
	require.NoError(t, err)
	assert.Empty(t, check(checktest.Runner{Update: true}))
	after, err := os.Stat(file)
	require.NoError(t, err)
	assert.Equal(t, before.ModTime(), after.ModTime(), "a fixture that holds is not written")

	assert.Contains(t, run(t, checktest.Runner{Update: true}, reason+rows+"-- want --\n", consoleMFA()), "to update, use Run")
}

type badges map[string]string

func TestOwnDatasets(t *testing.T) {
	dataset := iamhygiene.NewDataset[badges](iamhygiene.DatasetInfo{Name: "badges", Title: "the badges", Operations: []string{"hr:ListBadges"}})
	check := iamhygiene.ForAccount(iamhygiene.Info{ID: "badge", Title: "The boss has a badge", Severity: iamhygiene.SeverityLow, Needs: []string{"badges"}},
		func(a *iamhygiene.Account) iamhygiene.Verdict {
			b, err := dataset.Get(a.Snapshot())
			if err != nil {
				return iamhygiene.Undecided(err)
			}
			return iamhygiene.If(b["boss"] != "", "there is one", "there is none")
		})
	runner := checktest.Runner{Datasets: []checktest.Dataset{checktest.JSON(dataset)}}
	for name, c := range map[string]struct{ fixture, want string }{
		"present":     {reason + "-- badges.json --\n{\"boss\": \"B-1\"}\n-- want --\nPASS badge 111122223333\n", ""},
		"fails":       {reason + "-- badges.json --\n{}\n-- want --\nFAIL badge 111122223333 low \"none\"\n", ""},
		"refused":     {reason + "-- options --\nfailed: badges AccessDenied\n-- want --\nUNKNOWN badge 111122223333 \"grant hr:ListBadges\"\n", ""},
		"absent":      {reason + "-- want --\nUNKNOWN badge 111122223333\n", ""},
		"damaged":     {reason + "-- badges.json --\n[]\n-- want --\n", "badges.json: json: cannot unmarshal array"},
		"two values":  {reason + "-- badges.json --\n{} {}\n-- want --\n", "more text follows"},
		"not allowed": {reason + "-- badge.json --\n{}\n-- want --\n", `the file "badge.json" means nothing`},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, runner, c.fixture, check)
			if c.want == "" {
				assert.Empty(t, got)
			} else {
				assert.Contains(t, got, c.want)
			}
		})
	}
}

func TestSnapshot(t *testing.T) {
	s, err := checktest.Snapshot(`
-- options --
now: 2024-03-12T06:00:00Z
report-time: 2024-03-11
account: 444455556666
partition: aws-cn
-- credential-report.rows --
# dates
/eng/alice access_key_1_active=true access_key_1_last_rotated=-44d23h59m59s access_key_2_last_used_date=2020-02-03
bob        password_enabled=true password_last_changed=+1h user_creation_time=2020-01-01
-- password-policy.json --
An error occurred (NoSuchEntity) when calling the GetAccountPasswordPolicy operation: The Password Policy cannot be found.
`)
	require.NoError(t, err)
	assert.Equal(t, "arn:aws-cn:iam::444455556666:root", s.RootARN())
	assert.Equal(t, time.Date(2024, 3, 12, 6, 0, 0, 0, time.UTC), s.Now())
	assert.Equal(t, time.Date(2024, 3, 11, 0, 0, 0, 0, time.UTC), iamhygiene.CredentialReport.At(s))
	report, err := iamhygiene.CredentialReport.Get(s)
	require.NoError(t, err)
	require.Len(t, report.Entries, 3)
	assert.True(t, report.Entries[0].IsRoot(), "added")
	alice, bob := report.Entries[1], report.Entries[2]
	assert.Equal(t, "arn:aws-cn:iam::444455556666:user/eng/alice", alice.ARN)
	assert.Equal(t, "2024-01-27T06:00:01+00:00", alice.AccessKeys[0].LastRotated.String())
	assert.Equal(t, "2024-03-11T06:00:00+00:00", alice.AccessKeys[0].LastUsedDate.String(), "used a day ago")
	assert.Equal(t, "2020-02-03T00:00:00+00:00", alice.AccessKeys[1].LastUsedDate.String())
	assert.Equal(t, "s3", alice.AccessKeys[1].LastUsedService.String())
	assert.Equal(t, "N/A", alice.PasswordLastUsed.String())
	assert.Equal(t, "2024-03-12T07:00:00+00:00", bob.PasswordLastChanged.String())
	assert.Equal(t, "2020-01-01T00:00:00+00:00", bob.UserCreationTime.String())
	passwords, err := iamhygiene.Passwords.Get(s)
	require.NoError(t, err)
	assert.False(t, passwords.Set)

	_, err = checktest.Snapshot("-- nonsense --\n")
	require.ErrorContains(t, err, `checktest: the text: the file "nonsense" means nothing`)
}

// With a testing.T each fixture is a subtest.
func TestSubtests(t *testing.T) {
	var names []string
	checktest.Run(named{t, &names}, "testdata/mfa.txtar", consoleMFA())
	assert.Equal(t, []string{"mfa.txtar"}, names)
}

type named struct {
	*testing.T
	names *[]string
}

func (n named) Run(name string, f func(*testing.T)) bool {
	*n.names = append(*n.names, name)
	return n.T.Run(name, f)
}
