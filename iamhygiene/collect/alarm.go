package collect

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// alarms collects the metric alarms. Composite alarms watch other alarms, and
// are left out.
func alarms(ctx context.Context, p *Pass) (iamhygiene.Regional[iamhygiene.Alarm], error) {
	return InRegions(ctx, p, func(ctx context.Context, cfg aws.Config, region string) ([]iamhygiene.Alarm, error) {
		client := cloudwatch.NewFromConfig(cfg)
		all, err := List(ctx, "cloudwatch:DescribeAlarms", func(ctx context.Context, token *string) ([]iamhygiene.Alarm, *string, error) {
			out, err := client.DescribeAlarms(ctx, &cloudwatch.DescribeAlarmsInput{
				NextToken: token, MaxRecords: aws.Int32(100), AlarmTypes: []types.AlarmType{types.AlarmTypeMetricAlarm},
			})
			if err != nil {
				return nil, nil, err
			}
			return convert(out.MetricAlarms, func(a types.MetricAlarm) iamhygiene.Alarm {
				return iamhygiene.Alarm{
					ARN: aws.ToString(a.AlarmArn), Name: aws.ToString(a.AlarmName), Region: region,
					Metrics: watched(a, p.Account), ActionsEnabled: aws.ToBool(a.ActionsEnabled), Actions: orNil(a.AlarmActions),
				}
			}), out.NextToken, nil
		})
		slices.SortFunc(all, func(a, b iamhygiene.Alarm) int { return compare(a.ARN, b.ARN) })
		return all, err
	})
}

// watched returns the metrics of the account that can set an alarm off. Metric
// math may list metrics that its result does not depend on, and metrics of other
// accounts, which are not those of the same name here.
//
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
func watched(a types.MetricAlarm, account string) []iamhygiene.Metric {
	var metrics []iamhygiene.Metric
	if name := aws.ToString(a.MetricName); name != "" {
		metrics = append(metrics, iamhygiene.Metric{Namespace: aws.ToString(a.Namespace), Name: name, Dimensions: dimensionNames(a.Dimensions)})
	}
	seen := make(map[string]bool, len(a.Metrics))
	var visit func(q types.MetricDataQuery)
	visit = func(q types.MetricDataQuery) {
		id := aws.ToString(q.Id)
		if seen[id] {
			return
		}
		seen[id] = true
		if other := aws.ToString(q.AccountId); other != "" && other != account {
			return
		}
		if q.MetricStat != nil && q.MetricStat.Metric != nil {
			m := q.MetricStat.Metric
			metrics = append(metrics, iamhygiene.Metric{
				Namespace: aws.ToString(m.Namespace), Name: aws.ToString(m.MetricName), Dimensions: dimensionNames(m.Dimensions),
			})
		}
		ids := identifiers(aws.ToString(q.Expression))
		for _, x := range a.Metrics {
			// METRICS() stands for all of them.
			if slices.Contains(ids, aws.ToString(x.Id)) || x.MetricStat != nil && slices.Contains(ids, "METRICS") {
				visit(x)
			}
		}
	}
	for _, q := range a.Metrics {
		if q.ReturnData == nil || *q.ReturnData {
			visit(q)
		}
	}
	slices.SortFunc(metrics, func(a, b iamhygiene.Metric) int {
		return compare(a.Namespace, b.Namespace, a.Name, b.Name, a.Dimensions, b.Dimensions)
	})
	return slices.Compact(metrics)
}

func dimensionNames(list []types.Dimension) string {
	return dimensions(convert(list, func(d types.Dimension) string { return aws.ToString(d.Name) }))
}

// identifiers returns the words of a metric math expression, those in quotation
// marks left out: names of functions, and the ids of metrics and expressions.
func identifiers(expression string) []string {
	var words []string
	for i, part := range strings.Split(expression, `"`) {
		if i%2 == 0 {
			words = append(words, strings.FieldsFunc(part, func(r rune) bool {
				return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
			})...)
		}
	}
	return words
}
