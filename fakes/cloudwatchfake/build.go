package cloudwatchfake

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// An Alarm is a metric alarm to add: it goes off if the sum of the metric in five
// minutes is one or more.
type Alarm struct {
	// Name is the name of the alarm, Namespace and Metric what it watches.
	Name, Namespace, Metric string
	// Actions are the ARNs of the topics, and of what else acts, when it goes off.
	Actions []string
	// ActionsDisabled alarms change their state and do nothing.
	ActionsDisabled bool
	// State is by default OK.
	State types.StateValue
}

// AddAlarm adds a metric alarm in the Region, or replaces the one of that name, and
// returns its ARN. Functions may change the rest of it, for example Statistic.
func (s *Service) AddAlarm(a Alarm, options ...func(*types.MetricAlarm)) (arn string) {
	given := types.MetricAlarm{
		AlarmName: &a.Name, Namespace: &a.Namespace, MetricName: &a.Metric, AlarmActions: a.Actions, ActionsEnabled: aws.Bool(!a.ActionsDisabled),
		Statistic: types.StatisticSum, Period: aws.Int32(300), EvaluationPeriods: aws.Int32(1), Threshold: aws.Float64(1),
		ComparisonOperator: types.ComparisonOperatorGreaterThanOrEqualToThreshold,
	}
	for _, fn := range options {
		fn(&given)
	}
	s.build("AddAlarm", a.Name, func(owner *model.Account) error {
		st := s.model.state.At(owner, s.region)
		if err := s.model.put(st, owner, s.region, given, nil); err != nil {
			return err
		}
		arn = alarmARN(owner, s.region, *given.AlarmName)
		return s.set(st, *given.AlarmName, a.State)
	})
	return arn
}

// set gives an alarm the state that the builder asks for.
func (s *Service) set(st *store, name string, state types.StateValue) error {
	if state == "" {
		state = types.StateValueOk
	}
	return st.setState(name, state, aws.String("Threshold Crossed: set by the builder"), nil, s.model.cloud.Now())
}

// AddCompositeAlarm adds a composite alarm over other alarms, such as
// ALARM("root") OR ALARM("mfa"), and returns its ARN. Its state is OK. Functions
// may change the rest of it.
func (s *Service) AddCompositeAlarm(name, rule string, options ...func(*types.CompositeAlarm)) (arn string) {
	given := types.CompositeAlarm{AlarmName: &name, AlarmRule: &rule}
	for _, fn := range options {
		fn(&given)
	}
	s.build("AddCompositeAlarm", name, func(owner *model.Account) error {
		st := s.model.state.At(owner, s.region)
		if err := s.model.putComposite(st, owner, s.region, given, nil); err != nil {
			return err
		}
		arn = alarmARN(owner, s.region, *given.AlarmName)
		return s.set(st, *given.AlarmName, "")
	})
	return arn
}

// SetState changes the state of an alarm, as an evaluation does.
func (s *Service) SetState(name string, state types.StateValue, reason string) {
	s.build("SetState", name, func(owner *model.Account) error {
		return s.model.state.At(owner, s.region).setState(name, state, &reason, nil, s.model.cloud.Now())
	})
}
