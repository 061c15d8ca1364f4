package checks_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/checktest"
)

func TestRoot(t *testing.T) {
	checktest.Run(t, "testdata/root/*.txtar",
		checks.RootMFA{}, checks.RootAccessKey{}, checks.RootSigningCertificate{}, checks.RootRecentUse{})
}

// noon is the clock of the tests that build their snapshots by hand.
var noon = time.Date(2024, time.March, 12, 12, 0, 0, 0, time.UTC)

// rootRow is a root user with MFA, a password and nothing else.
func rootRow() credreport.Entry {
	na := credreport.ParseTime("N/A")
	e := credreport.Entry{
		User: credreport.RootUser, ARN: "arn:aws:iam::111122223333:root",
		PasswordEnabled: credreport.ParseBool("not_supported"), PasswordLastUsed: credreport.ParseTime("no_information"),
		MFAActive: credreport.BoolOf(true),
	}
	for i := range 2 {
		e.AccessKeys[i] = credreport.AccessKey{Active: credreport.BoolOf(false), LastRotated: na, LastUsedDate: na}
		e.Certificates[i] = credreport.Certificate{Active: credreport.BoolOf(false), LastRotated: na}
	}
	return e
}

// reportOf is a report with the given rows, generated at the given time.
func reportOf(at time.Time, rows ...credreport.Entry) iamhygiene.SnapshotOption {
	return iamhygiene.CredentialReport.With(&credreport.Report{Entries: rows}, at)
}

// snapshotOf is the account at noon.
func snapshotOf(opts ...iamhygiene.SnapshotOption) *iamhygiene.Snapshot {
	return iamhygiene.NewSnapshot("111122223333", "aws", noon, opts...)
}

// single runs a check that has one finding and returns it.
func single(t *testing.T, c iamhygiene.Check, opts ...iamhygiene.SnapshotOption) iamhygiene.Finding {
	t.Helper()
	res, err := new(iamhygiene.Runner).Run(context.Background(), snapshotOf(opts...), c)
	require.NoError(t, err)
	require.Empty(t, res.Errors)
	require.Len(t, res.Findings, 1)
	return res.Findings[0]
}

// paths lists where the evidence of a finding comes from.
func paths(f iamhygiene.Finding) []string {
	var out []string
	for _, e := range f.Evidence {
		out = append(out, e.Path)
	}
	return out
}

func TestRootRecentUseWindow(t *testing.T) {
	tests := []struct {
		name   string
		reason string
		preset checks.Preset
		ago    time.Duration
		want   iamhygiene.Status
	}{
		{"standard, at the limit", "30 days without use are enough", checks.Standard, 30 * 24 * time.Hour, iamhygiene.Pass},
		{"standard, a nanosecond less", "compared to the nanosecond", checks.Standard, 30*24*time.Hour - 1, iamhygiene.Fail},
		{"strict, at the limit", "strict looks back 90 days: the longer window is the stricter one", checks.Strict, 90 * 24 * time.Hour, iamhygiene.Pass},
		{"strict, a nanosecond less", "compared to the nanosecond", checks.Strict, 90*24*time.Hour - 1, iamhygiene.Fail},
		{"relaxed, at the limit", "relaxed looks back 7 days", checks.Relaxed, 7 * 24 * time.Hour, iamhygiene.Pass},
		{"relaxed, a nanosecond less", "compared to the nanosecond", checks.Relaxed, 7*24*time.Hour - 1, iamhygiene.Fail},
		{"after the clock", "a clock that is behind must not turn use into none", checks.Standard, -time.Hour, iamhygiene.Fail},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			row := rootRow()
			row.PasswordLastUsed = credreport.TimeOf(noon.Add(-tt.ago))
			f := single(t, pick(t, tt.preset, "root-recent-use"), reportOf(noon, row))
			assert.Equal(t, tt.want, f.Status, "%s: %s", tt.reason, f.Message)
		})
	}
}

func TestRootRecentUseReportAge(t *testing.T) {
	tests := []struct {
		name   string
		reason string
		check  checks.RootRecentUse
		age    time.Duration
		want   iamhygiene.Status
	}{
		{"at the limit", "only an older report is too old", checks.RootRecentUse{}, 4 * time.Hour, iamhygiene.Pass},
		{"a nanosecond more", "use since is not in it", checks.RootRecentUse{}, 4*time.Hour + 1, iamhygiene.Unknown},
		{"own limit", "the parameter counts", checks.RootRecentUse{MaxReportAge: 48 * time.Hour}, 47 * time.Hour, iamhygiene.Pass},
		{"no limit at all", "a negative duration is none: any age is too old", checks.RootRecentUse{MaxReportAge: -1}, 1, iamhygiene.Unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := single(t, tt.check, reportOf(noon.Add(-tt.age), rootRow()))
			assert.Equal(t, tt.want, f.Status, "%s: %s", tt.reason, f.Message)
			if tt.want == iamhygiene.Unknown {
				assert.True(t, f.Unknown.Retryable, "a newer report may decide")
				assert.Empty(t, f.Unknown.Grant(), "no permission is missing")
			}
		})
	}
}

func TestRootUnknownReportTime(t *testing.T) {
	t.Run("a bare CSV is not held to be old", func(t *testing.T) {
		assert.Equal(t, iamhygiene.Pass, single(t, checks.RootRecentUse{}, reportOf(time.Time{}, rootRow())).Status)
	})
	t.Run("the report's own time counts where the dataset has none", func(t *testing.T) {
		old := &credreport.Report{GeneratedTime: noon.Add(-5 * time.Hour), Entries: []credreport.Entry{rootRow()}}
		f := single(t, checks.RootRecentUse{}, iamhygiene.CredentialReport.With(old, time.Time{}))
		assert.Equal(t, iamhygiene.Unknown, f.Status, f.Message)
	})
}

