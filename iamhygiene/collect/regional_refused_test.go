package collect_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// losses are what a failure in Virginia takes away, by the IAM action of the
// calls: the dataset, the scopes of its errors, and what else changes because it
// starts from there.
var losses = map[string]struct {
	dataset string
	scopes  []string
	spoilt  []string
	// kept says that the Region still counts as read: what is listed is known,
	// and a detail is not.
	kept bool
}{
	"cloudtrail:DescribeTrails":                  {dataset: "cloudtrail", scopes: []string{virginia}},
	"cloudtrail:GetTrailStatus":                  {dataset: "cloudtrail", scopes: []string{in(virginia, "cloudtrail", "trail/local")}, kept: true},
	"cloudtrail:GetEventSelectors":               {dataset: "cloudtrail", scopes: []string{in(virginia, "cloudtrail", "trail/local")}, kept: true},
	"logs:DescribeMetricFilters":                 {dataset: "metric-filters", scopes: []string{virginia}},
	"cloudwatch:DescribeAlarms":                  {dataset: "metric-alarms", scopes: []string{virginia}, spoilt: []string{"topic-subscriptions"}},
	"sns:ListSubscriptionsByTopic":               {dataset: "topic-subscriptions", scopes: []string{in(virginia, "sns", "developers")}},
	"events:ListEventBuses":                      {dataset: "event-rules", scopes: []string{virginia}},
	"events:ListRules":                           {dataset: "event-rules", scopes: []string{virginia}},
	"events:ListTargetsByRule":                   {dataset: "event-rules", scopes: []string{in(virginia, "events", "rule/nightly"), in(virginia, "events", "rule/orders/root"), in(virginia, "events", "rule/root")}, kept: true},
	"config:DescribeConfigRules":                 {dataset: "config-rules", scopes: []string{virginia}},
	"config:DescribeConfigurationRecorders":      {dataset: "config-recorders", scopes: []string{virginia}},
	"config:DescribeConfigurationRecorderStatus": {dataset: "config-recorders", scopes: []string{virginia}, kept: true},
	"access-analyzer:ListAnalyzers":              {dataset: "access-analyzers", scopes: []string{virginia}, spoilt: []string{"access-analyzer-findings"}},
	"access-analyzer:ListFindings":               {dataset: "access-analyzer-findings", scopes: []string{in(virginia, "access-analyzer", "analyzer/main")}},
	"sso:ListInstances":                          {dataset: "identity-center", scopes: []string{virginia}},
}

// operationOf is the operation that takes an action.
func operationOf(action string) string {
	if action == "access-analyzer:ListFindings" {
		return action + "V2"
	}
	return action
}

func errorsOf(s *iamhygiene.Snapshot, dataset string) []*iamhygiene.DataError {
	return slices.DeleteFunc(slices.Clone(s.Errors()), func(e *iamhygiene.DataError) bool { return e.Dataset != dataset })
}

// part is what of the value of a Regional dataset a test compares.
type part struct {
	Regions []string
	Items   []map[string]any
}

func regionsOf(t *testing.T, dataset string) (p part, is bool) {
	t.Helper()
	var in struct{ Value json.RawMessage }
	require.NoError(t, json.Unmarshal([]byte(dataset), &in))
	if json.Unmarshal(in.Value, &p) != nil || p.Regions == nil {
		return part{}, false
	}
	return p, true
}

// Each call fails in one Region, in three ways. The dataset says so; the
// other Region and the other datasets are what they would have been.
func TestRegionFails(t *testing.T) {
	whole := datasets(t, live(t, widespread(t), both))
	for action, want := range losses {
		for name, fault := range map[string]fakes.Fault{
			"refused":   fakes.AccessDenied(),
			"throttled": fakes.Throttle(100),
			"broken":    fakes.ServiceFailure(),
		} {
			t.Run(action+" "+name, func(t *testing.T) {
				acct := widespread(t)
				acct.Fail(fakes.Operation{}, fault.When(func(c fakes.Call) bool { return c.Action == action && c.Region == virginia }))
				s := live(t, acct, both)
				var scopes []string
				for _, e := range errorsOf(s, want.dataset) {
					assert.Equal(t, operationOf(action), e.Operation)
					assert.NotEmpty(t, e.RequestID)
					assert.Equal(t, name != "refused", e.Retryable)
					if name == "refused" {
						assert.Equal(t, []string{action}, e.Grant())
						assert.Contains(t, e.Error(), "; grant "+action)
					} else {
						assert.Empty(t, e.Grant())
					}
					scopes = append(scopes, e.Scope)
				}
				assert.Equal(t, want.scopes, scopes)
				assert.Contains(t, s.Datasets(), want.dataset, "the other Region stands")

				got := datasets(t, s)
				for _, other := range regional {
					if other != want.dataset && !slices.Contains(want.spoilt, other) {
						assert.JSONEq(t, whole[other], got[other], "%s does not hang on it", other)
					}
				}
				all, is := regionsOf(t, whole[want.dataset])
				if !is {
					return
				}
				left, _ := regionsOf(t, got[want.dataset])
				if want.kept {
					assert.Equal(t, all.Regions, left.Regions)
					assert.Len(t, left.Items, len(all.Items))
					return
				}
				assert.Equal(t, []string{dublin}, left.Regions)
				for _, item := range all.Items {
					if item["region"] == dublin {
						assert.Contains(t, left.Items, item)
					} else {
						assert.NotContains(t, left.Items, item)
					}
				}
			})
		}
	}
}

