package logsfake_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/logsfake"
)

var ctx = context.Background()

func in(a *fakes.Account, region string) *cloudwatchlogs.Client {
	cfg := a.Config()
	cfg.Region = region
	return cloudwatchlogs.NewFromConfig(cfg)
}

func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

func TestLogGroups(t *testing.T) {
	a := fakes.NewAccount("111122223333", func(o *fakes.Options) { o.Partition = "aws-cn" })
	logsfake.Of(a)
	c := in(a, "cn-north-1")
	create := func(name string) error {
		_, err := c.CreateLogGroup(ctx, &cloudwatchlogs.CreateLogGroupInput{LogGroupName: &name})
		return err
	}
	require.NoError(t, create("trail/b"))
	require.NoError(t, create("trail/a"))
	require.NoError(t, create("other"))
	var exists *types.ResourceAlreadyExistsException
	require.ErrorAs(t, create("other"), &exists)
	var invalid *types.InvalidParameterException
	require.ErrorAs(t, create("with space"), &invalid)
	require.ErrorAs(t, create("aws/reserved"), &invalid)

	for _, q := range []struct {
		name, reason string
		in           cloudwatchlogs.DescribeLogGroupsInput
		want         []string
	}{
		{"all", "by name", cloudwatchlogs.DescribeLogGroupsInput{}, []string{"other", "trail/a", "trail/b"}},
		{"prefix", "case counts", cloudwatchlogs.DescribeLogGroupsInput{LogGroupNamePrefix: aws.String("trail/")}, []string{"trail/a", "trail/b"}},
		{"pattern", "case does not count", cloudwatchlogs.DescribeLogGroupsInput{LogGroupNamePattern: aws.String("IL/B")}, []string{"trail/b"}},
		{"identifiers", "names and ARNs", cloudwatchlogs.DescribeLogGroupsInput{LogGroupIdentifiers: []string{"other", "arn:aws-cn:logs:cn-north-1:111122223333:log-group:trail/a"}}, []string{"other", "trail/a"}},
		{"class", "none has it", cloudwatchlogs.DescribeLogGroupsInput{LogGroupClass: types.LogGroupClassInfrequentAccess}, nil},
	} {
		t.Run(q.name, func(t *testing.T) {
			out, err := c.DescribeLogGroups(ctx, &q.in)
			require.NoError(t, err)
			var got []string
			for _, g := range out.LogGroups {
				got = append(got, *g.LogGroupName)
				assert.Equal(t, "arn:aws-cn:logs:cn-north-1:111122223333:log-group:"+*g.LogGroupName+":*", *g.Arn)
				assert.Equal(t, a.Now().UnixMilli(), *g.CreationTime)
			}
			assert.Equal(t, q.want, got, q.reason)
		})
	}
	_, err := c.DescribeLogGroups(ctx, &cloudwatchlogs.DescribeLogGroupsInput{LogGroupNamePrefix: aws.String("a"), LogGroupNamePattern: aws.String("b")})
	require.ErrorAs(t, err, &invalid)
	_, err = c.DescribeLogGroups(ctx, &cloudwatchlogs.DescribeLogGroupsInput{IncludeLinkedAccounts: aws.Bool(true)})
	var notModeled *fakes.NotModeledError
	require.ErrorAs(t, err, &notModeled)
	out, err := in(a, "cn-northwest-1").DescribeLogGroups(ctx, nil)
	require.NoError(t, err)
	assert.Empty(t, out.LogGroups, "another Region has other log groups")

	_, err = c.DeleteLogGroup(ctx, &cloudwatchlogs.DeleteLogGroupInput{LogGroupName: aws.String("other")})
	require.NoError(t, err)
	_, err = c.DeleteLogGroup(ctx, &cloudwatchlogs.DeleteLogGroupInput{LogGroupName: aws.String("other")})
	var missing *types.ResourceNotFoundException
	require.ErrorAs(t, err, &missing)
	logsfake.Of(a).AddLogGroup("kept", func(g *types.LogGroup) { g.DeletionProtectionEnabled = aws.Bool(true) })
	_, err = c.DeleteLogGroup(ctx, &cloudwatchlogs.DeleteLogGroupInput{LogGroupName: aws.String("kept")})
	assert.Equal(t, "ValidationException", code(err))
}

