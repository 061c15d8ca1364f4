package cloudwatchfake_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/cloudwatchfake"
)

const topic = "arn:aws:sns:us-east-1:111122223333:alarms"

var ctx = context.Background()

func in(a *fakes.Account, region string) *cloudwatch.Client {
	cfg := a.Config()
	cfg.Region = region
	return cloudwatch.NewFromConfig(cfg)
}

func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

func valid() *cloudwatch.PutMetricAlarmInput {
	return &cloudwatch.PutMetricAlarmInput{
		AlarmName: aws.String("root"), Namespace: aws.String("CIS"), MetricName: aws.String("RootUsage"), AlarmActions: []string{topic},
		Statistic: types.StatisticSum, Period: aws.Int32(300), EvaluationPeriods: aws.Int32(1), Threshold: aws.Float64(1),
		ComparisonOperator: types.ComparisonOperatorGreaterThanOrEqualToThreshold,
	}
}

func TestPutMetricAlarm(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	cloudwatchfake.Of(a)
	c := in(a, "us-east-1")
	_, err := c.PutMetricAlarm(ctx, valid())
	require.NoError(t, err)
	get := func() types.MetricAlarm {
		out, err := c.DescribeAlarms(ctx, &cloudwatch.DescribeAlarmsInput{AlarmNames: []string{"root"}})
		require.NoError(t, err)
		require.Len(t, out.MetricAlarms, 1)
		return out.MetricAlarms[0]
	}
	made := get()
	assert.Equal(t, "arn:aws:cloudwatch:us-east-1:111122223333:alarm:root", *made.AlarmArn)
	assert.True(t, *made.ActionsEnabled, "the default")
	assert.Equal(t, types.StateValueInsufficientData, made.StateValue)

	_, err = c.SetAlarmState(ctx, &cloudwatch.SetAlarmStateInput{AlarmName: aws.String("root"), StateValue: types.StateValueAlarm, StateReason: aws.String("test")})
	require.NoError(t, err)
	a.Advance(time.Hour)
	again := valid()
	again.Threshold = aws.Float64(2)
	_, err = c.PutMetricAlarm(ctx, again)
	require.NoError(t, err)
	assert.Equal(t, types.StateValueAlarm, get().StateValue, "putting again keeps the state")
	assert.Equal(t, 2.0, *get().Threshold)
	assert.Equal(t, a.Now(), *get().AlarmConfigurationUpdatedTimestamp)
	assert.Equal(t, a.Now().Add(-time.Hour), *get().StateUpdatedTimestamp)

	_, err = c.DisableAlarmActions(ctx, &cloudwatch.DisableAlarmActionsInput{AlarmNames: []string{"root", "nobody"}})
	require.NoError(t, err)
	assert.False(t, *get().ActionsEnabled)
	_, err = c.EnableAlarmActions(ctx, &cloudwatch.EnableAlarmActionsInput{AlarmNames: []string{"root"}})
	require.NoError(t, err)
	assert.True(t, *get().ActionsEnabled)

	other := fakes.NewAccount("444455556666", func(o *fakes.Options) { o.Beside = a })
	for _, elsewhere := range []*cloudwatch.Client{in(a, "eu-west-1"), in(other, "us-east-1")} {
		out, err := elsewhere.DescribeAlarms(ctx, nil)
		require.NoError(t, err)
		assert.Empty(t, out.MetricAlarms)
	}

	for _, bad := range []struct {
		name, code string
		change     func(*cloudwatch.PutMetricAlarmInput)
	}{
		{"no metric", "MissingParameter", func(in *cloudwatch.PutMetricAlarmInput) { in.MetricName = nil }},
		{"no namespace", "MissingParameter", func(in *cloudwatch.PutMetricAlarmInput) { in.Namespace = nil }},
		{"no period", "MissingParameter", func(in *cloudwatch.PutMetricAlarmInput) { in.Period = nil }},
		{"no threshold", "MissingParameter", func(in *cloudwatch.PutMetricAlarmInput) { in.Threshold = nil }},
		{"no evaluation periods", "MissingParameter", func(in *cloudwatch.PutMetricAlarmInput) { in.EvaluationPeriods = nil }},
		{"no statistic", "InvalidParameterCombination", func(in *cloudwatch.PutMetricAlarmInput) { in.Statistic = "" }},
		{"metric and math", "InvalidParameterCombination", func(in *cloudwatch.PutMetricAlarmInput) {
			in.Metrics = []types.MetricDataQuery{{Id: aws.String("m")}}
		}},
		{"odd period", "InvalidParameterValue", func(in *cloudwatch.PutMetricAlarmInput) { in.Period = aws.Int32(61) }},
		{"strange statistic", "InvalidParameterValue", func(in *cloudwatch.PutMetricAlarmInput) { in.Statistic = "Mode" }},
		{"too many datapoints", "InvalidParameterValue", func(in *cloudwatch.PutMetricAlarmInput) { in.DatapointsToAlarm = aws.Int32(2) }},
		{"strange treatment", "InvalidParameterValue", func(in *cloudwatch.PutMetricAlarmInput) { in.TreatMissingData = aws.String("x") }},
		{"too many actions", "InvalidParameterValue", func(in *cloudwatch.PutMetricAlarmInput) {
			in.AlarmActions = []string{topic, topic, topic, topic, topic, topic}
		}},
		{"action without ARN", "ValidationError", func(in *cloudwatch.PutMetricAlarmInput) { in.OKActions = []string{"alarms"} }},
	} {
		t.Run(bad.name, func(t *testing.T) {
			in := valid()
			bad.change(in)
			_, err := c.PutMetricAlarm(ctx, in)
			assert.Equal(t, bad.code, code(err))
		})
	}
}

