package configfake_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/configfake"
)

const id = "111122223333"

var ctx = context.Background()

// account returns an account with a role that AWS Config may assume.
func account(options ...func(*fakes.Options)) (*fakes.Account, string) {
	a := fakes.NewAccount(id, options...)
	return a, a.AddRole("Config", fakes.TrustService("config.amazonaws.com")).ARN
}

// recorded is an account with a recorder that records.
func recorded(t *testing.T, options ...func(*fakes.Options)) (*fakes.Account, *configfake.Service, *configservice.Client) {
	a, role := account(options...)
	s := configfake.Of(a)
	s.AddRecorder("default", role)
	require.NoError(t, a.Err())
	return a, s, configservice.NewFromConfig(a.Config())
}

func TestRecorder(t *testing.T) {
	a, role := account()
	configfake.Of(a)
	c := configservice.NewFromConfig(a.Config())
	none, err := c.DescribeConfigurationRecorders(ctx, nil)
	require.NoError(t, err)
	assert.Empty(t, none.ConfigurationRecorders)

	put := func(r types.ConfigurationRecorder) error {
		_, err := c.PutConfigurationRecorder(ctx, &configservice.PutConfigurationRecorderInput{ConfigurationRecorder: &r})
		return err
	}
	start := &configservice.StartConfigurationRecorderInput{ConfigurationRecorderName: aws.String("default")}
	_, err = c.StartConfigurationRecorder(ctx, start)
	var missing *types.NoSuchConfigurationRecorderException
	require.ErrorAs(t, err, &missing)

	var badRole *types.InvalidRoleException
	other := a.AddRole("Other", fakes.TrustService("ec2.amazonaws.com")).ARN
	for _, arn := range []string{"", "Config", "arn:aws:iam::111122223333:role/Nobody", other} {
		require.ErrorAs(t, put(types.ConfigurationRecorder{Name: aws.String("default"), RoleARN: aws.String(arn)}), &badRole, arn)
	}
	var badGroup *types.InvalidRecordingGroupException
	for name, g := range map[string]types.RecordingGroup{
		"nothing":                   {},
		"all and some":              {AllSupported: true, ResourceTypes: []types.ResourceType{types.ResourceTypeUser}},
		"global without all":        {IncludeGlobalResourceTypes: true, ResourceTypes: []types.ResourceType{types.ResourceTypeUser}},
		"strategy that contradicts": {AllSupported: true, RecordingStrategy: &types.RecordingStrategy{UseOnly: types.RecordingStrategyTypeInclusionByResourceTypes}},
	} {
		require.ErrorAs(t, put(types.ConfigurationRecorder{Name: aws.String("default"), RoleARN: &role, RecordingGroup: &g}), &badGroup, name)
	}
	require.NoError(t, put(types.ConfigurationRecorder{Name: aws.String("default"), RoleARN: &role}))
	var many *types.MaxNumberOfConfigurationRecordersExceededException
	require.ErrorAs(t, put(types.ConfigurationRecorder{Name: aws.String("second"), RoleARN: &role}), &many)

	_, err = c.StartConfigurationRecorder(ctx, start)
	var noChannel *types.NoAvailableDeliveryChannelException
	require.ErrorAs(t, err, &noChannel, "without a channel nothing is recorded")
	_, err = c.PutDeliveryChannel(ctx, &configservice.PutDeliveryChannelInput{DeliveryChannel: &types.DeliveryChannel{Name: aws.String("default"), S3BucketName: aws.String("b")}})
	require.NoError(t, err)
	_, err = c.StartConfigurationRecorder(ctx, start)
	require.NoError(t, err)

	status, err := c.DescribeConfigurationRecorderStatus(ctx, &configservice.DescribeConfigurationRecorderStatusInput{ConfigurationRecorderNames: []string{"default"}})
	require.NoError(t, err)
	require.Len(t, status.ConfigurationRecordersStatus, 1)
	assert.True(t, status.ConfigurationRecordersStatus[0].Recording)
	assert.Equal(t, a.Now(), *status.ConfigurationRecordersStatus[0].LastStartTime)
	recorders, err := c.DescribeConfigurationRecorders(ctx, &configservice.DescribeConfigurationRecordersInput{Arn: status.ConfigurationRecordersStatus[0].Arn})
	require.NoError(t, err)
	require.Len(t, recorders.ConfigurationRecorders, 1)
	got := recorders.ConfigurationRecorders[0]
	assert.Regexp(t, `^arn:aws:config:us-east-1:111122223333:configuration-recorder/default/[a-z0-9]{16}$`, *got.Arn)
	assert.Equal(t, types.RecordingStrategyTypeAllSupportedResourceTypes, got.RecordingGroup.RecordingStrategy.UseOnly)

	_, err = c.DeleteDeliveryChannel(ctx, &configservice.DeleteDeliveryChannelInput{DeliveryChannelName: aws.String("default")})
	var last *types.LastDeliveryChannelDeleteFailedException
	require.ErrorAs(t, err, &last)
	_, err = c.StopConfigurationRecorder(ctx, &configservice.StopConfigurationRecorderInput{ConfigurationRecorderName: aws.String("default")})
	require.NoError(t, err)
	status, err = c.DescribeConfigurationRecorderStatus(ctx, nil)
	require.NoError(t, err)
	assert.False(t, status.ConfigurationRecordersStatus[0].Recording)
	_, err = c.DeleteDeliveryChannel(ctx, &configservice.DeleteDeliveryChannelInput{DeliveryChannelName: aws.String("default")})
	require.NoError(t, err)
}

