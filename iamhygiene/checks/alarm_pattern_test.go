package checks_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// Patterns of metric filters, those that the benchmark and Security Hub give
// included, and what they cover.
func TestAlarmPatterns(t *testing.T) {
	policyChange := `($.eventName=DeleteGroupPolicy)||($.eventName=DeleteRolePolicy)||($.eventName=DeleteUserPolicy)||($.eventName=PutGroupPolicy)||($.eventName=PutRolePolicy)||($.eventName=PutUserPolicy)||($.eventName=CreatePolicy)||($.eventName=DeletePolicy)||($.eventName=CreatePolicyVersion)||($.eventName=DeletePolicyVersion)||($.eventName=AttachRolePolicy)||($.eventName=DetachRolePolicy)||($.eventName=AttachUserPolicy)||($.eventName=DetachUserPolicy)||($.eventName=AttachGroupPolicy)`
	for _, tt := range []struct {
		check   iamhygiene.Check
		pattern string
		want    bool
		reason  string
	}{
		{checks.AlarmPolicyChange{}, "{" + policyChange + "||($.eventName=DetachGroupPolicy)}", true, "the sixteen events"},
		{checks.AlarmPolicyChange{}, "{($.eventSource=iam.amazonaws.com)&&(" + policyChange + "||($.eventName=DetachGroupPolicy))}", true, "and their source"},
		{checks.AlarmPolicyChange{}, "{" + policyChange + "}", false, "DetachGroupPolicy is missing"},
		{checks.AlarmPolicyChange{}, `{ $.eventSource = "iam.amazonaws.com" }`, true, "every event of IAM"},
		{checks.AlarmPolicyChange{}, `{ $.eventName = "*Policy*" && $.errorCode NOT EXISTS }`, true, "wildcards; calls that fail change nothing"},
		{checks.AlarmPolicyChange{}, `{ $.eventName = "*Policy" }`, false, "CreatePolicyVersion ends otherwise"},
		{checks.AlarmPolicyChange{}, `{ $.eventName = %^(Put|Create|Delete|Attach|Detach)% }`, true, "a regular expression"},
		{checks.AlarmPolicyChange{}, `{ $.eventSource = "iam.amazonaws.com" && $.userIdentity.type = "IAMUser" }`, false, "roles change policies too"},
		{checks.AlarmConsoleNoMFA{}, `{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }`, true, "the older pattern"},
		{checks.AlarmConsoleNoMFA{}, `{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }`, true, "the newer pattern"},
		{checks.AlarmConsoleNoMFA{}, `{ $.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed = "Yes" }`, false, "the other way round"},
		{checks.AlarmConsoleNoMFA{}, `{ $.eventName = "ConsoleLogin" && $.userIdentity.type = "Root" }`, false, "root alone"},
		{checks.AlarmConsoleAuthFailure{}, `{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }`, true, "the pattern of the benchmark"},
		{checks.AlarmConsoleAuthFailure{}, `{ $.eventName = "ConsoleLogin" && $.responseElements.ConsoleLogin = "Failure" }`, true, "another field says the same"},
		{checks.AlarmConsoleAuthFailure{}, `{ ($.eventName = ConsoleLogin) && ($.errorMessage = "No username found in supplied account") }`, false, "another failure"},
		{checks.AlarmUnauthorizedCalls{}, `{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }`, true, "the pattern of the benchmark"},
		{checks.AlarmUnauthorizedCalls{}, `{(($.errorCode="*UnauthorizedOperation")||($.errorCode="AccessDenied*"))&&($.sourceIPAddress!="delivery.logs.amazonaws.com")&&($.eventName!="HeadBucket")}`, true, "with what AWS does all the time left out"},
		{checks.AlarmUnauthorizedCalls{}, `{ ($.errorCode = "AccessDenied*") && ($.eventName != "GetObject") }`, false, "more is left out, and the other code"},
		{checks.AlarmUnauthorizedCalls{}, `{ $.errorCode = "AccessDenied" || $.errorCode = "*UnauthorizedOperation" }`, false, "AccessDeniedException is missing"},
		{checks.AlarmTrailChange{}, `{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) }`, true, "the pattern of the benchmark"},
		{checks.AlarmTrailChange{}, `{ $.eventName = *Trail }`, false, "StopLogging is missing"},
		{checks.AlarmOrganizationChange{}, `{ $.eventSource = organizations.amazonaws.com }`, true, "every event of the service"},
		{checks.AlarmOrganizationChange{}, `{ ($.eventSource = organizations.amazonaws.com) && (($.eventName = "LeaveOrganization") || ($.eventName = "MoveAccount")) }`, false, "two of the events"},
		{checks.RootUsageAlarm{}, rootPattern, true, "the pattern of the benchmark"},
		{checks.RootUsageAlarm{}, `{ $.userIdentity.type = "Root" }`, true, "services included"},
		{checks.RootUsageAlarm{}, `{ $.userIdentity.type = "Root" && $.eventType = "AwsApiCall" }`, false, "sign-ins go unseen"},
		{checks.RootUsageAlarm{}, `{ $.userIdentity.arn = "*:root" }`, false, "no more than the type is certain"},
	} {
		t.Run(tt.check.Info().ID+"/"+tt.reason, func(t *testing.T) {
			f := wired(tt.pattern).judge(t, tt.check)
			assert.Equal(t, tt.want, f.Status == iamhygiene.Pass, "%s: %s", tt.reason, f.Message)
			if !tt.want {
				assert.Equal(t, iamhygiene.Fail, f.Status)
				assert.Equal(t, "filter", fact(f, "broken_link"))
			}
		})
	}
}

