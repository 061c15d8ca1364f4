package iamhygiene_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
)

func run(t *testing.T, r iamhygiene.Runner, s *iamhygiene.Snapshot, checks ...iamhygiene.Check) *iamhygiene.Results {
	t.Helper()
	res, err := r.Run(context.Background(), s, checks...)
	require.NoError(t, err)
	return res
}

func TestRunnerCompletesFindings(t *testing.T) {
	c := fails("one", "alice")
	c.info.Params = map[string]string{"max": "90d"}
	c.info.Frameworks = []iamhygiene.Control{{Name: "CIS", Version: "3.0", ID: "1.10"}}
	c.info.Remediation.Text = "mend it"
	c.info.Theme, c.info.Description = "users", "what is examined"
	got := run(t, iamhygiene.Runner{}, snapshot(), c).Findings
	require.Len(t, got, 1)
	f := got[0]
	assert.Equal(t, "one", f.Check)
	assert.Equal(t, 1, f.CheckVersion)
	assert.Equal(t, "Title of one", f.Title)
	assert.Equal(t, "what is examined", f.Description)
	assert.Equal(t, "users", f.Theme)
	assert.Equal(t, iamhygiene.SeverityMedium, f.Severity)
	assert.Equal(t, c.info.Frameworks, f.Frameworks)
	assert.Equal(t, c.info.Remediation, f.Remediation)
	assert.Equal(t, c.info.Params, f.Params)
	assert.Equal(t, now, f.ObservedAt)
	// Computed with: printf 'v1\0one\000111122223333\0aws\0arn:aws:iam::111122223333:user/alice\0' | sha256sum
	assert.Equal(t, fingerprintOfOneAlice, f.Fingerprint)
}

const fingerprintOfOneAlice = "d04e5f56f1f6aebe7a30b5954e3fe9ecc63939bad019c20991b9c1bee74558c9"

// TestPanickingCheck: a panic becomes an Unknown finding and an error that
// names the check; the others go on.
func TestPanickingCheck(t *testing.T) {
	boom := named("boom", func(context.Context, *iamhygiene.Snapshot) []iamhygiene.Finding { panic("index out of nowhere") })
	res := run(t, iamhygiene.Runner{}, snapshot(), boom, fails("one", "alice"))
	require.Len(t, res.Errors, 1)
	assert.Equal(t, "iamhygiene: check boom panicked: index out of nowhere", res.Errors[0].Error())
	assert.Contains(t, res.Errors[0].Stack, "runner_test.go")
	require.Len(t, res.Findings, 2)
	assert.Equal(t, iamhygiene.Unknown, res.Findings[0].Status)
	assert.Equal(t, iamhygiene.CodeInternal, res.Findings[0].Unknown.Code)
	assert.Equal(t, iamhygiene.Fail, res.Findings[1].Status)
}

// TestMissingDataIsNeverAPass: whatever a check says, a dataset that it needs
// and that is not there makes its passes Unknown.
func TestMissingDataIsNeverAPass(t *testing.T) {
	pass := named("hasty", func(_ context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
		return []iamhygiene.Finding{{Status: iamhygiene.Pass, Message: "fine"}}
	})
	pass.info.Needs = []string{"password-policy"}
	f := run(t, iamhygiene.Runner{}, snapshot(), pass).Findings[0]
	assert.Equal(t, iamhygiene.Unknown, f.Status)
	assert.Equal(t, "cannot decide: nobody collected the account password policy; it takes iam:GetAccountPasswordPolicy", f.Message)

	refused := snapshot(iamhygiene.Passwords.Failed(&iamhygiene.DataError{
		Operation: "iam:GetAccountPasswordPolicy", Action: "iam:GetAccountPasswordPolicy", Code: "AccessDenied", RequestID: "r-1",
	}))
	f = run(t, iamhygiene.Runner{}, refused, pass).Findings[0]
	assert.Equal(t, iamhygiene.Unknown, f.Status)
	assert.Equal(t, "cannot decide: iam:GetAccountPasswordPolicy denied; grant iam:GetAccountPasswordPolicy", f.Message)
	assert.Equal(t, "r-1", f.Unknown.RequestID)

	there := snapshot(iamhygiene.Passwords.With(&iamhygiene.PasswordPolicy{}, now))
	assert.Equal(t, iamhygiene.Pass, run(t, iamhygiene.Runner{}, there, pass).Findings[0].Status)
}

// TestSilentCheck: no check leaves the results without a word.
func TestSilentCheck(t *testing.T) {
	silent := named("silent", func(context.Context, *iamhygiene.Snapshot) []iamhygiene.Finding { return nil })
	f := run(t, iamhygiene.Runner{}, snapshot(), silent).Findings
	require.Len(t, f, 1)
	assert.Equal(t, iamhygiene.NotApplicable, f[0].Status)
	silent.info.Needs = []string{"credential-report"}
	f = run(t, iamhygiene.Runner{}, snapshot(), silent).Findings
	require.Len(t, f, 1)
	assert.Equal(t, iamhygiene.Unknown, f[0].Status)
	assert.Equal(t, []string{"iam:GenerateCredentialReport", "iam:GetCredentialReport"}, f[0].Unknown.Grant())
}

func TestUnknownWithoutCauseGetsOne(t *testing.T) {
	lazy := named("lazy", func(context.Context, *iamhygiene.Snapshot) []iamhygiene.Finding { return make([]iamhygiene.Finding, 1) })
	f := run(t, iamhygiene.Runner{}, snapshot(), lazy).Findings[0]
	assert.Equal(t, iamhygiene.Unknown, f.Status)
	assert.NotNil(t, f.Unknown)
	assert.Equal(t, "arn:aws:iam::111122223333:root", f.Resource.ARN)
}

// TestOrder: the order of findings depends neither on that of the checks nor
// on how many run side by side.
func TestOrder(t *testing.T) {
	var checks []iamhygiene.Check
	for i := range 40 {
		c := fails(fmt.Sprintf("check-%02d", i), "bob", "alice", "carol")
		c.info.Severity = iamhygiene.Severities()[i%5]
		checks = append(checks, c)
	}
	var first string
	for round := range 5 {
		rand.Shuffle(len(checks), func(i, j int) { checks[i], checks[j] = checks[j], checks[i] })
		res := run(t, iamhygiene.Runner{Concurrency: 1 + round*3}, snapshot(), checks...)
		text, err := json.Marshal(res.Findings)
		require.NoError(t, err)
		if round == 0 {
			first = string(text)
		}
		assert.Equal(t, first, string(text))
	}
}

func TestConcurrencyIsBounded(t *testing.T) {
	var running, most atomic.Int32
	var checks []iamhygiene.Check
	for i := range 20 {
		checks = append(checks, named(fmt.Sprintf("c-%d", i), func(context.Context, *iamhygiene.Snapshot) []iamhygiene.Finding {
			n := running.Add(1)
			defer running.Add(-1)
			for {
				m := most.Load()
				if n <= m || most.CompareAndSwap(m, n) {
					break
				}
			}
			time.Sleep(time.Millisecond)
			return nil
		}))
	}
	run(t, iamhygiene.Runner{Concurrency: 3}, snapshot(), checks...)
	assert.LessOrEqual(t, most.Load(), int32(3))
}

// TestCancel: a cancelled run returns the error and what there is; checks that
// did not finish are Unknown, never left out.
func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	r := iamhygiene.Runner{Concurrency: 1, Progress: func(p iamhygiene.Progress) {
		if p.Done == 1 {
			cancel()
		}
	}}
	res, err := r.Run(ctx, snapshot(), fails("one", "alice"), fails("two", "alice"), fails("three", "alice"))
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, res.Findings, 3)
	status := map[string]iamhygiene.Status{}
	for _, f := range res.Findings {
		status[f.Check] = f.Status
	}
	assert.Equal(t, map[string]iamhygiene.Status{"one": iamhygiene.Fail, "two": iamhygiene.Unknown, "three": iamhygiene.Unknown}, status)
}

func TestProgress(t *testing.T) {
	var seen []iamhygiene.Progress
	r := iamhygiene.Runner{Progress: func(p iamhygiene.Progress) { seen = append(seen, p) }}
	run(t, r, snapshot(), fails("one", "alice", "bob"), fails("two"))
	require.Len(t, seen, 2)
	for i, p := range seen {
		assert.Equal(t, i+1, p.Done)
		assert.Equal(t, 2, p.Total)
		assert.Equal(t, map[string]int{"one": 2, "two": 1}[p.Check], p.Findings)
	}
}

func TestRunRefusesBadSets(t *testing.T) {
	var r iamhygiene.Runner
	res, err := r.Run(context.Background(), snapshot(), fails("one"), fails("one"), fails("Two"), nil)
	assert.Nil(t, res)
	assert.EqualError(t, err, `iamhygiene: check one: the id is used twice: give one of the two checks another
iamhygiene: check Two: the id "Two" is malformed: want lower-case words joined by hyphens
iamhygiene: check #4: is nil`)
	var set *iamhygiene.SetError
	require.ErrorAs(t, err, &set)
	_, err = r.Run(context.Background(), nil)
	assert.ErrorContains(t, err, "the snapshot is nil")
}

func TestValidateDatasets(t *testing.T) {
	c := fails("one")
	c.info.Needs, c.info.Uses = []string{"credential-report", "crm"}, []string{"acount-summary"}
	assert.EqualError(t, iamhygiene.Validate([]iamhygiene.Check{c}), `iamhygiene: check one: dataset "crm" is not known: correct the name, or pass its DatasetInfo
iamhygiene: check one: dataset "acount-summary" is not known: correct the name, or pass its DatasetInfo`)
	c.info.Uses = nil
	assert.NoError(t, iamhygiene.Validate([]iamhygiene.Check{c}, iamhygiene.DatasetInfo{Name: "crm"}))
	c.info.ID, c.info.Title = "", ""
	assert.ErrorContains(t, iamhygiene.Validate([]iamhygiene.Check{c}), "iamhygiene: check #1: iamhygiene_test.checkFunc has no id")
}

func TestResults(t *testing.T) {
	res := run(t, iamhygiene.Runner{}, snapshot(report(entry("alice", true), entry("bob", false))), mfa, fails("low-one", "x"))
	assert.Equal(t, iamhygiene.Counts{Pass: 1, Fail: 2, FailBySeverity: map[iamhygiene.Severity]int{
		iamhygiene.SeverityHigh: 1, iamhygiene.SeverityMedium: 1,
	}}, res.Count())
	assert.Equal(t, iamhygiene.SeverityHigh, res.Worst())
	assert.Empty(t, res.MissingPolicy())

	res = run(t, iamhygiene.Runner{}, snapshot(), mfa)
	assert.Zero(t, res.Worst())
	assert.Equal(t, []string{"iam:GenerateCredentialReport", "iam:GetCredentialReport"}, res.MissingActions())
	assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:GenerateCredentialReport","iam:GetCredentialReport"],"Resource":"*"}]}`, res.MissingPolicy())
}