func TestRules(t *testing.T) {
	a, _, c := recorded(t)
	put := func(r types.ConfigRule) error {
		_, err := c.PutConfigRule(ctx, &configservice.PutConfigRuleInput{ConfigRule: &r})
		return err
	}
	managed := func(id string) *types.Source {
		return &types.Source{Owner: types.OwnerAws, SourceIdentifier: aws.String(id)}
	}
	var invalid *types.InvalidParameterValueException
	for name, r := range map[string]types.ConfigRule{
		"no name":            {Source: managed("ACCESS_KEYS_ROTATED")},
		"small letters":      {ConfigRuleName: aws.String("r"), Source: managed("access-keys")},
		"no function":        {ConfigRuleName: aws.String("r"), Source: &types.Source{Owner: types.OwnerCustomLambda, SourceIdentifier: aws.String("f")}},
		"parameters no JSON": {ConfigRuleName: aws.String("r"), Source: managed("X"), InputParameters: aws.String("{")},
		"new with an id":     {ConfigRuleName: aws.String("r"), ConfigRuleId: aws.String("config-rule-1"), Source: managed("X")},
		"frequency":          {ConfigRuleName: aws.String("r"), Source: managed("X"), MaximumExecutionFrequency: "Daily"},
	} {
		require.ErrorAs(t, put(r), &invalid, name)
	}
	require.NoError(t, put(types.ConfigRule{ConfigRuleName: aws.String("keys"), Source: managed("ACCESS_KEYS_ROTATED"), InputParameters: aws.String(`{"maxAccessKeyAge":"90"}`)}))
	first, err := c.DescribeConfigRules(ctx, &configservice.DescribeConfigRulesInput{ConfigRuleNames: []string{"keys"}})
	require.NoError(t, err)
	require.Len(t, first.ConfigRules, 1)
	assert.Regexp(t, `^arn:aws:config:us-east-1:111122223333:config-rule/config-rule-[a-z0-9]{6}$`, *first.ConfigRules[0].ConfigRuleArn)
	assert.Equal(t, types.ConfigRuleStateActive, first.ConfigRules[0].ConfigRuleState)
	require.NoError(t, put(types.ConfigRule{ConfigRuleName: aws.String("keys"), Source: managed("ACCESS_KEYS_ROTATED"), Description: aws.String("changed")}))
	second, err := c.DescribeConfigRules(ctx, nil)
	require.NoError(t, err)
	require.Len(t, second.ConfigRules, 1)
	assert.Equal(t, first.ConfigRules[0].ConfigRuleArn, second.ConfigRules[0].ConfigRuleArn, "a rule keeps its id")
	assert.Equal(t, "changed", *second.ConfigRules[0].Description)

	remove := &configservice.DeleteConfigRuleInput{ConfigRuleName: aws.String("keys")}
	_, err = c.DeleteConfigRule(ctx, remove)
	require.NoError(t, err)
	_, err = c.DeleteConfigRule(ctx, remove)
	var inUse *types.ResourceInUseException
	require.ErrorAs(t, err, &inUse, "it is being deleted")
	seen, err := c.DescribeConfigRules(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, types.ConfigRuleStateDeleting, seen.ConfigRules[0].ConfigRuleState)
	_, err = c.DeleteConfigRule(ctx, remove)
	var gone *types.NoSuchConfigRuleException
	require.ErrorAs(t, err, &gone)
	var response *awshttp.ResponseError
	require.ErrorAs(t, err, &response)
	assert.Equal(t, http.StatusBadRequest, response.HTTPStatusCode())
	_, err = c.GetComplianceDetailsByConfigRule(ctx, &configservice.GetComplianceDetailsByConfigRuleInput{ConfigRuleName: aws.String("keys")})
	require.ErrorAs(t, err, &gone)
	require.NoError(t, a.Err())
}

