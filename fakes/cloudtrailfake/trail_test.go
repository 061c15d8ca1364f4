package cloudtrailfake_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/cloudtrailfake"
)

const (
	mainID  = "111122223333"
	mainARN = "arn:aws:cloudtrail:us-east-1:111122223333:trail/"
)

var ctx = context.Background()

func in(a *fakes.Account, region string) *cloudtrail.Client {
	cfg := a.Config()
	cfg.Region = region
	return cloudtrail.NewFromConfig(cfg)
}

func names(t *testing.T, c *cloudtrail.Client, in *cloudtrail.DescribeTrailsInput) []string {
	t.Helper()
	out, err := c.DescribeTrails(ctx, in)
	require.NoError(t, err)
	list := []string{}
	for _, trail := range out.TrailList {
		list = append(list, *trail.Name)
	}
	return list
}

func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

func TestShadowTrails(t *testing.T) {
	a := fakes.NewAccount(mainID)
	s := cloudtrailfake.Of(a)
	s.AddTrail(cloudtrailfake.Trail{Name: "single"})
	multi := s.AddTrail(cloudtrailfake.Trail{Name: "multi", MultiRegion: true})
	s.In("eu-west-1").AddTrail(cloudtrailfake.Trail{Name: "ireland"})
	require.NoError(t, a.Err())
	assert.Equal(t, mainARN+"multi", multi)
	none := aws.Bool(false)
	for _, c := range []struct {
		name, reason, region string
		input                cloudtrail.DescribeTrailsInput
		want                 []string
	}{
		{"home", "the Region shows its own trails", "us-east-1", cloudtrail.DescribeTrailsInput{}, []string{"single", "multi"}},
		{"elsewhere", "the multi-Region trail has a shadow", "eu-west-1", cloudtrail.DescribeTrailsInput{}, []string{"multi", "ireland"}},
		{"without shadows", "the shadow is left out", "eu-west-1", cloudtrail.DescribeTrailsInput{IncludeShadowTrails: none}, []string{"ireland"}},
		{"by name", "a name belongs to the Region", "eu-west-1", cloudtrail.DescribeTrailsInput{TrailNameList: []string{"multi", "ireland", "nobody"}}, []string{"ireland"}},
		{"by ARN", "an ARN reaches other Regions", "eu-west-1", cloudtrail.DescribeTrailsInput{TrailNameList: []string{multi, mainARN + "single"}}, []string{"single", "multi"}},
		{"a third Region", "only the shadow", "eu-west-2", cloudtrail.DescribeTrailsInput{}, []string{"multi"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, names(t, in(a, c.region), &c.input), c.reason)
		})
	}
	for name, want := range map[string]string{"arn:aws:cloudtrail:us-east-1:111122223333:channel/x": "CloudTrailARNInvalidException", "a..b": "InvalidTrailNameException", "192.168.5.4": "InvalidTrailNameException"} {
		_, err := in(a, "us-east-1").DescribeTrails(ctx, &cloudtrail.DescribeTrailsInput{TrailNameList: []string{name}})
		assert.Equal(t, want, code(err), name)
	}

	_, err := in(a, "eu-west-1").GetTrailStatus(ctx, &cloudtrail.GetTrailStatusInput{Name: aws.String("multi")})
	var missing *types.TrailNotFoundException
	require.ErrorAs(t, err, &missing, "a shadow is named by its ARN")
	status, err := in(a, "eu-west-1").GetTrailStatus(ctx, &cloudtrail.GetTrailStatusInput{Name: &multi})
	require.NoError(t, err)
	assert.True(t, *status.IsLogging)
	assert.Equal(t, a.Now(), *status.LatestDeliveryTime)
	_, err = in(a, "eu-west-1").StopLogging(ctx, &cloudtrail.StopLoggingInput{Name: &multi})
	var home *types.InvalidHomeRegionException
	require.ErrorAs(t, err, &home)
	_, err = in(a, "eu-west-1").StopLogging(ctx, &cloudtrail.StopLoggingInput{Name: aws.String("multi")})
	require.ErrorAs(t, err, &home)

	other := fakes.NewAccount("444455556666", func(o *fakes.Options) { o.Beside = a })
	assert.Empty(t, names(t, in(other, "us-east-1"), &cloudtrail.DescribeTrailsInput{}), "another account has its own trails")
	_, err = in(other, "us-east-1").GetTrail(ctx, &cloudtrail.GetTrailInput{Name: &multi})
	require.ErrorAs(t, err, &missing)
}

