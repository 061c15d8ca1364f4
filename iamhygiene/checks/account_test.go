package checks_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/checktest"
)

func TestCredentialReportStale(t *testing.T) {
	checktest.Run(t, "testdata/account/*.txtar", checks.CredentialReportStale{})
}

func TestCredentialReportStaleLimits(t *testing.T) {
	tests := []struct {
		name     string
		reason   string
		check    checks.CredentialReportStale
		age      time.Duration
		want     iamhygiene.Status
		severity iamhygiene.Severity
	}{
		{"at the limit", "fresh is less than the limit", checks.CredentialReportStale{}, 4 * time.Hour, iamhygiene.Fail, iamhygiene.SeverityInfo},
		{"a nanosecond younger", "compared to the nanosecond", checks.CredentialReportStale{}, 4*time.Hour - 1, iamhygiene.Pass, iamhygiene.SeverityInfo},
		{"before a day", "older than the limit is a remark", checks.CredentialReportStale{}, 24*time.Hour - 1, iamhygiene.Fail, iamhygiene.SeverityInfo},
		{"a day", "a day is more than a remark", checks.CredentialReportStale{}, 24 * time.Hour, iamhygiene.Fail, iamhygiene.SeverityLow},
		{"own limits", "the parameters count", checks.CredentialReportStale{MaxAge: 48 * time.Hour, WarnAge: 72 * time.Hour}, 47 * time.Hour, iamhygiene.Pass, iamhygiene.SeverityInfo},
		{"own limits, exceeded", "the parameters count", checks.CredentialReportStale{MaxAge: time.Hour, WarnAge: 2 * time.Hour}, 2 * time.Hour, iamhygiene.Fail, iamhygiene.SeverityLow},
		{"after the clock", "clocks differ; the report is fresh", checks.CredentialReportStale{}, -time.Minute, iamhygiene.Pass, iamhygiene.SeverityInfo},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := single(t, tt.check, reportOf(noon.Add(-tt.age), rootRow()))
			assert.Equal(t, tt.want, f.Status, "%s: %s", tt.reason, f.Message)
			assert.Equal(t, tt.severity, f.Severity, tt.reason)
			assert.Equal(t, []string{"GeneratedTime", "age"}, paths(f))
		})
	}
}
