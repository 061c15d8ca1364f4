package ready

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	analyzertypes "github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"
	configtypes "github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/cloudtrailfake"
	"github.com/iamhygiene/sdk/fakes/cloudwatchfake"
	"github.com/iamhygiene/sdk/fakes/configfake"
	"github.com/iamhygiene/sdk/fakes/eventbridgefake"
	"github.com/iamhygiene/sdk/fakes/logsfake"
	"github.com/iamhygiene/sdk/fakes/snsfake"
)

// watched is what somebody wants to hear of: the name of the filter and alarm,
// and the pattern of CloudWatch Logs.
var watched = [...]struct{ name, pattern string }{
	{"root-use", `{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }`},
	{"policy-change", `{ $.eventSource = "iam.amazonaws.com" && $.eventName = "*Policy*" }`},
	{"login-without-mfa", `{ $.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed != "Yes" && $.userIdentity.type = "IAMUser" && $.responseElements.ConsoleLogin = "Success" }`},
	{"login-failure", `{ $.eventName = "ConsoleLogin" && $.errorMessage = "Failed authentication" }`},
	{"unauthorized-call", `{ $.errorCode = "*UnauthorizedOperation" || $.errorCode = "AccessDenied*" }`},
	{"trail-change", `{ $.eventSource = "cloudtrail.amazonaws.com" && ($.eventName = "*Trail" || $.eventName = "*Logging") }`},
	{"organization-change", `{ $.eventSource = "organizations.amazonaws.com" }`},
}

// cleanMonitoring sends a trail to a log group, has filters and alarms tell a
// topic that somebody reads, and has AWS Config and analyzers look.
func cleanMonitoring(s site) {
	topic := snsfake.Of(s.Account).AddTopic("security-alarms")
	snsfake.Of(s.Account).AddSubscription(topic, snsfake.Subscription{Protocol: "email", Endpoint: "security@example.com"})
	group := s.watchTrail()
	for _, w := range watched {
		logsfake.Of(s.Account).AddMetricFilter(group, logsfake.MetricFilter{Name: w.name, Pattern: w.pattern, Namespace: "security", Metric: w.name})
		cloudwatchfake.Of(s.Account).AddAlarm(cloudwatchfake.Alarm{Name: w.name, Namespace: "security", Metric: w.name, Actions: []string{topic}})
	}
	// The same by the second way, for one of them.
	eventbridgefake.Of(s.Account).AddRule(eventbridgefake.Rule{
		Name: "root-use", Pattern: `{"detail":{"userIdentity":{"type":["Root"]}}}`, Targets: []string{topic},
	})

	config := configfake.Of(s.Account)
	role := s.AddRole("recorder", policy(trust("Service", "config.amazonaws.com", "sts:AssumeRole",
		condition{"StringEquals": {"aws:SourceAccount": s.ID()}})),
		owner, fakes.Boundary("boundary"), fakes.Created(s.ago(200)), fakes.RoleUsed(s.ago(1), s.region), fakes.AttachPolicy("write-artifacts"),
		fakes.LastAccessed("s3:PutObject", s.ago(1), s.region))
	config.AddRecorder("default", role.ARN)
	config.AddRule("access-keys-rotated", "ACCESS_KEYS_ROTATED", func(r *configtypes.ConfigRule) {
		r.InputParameters = aws.String(`{"maxAccessKeyAge":"30"}`)
	})

	for _, region := range s.regions() {
		s.AddAnalyzer(region, "outside", analyzertypes.TypeAccount)
	}
	s.AddAnalyzer(s.region, "unused", analyzertypes.TypeAccountUnusedAccess)
}

// watchTrail adds a trail of all Regions that writes to a log group, and returns
// the name of the group.
func (s site) watchTrail() string {
	const group = "cloudtrail"
	arn := logsfake.Of(s.Account).AddLogGroup(group)
	cloudtrailfake.Of(s.Account).AddTrail(cloudtrailfake.Trail{
		Name: "all-regions", MultiRegion: true, LogFileValidation: true, LogGroupARN: arn,
	})
	return group
}
