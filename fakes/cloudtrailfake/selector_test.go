package cloudtrailfake_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/cloudtrailfake"
)

func TestSelectors(t *testing.T) {
	a := fakes.NewAccount(mainID)
	name := aws.String("main")
	cloudtrailfake.Of(a).AddTrail(cloudtrailfake.Trail{Name: *name})
	c := in(a, "us-east-1")
	field := func(name string, values ...string) types.AdvancedFieldSelector {
		return types.AdvancedFieldSelector{Field: &name, Equals: values}
	}
	advanced := func(fields ...types.AdvancedFieldSelector) []types.AdvancedEventSelector {
		return []types.AdvancedEventSelector{{Name: aws.String("s"), FieldSelectors: fields}}
	}
	for _, bad := range []cloudtrail.PutEventSelectorsInput{
		{},
		{EventSelectors: make([]types.EventSelector, 6)},
		{EventSelectors: []types.EventSelector{{ReadWriteType: "Some"}}},
		{EventSelectors: []types.EventSelector{{}}, AdvancedEventSelectors: advanced(field("eventCategory", "Management"))},
		{AdvancedEventSelectors: advanced(field("readOnly", "true"))},
		{AdvancedEventSelectors: advanced(field("eventCategory"))},
		{AdvancedEventSelectors: advanced(field("eventCategory", "Management", "Data"))},
		{AdvancedEventSelectors: advanced(field("eventCategory", "Data"), field("resources.ARN", make([]string, 500)...))},
	} {
		bad.TrailName = name
		_, err := c.PutEventSelectors(ctx, &bad)
		var invalid *types.InvalidEventSelectorsException
		require.ErrorAs(t, err, &invalid)
	}
	put, err := c.PutEventSelectors(ctx, &cloudtrail.PutEventSelectorsInput{TrailName: name, AdvancedEventSelectors: advanced(field("eventCategory", "Management"), field("readOnly", "false"))})
	require.NoError(t, err)
	assert.Empty(t, put.EventSelectors)
	got, err := c.GetEventSelectors(ctx, &cloudtrail.GetEventSelectorsInput{TrailName: name})
	require.NoError(t, err)
	assert.Equal(t, put.AdvancedEventSelectors, got.AdvancedEventSelectors)
	assert.Empty(t, got.EventSelectors, "advanced selectors take the place of basic ones")
	trail, err := c.GetTrail(ctx, &cloudtrail.GetTrailInput{Name: name})
	require.NoError(t, err)
	assert.True(t, *trail.Trail.HasCustomEventSelectors)

	_, err = c.PutEventSelectors(ctx, &cloudtrail.PutEventSelectorsInput{TrailName: name, EventSelectors: []types.EventSelector{{ReadWriteType: types.ReadWriteTypeWriteOnly}}})
	require.NoError(t, err)
	got, err = c.GetEventSelectors(ctx, &cloudtrail.GetEventSelectorsInput{TrailName: name})
	require.NoError(t, err)
	assert.True(t, *got.EventSelectors[0].IncludeManagementEvents, "the default")
}

func TestInsights(t *testing.T) {
	a := fakes.NewAccount(mainID)
	s := cloudtrailfake.Of(a)
	s.AddTrail(cloudtrailfake.Trail{Name: "plain"})
	s.AddTrail(cloudtrailfake.Trail{Name: "insightful", Insights: []types.InsightSelector{{InsightType: types.InsightTypeApiCallRateInsight}}})
	store := s.AddEventDataStore(cloudtrailfake.EventDataStore{Name: "lake"})
	c := in(a, "us-east-1")
	out, err := c.GetInsightSelectors(ctx, &cloudtrail.GetInsightSelectorsInput{TrailName: aws.String("insightful")})
	require.NoError(t, err)
	assert.Len(t, out.InsightSelectors, 1)
	var off *types.InsightNotEnabledException
	_, err = c.GetInsightSelectors(ctx, &cloudtrail.GetInsightSelectorsInput{TrailName: aws.String("plain")})
	require.ErrorAs(t, err, &off)
	_, err = c.GetInsightSelectors(ctx, &cloudtrail.GetInsightSelectorsInput{EventDataStore: &store})
	require.ErrorAs(t, err, &off)
	_, err = c.GetInsightSelectors(ctx, &cloudtrail.GetInsightSelectorsInput{})
	assert.Equal(t, "InvalidParameterException", code(err))
	_, err = c.GetInsightSelectors(ctx, &cloudtrail.GetInsightSelectorsInput{EventDataStore: &store, TrailName: aws.String("plain")})
	assert.Equal(t, "InvalidParameterCombinationException", code(err))
}

