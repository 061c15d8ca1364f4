package collect_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/eventbridgefake"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// The Region that gets the events of IAM is read whichever Regions are asked for.
func TestSignInRegion(t *testing.T) {
	for name, c := range map[string]struct {
		partition string
		regions   []string
		want      []string
	}{
		"added":     {"aws", []string{dublin, "us-west-2"}, []string{dublin, virginia, "us-west-2"}},
		"there":     {"aws", []string{virginia}, []string{virginia}},
		"China":     {"aws-cn", []string{"cn-northwest-1"}, []string{"cn-north-1", "cn-northwest-1"}},
		"GovCloud":  {"aws-us-gov", []string{"us-gov-east-1"}, []string{"us-gov-east-1", "us-gov-west-1"}},
		"unchanged": {"aws", []string{"us-west-2", dublin}, []string{dublin, virginia, "us-west-2"}},
	} {
		t.Run(name, func(t *testing.T) {
			acct := fakes.NewAccount(accountID, func(o *fakes.Options) { o.Partition = c.partition })
			eventbridgefake.Of(acct)
			s := live(t, acct, named("event-rules"), inRegions(c.regions...))
			assert.Equal(t, c.want, get(t, s, iamhygiene.EventRules).Regions)
		})
	}
	t.Run("another partition", func(t *testing.T) {
		acct := fakes.NewAccount(accountID)
		eventbridgefake.Of(acct)
		fakes.On(acct, func(context.Context, *sts.GetCallerIdentityInput) (*sts.GetCallerIdentityOutput, error) {
			return &sts.GetCallerIdentityOutput{Account: aws.String(accountID), Arn: aws.String("arn:aws-iso:sts::" + accountID + ":assumed-role/audit/x")}, nil
		})
		s := live(t, acct, named("event-rules"), inRegions(dublin))
		assert.Equal(t, []string{dublin}, get(t, s, iamhygiene.EventRules).Regions, "its Region is not known, and none is guessed")
	})

	acct := widespread(t)
	s := live(t, acct, named("event-rules", "metric-alarms"), inRegions(dublin))
	assert.Len(t, get(t, s, iamhygiene.EventRules).Items, 4)
	assert.Equal(t, []string{dublin}, get(t, s, iamhygiene.Alarms).Regions, "the others keep to the Regions that were asked for")

	acct.Fail(fakes.Operation{}, fakes.AccessDenied().When(func(c fakes.Call) bool { return c.Region == virginia && c.Action == "events:ListEventBuses" }))
	s = live(t, acct, named("event-rules"), inRegions(dublin))
	assert.Equal(t, []string{dublin}, value(t, s, iamhygiene.EventRules).Regions)
	require.NotNil(t, iamhygiene.EventRules.ErrorFor(s, virginia), "that it was not read is said")
}

// What is deleted between two lists is neither there nor an error.
func TestDeletedMeanwhile(t *testing.T) {
	acct := widespread(t)
	acct.Fail(fakes.Op[eventbridge.ListTargetsByRuleInput](), fakes.APIError("ResourceNotFoundException", "gone").When(func(c fakes.Call) bool {
		return *c.Input.(*eventbridge.ListTargetsByRuleInput).Rule == "sign-in"
	}))
	acct.Fail(fakes.Op[eventbridge.ListRulesInput](), fakes.APIError("ResourceNotFoundException", "gone").When(func(c fakes.Call) bool {
		return *c.Input.(*eventbridge.ListRulesInput).EventBusName == "orders"
	}))
	s := live(t, acct, both, named("event-rules"))
	rules := get(t, s, iamhygiene.EventRules)
	assert.Equal(t, []string{dublin, virginia}, rules.Regions)
	require.Len(t, rules.Items, 2)
	assert.Equal(t, "nightly", rules.Items[0].Name)

	acct.Fail(fakes.Op[accessanalyzer.ListFindingsV2Input](), fakes.APIError("ResourceNotFoundException", "gone").Times(1))
	s = live(t, acct, both, named("access-analyzer-findings"))
	assert.Len(t, iamhygiene.AnalyzerFindings.Errors(s), 1, "an analyzer that is gone has not passed")
}
