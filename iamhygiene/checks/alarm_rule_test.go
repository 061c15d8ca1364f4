package checks_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// byRule is an account without an alarm that has the rules.
func byRule(rules ...iamhygiene.EventRule) *wiring {
	w := wired(rootPattern)
	w.alarm.Metrics = nil
	w.rules = rules
	return w
}

// A trail of one Region records IAM and sign-ins only if it is told to record
// global services.
func TestAlarmRuleFedByRegionalTrail(t *testing.T) {
	w := byRule(rootRule(nil))
	w.trail.MultiRegion, w.trail.HomeRegion = false, "us-east-1"
	f := w.judge(t, checks.RootUsageAlarm{})
	assert.Equal(t, iamhygiene.Fail, f.Status, f.Message)
	assert.Equal(t, "trail", fact(f, "event_rule/broken_link"))
	w.trail.GlobalEvents = true
	assert.Equal(t, iamhygiene.Pass, w.judge(t, checks.RootUsageAlarm{}).Status)
}

// A trail is changed in its home Region and, if it is the organization's, in the
// account that has it.
func TestAlarmTrailChangeByRule(t *testing.T) {
	rule := func(region string) iamhygiene.EventRule {
		return rootRule(func(r *iamhygiene.EventRule) { r.Region, r.Pattern = region, `{"source": ["aws.cloudtrail"]}` })
	}
	w := byRule(rule("eu-west-1"))
	assert.Equal(t, iamhygiene.Pass, w.judge(t, checks.AlarmTrailChange{}).Status)
	second := w.trail
	second.ARN, second.Name, second.HomeRegion = "arn:aws:cloudtrail:us-east-1:111122223333:trail/b", "b", "us-east-1"
	w.with["cloudtrail"] = iamhygiene.Trails.With([]iamhygiene.Trail{w.trail, second}, noon)
	f := w.judge(t, checks.AlarmTrailChange{})
	assert.Equal(t, iamhygiene.Fail, f.Status, "nobody hears of a change of the second: %s", f.Message)
	w.rules = append(w.rules, rule("us-east-1"))
	assert.Equal(t, iamhygiene.Pass, w.judge(t, checks.AlarmTrailChange{}).Status)

	w = byRule(rule("eu-west-1"))
	w.trail.ARN, w.trail.Organization, w.trail.LogGroup = strings.Replace(w.trail.ARN, "111122223333", "444455556666", 1), true, ""
	f = w.judge(t, checks.AlarmTrailChange{})
	assert.Equal(t, iamhygiene.Unknown, f.Status, "who has the trail hears of its changes: %s", f.Message)
}

// Targets of which a part was read are not none.
func TestAlarmRuleTargetsInPart(t *testing.T) {
	w := byRule(rootRule(func(r *iamhygiene.EventRule) { r.Targets = []string{} }))
	w.with["event-rules"] = iamhygiene.EventRules.With(in(w.rules[0], "eu-west-1", "us-east-1"), noon, &iamhygiene.DataError{Code: "AccessDenied", Scope: w.rules[0].ARN})
	f := w.judge(t, checks.RootUsageAlarm{})
	assert.Equal(t, iamhygiene.Unknown, f.Status, f.Message)
}

// Several filters or rules that match every kind of event between them are as
// good as one; each has to reach somebody.
func TestAlarmTogether(t *testing.T) {
	w := wired(`{ $.userIdentity.type = "Root" && $.eventType = "AwsApiCall" }`)
	rest := w.filter
	rest.Name, rest.Pattern = "rest", `{ $.userIdentity.type = "Root" && $.eventType != "AwsApiCall" }`
	w.with["metric-filters"] = iamhygiene.MetricFilters.With(iamhygiene.Regional[iamhygiene.MetricFilter]{
		Regions: []string{"eu-west-1"}, Items: []iamhygiene.MetricFilter{w.filter, rest},
	}, noon)
	f := w.judge(t, checks.RootUsageAlarm{})
	assert.Equal(t, iamhygiene.Pass, f.Status, f.Message)

	rest.Metrics = []iamhygiene.Metric{{Namespace: "Trail", Name: "Unwatched"}}
	w.with["metric-filters"] = iamhygiene.MetricFilters.With(iamhygiene.Regional[iamhygiene.MetricFilter]{
		Regions: []string{"eu-west-1"}, Items: []iamhygiene.MetricFilter{w.filter, rest},
	}, noon)
	f = w.judge(t, checks.RootUsageAlarm{})
	assert.Equal(t, iamhygiene.Fail, f.Status, f.Message)
	assert.Equal(t, "alarm", fact(f, "broken_link"), "sign-ins reach a metric that nobody watches")

	rule := func(detail string) iamhygiene.EventRule {
		return rootRule(func(r *iamhygiene.EventRule) {
			r.Pattern = `{"detail-type": ["` + detail + `"], "detail": {"userIdentity": {"type": ["Root"]}}}`
		})
	}
	w = byRule(rule("AWS API Call via CloudTrail"), rule("AWS Console Sign In via CloudTrail"))
	f = w.judge(t, checks.RootUsageAlarm{})
	assert.Equal(t, iamhygiene.Pass, f.Status, f.Message)
	w.rules[1].Targets = []string{}
	assert.Equal(t, iamhygiene.Fail, w.judge(t, checks.RootUsageAlarm{}).Status)
	w.rules[1].Targets = nil
	assert.Equal(t, iamhygiene.Unknown, w.judge(t, checks.RootUsageAlarm{}).Status)
}

// A metric with dimensions is another than the one of the same name without, and
// the message says so.
func TestAlarmDimensions(t *testing.T) {
	w := wired(rootPattern)
	w.filter.Metrics = []iamhygiene.Metric{{Namespace: "Trail", Name: "RootUse", Dimensions: "User"}}
	f := w.judge(t, checks.RootUsageAlarm{})
	assert.Equal(t, iamhygiene.Fail, f.Status)
	assert.Contains(t, f.Message, "Trail/RootUse by User")
}
