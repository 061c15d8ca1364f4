package checks

import (
	"slices"
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
			switch {
			case t.MultiRegion:
			case t.HomeRegion != region:
				return brokenAt(linkTrail, "no trail records "+region)
			case !t.GlobalEvents && slices.Contains(signInRegion(s), region):
				return brokenAt(linkTrail, "the trail "+t.Name+" does not record global services such as IAM")
			}
			return trailLogs(s, t)
		})
		chains = append(chains, fed.then(c.rule(s, region)))
	}
	none := overTrails(s, func(iamhygiene.Trail) chain {
		return brokenAt(linkTrail, "no trail of the account records every Region")
	})
	if c.everywhere {
		return worst(none, chains...)
	}
	return best(none, chains...)
}

// rule says whether rules in the Region take every event of the control to a
// target.
func (c control) rule(s *iamhygiene.Snapshot, region string) chain {
	rules := itemsIn(s, iamhygiene.EventRules, func(r iamhygiene.EventRule) bool {
		return r.Region == region && r.Bus == "default" && r.Pattern != ""
	})
	patterns := make([]*eventpattern.Pattern, len(rules))
	onward := make([]chain, len(rules))
	for i, r := range rules {
		pattern, err := eventpattern.Parse(r.Pattern)
		if err == nil {
			patterns[i] = &pattern
		}
		onward[i] = c.takes(s, r, err).then(target(s, r))
	}
	unread := gapIn(s, iamhygiene.EventRules, region)
	var shapes []chain
	for _, shape := range c.shapes { // one rule may take what another does not
		delivered, ok := shape.delivered(s.AccountID(), region)
		if !ok {
			continue
		}
		var chains []chain
		for i, r := range rules {
			if patterns[i] != nil && !patterns[i].Covers(delivered) {
				chains = append(chains, brokenAt(linkRule, "no rule on the default event bus in "+region+" takes every event of the kind: "+r.Name+" leaves out some, such as "+shape.name))
				continue
			}
			chains = append(chains, onward[i])
		}
		if unread != nil {
			chains = append(chains, unreadAt(linkRule, unread))
		}
		shapes = append(shapes, best(brokenAt(linkRule, "no rule on the default event bus in "+region+" takes the events"), chains...))
	}
	return together(shapes)
}

// takes says whether the rule is on and its pattern, which err is about, can be
// read.
func (c control) takes(s *iamhygiene.Snapshot, r iamhygiene.EventRule, err error) chain {
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
	case r.Targets == nil || iamhygiene.EventRules.ErrorFor(s, r.ARN) != nil:
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
