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

// rows reads what CSV wrote, by column.
func rows(t *testing.T, text []byte) []map[string]string {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	require.NoError(t, err)
	var out []map[string]string
	for _, r := range records[1:] {
		row := make(map[string]string)
		for i, name := range records[0] {
			row[name] = r[i]
		}
		out = append(out, row)
	}
	return out
}

func TestCSV(t *testing.T) {
	res := results(t)
	var out bytes.Buffer
	require.NoError(t, report.CSV(&out, res))
	golden(t, "report.csv", out.Bytes())

	got := rows(t, out.Bytes())
	require.Len(t, got, len(res.Findings))
	for i, row := range got {
		f := &res.Findings[i]
		assert.Equal(t, f.Fingerprint, row["fingerprint"])
		assert.Equal(t, f.Resource.ARN, row["resource_arn"], "an ARN is never changed")
		assert.Equal(t, f.Status.String(), row["status"], "an exempted failure stays a failure")
		assert.Equal(t, f.Suppression != nil, row["suppressed"] == "true")
		var evidence []iamhygiene.Evidence
		if row["evidence"] != "" {
			require.NoError(t, json.Unmarshal([]byte(row["evidence"]), &evidence))
		}
		assert.Equal(t, f.Evidence, evidence)
	}
}

// TestCSVFormulas: a name in the data must not become a formula in the
// spreadsheet of the person who looks at it.
func TestCSVFormulas(t *testing.T) {
	for _, c := range []struct{ name, message, want string }{
		{"plain text", "a=b", "a=b"},
		{"equals sign", "=1+1", "'=1+1"},
		{"plus sign", "+1", "'+1"},
		{"minus sign", "-1", "'-1"},
		{"at sign", "@SUM(A1)", "'@SUM(A1)"},
		{"tab", "\t=1", "'\uFFFD=1"},
		{"carriage return", "\r=1", "'\uFFFD=1"},
		{"quotes, commas and line ends", "a \"b\", c\nd", "a \"b\", c\nd"},
		{"terminal escape", "a\x1b[2J", "a\uFFFD[2J"},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := results(t, stub{iamhygiene.Info{ID: "aaa", Title: "A", Severity: iamhygiene.SeverityCritical},
				[]iamhygiene.Finding{{Status: iamhygiene.Fail, Message: c.message, Resource: user("x")}}})
			var out bytes.Buffer
			require.NoError(t, report.CSV(&out, res))
			assert.Equal(t, c.want, rows(t, out.Bytes())[0]["message"])
		})
	}
}

func TestCSVFloor(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, report.CSV(&out, results(t), func(o *report.Options) { o.Floor = iamhygiene.SeverityHigh }))
	for _, row := range rows(t, out.Bytes()) {
		assert.Contains(t, []string{"high", "critical"}, row["severity"])
	}
	assert.False(t, strings.Contains(out.String(), "odd-name"))
}
