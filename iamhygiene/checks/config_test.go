package checks_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// AWS Config records IAM only in Regions where it was before February 2022.
func TestConfigRecorderRegions(t *testing.T) {
	for region, want := range map[string]iamhygiene.Status{
		"eu-west-1": iamhygiene.Pass, "ap-southeast-3": iamhygiene.Pass,
		"il-central-1": iamhygiene.Fail, "eu-central-2": iamhygiene.Fail, "me-central-1": iamhygiene.Fail, "ca-west-1": iamhygiene.Fail,
	} {
		for form, r := range map[string]iamhygiene.ConfigRecorder{
			"all":      {AllSupported: true, GlobalTypes: true},
			"excluded": {Strategy: "EXCLUSION_BY_RESOURCE_TYPES"},
		} {
			r.Name, r.Region, r.Recording = "default", region, yes()
			f := single(t, checks.ConfigRecorderOn{}, iamhygiene.ConfigRecorders.With(in(r, region), noon))
			assert.Equal(t, want.String(), f.Status.String(), "%s, %s: %s", region, form, f.Message)
		}
	}
}
