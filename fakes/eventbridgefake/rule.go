package eventbridgefake

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// maxRules is how many rules an event bus has (quotas of EventBridge).
const maxRules = 300

var (
	ruleName = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)
	schedule = regexp.MustCompile(`^(rate\([0-9]+ (minutes?|hours?|days?)\)|cron\([^ ]+( [^ ]+){5}\))$`)
)

func (m *eventBridge) listRules(_ context.Context, c *model.Call, in *eventbridge.ListRulesInput) (*eventbridge.ListRulesOutput, error) {
	b, err := m.state.Read(c).bus(in.EventBusName)
	if err != nil {
		return nil, err
	}
	all := []types.Rule{}
	for _, name := range slices.Sorted(maps.Keys(b.rules)) {
		if strings.HasPrefix(name, aws.ToString(in.NamePrefix)) {
			all = append(all, b.rules[name].Rule)
		}
	}
	rules, next, err := page(c, all, func(r types.Rule) string { return *r.Name }, in.NextToken, in.Limit)
	return &eventbridge.ListRulesOutput{Rules: rules, NextToken: next}, err
}

func (m *eventBridge) describeRule(_ context.Context, c *model.Call, in *eventbridge.DescribeRuleInput) (*eventbridge.DescribeRuleOutput, error) {
	_, r, err := m.state.Read(c).rule(in.EventBusName, in.Name)
	if err != nil {
		return nil, err
	}
	return &eventbridge.DescribeRuleOutput{
		Name: r.Name, Arn: r.Arn, Description: r.Description, EventBusName: r.EventBusName, EventPattern: r.EventPattern, ManagedBy: r.ManagedBy,
		RoleArn: r.RoleArn, ScheduleExpression: r.ScheduleExpression, State: r.State, CreatedBy: &r.owner,
	}, nil
}

func (m *eventBridge) putRule(_ context.Context, c *model.Call, in *eventbridge.PutRuleInput) (*eventbridge.PutRuleOutput, error) {
	r, err := m.state.Write(c).put(c.Account, c.Region, in.EventBusName, types.Rule{
		Name: in.Name, Description: in.Description, EventPattern: in.EventPattern, ScheduleExpression: in.ScheduleExpression, RoleArn: in.RoleArn, State: in.State,
	}, in.Tags)
	if err != nil {
		return nil, err
	}
	return &eventbridge.PutRuleOutput{RuleArn: r.Arn}, nil
}

// put adds a rule, or replaces all of the one of that name but its targets and
// tags.
func (st *store) put(owner *model.Account, region string, bus *string, given types.Rule, tags []types.Tag) (*rule, error) {
	b, err := st.bus(bus)
	if err != nil {
		return nil, err
	}
	pattern, when := aws.ToString(given.EventPattern), aws.ToString(given.ScheduleExpression)
	if given.State == "" {
		given.State = types.RuleStateEnabled
	}
	switch {
	case !ruleName.MatchString(aws.ToString(given.Name)):
		return nil, invalid("The name of a rule has 1 to 64 letters, digits and the characters . - _.")
	case pattern == "" && when == "":
		return nil, invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.")
	case when != "" && *b.Name != defaultBus:
		return nil, invalid("ScheduleExpression is supported only on the default event bus.")
	case when != "" && !schedule.MatchString(when):
		return nil, invalid("Parameter ScheduleExpression is not valid.")
	case !slices.Contains(given.State.Values(), given.State):
		return nil, invalid("There is no such state of rules.")
	}
	if pattern != "" {
		if err := checkPattern(pattern); err != nil {
			return nil, model.Errorf("InvalidEventPatternException", "Event pattern is not valid. Reason: %v", err)
		}
	}
	r := b.rules[*given.Name]
	if r != nil {
		if err := r.mayChange(false); err != nil {
			return nil, err
		}
	} else {
		if len(b.rules) >= maxRules {
			return nil, model.Errorf("LimitExceededException", "The requested resource exceeds the maximum number allowed.")
		}
		r = &rule{owner: owner.ID, tags: map[string]string{}}
		for _, t := range tags {
			r.tags[aws.ToString(t.Key)] = aws.ToString(t.Value)
		}
		b.rules[*given.Name] = r
	}
	name := *given.Name
	if *b.Name != defaultBus {
		name = *b.Name + "/" + name
	}
	given.EventBusName, given.Arn = b.Name, aws.String(owner.RegionalARN("events", region, "rule/"+name))
	r.Rule = given
	return r, nil
}

