package checks

import (
	"errors"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/logfilter"
)

// alarmChain looks for a way from the events of a control to a person by a
// trail, a log group, a metric filter, an alarm and a topic.
func (c control) alarmChain(s *iamhygiene.Snapshot) chain {
	return overTrails(s, func(t iamhygiene.Trail) chain {
		return trailRecords(s, t).then(c.logGroup(s, t))
	})
}

func (c control) logGroup(s *iamhygiene.Snapshot, t iamhygiene.Trail) chain {
	owner := accountIn(t.LogGroup)
	if t.LogGroup == "" && accountIn(t.ARN) == s.AccountID() {
		return brokenAt(linkLogGroup, "the trail "+t.Name+" writes to no log group")
	}
	if owner == "" {
		owner = accountIn(t.ARN)
	}
	if owner != s.AccountID() {
		return unreadAt(linkLogGroup, notInData(iamhygiene.MetricFilters, t.ARN,
			"the trail "+t.Name+" is that of the account "+accountIn(t.ARN)+", whose log groups, filters and alarms are not in this snapshot; run the check there"))
	}
	region, name := regionIn(t.LogGroup), logGroupName(t.LogGroup)
	filters := itemsIn(s, iamhygiene.MetricFilters, func(f iamhygiene.MetricFilter) bool {
		return f.Region == region && logGroupName(f.LogGroup) == name
	})
	parsed := make([]logfilter.Filter, len(filters))
	read, onward := make([]chain, len(filters)), make([]chain, len(filters))
	for i, f := range filters {
		parsed[i], read[i] = parseFilter(f)
		onward[i] = linked(s, iamhygiene.MetricFilters, "filterName", f.Name).then(alarm(s, f))
	}
	unread := gapIn(s, iamhygiene.MetricFilters, region)
	var shapes []chain
	for _, shape := range c.shapes { // one filter may match what another does not
		var chains []chain
		for i, f := range filters {
			if matched := read[i]; !matched.complete() {
				chains = append(chains, matched.then(onward[i]))
			} else if parsed[i].Covers(shape.Shape) {
				chains = append(chains, onward[i])
			} else {
				chains = append(chains, brokenAt(linkFilter, "the metric filter "+f.Name+" does not match every event of the kind, such as "+shape.name))
			}
		}
		if unread != nil {
			chains = append(chains, unreadAt(linkFilter, unread))
		}
		shapes = append(shapes, best(brokenAt(linkFilter, "the log group "+name+" has no metric filter"), chains...))
	}
	return linked(s, iamhygiene.Trails, "CloudWatchLogsLogGroupArn", t.LogGroup).then(together(shapes))
}

// parseFilter reads the pattern of the filter; the chain says whether it could.
func parseFilter(f iamhygiene.MetricFilter) (logfilter.Filter, chain) {
	parsed, err := logfilter.Parse(f.Pattern)
	switch {
	case err == nil:
		return parsed, chain{}
	case errors.Is(err, logfilter.ErrNotJSON):
		return parsed, brokenAt(linkFilter, "the metric filter "+f.Name+" is not about fields of events")
	}
	e := notInData(iamhygiene.MetricFilters, f.Region, "the pattern of the metric filter "+f.Name+" cannot be read: "+err.Error())
	e.Code = iamhygiene.CodeInvalid
	return parsed, unreadAt(linkFilter, e)
}

// alarm says whether a metric of the filter has an alarm that reaches a person.
func alarm(s *iamhygiene.Snapshot, f iamhygiene.MetricFilter) chain {
	var chains []chain
	var names []string
	for _, m := range f.Metrics {
		name := m.Namespace + "/" + m.Name
		if m.Dimensions != "" {
			name += " by " + m.Dimensions
		}
		names = append(names, name)
	}
	for _, a := range itemsIn(s, iamhygiene.Alarms, func(a iamhygiene.Alarm) bool {
		return a.Region == f.Region && slices.ContainsFunc(a.Metrics, func(m iamhygiene.Metric) bool { return slices.Contains(f.Metrics, m) })
	}) {
		chains = append(chains, linked(s, iamhygiene.Alarms, "AlarmName", a.Name).then(action(s, a)))
	}
	if err := gapIn(s, iamhygiene.Alarms, f.Region); err != nil {
		chains = append(chains, unreadAt(linkAlarm, err))
	}
	return best(brokenAt(linkAlarm, "no alarm watches the metric "+list(names)+" of the filter "+f.Name), chains...)
}

// action says whether the alarm publishes to a topic that reaches a person.
func action(s *iamhygiene.Snapshot, a iamhygiene.Alarm) chain {
	switch {
	case !a.ActionsEnabled:
		return brokenAt(linkAction, "the actions of the alarm "+a.Name+" are switched off")
	case len(a.Actions) == 0:
		return brokenAt(linkAction, "the alarm "+a.Name+" does nothing when it goes off")
	}
	var chains []chain
	for _, arn := range a.Actions {
		if f := strings.SplitN(arn, ":", 4); len(f) == 4 && f[2] == "sns" {
			chains = append(chains, linked(s, iamhygiene.Alarms, "AlarmActions", arn).then(subscription(s, arn)))
		}
	}
	return best(brokenAt(linkAction, "the alarm "+a.Name+" publishes to no topic"), chains...)
}

// subscription says whether anybody is subscribed to the topic.
func subscription(s *iamhygiene.Snapshot, topic string) chain {
	all, _ := iamhygiene.Subscriptions.Partial(s)
	subscriptions, asked := all[topic]
	for _, x := range subscriptions {
		if x.Confirmed() {
			return linked(s, iamhygiene.Subscriptions, "Subscriptions/Protocol", x.Protocol)
		}
	}
	switch {
	case !asked || iamhygiene.Subscriptions.ErrorFor(s, topic) != nil:
		return unreadAt(linkSubscription, gap(s, iamhygiene.Subscriptions, topic))
	case len(subscriptions) > 0:
		return brokenAt(linkSubscription, "no subscription to the topic "+lastName(topic)+" is confirmed (PendingConfirmation)")
	}
	return brokenAt(linkSubscription, "nobody is subscribed to the topic "+lastName(topic))
}
