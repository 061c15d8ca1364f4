package collect_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	trailtypes "github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	configtypes "github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/cloudtrailfake"
	"github.com/iamhygiene/sdk/fakes/eventbridgefake"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

func inRegions(names ...string) func(*collect.Options) {
	return func(o *collect.Options) { o.Regions = names }
}

// An answer from which something is missing is not taken for one that says no.
func TestOddAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		dataset string
		prepare func(*fakes.Account)
		scope   string
		message string
	}{
		"a trail without its home": {"cloudtrail", func(a *fakes.Account) {
			fakes.On(a, func(context.Context, *cloudtrail.DescribeTrailsInput) (*cloudtrail.DescribeTrailsOutput, error) {
				return &cloudtrail.DescribeTrailsOutput{TrailList: []trailtypes.Trail{{TrailARN: aws.String("arn:x")}}}, nil
			})
		}, "", "cloudtrail:DescribeTrails returned a trail without its ARN or home Region"},
		"a status that says nothing": {"cloudtrail", func(a *fakes.Account) {
			cloudtrailfake.Of(a).AddTrail(cloudtrailfake.Trail{Name: "main"})
			fakes.On(a, func(context.Context, *cloudtrail.GetTrailStatusInput) (*cloudtrail.GetTrailStatusOutput, error) {
				return nil, nil
			})
		}, in(virginia, "cloudtrail", "trail/main"), "cloudtrail:GetTrailStatus does not say whether the trail logs"},
		"a recorder without a status": {"config-recorders", func(a *fakes.Account) {
			fakes.On(a, func(context.Context, *configservice.DescribeConfigurationRecordersInput) (*configservice.DescribeConfigurationRecordersOutput, error) {
				return &configservice.DescribeConfigurationRecordersOutput{ConfigurationRecorders: []configtypes.ConfigurationRecorder{
					{Name: aws.String("default")},
					{Name: aws.String("AWSConfigurationRecorderForSecurityHub"), ServicePrincipal: aws.String("securityhub.amazonaws.com")},
				}}, nil
			})
			fakes.On(a, func(context.Context, *configservice.DescribeConfigurationRecorderStatusInput) (*configservice.DescribeConfigurationRecorderStatusOutput, error) {
				return &configservice.DescribeConfigurationRecorderStatusOutput{ConfigurationRecordersStatus: []configtypes.ConfigurationRecorderStatus{
					{Name: aws.String("other"), Recording: true},
				}}, nil
			})
		}, virginia, "config:DescribeConfigurationRecorderStatus says nothing about the recorder default"},
		"the same page again": {"event-rules", func(a *fakes.Account) {
			eventbridgefake.Of(a)
			fakes.On(a, func(context.Context, *eventbridge.ListRulesInput) (*eventbridge.ListRulesOutput, error) {
				return &eventbridge.ListRulesOutput{NextToken: aws.String("again")}, nil
			})
		}, "", "events:ListRules gave the same token for two pages, and would go on for ever"},
	} {
		t.Run(name, func(t *testing.T) {
			acct := fakes.NewAccount(accountID)
			c.prepare(acct)
			s := live(t, acct, named(c.dataset), inRegions(virginia))
			errs := errorsOf(s, c.dataset)
			require.NotEmpty(t, errs)
			assert.Equal(t, c.scope, errs[0].Scope, "no Region could be read, which is no empty list; or a part is missing")
			assert.Equal(t, c.message, errs[0].Message)
			if c.dataset == "config-recorders" {
				recorders := value(t, s, iamhygiene.ConfigRecorders)
				require.Len(t, recorders.Items, 1, "the recorders of services are not the customer's")
				assert.Nil(t, recorders.Items[0].Recording)
			}
		})
	}
}
