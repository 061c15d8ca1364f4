package collect_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	analyzertypes "github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"
	trailtypes "github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
	alarmtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	configtypes "github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/cloudtrailfake"
	"github.com/iamhygiene/sdk/fakes/cloudwatchfake"
	"github.com/iamhygiene/sdk/fakes/configfake"
	"github.com/iamhygiene/sdk/fakes/eventbridgefake"
	"github.com/iamhygiene/sdk/fakes/logsfake"
	"github.com/iamhygiene/sdk/fakes/snsfake"
	"github.com/iamhygiene/sdk/fakes/ssofake"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

const (
	dublin   = "eu-west-1"
	virginia = "us-east-1"
)

// regional are the datasets that are collected Region by Region, and those that
// start from one.
var regional = []string{
	"access-analyzer-findings", "access-analyzers", "cloudtrail", "config-recorders", "config-rules", "event-rules",
	"identity-center", "metric-alarms", "metric-filters", "topic-subscriptions",
}

// in returns an ARN of the account in a Region.
func in(region, service, resource string) string {
	return "arn:aws:" + service + ":" + region + ":" + accountID + ":" + resource
}

// widespread is a member account of an organization that has something of every
// regional service in two Regions.
func widespread(t testing.TB) *fakes.Account {
	t.Helper()
	org := fakes.NewOrganization()
	acct := org.Account(accountID)

	cloudtrailfake.Of(org.Management()).In("us-west-2").AddTrail(cloudtrailfake.Trail{Name: "organization", MultiRegion: true, Organization: true})
	logs := logsfake.Of(acct).In(dublin)
	cloudtrailfake.Of(acct).In(dublin).AddTrail(cloudtrailfake.Trail{
		Name: "everything", MultiRegion: true, LogGroupARN: logs.AddLogGroup("trail"),
		Advanced: []trailtypes.AdvancedEventSelector{{
			Name: aws.String("management events"),
			FieldSelectors: []trailtypes.AdvancedFieldSelector{
				{Field: aws.String("eventCategory"), Equals: []string{"Management"}},
				{Field: aws.String("eventSource"), NotEquals: []string{"kms.amazonaws.com"}},
			},
		}},
	})
	cloudtrailfake.Of(acct).AddTrail(cloudtrailfake.Trail{
		Name: "local", NoGlobalEvents: true, Stopped: true,
		Selectors: []trailtypes.EventSelector{{
			ReadWriteType: trailtypes.ReadWriteTypeWriteOnly, IncludeManagementEvents: aws.Bool(true),
			ExcludeManagementEventSources: []string{"kms.amazonaws.com"},
		}},
	})

	logs.AddMetricFilter("trail", logsfake.MetricFilter{Name: "root", Pattern: `{ $.userIdentity.type = "Root" }`, Namespace: "CIS", Metric: "RootUsage"})
	logs.AddMetricFilter("trail", logsfake.MetricFilter{Name: "policy", Pattern: `{ $.eventName = "PutUserPolicy" }`, Namespace: "CIS", Metric: "PolicyChange"})
	logsfake.Of(acct).AddLogGroup("application")
	logsfake.Of(acct).AddMetricFilter("application", logsfake.MetricFilter{Name: "errors", Pattern: "ERROR", Namespace: "app", Metric: "Errors"})

	security := snsfake.Of(acct).In(dublin).AddTopic("security")
	people := snsfake.Of(acct).In(dublin)
	people.AddSubscription(security, snsfake.Subscription{Protocol: "email", Endpoint: "security@example.com"})
	people.AddSubscription(security, snsfake.Subscription{Protocol: "https", Endpoint: "https://example.com/hook", Pending: true})
	developers := snsfake.Of(acct).AddTopic("developers")
	cloudwatchfake.Of(acct).In(dublin).AddAlarm(cloudwatchfake.Alarm{Name: "root", Namespace: "CIS", Metric: "RootUsage", Actions: []string{security}})
	cloudwatchfake.Of(acct).In(dublin).AddAlarm(cloudwatchfake.Alarm{
		Name: "policy", Namespace: "CIS", Metric: "PolicyChange", ActionsDisabled: true, Actions: []string{security},
	})
	cloudwatchfake.Of(acct).In(dublin).AddCompositeAlarm("any", `ALARM("root") OR ALARM("policy")`)
	cloudwatchfake.Of(acct).AddAlarm(cloudwatchfake.Alarm{Name: "errors", Actions: []string{developers, in(virginia, "automate", "ec2:stop")}}, math(
		query("m1", "", "app", "Errors"), query("m2", "", "app", "Requests"), query("rate", "m1 / m2", "", ""),
	))

	eventbridgefake.Of(acct).AddEventBus("orders")
	eventbridgefake.Of(acct).AddRule(eventbridgefake.Rule{
		Name: "root", Pattern: `{"detail":{"userIdentity":{"type":["Root"]}}}`, Targets: []string{developers, in(virginia, "lambda", "function:page")},
	})
	eventbridgefake.Of(acct).AddRule(eventbridgefake.Rule{Name: "nightly", Schedule: "rate(1 day)", State: "DISABLED"})
	eventbridgefake.Of(acct).AddRule(eventbridgefake.Rule{Name: "root", Bus: "orders", Pattern: `{"source":["shop"]}`})
	eventbridgefake.Of(acct).In(dublin).AddRule(eventbridgefake.Rule{Name: "sign-in", Pattern: `{"source":["aws.signin"]}`, Targets: []string{security}})

	role := acct.AddServiceLinkedRole("config.amazonaws.com", "AWSServiceRoleForConfig")
	configfake.Of(acct).AddRecorder("default", role.ARN, func(r *configtypes.ConfigurationRecorder) {
		r.RecordingGroup = &configtypes.RecordingGroup{
			RecordingStrategy:        &configtypes.RecordingStrategy{UseOnly: configtypes.RecordingStrategyTypeExclusionByResourceTypes},
			ExclusionByResourceTypes: &configtypes.ExclusionByResourceTypes{ResourceTypes: []configtypes.ResourceType{"AWS::IAM::User"}},
		}
	})
	configfake.Of(acct).AddRule("key-age", "ACCESS_KEYS_ROTATED", func(r *configtypes.ConfigRule) { r.InputParameters = aws.String(`{"maxAccessKeyAge":"90"}`) })
	configfake.Of(acct).AddRule("mfa", "IAM_USER_MFA_ENABLED")
	configfake.Of(acct).In(dublin).AddRecorder("default", role.ARN)
	configfake.Of(acct).In(dublin).StopRecorder()
	configfake.Of(acct).In(dublin).AddRule("passwords", "IAM_PASSWORD_POLICY")

	main := acct.AddAnalyzer(virginia, "main", analyzertypes.TypeAccount)
	main.AddFinding(trusts("partner", ""))
	main.AddFinding(trusts("tooling", ""))
	main.AddFinding(trusts("reviewed", analyzertypes.FindingStatusArchived))
	main.AddFinding(trusts("mended", analyzertypes.FindingStatusResolved))
	acct.AddAnalyzer(dublin, "external", analyzertypes.TypeAccount)
	acct.AddAnalyzer(dublin, "unused", analyzertypes.TypeAccountUnusedAccess).AddFinding(fakes.AnalyzerFinding{
		Type: analyzertypes.FindingTypeUnusedIamRole, Resource: arn("role/old"), ResourceType: analyzertypes.ResourceTypeAwsIamRole,
		Details: []analyzertypes.FindingDetails{&analyzertypes.FindingDetailsMemberUnusedIamRoleDetails{}},
	})

	ssofake.Of(org.Management()).In(dublin).InstanceARN()
	ssofake.Of(acct).InstanceARN()
	require.NoError(t, acct.Err())
	require.NoError(t, org.Err())
	return acct
}

