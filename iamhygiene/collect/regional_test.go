package collect_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// What each regional dataset holds of an account in two Regions.
func TestRegionalDatasets(t *testing.T) {
	acct := widespread(t)
	s := live(t, acct, both)
	require.NoError(t, acct.Err())
	assert.Empty(t, s.Errors())
	assert.Equal(t, regional, s.Datasets())
	yes, no := true, false
	security, developers := in(dublin, "sns", "security"), in(virginia, "sns", "developers")

	t.Run("cloudtrail", func(t *testing.T) {
		assert.Equal(t, []iamhygiene.Trail{
			{
				ARN: in(dublin, "cloudtrail", "trail/everything"), Name: "everything", HomeRegion: dublin, MultiRegion: true, GlobalEvents: true,
				Bucket: "cloudtrail-logs-" + accountID, LogGroup: in(dublin, "logs", "log-group:trail:*"), Logging: &yes,
				Selectors: &iamhygiene.EventSelectors{Advanced: []iamhygiene.AdvancedEventSelector{{
					Name: "management events",
					Fields: []iamhygiene.FieldSelector{
						{Field: "eventCategory", Equals: []string{"Management"}},
						{Field: "eventSource", NotEquals: []string{"kms.amazonaws.com"}},
					},
				}}},
			},
			{
				ARN: in(virginia, "cloudtrail", "trail/local"), Name: "local", HomeRegion: virginia, Bucket: "cloudtrail-logs-" + accountID, Logging: &no,
				Selectors: &iamhygiene.EventSelectors{Basic: []iamhygiene.EventSelector{{ReadWrite: "WriteOnly", Management: true, Excluded: []string{"kms.amazonaws.com"}}}},
			},
			{
				ARN: "arn:aws:cloudtrail:us-west-2:999999999999:trail/organization", Name: "organization", HomeRegion: "us-west-2",
				MultiRegion: true, Organization: true, GlobalEvents: true, Bucket: "cloudtrail-logs-999999999999", Logging: &yes,
				Selectors: &iamhygiene.EventSelectors{Basic: []iamhygiene.EventSelector{{ReadWrite: "All", Management: true}}},
			},
		}, get(t, s, iamhygiene.Trails), "R73: each once, the shadows in both Regions notwithstanding")
	})
	t.Run("metric-filters", func(t *testing.T) {
		assert.Equal(t, iamhygiene.Regional[iamhygiene.MetricFilter]{
			Regions: []string{dublin, virginia},
			Items: []iamhygiene.MetricFilter{
				{Name: "policy", Region: dublin, LogGroup: "trail", Pattern: `{ $.eventName = "PutUserPolicy" }`, Metrics: []iamhygiene.Metric{{Namespace: "CIS", Name: "PolicyChange"}}},
				{Name: "root", Region: dublin, LogGroup: "trail", Pattern: `{ $.userIdentity.type = "Root" }`, Metrics: []iamhygiene.Metric{{Namespace: "CIS", Name: "RootUsage"}}},
				{Name: "errors", Region: virginia, LogGroup: "application", Pattern: "ERROR", Metrics: []iamhygiene.Metric{{Namespace: "app", Name: "Errors"}}},
			},
		}, get(t, s, iamhygiene.MetricFilters))
	})
	t.Run("metric-alarms", func(t *testing.T) {
		assert.Equal(t, iamhygiene.Regional[iamhygiene.Alarm]{
			Regions: []string{dublin, virginia},
			Items: []iamhygiene.Alarm{
				{ARN: in(dublin, "cloudwatch", "alarm:policy"), Name: "policy", Region: dublin, Metrics: []iamhygiene.Metric{{Namespace: "CIS", Name: "PolicyChange"}}, Actions: []string{security}},
				{ARN: in(dublin, "cloudwatch", "alarm:root"), Name: "root", Region: dublin, Metrics: []iamhygiene.Metric{{Namespace: "CIS", Name: "RootUsage"}}, ActionsEnabled: true, Actions: []string{security}},
				{
					ARN: in(virginia, "cloudwatch", "alarm:errors"), Name: "errors", Region: virginia,
					Metrics:        []iamhygiene.Metric{{Namespace: "app", Name: "Errors"}, {Namespace: "app", Name: "Requests"}},
					ActionsEnabled: true, Actions: []string{developers, in(virginia, "automate", "ec2:stop")},
				},
			},
		}, get(t, s, iamhygiene.Alarms), "R69, R70; composite alarms watch no metric")
	})
	t.Run("topic-subscriptions", func(t *testing.T) {
		all := get(t, s, iamhygiene.Subscriptions)
		require.Len(t, all, 2)
		assert.Equal(t, []iamhygiene.Subscription{}, all[developers], "known to have none")
		require.Len(t, all[security], 2)
		assert.Equal(t, iamhygiene.Subscription{Protocol: "https"}, all[security][0], "R70: nobody has confirmed")
		assert.True(t, all[security][1].Confirmed())
		assert.NotContains(t, string(marshal(t, s)), "security@example.com")
	})
	t.Run("event-rules", func(t *testing.T) {
		assert.Equal(t, iamhygiene.Regional[iamhygiene.EventRule]{
			Regions: []string{dublin, virginia},
			Items: []iamhygiene.EventRule{
				{ARN: in(dublin, "events", "rule/sign-in"), Name: "sign-in", Region: dublin, Bus: "default", State: "ENABLED", Pattern: `{"source":["aws.signin"]}`, Targets: []string{security}},
				{ARN: in(virginia, "events", "rule/nightly"), Name: "nightly", Region: virginia, Bus: "default", State: "DISABLED", Targets: []string{}},
				{ARN: in(virginia, "events", "rule/orders/root"), Name: "root", Region: virginia, Bus: "orders", State: "ENABLED", Pattern: `{"source":["shop"]}`, Targets: []string{}},
				{
					ARN: in(virginia, "events", "rule/root"), Name: "root", Region: virginia, Bus: "default", State: "ENABLED",
					Pattern: `{"detail":{"userIdentity":{"type":["Root"]}}}`, Targets: []string{in(virginia, "lambda", "function:page"), developers},
				},
			},
		}, get(t, s, iamhygiene.EventRules), "rules of one name on two buses keep their targets apart")
	})
	t.Run("config-rules", func(t *testing.T) {
		rules := get(t, s, iamhygiene.ConfigRules)
		assert.Equal(t, []string{dublin, virginia}, rules.Regions)
		sources := make(map[string]iamhygiene.ConfigRule)
		for _, r := range rules.Items {
			assert.NotEmpty(t, r.ARN)
			r.ARN = ""
			sources[r.Name] = r
		}
		assert.Equal(t, map[string]iamhygiene.ConfigRule{
			"key-age":   {Name: "key-age", Region: virginia, Owner: "AWS", Source: "ACCESS_KEYS_ROTATED", State: "ACTIVE", Parameters: `{"maxAccessKeyAge":"90"}`},
			"mfa":       {Name: "mfa", Region: virginia, Owner: "AWS", Source: "IAM_USER_MFA_ENABLED", State: "ACTIVE"},
			"passwords": {Name: "passwords", Region: dublin, Owner: "AWS", Source: "IAM_PASSWORD_POLICY", State: "ACTIVE"},
		}, sources)
	})
	t.Run("config-recorders", func(t *testing.T) {
		recorders := get(t, s, iamhygiene.ConfigRecorders)
		require.Len(t, recorders.Items, 2)
		there, here := recorders.Items[0], recorders.Items[1]
		assert.Equal(t, &no, there.Recording)
		assert.True(t, there.AllSupported && there.GlobalTypes)
		assert.Equal(t, dublin, there.Region)
		assert.Equal(t, iamhygiene.ConfigRecorder{
			Name: "default", Region: virginia, Strategy: "EXCLUSION_BY_RESOURCE_TYPES", Excluded: []string{"AWS::IAM::User"},
			Recording: &yes, LastStatus: here.LastStatus,
		}, here)
		assert.NotEmpty(t, here.LastStatus)
	})
	t.Run("access-analyzers", func(t *testing.T) {
		analyzers := get(t, s, iamhygiene.Analyzers)
		assert.Equal(t, []iamhygiene.Analyzer{
			{ARN: in(dublin, "access-analyzer", "analyzer/external"), Name: "external", Region: dublin, Type: "ACCOUNT", Status: "ACTIVE", Created: acct.Now()},
			{ARN: in(dublin, "access-analyzer", "analyzer/unused"), Name: "unused", Region: dublin, Type: "ACCOUNT_UNUSED_ACCESS", Status: "ACTIVE", Created: acct.Now()},
			{ARN: in(virginia, "access-analyzer", "analyzer/main"), Name: "main", Region: virginia, Type: "ACCOUNT", Status: "ACTIVE", Created: acct.Now()},
		}, analyzers.Items, "R66: of all types")
	})
	t.Run("access-analyzer-findings", func(t *testing.T) {
		findings := get(t, s, iamhygiene.AnalyzerFindings)
		require.Len(t, findings, 3)
		assert.Equal(t, []iamhygiene.AnalyzerFinding{}, findings[in(dublin, "access-analyzer", "analyzer/external")], "known to have none")
		unused := findings[in(dublin, "access-analyzer", "analyzer/unused")]
		require.Len(t, unused, 1, "R67: only the second version of the operation has them")
		assert.Equal(t, "UnusedIAMRole", unused[0].Type)
		var roles []string
		for _, f := range findings[in(virginia, "access-analyzer", "analyzer/main")] {
			assert.True(t, f.Active())
			assert.Equal(t, iamhygiene.AnalyzerFinding{
				ID: f.ID, Type: "ExternalAccess", Resource: f.Resource, ResourceType: "AWS::IAM::Role", Account: accountID, Created: acct.Now(), Status: "ACTIVE",
			}, f)
			roles = append(roles, f.Resource)
		}
		assert.ElementsMatch(t, []string{arn("role/partner"), arn("role/tooling")}, roles, "R68: archived and resolved ones do not count")
	})
	t.Run("identity-center", func(t *testing.T) {
		center := get(t, s, iamhygiene.IdentityCenter)
		assert.Equal(t, []string{dublin, virginia}, center.Regions)
		require.Len(t, center.Items, 2)
		assert.Equal(t, "999999999999", center.Items[0].Owner)
		assert.Equal(t, dublin, center.Items[0].Region)
		assert.Equal(t, accountID, center.Items[1].Owner)
		assert.Equal(t, "ACTIVE", center.Items[1].Status)
	})
}

