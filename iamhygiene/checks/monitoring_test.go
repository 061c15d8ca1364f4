package checks_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/checktest"
)

func TestAnalyzers(t *testing.T) {
	checktest.Run(t, "testdata/analyzer/*.txtar",
		checks.AccessAnalyzerEnabled{}, checks.AccessAnalyzerUnusedAccess{}, checks.AccessAnalyzerFindings{})
}

func TestMonitoring(t *testing.T) {
	checktest.Run(t, "testdata/monitoring/*.txtar", checks.RootUsageAlarm{}, checks.CloudTrailMultiRegion{}, checks.AlarmPolicyChange{})
}

func TestConfig(t *testing.T) {
	checktest.Run(t, "testdata/config/*.txtar", checks.ConfigKeyRotationRule{}, checks.ConfigRecorderOn{})
}

func TestAnalyzerParameters(t *testing.T) {
	data := full()
	data["access-analyzers"] = iamhygiene.Analyzers.With(iamhygiene.Regional[iamhygiene.Analyzer]{Regions: []string{"eu-west-1", "us-east-1"}}, noon)
	byRegion := func(c iamhygiene.Check) map[string]iamhygiene.Status {
		out := make(map[string]iamhygiene.Status)
		for _, f := range findings(t, data, c) {
			out[f.Resource.Region] = f.Status
		}
		return out
	}
	assert.Equal(t, map[string]iamhygiene.Status{"eu-west-1": iamhygiene.Unknown, "us-east-1": iamhygiene.Unknown},
		byRegion(checks.AccessAnalyzerEnabled{}), "a member account does not see the organization's analyzer")
	assert.Equal(t, map[string]iamhygiene.Status{"eu-west-1": iamhygiene.Pass, "us-east-1": iamhygiene.Pass},
		byRegion(checks.AccessAnalyzerEnabled{AssumeOrgAnalyzer: true}))
	assert.Equal(t, map[string]iamhygiene.Status{"eu-west-1": iamhygiene.Pass, "us-east-1": iamhygiene.NotApplicable, "us-west-2": iamhygiene.Unknown},
		byRegion(checks.AccessAnalyzerEnabled{AssumeOrgAnalyzer: true, Regions: []string{"eu-west-1", "us-west-2"}}),
		"a Region that nobody read is not assumed")
	data["organization"] = iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{}, noon)
	assert.Equal(t, iamhygiene.Fail, byRegion(checks.AccessAnalyzerEnabled{AssumeOrgAnalyzer: true})["eu-west-1"], "without an organization there is nothing to assume")
}

func TestConfigKeyRotationRulePresets(t *testing.T) {
	data := full() // the rule allows 90 days
	assert.Equal(t, iamhygiene.Pass, findings(t, data, pick(t, checks.Standard, "config-key-rotation-rule"))[0].Status)
	assert.Equal(t, iamhygiene.Fail, findings(t, data, pick(t, checks.Strict, "config-key-rotation-rule"))[0].Status)
	assert.Equal(t, iamhygiene.Pass, findings(t, data, pick(t, checks.Relaxed, "config-key-rotation-rule"))[0].Status)
}