func TestEventDataStores(t *testing.T) {
	a := fakes.NewAccount(mainID)
	s := cloudtrailfake.Of(a)
	arn := s.AddEventDataStore(cloudtrailfake.EventDataStore{Name: "lake"})
	s.AddEventDataStore(cloudtrailfake.EventDataStore{Name: "pond", Status: types.EventDataStoreStatusPendingDeletion})
	c := in(a, "us-east-1")
	first, err := c.ListEventDataStores(ctx, &cloudtrail.ListEventDataStoresInput{MaxResults: aws.Int32(1)})
	require.NoError(t, err)
	require.NotNil(t, first.NextToken)
	second, err := c.ListEventDataStores(ctx, &cloudtrail.ListEventDataStoresInput{MaxResults: aws.Int32(1), NextToken: first.NextToken})
	require.NoError(t, err)
	assert.Nil(t, second.NextToken)
	assert.Equal(t, "pond", *second.EventDataStores[0].Name)
	_, err = c.ListEventDataStores(ctx, &cloudtrail.ListEventDataStoresInput{NextToken: aws.String("x")})
	var token *types.InvalidNextTokenException
	require.ErrorAs(t, err, &token)

	got, err := c.GetEventDataStore(ctx, &cloudtrail.GetEventDataStoreInput{EventDataStore: &arn})
	require.NoError(t, err)
	assert.Equal(t, int32(366), *got.RetentionPeriod)
	assert.True(t, *got.TerminationProtectionEnabled)
	var missing *types.EventDataStoreNotFoundException
	_, err = in(a, "eu-west-1").GetEventDataStore(ctx, &cloudtrail.GetEventDataStoreInput{EventDataStore: &arn})
	require.ErrorAs(t, err, &missing)
	_, err = c.GetEventDataStore(ctx, &cloudtrail.GetEventDataStoreInput{EventDataStore: aws.String("arn:aws:s3:::bucket")})
	assert.Equal(t, "EventDataStoreARNInvalidException", code(err))
}