func TestOrganizationTrail(t *testing.T) {
	org := fakes.NewOrganization()
	member := org.Account(mainID)
	arn := cloudtrailfake.Of(org.Management()).AddTrail(cloudtrailfake.Trail{Name: "org", MultiRegion: true, Organization: true})
	cloudtrailfake.Of(org.Management()).AddTrail(cloudtrailfake.Trail{Name: "own"})
	cloudtrailfake.Of(member).AddTrail(cloudtrailfake.Trail{Name: "mine"})
	require.NoError(t, org.Err())

	c := in(member, "eu-west-1")
	out, err := c.DescribeTrails(ctx, &cloudtrail.DescribeTrailsInput{})
	require.NoError(t, err)
	require.Len(t, out.TrailList, 1)
	assert.Equal(t, "arn:aws:cloudtrail:us-east-1:999999999999:trail/org", *out.TrailList[0].TrailARN)
	assert.True(t, *out.TrailList[0].IsOrganizationTrail)
	assert.Equal(t, []string{"mine", "org"}, names(t, in(member, "us-east-1"), &cloudtrail.DescribeTrailsInput{}))
	assert.Equal(t, []string{"mine"}, names(t, in(member, "us-east-1"), &cloudtrail.DescribeTrailsInput{IncludeShadowTrails: aws.Bool(false)}), "it is a shadow in its home Region too")
	_, err = c.GetTrailStatus(ctx, &cloudtrail.GetTrailStatusInput{Name: &arn})
	require.NoError(t, err)
	selectors, err := c.GetEventSelectors(ctx, &cloudtrail.GetEventSelectorsInput{TrailName: &arn})
	require.NoError(t, err)
	assert.Equal(t, types.ReadWriteTypeAll, selectors.EventSelectors[0].ReadWriteType)
	_, err = c.GetTrailStatus(ctx, &cloudtrail.GetTrailStatusInput{Name: aws.String("org")})
	assert.Equal(t, "TrailNotFoundException", code(err))
	_, err = c.StopLogging(ctx, &cloudtrail.StopLoggingInput{Name: &arn})
	var master *types.NotOrganizationMasterAccountException
	require.ErrorAs(t, err, &master)

	make := func(a *fakes.Account) error {
		_, err := in(a, "us-east-1").CreateTrail(ctx, &cloudtrail.CreateTrailInput{Name: aws.String("second"), S3BucketName: aws.String("logs-bucket"), IsOrganizationTrail: aws.Bool(true)})
		return err
	}
	require.ErrorAs(t, make(member), &master)
	assert.Equal(t, "CloudTrailAccessNotEnabledException", code(make(org.Management())))
	org.TrustService("cloudtrail.amazonaws.com")
	require.NoError(t, make(org.Management()))
	alone := fakes.NewAccount("444455556666")
	cloudtrailfake.Of(alone)
	assert.Equal(t, "OrganizationsNotInUseException", code(make(alone)))
}