func TestPages(t *testing.T) {
	for _, n := range []int{25, 26} {
		_, s, c := recorded(t)
		for i := range n {
			s.AddRule(fmt.Sprintf("rule-%02d", i), "IAM_USER_MFA_ENABLED")
			s.AddResult("rule-00", "AWS::IAM::User", fmt.Sprintf("AIDA%02d", i), types.ComplianceTypeNonCompliant, "")
		}
		pages, names := 0, []string{}
		for p := configservice.NewDescribeConfigRulesPaginator(c, nil); p.HasMorePages(); pages++ {
			out, err := p.NextPage(ctx)
			require.NoError(t, err)
			for _, r := range out.ConfigRules {
				names = append(names, *r.ConfigRuleName)
			}
		}
		assert.Len(t, names, n)
		assert.Equal(t, (n+24)/25, pages, "25 rules are a page")

		pages, found := 0, 0
		for p := configservice.NewGetComplianceDetailsByConfigRulePaginator(c, &configservice.GetComplianceDetailsByConfigRuleInput{ConfigRuleName: aws.String("rule-00"), Limit: 25}); p.HasMorePages(); pages++ {
			out, err := p.NextPage(ctx)
			require.NoError(t, err)
			found += len(out.EvaluationResults)
		}
		assert.Equal(t, n, found)
		assert.Equal(t, (n+24)/25, pages)
	}
	a, s, c := recorded(t)
	s.AddRule("a", "X")
	s.AddRule("b", "X")
	a.PageSize(1)
	out, err := c.DescribeConfigRules(ctx, nil)
	require.NoError(t, err)
	assert.Len(t, out.ConfigRules, 1)
	_, err = c.DescribeConfigRules(ctx, &configservice.DescribeConfigRulesInput{NextToken: aws.String("bad")})
	var bad *types.InvalidNextTokenException
	require.ErrorAs(t, err, &bad)
}

func TestCompliance(t *testing.T) {
	_, s, c := recorded(t)
	s.AddRule("mfa", "IAM_USER_MFA_ENABLED")
	s.AddResult("mfa", "AWS::IAM::User", "AIDA1", types.ComplianceTypeNonCompliant, "no MFA")
	s.AddResult("mfa", "AWS::IAM::User", "AIDA2", types.ComplianceTypeNonCompliant, "")
	s.AddResult("mfa", "AWS::IAM::User", "AIDA2", types.ComplianceTypeCompliant, "")
	in := &configservice.GetComplianceDetailsByConfigRuleInput{ConfigRuleName: aws.String("mfa"), ComplianceTypes: []types.ComplianceType{types.ComplianceTypeNonCompliant}}
	out, err := c.GetComplianceDetailsByConfigRule(ctx, in)
	require.NoError(t, err)
	require.Len(t, out.EvaluationResults, 1)
	assert.Equal(t, "AIDA1", *out.EvaluationResults[0].EvaluationResultIdentifier.EvaluationResultQualifier.ResourceId)
	assert.Equal(t, "no MFA", *out.EvaluationResults[0].Annotation)
	in.ComplianceTypes = []types.ComplianceType{types.ComplianceTypeInsufficientData}
	_, err = c.GetComplianceDetailsByConfigRule(ctx, in)
	var invalid *types.InvalidParameterValueException
	require.ErrorAs(t, err, &invalid, "the reference excludes INSUFFICIENT_DATA")
}

