package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

// FuzzWrite: whatever the data says, each format stays what it is: the parsers
// of the standard library read it, a table keeps its columns, a spreadsheet
// gets no formula, a terminal no command.
func FuzzWrite(f *testing.F) {
	f.Add("alice", "has no MFA", "aws iam x")
	f.Add("=1+1|`", "a|b\\|c \\", "```\n# x\n````")
	f.Add("../..", "]]>\x00\x1b[2J\u202e\xff", "-->")
	f.Add("<!--", "-- > --> @a\r\n|\n|", "</details>")
	f.Fuzz(func(t *testing.T, name, text, command string) {
		info := iamhygiene.Info{
			ID: "c", Title: text, Description: text, Theme: name, Severity: iamhygiene.SeverityCritical, Params: map[string]string{name: text},
			Remediation: iamhygiene.Remediation{Text: text, Command: command, URL: text}, Frameworks: []iamhygiene.Control{{Name: name, Version: text, ID: name}},
		}
		one := iamhygiene.Finding{
			Check: info.ID, Title: text, Description: text, Theme: name, Status: iamhygiene.Fail, Severity: info.Severity, Message: text, Resource: user(name),
			Discriminator: text, Evidence: []iamhygiene.Evidence{{Path: name, Observed: text, Expected: command}}, Params: info.Params, Remediation: info.Remediation, Frameworks: info.Frameworks,
		}
		one.Fingerprint = one.ComputeFingerprint()
		two := one
		two.Suppression = &iamhygiene.Suppression{ID: name, Owner: text, Reason: command}
		res := &iamhygiene.Results{Account: "111122223333", Partition: "aws", Time: now, Checks: []iamhygiene.Info{info}, Findings: []iamhygiene.Finding{one, two}}
		for _, x := range writers {
			var out bytes.Buffer
			require.NoError(t, x.write(&out, res), x.name)
			switch x.name {
			case "csv", "coverage-csv":
				rows, err := csv.NewReader(&out).ReadAll()
				require.NoError(t, err, x.name)
				for _, row := range rows {
					for _, cell := range row {
						assert.False(t, cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])), "%q", cell)
					}
				}
			case "junit":
				dec := xml.NewDecoder(&out)
				for {
					if _, err := dec.Token(); err == io.EOF {
						break
					} else {
						require.NoError(t, err)
					}
				}
			case "text", "coverage":
				assert.NotContains(t, out.String(), "\x1b")
			case "markdown":
				assert.NotContains(t, out.String(), "\x1b")
				assert.Equal(t, 2, strings.Count(out.String(), "<details>")+strings.Count(out.String(), "</details>")-strings.Count(command, "<details>")-strings.Count(command, "</details>"))
				for line := range strings.Lines(out.String()) {
					if strings.HasPrefix(line, "| user") {
						bars := strings.Count(strings.NewReplacer(`\\`, "", `\|`, "").Replace(line), "|")
						assert.Contains(t, []int{4, 8}, bars, line)
					}
				}
			case "html", "coverage-html":
				assert.NotContains(t, out.String(), "\x1b")
				// What the data says is text: it opens no element.
				for _, tag := range []string{"script", "style", "h1", "main", "!--"} {
					want := 1
					if tag == "!--" {
						want = 0
					}
					assert.Equal(t, want, strings.Count(strings.ToLower(out.String()), "<"+tag), "%s: %s", x.name, tag)
				}
			case "json", "sarif":
				assert.True(t, json.Valid(out.Bytes()), x.name)
			default: // a JSON value on each line
				for line := range bytes.Lines(out.Bytes()) {
					assert.True(t, json.Valid(line), x.name)
				}
			}
		}
		require.NoError(t, report.NewBaseline(res).Write(io.Discard))
	})
}
