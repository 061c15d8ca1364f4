package report_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

// state is one finding as a test writes it: nil for a finding that is not there.
type state struct {
	status   iamhygiene.Status
	severity iamhygiene.Severity
	exempted bool
}

// one makes results of a check on the user x in the given state, and a finding
// of another check, so that the results are never empty.
func one(at time.Time, s *state, extra ...iamhygiene.Finding) *iamhygiene.Results {
	r := &iamhygiene.Results{
		Account: "111122223333", Partition: "aws", Time: at,
		Checks: []iamhygiene.Info{{ID: "c", Title: "C"}, {ID: "other", Title: "Other"}},
	}
	if s != nil {
		f := iamhygiene.Finding{Check: "c", Title: "C", Status: s.status, Severity: s.severity, Message: "is so", Resource: user("x"), ObservedAt: at}
		if s.exempted {
			f.Suppression = &iamhygiene.Suppression{ID: "e-1", Owner: "me", Reason: "because", Expires: at.AddDate(0, 1, 0)}
		}
		r.Findings = append(r.Findings, f)
	}
	r.Findings = append(r.Findings, extra...)
	r.Findings = append(r.Findings, iamhygiene.Finding{Check: "other", Status: iamhygiene.Pass, Severity: iamhygiene.SeverityLow, Resource: user("y")})
	for i := range r.Findings {
		r.Findings[i].Fingerprint = r.Findings[i].ComputeFingerprint()
	}
	iamhygiene.SortFindings(r.Findings)
	return r
}

func TestCompare(t *testing.T) {
	const high, low = iamhygiene.SeverityHigh, iamhygiene.SeverityLow
	var (
		pass    = &state{iamhygiene.Pass, high, false}
		na      = &state{iamhygiene.NotApplicable, high, false}
		manual  = &state{iamhygiene.Manual, high, false}
		unknown = &state{iamhygiene.Unknown, high, false}
		fail    = &state{iamhygiene.Fail, high, false}
		failLow = &state{iamhygiene.Fail, low, false}
		exempt  = &state{iamhygiene.Fail, high, true}
	)
	for _, c := range []struct {
		name, reason string
		old, new     *state
		want         string // empty: left out
		worse        bool
	}{
		{"appears failing", "nobody knew of it", nil, fail, "new", true},
		{"appears exempted", "the exemption covers it", nil, exempt, "new", false},
		{"passed, fails", "it did not fail before", pass, fail, "new", true},
		{"did not apply, fails", "it did not fail before", na, fail, "new", true},
		{"unknown, fails", "it was not known to fail", unknown, fail, "new", true},
		{"manual, fails", "the answer was no", manual, fail, "new", true},
		{"exempted, fails", "the exemption no longer applies", exempt, fail, "reopened", true},
		{"fails worse", "a greater severity", failLow, fail, "changed", true},
		{"fails less", "a lesser severity", fail, failLow, "changed", false},
		{"fails, exempted", "an exemption was made", fail, exempt, "changed", false},
		{"fails on", "nothing has changed", fail, fail, "unchanged", false},
		{"exempted on", "nothing has changed", exempt, exempt, "unchanged", false},
		{"fails, passes", "it was mended", fail, pass, "resolved", false},
		{"fails, does not apply", "the password was removed", fail, na, "resolved", false},
		{"exempted, passes", "it was mended", exempt, pass, "resolved", false},
		{"fails, unknown", "missing data never counts as mended", fail, unknown, "undecided", false},
		{"fails, manual", "an attestation has expired", fail, manual, "undecided", false},
		{"passes, unknown", "data is missing that was there", pass, unknown, "undecided", false},
		{"appears unknown", "data is missing", nil, unknown, "undecided", false},
		{"fails, disappears", "the user was deleted", fail, nil, "gone", false},
		{"exempted, disappears", "the user was deleted", exempt, nil, "gone", false},
		{"passes, does not apply", "another status", pass, na, "changed", false},
		{"unknown, passes", "the data is there now", unknown, pass, "changed", false},
		{"unknown on", "still to be decided", unknown, unknown, "unchanged", false},
		{"passes on", "nothing to say", pass, pass, "", false},
		{"passes, disappears", "nothing to say", pass, nil, "", false},
		{"unknown, disappears", "nothing to say", unknown, nil, "", false},
		{"appears passing", "nothing to say", nil, pass, "", false},
		{"manual on", "nothing to say", manual, manual, "", false},
		{"neither", "nothing to say", nil, nil, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := report.Compare(one(now.AddDate(0, 0, -1), c.old), one(now, c.new))
			require.NoError(t, err)
			if c.want == "" {
				assert.Empty(t, got.Differences, c.reason)
				return
			}
			require.Len(t, got.Differences, 1, c.reason)
			d := got.Differences[0]
			assert.Equal(t, c.want, d.Change.String(), c.reason)
			assert.Equal(t, c.worse, d.Worse(), c.reason)
			assert.Equal(t, c.old == nil, d.Old == nil)
			assert.Equal(t, c.new == nil, d.New == nil)
			assert.Equal(t, c.worse, len(got.Worse(iamhygiene.SeverityHigh)) == 1)
			assert.Empty(t, got.Worse(iamhygiene.SeverityCritical), "the floor counts")
		})
	}
}