func TestTrailLifeCycle(t *testing.T) {
	a := fakes.NewAccount(mainID, func(o *fakes.Options) { o.Partition = "aws-us-gov" })
	cloudtrailfake.Of(a)
	c := cloudtrail.NewFromConfig(a.Config())
	name := aws.String("made")
	created, err := c.CreateTrail(ctx, &cloudtrail.CreateTrailInput{
		Name: name, S3BucketName: aws.String("logs-bucket"), SnsTopicName: aws.String("news"), KmsKeyId: aws.String("alias/logs"),
		TagsList: []types.Tag{{Key: aws.String("env"), Value: aws.String("prod")}},
	})
	require.NoError(t, err)
	assert.Equal(t, "arn:aws-us-gov:cloudtrail:us-gov-west-1:111122223333:trail/made", *created.TrailARN)
	assert.Equal(t, "arn:aws-us-gov:sns:us-gov-west-1:111122223333:news", *created.SnsTopicARN)
	assert.Equal(t, "arn:aws-us-gov:kms:us-gov-west-1:111122223333:alias/logs", *created.KmsKeyId)
	assert.Nil(t, created.CloudWatchLogsLogGroupArn)

	status := func() *cloudtrail.GetTrailStatusOutput {
		out, err := c.GetTrailStatus(ctx, &cloudtrail.GetTrailStatusInput{Name: name})
		require.NoError(t, err)
		return out
	}
	assert.False(t, *status().IsLogging, "a new trail does not log")
	assert.Nil(t, status().LatestDeliveryTime)
	_, err = c.StartLogging(ctx, &cloudtrail.StartLoggingInput{Name: name})
	require.NoError(t, err)
	started := a.Now()
	a.Advance(time.Hour)
	assert.Equal(t, started, *status().StartLoggingTime)
	assert.Equal(t, a.Now(), *status().LatestNotificationTime)
	_, err = c.StopLogging(ctx, &cloudtrail.StopLoggingInput{Name: name})
	require.NoError(t, err)
	assert.False(t, *status().IsLogging)
	assert.Equal(t, "2023-05-15T13:00:00Z", *status().TimeLoggingStopped)

	_, err = c.UpdateTrail(ctx, &cloudtrail.UpdateTrailInput{Name: name, IncludeGlobalServiceEvents: aws.Bool(false), IsMultiRegionTrail: aws.Bool(true)})
	assert.Equal(t, "InvalidParameterCombinationException", code(err))
	updated, err := c.UpdateTrail(ctx, &cloudtrail.UpdateTrailInput{Name: created.TrailARN, IsMultiRegionTrail: aws.Bool(true), SnsTopicName: aws.String(""), EnableLogFileValidation: aws.Bool(true)})
	require.NoError(t, err)
	assert.Nil(t, updated.SnsTopicARN)
	got, err := c.GetTrail(ctx, &cloudtrail.GetTrailInput{Name: name})
	require.NoError(t, err)
	assert.True(t, *got.Trail.IsMultiRegionTrail)
	assert.True(t, *got.Trail.LogFileValidationEnabled)
	assert.False(t, *got.Trail.HasCustomEventSelectors)

	for _, n := range []string{"second", "third", "fourth", "fifth"} {
		_, err := c.CreateTrail(ctx, &cloudtrail.CreateTrailInput{Name: aws.String(n), S3BucketName: aws.String("logs-bucket")})
		require.NoError(t, err)
	}
	_, err = c.CreateTrail(ctx, &cloudtrail.CreateTrailInput{Name: aws.String("sixth"), S3BucketName: aws.String("logs-bucket")})
	var full *types.MaximumNumberOfTrailsExceededException
	require.ErrorAs(t, err, &full)
	_, err = c.CreateTrail(ctx, &cloudtrail.CreateTrailInput{Name: name, S3BucketName: aws.String("logs-bucket")})
	var exists *types.TrailAlreadyExistsException
	require.ErrorAs(t, err, &exists)
	_, err = c.DeleteTrail(ctx, &cloudtrail.DeleteTrailInput{Name: name})
	require.NoError(t, err)
	_, err = c.DeleteTrail(ctx, &cloudtrail.DeleteTrailInput{Name: name})
	assert.Equal(t, "TrailNotFoundException", code(err))
}

