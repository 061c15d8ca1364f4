package configfake_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDeliveryChannels(t *testing.T) {
	a, s, c := recorded(t)
	out, err := c.DescribeDeliveryChannels(ctx, nil)
	require.NoError(t, err)
	require.Len(t, out.DeliveryChannels, 1)
	assert.Equal(t, "config-111122223333", *out.DeliveryChannels[0].S3BucketName)
	_, err = c.DescribeDeliveryChannels(ctx, &configservice.DescribeDeliveryChannelsInput{DeliveryChannelNames: []string{"other"}})
	var missing *types.NoSuchDeliveryChannelException
	require.ErrorAs(t, err, &missing)
	put := func(ch types.DeliveryChannel) error {
		_, err := c.PutDeliveryChannel(ctx, &configservice.PutDeliveryChannelInput{DeliveryChannel: &ch})
		return err
	}
	var many *types.MaxNumberOfDeliveryChannelsExceededException
	require.ErrorAs(t, put(types.DeliveryChannel{Name: aws.String("second"), S3BucketName: aws.String("b")}), &many)
	var bucket *types.NoSuchBucketException
	require.ErrorAs(t, put(types.DeliveryChannel{Name: aws.String("default")}), &bucket)

	s.SetDeliveryChannel(nil)
	out, err = c.DescribeDeliveryChannels(ctx, nil)
	require.NoError(t, err)
	assert.Empty(t, out.DeliveryChannels)
	s.SetDeliveryChannel(&types.DeliveryChannel{Name: aws.String("new"), S3BucketName: aws.String("b")})
	require.NoError(t, a.Err())

	s.FailRecorder("AccessDenied", "The bucket policy does not let AWS Config in.")
	status, err := c.DescribeConfigurationRecorderStatus(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, types.RecorderStatusFailure, status.ConfigurationRecordersStatus[0].LastStatus)
	assert.Equal(t, "AccessDenied", *status.ConfigurationRecordersStatus[0].LastErrorCode)

	_, err = c.DeleteConfigurationRecorder(ctx, &configservice.DeleteConfigurationRecorderInput{ConfigurationRecorderName: aws.String("default")})
	require.NoError(t, err)
	var none *types.NoAvailableConfigurationRecorderException
	require.ErrorAs(t, put(types.DeliveryChannel{Name: aws.String("new"), S3BucketName: aws.String("b")}), &none)
}

func TestRulesByEvaluationMode(t *testing.T) {
	_, s, c := recorded(t)
	s.AddRule("detective", "X")
	s.AddRule("proactive", "X", func(r *types.ConfigRule) {
		r.EvaluationModes = []types.EvaluationModeConfiguration{{Mode: types.EvaluationModeProactive}}
	})
	out, err := c.DescribeConfigRules(ctx, &configservice.DescribeConfigRulesInput{Filters: &types.DescribeConfigRulesFilters{EvaluationMode: types.EvaluationModeProactive}})
	require.NoError(t, err)
	require.Len(t, out.ConfigRules, 1)
	assert.Equal(t, "proactive", *out.ConfigRules[0].ConfigRuleName)
}