// The account summary wins unless it is itself the older one by more than a
// report may lag.
func TestRootSummaryOlderThanReport(t *testing.T) {
	without := rootRow()
	without.MFAActive = credreport.BoolOf(false)
	tests := []struct {
		name    string
		reason  string
		summary time.Time
		report  time.Time
		want    iamhygiene.Status
	}{
		{"report older than 4 h", "trust the summary", noon, noon.Add(-5 * time.Hour), iamhygiene.Pass},
		{"report younger than 4 h", "the summary is still the fresh one", noon, noon.Add(-time.Hour), iamhygiene.Pass},
		{"summary first in the same run", "a report takes a while, so it is often a bit younger", noon.Add(-time.Minute), noon, iamhygiene.Pass},
		{"summary 4 h older", "as far as a report may lag", noon.Add(-4 * time.Hour), noon, iamhygiene.Pass},
		{"summary more than 4 h older", "a saved file from another day is not fresh", noon.Add(-4*time.Hour - 1), noon, iamhygiene.Fail},
		{"summary without time", "the rule that it is fresh stands", time.Time{}, noon, iamhygiene.Pass},
		{"report without time", "the rule that the summary is fresh stands", noon.Add(-9 * time.Hour), time.Time{}, iamhygiene.Pass},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			summary := iamhygiene.AccountSummary{"AccountMFAEnabled": 1, "AccountPasswordPresent": 1}
			f := single(t, checks.RootMFA{}, reportOf(tt.report, without), iamhygiene.Summary.With(summary, tt.summary))
			assert.Equal(t, tt.want, f.Status, "%s: %s", tt.reason, f.Message)
			assert.Contains(t, f.Message, "otherwise", "a disagreement is told")
		})
	}
}

func TestRootReportHint(t *testing.T) {
	row := rootRow()
	row.MFAActive = credreport.BoolOf(false)
	for name, tt := range map[string]struct {
		age  time.Duration
		want bool
	}{
		"R79: an hour old":   {time.Hour, false},
		"R79: more than one": {time.Hour + 1, true},
		"time not known":     {-1, false},
	} {
		t.Run(name, func(t *testing.T) {
			at := noon.Add(-tt.age)
			if tt.age < 0 {
				at = time.Time{}
			}
			f := single(t, checks.RootMFA{}, reportOf(at, row))
			require.Equal(t, iamhygiene.Fail, f.Status)
			if assert.NotEmpty(t, f.Evidence); tt.want {
				assert.Contains(t, f.Message, "may predate recent changes")
			} else {
				assert.NotContains(t, f.Message, "predate")
			}
			assert.Equal(t, at, f.Evidence[0].At, "evidence carries the time of the report")
		})
	}
}

func TestRootEvidence(t *testing.T) {
	row := rootRow()
	row.MFAActive = credreport.BoolOf(false)
	row.AccessKeys[0] = credreport.AccessKey{
		Active: credreport.BoolOf(true), LastRotated: credreport.TimeOf(noon.Add(-100 * 24 * time.Hour)),
		LastUsedDate: credreport.TimeOf(noon.Add(-36 * time.Hour)), LastUsedRegion: credreport.ParseText("us-east-1"), LastUsedService: credreport.ParseText("s3"),
	}
	opts := []iamhygiene.SnapshotOption{
		reportOf(noon.Add(-time.Minute), row),
		iamhygiene.Summary.With(iamhygiene.AccountSummary{"AccountMFAEnabled": 0, "AccountAccessKeysPresent": 1, "AccountPasswordPresent": 1}, noon),
	}
	t.Run("root-mfa", func(t *testing.T) {
		f := single(t, checks.RootMFA{}, opts...)
		assert.Equal(t, "AccountMFAEnabled", f.Evidence[0].Path, "what decides comes first")
		assert.Subset(t, paths(f), []string{"mfa_active", "AccountPasswordPresent", "access_key_1_active"})
		assert.Equal(t, iamhygiene.TypeRootUser, f.Resource.Type)
	})
	t.Run("root-access-key", func(t *testing.T) {
		f := single(t, checks.RootAccessKey{}, opts...)
		assert.Equal(t, []string{
			"AccountAccessKeysPresent", "access_key_1_active", "access_key_1_last_rotated", "access_key_1_last_used_date", "access_key_2_active",
		}, paths(f))
	})
	t.Run("root-recent-use", func(t *testing.T) {
		f := single(t, checks.RootRecentUse{}, opts...)
		assert.Equal(t, []iamhygiene.Evidence{
			{Dataset: "credential-report", Path: "access_key_1_last_used_date", Observed: "2024-03-11T00:00:00Z", Expected: "not after 2024-02-11T12:00:00Z", At: noon.Add(-time.Minute)},
			{Path: "age_days", Observed: "1", Expected: "at least 30"},
			{Dataset: "credential-report", Path: "access_key_1_last_used_region", Observed: "us-east-1", At: noon.Add(-time.Minute)},
			{Dataset: "credential-report", Path: "access_key_1_last_used_service", Observed: "s3", At: noon.Add(-time.Minute)},
		}, f.Evidence)
	})
}

// pick returns the check with that id and the parameters of the preset.
func pick(t *testing.T, p checks.Preset, id string) iamhygiene.Check {
	t.Helper()
	for _, c := range checks.Catalogue(p) {
		if c.Info().ID == id {
			return c
		}
	}
	require.Failf(t, "no such check", "%s", id)
	return nil
}
