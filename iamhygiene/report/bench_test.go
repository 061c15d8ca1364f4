package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

// writers are all formats, by the name that examples/scan gives them.
var writers = []struct {
	name  string
	write func(io.Writer, *iamhygiene.Results, ...func(*report.Options)) error
}{
	{"text", report.Text},
	{"json", report.JSON},
	{"jsonl", report.JSONLines},
	{"csv", report.CSV},
	{"sarif", report.SARIF},
	{"asff", report.ASFF},
	{"asff-updates", report.ASFFUpdates},
	{"ocsf", report.OCSF},
	{"junit", report.JUnit},
	{"markdown", report.Markdown},
	{"html", report.HTML},
	{"coverage", report.CoverageText},
	{"coverage-csv", report.CoverageCSV},
	{"coverage-html", report.CoverageHTML},
}

// many are results of 20 checks with n findings in all, of which a half fail, a
// twentieth of them under an exemption.
func many(n int) *iamhygiene.Results {
	r := &iamhygiene.Results{Account: "111122223333", Partition: "aws", Time: now, Findings: make([]iamhygiene.Finding, 0, n)}
	for c := range 20 {
		info := iamhygiene.Info{
			ID: fmt.Sprintf("check-%02d", c), Version: 1, Theme: fmt.Sprintf("theme-%d", c%5), Title: "Console users have MFA",
			Description: "Each IAM user with a console password has an MFA device enabled.", Severity: iamhygiene.Severities()[c%5],
			Remediation: iamhygiene.Remediation{Text: "Have the user register a passkey or a security key.", Command: "aws iam enable-mfa-device", URL: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html"},
			Frameworks:  []iamhygiene.Control{{Name: "CIS AWS Foundations", Version: "3.0", ID: fmt.Sprintf("1.%d", c)}, {Name: "AWS Security Hub", ID: fmt.Sprintf("IAM.%d", c)}},
			Params:      map[string]string{"max_age": "90d"},
		}
		r.Checks = append(r.Checks, info)
		for i := range n / 20 {
			f := iamhygiene.Finding{
				Check: info.ID, CheckVersion: 1, Title: info.Title, Description: info.Description, Theme: info.Theme, Severity: info.Severity,
				Status: iamhygiene.Pass, Message: fmt.Sprintf("user-%05d has a console password and no MFA device", i), Resource: user(fmt.Sprintf("user-%05d", i)),
				Evidence:   []iamhygiene.Evidence{{Dataset: "credential-report", Path: "mfa_active", Observed: "false", Expected: "true", At: now}},
				Frameworks: info.Frameworks, Remediation: info.Remediation, Params: info.Params, ObservedAt: now,
			}
			if i%2 == 0 {
				f.Status = iamhygiene.Fail
			}
			if i%40 == 0 {
				f.Suppression = &iamhygiene.Suppression{ID: "e-1", Owner: "people team", Reason: "leaves at the end of the month", Expires: now}
			}
			f.Fingerprint = f.ComputeFingerprint()
			r.Findings = append(r.Findings, f)
		}
	}
	iamhygiene.SortFindings(r.Findings)
	return r
}

// BenchmarkWrite writes 100,000 findings, and 10,000 so that growth shows: a
// tenth of the time and of the memory. The yardstick is encoding/json, which
// holds the whole document in memory.
func BenchmarkWrite(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		res := many(n)
		run := func(name string, write func(io.Writer) error) {
			b.Run(fmt.Sprintf("format=%s/findings=%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					var size counter
					if err := write(&size); err != nil {
						b.Fatal(err)
					}
					b.SetBytes(int64(size))
				}
			})
		}
		run("yardstick", func(w io.Writer) error { return json.NewEncoder(w).Encode(res) })
		for _, x := range writers {
			run(x.name, func(w io.Writer) error {
				return x.write(w, res, func(o *report.Options) { o.PerCheck = -1 })
			})
		}
	}
}

// BenchmarkCompare compares two runs of 100,000 findings.
func BenchmarkCompare(b *testing.B) {
	old, res := many(100_000), many(100_000)
	for i := range res.Findings {
		if i%10 == 0 {
			res.Findings[i].Status = iamhygiene.Pass
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := report.Compare(old, res); err != nil {
			b.Fatal(err)
		}
	}
}

// counter counts bytes.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// TestWritersStream: a writer passes text on in small pieces, so that its
// memory does not grow with the report.
func TestWritersStream(t *testing.T) {
	res := many(5_000)
	for _, x := range writers {
		var w pieces
		require.NoError(t, x.write(&w, res, func(o *report.Options) { o.PerCheck = -1 }), x.name)
		assert.LessOrEqual(t, w.largest, 64<<10, "%s: of %d bytes", x.name, w.total)
		assert.Greater(t, w.total, 1000, x.name)
	}
}

// pieces remembers the largest Write.
type pieces struct{ largest, total int }

func (p *pieces) Write(b []byte) (int, error) {
	p.largest = max(p.largest, len(b))
	p.total += len(b)
	return len(b), nil
}

// TestWritersAreDeterministic: equal results and options give equal bytes.
func TestWritersAreDeterministic(t *testing.T) {
	for _, x := range writers {
		var first, second bytes.Buffer
		opt := func(o *report.Options) {
			o.Previous, o.Baseline, o.Passes = earlier(t), report.NewBaseline(earlier(t)), true
		}
		require.NoError(t, x.write(&first, results(t), opt))
		require.NoError(t, x.write(&second, results(t), opt))
		assert.Equal(t, first.String(), second.String(), x.name)
	}
}

// TestWritersLeaveResultsAlone: a writer changes nothing, so that several may
// write the same results at the same time.
func TestWritersLeaveResultsAlone(t *testing.T) {
	res := results(t)
	for _, x := range writers {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			require.NoError(t, x.write(io.Discard, res))
			assert.Equal(t, results(t), res)
		})
	}
}
