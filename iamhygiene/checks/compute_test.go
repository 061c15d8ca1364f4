package checks_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/checktest"
)

func TestCompute(t *testing.T) {
	checktest.Run(t, "testdata/compute/*.txtar",
		checks.InstanceWithoutProfile{}, checks.InstanceProfileBroken{},
		checks.FunctionSharedRole{}, checks.FunctionRoleMissing{}, checks.FunctionStaticKeys{})
}

func TestInstanceRegions(t *testing.T) {
	fs := findings(t, full(), checks.InstanceWithoutProfile{Regions: []string{"eu-west-1"}})
	assert.Len(t, fs, 2)
	assert.Equal(t, iamhygiene.NotApplicable, fs[0].Status, "an instance elsewhere is not asked about")
	assert.Equal(t, iamhygiene.Unknown, fs[1].Status, "a Region that was asked about and that nobody read")
	assert.Equal(t, "eu-west-1", fs[1].Resource.Region)
	fs = findings(t, full(), checks.InstanceWithoutProfile{Regions: []string{"us-east-1"}})
	assert.Len(t, fs, 1)
	assert.Equal(t, iamhygiene.Pass, fs[0].Status)
	assert.Equal(t, "arn:aws:ec2:us-east-1:111122223333:instance/i-1234567890abcdef0", fs[0].Resource.ARN)
}

// R77: an instance in another partition has an ARN of that partition.
func TestInstancePartition(t *testing.T) {
	s := iamhygiene.NewSnapshot("111122223333", "aws-cn", noon, iamhygiene.Instances.With(iamhygiene.Regional[iamhygiene.Instance]{
		Regions: []string{"cn-north-1"}, Items: []iamhygiene.Instance{{ID: "i-1", Region: "cn-north-1", State: "running"}},
	}, noon))
	fs := evaluate(t, s, checks.InstanceWithoutProfile{})
	assert.Equal(t, "arn:aws-cn:ec2:cn-north-1:111122223333:instance/i-1", fs[0].Resource.ARN)
}

func TestFunctionSharedRolePresets(t *testing.T) {
	for p, limit := range map[checks.Preset]int{checks.Strict: 2, checks.Standard: 3, checks.Relaxed: 5} {
		for n := 1; n <= 6; n++ {
			var items []iamhygiene.Function
			for i := range n {
				name := fmt.Sprint("f", i)
				items = append(items, iamhygiene.Function{ARN: "arn:aws:lambda:eu-west-1:111122223333:function:" + name, Name: name, Region: "eu-west-1", Role: homeARN + "role/app"})
			}
			f := single(t, pick(t, p, "function-shared-role"), iamhygiene.Functions.With(iamhygiene.Regional[iamhygiene.Function]{Regions: []string{"eu-west-1"}, Items: items}, noon))
			assert.Equal(t, n >= limit, f.Status == iamhygiene.Fail, "%v: %s", p, f.Message)
		}
	}
}

// Every function has a role: one whose role is not in the data was not read.
func TestFunctionWithoutRole(t *testing.T) {
	var fs []iamhygiene.Function
	for _, name := range []string{"a", "b", "c"} {
		fs = append(fs, iamhygiene.Function{ARN: "arn:aws:lambda:eu-west-1:111122223333:function:" + name, Name: name, Region: "eu-west-1"})
	}
	data := full()
	data["functions"] = iamhygiene.Functions.With(iamhygiene.Regional[iamhygiene.Function]{Regions: []string{"eu-west-1"}, Items: fs}, noon)
	for _, c := range []iamhygiene.Check{checks.FunctionSharedRole{}, checks.FunctionRoleMissing{}} {
		for _, f := range findings(t, data, c) {
			assert.Equal(t, iamhygiene.Unknown.String(), f.Status.String(), "%s: %s", c.Info().ID, f.Message)
		}
	}
}

// An instance that is going away needs no profile any more.
func TestProfileOfInstanceThatEnds(t *testing.T) {
	data := full()
	data["instances"] = iamhygiene.Instances.With(in(iamhygiene.Instance{
		ID: "i-1", Region: "eu-west-1", State: "shutting-down", Profile: homeARN + "instance-profile/gone",
	}, "eu-west-1"), noon)
	for _, f := range findings(t, data, checks.InstanceProfileBroken{}) {
		assert.Equal(t, iamhygiene.Pass.String(), f.Status.String(), f.Message)
	}
}
