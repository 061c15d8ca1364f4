package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

// several are the fixed results, and those of two other accounts: one that is in
// order and one with a single failure.
func several(t *testing.T) report.Runs {
	t.Helper()
	in := func(account string, keep func(*iamhygiene.Finding) bool) *iamhygiene.Results {
		r := *results(t)
		r.Account, r.Findings = account, nil
		for _, f := range results(t).Findings {
			if keep(&f) {
				f.Resource.Account = account
				f.Resource.ARN = strings.Replace(f.Resource.ARN, "111122223333", account, 1)
				f.Fingerprint = f.ComputeFingerprint()
				r.Findings = append(r.Findings, f)
			}
		}
		return &r
	}
	return report.Runs{
		in("444455556666", func(f *iamhygiene.Finding) bool { return f.Status == iamhygiene.Pass }),
		results(t),
		in("777788889999", func(f *iamhygiene.Finding) bool { return f.Check == "role-trust-anyone" }),
	}
}

func TestRunsText(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, several(t).Text(&out, func(o *report.Options) {
		o.AccountNames = map[string]string{"111122223333": "production", "444455556666": "a very long name that is clipped"}
		o.PerCheck = 1
	}))
	golden(t, "runs.txt", out.Bytes())
	for line := range strings.Lines(out.String()) {
		assert.LessOrEqual(t, len([]rune(strings.TrimRight(line, "\n"))), 100, line)
	}
	out.Reset()
	require.NoError(t, report.Runs{}.Text(&out))
	assert.Contains(t, out.String(), "0 accounts")
}

func TestRunsSARIF(t *testing.T) {
	runs := several(t)
	var out bytes.Buffer
	require.NoError(t, runs.SARIF(&out, func(o *report.Options) { o.Baseline = report.NewBaseline(runs[1]) }))
	golden(t, "runs.sarif", out.Bytes())
	var log struct {
		Runs []struct {
			AutomationDetails struct{ ID string }
			Results           []struct {
				Kind, BaselineState string
				Locations           []struct {
					LogicalLocations []struct{ FullyQualifiedName string }
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal(out.Bytes(), &log))
	require.Len(t, log.Runs, 3)
	seen := make(map[string]bool)
	for i, run := range log.Runs {
		assert.Contains(t, run.AutomationDetails.ID, "iamhygiene/"+runs[i].Account+"/")
		seen[run.AutomationDetails.ID] = true
		for _, r := range run.Results {
			arn := r.Locations[0].LogicalLocations[0].FullyQualifiedName
			if !strings.HasPrefix(arn, "arn:aws:iam::aws:") {
				assert.Contains(t, arn, runs[i].Account)
			}
			if r.Kind == "fail" {
				assert.Equal(t, i == 1, r.BaselineState != "", "the baseline is of one account")
			}
		}
	}
	assert.Len(t, seen, 3, "uploads of one account must not replace those of another")

	var one, alone bytes.Buffer
	require.NoError(t, report.Runs{runs[1]}.SARIF(&one))
	require.NoError(t, report.SARIF(&alone, runs[1]))
	assert.Equal(t, alone.String(), one.String())
}

func TestRunsCSV(t *testing.T) {
	runs := several(t)
	var out bytes.Buffer
	require.NoError(t, runs.CSV(&out))
	rows, err := csv.NewReader(&out).ReadAll()
	require.NoError(t, err)
	want := 1
	for _, r := range runs {
		want += len(r.Findings)
	}
	require.Len(t, rows, want, "one row of names, and one for each finding")
	column := 0
	for i, name := range rows[0] {
		if name == "account" {
			column = i
		}
	}
	assert.Equal(t, runs[0].Account, rows[1][column])
	assert.Equal(t, runs[2].Account, rows[want-1][column])
}
