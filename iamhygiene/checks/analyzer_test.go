package checks_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// Who asks about some Regions gets no answer about others, also not that they
// could not be read.
func TestRegionsAsked(t *testing.T) {
	denied := &iamhygiene.DataError{Code: "AccessDenied", Scope: "ap-south-1"}
	west := []string{"eu-west-1"}
	f := single(t, checks.AccessAnalyzerEnabled{Regions: west}, member, iamhygiene.Analyzers.With(in(iamhygiene.Analyzer{
		ARN: "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/a", Name: "a", Region: "eu-west-1", Type: "ACCOUNT", Status: "ACTIVE",
	}, "eu-west-1"), noon, denied))
	assert.Equal(t, iamhygiene.Pass, f.Status, f.Message)
	f = single(t, checks.InstanceWithoutProfile{Regions: west}, iamhygiene.Instances.With(in(iamhygiene.Instance{
		ID: "i-1", Region: "eu-west-1", State: "running", Profile: homeARN + "instance-profile/p",
	}, "eu-west-1"), noon, denied))
	assert.Equal(t, iamhygiene.Pass, f.Status, f.Message)
}

// That a dataset is there of which no Region was read means nothing.
func TestNoRegionRead(t *testing.T) {
	for _, tt := range []struct {
		check iamhygiene.Check
		data  iamhygiene.SnapshotOption
	}{
		{checks.ConfigKeyRotationRule{}, iamhygiene.ConfigRules.With(iamhygiene.Regional[iamhygiene.ConfigRule]{}, noon)},
		{checks.ConfigRecorderOn{}, iamhygiene.ConfigRecorders.With(iamhygiene.Regional[iamhygiene.ConfigRecorder]{}, noon)},
		{checks.AccessAnalyzerUnusedAccess{}, iamhygiene.Analyzers.With(iamhygiene.Regional[iamhygiene.Analyzer]{}, noon)},
		{checks.AccessAnalyzerEnabled{}, iamhygiene.Analyzers.With(iamhygiene.Regional[iamhygiene.Analyzer]{}, noon)},
		{checks.InstanceWithoutProfile{}, iamhygiene.Instances.With(iamhygiene.Regional[iamhygiene.Instance]{}, noon)},
		{checks.FunctionStaticKeys{}, iamhygiene.Functions.With(iamhygiene.Regional[iamhygiene.Function]{}, noon)},
	} {
		f := single(t, tt.check, tt.data)
		assert.Equal(t, iamhygiene.Unknown, f.Status, "%s: %s", f.Check, f.Message)
		assert.Contains(t, f.Message, "no Region")
	}
}

// The organization's analyzer is in its delegated administrator account, so the
// management account does not see it either.
func TestAnalyzerInDelegatedAccount(t *testing.T) {
	none := iamhygiene.Analyzers.With(iamhygiene.Regional[iamhygiene.Analyzer]{Regions: []string{"eu-west-1"}}, noon)
	management := iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{Member: true, ManagementAccount: "111122223333"}, noon)
	alone := iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{}, noon)
	unread := iamhygiene.OrganizationDetails.Failed(&iamhygiene.DataError{Code: "AccessDenied"})
	for _, tt := range []struct {
		name         string
		organization iamhygiene.SnapshotOption
		external     iamhygiene.Status
		assumed      iamhygiene.Status
		unused       iamhygiene.Status
	}{
		{"member", member, iamhygiene.Unknown, iamhygiene.Pass, iamhygiene.Unknown},
		{"management account", management, iamhygiene.Unknown, iamhygiene.Pass, iamhygiene.Unknown},
		{"no organization", alone, iamhygiene.Fail, iamhygiene.Fail, iamhygiene.Fail},
		{"organization unread", unread, iamhygiene.Unknown, iamhygiene.Unknown, iamhygiene.Unknown},
	} {
		f := single(t, checks.AccessAnalyzerEnabled{}, none, tt.organization)
		assert.Equal(t, tt.external.String(), f.Status.String(), "%s: %s", tt.name, f.Message)
		f = single(t, checks.AccessAnalyzerEnabled{AssumeOrgAnalyzer: true}, none, tt.organization)
		assert.Equal(t, tt.assumed.String(), f.Status.String(), "%s, assumed: %s", tt.name, f.Message)
		f = single(t, checks.AccessAnalyzerUnusedAccess{}, none, tt.organization)
		assert.Equal(t, tt.unused.String(), f.Status.String(), "%s, unused: %s", tt.name, f.Message)
	}
}

// An analyzer that does not work has nothing to say, so that it found nothing
// means nothing; what it found before stays true.
func TestAnalyzerFindingsOfOneThatIsOff(t *testing.T) {
	a := iamhygiene.Analyzer{ARN: "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/a", Name: "a", Region: "eu-west-1", Type: "ACCOUNT"}
	for status, want := range map[string]iamhygiene.Status{
		"ACTIVE": iamhygiene.Pass, "CREATING": iamhygiene.Unknown, "DISABLED": iamhygiene.Unknown, "FAILED": iamhygiene.Unknown,
	} {
		a.Status = status
		f := single(t, checks.AccessAnalyzerFindings{}, iamhygiene.Analyzers.With(in(a, "eu-west-1"), noon),
			iamhygiene.AnalyzerFindings.With(map[string][]iamhygiene.AnalyzerFinding{a.ARN: {}}, noon))
		assert.Equal(t, want.String(), f.Status.String(), "%s: %s", status, f.Message)
		f = single(t, checks.AccessAnalyzerFindings{}, iamhygiene.Analyzers.With(in(a, "eu-west-1"), noon),
			iamhygiene.AnalyzerFindings.With(map[string][]iamhygiene.AnalyzerFinding{a.ARN: {{ID: "1", Type: "ExternalAccess"}}}, noon))
		assert.Equal(t, iamhygiene.Fail, f.Status)
	}
}
