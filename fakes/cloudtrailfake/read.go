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

// describeTrails returns the trails that the Region shows, or those that are
// named; names that nothing has are left out, as in AWS.
func (m *cloudTrail) describeTrails(_ context.Context, c *model.Call, in *cloudtrail.DescribeTrailsInput) (*cloudtrail.DescribeTrailsOutput, error) {
	shadows := in.IncludeShadowTrails == nil || *in.IncludeShadowTrails
	byARN := make([]bool, len(in.TrailNameList))
	for i, name := range in.TrailNameList {
		var err error
		if byARN[i], err = checkName(name); err != nil {
			return nil, err
		}
	}
	out := &cloudtrail.DescribeTrailsOutput{TrailList: []types.Trail{}}
	for _, t := range m.all(c) {
		wanted := len(in.TrailNameList) == 0 && t.shows(c.Region)
		for i, name := range in.TrailNameList {
			wanted = wanted || byARN[i] && t.arn == name || !byARN[i] && t.name == name && !t.shadow(c)
		}
		if wanted && (shadows || !t.shadow(c)) {
			out.TrailList = append(out.TrailList, t.full())
		}
	}
	return out, nil
}

func (m *cloudTrail) listTrails(_ context.Context, c *model.Call, in *cloudtrail.ListTrailsInput) (*cloudtrail.ListTrailsOutput, error) {
	all := []types.TrailInfo{}
	for _, t := range m.all(c) {
		if t.shows(c.Region) {
			all = append(all, types.TrailInfo{Name: &t.name, TrailARN: &t.arn, HomeRegion: &t.home})
		}
	}
	trails, next, err := page(c, all, func(t types.TrailInfo) string { return *t.TrailARN }, in.NextToken, nil, standardPage)
	return &cloudtrail.ListTrailsOutput{Trails: trails, NextToken: next}, err
}

func (m *cloudTrail) getTrail(_ context.Context, c *model.Call, in *cloudtrail.GetTrailInput) (*cloudtrail.GetTrailOutput, error) {
	t, err := m.named(c, in.Name)
	if err != nil {
		return nil, err
	}
	full := t.full()
	return &cloudtrail.GetTrailOutput{Trail: &full}, nil
}

// getTrailStatus says when files were delivered: just now for a trail that
// logs, and when logging ended for one that does not.
func (m *cloudTrail) getTrailStatus(_ context.Context, c *model.Call, in *cloudtrail.GetTrailStatusInput) (*cloudtrail.GetTrailStatusOutput, error) {
	t, err := m.named(c, in.Name)
	if err != nil {
		return nil, err
	}
	out := &cloudtrail.GetTrailStatusOutput{
		IsLogging: &t.logging, LatestDeliveryError: text(t.failure), LatestCloudWatchLogsDeliveryError: text(t.logsFailure),
		StartLoggingTime: when(t.started), TimeLoggingStarted: aws.String(stamp(t.started)),
		StopLoggingTime: when(t.stopped), TimeLoggingStopped: aws.String(stamp(t.stopped)),
		LatestNotificationAttemptTime: aws.String(""), LatestNotificationAttemptSucceeded: aws.String(""),
	}
	last := t.delivered
	switch {
	case !last.IsZero() || t.started.IsZero():
	case t.logging:
		last = c.Now()
	default:
		last = t.stopped
	}
	if t.failure == "" {
		out.LatestDeliveryTime = when(last)
		out.LatestDeliveryAttemptSucceeded = aws.String(stamp(last))
	}
	out.LatestDeliveryAttemptTime = aws.String(stamp(last))
	if t.logGroup != "" && t.logsFailure == "" {
		out.LatestCloudWatchLogsDeliveryTime = when(last)
	}
	if t.digest && t.failure == "" {
		out.LatestDigestDeliveryTime = when(last)
	}
	if t.topicARN != "" && t.failure == "" {
		out.LatestNotificationTime = when(last)
		out.LatestNotificationAttemptTime, out.LatestNotificationAttemptSucceeded = aws.String(stamp(last)), aws.String(stamp(last))
	}
	return out, nil
}

// when is a member that is absent for the zero time.
func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// stamp is a time as the older members of the status write it, "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}

// getEventSelectors returns the selectors that were put, or those that a trail
// has at first: all management events.
func (m *cloudTrail) getEventSelectors(_ context.Context, c *model.Call, in *cloudtrail.GetEventSelectorsInput) (*cloudtrail.GetEventSelectorsOutput, error) {
	t, err := m.named(c, in.TrailName)
	if err != nil {
		return nil, err
	}
	return &cloudtrail.GetEventSelectorsOutput{TrailARN: &t.arn, EventSelectors: t.selectors, AdvancedEventSelectors: t.advanced}, nil
}

func (m *cloudTrail) getInsightSelectors(_ context.Context, c *model.Call, in *cloudtrail.GetInsightSelectorsInput) (*cloudtrail.GetInsightSelectorsOutput, error) {
	off := func(what string) error {
		return model.Errorf("InsightNotEnabledException", "%s does not have Insights enabled.", what)
	}
	switch {
	case in.TrailName != nil && in.EventDataStore != nil:
		return nil, model.Errorf("InvalidParameterCombinationException", "Give a trail or an event data store, not both.")
	case in.EventDataStore != nil:
		d, err := m.dataStoreOf(c, *in.EventDataStore)
		if err != nil {
			return nil, err
		}
		return nil, off("Event data store " + d.name)
	case in.TrailName == nil:
		return nil, model.Errorf("InvalidParameterException", "Give a trail or an event data store.")
	}
	t, err := m.named(c, in.TrailName)
	if err != nil {
		return nil, err
	}
	if len(t.insights) == 0 {
		return nil, off("Trail " + t.name)
	}
	return &cloudtrail.GetInsightSelectorsOutput{TrailARN: &t.arn, InsightSelectors: slices.Clone(t.insights)}, nil
}
