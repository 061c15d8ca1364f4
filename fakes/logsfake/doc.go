// Package logsfake adds log groups and metric filters of Amazon CloudWatch Logs
// to the accounts of package fakes.
//
// Do not use it to test patterns against log events: it keeps no events, and a
// pattern is a text to it. Use it to test code that judges or repairs the chain
// from a trail to an alarm.
//
//	account := fakes.NewAccount("111122223333")
//	logs := logsfake.Of(account)
//	arn := logs.AddLogGroup("cloudtrail")
//	logs.AddMetricFilter("cloudtrail", logsfake.MetricFilter{
//		Name: "root", Pattern: `{ $.userIdentity.type = "Root" }`, Namespace: "CIS", Metric: "RootUsage",
//	})
//
// [Of] adds the model to the fake, for all of its accounts. Without it, a call of
// CloudWatch Logs is a fakes.NotAnsweredError.
//
// What AWS refuses is refused: names and patterns of a wrong form, a filter in a
// log group that does not exist, a 101st filter in one, filters in a group of the
// class INFREQUENT_ACCESS. Lists are sorted by name and have at most 50 items on
// a page. Log groups of other accounts (AccountIdentifiers), data protection and
// retention policies that are set by calls are not modelled.
//
// AWS: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/Welcome.html
package logsfake