// Event rules satisfy the other alarms too, in the Regions where the events are.
func TestAlarmRules(t *testing.T) {
	rule := func(region, state, pattern string) iamhygiene.EventRule {
		return rootRule(func(r *iamhygiene.EventRule) { r.Region, r.State, r.Pattern = region, state, pattern })
	}
	const all = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
	refused := `{"detail": {"errorCode": [{"prefix": "AccessDenied"}, {"suffix": "UnauthorizedOperation"}]}}`
	for _, tt := range []struct {
		name  string
		check iamhygiene.Check
		rules []iamhygiene.EventRule
		want  iamhygiene.Status
	}{
		{"IAM's events are in us-east-1", checks.AlarmPolicyChange{}, []iamhygiene.EventRule{rule("us-east-1", "ENABLED", `{"source": ["aws.iam"], "detail": {"eventSource": ["iam.amazonaws.com"]}}`)}, iamhygiene.Pass},
		{"not in the trail's Region", checks.AlarmPolicyChange{}, []iamhygiene.EventRule{rule("eu-west-1", "ENABLED", `{"source": ["aws.iam"]}`)}, iamhygiene.Fail},
		{"a trail is changed in its home Region", checks.AlarmTrailChange{}, []iamhygiene.EventRule{rule("eu-west-1", "ENABLED", `{"source": ["aws.cloudtrail"], "detail-type": ["AWS API Call via CloudTrail"]}`)}, iamhygiene.Pass},
		{"nowhere else", checks.AlarmTrailChange{}, []iamhygiene.EventRule{rule("us-east-1", "ENABLED", `{"source": ["aws.cloudtrail"]}`)}, iamhygiene.Fail},
		{"refused calls need a rule in each Region", checks.AlarmUnauthorizedCalls{}, []iamhygiene.EventRule{rule("us-east-1", all, refused)}, iamhygiene.Fail},
		{"and have it", checks.AlarmUnauthorizedCalls{}, []iamhygiene.EventRule{rule("us-east-1", all, refused), rule("eu-west-1", all, refused)}, iamhygiene.Pass},
		{"refused calls may only read", checks.AlarmUnauthorizedCalls{}, []iamhygiene.EventRule{rule("us-east-1", "ENABLED", refused), rule("eu-west-1", all, refused)}, iamhygiene.Fail},
		{"sign-ins without MFA", checks.AlarmConsoleNoMFA{}, []iamhygiene.EventRule{rule("us-east-1", "ENABLED", `{"detail-type": ["AWS Console Sign In via CloudTrail"], "detail": {"additionalEventData": {"MFAUsed": [{"anything-but": "Yes"}]}}}`)}, iamhygiene.Pass},
		{"failed sign-ins", checks.AlarmConsoleAuthFailure{}, []iamhygiene.EventRule{rule("us-east-1", "ENABLED", `{"source": ["aws.signin"], "detail": {"responseElements": {"ConsoleLogin": ["Failure"]}}}`)}, iamhygiene.Pass},
		{"changes of the organization", checks.AlarmOrganizationChange{}, []iamhygiene.EventRule{rule("us-east-1", "ENABLED", `{"source": ["aws.organizations"]}`)}, iamhygiene.Pass},
	} {
		t.Run(tt.check.Info().ID+"/"+tt.name, func(t *testing.T) {
			w := wired(`{ $.eventName = "none" }`)
			w.rules = tt.rules
			f := w.judge(t, tt.check)
			assert.Equal(t, tt.want.String(), f.Status.String(), f.Message)
		})
	}
}
