package cloudtrailfake

import (
	"context"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

const (
	// eventPage is the most events of a page, and the default
	// (API_LookupEvents).
	eventPage = 50
	// eventAge is how long the event history goes back.
	eventAge = 90 * 24 * time.Hour
)

// lookupEvents returns the management events of the Region in the last 90 days,
// the newest first.
func (m *cloudTrail) lookupEvents(_ context.Context, c *model.Call, in *cloudtrail.LookupEventsInput) (*cloudtrail.LookupEventsOutput, error) {
	switch {
	case in.EventCategory == types.EventCategoryInsight:
		return nil, model.NotModeled(c, "the event category insight")
	case in.EventCategory != "":
		return nil, model.Errorf("InvalidEventCategoryException", "The event category is insight, or absent.")
	case in.MaxResults != nil && (*in.MaxResults < 1 || *in.MaxResults > eventPage):
		return nil, model.Errorf("InvalidMaxResultsException", "The value of MaxResults is between 1 and %d.", eventPage)
	case len(in.LookupAttributes) > 1:
		return nil, model.Errorf("InvalidLookupAttributesException", "A call has one lookup attribute.")
	case in.StartTime != nil && in.EndTime != nil && in.StartTime.After(*in.EndTime):
		return nil, model.Errorf("InvalidTimeRangeException", "The start time is after the end time.")
	}
	for _, a := range in.LookupAttributes {
		if !slices.Contains(a.AttributeKey.Values(), a.AttributeKey) || aws.ToString(a.AttributeValue) == "" {
			return nil, model.Errorf("InvalidLookupAttributesException", "The lookup attribute %s is invalid.", a.AttributeKey)
		}
	}
	from := c.Now().Add(-eventAge)
	if in.StartTime != nil && in.StartTime.After(from) {
		from = *in.StartTime
	}
	all := []types.Event{}
	for _, e := range m.state.Read(c).events[c.Region] {
		late := e.EventTime.After(c.Now()) || in.EndTime != nil && e.EventTime.After(*in.EndTime)
		if !late && !e.EventTime.Before(from) && (len(in.LookupAttributes) == 0 || has(e, in.LookupAttributes[0])) {
			all = append(all, e)
		}
	}
	slices.SortStableFunc(all, func(a, b types.Event) int { return b.EventTime.Compare(*a.EventTime) })
	events, next, err := page(c, all, func(e types.Event) string { return *e.EventId }, in.NextToken, in.MaxResults, eventPage)
	return &cloudtrail.LookupEventsOutput{Events: events, NextToken: next}, err
}

// has reports whether an event has an attribute.
func has(e types.Event, a types.LookupAttribute) bool {
	value, want := "", *a.AttributeValue
	switch a.AttributeKey {
	case types.LookupAttributeKeyEventId:
		value = aws.ToString(e.EventId)
	case types.LookupAttributeKeyEventName:
		value = aws.ToString(e.EventName)
	case types.LookupAttributeKeyEventSource:
		value = aws.ToString(e.EventSource)
	case types.LookupAttributeKeyReadOnly:
		value = aws.ToString(e.ReadOnly)
	case types.LookupAttributeKeyUsername:
		value = aws.ToString(e.Username)
	case types.LookupAttributeKeyAccessKeyId:
		value = aws.ToString(e.AccessKeyId)
	case types.LookupAttributeKeyResourceName:
		return slices.ContainsFunc(e.Resources, func(r types.Resource) bool { return aws.ToString(r.ResourceName) == want })
	case types.LookupAttributeKeyResourceType:
		return slices.ContainsFunc(e.Resources, func(r types.Resource) bool { return aws.ToString(r.ResourceType) == want })
	}
	return value == want
}
