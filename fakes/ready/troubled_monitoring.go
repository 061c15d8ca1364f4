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

// troubledMonitoring sets up all that watches an account, and nothing of it in
// full.
func troubledMonitoring(s site) {
	// cloudtrail-multi-region: the trail is that of one Region.
	group := logsfake.Of(s.Account).AddLogGroup("trail")
	cloudtrailfake.Of(s.Account).AddTrail(cloudtrailfake.Trail{Name: "home-only", LogGroupARN: group})
	// root-usage-alarm: filter and alarm are there, and nobody confirmed the mail.
	// The alarm-* checks: they have no filter at all.
	topic := snsfake.Of(s.Account).AddTopic("alarms")
	snsfake.Of(s.Account).AddSubscription(topic, snsfake.Subscription{Protocol: "email", Endpoint: "nobody@example.com", Pending: true})
	logsfake.Of(s.Account).AddMetricFilter("trail", logsfake.MetricFilter{Name: watched[0].name, Pattern: watched[0].pattern, Namespace: "security", Metric: "root"})
	cloudwatchfake.Of(s.Account).AddAlarm(cloudwatchfake.Alarm{Name: "root", Namespace: "security", Metric: "root", Actions: []string{topic}})
	eventbridgefake.Of(s.Account).AddRule(eventbridgefake.Rule{Name: "root-login", Pattern: `{"detail":{"eventName":["ConsoleLogin"]}}`})

	// config-recorder-on: it was stopped.
	// config-key-rotation-rule: a year is too long.
	config := configfake.Of(s.Account)
	s.AddServiceLinkedRole("config.amazonaws.com", "AWSServiceRoleForConfig")
	config.AddRecorder("default", s.iam("role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"))
	config.AddRule("access-keys-rotated", "ACCESS_KEYS_ROTATED", func(r *configtypes.ConfigRule) {
		r.InputParameters = aws.String(`{"maxAccessKeyAge":"365"}`)
	})
	config.StopRecorder()

	// access-analyzer-enabled: one Region has an analyzer, the others have none.
	// access-analyzer-unused-access: there is none of that type.
	// access-analyzer-findings: nobody looks at what it found.
	outside := s.AddAnalyzer(s.region, "outside", analyzertypes.TypeAccount)
	outside.AddFinding(fakes.AnalyzerFinding{
		Type: analyzertypes.FindingTypeExternalAccess, Resource: s.iam("role/open"), ResourceType: analyzertypes.ResourceTypeAwsIamRole,
		Created: s.ago(90), Details: []analyzertypes.FindingDetails{&analyzertypes.FindingDetailsMemberExternalAccessDetails{
			Value: analyzertypes.ExternalAccessDetails{
				Condition: map[string]string{}, IsPublic: aws.Bool(true), Action: []string{"sts:AssumeRole"}, Principal: map[string]string{"AWS": "*"},
			},
		}},
	})
}
