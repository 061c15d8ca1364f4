package report_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

func TestText(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, report.Text(&out, results(t), func(o *report.Options) {
		o.Preset, o.Floor, o.FailOn = "standard", iamhygiene.SeverityLow, iamhygiene.SeverityHigh
	}))
	golden(t, "report.txt", out.Bytes())
	for line := range strings.Lines(out.String()) {
		assert.LessOrEqual(t, len([]rune(strings.TrimSuffix(line, "\n"))), 100, line)
	}
	assert.NotContains(t, out.String(), "\x1b", "a name must not drive the terminal")
}

// TestTextColor: with colour the text is the same but for the colours.
func TestTextColor(t *testing.T) {
	var plain, color bytes.Buffer
	require.NoError(t, report.Text(&plain, results(t)))
	require.NoError(t, report.Text(&color, results(t), func(o *report.Options) { o.Color = true }))
	assert.Contains(t, color.String(), "\x1b[31mHIGH (3)\x1b[0m\n--------\n")
	assert.Equal(t, plain.String(), regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(color.String(), ""))
}

func TestTextOfNothing(t *testing.T) {
	s := iamhygiene.NewSnapshot("111122223333", "aws", now)
	res, err := new(iamhygiene.Runner).Run(context.Background(), s)
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, report.Text(&out, res))
	assert.Contains(t, out.String(), "Nothing to do.")
}

func TestTextLimitsLongLists(t *testing.T) {
	long := stub{info: iamhygiene.Info{ID: "long", Title: "Long", Severity: iamhygiene.SeverityHigh}}
	for _, c := range "abcdefghijklmnopqrstuvwxyz0123456789" {
		long.findings = append(long.findings, iamhygiene.Finding{Status: iamhygiene.Fail, Message: "m-" + string(c), Resource: user("u" + string(c))})
	}
	var out bytes.Buffer
	require.NoError(t, report.Text(&out, results(t, long)))
	assert.Contains(t, out.String(), "... and 11 more")
	out.Reset()
	require.NoError(t, report.Text(&out, results(t, long), func(o *report.Options) { o.PerCheck = -1 }))
	assert.Contains(t, out.String(), "user uz: m-z")
	assert.NotContains(t, out.String(), "more\n")
}

func TestJSON(t *testing.T) {
	res := results(t)
	var out bytes.Buffer
	require.NoError(t, report.JSON(&out, res, func(o *report.Options) { o.Preset = "standard" }))
	golden(t, "report.json", out.Bytes())

	var back struct {
		Run      map[string]any       `json:"run"`
		Findings []iamhygiene.Finding `json:"findings"`
		Summary  iamhygiene.Counts    `json:"summary"`
	}
	dec := json.NewDecoder(&out)
	dec.DisallowUnknownFields()
	require.NoError(t, dec.Decode(&back))
	assert.Equal(t, res.Findings, back.Findings, "every finding survives the JSON form")
	assert.Equal(t, res.Count(), back.Summary)
	assert.NotContains(t, out.String(), "null", "absent members are left out")
}

func TestJSONLines(t *testing.T) {
	res := results(t)
	var out bytes.Buffer
	require.NoError(t, report.JSONLines(&out, res, func(o *report.Options) { o.Floor = iamhygiene.SeverityLow }))
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	var types []string
	for _, line := range lines {
		var record struct {
			Type     string              `json:"type"`
			Severity iamhygiene.Severity `json:"severity"`
		}
		require.NoError(t, json.Unmarshal([]byte(line), &record))
		types = append(types, record.Type)
		if record.Type == "finding" {
			assert.GreaterOrEqual(t, record.Severity, iamhygiene.SeverityLow)
		}
	}
	assert.Equal(t, "run", types[0])
	assert.Equal(t, "summary", types[len(types)-1])
	assert.Len(t, lines, len(res.Findings)-1+2, "one finding is under the floor")
	assert.Contains(t, out.String(), "<root_account> &", "no HTML escapes")
	out.Reset()
	require.NoError(t, report.JSONLines(&out, res))
	golden(t, "report.jsonl", out.Bytes())
}

// TestWriteErrors: a writer returns the error of what it writes to.
func TestWriteErrors(t *testing.T) {
	for _, x := range writers {
		assert.EqualError(t, x.write(full{}, results(t)), "disk full", x.name)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }
