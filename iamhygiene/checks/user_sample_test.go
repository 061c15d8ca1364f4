package checks_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/checktest"
)

// credentialChecks returns the checks of users, access keys and attached
// policies, opt-in ones included.
func credentialChecks(p checks.Preset) []iamhygiene.Check {
	return slices.DeleteFunc(checks.Catalogue(p), func(c iamhygiene.Check) bool {
		info := c.Info()
		return !slices.Contains([]string{"users", "keys", "policies"}, info.Theme) || slices.ContainsFunc(info.Needs, func(name string) bool {
			return name != iamhygiene.CredentialReport.Name() && name != iamhygiene.Authorization.Name()
		})
	})
}

// evaluate runs checks and returns the findings.
func evaluate(t *testing.T, s *iamhygiene.Snapshot, cs ...iamhygiene.Check) []iamhygiene.Finding {
	t.Helper()
	res, err := new(iamhygiene.Runner).Run(context.Background(), s, cs...)
	require.NoError(t, err)
	require.Empty(t, res.Errors)
	seen := make(map[string]string)
	for _, f := range res.Findings {
		line := f.Check + " " + f.Resource.ARN + " " + f.Discriminator
		assert.NotContains(t, seen, f.Fingerprint, "%s has the fingerprint of %s", line, seen[f.Fingerprint])
		seen[f.Fingerprint] = line
		assert.NotEmpty(t, f.Message, line)
		assert.Equal(t, f.Status == iamhygiene.Unknown, f.Unknown != nil, line)
	}
	return res.Findings
}

// lines lists the findings of a status as "check resource severity", sorted by
// name.
func lines(fs []iamhygiene.Finding, status iamhygiene.Status) []string {
	var out []string
	for _, f := range fs {
		if f.Status == status {
			out = append(out, f.Check+" "+f.Resource.Name+" "+f.Severity.String())
		}
	}
	slices.Sort(out)
	return out
}

func sampleCSV(t *testing.T) []byte {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/sample/report.txtar")
	require.NoError(t, err)
	for _, f := range archive.Files {
		if f.Name == "credential-report.csv" {
			return f.Data
		}
	}
	t.Fatal("the fixture has no credential-report.csv")
	return nil
}

// sample is the snapshot of a report that was generated the given time ago.
func sample(t *testing.T, text []byte, ago time.Duration, opts ...iamhygiene.SnapshotOption) *iamhygiene.Snapshot {
	t.Helper()
	report, err := credreport.Parse(bytes.NewReader(text))
	require.NoError(t, err)
	opts = append(opts, iamhygiene.CredentialReport.With(report, clock.Add(-ago)))
	return iamhygiene.NewSnapshot("111122223333", "aws", clock, opts...)
}

// runs are the checks of users, access keys and attached policies that the
// preset runs.
func runs(p checks.Preset) []iamhygiene.Check {
	return slices.DeleteFunc(credentialChecks(p), func(c iamhygiene.Check) bool {
		return c.Info().OptIn && p != checks.Strict
	})
}

// TestSample: these findings, no more and no fewer.
func TestSample(t *testing.T) {
	checktest.Run(t, "testdata/sample/*.txtar", runs(checks.Standard)...)
}

// TestSamplePresets: these failures, no more and no fewer.
func TestSamplePresets(t *testing.T) {
	standard := []string{
		"access-key-at-setup tobias low",
		"access-key-inactive-left finch,olga/access_key_1 low",
		"access-key-instead-of-role release-runner/access_key_1 low",
		"access-key-never-used tobias/access_key_1 medium",
		"access-key-rotation release-runner/access_key_2 medium",
		"access-key-rotation tobias/access_key_1 medium",
		"access-key-two-active release-runner low",
		"access-key-unused release-runner/access_key_2 medium",
		"password-unused tobias medium",
		"signing-certificate-age finch,olga/cert_1 low",
		"user-console-mfa tobias high",
		"user-dormant tobias medium",
		"user-password-and-key tobias low",
	}
	strict := append(slices.Clone(standard),
		"access-key-rotation release-runner/access_key_1 medium", // 82 days
		"password-rotation mara low",                             // 69 days
		"password-rotation tobias low",
		"user-mfa-all finch,olga low", // a signing certificate
		"user-mfa-all release-runner low",
		"user-mfa-all tobias low",
	)
	slices.Sort(strict)
	relaxed := slices.DeleteFunc(slices.Clone(standard), func(line string) bool {
		return strings.HasPrefix(line, "access-key-unused") // 81 days
	})
	s := sample(t, sampleCSV(t), 0)
	for _, tt := range []struct {
		preset checks.Preset
		want   []string
	}{{checks.Standard, standard}, {checks.Strict, strict}, {checks.Relaxed, relaxed}} {
		t.Run(tt.preset.String(), func(t *testing.T) {
			assert.Equal(t, tt.want, lines(evaluate(t, s, runs(tt.preset)...), iamhygiene.Fail))
		})
	}
}

// TestSampleMessages: each message says what was observed and what is required.
func TestSampleMessages(t *testing.T) {
	want := []string{
		"access_key_1 of finch,olga is inactive, last changed 2200 days ago, and still exists; the limit is less than 30 days",
		"access_key_1 of release-runner was used 21h46m0s ago on ecr by a user without a console password; a workload must use a role",
		"access_key_1 of tobias is active and 1162 days old; the limit is 90 days",
		"access_key_1 of tobias is active, 1162 days old, and was never used; the limit is less than 7 days",
		"access_key_1 of tobias was created 8s apart from the user, is active and was never used; keys made within 1m0s of a console user must go",
		"access_key_2 of release-runner is active and 1287 days old; the limit is 90 days",
		"access_key_2 of release-runner was last used 81 days ago; the limit is less than 45 days",
		"cert_1 of finch,olga is active and 2172 days old; the limit is 90 days",
		"release-runner has two active access keys, the younger 82 days old; a rotation may take 7 days",
		"the password of tobias was never used, and password_last_changed was 1162 days ago; the limit is less than 45 days",
		"tobias has a console password and active access keys (access_key_1); only one of the two kinds is allowed",
		"tobias has a console password and no MFA device; at least one is required",
		"tobias used none of 2 credentials for 1162 days (access_key_1_last_rotated); the limit is less than 45 days",
	}
	standard := runs(checks.Standard)
	for _, tt := range []struct {
		name   string
		ago    time.Duration
		suffix string
	}{
		{"R79 a fresh report", time.Hour, ""},
		{"R79 a report of more than an hour", time.Hour + time.Nanosecond, "; the credential report of 2024-03-11T22:59:59Z may predate recent changes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, f := range evaluate(t, sample(t, sampleCSV(t), tt.ago), standard...) {
				if f.Status != iamhygiene.Fail {
					assert.NotContains(t, f.Message, "may predate", "only a failure can have been mended")
					continue
				}
				message, ok := strings.CutSuffix(f.Message, tt.suffix)
				assert.True(t, ok, f.Message)
				got = append(got, message)
				for _, e := range f.Evidence {
					if e.Dataset != "" {
						assert.Equal(t, "credential-report", e.Dataset, f.Message)
						assert.Equal(t, clock.Add(-tt.ago), e.At, f.Message)
					}
				}
			}
			slices.Sort(got)
			assert.Equal(t, want, got)
		})
	}
	t.Run("R79 a report without time", func(t *testing.T) {
		report, err := credreport.Parse(bytes.NewReader(sampleCSV(t)))
		require.NoError(t, err)
		s := iamhygiene.NewSnapshot("111122223333", "aws", clock, iamhygiene.CredentialReport.With(report, time.Time{}))
		for _, f := range evaluate(t, s, standard...) {
			assert.NotContains(t, f.Message, "may predate")
		}
	})
}

// TestSpoiledColumns spoils one column after the other. A spoiled field makes
// findings Unknown; it never turns one into another, and above all never into a
// pass. A finding on a user in place of several on its keys counts for them.
func TestSpoiledColumns(t *testing.T) {
	records, err := csv.NewReader(bytes.NewReader(sampleCSV(t))).ReadAll()
	require.NoError(t, err)
	before := statuses(evaluate(t, sample(t, sampleCSV(t), 0), credentialChecks(checks.Strict)...))
	for i, column := range records[0] {
		if i < 2 {
			continue // without a user and an ARN there is no row
		}
		t.Run(column, func(t *testing.T) {
			for _, how := range []string{"garbage", "not_supported", "absent"} {
				spoiled := make([][]string, len(records))
				for r, record := range records {
					spoiled[r] = slices.Clone(record)
					switch {
					case how == "absent":
						spoiled[r] = slices.Delete(spoiled[r], i, i+1)
					case r > 0:
						spoiled[r][i] = how
					}
				}
				var text bytes.Buffer
				require.NoError(t, csv.NewWriter(&text).WriteAll(spoiled))
				if _, err := credreport.Parse(bytes.NewReader(text.Bytes())); err != nil {
					assert.ErrorContains(t, err, column, "only a required column may fail the whole report")
					continue
				}
				after := statuses(evaluate(t, sample(t, text.Bytes(), 0), credentialChecks(checks.Strict)...))
				for key, status := range after {
					if status != iamhygiene.Unknown {
						assert.Equal(t, before[key].String(), status.String(), "%s: %s", how, key)
					}
				}
				for key, status := range before {
					owner, _, _ := strings.Cut(key, "/")
					if _, ok := after[key]; !ok && status != iamhygiene.Unknown {
						assert.Equal(t, "UNKNOWN", after[owner].String(), "%s: %s is gone, and nothing says so", how, key)
					}
				}
			}
		})
	}
}

// statuses maps "check resource" to the status.
func statuses(fs []iamhygiene.Finding) map[string]iamhygiene.Status {
	out := make(map[string]iamhygiene.Status)
	for _, f := range fs {
		out[f.Check+" "+f.Resource.Name] = f.Status
	}
	return out
}

// TestOneSpoiledRow: one unknown user does not touch the others.
func TestOneSpoiledRow(t *testing.T) {
	text := strings.Replace(string(sampleCSV(t)), "12:30:00+00:00,true,no_information", "12:30:00+00:00,perhaps,no_information", 1)
	before := statuses(evaluate(t, sample(t, sampleCSV(t), 0), credentialChecks(checks.Strict)...))
	after := statuses(evaluate(t, sample(t, []byte(text), 0), credentialChecks(checks.Strict)...))
	unknown := 0
	for key, status := range after {
		if strings.Contains(key, "tobias") {
			if status == iamhygiene.Unknown && before[key] != iamhygiene.Unknown {
				unknown++
			}
			continue
		}
		assert.Equal(t, before[key], status, key)
	}
	// user-mfa-all has the active key to go by; user-dormant has it too, but the
	// key alone is too old to tell.
	assert.Equal(t, 6, unknown)
}
