package checks_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// The pattern of the benchmark for the root user.
const rootPattern = `{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }`

const topic = "arn:aws:sns:eu-west-1:111122223333:alarms"

// wiring is an account with one of each link: a trail, a log group, a filter, an
// alarm, a topic and a subscription, and no event rule.
type wiring struct {
	trail         iamhygiene.Trail
	filter        iamhygiene.MetricFilter
	alarm         iamhygiene.Alarm
	subscriptions []iamhygiene.Subscription
	rules         []iamhygiene.EventRule
	// with replaces datasets, by name.
	with map[string]iamhygiene.SnapshotOption
}

func wired(pattern string) *wiring {
	metric := iamhygiene.Metric{Namespace: "Trail", Name: "RootUse"}
	return &wiring{
		trail: iamhygiene.Trail{
			ARN: "arn:aws:cloudtrail:eu-west-1:111122223333:trail/all", Name: "all", HomeRegion: "eu-west-1", MultiRegion: true,
			LogGroup: "arn:aws:logs:eu-west-1:111122223333:log-group:trail:*", Logging: yes(),
			Selectors: &iamhygiene.EventSelectors{Basic: []iamhygiene.EventSelector{{ReadWrite: "All", Management: true}}},
		},
		filter: iamhygiene.MetricFilter{Name: "root", Region: "eu-west-1", LogGroup: "trail", Pattern: pattern, Metrics: []iamhygiene.Metric{metric}},
		alarm: iamhygiene.Alarm{
			Name: "root", Region: "eu-west-1", ActionsEnabled: true, Metrics: []iamhygiene.Metric{metric}, Actions: []string{topic},
		},
		subscriptions: []iamhygiene.Subscription{{ARN: topic + ":1", Protocol: "email"}},
		with:          make(map[string]iamhygiene.SnapshotOption),
	}
}

// no is a fact that is known not to hold.
func no() *bool { return new(bool) }

// refuse makes a dataset, or a part of it, one that could not be read.
func (w *wiring) refuse(t *testing.T, name string) { w.with[name] = refusal(t, name) }

func (w *wiring) data() map[string]iamhygiene.SnapshotOption {
	data := map[string]iamhygiene.SnapshotOption{
		"cloudtrail":          iamhygiene.Trails.With([]iamhygiene.Trail{w.trail}, noon),
		"metric-filters":      iamhygiene.MetricFilters.With(in(w.filter, "eu-west-1"), noon),
		"metric-alarms":       iamhygiene.Alarms.With(in(w.alarm, "eu-west-1"), noon),
		"topic-subscriptions": iamhygiene.Subscriptions.With(map[string][]iamhygiene.Subscription{topic: w.subscriptions}, noon),
		"event-rules":         iamhygiene.EventRules.With(iamhygiene.Regional[iamhygiene.EventRule]{Regions: []string{"eu-west-1", "us-east-1"}, Items: w.rules}, noon),
	}
	maps.Copy(data, w.with)
	return data
}

func in[T any](item T, regions ...string) iamhygiene.Regional[T] {
	return iamhygiene.Regional[T]{Regions: regions, Items: []T{item}}
}

// judge runs a check of an alarm.
func (w *wiring) judge(t *testing.T, c iamhygiene.Check) iamhygiene.Finding {
	t.Helper()
	fs := findings(t, w.data(), c)
	require.Len(t, fs, 1)
	return fs[0]
}

// rootRule is an event rule in us-east-1 that passes events of root on.
func rootRule(change func(*iamhygiene.EventRule)) iamhygiene.EventRule {
	r := iamhygiene.EventRule{
		ARN: "arn:aws:events:us-east-1:111122223333:rule/root", Name: "root", Region: "us-east-1", Bus: "default", State: "ENABLED",
		Pattern: `{"detail-type": ["AWS API Call via CloudTrail", "AWS Console Sign In via CloudTrail"], "detail": {"userIdentity": {"type": ["Root"]}}}`,
		Targets: []string{topic},
	}
	if change != nil {
		change(&r)
	}
	return r
}

