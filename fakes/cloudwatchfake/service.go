package cloudwatchfake

import (
	"fmt"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// A Service is CloudWatch in one Region of an account. Its methods are builders;
// a mistake in them is a fakes.UsageError of the account. They are safe for
// concurrent use. Make one with [Of].
type Service struct {
	account *fakes.Account
	region  string
	model   *cloudWatch
}

// Of returns the account's CloudWatch, in the Region of [fakes.Options], and adds
// the model to the fake on the first call.
func Of(a *fakes.Account) *Service {
	return &Service{account: a, region: a.Config().Region, model: fakes.Install(a, newModel)}
}

// In returns the account's CloudWatch in another Region.
func (s *Service) In(region string) *Service {
	return &Service{account: s.account, region: region, model: s.model}
}

func (s *Service) build(builder, name string, fn func(*model.Account) error) {
	fakes.Build(s.account, func(_ *model.Cloud, a *model.Account) error {
		if err := fn(a); err != nil {
			return fmt.Errorf("cloudwatchfake: %s: %q: %w", builder, name, err)
		}
		return nil
	})
}

// cloudWatch is the model. It runs under the lock of the Cloud.
type cloudWatch struct {
	cloud *model.Cloud
	state model.Regional[store]
}

var _ model.Finder = (*cloudWatch)(nil)

// A store has the alarms of a Region by name.
type store struct{ alarms map[string]*alarm }

// An alarm is a metric alarm or a composite one; the other is nil.
type alarm struct {
	metric    *types.MetricAlarm
	composite *types.CompositeAlarm
	tags      map[string]string
}

func newModel(c *model.Cloud) *cloudWatch {
	m := &cloudWatch{cloud: c}
	m.state.New = func(*model.Account, string) *store { return &store{alarms: map[string]*alarm{}} }
	m.state.Copy = func(st *store) *store {
		c := &store{alarms: maps.Clone(st.alarms)}
		for name, a := range c.alarms {
			c.alarms[name] = a.copy()
		}
		return c
	}
	return m
}

// copy copies what calls change; lists in an alarm are replaced and not changed.
func (a *alarm) copy() *alarm {
	c := &alarm{tags: a.tags}
	if a.metric != nil {
		m := *a.metric
		c.metric = &m
	} else {
		m := *a.composite
		c.composite = &m
	}
	return c
}

// Register names the operations that are modelled.
func (m *cloudWatch) Register(r *model.Registry) {
	model.Handle(r, m.describeAlarms)
	model.Handle(r, m.describeAlarmsForMetric)
	model.Handle(r, m.putMetricAlarm)
	model.Handle(r, m.putCompositeAlarm)
	model.Handle(r, m.deleteAlarms)
	model.Handle(r, m.enableAlarmActions)
	model.Handle(r, m.disableAlarmActions)
	model.Handle(r, m.setAlarmState)
}

// Prefix is the service's name in actions.
func (*cloudWatch) Prefix() string { return "cloudwatch" }

// Find tells the tags of an alarm, for the policies that ask.
func (m *cloudWatch) Find(a *model.Account, region, kind, name string) (model.Resource, bool) {
	found := m.state.At(a, region).alarms[name]
	if kind != "alarm" || found == nil {
		return model.Resource{}, false
	}
	tags := map[string]string{}
	maps.Copy(tags, found.tags)
	return model.Resource{ARN: alarmARN(a, region, name), Tags: tags}, true
}

func alarmARN(a *model.Account, region, name string) string {
	return a.RegionalARN("cloudwatch", region, "alarm:"+name)
}

// sorted returns the metric alarms by name, then the composite ones.
func (st *store) sorted() []*alarm {
	var metric, composite []*alarm
	for _, name := range slices.Sorted(maps.Keys(st.alarms)) {
		if a := st.alarms[name]; a.metric != nil {
			metric = append(metric, a)
		} else {
			composite = append(composite, a)
		}
	}
	return append(metric, composite...)
}

// The errors have two names: that of the type, and the code of the query protocol.

func invalidValue(format string, args ...any) error {
	return &types.InvalidParameterValueException{Message: aws.String(fmt.Sprintf(format, args...)), ErrorCodeOverride: aws.String("InvalidParameterValue")}
}

func invalidCombination(message string) error {
	return &types.InvalidParameterCombinationException{Message: &message, ErrorCodeOverride: aws.String("InvalidParameterCombination")}
}

func missing(parameter string) error {
	return &types.MissingRequiredParameterException{Message: aws.String("The parameter " + parameter + " is required."), ErrorCodeOverride: aws.String("MissingParameter")}
}

func notFound(name string) error {
	return &types.ResourceNotFound{Message: aws.String("Unknown alarm: " + name), ErrorCodeOverride: aws.String("ResourceNotFound")}
}