func TestMetricFilters(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	logsfake.Of(a).AddLogGroup("trail")
	logsfake.Of(a).AddLogGroup("second")
	logsfake.Of(a).AddLogGroup("cheap", func(g *types.LogGroup) { g.LogGroupClass = types.LogGroupClassInfrequentAccess })
	c := in(a, "us-east-1")
	put := func(change func(*cloudwatchlogs.PutMetricFilterInput)) error {
		in := &cloudwatchlogs.PutMetricFilterInput{
			LogGroupName: aws.String("trail"), FilterName: aws.String("root"), FilterPattern: aws.String("{ $.x = 1 }"),
			MetricTransformations: []types.MetricTransformation{{MetricName: aws.String("Root"), MetricNamespace: aws.String("CIS"), MetricValue: aws.String("1")}},
		}
		change(in)
		_, err := c.PutMetricFilter(ctx, in)
		return err
	}
	require.NoError(t, put(func(*cloudwatchlogs.PutMetricFilterInput) {}))
	require.NoError(t, put(func(in *cloudwatchlogs.PutMetricFilterInput) { in.FilterPattern = aws.String("ERROR") }), "it is replaced")
	require.NoError(t, put(func(in *cloudwatchlogs.PutMetricFilterInput) {
		in.LogGroupName, in.FilterName, in.MetricTransformations[0].MetricName = aws.String("second"), aws.String("mfa"), aws.String("MFA")
	}))
	for want, change := range map[string][]func(*cloudwatchlogs.PutMetricFilterInput){
		"ResourceNotFoundException": {func(in *cloudwatchlogs.PutMetricFilterInput) { in.LogGroupName = aws.String("nobody") }},
		"InvalidOperationException": {func(in *cloudwatchlogs.PutMetricFilterInput) { in.LogGroupName = aws.String("cheap") }},
		"InvalidParameterException": {
			func(in *cloudwatchlogs.PutMetricFilterInput) { in.FilterName = aws.String("a:b") },
			func(in *cloudwatchlogs.PutMetricFilterInput) { in.FilterPattern = aws.String("{ $.x = 1") },
			func(in *cloudwatchlogs.PutMetricFilterInput) {
				in.FilterPattern = aws.String(strings.Repeat("x", 1025))
			},
			func(in *cloudwatchlogs.PutMetricFilterInput) {
				in.MetricTransformations = []types.MetricTransformation{}
			},
			func(in *cloudwatchlogs.PutMetricFilterInput) {
				in.MetricTransformations[0].MetricName = aws.String("$x")
			},
			func(in *cloudwatchlogs.PutMetricFilterInput) {
				in.MetricTransformations[0].MetricValue = aws.String("one")
			},
			func(in *cloudwatchlogs.PutMetricFilterInput) {
				in.MetricTransformations[0].DefaultValue, in.MetricTransformations[0].Dimensions = aws.Float64(0), map[string]string{"a": "$.a"}
			},
		},
	} {
		for i, fn := range change {
			assert.Equal(t, want, code(put(fn)), "%d", i)
		}
	}

	find := func(in *cloudwatchlogs.DescribeMetricFiltersInput) (names []string) {
		out, err := c.DescribeMetricFilters(ctx, in)
		require.NoError(t, err)
		for _, f := range out.MetricFilters {
			names = append(names, *f.LogGroupName+"/"+*f.FilterName+" "+*f.FilterPattern)
		}
		return names
	}
	assert.Equal(t, []string{"second/mfa { $.x = 1 }", "trail/root ERROR"}, find(&cloudwatchlogs.DescribeMetricFiltersInput{}))
	assert.Equal(t, []string{"trail/root ERROR"}, find(&cloudwatchlogs.DescribeMetricFiltersInput{LogGroupName: aws.String("trail")}))
	assert.Equal(t, []string{"trail/root ERROR"}, find(&cloudwatchlogs.DescribeMetricFiltersInput{MetricName: aws.String("Root"), MetricNamespace: aws.String("CIS")}))
	assert.Empty(t, find(&cloudwatchlogs.DescribeMetricFiltersInput{MetricName: aws.String("Root"), MetricNamespace: aws.String("Other")}))
	assert.Equal(t, []string{"second/mfa { $.x = 1 }"}, find(&cloudwatchlogs.DescribeMetricFiltersInput{FilterNamePrefix: aws.String("m")}))
	_, err := c.DescribeMetricFilters(ctx, &cloudwatchlogs.DescribeMetricFiltersInput{MetricName: aws.String("Root")})
	assert.Equal(t, "InvalidParameterException", code(err))
	_, err = c.DescribeMetricFilters(ctx, &cloudwatchlogs.DescribeMetricFiltersInput{LogGroupName: aws.String("nobody")})
	var missing *types.ResourceNotFoundException
	require.ErrorAs(t, err, &missing)

	groups, err := c.DescribeLogGroups(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, int32(1), *groups.LogGroups[1].MetricFilterCount)

	remove := &cloudwatchlogs.DeleteMetricFilterInput{LogGroupName: aws.String("trail"), FilterName: aws.String("root")}
	_, err = c.DeleteMetricFilter(ctx, remove)
	require.NoError(t, err)
	_, err = c.DeleteMetricFilter(ctx, remove)
	require.ErrorAs(t, err, &missing)
}

