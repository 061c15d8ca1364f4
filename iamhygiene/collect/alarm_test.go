package collect_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	alarmtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	logtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	snstypes "github.com/aws/aws-sdk-go-v2/service/sns/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/cloudwatchfake"
	"github.com/iamhygiene/sdk/fakes/logsfake"
	"github.com/iamhygiene/sdk/fakes/snsfake"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// An alarm watches the metrics that its result depends on.
func TestWatchedMetrics(t *testing.T) {
	metric := func(names ...string) (out []iamhygiene.Metric) {
		for _, n := range names {
			out = append(out, iamhygiene.Metric{Namespace: "CIS", Name: n})
		}
		return out
	}
	foreign := query("m2", "", "CIS", "B")
	foreign.AccountId = aws.String("999999999999")
	own := query("m2", "", "CIS", "B")
	own.AccountId = aws.String(accountID)
	a, b := query("m1", "", "CIS", "A"), query("m2", "", "CIS", "B")
	for name, c := range map[string]struct {
		alarm alarmtypes.MetricAlarm
		want  []iamhygiene.Metric
		why   string
	}{
		"one metric":    {alarmtypes.MetricAlarm{Namespace: aws.String("CIS"), MetricName: aws.String("A")}, metric("A"), "the usual case"},
		"sum":           {alarmtypes.MetricAlarm{Metrics: []alarmtypes.MetricDataQuery{a, b, query("rate", "SUM([m1, m2])", "", "")}}, metric("A", "B"), "of two"},
		"through":       {alarmtypes.MetricAlarm{Metrics: []alarmtypes.MetricDataQuery{a, b, query("e1", "m1*60", "", ""), query("rate", "FILL(e1,0)", "", "")}}, metric("A"), "an expression may be about another one"},
		"not used":      {alarmtypes.MetricAlarm{Metrics: []alarmtypes.MetricDataQuery{a, b, query("rate", "m2 > 1", "", "")}}, metric("B"), "what the result does not depend on sets nothing off"},
		"in quotes":     {alarmtypes.MetricAlarm{Metrics: []alarmtypes.MetricDataQuery{a, b, query("rate", `LAMBDA("m1", m2)`, "", "")}}, metric("B"), "a text is no id"},
		"all":           {alarmtypes.MetricAlarm{Metrics: []alarmtypes.MetricDataQuery{a, b, query("rate", "SUM(METRICS())", "", "")}}, metric("A", "B"), "METRICS stands for all of them"},
		"itself":        {alarmtypes.MetricAlarm{Metrics: []alarmtypes.MetricDataQuery{query("rate", "", "CIS", "A")}}, metric("A"), "a single metric by way of metric math"},
		"prefix":        {alarmtypes.MetricAlarm{Metrics: []alarmtypes.MetricDataQuery{a, b, query("rate", "m2+m11", "", "")}}, metric("B"), "m11 is not m1"},
		"circle":        {alarmtypes.MetricAlarm{Metrics: []alarmtypes.MetricDataQuery{a, query("e1", "rate+m1", "", ""), query("rate", "e1", "", "")}}, metric("A"), "AWS refuses it; it must end all the same"},
		"other account": {alarmtypes.MetricAlarm{Metrics: []alarmtypes.MetricDataQuery{a, foreign, query("rate", "m1+m2", "", "")}}, metric("A"), "the metric of that name elsewhere is another one"},
		"own account":   {alarmtypes.MetricAlarm{Metrics: []alarmtypes.MetricDataQuery{a, own, query("rate", "m1+m2", "", "")}}, metric("A", "B"), "named, and the same"},
		"twice":         {alarmtypes.MetricAlarm{Metrics: []alarmtypes.MetricDataQuery{a, query("m2", "", "CIS", "A"), query("rate", "m1-m2", "", "")}}, metric("A"), "each once"},
		"query": {alarmtypes.MetricAlarm{Metrics: []alarmtypes.MetricDataQuery{query("rate", `SELECT MAX(A) FROM "CIS"`, "", "")}}, nil,
			"Metrics Insights chooses metrics by itself; none is known to be watched"},
		"dimensions": {alarmtypes.MetricAlarm{Namespace: aws.String("CIS"), MetricName: aws.String("A"), Dimensions: []alarmtypes.Dimension{
			{Name: aws.String("User"), Value: aws.String("x")}, {Name: aws.String("Account"), Value: aws.String("y")},
		}}, []iamhygiene.Metric{{Namespace: "CIS", Name: "A", Dimensions: "Account,User"}}, "another metric than that without dimensions"},
	} {
		t.Run(name, func(t *testing.T) {
			acct := fakes.NewAccount(accountID)
			fakes.On(acct, func(context.Context, *cloudwatch.DescribeAlarmsInput) (*cloudwatch.DescribeAlarmsOutput, error) {
				return &cloudwatch.DescribeAlarmsOutput{MetricAlarms: []alarmtypes.MetricAlarm{c.alarm}}, nil
			})
			alarms := get(t, live(t, acct, named("metric-alarms"), inRegions(virginia)), iamhygiene.Alarms)
			require.Len(t, alarms.Items, 1)
			assert.Equal(t, c.want, alarms.Items[0].Metrics, c.why)
		})
	}
}