// Each link of the chain from the trail to a person, broken in turn. The event
// rule is missing throughout.
func TestAlarmChainBroken(t *testing.T) {
	for _, tt := range []struct {
		name   string
		reason string
		change func(*wiring)
		broken string // "" for a chain that is complete
		says   string
	}{
		{"complete", "every link is there", func(*wiring) {}, "", "raises an alarm"},
		{"R71: another spelling of the pattern", "the pattern is parsed", func(w *wiring) {
			w.filter.Pattern = `{($.eventType!='AwsServiceEvent')   && (($.userIdentity.invokedBy NOT EXISTS) && $.userIdentity.type = Root)}`
		}, "", ""},
		{"no trail for every Region", "other Regions go unseen", func(w *wiring) { w.trail.MultiRegion = false }, "trail", "records eu-west-1 alone"},
		{"trail switched off", "it records nothing", func(w *wiring) { w.trail.Logging = no() }, "trail", "is switched off"},
		{"trail of writes", "reads of root are not there", func(w *wiring) { w.trail.Selectors.Basic[0].ReadWrite = "WriteOnly" }, "trail", "management events that read"},
		{"no log group", "there is nothing to filter", func(w *wiring) { w.trail.LogGroup = "" }, "log group", "writes to no log group"},
		{"filter of another log group", "it gets other events", func(w *wiring) { w.filter.LogGroup = "trail2" }, "filter", "has no metric filter"},
		{"filter in another Region", "log groups are Regional", func(w *wiring) { w.filter.Region = "us-east-1" }, "filter", "has no metric filter"},
		{"filter of sign-ins", "API calls go unseen", func(w *wiring) {
			w.filter.Pattern = `{ $.userIdentity.type = "Root" && $.eventName = "ConsoleLogin" }`
		}, "filter", "does not match every event of the kind, such as an API call"},
		{"filter of words", "it is not about the identity", func(w *wiring) { w.filter.Pattern = "Root" }, "filter", "not about fields"},
		{"R69: alarm in another namespace", "metrics of one name in two namespaces are two metrics", func(w *wiring) {
			w.alarm.Metrics = []iamhygiene.Metric{{Namespace: "Other", Name: "RootUse"}}
		}, "alarm", "no alarm watches the metric Trail/RootUse"},
		{"alarm in another Region", "metrics are Regional", func(w *wiring) { w.alarm.Region = "us-east-1" }, "alarm", ""},
		{"R70: actions switched off", "the alarm changes its colour and tells nobody", func(w *wiring) { w.alarm.ActionsEnabled = false }, "action", "are switched off"},
		{"no actions", "the alarm tells nobody", func(w *wiring) { w.alarm.Actions = nil }, "action", "does nothing"},
		{"another action", "a function may tell somebody or not", func(w *wiring) {
			w.alarm.Actions = []string{"arn:aws:lambda:eu-west-1:111122223333:function:f"}
		}, "action", "publishes to no topic"},
		{"R70: pending subscription", "nobody has confirmed it", func(w *wiring) { w.subscriptions[0].ARN = "" }, "subscription", "PendingConfirmation"},
		{"no subscription", "nobody gets the message", func(w *wiring) { w.subscriptions = []iamhygiene.Subscription{} }, "subscription", "nobody is subscribed"},
		{"a second action", "one way is enough", func(w *wiring) { w.alarm.Actions = append([]string{"arn:aws:swf:x"}, topic) }, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := wired(rootPattern)
			tt.change(w)
			f := w.judge(t, checks.RootUsageAlarm{})
			assert.Contains(t, f.Message, tt.says, tt.reason)
			if tt.broken == "" {
				assert.Equal(t, iamhygiene.Pass, f.Status, "%s: %s", tt.reason, f.Message)
				return
			}
			assert.Equal(t, iamhygiene.Fail, f.Status, "%s: %s", tt.reason, f.Message)
			assert.Equal(t, tt.broken, fact(f, "broken_link"), tt.reason)
			assert.NotEqual(t, "no evidence", fact(f, "event_rule/broken_link"), "the other way is told too")
		})
	}
}

