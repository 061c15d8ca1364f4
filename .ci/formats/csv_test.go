package formats

import (
	"bytes"
	"testing"

	"github.com/gocarina/gocsv"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestCSV reads the rows by the names of the columns.
func TestCSV(t *testing.T) {
	type row struct {
		RunID       string `csv:"run_id"`
		Check       string `csv:"check_id"`
		Status      string `csv:"status"`
		Severity    string `csv:"severity"`
		ARN         string `csv:"resource_arn"`
		Fingerprint string `csv:"fingerprint"`
		Suppressed  bool   `csv:"suppressed"`
	}
	for name, text := range subjects(t, "report.csv", "csv") {
		t.Run(name, func(t *testing.T) {
			var rows []row
			require.NoError(t, gocsv.UnmarshalBytes(bytes.Clone(text), &rows))
			require.NotEmpty(t, rows)
			for _, r := range rows {
				assert.Regexp(t, "^[0-9a-f]{64}$", r.Fingerprint)
				assert.Regexp(t, "^arn:aws", r.ARN)
				assert.Equal(t, rows[0].RunID, r.RunID)
				assert.Contains(t, []string{"PASS", "FAIL", "UNKNOWN", "NOT_APPLICABLE", "MANUAL"}, r.Status)
			}
		})
	}
}
