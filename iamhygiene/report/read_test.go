package report_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

// TestRead: what JSON and JSONLines write is read back whole.
func TestRead(t *testing.T) {
	res := results(t)
	var doc, lines bytes.Buffer
	require.NoError(t, report.JSON(&doc, res))
	require.NoError(t, report.JSONLines(&lines, res))
	for name, text := range map[string]string{"JSON": doc.String(), "JSON Lines": lines.String()} {
		t.Run(name, func(t *testing.T) {
			back, err := report.Read(strings.NewReader(text))
			require.NoError(t, err)
			assert.Equal(t, res.Findings, back.Findings)
			assert.Equal(t, res.DataErrors, back.DataErrors)
			assert.Equal(t, res.Time, back.Time)
			c, err := report.Compare(back, res)
			require.NoError(t, err)
			assert.Equal(t, map[report.Change]int{report.FindingUnchanged: res.Count().Fail + res.Count().Suppressed + res.Count().Unknown}, c.Count())
			ids := map[string]bool{}
			for _, info := range back.Checks {
				ids[info.ID] = true
			}
			for _, info := range res.Checks {
				assert.True(t, ids[info.ID], info.ID)
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	var doc, lines, floor bytes.Buffer
	require.NoError(t, report.JSON(&doc, results(t)))
	require.NoError(t, report.JSONLines(&lines, results(t)))
	require.NoError(t, report.JSON(&floor, results(t), func(o *report.Options) { o.Floor = iamhygiene.SeverityHigh }))
	cut := strings.SplitAfter(lines.String(), "\n")
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "report: after byte 0: EOF"},
		{"another file", `{"findings":[]}`, "report: this is no report in JSON or JSON Lines of this library"},
		{"no object", `[]`, "cannot unmarshal array"},
		{"a floor", floor.String(), "report: findings below severity high were left out: write the report without a floor"},
		{"a later version", strings.Replace(doc.String(), `"version":1`, `"version":2`, 1), "report: the version of the schema is 2, this library reads 1: update the library"},
		{"cut in the middle", doc.String()[:len(doc.String())/2], "unexpected EOF"},
		{"lines without the summary", strings.Join(cut[:len(cut)-2], ""), "report: the summary is missing: the report was cut"},
		{"a line lost", strings.Join(append(append([]string{}, cut[:2]...), cut[3:]...), ""), "report: the summary counts other findings than there are: the report was cut or changed"},
		{"an unknown line", cut[0] + `{"type":"remark"}`, `report: line 2: the type is "remark": want finding or summary`},
		{"an unknown status", cut[0] + `{"type":"finding","status":"MAYBE"}`, `report: line 2: `},
		{"no fingerprint", strings.Replace(doc.String(), `"fingerprint":"`, `"fingerprint":"x`, 1), "report: finding 1 has no fingerprint"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := report.Read(strings.NewReader(c.text))
			var re *report.ReadError
			require.ErrorAs(t, err, &re)
			assert.Contains(t, err.Error(), c.want)
		})
	}
}

// FuzzRead: what can be read is written and read again without a change.
func FuzzRead(f *testing.F) {
	var doc, lines bytes.Buffer
	require.NoError(f, report.JSON(&doc, results(f)))
	require.NoError(f, report.JSONLines(&lines, results(f)))
	f.Add(doc.Bytes())
	f.Add(lines.Bytes())
	f.Fuzz(func(t *testing.T, text []byte) {
		res, err := report.Read(bytes.NewReader(text))
		if err != nil {
			assert.True(t, strings.HasPrefix(err.Error(), "report: "), err)
			return
		}
		var first, second bytes.Buffer
		require.NoError(t, report.JSONLines(&first, res))
		again, err := report.Read(bytes.NewReader(first.Bytes()))
		require.NoError(t, err)
		require.NoError(t, report.JSONLines(&second, again))
		assert.Equal(t, first.String(), second.String())
	})
}
