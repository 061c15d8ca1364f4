package report_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

func TestBaselineFile(t *testing.T) {
	b := report.NewBaseline(results(t))
	var out bytes.Buffer
	require.NoError(t, b.Write(&out))
	golden(t, "baseline.json", out.Bytes())
	back, err := report.ReadBaseline(&out)
	require.NoError(t, err)
	assert.Equal(t, b, back)
	assert.Len(t, b.Entries, results(t).Count().Fail, "what is exempted is not accepted twice")
	assert.EqualError(t, b.Write(full{}), "disk full")

	empty := report.NewBaseline(one(now, nil))
	out.Reset()
	require.NoError(t, empty.Write(&out))
	_, err = report.ReadBaseline(&out)
	assert.NoError(t, err)
}

func TestReadBaselineErrors(t *testing.T) {
	head := `{"schema":"iamhygiene/baseline","version":1,"account":"111122223333","partition":"aws","time":"2024-03-12T08:30:00Z","failures":[`
	entry := func(edit ...string) string {
		return strings.NewReplacer(edit...).Replace(`{"fingerprint":"` + strings.Repeat("ab", 32) + `","check":"c","resource":"arn:aws:iam::111122223333:user/x","type":"user","name":"x","severity":"high","first_seen":"2024-03-12T08:30:00Z"}`)
	}
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "report: baseline: after byte 0: EOF"},
		{"another file", `{"schema":"iamhygiene/findings"}`, `report: baseline: the schema is "iamhygiene/findings": this is no baseline, which says "iamhygiene/baseline"`},
		{"a later version", strings.Replace(head, `"version":1`, `"version":2`, 1) + "]}", "report: baseline: the version is 2, this library reads 1: write the baseline anew, or update the library"},
		{"no account", strings.Replace(head, "111122223333", "", 1) + "]}", "report: baseline: names no account or no partition: write the baseline anew"},
		{"a fingerprint cut", head + entry("abab", "ab") + "]}", `report: baseline: failure 1: "` + strings.Repeat("ab", 16) + `" is not a fingerprint: want 64 hexadecimal digits`},
		{"one twice", head + entry() + "," + entry() + "]}", "report: baseline: failure 2: the fingerprint " + strings.Repeat("ab", 32) + " is there twice: keep one"},
		{"no severity", head + entry(`"high"`, `""`) + "]}", "report: baseline: failure 1: check, resource and severity are required"},
		{"an unknown member", head + entry(`"name"`, `"nmae"`) + "]}", `unknown field "nmae"`},
		{"cut", head + entry(), "unexpected EOF"},
		{"more behind", head + "]} {}", "more text follows the JSON object"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := report.ReadBaseline(strings.NewReader(c.text))
			var be *report.BaselineError
			require.ErrorAs(t, err, &be)
			assert.Contains(t, err.Error(), c.want)
		})
	}
}

