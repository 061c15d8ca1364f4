package cloudwatchfake

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

const (
	// standardPage and maxPage are the default and the most alarms of a page
	// (API_DescribeAlarms).
	standardPage, maxPage = 50, 100
	// maxNames is how many alarms a call names.
	maxNames = 100
)

// describeAlarms returns metric alarms, and composite ones if they are asked for.
func (m *cloudWatch) describeAlarms(_ context.Context, c *model.Call, in *cloudwatch.DescribeAlarmsInput) (*cloudwatch.DescribeAlarmsOutput, error) {
	kinds := in.AlarmTypes
	if len(kinds) == 0 {
		kinds = []types.AlarmType{types.AlarmTypeMetricAlarm}
	}
	for _, kind := range kinds {
		if !slices.Contains(kind.Values(), kind) {
			return nil, invalidValue("%s is no type of alarm.", kind)
		}
	}
	switch {
	case in.ChildrenOfAlarmName != nil || in.ParentsOfAlarmName != nil:
		return nil, model.NotModeled(c, "the search for parents and children of composite alarms")
	case len(in.AlarmNames) > 0 && in.AlarmNamePrefix != nil:
		return nil, invalidCombination("AlarmNames and AlarmNamePrefix exclude each other.")
	case len(in.AlarmNames) > maxNames:
		return nil, invalidValue("A call names at most %d alarms.", maxNames)
	case in.MaxRecords != nil && (*in.MaxRecords < 1 || *in.MaxRecords > maxPage):
		return nil, invalidValue("MaxRecords is between 1 and %d.", maxPage)
	case in.StateValue != "" && !slices.Contains(in.StateValue.Values(), in.StateValue):
		return nil, invalidValue("%s is no state of an alarm.", in.StateValue)
	}
	var all []*alarm
	for _, a := range m.state.Read(c).sorted() {
		v := a.view()
		if slices.Contains(kinds, v.kind) && (len(in.AlarmNames) == 0 || slices.Contains(in.AlarmNames, v.name)) &&
			strings.HasPrefix(v.name, aws.ToString(in.AlarmNamePrefix)) && (in.StateValue == "" || v.state == in.StateValue) &&
			(in.ActionPrefix == nil || slices.ContainsFunc(v.actions, func(arn string) bool { return strings.HasPrefix(arn, *in.ActionPrefix) })) {
			all = append(all, a)
		}
	}
	page, next, ok := model.Page(c, all, func(a *alarm) string { return a.view().name }, in.NextToken, in.MaxRecords, standardPage)
	if !ok {
		return nil, &types.InvalidNextToken{Message: aws.String("The next token specified is invalid."), ErrorCodeOverride: aws.String("InvalidNextToken")}
	}
	out := &cloudwatch.DescribeAlarmsOutput{MetricAlarms: []types.MetricAlarm{}, CompositeAlarms: []types.CompositeAlarm{}, NextToken: next}
	for _, a := range page {
		if a.metric != nil {
			out.MetricAlarms = append(out.MetricAlarms, *a.metric)
		} else {
			out.CompositeAlarms = append(out.CompositeAlarms, *a.composite)
		}
	}
	return out, nil
}

// A view is what both kinds of alarms have.
type view struct {
	kind    types.AlarmType
	name    string
	state   types.StateValue
	actions []string // of all states
}

func (a *alarm) view() view {
	if m := a.metric; m != nil {
		return view{types.AlarmTypeMetricAlarm, *m.AlarmName, m.StateValue, slices.Concat(m.AlarmActions, m.OKActions, m.InsufficientDataActions)}
	}
	m := a.composite
	return view{types.AlarmTypeCompositeAlarm, *m.AlarmName, m.StateValue, slices.Concat(m.AlarmActions, m.OKActions, m.InsufficientDataActions)}
}

// describeAlarmsForMetric finds the alarms on one metric: the namespace, the name
// and the dimensions are the same, and what else is given.
func (m *cloudWatch) describeAlarmsForMetric(_ context.Context, c *model.Call, in *cloudwatch.DescribeAlarmsForMetricInput) (*cloudwatch.DescribeAlarmsForMetricOutput, error) {
	out := &cloudwatch.DescribeAlarmsForMetricOutput{MetricAlarms: []types.MetricAlarm{}}
	for _, found := range m.state.Read(c).sorted() {
		a := found.metric
		if a != nil && aws.ToString(a.MetricName) == *in.MetricName && aws.ToString(a.Namespace) == *in.Namespace && sameDimensions(a.Dimensions, in.Dimensions) &&
			(in.Statistic == "" || a.Statistic == in.Statistic) && (in.ExtendedStatistic == nil || aws.ToString(a.ExtendedStatistic) == *in.ExtendedStatistic) &&
			(in.Period == nil || aws.ToInt32(a.Period) == *in.Period) && (in.Unit == "" || a.Unit == in.Unit) {
			out.MetricAlarms = append(out.MetricAlarms, *a)
		}
	}
	return out, nil
}

// sameDimensions compares without regard to the order.
func sameDimensions(a, b []types.Dimension) bool {
	if len(a) != len(b) {
		return false
	}
	values := map[string]string{}
	for _, d := range a {
		values[aws.ToString(d.Name)] = aws.ToString(d.Value)
	}
	for _, d := range b {
		if v, ok := values[aws.ToString(d.Name)]; !ok || v != aws.ToString(d.Value) {
			return false
		}
	}
	return true
}
