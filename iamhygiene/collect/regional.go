package collect

import "github.com/iamhygiene/sdk/iamhygiene"

// regionalCollectors returns the collectors of services that have Regions. What
// starts from another dataset (the subscriptions to the topics of alarms, the
// findings of analyzers) calls the Regions that it finds there.
func regionalCollectors(o *Options) []Collector {
	return []Collector{
		New(iamhygiene.Trails, trails, Regional),
		New(iamhygiene.MetricFilters, metricFilters, Regional),
		New(iamhygiene.Alarms, alarms, Regional),
		New(iamhygiene.Subscriptions, subscriptions, needing(iamhygiene.Alarms.Name())),
		New(iamhygiene.EventRules, eventRules, Regional),
		New(iamhygiene.ConfigRules, configRules, Regional),
		New(iamhygiene.ConfigRecorders, configRecorders, Regional),
		New(iamhygiene.Analyzers, analyzers, Regional),
		New(iamhygiene.AnalyzerFindings, analyzerFindings(o.MaxFindings), needing(iamhygiene.Analyzers.Name())),
		New(iamhygiene.IdentityCenter, identityCenter, Regional),
	}
}
