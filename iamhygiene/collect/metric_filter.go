package collect

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// metricFilters collects the metric filters of all log groups.
func metricFilters(ctx context.Context, p *Pass) (iamhygiene.Regional[iamhygiene.MetricFilter], error) {
	return InRegions(ctx, p, func(ctx context.Context, cfg aws.Config, region string) ([]iamhygiene.MetricFilter, error) {
		client := cloudwatchlogs.NewFromConfig(cfg)
		all, err := List(ctx, "logs:DescribeMetricFilters", func(ctx context.Context, token *string) ([]iamhygiene.MetricFilter, *string, error) {
			out, err := client.DescribeMetricFilters(ctx, &cloudwatchlogs.DescribeMetricFiltersInput{NextToken: token, Limit: aws.Int32(50)})
			if err != nil {
				return nil, nil, err
			}
			return convert(out.MetricFilters, func(f types.MetricFilter) iamhygiene.MetricFilter {
				return iamhygiene.MetricFilter{
					Name: aws.ToString(f.FilterName), Region: region, LogGroup: aws.ToString(f.LogGroupName), Pattern: aws.ToString(f.FilterPattern),
					Metrics: convert(f.MetricTransformations, func(t types.MetricTransformation) iamhygiene.Metric {
						return iamhygiene.Metric{
							Namespace: aws.ToString(t.MetricNamespace), Name: aws.ToString(t.MetricName),
							Dimensions: dimensions(slices.Concat(slices.Collect(maps.Keys(t.Dimensions)), f.EmitSystemFieldDimensions)),
						}
					}),
				}
			}), out.NextToken, nil
		})
		slices.SortFunc(all, func(a, b iamhygiene.MetricFilter) int { return compare(a.LogGroup, b.LogGroup, a.Name, b.Name) })
		return all, err
	})
}

// dimensions returns the names of dimensions as a Metric has them.
func dimensions(names []string) string {
	slices.Sort(names)
	return strings.Join(names, ",")
}