// A link that could not be read leaves the question open, unless the chain is
// broken elsewhere or another one is complete.
func TestAlarmChainUnread(t *testing.T) {
	denied := &iamhygiene.DataError{Code: "AccessDenied", Scope: "eu-west-1"}
	for _, tt := range []struct {
		name   string
		reason string
		change func(*testing.T, *wiring)
		want   iamhygiene.Status
		says   string
	}{
		{"trails", "without them nothing is known", func(t *testing.T, w *wiring) { w.refuse(t, "cloudtrail") }, iamhygiene.Unknown, "cloudtrail denied"},
		{"trail status", "it may be on", func(_ *testing.T, w *wiring) { w.trail.Logging = nil }, iamhygiene.Unknown, "trail/all"},
		{"trail selectors", "it may record", func(_ *testing.T, w *wiring) { w.trail.Selectors = nil }, iamhygiene.Unknown, "trail/all"},
		{"trail status, and no alarm", "the status cannot mend the chain", func(_ *testing.T, w *wiring) { w.trail.Logging, w.alarm.Metrics = nil, nil }, iamhygiene.Fail, "no alarm watches"},
		{"filters", "one may be there", func(t *testing.T, w *wiring) { w.refuse(t, "metric-filters") }, iamhygiene.Unknown, "metric-filters denied"},
		{"filters of the Region", "one may be there", func(_ *testing.T, w *wiring) {
			w.with["metric-filters"] = iamhygiene.MetricFilters.With(iamhygiene.Regional[iamhygiene.MetricFilter]{}, noon, denied)
		}, iamhygiene.Unknown, "eu-west-1"},
		{"filters of another Region", "log groups are Regional", func(_ *testing.T, w *wiring) {
			w.filter.LogGroup = "other"
			w.with["metric-filters"] = iamhygiene.MetricFilters.With(in(w.filter, "eu-west-1"), noon, &iamhygiene.DataError{Code: "AccessDenied", Scope: "us-east-1"})
		}, iamhygiene.Fail, "has no metric filter"},
		{"filter pattern", "nobody knows what it matches", func(_ *testing.T, w *wiring) { w.filter.Pattern = "{ $.a ~ 3 }" }, iamhygiene.Unknown, "cannot be read: logfilter: column 7"},
		{"alarms", "one may be there", func(t *testing.T, w *wiring) { w.refuse(t, "metric-alarms") }, iamhygiene.Unknown, "metric-alarms denied"},
		{"subscriptions", "there may be one", func(t *testing.T, w *wiring) { w.refuse(t, "topic-subscriptions") }, iamhygiene.Unknown, "topic-subscriptions denied"},
		{"subscriptions of the topic", "there may be one", func(_ *testing.T, w *wiring) {
			w.with["topic-subscriptions"] = iamhygiene.Subscriptions.With(nil, noon, &iamhygiene.DataError{Code: "Throttling", Scope: topic})
		}, iamhygiene.Unknown, "topic-subscriptions failed with Throttling"},
		{"rules", "one may take the events", func(t *testing.T, w *wiring) { w.alarm.Metrics = nil; w.refuse(t, "event-rules") }, iamhygiene.Unknown, "event-rules denied"},
		{"rules of another Region", "the events are not there", func(_ *testing.T, w *wiring) {
			w.alarm.Metrics = nil
			w.with["event-rules"] = iamhygiene.EventRules.With(iamhygiene.Regional[iamhygiene.EventRule]{Regions: []string{"us-east-1"}}, noon, denied)
		}, iamhygiene.Fail, "no rule on the default event bus in us-east-1"},
		{"rules, and an alarm", "one way is enough", func(t *testing.T, w *wiring) { w.refuse(t, "event-rules") }, iamhygiene.Pass, ""},
		{"alarms, and a rule", "one way is enough", func(t *testing.T, w *wiring) {
			w.refuse(t, "metric-alarms")
			w.rules = []iamhygiene.EventRule{rootRule(nil)}
		}, iamhygiene.Pass, "goes to a target"},
		{"R73: a trail of the organization, seen from a member", "the log group is elsewhere", func(_ *testing.T, w *wiring) {
			w.trail.ARN, w.trail.Organization = strings.Replace(w.trail.ARN, "111122223333", "444455556666", 1), true
			w.trail.LogGroup = ""
		}, iamhygiene.Unknown, "444455556666"},
		{"R73: the same with its log group", "its filters are elsewhere", func(_ *testing.T, w *wiring) {
			w.trail.LogGroup = strings.Replace(w.trail.LogGroup, "111122223333", "444455556666", 1)
		}, iamhygiene.Unknown, "not in this snapshot"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := wired(rootPattern)
			tt.change(t, w)
			f := w.judge(t, checks.RootUsageAlarm{})
			assert.Equal(t, tt.want.String(), f.Status.String(), "%s: %s", tt.reason, f.Message)
			assert.Contains(t, f.Message, tt.says, tt.reason)
			if tt.want == iamhygiene.Unknown {
				assert.NotNil(t, f.Unknown)
			}
		})
	}
}

