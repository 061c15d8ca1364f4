package cloudwatchfake

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// maxActions is how many actions an alarm has for each state.
const maxActions = 5

func (m *cloudWatch) putMetricAlarm(_ context.Context, c *model.Call, in *cloudwatch.PutMetricAlarmInput) (*cloudwatch.PutMetricAlarmOutput, error) {
	if in.EvaluationCriteria != nil || in.EvaluationInterval != nil || in.EvaluationWindow != nil || in.ActionConfiguration != nil || in.WarmUpConfiguration != nil {
		return nil, model.NotModeled(c, "an alarm with EvaluationCriteria, EvaluationInterval, EvaluationWindow, ActionConfiguration or WarmUpConfiguration")
	}
	return nil, m.put(m.state.Write(c), c.Account, c.Region, types.MetricAlarm{
		AlarmName: in.AlarmName, ActionsEnabled: in.ActionsEnabled, AlarmActions: in.AlarmActions, AlarmDescription: in.AlarmDescription,
		ComparisonOperator: in.ComparisonOperator, DatapointsToAlarm: in.DatapointsToAlarm, Dimensions: in.Dimensions,
		EvaluateLowSampleCountPercentile: in.EvaluateLowSampleCountPercentile, EvaluationPeriods: in.EvaluationPeriods, ExtendedStatistic: in.ExtendedStatistic,
		InsufficientDataActions: in.InsufficientDataActions, MetricName: in.MetricName, Metrics: in.Metrics, Namespace: in.Namespace, OKActions: in.OKActions,
		Period: in.Period, Statistic: in.Statistic, Threshold: in.Threshold, ThresholdMetricId: in.ThresholdMetricId, TreatMissingData: in.TreatMissingData, Unit: in.Unit,
	}, in.Tags)
}

// put adds a metric alarm, or replaces the configuration of the one of that name.
func (m *cloudWatch) put(st *store, owner *model.Account, region string, a types.MetricAlarm, tags []types.Tag) error {
	if err := checkMetric(&a); err != nil {
		return err
	}
	if err := checkActions(*a.AlarmName, a.AlarmActions, a.OKActions, a.InsufficientDataActions); err != nil {
		return err
	}
	old := st.alarms[*a.AlarmName]
	if old != nil && old.metric == nil {
		return otherKind(*a.AlarmName, "composite")
	}
	now := m.cloud.Now()
	a.AlarmArn, a.AlarmConfigurationUpdatedTimestamp = aws.String(alarmARN(owner, region, *a.AlarmName)), &now
	if a.ActionsEnabled == nil {
		a.ActionsEnabled = aws.Bool(true)
	}
	if old != nil {
		a.StateValue, a.StateReason, a.StateReasonData = old.metric.StateValue, old.metric.StateReason, old.metric.StateReasonData
		a.StateUpdatedTimestamp, a.StateTransitionedTimestamp = old.metric.StateUpdatedTimestamp, old.metric.StateTransitionedTimestamp
		old.metric = &a
		return nil
	}
	a.StateValue, a.StateReason = types.StateValueInsufficientData, aws.String("Unchecked: Initial alarm creation")
	a.StateUpdatedTimestamp, a.StateTransitionedTimestamp = &now, &now
	st.alarms[*a.AlarmName] = &alarm{metric: &a, tags: plain(tags)}
	return nil
}