// TestBaselineLife follows one failure through several runs.
func TestBaselineLife(t *testing.T) {
	high := &state{iamhygiene.Fail, iamhygiene.SeverityHigh, false}
	critical := &state{iamhygiene.Fail, iamhygiene.SeverityCritical, false}
	low := &state{iamhygiene.Fail, iamhygiene.SeverityLow, false}
	pass := &state{iamhygiene.Pass, iamhygiene.SeverityHigh, false}
	exempt := &state{iamhygiene.Fail, iamhygiene.SeverityHigh, true}
	unknown := &state{iamhygiene.Unknown, iamhygiene.SeverityHigh, false}
	all := func(*iamhygiene.Finding) bool { return true }
	for _, c := range []struct {
		name, reason string
		runs         []*state // the first makes the baseline, the last is compared
		accept       func(*iamhygiene.Finding) bool
		want         string
		worse        bool
	}{
		{"accepted", "it is known", []*state{high, high}, nil, "unchanged", false},
		{"new", "it is not known", []*state{nil, high}, nil, "new", true},
		{"new, not accepted", "updating does not accept", []*state{nil, high, high}, nil, "new", true},
		{"new, accepted", "updating accepts", []*state{nil, high, high}, all, "unchanged", false},
		{"mended", "it passes", []*state{high, pass}, nil, "resolved", false},
		{"mended, fails again", "the baseline remembers", []*state{high, pass, high}, nil, "reopened", true},
		{"mended, accepted again", "updating accepts", []*state{high, pass, high, high}, all, "unchanged", false},
		{"gone, back again", "the baseline remembers", []*state{high, nil, high}, nil, "reopened", true},
		{"exempted, exemption ends", "the baseline must not hide it then", []*state{high, exempt, high}, nil, "reopened", true},
		{"unknown in between", "not mended, so still known", []*state{high, unknown, high}, nil, "unchanged", false},
		{"worse", "another severity than was accepted", []*state{high, critical}, nil, "changed", true},
		{"worse, not accepted", "updating does not accept", []*state{high, critical, critical}, nil, "changed", true},
		{"worse, accepted", "updating accepts", []*state{high, critical, critical}, all, "unchanged", false},
		{"better, then as before", "what has become better must stay so", []*state{high, low, high}, nil, "changed", true},
		{"resolved, then exempted", "an exemption covers it", []*state{high, pass, exempt}, nil, "new", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := report.NewBaseline(one(now, c.runs[0]))
			var err error
			for i, s := range c.runs[1 : len(c.runs)-1] {
				b, err = b.Update(one(now.AddDate(0, 0, i+1), s), c.accept)
				require.NoError(t, err)
			}
			got, err := b.Compare(one(now.AddDate(0, 1, 0), c.runs[len(c.runs)-1]))
			require.NoError(t, err)
			require.Len(t, got.Differences, 1)
			assert.Equal(t, c.want, got.Differences[0].Change.String(), c.reason)
			assert.Equal(t, c.worse, got.Differences[0].Worse(), c.reason)
			for _, e := range b.Entries {
				assert.False(t, e.FirstSeen.After(now.AddDate(0, 0, 1)), "the first time is kept")
			}
		})
	}
}

func TestBaselineOtherAccount(t *testing.T) {
	b := report.NewBaseline(results(t))
	other := one(now, nil)
	other.Account = "444455556666"
	var ce *report.CompareError
	_, err := b.Compare(other)
	assert.ErrorAs(t, err, &ce)
	_, err = b.Update(other, nil)
	assert.ErrorAs(t, err, &ce)
}

func TestSARIFBaseline(t *testing.T) {
	b := report.NewBaseline(earlier(t))
	for i := range b.Entries {
		if b.Entries[i].Check == "access-key-rotation" {
			b.Entries[i].Severity = iamhygiene.SeverityLow
		}
		if b.Entries[i].Name == "bob" && b.Entries[i].Check == "user-console-mfa" {
			b.Entries[i].Resolved = now.Add(-time.Hour)
		}
	}
	states := map[string]string{}
	for _, r := range sarif(t, results(t), func(o *report.Options) { o.Baseline = b }).Runs[0].Results {
		states[r.RuleID+" "+r.Message.Text] = r.BaselineState
	}
	assert.Equal(t, "new", states["role-trust-anyone role deploy: statement 1 (Sid `any|one`) lets every AWS account assume the role."])
	assert.Equal(t, "new", states["user-console-mfa user bob: has a password and no MFA."], "it was resolved in between")
	assert.Equal(t, "updated", states["access-key-rotation access-key bob/access_key_1: access_key_1 is active and 200 days old; the limit is 90 days."])
	assert.Equal(t, "unchanged", states["policy-inline group analysts: policy export is inline."])
	assert.Empty(t, states["manual-leavers How long after departure is the directory account disabled?"], "a baseline holds failures only")
	for _, r := range sarif(t, results(t)).Runs[0].Results {
		assert.Empty(t, r.BaselineState, "without a baseline nothing is new")
	}
}

// FuzzReadBaseline: what can be read is written and read again without a
// change.
func FuzzReadBaseline(f *testing.F) {
	var seed bytes.Buffer
	require.NoError(f, report.NewBaseline(results(f)).Write(&seed))
	f.Add(seed.Bytes())
	f.Add([]byte(`{"schema":"iamhygiene/baseline","version":1,"account":"1","partition":"aws","failures":null}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := report.ReadBaseline(bytes.NewReader(text))
		if err != nil {
			assert.True(t, strings.HasPrefix(err.Error(), "report: baseline: "), err)
			return
		}
		var first, second bytes.Buffer
		require.NoError(t, b.Write(&first))
		again, err := report.ReadBaseline(bytes.NewReader(first.Bytes()))
		require.NoError(t, err)
		require.NoError(t, again.Write(&second))
		assert.Equal(t, first.String(), second.String())
	})
}