func TestOtherRegionOtherAccountOtherPartition(t *testing.T) {
	a, s, c := recorded(t, func(o *fakes.Options) { o.Partition = "aws-us-gov" })
	arn := s.AddRule("r", "X")
	assert.Regexp(t, `^arn:aws-us-gov:config:us-gov-west-1:111122223333:config-rule/`, arn)
	elsewhere, err := c.DescribeConfigRules(ctx, nil, func(o *configservice.Options) { o.Region = "us-gov-east-1" })
	require.NoError(t, err)
	assert.Empty(t, elsewhere.ConfigRules, "rules belong to a Region")
	s.In("us-gov-east-1").AddRule("r", "X")
	assert.ErrorContains(t, a.Err(), "configfake: AddRule: r: Configuration recorder is not available", "recorders do, too")
	assert.ErrorContains(t, a.Err(), "configfake_test.go")

	b := fakes.NewAccount("444455556666", func(o *fakes.Options) { o.Beside = a })
	out, err := configservice.NewFromConfig(b.Config()).DescribeConfigurationRecorders(ctx, nil)
	require.NoError(t, err, "the model answers all accounts of the fake")
	assert.Empty(t, out.ConfigurationRecorders)
}

func TestDisabledRegion(t *testing.T) {
	a, _, c := recorded(t)
	abroad := func(o *configservice.Options) { o.Region = "eu-south-1" }
	_, err := c.DescribeConfigRules(ctx, nil, abroad)
	var api smithy.APIError
	require.ErrorAs(t, err, &api)
	assert.Equal(t, "UnrecognizedClientException", api.ErrorCode())
	a.EnableRegions("eu-south-1")
	_, err = c.DescribeConfigRules(ctx, nil, abroad)
	assert.NoError(t, err)
}

func TestLag(t *testing.T) {
	a, s, c := recorded(t)
	s.AddRule("r", "X")
	a.Lag(1)
	_, err := c.DeleteConfigRule(ctx, &configservice.DeleteConfigRuleInput{ConfigRuleName: aws.String("r")})
	require.NoError(t, err)
	state := func() types.ConfigRuleState {
		out, err := c.DescribeConfigRules(ctx, nil)
		require.NoError(t, err)
		return out.ConfigRules[0].ConfigRuleState
	}
	assert.Equal(t, types.ConfigRuleStateActive, state())
	assert.Equal(t, types.ConfigRuleStateDeleting, state())
}

func TestEnforced(t *testing.T) {
	a, s, _ := recorded(t)
	arn := s.AddRule("mine", "X")
	s.AddRule("other", "X")
	user := a.AddUser("alice", fakes.InlinePolicy("p", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["config:GetComplianceDetailsByConfigRule","config:PutConfigurationRecorder"],"Resource":["`+arn+`","arn:aws:config:*:*:configuration-recorder/default/*"]}}`))
	c := configservice.NewFromConfig(a.ConfigAs(user.ARN))
	_, err := c.GetComplianceDetailsByConfigRule(ctx, &configservice.GetComplianceDetailsByConfigRuleInput{ConfigRuleName: aws.String("mine")})
	require.NoError(t, err, "the policy names the rule by its id")
	_, err = c.GetComplianceDetailsByConfigRule(ctx, &configservice.GetComplianceDetailsByConfigRuleInput{ConfigRuleName: aws.String("other")})
	assert.ErrorContains(t, err, "AccessDeniedException: User: "+user.ARN+" is not authorized to perform: config:GetComplianceDetailsByConfigRule on resource: arn:aws:config:us-east-1:111122223333:config-rule/")
	role := "arn:aws:iam::111122223333:role/Config"
	put := &configservice.PutConfigurationRecorderInput{ConfigurationRecorder: &types.ConfigurationRecorder{Name: aws.String("default"), RoleARN: &role}}
	_, err = c.PutConfigurationRecorder(ctx, put)
	assert.ErrorContains(t, err, "is not authorized to perform: iam:PassRole on resource: "+role)

	policy := fakes.MinimalPolicy(a.Calls())
	bob := a.AddUser("bob", fakes.InlinePolicy("p", policy))
	_, err = configservice.NewFromConfig(a.ConfigAs(bob.ARN)).PutConfigurationRecorder(ctx, put)
	assert.NoError(t, err, "the minimal policy suffices: %s", policy)
}

func TestConcurrentUse(t *testing.T) {
	_, s, c := recorded(t)
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			name := fmt.Sprintf("rule-%d", i)
			s.AddRule(name, "X")
			s.AddResult(name, "AWS::IAM::User", "AIDA", types.ComplianceTypeCompliant, "")
			_, err := c.DescribeConfigRules(ctx, nil)
			assert.NoError(t, err)
			_, err = c.DeleteConfigRule(ctx, &configservice.DeleteConfigRuleInput{ConfigRuleName: &name})
			assert.NoError(t, err)
		})
	}
	wg.Wait()
}
