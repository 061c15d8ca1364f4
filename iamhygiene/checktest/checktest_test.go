package checktest_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checktest"
)

var update = flag.Bool("update", false, "rewrite the want lines of the fixtures")

// consoleMFA is a small check to test the harness with.
func consoleMFA() iamhygiene.Check {
	judge := func(u *iamhygiene.User) iamhygiene.Verdict {
		has, err := u.HasPassword()
		if err != nil {
			return iamhygiene.Undecided(err)
		}
		if !has {
			return iamhygiene.Inapplicable(u.Name() + " has no password")
		}
		mfa, err := u.MFAActive()
		if err != nil {
			return iamhygiene.Undecided(err)
		}
		return iamhygiene.If(mfa, u.Name()+" has MFA", u.Name()+" has a password without MFA")
	}
	return iamhygiene.ForUsers(iamhygiene.Info{
		ID: "console-mfa", Title: "Console users have MFA", Severity: iamhygiene.SeverityHigh,
		Needs: []string{"credential-report"},
	}, judge)
}

// recorder is a TB that keeps what a test would print.
type recorder struct{ texts []string }

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.texts = append(r.texts, fmt.Sprintf(format, args...))
}

func TestRun(t *testing.T) {
	results := (&checktest.Runner{Update: *update}).Run(t, "testdata/*.txtar", consoleMFA())
	require.NotEmpty(t, results, "a harness that runs nothing passes everything")
}

// run runs one fixture and returns what the test would print.
func run(t *testing.T, runner checktest.Runner, fixture string, checks ...iamhygiene.Check) string {
	t.Helper()
	var r recorder
	runner.RunFS(&r, fstest.MapFS{"f.txtar": {Data: []byte(fixture)}}, "*.txtar", checks...)
	return strings.Join(r.texts, "\n")
}

const (
	reason = "A reason.\n"
	rows   = "-- credential-report.rows --\nalice password_enabled=true mfa_active=true\nbob password_enabled=true\n"
)

