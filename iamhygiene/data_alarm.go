package iamhygiene

import "strings"

// MetricFilters is the dataset of the metric filters of Amazon CloudWatch Logs.
var MetricFilters = NewDataset[Regional[MetricFilter]](DatasetInfo{
	Name: "metric-filters", Title: "the metric filters of CloudWatch Logs",
	Operations: []string{"logs:DescribeMetricFilters"},
})

// MetricFilter counts the log events that match a pattern.
//
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricFilter.html
type MetricFilter struct {
	Name     string `json:"name"`
	Region   string `json:"region"`
	LogGroup string `json:"log_group"`
	// Pattern is the filter pattern: `{ $.userIdentity.type = "Root" }`.
	Pattern string `json:"pattern"`
	// Metrics are what it counts into.
	Metrics []Metric `json:"metrics"`
}

// Metric names a metric of Amazon CloudWatch. Two that are not equal are
// different metrics.
type Metric struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Dimensions are the names of its dimensions, sorted and joined by commas;
	// empty for a metric that has none. An alarm without dimensions does not see
	// what is counted with some.
	Dimensions string `json:"dimensions,omitempty"`
}

// Alarms is the dataset of the alarms of Amazon CloudWatch on metrics.
var Alarms = NewDataset[Regional[Alarm]](DatasetInfo{
	Name: "metric-alarms", Title: "the CloudWatch alarms",
	Operations: []string{"cloudwatch:DescribeAlarms"},
})

// Alarm is an alarm on metrics.
//
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html
type Alarm struct {
	ARN    string `json:"arn"`
	Name   string `json:"name"`
	Region string `json:"region"`
	// Metrics are the metrics that it watches: one, or those in its metric
	// math.
	Metrics []Metric `json:"metrics,omitempty"`
	// ActionsEnabled says whether it does anything when it goes off.
	ActionsEnabled bool `json:"actions_enabled"`
	// Actions are the ARNs of what it does in the state ALARM: topics,
	// functions, ...
	Actions []string `json:"actions,omitempty"`
}

// Subscriptions is the dataset of the subscriptions to the Amazon SNS topics
// that alarms publish to, by the ARN of the topic. A topic that is not in the
// map was not asked about; one that could not be read has an error with its ARN
// as the scope.
var Subscriptions = NewDataset[map[string][]Subscription](DatasetInfo{
	Name: "topic-subscriptions", Title: "the subscriptions to the topics of alarms",
	Operations: []string{"sns:ListSubscriptionsByTopic"},
})

// Subscription is a subscription to an Amazon SNS topic. It does not hold the
// address.
//
// https://docs.aws.amazon.com/sns/latest/api/API_Subscription.html
type Subscription struct {
	// ARN is empty for one that nobody has confirmed yet, or the word that AWS
	// lists in its place: "PendingConfirmation", "Deleted".
	ARN string `json:"arn,omitempty"`
	// Protocol is "email", "https", "lambda", ...
	Protocol string `json:"protocol"`
}

// Confirmed reports whether messages reach the subscriber.
func (s Subscription) Confirmed() bool { return strings.HasPrefix(s.ARN, "arn:") }

// EventRules is the dataset of the rules of Amazon EventBridge.
var EventRules = NewDataset[Regional[EventRule]](DatasetInfo{
	Name: "event-rules", Title: "the EventBridge rules",
	Operations: []string{"events:ListEventBuses", "events:ListRules", "events:ListTargetsByRule"},
})

// EventRule is a rule of Amazon EventBridge.
//
// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Rule.html
type EventRule struct {
	ARN    string `json:"arn"`
	Name   string `json:"name"`
	Region string `json:"region"`
	// Bus is the name of the event bus: "default".
	Bus string `json:"bus"`
	// State is "ENABLED", "DISABLED" or
	// "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS".
	State string `json:"state"`
	// Pattern is the event pattern, in JSON; empty for a schedule.
	Pattern string `json:"pattern,omitempty"`
	// Targets are the ARNs of the targets. nil says that they could not be
	// read, with an error that has the rule's ARN as the scope.
	Targets []string `json:"targets"`
}
