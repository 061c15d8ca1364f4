package cloudtrailfake_test

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/sns"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/cloudtrailfake"
	"github.com/iamhygiene/sdk/fakes/cloudwatchfake"
	"github.com/iamhygiene/sdk/fakes/logsfake"
	"github.com/iamhygiene/sdk/fakes/snsfake"
)

// The chain of the CIS benchmark, by which the use of the root user reaches a
// person: trail, log group, metric filter, alarm, topic and confirmed
// subscription. The last link is missing at first.
func Example_alarm() {
	account := fakes.NewAccount("111122223333")
	group := logsfake.Of(account).AddLogGroup("cloudtrail")
	logsfake.Of(account).AddMetricFilter("cloudtrail", logsfake.MetricFilter{
		Name: "root", Namespace: "CIS", Metric: "RootUsage",
		Pattern: `{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }`,
	})
	cloudtrailfake.Of(account).AddTrail(cloudtrailfake.Trail{Name: "main", MultiRegion: true, LogGroupARN: group})
	topic := snsfake.Of(account).AddTopic("alarms")
	snsfake.Of(account).AddSubscription(topic, snsfake.Subscription{Protocol: "email", Endpoint: "security@example.com", Pending: true})
	cloudwatchfake.Of(account).AddAlarm(cloudwatchfake.Alarm{Name: "root", Namespace: "CIS", Metric: "RootUsage", Actions: []string{topic}})

	fmt.Println(whoHears(context.Background(), account.Config()))
	snsfake.Of(account).Confirm(topic, "security@example.com")
	fmt.Println(whoHears(context.Background(), account.Config()))
	// Output:
	// [] nobody has confirmed
	// [security@example.com] <nil>
}

// whoHears follows the chain from the trails of the Region to the endpoints.
func whoHears(ctx context.Context, cfg aws.Config) (endpoints []string, err error) {
	trails, err := cloudtrail.NewFromConfig(cfg).DescribeTrails(ctx, &cloudtrail.DescribeTrailsInput{})
	if err != nil {
		return nil, err
	}
	logs, alarms, topics := cloudwatchlogs.NewFromConfig(cfg), cloudwatch.NewFromConfig(cfg), sns.NewFromConfig(cfg)
	for _, t := range trails.TrailList {
		status, err := cloudtrail.NewFromConfig(cfg).GetTrailStatus(ctx, &cloudtrail.GetTrailStatusInput{Name: t.TrailARN})
		if err != nil {
			return nil, err
		}
		groups, err := logs.DescribeLogGroups(ctx, &cloudwatchlogs.DescribeLogGroupsInput{})
		if err != nil {
			return nil, err
		}
		for _, g := range groups.LogGroups {
			if !aws.ToBool(status.IsLogging) || aws.ToString(t.CloudWatchLogsLogGroupArn) != *g.Arn {
				continue
			}
			filters, err := logs.DescribeMetricFilters(ctx, &cloudwatchlogs.DescribeMetricFiltersInput{LogGroupName: g.LogGroupName})
			if err != nil {
				return nil, err
			}
			for _, f := range filters.MetricFilters {
				metric := f.MetricTransformations[0]
				found, err := alarms.DescribeAlarmsForMetric(ctx, &cloudwatch.DescribeAlarmsForMetricInput{MetricName: metric.MetricName, Namespace: metric.MetricNamespace})
				if err != nil {
					return nil, err
				}
				for _, a := range found.MetricAlarms {
					for _, action := range a.AlarmActions {
						subscriptions, err := topics.ListSubscriptionsByTopic(ctx, &sns.ListSubscriptionsByTopicInput{TopicArn: &action})
						if err != nil {
							return nil, err
						}
						for _, s := range subscriptions.Subscriptions {
							if *s.SubscriptionArn != "PendingConfirmation" && aws.ToBool(a.ActionsEnabled) {
								endpoints = append(endpoints, *s.Endpoint)
							}
						}
					}
				}
			}
		}
	}
	slices.Sort(endpoints)
	if endpoints == nil {
		return nil, errors.New("nobody has confirmed")
	}
	return endpoints, nil
}
