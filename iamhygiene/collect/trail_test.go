package collect_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// A trail is asked about at home, also outside of the Regions that are read, and
// what its home refuses is lost for that trail alone.
func TestTrailHome(t *testing.T) {
	t.Run("outside", func(t *testing.T) {
		all := get(t, live(t, widespread(t), named("cloudtrail"), inRegions("ca-central-1")), iamhygiene.Trails)
		require.Len(t, all, 2, "a trail of another Region alone does not show")
		assert.NotNil(t, all[0].Logging)
	})
	t.Run("not readable", func(t *testing.T) {
		acct := widespread(t)
		acct.Fail(fakes.Operation{}, fakes.APIError("AccessDeniedException", "with an explicit deny in a service control policy").When(func(c fakes.Call) bool {
			return c.Region == "us-west-2"
		}))
		s := live(t, acct, both, named("cloudtrail"))
		require.Len(t, iamhygiene.Trails.Errors(s), 1)
		e := iamhygiene.Trails.Errors(s)[0]
		assert.Equal(t, "arn:aws:cloudtrail:us-west-2:999999999999:trail/organization", e.Scope)
		assert.Contains(t, e.Error(), "with an explicit deny in a service control policy")
		all := value(t, s, iamhygiene.Trails)
		require.Len(t, all, 3)
		assert.True(t, all[2].Organization && all[2].Logging == nil, "that it is there is known")
	})
	t.Run("not found", func(t *testing.T) {
		acct := widespread(t)
		acct.Fail(fakes.Op[cloudtrail.GetEventSelectorsInput](), fakes.APIError("TrailNotFoundException", "Unknown trail").When(func(c fakes.Call) bool {
			return strings.Contains(*c.Input.(*cloudtrail.GetEventSelectorsInput).TrailName, "organization")
		}))
		s := live(t, acct, both, named("cloudtrail"))
		all := value(t, s, iamhygiene.Trails)
		require.Len(t, all, 3, "a member may be told so of a trail that records it")
		assert.NotNil(t, all[2].Logging)
		assert.Nil(t, all[2].Selectors)
		assert.Equal(t, "TrailNotFoundException", iamhygiene.Trails.ErrorFor(s, all[2].ARN).Code)
	})
}

// Two operations are missing for one trail: the error names both.
func TestTrailDetailsRefused(t *testing.T) {
	acct := widespread(t)
	acct.Fail(fakes.Operation{}, fakes.AccessDenied().When(func(c fakes.Call) bool {
		return c.Action == "cloudtrail:GetTrailStatus" || c.Action == "cloudtrail:GetEventSelectors"
	}))
	s := live(t, acct, both, named("cloudtrail"))
	all, err := iamhygiene.Trails.Get(s)
	require.NoError(t, err)
	require.Len(t, all, 3)
	for _, trail := range all {
		assert.Nil(t, trail.Logging, "not known is not off")
		assert.Nil(t, trail.Selectors)
		e := iamhygiene.Trails.ErrorFor(s, trail.ARN)
		require.NotNil(t, e)
		assert.Equal(t, []string{"cloudtrail:GetTrailStatus", "cloudtrail:GetEventSelectors"}, e.Grant())
	}
}