// TestErrorTypes checks that what comes over CBOR has the type and the code of the
// query protocol.
func TestErrorTypes(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	cloudwatchfake.Of(a)
	c := in(a, "us-east-1")
	_, err := c.DeleteAlarms(ctx, &cloudwatch.DeleteAlarmsInput{AlarmNames: []string{"nobody"}})
	var missing *types.ResourceNotFound
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, "ResourceNotFound", missing.ErrorCode())
	var response *awshttp.ResponseError
	require.ErrorAs(t, err, &response)
	assert.Equal(t, 404, response.HTTPStatusCode())
	_, err = c.DescribeAlarms(ctx, &cloudwatch.DescribeAlarmsInput{NextToken: aws.String("x")})
	var token *types.InvalidNextToken
	require.ErrorAs(t, err, &token)
	in := valid()
	in.Threshold = nil
	_, err = c.PutMetricAlarm(ctx, in)
	var required *types.MissingRequiredParameterException
	require.ErrorAs(t, err, &required)
	assert.Equal(t, "MissingParameter", required.ErrorCode())
	_, err = c.SetAlarmState(ctx, &cloudwatch.SetAlarmStateInput{AlarmName: aws.String("root"), StateValue: types.StateValueOk, StateReason: aws.String(""), StateReasonData: aws.String("{")})
	var format *types.InvalidFormatFault
	require.ErrorAs(t, err, &format)

	a.Fail(fakes.Op[cloudwatch.DescribeAlarmsInput](), fakes.AccessDenied())
	_, err = c.DescribeAlarms(ctx, nil)
	assert.Equal(t, "AccessDenied", code(err))
	a.Recover()
	a.Fail(fakes.Op[cloudwatch.DescribeAlarmsInput](), fakes.Throttle(2))
	_, err = c.DescribeAlarms(ctx, nil)
	assert.NoError(t, err, "throttling is retried")
}

func TestDescribeAlarms(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	s := cloudwatchfake.Of(a)
	s.AddAlarm(cloudwatchfake.Alarm{Name: "cis-root", Namespace: "CIS", Metric: "Root", Actions: []string{topic}, State: types.StateValueAlarm})
	s.AddAlarm(cloudwatchfake.Alarm{Name: "cis-mfa", Namespace: "CIS", Metric: "MFA"})
	s.AddAlarm(cloudwatchfake.Alarm{Name: "disk", Namespace: "App", Metric: "Root"}, func(m *types.MetricAlarm) {
		m.Dimensions = []types.Dimension{{Name: aws.String("Host"), Value: aws.String("a")}}
	})
	s.AddCompositeAlarm("cis-all", `ALARM("cis-root") OR ALARM("cis-mfa")`, func(c *types.CompositeAlarm) { c.AlarmActions = []string{topic} })
	c := in(a, "us-east-1")
	both := []types.AlarmType{types.AlarmTypeMetricAlarm, types.AlarmTypeCompositeAlarm}
	for _, q := range []struct {
		name, reason string
		in           cloudwatch.DescribeAlarmsInput
		want         []string
	}{
		{"default", "metric alarms alone", cloudwatch.DescribeAlarmsInput{}, []string{"cis-mfa", "cis-root", "disk"}},
		{"both", "composite alarms come last", cloudwatch.DescribeAlarmsInput{AlarmTypes: both}, []string{"cis-mfa", "cis-root", "disk", "cis-all"}},
		{"names", "unknown names are left out", cloudwatch.DescribeAlarmsInput{AlarmNames: []string{"disk", "nobody", "cis-all"}}, []string{"disk"}},
		{"prefix", "", cloudwatch.DescribeAlarmsInput{AlarmTypes: both, AlarmNamePrefix: aws.String("cis-")}, []string{"cis-mfa", "cis-root", "cis-all"}},
		{"state", "", cloudwatch.DescribeAlarmsInput{StateValue: types.StateValueAlarm}, []string{"cis-root"}},
		{"action", "the topic", cloudwatch.DescribeAlarmsInput{AlarmTypes: both, ActionPrefix: aws.String(topic)}, []string{"cis-root", "cis-all"}},
	} {
		t.Run(q.name, func(t *testing.T) {
			out, err := c.DescribeAlarms(ctx, &q.in)
			require.NoError(t, err)
			var got []string
			for _, m := range out.MetricAlarms {
				got = append(got, *m.AlarmName)
			}
			for _, m := range out.CompositeAlarms {
				got = append(got, *m.AlarmName)
			}
			assert.Equal(t, q.want, got, q.reason)
		})
	}
	for want, q := range map[string]cloudwatch.DescribeAlarmsInput{
		"InvalidParameterCombination": {AlarmNames: []string{"a"}, AlarmNamePrefix: aws.String("a")},
		"InvalidParameterValue":       {MaxRecords: aws.Int32(101)},
	} {
		_, err := c.DescribeAlarms(ctx, &q)
		assert.Equal(t, want, code(err))
	}
	for dimension, want := range map[string]int{"": 0, "a": 1, "b": 0} {
		q := &cloudwatch.DescribeAlarmsForMetricInput{Namespace: aws.String("App"), MetricName: aws.String("Root")}
		if dimension != "" {
			q.Dimensions = []types.Dimension{{Name: aws.String("Host"), Value: &dimension}}
		}
		out, err := c.DescribeAlarmsForMetric(ctx, q)
		require.NoError(t, err)
		assert.Len(t, out.MetricAlarms, want, "dimensions match exactly: %q", dimension)
	}

	_, err := c.DeleteAlarms(ctx, &cloudwatch.DeleteAlarmsInput{AlarmNames: []string{"disk", "nobody"}})
	assert.Equal(t, "ResourceNotFound", code(err))
	out, err := c.DescribeAlarms(ctx, nil)
	require.NoError(t, err)
	assert.Len(t, out.MetricAlarms, 3, "all or none")
	_, err = c.DeleteAlarms(ctx, &cloudwatch.DeleteAlarmsInput{AlarmNames: []string{"disk", "cis-all"}})
	require.NoError(t, err)
	_, err = c.PutCompositeAlarm(ctx, &cloudwatch.PutCompositeAlarmInput{AlarmName: aws.String("cis-root"), AlarmRule: aws.String("TRUE")})
	assert.Equal(t, "ValidationError", code(err), "the name is taken by a metric alarm")
	for _, name := range []string{"one", "two"} {
		_, err = c.PutCompositeAlarm(ctx, &cloudwatch.PutCompositeAlarmInput{AlarmName: &name, AlarmRule: aws.String("TRUE")})
		require.NoError(t, err)
	}
	_, err = c.DeleteAlarms(ctx, &cloudwatch.DeleteAlarmsInput{AlarmNames: []string{"one", "two"}})
	assert.Equal(t, "ValidationError", code(err), "one composite alarm at a time")
}

