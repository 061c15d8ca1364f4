package logsfake

import (
	"cmp"
	"context"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// maxFilters is how many metric filters a log group has (API_PutMetricFilter).
const maxFilters = 100

var (
	filterName = regexp.MustCompile(`^[^:*]{1,512}$`)
	metricName = regexp.MustCompile(`^[^:*$]{1,255}$`)
)

// put adds a filter to the group, or replaces the one of that name.
func (m *logs) put(g *group, f types.MetricFilter) error {
	name := aws.ToString(f.FilterName)
	if !filterName.MatchString(name) {
		return invalid("The name of a metric filter has 1 to 512 characters other than : and *.")
	}
	if pattern := aws.ToString(f.FilterPattern); len(pattern) > 1024 || strings.HasPrefix(pattern, "{") != strings.HasSuffix(pattern, "}") {
		return invalid("Invalid metric filter pattern")
	}
	if len(f.MetricTransformations) != 1 {
		return invalid("A metric filter has one metric transformation.")
	}
	t := f.MetricTransformations[0]
	value := aws.ToString(t.MetricValue)
	_, err := strconv.ParseFloat(value, 64)
	switch {
	case !metricName.MatchString(aws.ToString(t.MetricName)), !metricName.MatchString(aws.ToString(t.MetricNamespace)):
		return invalid("The name and the namespace of a metric have 1 to 255 characters other than :, * and $.")
	case err != nil && !strings.HasPrefix(value, "$"):
		return invalid("Invalid metricValue: it is a number, or names a field as $.size or $size does.")
	case len(t.Dimensions) > 3:
		return invalid("A metric transformation has at most 3 dimensions.")
	case len(t.Dimensions) > 0 && t.DefaultValue != nil:
		return invalid("A metric transformation with dimensions has no default value.")
	case g.LogGroupClass == types.LogGroupClassInfrequentAccess:
		return model.Errorf("InvalidOperationException", "Metric filters are not supported by log groups of the class INFREQUENT_ACCESS.")
	}
	old, exists := g.filters[name]
	if !exists && len(g.filters) >= maxFilters {
		return model.Errorf("LimitExceededException", "Resource limit exceeded.")
	}
	if t.Unit == "" {
		f.MetricTransformations = []types.MetricTransformation{t}
		f.MetricTransformations[0].Unit = types.StandardUnitNone
	}
	f.LogGroupName, f.CreationTime = g.LogGroupName, old.CreationTime
	if f.CreationTime == nil {
		f.CreationTime = aws.Int64(m.cloud.Now().UnixMilli())
	}
	if g.filters == nil {
		g.filters = map[string]types.MetricFilter{}
	}
	g.filters[name] = f
	return nil
}

func (m *logs) putMetricFilter(_ context.Context, c *model.Call, in *cloudwatchlogs.PutMetricFilterInput) (*cloudwatchlogs.PutMetricFilterOutput, error) {
	if in.FieldSelectionCriteria != nil || len(in.EmitSystemFieldDimensions) > 0 {
		return nil, model.NotModeled(c, "the selection by system fields")
	}
	g := m.state.Write(c).groups[aws.ToString(in.LogGroupName)]
	if g == nil {
		return nil, noGroup()
	}
	return nil, m.put(g, types.MetricFilter{
		FilterName: in.FilterName, FilterPattern: in.FilterPattern, MetricTransformations: in.MetricTransformations, ApplyOnTransformedLogs: in.ApplyOnTransformedLogs,
	})
}

func (m *logs) deleteMetricFilter(_ context.Context, c *model.Call, in *cloudwatchlogs.DeleteMetricFilterInput) (*cloudwatchlogs.DeleteMetricFilterOutput, error) {
	g := m.state.Write(c).groups[aws.ToString(in.LogGroupName)]
	if g == nil {
		return nil, noGroup()
	}
	if _, ok := g.filters[aws.ToString(in.FilterName)]; !ok {
		return nil, model.Errorf("ResourceNotFoundException", "The specified metric filter does not exist.")
	}
	delete(g.filters, *in.FilterName)
	return nil, nil
}

// describeMetricFilters returns the filters of a group, or of all groups of the
// Region, by name.
func (m *logs) describeMetricFilters(_ context.Context, c *model.Call, in *cloudwatchlogs.DescribeMetricFiltersInput) (*cloudwatchlogs.DescribeMetricFiltersOutput, error) {
	st := m.state.Read(c)
	switch {
	case in.LogGroupName != nil && st.groups[*in.LogGroupName] == nil:
		return nil, noGroup()
	case (in.MetricName == nil) != (in.MetricNamespace == nil):
		return nil, invalid("metricName and metricNamespace go together.")
	}
	all := []types.MetricFilter{}
	for _, g := range st.sorted() {
		if in.LogGroupName != nil && *g.LogGroupName != *in.LogGroupName {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(g.filters)) {
			f := g.filters[name]
			t := f.MetricTransformations[0]
			if strings.HasPrefix(name, aws.ToString(in.FilterNamePrefix)) &&
				(in.MetricName == nil || *t.MetricName == *in.MetricName && *t.MetricNamespace == *in.MetricNamespace) {
				all = append(all, f)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b types.MetricFilter) int { return cmp.Compare(*a.FilterName, *b.FilterName) })
	// Names of log groups have no colon, so that two filters have two keys.
	key := func(f types.MetricFilter) string { return *f.LogGroupName + ":" + *f.FilterName }
	filters, next, err := page(c, all, key, in.NextToken, in.Limit)
	return &cloudwatchlogs.DescribeMetricFiltersOutput{MetricFilters: filters, NextToken: next}, err
}

// A MetricFilter is a metric filter to add: what it looks for, and the metric that
// it counts.
type MetricFilter struct {
	// Name is the name of the filter, Pattern what it looks for.
	Name, Pattern string
	// Namespace and Metric name the metric; Value is what an event adds to it, by
	// default "1".
	Namespace, Metric, Value string
	// Default is published when nothing matches, nil for nothing.
	Default *float64
}

// AddMetricFilter adds a metric filter to a log group of the Region, which has to
// be there, or replaces the one of that name.
func (s *Service) AddMetricFilter(logGroup string, f MetricFilter) {
	s.build("AddMetricFilter", f.Name, func(a *model.Account) error {
		g := s.model.state.At(a, s.region).groups[logGroup]
		if g == nil {
			return invalid("there is no log group " + logGroup + " in " + s.region + "; add it with AddLogGroup")
		}
		return s.model.put(g, types.MetricFilter{
			FilterName: &f.Name, FilterPattern: &f.Pattern,
			MetricTransformations: []types.MetricTransformation{{
				MetricName: &f.Metric, MetricNamespace: &f.Namespace, MetricValue: aws.String(cmp.Or(f.Value, "1")), DefaultValue: f.Default,
			}},
		})
	})
}