// trusts is a finding on a role that another account may assume.
func trusts(role string, status analyzertypes.FindingStatus) fakes.AnalyzerFinding {
	return fakes.AnalyzerFinding{
		Type: analyzertypes.FindingTypeExternalAccess, Resource: arn("role/" + role), ResourceType: analyzertypes.ResourceTypeAwsIamRole, Status: status,
		Details: []analyzertypes.FindingDetails{&analyzertypes.FindingDetailsMemberExternalAccessDetails{Value: analyzertypes.ExternalAccessDetails{
			Action: []string{"sts:AssumeRole"}, Condition: map[string]string{}, Principal: map[string]string{"AWS": "444455556666"},
		}}},
	}
}

// query is a metric, or else an expression, of metric math. The expression that
// an alarm watches is called rate.
func query(id, expression, namespace, name string) alarmtypes.MetricDataQuery {
	q := alarmtypes.MetricDataQuery{Id: aws.String(id), ReturnData: aws.Bool(id == "rate")}
	if expression != "" {
		q.Expression = aws.String(expression)
		return q
	}
	q.MetricStat = &alarmtypes.MetricStat{
		Metric: &alarmtypes.Metric{Namespace: aws.String(namespace), MetricName: aws.String(name)}, Period: aws.Int32(300), Stat: aws.String("Sum"),
	}
	return q
}

// math makes an alarm one on metric math.
func math(queries ...alarmtypes.MetricDataQuery) func(*alarmtypes.MetricAlarm) {
	return func(a *alarmtypes.MetricAlarm) {
		a.Namespace, a.MetricName, a.Period, a.Statistic, a.Metrics = nil, nil, nil, "", queries
	}
}

// both collects the regional datasets in the two Regions.
func both(o *collect.Options) {
	o.Datasets = regional
	o.Regions = []string{dublin, virginia}
}