func TestTrailsThatAreRefused(t *testing.T) {
	group, role := "arn:aws:logs:us-east-1:111122223333:log-group:trail:*", "arn:aws:iam::111122223333:role/CloudTrail"
	for want, in := range map[string]cloudtrail.CreateTrailInput{
		"InvalidS3BucketNameException":              {S3BucketName: aws.String("No")},
		"InvalidS3PrefixException":                  {S3KeyPrefix: aws.String(strings.Repeat("p", 201))},
		"InvalidCloudWatchLogsLogGroupArnException": {CloudWatchLogsLogGroupArn: aws.String("arn:aws:logs:us-east-1:111122223333:log-group:trail"), CloudWatchLogsRoleArn: &role},
		"InvalidCloudWatchLogsRoleArnException":     {CloudWatchLogsLogGroupArn: &group},
		"InvalidSnsTopicNameException":              {SnsTopicName: aws.String("a b")},
		"InvalidTagParameterException":              {TagsList: []types.Tag{{Key: aws.String("aws:x")}}},
		"InvalidTrailNameException":                 {Name: aws.String("x-")},
	} {
		a := fakes.NewAccount(mainID)
		cloudtrailfake.Of(a)
		if in.Name == nil {
			in.Name = aws.String("trail")
		}
		if in.S3BucketName == nil {
			in.S3BucketName = aws.String("logs-bucket")
		}
		_, err := cloudtrail.NewFromConfig(a.Config()).CreateTrail(ctx, &in)
		assert.Equal(t, want, code(err))
	}
}

func TestListTrailsPages(t *testing.T) {
	for _, n := range []int{2, 3} {
		a := fakes.NewAccount(mainID)
		for i := range n {
			cloudtrailfake.Of(a).AddTrail(cloudtrailfake.Trail{Name: "trail" + string(rune('a'+i))})
		}
		a.PageSize(2)
		p := cloudtrail.NewListTrailsPaginator(in(a, "us-east-1"), &cloudtrail.ListTrailsInput{})
		pages, items := 0, 0
		for p.HasMorePages() {
			out, err := p.NextPage(ctx)
			require.NoError(t, err)
			pages, items = pages+1, items+len(out.Trails)
		}
		assert.Equal(t, n, items)
		assert.Equal(t, n-1, pages, "%d trails and pages of 2", n)
	}
}

func TestLag(t *testing.T) {
	a := fakes.NewAccount(mainID)
	arn := cloudtrailfake.Of(a).AddTrail(cloudtrailfake.Trail{Name: "main"})
	a.Lag(1)
	c := in(a, "us-east-1")
	_, err := c.StopLogging(ctx, &cloudtrail.StopLoggingInput{Name: &arn})
	require.NoError(t, err)
	for _, want := range []bool{true, false} {
		out, err := c.GetTrailStatus(ctx, &cloudtrail.GetTrailStatusInput{Name: &arn})
		require.NoError(t, err)
		assert.Equal(t, want, *out.IsLogging)
	}
}

func TestBuilderMistakes(t *testing.T) {
	for want, wrong := range map[string]func(*cloudtrailfake.Service){
		`cloudtrailfake: AddTrail: "x": `:                 func(s *cloudtrailfake.Service) { s.AddTrail(cloudtrailfake.Trail{Name: "x"}) },
		"an organization trail belongs to the management": func(s *cloudtrailfake.Service) { s.AddTrail(cloudtrailfake.Trail{Name: "org", Organization: true}) },
		"the event has no EventName":                      func(s *cloudtrailfake.Service) { s.AddEvent(types.Event{}) },
		"the event data store has no name":                func(s *cloudtrailfake.Service) { s.AddEventDataStore(cloudtrailfake.EventDataStore{}) },
		"Give event selectors or advanced event selectors, an": func(s *cloudtrailfake.Service) {
			s.AddTrail(cloudtrailfake.Trail{Name: "both", Selectors: []types.EventSelector{}})
		},
	} {
		a := fakes.NewAccount(mainID)
		wrong(cloudtrailfake.Of(a))
		var usage *fakes.UsageError
		require.ErrorAs(t, a.Err(), &usage, want)
		assert.Contains(t, usage.Message, want)
		assert.Contains(t, usage.File, "trail_test.go")
		_, err := in(a, "us-east-1").DescribeTrails(ctx, nil)
		assert.ErrorAs(t, err, &usage)
	}
}