func plain(tags []types.Tag) map[string]string {
	out := map[string]string{}
	for _, t := range tags {
		out[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	return out
}

func otherKind(name, kind string) error {
	return validation("The alarm " + name + " exists and is a " + kind + " alarm.")
}

func validation(message string) error {
	return &types.ValidationException{Message: &message, ErrorCodeOverride: aws.String("ValidationError")}
}

// checkMetric refuses alarms that watch nothing, or cannot be evaluated
// (API_PutMetricAlarm).
func checkMetric(a *types.MetricAlarm) error {
	single := a.MetricName != nil || a.Namespace != nil || a.Period != nil || a.Statistic != "" || a.ExtendedStatistic != nil
	periods := aws.ToInt32(a.EvaluationPeriods)
	switch {
	case single && len(a.Metrics) > 0:
		return invalidCombination("An alarm has a metric, or metric math in Metrics, not both.")
	case len(a.Metrics) == 0 && a.MetricName == nil:
		return missing("MetricName")
	case len(a.Metrics) == 0 && a.Namespace == nil:
		return missing("Namespace")
	case len(a.Metrics) == 0 && a.Period == nil:
		return missing("Period")
	case len(a.Metrics) == 0 && (a.Statistic == "") == (a.ExtendedStatistic == nil):
		return invalidCombination("An alarm on a metric has Statistic or ExtendedStatistic.")
	case a.Statistic != "" && !slices.Contains(a.Statistic.Values(), a.Statistic):
		return invalidValue("%s is no statistic.", a.Statistic)
	case a.Period != nil && *a.Period%60 != 0 && *a.Period != 10 && *a.Period != 20 && *a.Period != 30, a.Period != nil && *a.Period <= 0:
		return invalidValue("Period must be 10, 20, 30 or a multiple of 60.")
	case a.EvaluationPeriods == nil:
		return missing("EvaluationPeriods")
	case periods < 1:
		return invalidValue("EvaluationPeriods is at least 1.")
	case a.DatapointsToAlarm != nil && (*a.DatapointsToAlarm < 1 || *a.DatapointsToAlarm > periods):
		return invalidValue("DatapointsToAlarm is between 1 and EvaluationPeriods.")
	case a.ComparisonOperator == "":
		return missing("ComparisonOperator")
	case !slices.Contains(a.ComparisonOperator.Values(), a.ComparisonOperator):
		return invalidValue("%s is no comparison operator.", a.ComparisonOperator)
	case a.Threshold == nil && a.ThresholdMetricId == nil:
		return missing("Threshold")
	case a.TreatMissingData != nil && !slices.Contains([]string{"breaching", "notBreaching", "ignore", "missing"}, *a.TreatMissingData):
		return invalidValue("TreatMissingData is breaching, notBreaching, ignore or missing.")
	}
	return nil
}

func checkActions(name string, lists ...[]string) error {
	if name == "" || len(name) > 255 {
		return invalidValue("The name of an alarm has 1 to 255 characters.")
	}
	for _, actions := range lists {
		if len(actions) > maxActions {
			return invalidValue("An alarm has at most %d actions for each state.", maxActions)
		}
		for _, arn := range actions {
			if !strings.HasPrefix(arn, "arn:") {
				return validation("Invalid arn syntax: " + arn)
			}
		}
	}
	return nil
}

func (m *cloudWatch) putCompositeAlarm(_ context.Context, c *model.Call, in *cloudwatch.PutCompositeAlarmInput) (*cloudwatch.PutCompositeAlarmOutput, error) {
	if in.ActionConfiguration != nil {
		return nil, model.NotModeled(c, "an alarm with ActionConfiguration")
	}
	return nil, m.putComposite(m.state.Write(c), c.Account, c.Region, types.CompositeAlarm{
		AlarmName: in.AlarmName, AlarmRule: in.AlarmRule, ActionsEnabled: in.ActionsEnabled, AlarmActions: in.AlarmActions, AlarmDescription: in.AlarmDescription,
		InsufficientDataActions: in.InsufficientDataActions, OKActions: in.OKActions, ActionsSuppressor: in.ActionsSuppressor,
		ActionsSuppressorExtensionPeriod: in.ActionsSuppressorExtensionPeriod, ActionsSuppressorWaitPeriod: in.ActionsSuppressorWaitPeriod,
	}, in.Tags)
}

func (m *cloudWatch) putComposite(st *store, owner *model.Account, region string, a types.CompositeAlarm, tags []types.Tag) error {
	name, rule := aws.ToString(a.AlarmName), aws.ToString(a.AlarmRule)
	if err := checkActions(name, a.AlarmActions, a.OKActions, a.InsufficientDataActions); err != nil {
		return err
	}
	if rule == "" || strings.Count(rule, "(") != strings.Count(rule, ")") {
		return validation("AlarmRule is no expression over alarms.")
	}
	old := st.alarms[name]
	if old != nil && old.composite == nil {
		return otherKind(name, "metric")
	}
	now := m.cloud.Now()
	a.AlarmArn, a.AlarmConfigurationUpdatedTimestamp = aws.String(alarmARN(owner, region, name)), &now
	if a.ActionsEnabled == nil {
		a.ActionsEnabled = aws.Bool(true)
	}
	if old != nil {
		a.StateValue, a.StateReason, a.StateReasonData = old.composite.StateValue, old.composite.StateReason, old.composite.StateReasonData
		a.StateUpdatedTimestamp, a.StateTransitionedTimestamp = old.composite.StateUpdatedTimestamp, old.composite.StateTransitionedTimestamp
		old.composite = &a
		return nil
	}
	a.StateValue, a.StateReason = types.StateValueInsufficientData, aws.String("Unchecked: Initial alarm creation")
	a.StateUpdatedTimestamp, a.StateTransitionedTimestamp = &now, &now
	st.alarms[name] = &alarm{composite: &a, tags: plain(tags)}
	return nil
}

// deleteAlarms deletes all alarms that are named, or none.
func (m *cloudWatch) deleteAlarms(_ context.Context, c *model.Call, in *cloudwatch.DeleteAlarmsInput) (*cloudwatch.DeleteAlarmsOutput, error) {
	st := m.state.Write(c)
	if len(in.AlarmNames) > maxNames {
		return nil, invalidValue("A call names at most %d alarms.", maxNames)
	}
	composite := 0
	for _, name := range in.AlarmNames {
		a := st.alarms[name]
		if a == nil {
			return nil, notFound(name)
		}
		if a.composite != nil {
			composite++
		}
	}
	if composite > 1 {
		return nil, validation("A call deletes at most one composite alarm.")
	}
	for _, name := range in.AlarmNames {
		delete(st.alarms, name)
	}
	return nil, nil
}

func (m *cloudWatch) enableAlarmActions(_ context.Context, c *model.Call, in *cloudwatch.EnableAlarmActionsInput) (*cloudwatch.EnableAlarmActionsOutput, error) {
	return nil, m.enable(c, in.AlarmNames, true)
}

func (m *cloudWatch) disableAlarmActions(_ context.Context, c *model.Call, in *cloudwatch.DisableAlarmActionsInput) (*cloudwatch.DisableAlarmActionsOutput, error) {
	return nil, m.enable(c, in.AlarmNames, false)
}

// enable leaves out alarms that do not exist, for which AWS documents no error.
func (m *cloudWatch) enable(c *model.Call, names []string, on bool) error {
	if len(names) > maxNames {
		return invalidValue("A call names at most %d alarms.", maxNames)
	}
	st := m.state.Write(c)
	for _, name := range names {
		switch a := st.alarms[name]; {
		case a == nil:
		case a.metric != nil:
			a.metric.ActionsEnabled = &on
		default:
			a.composite.ActionsEnabled = &on
		}
	}
	return nil
}

func (m *cloudWatch) setAlarmState(_ context.Context, c *model.Call, in *cloudwatch.SetAlarmStateInput) (*cloudwatch.SetAlarmStateOutput, error) {
	if in.StateReasonData != nil && !json.Valid([]byte(*in.StateReasonData)) {
		return nil, &types.InvalidFormatFault{Message: aws.String("StateReasonData is no JSON."), ErrorCodeOverride: aws.String("InvalidFormat")}
	}
	return nil, m.state.Write(c).setState(*in.AlarmName, in.StateValue, in.StateReason, in.StateReasonData, c.Now())
}

func (st *store) setState(name string, state types.StateValue, reason, data *string, now time.Time) error {
	a := st.alarms[name]
	switch {
	case !slices.Contains(state.Values(), state):
		return invalidValue("%s is no state of an alarm.", state)
	case a == nil:
		return notFound(name)
	case a.metric != nil:
		if a.metric.StateValue != state {
			a.metric.StateTransitionedTimestamp = &now
		}
		a.metric.StateValue, a.metric.StateReason, a.metric.StateReasonData, a.metric.StateUpdatedTimestamp = state, reason, data, &now
	default:
		if a.composite.StateValue != state {
			a.composite.StateTransitionedTimestamp = &now
		}
		a.composite.StateValue, a.composite.StateReason, a.composite.StateReasonData, a.composite.StateUpdatedTimestamp = state, reason, data, &now
	}
	return nil
}
