package cloudtrailfake_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	cttypes "github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	ebtypes "github.com/aws/aws-sdk-go-v2/service/eventbridge/types"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	snstypes "github.com/aws/aws-sdk-go-v2/service/sns/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/cloudtrailfake"
	"github.com/iamhygiene/sdk/fakes/cloudwatchfake"
	"github.com/iamhygiene/sdk/fakes/eventbridgefake"
	"github.com/iamhygiene/sdk/fakes/logsfake"
	"github.com/iamhygiene/sdk/fakes/snsfake"
)

// watched is an account with one of everything that watches it.
func watched() *fakes.Account {
	a := fakes.NewAccount(mainID)
	cloudtrailfake.Of(a).AddTrail(cloudtrailfake.Trail{Name: "main", MultiRegion: true, LogGroupARN: logsfake.Of(a).AddLogGroup("trail"), Tags: map[string]string{"team": "security"}})
	logsfake.Of(a).AddMetricFilter("trail", logsfake.MetricFilter{Name: "root", Pattern: "Root", Namespace: "CIS", Metric: "Root"})
	topic := snsfake.Of(a).AddTopic("alarms")
	snsfake.Of(a).AddSubscription(topic, snsfake.Subscription{Protocol: "email", Endpoint: "a@example.com"})
	cloudwatchfake.Of(a).AddAlarm(cloudwatchfake.Alarm{Name: "root", Namespace: "CIS", Metric: "Root", Actions: []string{topic}})
	eventbridgefake.Of(a).AddEventBus("security")
	eventbridgefake.Of(a).AddRule(eventbridgefake.Rule{Name: "root", Pattern: `{"source":["aws.signin"]}`, Targets: []string{topic}})
	return a
}