func TestLookupEvents(t *testing.T) {
	a := fakes.NewAccount(mainID)
	s := cloudtrailfake.Of(a)
	for i := range 51 {
		s.AddEvent(types.Event{EventName: aws.String("ConsoleLogin"), Username: aws.String(fmt.Sprint("user", i%2)), EventTime: aws.Time(a.Now().Add(-time.Duration(i) * time.Hour))})
	}
	s.AddEvent(types.Event{EventName: aws.String("Ancient"), EventTime: aws.Time(a.Now().AddDate(0, 0, -91))})
	s.AddEvent(types.Event{EventName: aws.String("Future"), EventTime: aws.Time(a.Now().Add(time.Hour))})
	s.AddEvent(types.Event{EventName: aws.String("Put"), EventTime: aws.Time(a.Now().AddDate(0, 0, -80)), Resources: []types.Resource{{ResourceName: aws.String("main")}}})
	c := in(a, "us-east-1")
	var sizes []int
	var last time.Time
	p := cloudtrail.NewLookupEventsPaginator(c, &cloudtrail.LookupEventsInput{})
	for p.HasMorePages() {
		out, err := p.NextPage(ctx)
		require.NoError(t, err)
		sizes = append(sizes, len(out.Events))
		for _, e := range out.Events {
			assert.False(t, !last.IsZero() && e.EventTime.After(last), "the newest come first")
			last = *e.EventTime
		}
	}
	assert.Equal(t, []int{50, 2}, sizes, "not the one before the history nor the one to come")

	count := func(in *cloudtrail.LookupEventsInput) int {
		out, err := c.LookupEvents(ctx, in)
		require.NoError(t, err)
		return len(out.Events)
	}
	by := func(k types.LookupAttributeKey, v string) []types.LookupAttribute {
		return []types.LookupAttribute{{AttributeKey: k, AttributeValue: &v}}
	}
	assert.Equal(t, 25, count(&cloudtrail.LookupEventsInput{LookupAttributes: by(types.LookupAttributeKeyUsername, "user1")}))
	assert.Equal(t, 1, count(&cloudtrail.LookupEventsInput{LookupAttributes: by(types.LookupAttributeKeyResourceName, "main")}))
	assert.Equal(t, 3, count(&cloudtrail.LookupEventsInput{StartTime: aws.Time(a.Now().Add(-2 * time.Hour))}))
	assert.Equal(t, 1, count(&cloudtrail.LookupEventsInput{EndTime: aws.Time(a.Now().AddDate(0, 0, -70))}))
	s.AddEvent(types.Event{
		EventName: aws.String("DeleteTrail"), EventId: aws.String("id"), EventSource: aws.String("cloudtrail.amazonaws.com"), ReadOnly: aws.String("false"),
		Username: aws.String("mallory"), AccessKeyId: aws.String("AKIAEXAMPLE"), Resources: []types.Resource{{ResourceType: aws.String("AWS::CloudTrail::Trail"), ResourceName: aws.String("gone")}},
	})
	for key, value := range map[types.LookupAttributeKey]string{
		types.LookupAttributeKeyEventName: "DeleteTrail", types.LookupAttributeKeyEventId: "id", types.LookupAttributeKeyEventSource: "cloudtrail.amazonaws.com",
		types.LookupAttributeKeyReadOnly: "false", types.LookupAttributeKeyUsername: "mallory", types.LookupAttributeKeyAccessKeyId: "AKIAEXAMPLE",
		types.LookupAttributeKeyResourceType: "AWS::CloudTrail::Trail", types.LookupAttributeKeyResourceName: "gone",
	} {
		assert.Equal(t, 1, count(&cloudtrail.LookupEventsInput{LookupAttributes: by(key, value)}), key)
		assert.Zero(t, count(&cloudtrail.LookupEventsInput{LookupAttributes: by(key, value+"x")}), key)
	}
	out, err := in(a, "eu-west-1").LookupEvents(ctx, nil)
	require.NoError(t, err)
	assert.Empty(t, out.Events, "events belong to a Region")

	for want, in := range map[string]cloudtrail.LookupEventsInput{
		"InvalidMaxResultsException":       {MaxResults: aws.Int32(51)},
		"InvalidNextTokenException":        {NextToken: aws.String("x")},
		"InvalidTimeRangeException":        {StartTime: aws.Time(a.Now()), EndTime: aws.Time(a.Now().Add(-time.Hour))},
		"InvalidLookupAttributesException": {LookupAttributes: append(by(types.LookupAttributeKeyEventName, "a"), by(types.LookupAttributeKeyEventName, "b")...)},
		"InvalidEventCategoryException":    {EventCategory: "other"},
	} {
		_, err := c.LookupEvents(ctx, &in)
		assert.Equal(t, want, code(err))
	}
	_, err = c.LookupEvents(ctx, &cloudtrail.LookupEventsInput{EventCategory: types.EventCategoryInsight})
	var notModeled *fakes.NotModeledError
	assert.ErrorAs(t, err, &notModeled)
}

func TestTags(t *testing.T) {
	a := fakes.NewAccount(mainID)
	arn := cloudtrailfake.Of(a).AddTrail(cloudtrailfake.Trail{Name: "main", Tags: map[string]string{"env": "dev"}})
	c := in(a, "us-east-1")
	tag := types.Tag{Key: aws.String("env"), Value: aws.String("prod")}
	_, err := c.AddTags(ctx, &cloudtrail.AddTagsInput{ResourceId: &arn, TagsList: []types.Tag{tag}})
	require.NoError(t, err)
	out, err := c.ListTags(ctx, &cloudtrail.ListTagsInput{ResourceIdList: []string{arn}})
	require.NoError(t, err)
	assert.Equal(t, []types.Tag{tag}, out.ResourceTagList[0].TagsList)
	var fifty []types.Tag
	for i := range 50 {
		fifty = append(fifty, types.Tag{Key: aws.String(fmt.Sprint(i))})
	}
	_, err = c.AddTags(ctx, &cloudtrail.AddTagsInput{ResourceId: &arn, TagsList: fifty})
	var full *types.TagsLimitExceededException
	require.ErrorAs(t, err, &full)
	_, err = c.AddTags(ctx, &cloudtrail.AddTagsInput{ResourceId: &arn, TagsList: []types.Tag{tag, tag}})
	assert.Equal(t, "InvalidTagParameterException", code(err))
	_, err = c.ListTags(ctx, &cloudtrail.ListTagsInput{ResourceIdList: []string{mainARN + "nobody"}})
	assert.Equal(t, "ResourceNotFoundException", code(err))
	_, err = c.ListTags(ctx, &cloudtrail.ListTagsInput{ResourceIdList: []string{"main"}})
	assert.Equal(t, "CloudTrailARNInvalidException", code(err))
}