// The metrics of a filter and of an alarm are equal only if their dimensions are.
func TestFilterDimensions(t *testing.T) {
	acct := fakes.NewAccount(accountID)
	logsfake.Of(acct).AddLogGroup("trail")
	_, err := cloudwatchlogs.NewFromConfig(acct.Config()).PutMetricFilter(t.Context(), &cloudwatchlogs.PutMetricFilterInput{
		LogGroupName: aws.String("trail"), FilterName: aws.String("root"), FilterPattern: aws.String(`{ $.userIdentity.type = "Root" }`),
		MetricTransformations: []logtypes.MetricTransformation{{
			MetricNamespace: aws.String("CIS"), MetricName: aws.String("A"), MetricValue: aws.String("1"),
			Dimensions: map[string]string{"User": "$.userIdentity.arn", "Account": "$.recipientAccountId"},
		}},
	})
	require.NoError(t, err)
	cloudwatchfake.Of(acct).AddAlarm(cloudwatchfake.Alarm{Name: "blind", Namespace: "CIS", Metric: "A"})
	s := live(t, acct, named("metric-filters", "metric-alarms"), inRegions(virginia))
	counted := get(t, s, iamhygiene.MetricFilters).Items[0].Metrics
	assert.Equal(t, []iamhygiene.Metric{{Namespace: "CIS", Name: "A", Dimensions: "Account,User"}}, counted)
	assert.NotEqual(t, counted, get(t, s, iamhygiene.Alarms).Items[0].Metrics)

	// CloudWatch Logs adds dimensions by itself where it is told to.
	fakes.On(acct, func(context.Context, *cloudwatchlogs.DescribeMetricFiltersInput) (*cloudwatchlogs.DescribeMetricFiltersOutput, error) {
		return &cloudwatchlogs.DescribeMetricFiltersOutput{MetricFilters: []logtypes.MetricFilter{{
			EmitSystemFieldDimensions: []string{"@aws.region", "@aws.account"},
			MetricTransformations:     []logtypes.MetricTransformation{{MetricNamespace: aws.String("CIS"), MetricName: aws.String("A")}},
		}}}, nil
	})
	s = live(t, acct, named("metric-filters"), inRegions(virginia))
	assert.Equal(t, "@aws.account,@aws.region", get(t, s, iamhygiene.MetricFilters).Items[0].Metrics[0].Dimensions)
}

// Topics that do not exist, belong to others, or are none.
func TestTopicsOfAlarms(t *testing.T) {
	acct := fakes.NewAccount(accountID)
	topic := snsfake.Of(acct).AddTopic("there")
	foreign := []string{"arn:aws:sns:us-east-1:444455556666:a", "arn:aws:sns:us-east-1:444455556666:b"}
	cloudwatchfake.Of(acct).AddAlarm(cloudwatchfake.Alarm{Name: "a", Namespace: "n", Metric: "m", Actions: append([]string{
		topic, in(virginia, "sns", "deleted"), in(virginia, "automate", "ec2:stop"),
	}, foreign...)})
	fakes.On(acct, func(_ context.Context, in *sns.ListSubscriptionsByTopicInput) (*sns.ListSubscriptionsByTopicOutput, error) {
		if *in.TopicArn != topic {
			return nil, fakes.ErrPass
		}
		return &sns.ListSubscriptionsByTopicOutput{Subscriptions: []snstypes.Subscription{
			{Protocol: aws.String("email"), SubscriptionArn: aws.String("Deleted")},
			{Protocol: aws.String("sms"), SubscriptionArn: aws.String("PendingConfirmation")},
		}}, nil
	})
	s := live(t, acct, named("topic-subscriptions"), inRegions(virginia))
	require.NoError(t, acct.Err())
	assert.Equal(t, map[string][]iamhygiene.Subscription{
		topic:                          {{Protocol: "email"}, {Protocol: "sms"}},
		in(virginia, "sns", "deleted"): {},
	}, value(t, s, iamhygiene.Subscriptions), "nobody hears of what goes to a topic that is gone")
	errs := iamhygiene.Subscriptions.Errors(s)
	require.Len(t, errs, 2)
	for i, e := range errs {
		assert.Equal(t, foreign[i], e.Scope)
		assert.Equal(t, "AuthorizationError", e.Code)
	}

	// Refusals of others say nothing about what the account lets the caller do.
	acct = fakes.NewAccount(accountID)
	snsfake.Of(acct)
	cloudwatchfake.Of(acct).AddAlarm(cloudwatchfake.Alarm{Name: "a", Namespace: "n", Metric: "m", Actions: foreign})
	s = live(t, acct, named("topic-subscriptions"), inRegions(virginia))
	assert.Empty(t, value(t, s, iamhygiene.Subscriptions))
	assert.Len(t, iamhygiene.Subscriptions.Errors(s), 2)
}