// TestEnforcement tries each call under a policy that just suffices, and under one
// for another resource of the service.
func TestEnforcement(t *testing.T) {
	const regional = ":us-east-1:111122223333:"
	role := "arn:aws:iam::111122223333:role/delivery"
	for _, c := range []struct {
		name, action, resource string
		other                  string // a resource that does not suffice
		code                   string
		call                   func(aws.Config) error
	}{
		{"describe trails", "cloudtrail:DescribeTrails", "*", "arn:aws:cloudtrail" + regional + "trail/main", "AccessDeniedException", func(cfg aws.Config) error {
			_, err := cloudtrail.NewFromConfig(cfg).DescribeTrails(ctx, nil)
			return err
		}},
		{"trail by name", "cloudtrail:GetTrailStatus", "arn:aws:cloudtrail" + regional + "trail/main", "arn:aws:cloudtrail" + regional + "trail/other", "AccessDeniedException", func(cfg aws.Config) error {
			_, err := cloudtrail.NewFromConfig(cfg).GetTrailStatus(ctx, &cloudtrail.GetTrailStatusInput{Name: aws.String("main")})
			return err
		}},
		{"trail by ARN", "cloudtrail:StopLogging", "arn:aws:cloudtrail:*:*:trail/main", "arn:aws:cloudtrail:*:*:trail/mine", "AccessDeniedException", func(cfg aws.Config) error {
			_, err := cloudtrail.NewFromConfig(cfg).StopLogging(ctx, &cloudtrail.StopLoggingInput{Name: aws.String(mainARN + "main")})
			return err
		}},
		{"tags of a trail", "cloudtrail:ListTags", mainARN + "main", mainARN + "other", "AccessDeniedException", func(cfg aws.Config) error {
			_, err := cloudtrail.NewFromConfig(cfg).ListTags(ctx, &cloudtrail.ListTagsInput{ResourceIdList: []string{mainARN + "main"}})
			return err
		}},
		{"selectors", "cloudtrail:GetEventSelectors", mainARN + "main", mainARN + "other", "AccessDeniedException", func(cfg aws.Config) error {
			_, err := cloudtrail.NewFromConfig(cfg).GetEventSelectors(ctx, &cloudtrail.GetEventSelectorsInput{TrailName: aws.String("main")})
			return err
		}},
		{"all alarms", "cloudwatch:DescribeAlarms", "arn:aws:cloudwatch" + regional + "alarm:*", "arn:aws:cloudwatch" + regional + "alarm:root", "AccessDenied", func(cfg aws.Config) error {
			_, err := cloudwatch.NewFromConfig(cfg).DescribeAlarms(ctx, &cloudwatch.DescribeAlarmsInput{AlarmNames: []string{"root"}})
			return err
		}},
		{"one alarm", "cloudwatch:DeleteAlarms", "arn:aws:cloudwatch" + regional + "alarm:root", "arn:aws:cloudwatch" + regional + "alarm:other", "AccessDenied", func(cfg aws.Config) error {
			_, err := cloudwatch.NewFromConfig(cfg).DeleteAlarms(ctx, &cloudwatch.DeleteAlarmsInput{AlarmNames: []string{"root"}})
			return err
		}},
		{"log group", "logs:DescribeMetricFilters", "arn:aws:logs" + regional + "log-group:trail:*", "arn:aws:logs" + regional + "log-group:other:*", "AccessDeniedException", func(cfg aws.Config) error {
			_, err := cloudwatchlogs.NewFromConfig(cfg).DescribeMetricFilters(ctx, &cloudwatchlogs.DescribeMetricFiltersInput{LogGroupName: aws.String("trail")})
			return err
		}},
		{"log groups", "logs:DescribeLogGroups", "*", "arn:aws:s3:::x", "AccessDeniedException", func(cfg aws.Config) error {
			_, err := cloudwatchlogs.NewFromConfig(cfg).DescribeLogGroups(ctx, nil)
			return err
		}},
		{"rule", "events:ListTargetsByRule", "arn:aws:events" + regional + "rule/root", "arn:aws:events" + regional + "rule/security/*", "AccessDeniedException", func(cfg aws.Config) error {
			_, err := eventbridge.NewFromConfig(cfg).ListTargetsByRule(ctx, &eventbridge.ListTargetsByRuleInput{Rule: aws.String("root")})
			return err
		}},
		{"rule of a bus", "events:PutRule", "arn:aws:events" + regional + "rule/security/*", "arn:aws:events" + regional + "rule/new", "AccessDeniedException", func(cfg aws.Config) error {
			_, err := eventbridge.NewFromConfig(cfg).PutRule(ctx, &eventbridge.PutRuleInput{Name: aws.String("new"), EventBusName: aws.String("security"), EventPattern: aws.String(`{"source":["x"]}`)})
			return err
		}},
		{"event bus", "events:DescribeEventBus", "arn:aws:events" + regional + "event-bus/default", "arn:aws:events" + regional + "event-bus/security", "AccessDeniedException", func(cfg aws.Config) error {
			_, err := eventbridge.NewFromConfig(cfg).DescribeEventBus(ctx, nil)
			return err
		}},
		{"topic", "sns:ListSubscriptionsByTopic", "arn:aws:sns" + regional + "alarms", "arn:aws:sns" + regional + "other", "AuthorizationError", func(cfg aws.Config) error {
			_, err := sns.NewFromConfig(cfg).ListSubscriptionsByTopic(ctx, &sns.ListSubscriptionsByTopicInput{TopicArn: aws.String("arn:aws:sns" + regional + "alarms")})
			return err
		}},
		{"new topic", "sns:CreateTopic", "arn:aws:sns" + regional + "new", "arn:aws:sns" + regional + "alarms", "AuthorizationError", func(cfg aws.Config) error {
			_, err := sns.NewFromConfig(cfg).CreateTopic(ctx, &sns.CreateTopicInput{Name: aws.String("new")})
			return err
		}},
		{"role to pass", `cloudtrail:UpdateTrail","iam:PassRole`, "*", mainARN + "main", "AccessDeniedException", func(cfg aws.Config) error {
			_, err := cloudtrail.NewFromConfig(cfg).UpdateTrail(ctx, &cloudtrail.UpdateTrailInput{
				Name: aws.String("main"), CloudWatchLogsRoleArn: &role, CloudWatchLogsLogGroupArn: aws.String("arn:aws:logs" + regional + "log-group:trail:*"),
			})
			return err
		}},
		{"roles of targets", `events:PutTargets","iam:PassRole`, "*", "arn:aws:events" + regional + "rule/root", "AccessDeniedException", func(cfg aws.Config) error {
			_, err := eventbridge.NewFromConfig(cfg).PutTargets(ctx, &eventbridge.PutTargetsInput{Rule: aws.String("root"), Targets: []ebtypes.Target{{Id: aws.String("t"), Arn: &role, RoleArn: &role}}})
			return err
		}},
		{"tags of a new topic", `sns:CreateTopic","sns:TagResource`, "arn:aws:sns" + regional + "new", "arn:aws:sns" + regional + "alarms", "AuthorizationError", func(cfg aws.Config) error {
			_, err := sns.NewFromConfig(cfg).CreateTopic(ctx, &sns.CreateTopicInput{Name: aws.String("new"), Tags: []snstypes.Tag{{Key: aws.String("k"), Value: aws.String("v")}}})
			return err
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			document := func(resource string) string {
				return `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["` + c.action + `"],"Resource":"` + resource + `"}}`
			}
			a := watched()
			a.AddUser("enough", fakes.InlinePolicy("p", document(c.resource)))
			a.AddUser("other", fakes.InlinePolicy("p", document(c.other)))
			a.AddRole("delivery", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":["cloudtrail.amazonaws.com","events.amazonaws.com"]},"Action":"sts:AssumeRole"}}`)
			require.NoError(t, a.Err())
			err := c.call(a.ConfigAs("arn:aws:iam::111122223333:user/other"))
			var api smithy.APIError
			require.ErrorAs(t, err, &api)
			assert.Equal(t, c.code, api.ErrorCode())
			require.NoError(t, c.call(a.ConfigAs("arn:aws:iam::111122223333:user/enough")))

			var least struct {
				Statement []struct{ Action []string }
			}
			require.NoError(t, json.Unmarshal([]byte(fakes.MinimalPolicy(a.Calls())), &least))
			assert.Contains(t, least.Statement[0].Action, strings.Split(c.action, `"`)[0])
		})
	}
}

// TestResourceTags lets the tags of what exists decide, for each service that finds
// its resources.
func TestResourceTags(t *testing.T) {
	a := watched()
	a.AddUser("alice", fakes.InlinePolicy("p", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*",
		"Condition":{"StringEquals":{"aws:ResourceTag/team":"security"}}}}`))
	admin, alice := a.Config(), a.ConfigAs("arn:aws:iam::111122223333:user/alice")
	key, value := aws.String("team"), aws.String("security")
	cloudtrailfake.Of(a).AddTrail(cloudtrailfake.Trail{Name: "untagged"})
	logsfake.Of(a).AddLogGroup("untagged")
	_, err := cloudwatchlogs.NewFromConfig(admin).CreateLogGroup(ctx, &cloudwatchlogs.CreateLogGroupInput{LogGroupName: aws.String("main"), Tags: map[string]string{"team": "security"}})
	require.NoError(t, err)
	cloudwatchfake.Of(a).AddAlarm(cloudwatchfake.Alarm{Name: "untagged", Namespace: "n", Metric: "m"})
	_, err = cloudwatch.NewFromConfig(admin).PutCompositeAlarm(ctx, &cloudwatch.PutCompositeAlarmInput{AlarmName: aws.String("main"), AlarmRule: aws.String("TRUE"), Tags: []cwtypes.Tag{{Key: key, Value: value}}})
	require.NoError(t, err)
	eventbridgefake.Of(a).AddRule(eventbridgefake.Rule{Name: "untagged", Bus: "security", Pattern: `{"source":["x"]}`})
	_, err = eventbridge.NewFromConfig(admin).PutRule(ctx, &eventbridge.PutRuleInput{
		Name: aws.String("main"), EventBusName: aws.String("security"), EventPattern: aws.String(`{"source":["x"]}`), Tags: []ebtypes.Tag{{Key: key, Value: value}},
	})
	require.NoError(t, err)
	snsfake.Of(a).AddTopic("untagged")
	_, err = sns.NewFromConfig(admin).CreateTopic(ctx, &sns.CreateTopicInput{Name: aws.String("main"), Tags: []snstypes.Tag{{Key: key, Value: value}}})
	require.NoError(t, err)
	for service, call := range map[string]func(name string) error{
		"cloudtrail": func(name string) error {
			_, err := cloudtrail.NewFromConfig(alice).GetTrail(ctx, &cloudtrail.GetTrailInput{Name: &name})
			return err
		},
		"logs": func(name string) error {
			_, err := cloudwatchlogs.NewFromConfig(alice).DescribeMetricFilters(ctx, &cloudwatchlogs.DescribeMetricFiltersInput{LogGroupName: &name})
			return err
		},
		"cloudwatch": func(name string) error {
			_, err := cloudwatch.NewFromConfig(alice).DisableAlarmActions(ctx, &cloudwatch.DisableAlarmActionsInput{AlarmNames: []string{name}})
			return err
		},
		"events": func(name string) error {
			_, err := eventbridge.NewFromConfig(alice).DescribeRule(ctx, &eventbridge.DescribeRuleInput{Name: &name, EventBusName: aws.String("security")})
			return err
		},
		"sns": func(name string) error {
			_, err := sns.NewFromConfig(alice).GetTopicAttributes(ctx, &sns.GetTopicAttributesInput{TopicArn: aws.String("arn:aws:sns:us-east-1:111122223333:" + name)})
			return err
		},
	} {
		assert.NoError(t, call("main"), service)
		assert.Contains(t, []string{"AccessDenied", "AccessDeniedException", "AuthorizationError"}, code(call("untagged")), service)
	}
}

// TestConditions lets the protocol of a subscription decide.
func TestConditions(t *testing.T) {
	a := watched()
	a.AddUser("alice", fakes.InlinePolicy("p", `{"Version":"2012-10-17","Statement":
		{"Effect":"Allow","Action":"sns:Subscribe","Resource":"*","Condition":{"StringEquals":{"sns:Protocol":"email"}}}}`))
	subscribe := func(protocol, endpoint string) error {
		client := sns.NewFromConfig(a.ConfigAs("arn:aws:iam::111122223333:user/alice"))
		_, err := client.Subscribe(ctx, &sns.SubscribeInput{TopicArn: aws.String("arn:aws:sns:us-east-1:111122223333:alarms"), Protocol: &protocol, Endpoint: &endpoint})
		return err
	}
	require.NoError(t, subscribe("email", "b@example.com"))
	assert.Equal(t, "AuthorizationError", code(subscribe("sms", "+15555550100")))
}

// TestRegions builds in one Region and looks in two.
func TestRegions(t *testing.T) {
	const home = "eu-west-1"
	a := fakes.NewAccount(mainID)
	cloudtrailfake.Of(a).In(home).AddTrail(cloudtrailfake.Trail{Name: "main", LogGroupARN: logsfake.Of(a).In(home).AddLogGroup("trail")})
	topic := snsfake.Of(a).In(home).AddTopic("alarms")
	cloudwatchfake.Of(a).In(home).AddAlarm(cloudwatchfake.Alarm{Name: "root", Namespace: "CIS", Metric: "Root", Actions: []string{topic}})
	eventbridgefake.Of(a).In(home).AddRule(eventbridgefake.Rule{Name: "root", Schedule: "rate(1 day)", Targets: []string{topic}})
	require.NoError(t, a.Err())
	for region, want := range map[string]int{home: 1, "us-east-1": 0} {
		cfg := a.Config()
		cfg.Region = region
		trails, err := cloudtrail.NewFromConfig(cfg).DescribeTrails(ctx, nil)
		require.NoError(t, err)
		groups, err := cloudwatchlogs.NewFromConfig(cfg).DescribeLogGroups(ctx, nil)
		require.NoError(t, err)
		topics, err := sns.NewFromConfig(cfg).ListTopics(ctx, nil)
		require.NoError(t, err)
		alarms, err := cloudwatch.NewFromConfig(cfg).DescribeAlarms(ctx, nil)
		require.NoError(t, err)
		rules, err := eventbridge.NewFromConfig(cfg).ListRules(ctx, nil)
		require.NoError(t, err)
		assert.Equal(t, []int{want, want, want, want, want}, []int{len(trails.TrailList), len(groups.LogGroups), len(topics.Topics), len(alarms.MetricAlarms), len(rules.Rules)}, region)
	}
	assert.Equal(t, "arn:aws:sns:eu-west-1:111122223333:alarms", topic)
}

// TestMemberReadsTheOrganizationTrail with its own policies.
func TestMemberReadsTheOrganizationTrail(t *testing.T) {
	org := fakes.NewOrganization()
	member := org.Account(mainID)
	arn := cloudtrailfake.Of(org.Management()).AddTrail(cloudtrailfake.Trail{Name: "org", MultiRegion: true, Organization: true})
	member.AddUser("alice", fakes.InlinePolicy("p", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"cloudtrail:GetTrailStatus","Resource":"*"}}`))
	c := cloudtrail.NewFromConfig(member.ConfigAs("arn:aws:iam::111122223333:user/alice"))
	_, err := c.GetTrailStatus(ctx, &cloudtrail.GetTrailStatusInput{Name: &arn})
	require.NoError(t, err)
	_, err = c.GetEventSelectors(ctx, &cloudtrail.GetEventSelectorsInput{TrailName: &arn})
	assert.Equal(t, "AccessDeniedException", code(err))
}