// The way by an event rule, without an alarm.
func TestAlarmByRule(t *testing.T) {
	for _, tt := range []struct {
		name   string
		reason string
		change func(*iamhygiene.EventRule)
		want   iamhygiene.Status
		broken string
	}{
		{"complete", "a function between rule and topic is not needed", nil, iamhygiene.Pass, ""},
		{"identity alone", "it is enough", func(r *iamhygiene.EventRule) { r.Pattern = `{"detail": {"userIdentity": {"type": ["Root"]}}}` }, iamhygiene.Pass, ""},
		{"all management events", "the wider state is one too", func(r *iamhygiene.EventRule) { r.State = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" }, iamhygiene.Pass, ""},
		{"disabled", "it does nothing", func(r *iamhygiene.EventRule) { r.State = "DISABLED" }, iamhygiene.Fail, "rule"},
		{"another bus", "AWS's events are on the default one", func(r *iamhygiene.EventRule) { r.Bus = "custom" }, iamhygiene.Fail, "rule"},
		{"another Region", "sign-ins of root are in us-east-1", func(r *iamhygiene.EventRule) { r.Region = "eu-west-1" }, iamhygiene.Fail, "rule"},
		{"sign-ins only", "API calls go unseen", func(r *iamhygiene.EventRule) {
			r.Pattern = `{"detail-type": ["AWS Console Sign In via CloudTrail"], "detail": {"userIdentity": {"type": ["Root"]}}}`
		}, iamhygiene.Fail, "rule"},
		{"users", "root is no IAM user", func(r *iamhygiene.EventRule) { r.Pattern = `{"detail": {"userIdentity": {"type": ["IAMUser"]}}}` }, iamhygiene.Fail, "rule"},
		{"a schedule", "it waits for no event", func(r *iamhygiene.EventRule) { r.Pattern = "" }, iamhygiene.Fail, "rule"},
		{"no target", "nobody hears of it", func(r *iamhygiene.EventRule) { r.Targets = []string{} }, iamhygiene.Fail, "target"},
		{"targets unread", "there may be one", func(r *iamhygiene.EventRule) { r.Targets = nil }, iamhygiene.Unknown, ""},
		{"pattern unread", "nobody knows what it matches", func(r *iamhygiene.EventRule) { r.Pattern = `{"detail": {"a": [{"like": "x"}]}}` }, iamhygiene.Unknown, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := wired(rootPattern)
			w.alarm.Metrics = nil
			w.rules = []iamhygiene.EventRule{rootRule(tt.change)}
			f := w.judge(t, checks.RootUsageAlarm{})
			assert.Equal(t, tt.want.String(), f.Status.String(), "%s: %s", tt.reason, f.Message)
			if tt.broken != "" {
				assert.Equal(t, tt.broken, fact(f, "event_rule/broken_link"), tt.reason)
			}
		})
	}
	t.Run("without a trail", func(t *testing.T) {
		w := wired(rootPattern)
		w.rules = []iamhygiene.EventRule{rootRule(nil)}
		w.trail.Logging = no()
		f := w.judge(t, checks.RootUsageAlarm{})
		assert.Equal(t, iamhygiene.Fail, f.Status, "events of calls reach EventBridge only where a trail records them")
		assert.Equal(t, "trail", fact(f, "event_rule/broken_link"))
	})
	t.Run("a trail of that Region", func(t *testing.T) {
		w := wired(rootPattern)
		w.rules = []iamhygiene.EventRule{rootRule(nil)}
		w.trail.MultiRegion, w.trail.GlobalEvents, w.trail.HomeRegion = false, true, "us-east-1"
		assert.Equal(t, iamhygiene.Pass, w.judge(t, checks.RootUsageAlarm{}).Status)
		w.trail.HomeRegion = "eu-west-1"
		assert.Equal(t, iamhygiene.Fail, w.judge(t, checks.RootUsageAlarm{}).Status)
	})
}