// What is throttled less than the retries last is there.
func TestRegionThrottledForAWhile(t *testing.T) {
	for action := range losses {
		acct := widespread(t)
		acct.Fail(fakes.Operation{}, fakes.Throttle(2).When(func(c fakes.Call) bool { return c.Action == action && c.Region == virginia }))
		assert.Empty(t, live(t, acct, both).Errors(), action)
	}
}

// Each action is refused everywhere. The dataset has no value, or a part of
// it that does not hide what is missing.
func TestRegionalActionRefused(t *testing.T) {
	for action, want := range losses {
		t.Run(action, func(t *testing.T) {
			acct := widespread(t)
			acct.Fail(fakes.Operation{}, fakes.AccessDenied().When(func(c fakes.Call) bool { return c.Action == action }))
			s := live(t, acct, both)
			for _, name := range append([]string{want.dataset}, want.spoilt...) {
				errs := errorsOf(s, name)
				require.NotEmpty(t, errs, name)
				for _, e := range errs {
					assert.Equal(t, operationOf(action), e.Operation, "what it starts from is to blame")
					assert.Contains(t, e.Error(), "; grant "+action)
				}
				if details := want.kept && action != "events:ListTargetsByRule"; details {
					assert.Contains(t, s.Datasets(), name, "what there is is known")
				} else {
					assert.NotContains(t, s.Datasets(), name)
				}
			}
		})
	}
}

// A Region that the account has not enabled does not know its keys.
func TestRegionDisabled(t *testing.T) {
	acct := widespread(t)
	s := live(t, acct, both, func(o *collect.Options) { o.Regions = []string{"me-south-1", dublin, virginia} })
	for _, name := range regional {
		if name == "access-analyzer-findings" || name == "topic-subscriptions" {
			assert.Empty(t, errorsOf(s, name), "nothing leads there")
			continue
		}
		errs := errorsOf(s, name)
		require.Len(t, errs, 1, name)
		assert.Equal(t, "me-south-1", errs[0].Scope)
		assert.Contains(t, []string{"UnrecognizedClientException", "InvalidClientTokenId"}, errs[0].Code)
		assert.Empty(t, errs[0].Grant(), "no permission helps")
		assert.Contains(t, s.Datasets(), name)
		if p, is := regionsOf(t, datasets(t, s)[name]); is {
			assert.Equal(t, []string{dublin, virginia}, p.Regions)
		}
	}
}

// By default the enabled Regions are those that are read.
func TestEnabledRegions(t *testing.T) {
	acct := widespread(t)
	acct.EnableRegions("eu-south-1")
	s := live(t, acct, named("access-analyzers", "cloudtrail"))
	analyzers := get(t, s, iamhygiene.Analyzers)
	assert.Contains(t, analyzers.Regions, "eu-south-1")
	assert.NotContains(t, analyzers.Regions, "me-south-1")
	assert.Len(t, analyzers.Items, 3)
	assert.Len(t, get(t, s, iamhygiene.Trails), 3, "shown in eighteen Regions")
}

// Where nobody knows the Regions, nobody knows what they hold.
func TestRegionsUnknown(t *testing.T) {
	acct := widespread(t)
	acct.Fail(fakes.Operation{}, fakes.AccessDenied().When(func(c fakes.Call) bool { return c.Action == "account:ListRegions" }))
	s := live(t, acct, func(o *collect.Options) { o.Datasets = regional })
	for _, name := range regional {
		if name == "access-analyzer-findings" || name == "topic-subscriptions" {
			continue // the datasets that they start from say it
		}
		errs := errorsOf(s, name)
		require.Len(t, errs, 1, name)
		assert.Equal(t, collect.ScopeRegions, errs[0].Scope)
		assert.Equal(t, []string{"account:ListRegions"}, errs[0].Grant())
	}
	assert.Equal(t, []string{virginia}, value(t, s, iamhygiene.Alarms).Regions)
}

func value[T any](t *testing.T, s *iamhygiene.Snapshot, d iamhygiene.Dataset[T]) T {
	t.Helper()
	v, err := d.Get(s)
	require.NoError(t, err)
	return v
}

// Each call fails in turn, and no failure is lost.
func TestEveryRegionalCallFails(t *testing.T) {
	var acct *fakes.Account
	fakes.EveryCallFails(t, func() aws.Config {
		acct = widespread(t)
		return acct.Config()
	}, func(cfg aws.Config) error {
		s, err := collect.Snapshot(t.Context(), cfg, patient(acct), both)
		if err != nil {
			return err
		}
		for _, e := range s.Errors() {
			return e
		}
		return nil
	}, func(o *fakes.EveryCallFailsOptions) { o.Fault = fakes.ServiceFailure() })
}
