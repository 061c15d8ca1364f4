package eventbridgefake

import (
	"context"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (m *eventBridge) listEventBuses(_ context.Context, c *model.Call, in *eventbridge.ListEventBusesInput) (*eventbridge.ListEventBusesOutput, error) {
	st, all := m.state.Read(c), []types.EventBus{}
	for _, name := range slices.Sorted(maps.Keys(st.buses)) {
		if strings.HasPrefix(name, aws.ToString(in.NamePrefix)) {
			all = append(all, st.buses[name].EventBus)
		}
	}
	buses, next, err := page(c, all, func(b types.EventBus) string { return *b.Name }, in.NextToken, in.Limit)
	return &eventbridge.ListEventBusesOutput{EventBuses: buses, NextToken: next}, err
}

func (m *eventBridge) describeEventBus(_ context.Context, c *model.Call, in *eventbridge.DescribeEventBusInput) (*eventbridge.DescribeEventBusOutput, error) {
	b, err := m.state.Read(c).bus(in.Name)
	if err != nil {
		return nil, err
	}
	return &eventbridge.DescribeEventBusOutput{
		Name: b.Name, Arn: b.Arn, Description: b.Description, Policy: b.Policy, CreationTime: b.CreationTime, LastModifiedTime: b.LastModifiedTime,
	}, nil
}

var busName = regexp.MustCompile(`^[A-Za-z0-9._-]{1,256}$`)

// AddEventBus adds an event bus in the Region and returns its ARN. Functions may
// change it, for example its policy.
func (s *Service) AddEventBus(name string, options ...func(*types.EventBus)) (arn string) {
	given := types.EventBus{Name: &name}
	for _, fn := range options {
		fn(&given)
	}
	s.build("AddEventBus", name, func(a *model.Account) error {
		st, now := s.model.state.At(a, s.region), s.model.cloud.Now()
		switch {
		case !busName.MatchString(*given.Name):
			return errors.New("the name of an event bus has 1 to 256 letters, digits and the characters . - _; choose such a one")
		case st.buses[*given.Name] != nil:
			return errors.New("the event bus exists; choose another name")
		}
		if given.CreationTime == nil {
			given.CreationTime, given.LastModifiedTime = &now, &now
		}
		st.add(a, s.region, given)
		arn = *st.buses[*given.Name].Arn
		return nil
	})
	return arn
}
