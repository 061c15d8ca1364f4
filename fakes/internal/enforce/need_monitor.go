package enforce

import (
	"reflect"
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// The services by which an account is watched: CloudTrail, CloudWatch, CloudWatch
// Logs, EventBridge and SNS.

// tagging adds the action that tags need when something is made with them.
func tagging(n need, action string) []need {
	if n.requestTags == nil {
		return []need{n}
	}
	tag := n
	tag.action = action
	return []need{n, tag}
}

// cloudtrailNeeds returns what a call of CloudTrail needs: the action on the trail
// or event data store that it names. The organization's trail belongs to the
// management account, and the policies of a member decide about reading it.
//
// AWS: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
func (e *Enforcer) cloudtrailNeeds(c *model.Call) []need {
	named := func(kind, name string) need {
		arn := name
		if !strings.HasPrefix(name, "arn:") {
			arn = c.Account.RegionalARN("cloudtrail", c.Region, kind+"/"+name)
		}
		n := e.found(c, kind, name, arn)
		n.delegated = owner(n.resource) != c.Account.ID
		n.requestTags = tagsIn(c.Input, "TagsList")
		return n
	}
	kindOf := func(arn string) string {
		if strings.Contains(arn, ":eventdatastore/") {
			return "eventdatastore"
		}
		return "trail"
	}
	var needs []need
	if id := get(c.Input, "EventDataStore"); id != "" {
		needs = append(needs, named("eventdatastore", id))
	}
	ofTrail := strings.Contains(c.Operation, "Trail") || strings.Contains(c.Operation, "Logging") || strings.Contains(c.Operation, "Selectors")
	if name := get(c.Input, "Name") + get(c.Input, "TrailName"); name != "" && ofTrail {
		needs = append(needs, tagging(named("trail", name), "cloudtrail:AddTags")...)
	}
	for _, arn := range append(texts(c.Input, "ResourceIdList"), get(c.Input, "ResourceId")) {
		if strings.HasPrefix(arn, "arn:") {
			needs = append(needs, named(kindOf(arn), arn))
		}
	}
	if len(needs) == 0 {
		return otherNeeds(c)
	}
	if role := get(c.Input, "CloudWatchLogsRoleArn"); role != "" {
		needs = append(needs, e.passARN(c, role, "cloudtrail.amazonaws.com"))
	}
	return needs
}

// cloudwatchNeeds returns what a call of CloudWatch needs. DescribeAlarms needs all
// alarms, whatever names it gives.
//
// AWS: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
func (e *Enforcer) cloudwatchNeeds(c *model.Call) []need {
	names := texts(c.Input, "AlarmNames")
	if name := get(c.Input, "AlarmName"); name != "" {
		names = append(names, name)
	}
	if len(names) == 0 || strings.HasPrefix(c.Operation, "Describe") || strings.HasPrefix(c.Operation, "List") {
		return otherNeeds(c)
	}
	var needs []need
	for _, name := range names {
		n := e.found(c, "alarm", name, c.Account.RegionalARN("cloudwatch", c.Region, "alarm:"+name))
		n.pattern = false
		n.requestTags = tagsIn(c.Input, "Tags")
		if strings.HasPrefix(c.Operation, "Put") {
			n.set("cloudwatch:AlarmActions", append(append(texts(c.Input, "AlarmActions"), texts(c.Input, "OKActions")...), texts(c.Input, "InsufficientDataActions")...)...)
		}
		needs = append(needs, tagging(n, "cloudwatch:TagResource")...)
	}
	return needs
}

// logsNeeds returns what a call of CloudWatch Logs needs. IAM is asked about a log
// group with the rest of a log stream's ARN behind it, which is why policies write
// ":*" after the name of a group; tagging is the exception.
//
// AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
func (e *Enforcer) logsNeeds(c *model.Call) []need {
	name, known := get(c.Input, "LogGroupName"), false
	if action, ok := catalog.Lookup(c.Action); ok {
		known = !action.WildcardOnly()
	}
	if name == "" || get(c.Input, "LogStreamName") != "" || !known {
		return otherNeeds(c)
	}
	arn := c.Account.RegionalARN("logs", c.Region, "log-group:"+name)
	n := e.found(c, "log-group", name, arn)
	n.resource = arn + ":log-stream:"
	n.requestTags = tagsIn(c.Input, "Tags")
	needs := tagging(n, "logs:TagResource")
	if len(needs) > 1 {
		needs[1].resource = arn
	}
	return needs
}

// eventsNeeds returns what a call of EventBridge needs. A rule of another event bus
// than the default one has the bus in its ARN.
//
// AWS: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
func (e *Enforcer) eventsNeeds(c *model.Call) []need {
	name, bus := get(c.Input, "Rule")+get(c.Input, "Name"), get(c.Input, "EventBusName")
	switch {
	case c.Operation == "DescribeEventBus":
		n := anything(c)
		if n.resource = name; !strings.HasPrefix(name, "arn:") {
			if name == "" {
				name = "default"
			}
			n.resource = c.Account.RegionalARN("events", c.Region, "event-bus/"+name)
		}
		return []need{n}
	case name == "" || !strings.Contains(c.Operation, "Rule") && !strings.Contains(c.Operation, "Targets"):
		return otherNeeds(c)
	}
	if _, last, ok := strings.Cut(bus, ":event-bus/"); ok {
		bus = last
	}
	if bus != "" && bus != "default" {
		name = bus + "/" + name
	}
	n := e.found(c, "rule", name, c.Account.RegionalARN("events", c.Region, "rule/"+name))
	n.requestTags = tagsIn(c.Input, "Tags")
	roles := []string{get(c.Input, "RoleArn")}
	if targets, ok := field(c.Input, "Targets"); ok && targets.Kind() == reflect.Slice {
		var arns []string
		for i := range targets.Len() {
			target := targets.Index(i).Interface()
			arns, roles = append(arns, get(target, "Arn")), append(roles, get(target, "RoleArn"))
		}
		n.set("events:TargetArn", arns...)
	}
	needs := tagging(n, "events:TagResource")
	for _, role := range roles {
		if role != "" {
			needs = append(needs, e.passARN(c, role, "events.amazonaws.com"))
		}
	}
	return needs
}

// snsNeeds returns what a call of SNS needs: the action on the topic, also where
// it names a subscription.
//
// AWS: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
func (e *Enforcer) snsNeeds(c *model.Call) []need {
	arn := get(c.Input, "TopicArn")
	if subscription := get(c.Input, "SubscriptionArn"); strings.Count(subscription, ":") > 5 {
		arn = subscription[:strings.LastIndexByte(subscription, ':')]
	}
	if arn == "" && c.Operation == "CreateTopic" {
		arn = c.Account.RegionalARN("sns", c.Region, get(c.Input, "Name"))
	}
	if !strings.HasPrefix(arn, "arn:") {
		return otherNeeds(c)
	}
	n := e.found(c, "topic", arn, arn)
	n.requestTags = tagsIn(c.Input, "Tags")
	n.set("sns:Protocol", get(c.Input, "Protocol"))
	n.set("sns:Endpoint", get(c.Input, "Endpoint"))
	return tagging(n, "sns:TagResource")
}