// TestManyGoroutines share one fake.
func TestManyGoroutines(t *testing.T) {
	a := watched()
	cfg := a.Config()
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			name := fmt.Sprint("made-", i)
			trails := cloudtrail.NewFromConfig(cfg)
			_, err := trails.AddTags(ctx, &cloudtrail.AddTagsInput{ResourceId: aws.String(mainARN + "main"), TagsList: []cttypes.Tag{{Key: aws.String("k"), Value: &name}}})
			assert.NoError(t, err)
			_, err = trails.DescribeTrails(ctx, nil)
			assert.NoError(t, err)
			cloudtrailfake.Of(a).AddEvent(cttypes.Event{EventName: &name})
			_, err = cloudwatchlogs.NewFromConfig(cfg).CreateLogGroup(ctx, &cloudwatchlogs.CreateLogGroupInput{LogGroupName: &name})
			assert.NoError(t, err)
			logsfake.Of(a).AddMetricFilter(name, logsfake.MetricFilter{Name: name, Namespace: "n", Metric: "m"})
			cloudwatchfake.Of(a).AddAlarm(cloudwatchfake.Alarm{Name: name, Namespace: "n", Metric: "m"})
			_, err = cloudwatch.NewFromConfig(cfg).DescribeAlarms(ctx, nil)
			assert.NoError(t, err)
			topic, err := sns.NewFromConfig(cfg).CreateTopic(ctx, &sns.CreateTopicInput{Name: &name})
			if assert.NoError(t, err) {
				snsfake.Of(a).AddSubscription(*topic.TopicArn, snsfake.Subscription{Protocol: "email", Endpoint: "a@example.com"})
			}
			eventbridgefake.Of(a).AddRule(eventbridgefake.Rule{Name: name, Schedule: "rate(1 day)"})
			_, err = eventbridge.NewFromConfig(cfg).ListRules(ctx, nil)
			assert.NoError(t, err)
		})
	}
	wg.Wait()
	require.NoError(t, a.Err())
	events, err := cloudtrail.NewFromConfig(cfg).LookupEvents(ctx, nil)
	require.NoError(t, err)
	assert.Len(t, events.Events, 50)
	rules, err := eventbridge.NewFromConfig(cfg).ListRules(ctx, nil)
	require.NoError(t, err)
	assert.Len(t, rules.Rules, 51)
}