// TestCompareHidden: a failure of which the later run says nothing is only
// gone when the later run would have seen it.
func TestCompareHidden(t *testing.T) {
	old := one(now.AddDate(0, 0, -1), &state{iamhygiene.Fail, iamhygiene.SeverityHigh, false})
	account := iamhygiene.Resource{ARN: "arn:aws:iam::111122223333:root", Type: iamhygiene.TypeAccount, Name: "111122223333", Account: "111122223333", Partition: "aws"}
	slot := key("x", "access_key_1")
	elsewhere := user("z")
	for _, c := range []struct {
		name, reason string
		edit         func(*iamhygiene.Results)
		extra        []iamhygiene.Finding
		want         report.Change
	}{
		{"the check ran", "it would have found it", nil, nil, report.FindingGone},
		{"the check did not run", "nobody looked", func(r *iamhygiene.Results) { r.Checks = r.Checks[1:] }, nil, report.FindingUndecided},
		{"the check is unknown for the account", "the list of users is missing", nil, []iamhygiene.Finding{{Check: "c", Resource: account}}, report.FindingUndecided},
		{"the check is unknown for the ARN", "the user's keys are not known", nil, []iamhygiene.Finding{{Check: "c", Resource: slot, Discriminator: "access_key_1"}}, report.FindingUndecided},
		{"the check is unknown for another user", "which says nothing of this one", nil, []iamhygiene.Finding{{Check: "c", Resource: elsewhere}}, report.FindingGone},
		{"another check is unknown for the account", "which says nothing of this one", nil, []iamhygiene.Finding{{Check: "other", Resource: account}}, report.FindingGone},
	} {
		t.Run(c.name, func(t *testing.T) {
			later := one(now, nil, c.extra...)
			if c.edit != nil {
				c.edit(later)
			}
			got, err := report.Compare(old, later)
			require.NoError(t, err)
			for _, d := range got.Differences {
				if d.New == nil {
					assert.Equal(t, c.want, d.Change, c.reason)
					return
				}
			}
			t.Fatal("the failure is not in the comparison")
		})
	}
}

func TestCompareOtherAccount(t *testing.T) {
	other := one(now, nil)
	other.Account = "444455556666"
	_, err := report.Compare(one(now, nil), other)
	var ce *report.CompareError
	require.ErrorAs(t, err, &ce)
	assert.EqualError(t, err, "report: cannot compare account aws/111122223333 with account aws/444455556666: give two runs of the same account")
	err = report.Text(new(bytes.Buffer), other, func(o *report.Options) { o.Previous = one(now, nil) })
	assert.ErrorAs(t, err, &ce)
}

// earlier is the fixed results a day before: one user fails that passes now,
// one user is gone, and what is critical now was not there.
func earlier(t testing.TB) *iamhygiene.Results {
	t.Helper()
	checks := fixedChecks()
	mfa := checks[0].(stub)
	mfa.findings = append([]iamhygiene.Finding{
		{Status: iamhygiene.Fail, Message: "has a password and no MFA", Resource: user("alice")},
		{Status: iamhygiene.Fail, Message: "has a password and no MFA", Resource: user("leaver")},
		{Status: iamhygiene.Fail, Message: "has a password and no MFA", Resource: user("carol")},
		mfa.findings[0],
	}, mfa.findings[2:3]...)
	checks[0] = mfa
	trust := checks[2].(stub)
	trust.findings = []iamhygiene.Finding{{Status: iamhygiene.Pass, Message: "trusts one account", Resource: trust.findings[0].Resource}}
	checks[2] = trust
	return resultsAt(t, now.AddDate(0, 0, -1), checks...)
}

func TestComparisonText(t *testing.T) {
	c, err := report.Compare(earlier(t), results(t))
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, c.Text(&out))
	golden(t, "changes.txt", out.Bytes())
	assert.EqualError(t, c.Text(full{}), "disk full")

	out.Reset()
	require.NoError(t, report.Text(&out, results(t), func(o *report.Options) { o.Previous = earlier(t) }))
	assert.Contains(t, out.String(), "trend   since 2024-03-11 08:30 UTC: 2 new, 1 undecided, 1 resolved, 1 gone")
}

func TestTrend(t *testing.T) {
	assert.Equal(t, "fail 10 -> 9 (critical 0 -> 1, high 5 -> 3, medium 1 -> 1, low 3 -> 3, info 1 -> 1), unknown 0 -> 1 from 2024-03-11 to 2024-03-12",
		report.Trend(earlier(t), results(t)))
	assert.Equal(t, "fail 0 from 2024-03-12 to 2024-03-12", report.Trend(one(now, nil)))
	assert.Empty(t, report.Trend())
}

func TestChangeText(t *testing.T) {
	for _, c := range report.Changes() {
		text, err := c.MarshalText()
		require.NoError(t, err)
		var back report.Change
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, c, back)
		assert.Equal(t, string(text), c.String())
	}
	_, err := report.Change(99).MarshalText()
	assert.EqualError(t, err, "report: 99 is not a change")
	assert.Equal(t, "Change(99)", report.Change(99).String())
	assert.Error(t, new(report.Change).UnmarshalText([]byte("fixed")))
}
