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
