package report_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

// optIn is a check that did not run.
var optIn = iamhygiene.Info{
	ID: "user-mfa-all", Title: "Every user has MFA",
	Frameworks: []iamhygiene.Control{{Name: "AWS Security Hub", ID: "IAM.19"}, {Name: "CIS AWS Foundations", Version: "3.0", ID: "1.10"}},
}

func TestCoverageFiles(t *testing.T) {
	known := func(o *report.Options) { o.Known = []iamhygiene.Info{optIn} }
	var out bytes.Buffer
	require.NoError(t, report.CoverageText(&out, results(t), known))
	golden(t, "coverage.txt", out.Bytes())
	for line := range strings.Lines(out.String()) {
		assert.LessOrEqual(t, len([]rune(strings.TrimSuffix(line, "\n"))), 100, line)
	}
	out.Reset()
	require.NoError(t, report.CoverageCSV(&out, results(t), known))
	golden(t, "coverage.csv", out.Bytes())
	rows, err := csv.NewReader(&out).ReadAll()
	require.NoError(t, err)
	n := 0
	for _, f := range report.Coverage(results(t), optIn) {
		n += len(f.Controls)
	}
	assert.Len(t, rows, 1+n)

	out.Reset()
	require.NoError(t, report.CoverageText(&out, one(now, nil)))
	assert.Contains(t, out.String(), "None of the checks covers a control.")
}

// TestCoverageStatus: a control is as good as its worst finding.
func TestCoverageStatus(t *testing.T) {
	high := iamhygiene.SeverityHigh
	finding := func(s iamhygiene.Status, name string) iamhygiene.Finding {
		return iamhygiene.Finding{Check: "c", Status: s, Severity: high, Resource: user(name)}
	}
	exempted := finding(iamhygiene.Fail, "e")
	exempted.Suppression = &iamhygiene.Suppression{ID: "e-1"}
	pass, fail := finding(iamhygiene.Pass, "p"), finding(iamhygiene.Fail, "f")
	unknown, manual, na := finding(iamhygiene.Unknown, "u"), finding(iamhygiene.Manual, "m"), finding(iamhygiene.NotApplicable, "n")
	for _, c := range []struct {
		name, reason string
		findings     []iamhygiene.Finding
		notRun       bool
		want         iamhygiene.Status
	}{
		{"all pass", "met", []iamhygiene.Finding{pass}, false, iamhygiene.Pass},
		{"pass and not applicable", "met where it applies", []iamhygiene.Finding{pass, na}, false, iamhygiene.Pass},
		{"not applicable", "nothing to meet", []iamhygiene.Finding{na}, false, iamhygiene.NotApplicable},
		{"one fails", "not met", []iamhygiene.Finding{pass, fail, unknown}, false, iamhygiene.Fail},
		{"one is exempted", "an exempted failure stays a failure", []iamhygiene.Finding{pass, exempted}, false, iamhygiene.Fail},
		{"one is unknown", "missing data is never a pass", []iamhygiene.Finding{pass, unknown, manual}, false, iamhygiene.Unknown},
		{"a question is open", "a person has to answer", []iamhygiene.Finding{pass, manual}, false, iamhygiene.Manual},
		{"a check did not run", "nobody looked", []iamhygiene.Finding{pass}, true, iamhygiene.Unknown},
		{"a check did not run, another fails", "not met in any case", []iamhygiene.Finding{fail}, true, iamhygiene.Fail},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := one(now, nil, c.findings...)
			control := []iamhygiene.Control{{Name: "X", ID: "1"}}
			res.Checks[0].Frameworks = control
			var known []iamhygiene.Info
			if c.notRun {
				known = append(known, iamhygiene.Info{ID: "d", Frameworks: control})
			}
			got := report.Coverage(res, known...)
			require.Len(t, got, 1)
			require.Len(t, got[0].Controls, 1)
			assert.Equal(t, c.want, got[0].Controls[0].Status, c.reason)
		})
	}
}

func TestCoverageOrder(t *testing.T) {
	res := one(now, nil)
	for _, id := range []string{"1.10", "1.9", "1.4", "2.1", "IAM.22", "IAM.3", "1.10 (part)"} {
		res.Checks[0].Frameworks = append(res.Checks[0].Frameworks, iamhygiene.Control{Name: "X", Version: "3.0", ID: id}, iamhygiene.Control{Name: "X", Version: "10.0", ID: id})
	}
	got := report.Coverage(res)
	require.Len(t, got, 2)
	assert.Equal(t, "3.0", got[0].Version, "3.0 comes before 10.0")
	var ids []string
	for _, c := range got[0].Controls {
		ids = append(ids, c.ID)
	}
	assert.Equal(t, []string{"1.4", "1.9", "1.10", "1.10 (part)", "2.1", "IAM.3", "IAM.22"}, ids)
}
