package checks

import (
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/event"
	"github.com/iamhygiene/sdk/internal/eventpattern"
)

// allEvents is the state of a rule that also gets management events that only
// read.
const allEvents = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"

// ruleChain looks for a way from the events of a control to a target by a rule
// of Amazon EventBridge. Events of calls and sign-ins reach EventBridge only
// where a trail records them.
//
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
func (c control) ruleChain(s *iamhygiene.Snapshot) chain {
	var chains []chain
	for _, region := range c.regions(s) {
		fed := overTrails(s, func(t iamhygiene.Trail) chain {
			if !t.MultiRegion && t.HomeRegion != region {
				return brokenAt(linkTrail, "no trail records "+region)
			}
			return trailLogs(s, t)
		})
		chains = append(chains, fed.then(c.rule(s, region)))
	}
	none := overTrails(s, func(iamhygiene.Trail) chain { return brokenAt(linkTrail, "no trail records every Region") })
	if c.everywhere {
		return worst(none, chains...)
	}
	return best(none, chains...)
}

// rule says whether a rule in the Region takes every event of the control to a
// target.
func (c control) rule(s *iamhygiene.Snapshot, region string) chain {
	var chains []chain
	for _, r := range itemsIn(s, iamhygiene.EventRules, func(r iamhygiene.EventRule) bool {
		return r.Region == region && r.Bus == "default" && r.Pattern != ""
	}) {
		chains = append(chains, c.takes(s, r).then(target(s, r)))
	}
	if err := gapIn(s, iamhygiene.EventRules, region); err != nil {
		chains = append(chains, unreadAt(linkRule, err))
	}
	return best(brokenAt(linkRule, "no rule on the default event bus in "+region+" takes the events"), chains...)
}

// takes says whether the rule is on and its pattern matches every event.
func (c control) takes(s *iamhygiene.Snapshot, r iamhygiene.EventRule) chain {
	pattern, err := eventpattern.Parse(r.Pattern)
	if err == nil {
		for _, shape := range c.shapes {
			delivered, ok := shape.delivered(s.AccountID(), r.Region)
			if ok && !pattern.Covers(delivered) {
				return brokenAt(linkRule, "no rule on the default event bus in "+r.Region+" takes every event of the kind: "+r.Name+" leaves out some, such as "+shape.name)
			}
		}
	}
	switch {
	case r.State != "ENABLED" && r.State != allEvents:
		return brokenAt(linkRule, "the rule "+r.Name+" is disabled")
	case c.reads && r.State != allEvents:
		return brokenAt(linkRule, "the rule "+r.Name+" does not get events that only read: its state is "+r.State+", not "+allEvents)
	case err != nil:
		e := notInData(iamhygiene.EventRules, r.ARN, "the pattern of the rule "+r.Name+" cannot be read: "+err.Error())
		e.Code = iamhygiene.CodeInvalid
		return unreadAt(linkRule, e)
	}
	return linked(s, iamhygiene.EventRules, "Rule/Arn", r.ARN)
}

// target says whether the rule has one.
func target(s *iamhygiene.Snapshot, r iamhygiene.EventRule) chain {
	switch {
	case len(r.Targets) > 0:
		return linked(s, iamhygiene.EventRules, "Targets", list(firstNames(r.Targets)))
	case r.Targets == nil:
		return unreadAt(linkTarget, gap(s, iamhygiene.EventRules, r.ARN))
	}
	return brokenAt(linkTarget, "the rule "+r.Name+" has no target")
}

// delivered returns the event as EventBridge delivers it, and false for kinds of
// events that it does not deliver.
func (k kindOfEvent) delivered(account, region string) (event.Shape, bool) {
	eventType, _ := k.At("eventType").Value()
	var detail string
	switch eventType {
	case apiCall:
		detail = "AWS API Call via CloudTrail"
	case signIn:
		detail = "AWS Console Sign In via CloudTrail"
	default:
		return event.Shape{}, false
	}
	source := event.Text("aws.")
	if v, ok := k.At("eventSource").Value(); ok {
		name, _, _ := strings.Cut(v.(string), ".")
		source = event.Is("aws." + name)
	}
	return k.Under("detail").With(map[string]event.Field{
		"source": source, "detail-type": event.Is(detail), "account": event.Is(account), "region": event.Is(region),
		"version": event.Is("0"), "id": event.Text(""), "time": event.Text(""), "detail.awsRegion": event.Is(region),
	}), true
}
