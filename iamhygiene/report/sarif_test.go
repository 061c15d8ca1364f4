package report_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/url"
	"path"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

// sarifLog is what the tests look at in a SARIF log.
type sarifLog struct {
	Version string
	Runs    []struct {
		Tool struct {
			Driver struct {
				Rules []struct {
					ID         string
					Properties struct {
						Tags             []string
						SecuritySeverity string `json:"security-severity"`
					}
				}
			}
		}
		Invocations []struct {
			ExecutionSuccessful        bool
			ToolExecutionNotifications []struct {
				Level   string
				Message struct{ Text string }
			}
		}
		AutomationDetails struct{ ID string }
		Results           []struct {
			RuleID              string
			RuleIndex           int
			Kind, Level         string
			BaselineState       string
			Message             struct{ Text string }
			PartialFingerprints map[string]string
			Suppressions        []struct{ Kind, Status, Justification string }
			Locations           []struct {
				PhysicalLocation struct {
					ArtifactLocation struct{ URI string }
				}
				LogicalLocations []struct{ FullyQualifiedName string }
			}
		}
	}
}

func sarif(t *testing.T, res *iamhygiene.Results, opts ...func(*report.Options)) sarifLog {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, report.SARIF(&out, res, opts...))
	var log sarifLog
	require.NoError(t, json.Unmarshal(out.Bytes(), &log))
	require.Equal(t, "2.1.0", log.Version)
	require.Len(t, log.Runs, 1)
	return log
}

func passes(o *report.Options) { o.Passes = true }

func TestSARIF(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, report.SARIF(&out, results(t), func(o *report.Options) { o.Preset = "standard" }))
	golden(t, "report.sarif", out.Bytes())
	assert.NotContains(t, out.String(), "null", "absent members are left out")
	assert.NotContains(t, out.String(), `\u003c`, "no HTML escapes")
}

// TestSARIFResults compares each result with its finding.
func TestSARIFResults(t *testing.T) {
	res := results(t)
	run := sarif(t, res, passes).Runs[0]
	require.Len(t, run.Results, len(res.Findings))
	kinds := map[iamhygiene.Status]string{
		iamhygiene.Pass: "pass", iamhygiene.Fail: "fail", iamhygiene.NotApplicable: "notApplicable",
		iamhygiene.Unknown: "open", iamhygiene.Manual: "review",
	}
	levels := map[iamhygiene.Severity]string{
		iamhygiene.SeverityCritical: "error", iamhygiene.SeverityHigh: "error", iamhygiene.SeverityMedium: "warning",
		iamhygiene.SeverityLow: "note", iamhygiene.SeverityInfo: "note",
	}
	for i, got := range run.Results {
		f := &res.Findings[i]
		assert.Equal(t, f.Check, got.RuleID)
		assert.Equal(t, f.Check, run.Tool.Driver.Rules[got.RuleIndex].ID)
		assert.Equal(t, kinds[f.Status], got.Kind)
		if f.Status == iamhygiene.Fail {
			assert.Equal(t, levels[f.Severity], got.Level)
		} else {
			assert.Equal(t, "none", got.Level, "%v must not count as a failure", f.Status)
		}
		assert.Equal(t, f.Fingerprint, got.PartialFingerprints["iamhygiene/v1"])
		assert.Equal(t, f.Fingerprint, got.PartialFingerprints["primaryLocationLineHash"])
		assert.Equal(t, f.Resource.ARN, got.Locations[0].LogicalLocations[0].FullyQualifiedName)
		if f.Suppression != nil {
			require.Len(t, got.Suppressions, 1)
			assert.Equal(t, f.Suppression.Reason, got.Suppressions[0].Justification)
		} else {
			assert.Empty(t, got.Suppressions)
		}
		uri, err := url.Parse(got.Locations[0].PhysicalLocation.ArtifactLocation.URI)
		require.NoError(t, err)
		assert.Equal(t, path.Clean(uri.Path), uri.Path, "no name leads out of its directory")
		assert.False(t, uri.IsAbs())
	}
}

func TestSARIFLeavesOutPasses(t *testing.T) {
	for _, r := range sarif(t, results(t)).Runs[0].Results {
		assert.NotContains(t, []string{"pass", "notApplicable"}, r.Kind)
	}
}

// TestSARIFNotifications: each cause once, however many findings it has.
func TestSARIFNotifications(t *testing.T) {
	res := results(t, stub{iamhygiene.Info{ID: "zzz", Title: "Z"}, []iamhygiene.Finding{
		{Unknown: &iamhygiene.DataError{Operation: "iam:ListMFADevices", Action: "iam:ListMFADevices", Scope: "x", Code: "AccessDenied"}, Resource: user("x")},
	}}, panics{})
	run := sarif(t, res).Runs[0].Invocations[0]
	assert.False(t, run.ExecutionSuccessful, "a check panicked")
	var texts []string
	for _, n := range run.ToolExecutionNotifications {
		texts = append(texts, n.Level+" "+n.Message.Text)
	}
	assert.Equal(t, []string{
		"error iamhygiene: check panics panicked: oh.",
		"warning cannot decide: iam:GetAccountPasswordPolicy denied; grant iam:GetAccountPasswordPolicy.",
		"warning cannot decide: iam:ListMFADevices denied; grant iam:ListMFADevices.",
		"warning cannot decide: the check panicked: oh.",
	}, texts)
	assert.True(t, sarif(t, results(t)).Runs[0].Invocations[0].ExecutionSuccessful)
}

// panics is a check with a bug.
type panics struct{}

func (panics) Info() iamhygiene.Info { return iamhygiene.Info{ID: "panics", Title: "Panics"} }
func (panics) Run(context.Context, *iamhygiene.Snapshot) []iamhygiene.Finding {
	panic("oh")
}