func TestPages(t *testing.T) {
	for _, n := range []int{50, 51, 100} {
		a := fakes.NewAccount("111122223333")
		s := logsfake.Of(a)
		s.AddLogGroup("trail")
		for i := range n {
			s.AddMetricFilter("trail", logsfake.MetricFilter{Name: fmt.Sprint(i), Pattern: "x", Namespace: "n", Metric: "m"})
		}
		pages, items := 0, 0
		for p := cloudwatchlogs.NewDescribeMetricFiltersPaginator(in(a, "us-east-1"), &cloudwatchlogs.DescribeMetricFiltersInput{}); p.HasMorePages(); pages++ {
			out, err := p.NextPage(ctx)
			require.NoError(t, err)
			items += len(out.MetricFilters)
		}
		assert.Equal(t, n, items)
		assert.Equal(t, (n+49)/50, pages)
		if n == 100 {
			_, err := in(a, "us-east-1").PutMetricFilter(ctx, &cloudwatchlogs.PutMetricFilterInput{
				LogGroupName: aws.String("trail"), FilterName: aws.String("new"), FilterPattern: aws.String(""),
				MetricTransformations: []types.MetricTransformation{{MetricName: aws.String("m"), MetricNamespace: aws.String("n"), MetricValue: aws.String("1")}},
			})
			var full *types.LimitExceededException
			require.ErrorAs(t, err, &full)
		}
	}
	a := fakes.NewAccount("111122223333")
	logsfake.Of(a)
	for _, bad := range []cloudwatchlogs.DescribeMetricFiltersInput{{Limit: aws.Int32(51)}, {NextToken: aws.String("x")}} {
		_, err := in(a, "us-east-1").DescribeMetricFilters(ctx, &bad)
		assert.Equal(t, "InvalidParameterException", code(err))
	}
}

func TestLag(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	logsfake.Of(a).AddLogGroup("old")
	a.Lag(1)
	c := in(a, "us-east-1")
	_, err := c.DeleteLogGroup(ctx, &cloudwatchlogs.DeleteLogGroupInput{LogGroupName: aws.String("old")})
	require.NoError(t, err)
	for _, want := range []int{1, 0} {
		out, err := c.DescribeLogGroups(ctx, nil)
		require.NoError(t, err)
		assert.Len(t, out.LogGroups, want)
	}
}

func TestBuilderMistakes(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	logsfake.Of(a).AddMetricFilter("nobody", logsfake.MetricFilter{Name: "root"})
	var usage *fakes.UsageError
	require.ErrorAs(t, a.Err(), &usage)
	assert.Contains(t, usage.Message, `logsfake: AddMetricFilter: "root": `)
	assert.Contains(t, usage.Message, "there is no log group nobody in us-east-1")
	assert.Contains(t, usage.File, "filter_test.go")
}