// A snapshot of regional datasets reads back as it was written, value by value.
func TestRegionalRoundTrip(t *testing.T) {
	s := live(t, widespread(t), both)
	text := marshal(t, s)
	again, err := iamhygiene.ReadSnapshot(bytes.NewReader(text))
	require.NoError(t, err)
	assert.Equal(t, string(text), string(marshal(t, again)))
	same(t, s, again, iamhygiene.Trails)
	same(t, s, again, iamhygiene.MetricFilters)
	same(t, s, again, iamhygiene.Alarms)
	same(t, s, again, iamhygiene.Subscriptions)
	same(t, s, again, iamhygiene.EventRules)
	same(t, s, again, iamhygiene.ConfigRules)
	same(t, s, again, iamhygiene.ConfigRecorders)
	same(t, s, again, iamhygiene.Analyzers)
	same(t, s, again, iamhygiene.AnalyzerFindings)
	same(t, s, again, iamhygiene.IdentityCenter)
}

func same[T any](t *testing.T, a, b *iamhygiene.Snapshot, d iamhygiene.Dataset[T]) {
	t.Helper()
	assert.Equal(t, get(t, a, d), get(t, b, d), d.Name())
	assert.Equal(t, d.At(a), d.At(b), d.Name())
}

// Pages of one element give the same snapshot: also where the SDK has no
// paginator, as for rules and targets.
func TestRegionalSmallPages(t *testing.T) {
	acct := widespread(t)
	want := datasets(t, live(t, acct, both))
	calls := len(acct.Calls())
	acct.ForgetCalls()
	acct.PageSize(1)
	got := datasets(t, live(t, acct, both))
	for _, name := range regional {
		assert.JSONEq(t, want[name], got[name], name)
	}
	assert.Greater(t, len(acct.Calls()), calls, "there was more than one page")
}