// checkPattern checks the form of an event pattern: an object that is not empty,
// of objects and of lists.
func checkPattern(text string) error {
	var pattern map[string]any
	if err := json.Unmarshal([]byte(text), &pattern); err != nil {
		return fmt.Errorf("it is no JSON object: %w", err)
	}
	return checkObject(pattern)
}

func checkObject(o map[string]any) error {
	if len(o) == 0 {
		return fmt.Errorf("it has an empty object")
	}
	for _, key := range slices.Sorted(maps.Keys(o)) {
		switch v := o[key].(type) {
		case []any:
			if len(v) == 0 {
				return fmt.Errorf("the list of %q is empty", key)
			}
		case map[string]any:
			if err := checkObject(v); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%q must be an object or an array", key)
		}
	}
	return nil
}

// deleteRule deletes a rule without targets. One that is not there is no error.
func (m *eventBridge) deleteRule(_ context.Context, c *model.Call, in *eventbridge.DeleteRuleInput) (*eventbridge.DeleteRuleOutput, error) {
	b, r, err := m.state.Write(c).rule(in.EventBusName, in.Name)
	switch {
	case b == nil:
		return nil, err
	case r == nil:
		return nil, nil
	}
	if err := r.mayChange(in.Force); err != nil {
		return nil, err
	}
	if len(r.targets) > 0 {
		return nil, invalid("Rule can't be deleted since it has targets.")
	}
	delete(b.rules, *r.Name)
	return nil, nil
}

func (m *eventBridge) enableRule(_ context.Context, c *model.Call, in *eventbridge.EnableRuleInput) (*eventbridge.EnableRuleOutput, error) {
	return nil, m.switchRule(c, in.EventBusName, in.Name, types.RuleStateEnabled)
}

func (m *eventBridge) disableRule(_ context.Context, c *model.Call, in *eventbridge.DisableRuleInput) (*eventbridge.DisableRuleOutput, error) {
	return nil, m.switchRule(c, in.EventBusName, in.Name, types.RuleStateDisabled)
}

func (m *eventBridge) switchRule(c *model.Call, bus, name *string, state types.RuleState) error {
	_, r, err := m.state.Write(c).rule(bus, name)
	if err != nil {
		return err
	}
	if err := r.mayChange(false); err != nil {
		return err
	}
	r.State = state
	return nil
}

// A Rule is a rule to add. The name is required, and a pattern or a schedule.
type Rule struct {
	// Name is the name; Bus that of the event bus, by default "default".
	Name, Bus string
	// Pattern is the event pattern, JSON; Schedule such as "rate(1 day)".
	Pattern, Schedule string
	// State is by default ENABLED.
	State types.RuleState
	// ManagedBy is the service that has made the rule, such as
	// "config.amazonaws.com", "" for the account.
	ManagedBy string
	// Targets are ARNs. Their ids are "target-1" and so on.
	Targets []string
}

// AddRule adds a rule in the Region, or replaces the one of that name, and returns
// its ARN.
func (s *Service) AddRule(given Rule) (arn string) {
	s.build("AddRule", given.Name, func(a *model.Account) error {
		made := types.Rule{Name: &given.Name, State: given.State}
		if given.Pattern != "" {
			made.EventPattern = &given.Pattern
		}
		if given.Schedule != "" {
			made.ScheduleExpression = &given.Schedule
		}
		r, err := s.model.state.At(a, s.region).put(a, s.region, &given.Bus, made, nil)
		if err != nil {
			return err
		}
		for i, target := range given.Targets {
			if err := r.put([]types.Target{{Id: aws.String(fmt.Sprintf("target-%d", i+1)), Arn: &target}}); err != nil {
				return err
			}
		}
		if given.ManagedBy != "" {
			r.ManagedBy = &given.ManagedBy
		}
		arn = *r.Arn
		return nil
	})
	return arn
}
