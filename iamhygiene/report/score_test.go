package report_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

func TestScores(t *testing.T) {
	const low, high, critical = iamhygiene.SeverityLow, iamhygiene.SeverityHigh, iamhygiene.SeverityCritical
	make := func(check string, status iamhygiene.Status, severity iamhygiene.Severity, n int) (out []iamhygiene.Finding) {
		for range n {
			out = append(out, iamhygiene.Finding{Check: check, Theme: "t", Status: status, Severity: severity})
		}
		return out
	}
	pass, fail, unknown := iamhygiene.Pass, iamhygiene.Fail, iamhygiene.Unknown
	exempted := make("a", fail, low, 1)
	exempted[0].Suppression = &iamhygiene.Suppression{ID: "e-1"}
	for _, c := range []struct {
		name, reason        string
		findings            [][]iamhygiene.Finding
		percent             int
		scored              bool
		pass, fail, unknown float64
	}{
		{"all pass", "100 means that nothing fails", [][]iamhygiene.Finding{make("a", pass, low, 3)}, 100, true, 1, 0, 0},
		{"a share of one check", "by resources", [][]iamhygiene.Finding{make("a", pass, low, 3), make("a", fail, low, 1)}, 75, true, 0.75, 0.25, 0},
		{"unknown is no pass", "it may fail", [][]iamhygiene.Finding{make("a", pass, low, 1), make("a", unknown, low, 1)}, 50, true, 0.5, 0, 0.5},
		{"only unknown", "nothing passes", [][]iamhygiene.Finding{make("a", unknown, low, 2)}, 0, true, 0, 0, 1},
		{"an exempted failure", "stays a failure", [][]iamhygiene.Finding{make("a", pass, low, 1), exempted}, 50, true, 0.5, 0.5, 0},
		{"manual and not applicable", "do not count", [][]iamhygiene.Finding{make("a", pass, low, 1), make("a", iamhygiene.Manual, low, 5), make("b", iamhygiene.NotApplicable, high, 5)}, 100, true, 1, 0, 0},
		{"nothing counts", "no score", [][]iamhygiene.Finding{make("a", iamhygiene.Manual, low, 5)}, 0, false, 0, 0, 0},
		{"a check counts by severity", "critical weighs 8 times as much as low", [][]iamhygiene.Finding{make("a", pass, low, 1), make("b", fail, critical, 1)}, 11, true, 2.0 / 18, 16.0 / 18, 0},
		{"not by resources", "one check about one user weighs as much as another about many", [][]iamhygiene.Finding{make("a", pass, high, 1000), make("b", fail, high, 1)}, 50, true, 0.5, 0.5, 0},
		{"the worst severity of a check", "where the evidence raises it", [][]iamhygiene.Finding{make("a", pass, low, 1), make("a", fail, critical, 1), make("b", pass, critical, 1)}, 75, true, 0.75, 0.25, 0},
		{"rounded down", "one of a thousand is not 100", [][]iamhygiene.Finding{make("a", pass, low, 999), make("a", fail, low, 1)}, 99, true, 0.999, 0.001, 0},
		{"29 of 100", "a fraction that floating point cannot hold", [][]iamhygiene.Finding{make("a", pass, low, 29), make("a", fail, low, 71)}, 29, true, 0.29, 0.71, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := &iamhygiene.Results{}
			for _, fs := range c.findings {
				res.Findings = append(res.Findings, fs...)
			}
			got := report.Scores(res)
			require.Len(t, got, 1)
			percent, ok := got[0].Percent()
			assert.Equal(t, c.percent, percent, c.reason)
			assert.Equal(t, c.scored, ok, c.reason)
			assert.InDelta(t, c.pass, got[0].Pass, 1e-9)
			assert.InDelta(t, c.fail, got[0].Fail, 1e-9)
			assert.InDelta(t, c.unknown, got[0].Unknown, 1e-9)
		})
	}
}

func TestScoresOrder(t *testing.T) {
	var themes []string
	counts := 0
	for _, s := range report.Scores(results(t)) {
		themes = append(themes, s.Theme)
		counts += s.Counts.Fail + s.Counts.Suppressed + s.Counts.Unknown + s.Counts.Manual + s.Counts.Pass + s.Counts.NotApplicable
	}
	assert.Equal(t, []string{"keys", "meta", "policies", "principals", "roles", "users", ""}, themes)
	assert.Len(t, results(t).Findings, counts)
}