// The number of calls is that of the package documentation: one for each page
// and Region, and one for each trail, topic, rule or analyzer where AWS has no
// list for all.
func TestRegionalCalls(t *testing.T) {
	acct := widespread(t)
	live(t, acct, both)
	counted := make(map[string]int)
	for _, c := range acct.Calls() {
		counted[c.Action+" "+c.Region]++
	}
	assert.Equal(t, map[string]int{
		"sts:GetCallerIdentity us-east-1":                      1,
		"cloudtrail:DescribeTrails eu-west-1":                  1,
		"cloudtrail:DescribeTrails us-east-1":                  1,
		"cloudtrail:GetTrailStatus eu-west-1":                  1, // each trail once, at home
		"cloudtrail:GetTrailStatus us-east-1":                  1,
		"cloudtrail:GetTrailStatus us-west-2":                  1,
		"cloudtrail:GetEventSelectors eu-west-1":               1,
		"cloudtrail:GetEventSelectors us-east-1":               1,
		"cloudtrail:GetEventSelectors us-west-2":               1,
		"logs:DescribeMetricFilters eu-west-1":                 1,
		"logs:DescribeMetricFilters us-east-1":                 1,
		"cloudwatch:DescribeAlarms eu-west-1":                  1,
		"cloudwatch:DescribeAlarms us-east-1":                  1,
		"sns:ListSubscriptionsByTopic eu-west-1":               1, // one topic, two alarms
		"sns:ListSubscriptionsByTopic us-east-1":               1,
		"events:ListEventBuses eu-west-1":                      1,
		"events:ListEventBuses us-east-1":                      1,
		"events:ListRules eu-west-1":                           1, // for each bus
		"events:ListRules us-east-1":                           2,
		"events:ListTargetsByRule eu-west-1":                   1, // for each rule
		"events:ListTargetsByRule us-east-1":                   3,
		"config:DescribeConfigRules eu-west-1":                 1,
		"config:DescribeConfigRules us-east-1":                 1,
		"config:DescribeConfigurationRecorders eu-west-1":      1,
		"config:DescribeConfigurationRecorders us-east-1":      1,
		"config:DescribeConfigurationRecorderStatus eu-west-1": 1,
		"config:DescribeConfigurationRecorderStatus us-east-1": 1,
		"access-analyzer:ListAnalyzers eu-west-1":              1,
		"access-analyzer:ListAnalyzers us-east-1":              1,
		"access-analyzer:ListFindings eu-west-1":               2, // for each analyzer
		"access-analyzer:ListFindings us-east-1":               1,
		"sso:ListInstances eu-west-1":                          1,
		"sso:ListInstances us-east-1":                          1,
	}, counted)
}