func TestDifferencesFail(t *testing.T) {
	for name, c := range map[string]struct {
		fixture string
		want    []string // parts of the output; none: the fixture passes
		why     string
	}{
		"right":            {reason + rows + "-- want --\nFAIL console-mfa bob\n", nil, "the least that must be written"},
		"pass line":        {reason + rows + "-- want --\nFAIL console-mfa bob\nPASS console-mfa alice\n", nil, "passes may be written"},
		"unexpected":       {reason + rows + "-- want --\n", []string{`+ FAIL console-mfa bob high "bob has a password without MFA"`}, "a failure nobody wants"},
		"stale":            {reason + rows + "-- want --\nFAIL console-mfa bob\nFAIL console-mfa carol\n", []string{"- FAIL console-mfa carol (line 7)"}, "a line that nothing matches"},
		"stale pass":       {reason + rows + "-- want --\nFAIL console-mfa bob\nPASS console-mfa bob\n", []string{"- PASS console-mfa bob"}, "passes are checked where they are written"},
		"status":           {reason + rows + "-- want --\nFAIL console-mfa bob\nFAIL console-mfa alice\n", []string{"- FAIL console-mfa alice", `+ PASS console-mfa alice "alice has MFA"`}, "the finding that comes near is shown"},
		"severity":         {reason + rows + "-- want --\nFAIL console-mfa bob low\n", []string{"- FAIL console-mfa bob low", "+ FAIL console-mfa bob high"}, "another severity is another finding"},
		"text":             {reason + rows + "-- want --\nFAIL console-mfa bob \"no such words\"\n", []string{"- FAIL", "+ FAIL"}, "the text must occur"},
		"regexp":           {reason + rows + "-- want --\nFAIL console-mfa bob `^without`\n", []string{"- FAIL", "+ FAIL"}, "the regexp must match"},
		"discriminator":    {reason + rows + "-- want --\nFAIL console-mfa bob key1\n", []string{"- FAIL console-mfa bob key1"}, "the finding has none"},
		"twice":            {reason + rows + "-- want --\nFAIL console-mfa bob\nFAIL console-mfa bob\n", []string{"- FAIL console-mfa bob (line 7)"}, "a line stands for one finding"},
		"other check":      {reason + rows + "-- want --\nFAIL console-mfa bob\nFAIL root-mfa bob\n", []string{"the check root-mfa did not run"}, "a line about a check that does not run can never hold"},
		"substring":        {reason + rows + "-- want --\nFAIL console-mfa bo\n", []string{"- FAIL console-mfa bo ", "+ FAIL console-mfa bob"}, "names are compared whole"},
		"complete":         {reason + rows + "-- options --\ncomplete\n-- want --\nFAIL console-mfa bob\n", []string{"+ PASS console-mfa alice"}, "complete demands passes"},
		"complete right":   {reason + rows + "-- options --\ncomplete\n-- want --\nFAIL console-mfa bob\nPASS console-mfa alice\n", nil, "all are there"},
		"unknown":          {reason + "-- options --\nfailed: credential-report AccessDenied\n-- want --\n", []string{"+ UNKNOWN console-mfa 111122223333", "grant iam:GenerateCredentialReport and iam:GetCredentialReport"}, "Unknown must be wanted"},
		"unknown wanted":   {reason + "-- options --\nfailed: credential-report AccessDenied\n-- want --\nUNKNOWN console-mfa 111122223333 \"grant\"\n", nil, "the refused dataset"},
		"not collected":    {reason + "-- want --\nUNKNOWN console-mfa 111122223333 \"the credential report\"\n", nil, "no file: not collected"},
		"scoped failure":   {reason + rows + "-- options --\nfailed: credential-report Throttling line 9\n-- want --\nFAIL console-mfa bob\nUNKNOWN console-mfa 111122223333 [credential-report/line 9] \"Throttling\"\n", nil, "a part failed; the discriminator has a space"},
		"exempt":           {reason + rows + exemption + "-- want --\nEXEMPT console-mfa bob\n", nil, "an exempted failure has a word of its own"},
		"exempt unwanted":  {reason + rows + exemption + "-- want --\n", []string{"+ EXEMPT console-mfa bob"}, "it is still a failure"},
		"exempt as fail":   {reason + rows + exemption + "-- want --\nFAIL console-mfa bob\n", []string{"- FAIL console-mfa bob", "+ EXEMPT console-mfa bob"}, "FAIL is an open failure"},
		"no want":          {reason + rows, []string{"there is no want file", "+ FAIL console-mfa bob"}, "a fixture that wants nothing says so"},
		"no reason":        {" \n" + rows + "-- want --\nFAIL console-mfa bob\n", []string{"has no comment"}, "no reason, no run"},
		"unknown file":     {reason + "-- credential-report.txt --\n-- want --\n", []string{`the file "credential-report.txt" means nothing`}, "a misspelt file would not be read"},
		"two reports":      {reason + rows + "-- credential-report.csv --\nx\n-- want --\n", []string{"are the same dataset"}, "which one would count?"},
		"file twice":       {reason + rows + "-- want --\n-- want --\n", []string{"want is there twice"}, "which one would count?"},
		"broken file":      {reason + "-- account-summary.json --\n{\n-- want --\n", []string{"account-summary.json: line 2, column 1: the JSON ends early"}, "the file and where"},
		"bad status":       {reason + rows + "-- want --\nFAILED console-mfa bob\n", []string{"line 6", `"FAILED" is not a status`}, "a misspelt status"},
		"bad regexp":       {reason + rows + "-- want --\nFAIL console-mfa bob `(`\n", []string{"line 6", "missing closing )"}, "a broken pattern"},
		"open text":        {reason + rows + "-- want --\nFAIL console-mfa bob \"x\n", []string{"line 6", "has no end"}, "a broken text"},
		"short":            {reason + rows + "-- want --\nFAIL console-mfa\n", []string{"want STATUS check-id resource"}, "no resource"},
		"after text":       {reason + rows + "-- want --\nFAIL console-mfa bob \"x\" high\n", []string{"which comes last"}, "words in the wrong order"},
		"two words":        {reason + rows + "-- want --\nFAIL console-mfa bob very bad\n", []string{`"bad" follows the discriminator`}, "a text without quotation marks"},
		"option":           {reason + rows + "-- options --\nnwo: 2024-01-01\n-- want --\n", []string{`line 1: there is no option "nwo"`}, "a misspelt option"},
		"option time":      {reason + rows + "-- options --\nnow: yesterday\n-- want --\n", []string{`"yesterday" is not a time`}, "a bad time"},
		"option twice":     {reason + rows + "-- options --\nnow: 2024-01-01\nnow: 2024-01-02\n-- want --\n", []string{"now is there twice"}, "which one would count?"},
		"option account":   {reason + rows + "-- options --\naccount: 12\n-- want --\n", []string{"not a 12-digit account id"}, "a bad id"},
		"other account":    {reason + "-- options --\naccount: 444455556666\n-- credential-report.csv --\n" + csv + "-- want --\n", []string{"is of account 111122223333, but account 444455556666 was asked for"}, "the option and the files differ"},
		"failed unknown":   {reason + rows + "-- options --\nfailed: reports AccessDenied\n-- want --\n", []string{`there is no dataset "reports"`}, "a misspelt dataset"},
		"failed with file": {reason + rows + "-- options --\nfailed: credential-report AccessDenied\n-- want --\n", []string{"but the fixture has credential-report.rows"}, "it cannot have failed and be there"},
		"checks":           {reason + rows + "-- options --\nchecks: console-*\n-- want --\nFAIL console-mfa bob\n", nil, "a glob over the checks"},
		"checks none":      {reason + rows + "-- options --\nchecks: root-*\n-- want --\n", []string{"matches none of the checks"}, "a fixture that runs nothing"},
		"rows column":      {reason + "-- credential-report.rows --\nalice password=true\n-- want --\n", []string{`line 1: the credential report has no column "password"`}, "a misspelt column"},
		"rows value":       {reason + "-- credential-report.rows --\nalice password_enabled\n-- want --\n", []string{"want column=value"}, "a column without a value"},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, checktest.Runner{}, c.fixture, consoleMFA())
			if c.want == nil {
				assert.Empty(t, got, c.why)
			}
			for _, part := range c.want {
				assert.Contains(t, got, part, c.why)
			}
		})
	}
}

const exemption = `-- exemptions.json --
{"exemptions": [{"id": "EX-1", "checks": ["console-mfa"], "resource": "arn:aws:iam::111122223333:user/bob",
 "reason": "leaves the company next week", "owner": "it", "expires": "2024-06-30"}]}
`

const csv = `user,arn,password_enabled,mfa_active,access_key_1_active
<root_account>,arn:aws:iam::111122223333:root,not_supported,true,false
`
