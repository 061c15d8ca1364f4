// Package cloudwatchfake adds the alarms of Amazon CloudWatch to the accounts of
// package fakes: metric alarms and composite alarms.
//
// Do not use it to test thresholds: there are no metrics, and an alarm changes its
// state only when it is told to. Use it to test code that asks which alarms there
// are, what they watch and whom they notify.
//
//	account := fakes.NewAccount("111122223333")
//	cloudwatchfake.Of(account).AddAlarm(cloudwatchfake.Alarm{
//		Name: "root", Namespace: "CIS", Metric: "RootUsage", Actions: []string{topicARN},
//	})
//
// [Of] adds the model to the fake, for all of its accounts. Without it, a call of
// CloudWatch is a fakes.NotAnsweredError.
//
// # As in AWS
//
// DescribeAlarms without AlarmTypes returns metric alarms alone, 50 on a page by
// default and 100 at most, metric alarms first, each kind by name.
// DescribeAlarmsForMetric finds the alarms on exactly the namespace, name and
// dimensions that it is given, and neither metric math nor composite alarms.
// DeleteAlarms deletes all alarms that it names or none, and one composite alarm at
// most. A new alarm has the state INSUFFICIENT_DATA; putting an alarm that exists
// replaces what it watches, and keeps its state.
//
// The client speaks CBOR, and the codes of errors are those of the query protocol
// that it spoke before, "ResourceNotFound" or "InvalidParameterValue"; the fake
// sends both.
//
// # Limitations
//
// Parents and children of composite alarms, log alarms, evaluation windows,
// PromQL alarms and quotas are not modelled. The expression of a composite alarm
// is kept as a text.
//
// AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/Welcome.html
package cloudwatchfake