func TestPages(t *testing.T) {
	for _, n := range []int{50, 51} {
		a := fakes.NewAccount("111122223333")
		for i := range n {
			cloudwatchfake.Of(a).AddAlarm(cloudwatchfake.Alarm{Name: fmt.Sprint(i), Namespace: "n", Metric: "m"})
		}
		pages, items := 0, 0
		for p := cloudwatch.NewDescribeAlarmsPaginator(in(a, "us-east-1"), &cloudwatch.DescribeAlarmsInput{}); p.HasMorePages(); pages++ {
			out, err := p.NextPage(ctx)
			require.NoError(t, err)
			items += len(out.MetricAlarms)
		}
		assert.Equal(t, n, items)
		assert.Equal(t, n-49, pages)
	}
}

func TestLag(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	cloudwatchfake.Of(a).AddAlarm(cloudwatchfake.Alarm{Name: "root", Namespace: "n", Metric: "m"})
	cloudwatchfake.Of(a).AddCompositeAlarm("all", "TRUE")
	a.Lag(1)
	c := in(a, "us-east-1")
	_, err := c.DisableAlarmActions(ctx, &cloudwatch.DisableAlarmActionsInput{AlarmNames: []string{"root", "all"}})
	require.NoError(t, err)
	for _, want := range []bool{true, false} {
		out, err := c.DescribeAlarms(ctx, &cloudwatch.DescribeAlarmsInput{AlarmTypes: types.AlarmTypeMetricAlarm.Values()})
		require.NoError(t, err)
		assert.Equal(t, want, *out.MetricAlarms[0].ActionsEnabled)
		assert.Equal(t, want, *out.CompositeAlarms[0].ActionsEnabled)
	}
}

func TestBuilderMistakes(t *testing.T) {
	for want, wrong := range map[string]func(*cloudwatchfake.Service){
		`cloudwatchfake: AddAlarm: "": `:           func(s *cloudwatchfake.Service) { s.AddAlarm(cloudwatchfake.Alarm{}) },
		`cloudwatchfake: SetState: "x": `:          func(s *cloudwatchfake.Service) { s.SetState("x", types.StateValueOk, "") },
		`cloudwatchfake: AddCompositeAlarm: "x": `: func(s *cloudwatchfake.Service) { s.AddCompositeAlarm("x", "") },
	} {
		a := fakes.NewAccount("111122223333")
		wrong(cloudwatchfake.Of(a))
		var usage *fakes.UsageError
		require.ErrorAs(t, a.Err(), &usage)
		assert.Contains(t, usage.Message, want)
		assert.Contains(t, usage.File, "alarm_test.go")
	}
}
