package eventbridgefake_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/eventbridgefake"
)

const (
	pattern = `{"detail":{"userIdentity":{"type":["Root"]}}}`
	topic   = "arn:aws:sns:us-east-1:111122223333:alarms"
)

var ctx = context.Background()

func in(a *fakes.Account, region string) *eventbridge.Client {
	cfg := a.Config()
	cfg.Region = region
	return eventbridge.NewFromConfig(cfg)
}

func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

func TestEventBuses(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	arn := eventbridgefake.Of(a).AddEventBus("security", func(b *types.EventBus) { b.Policy = aws.String("{}") })
	c := in(a, "us-east-1")
	first, err := c.ListEventBuses(ctx, &eventbridge.ListEventBusesInput{Limit: aws.Int32(1)})
	require.NoError(t, err)
	assert.Equal(t, "default", *first.EventBuses[0].Name)
	second, err := c.ListEventBuses(ctx, &eventbridge.ListEventBusesInput{Limit: aws.Int32(1), NextToken: first.NextToken})
	require.NoError(t, err)
	assert.Equal(t, arn, *second.EventBuses[0].Arn)
	assert.Nil(t, second.NextToken)
	for _, name := range []string{"security", arn} {
		b, err := c.DescribeEventBus(ctx, &eventbridge.DescribeEventBusInput{Name: &name})
		require.NoError(t, err)
		assert.Equal(t, "{}", *b.Policy)
	}
	standard, err := c.DescribeEventBus(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, "arn:aws:events:us-east-1:111122223333:event-bus/default", *standard.Arn)
	_, err = in(a, "eu-west-1").DescribeEventBus(ctx, &eventbridge.DescribeEventBusInput{Name: aws.String("security")})
	var missing *types.ResourceNotFoundException
	require.ErrorAs(t, err, &missing, "another Region")
	other := fakes.NewAccount("444455556666", func(o *fakes.Options) { o.Beside = a })
	_, err = in(other, "us-east-1").ListRules(ctx, &eventbridge.ListRulesInput{EventBusName: &arn})
	require.ErrorAs(t, err, &missing, "another account")
	found, err := c.ListEventBuses(ctx, &eventbridge.ListEventBusesInput{NamePrefix: aws.String("sec")})
	require.NoError(t, err)
	assert.Len(t, found.EventBuses, 1)
}

func TestRules(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	eventbridgefake.Of(a).AddEventBus("security")
	c := in(a, "us-east-1")
	put := func(in eventbridge.PutRuleInput) (string, error) {
		if in.Name == nil {
			in.Name = aws.String("root")
		}
		out, err := c.PutRule(ctx, &in)
		if err != nil {
			return "", err
		}
		return *out.RuleArn, nil
	}
	arn, err := put(eventbridge.PutRuleInput{EventPattern: aws.String(pattern), Description: aws.String("d")})
	require.NoError(t, err)
	assert.Equal(t, "arn:aws:events:us-east-1:111122223333:rule/root", arn)
	arn, err = put(eventbridge.PutRuleInput{EventPattern: aws.String(pattern), EventBusName: aws.String("security")})
	require.NoError(t, err)
	assert.Equal(t, "arn:aws:events:us-east-1:111122223333:rule/security/root", arn)

	_, err = c.DisableRule(ctx, &eventbridge.DisableRuleInput{Name: aws.String("root")})
	require.NoError(t, err)
	get := func() *eventbridge.DescribeRuleOutput {
		out, err := c.DescribeRule(ctx, &eventbridge.DescribeRuleInput{Name: aws.String("root")})
		require.NoError(t, err)
		return out
	}
	assert.Equal(t, types.RuleStateDisabled, get().State)
	_, err = c.EnableRule(ctx, &eventbridge.EnableRuleInput{Name: aws.String("root")})
	require.NoError(t, err)
	assert.Equal(t, types.RuleStateEnabled, get().State)
	_, err = c.DisableRule(ctx, &eventbridge.DisableRuleInput{Name: aws.String("root")})
	require.NoError(t, err)
	_, err = put(eventbridge.PutRuleInput{ScheduleExpression: aws.String("cron(0 12 * * ? *)")})
	require.NoError(t, err)
	assert.Equal(t, types.RuleStateEnabled, get().State, "what is left out is not kept")
	assert.Nil(t, get().Description)
	assert.Equal(t, "111122223333", *get().CreatedBy)

	for _, bad := range []struct {
		code string
		in   eventbridge.PutRuleInput
	}{
		{"ValidationException", eventbridge.PutRuleInput{}},
		{"ValidationException", eventbridge.PutRuleInput{Name: aws.String("a b"), EventPattern: aws.String(pattern)}},
		{"ValidationException", eventbridge.PutRuleInput{ScheduleExpression: aws.String("daily")}},
		{"ValidationException", eventbridge.PutRuleInput{ScheduleExpression: aws.String("rate(1 day)"), EventBusName: aws.String("security")}},
		{"ValidationException", eventbridge.PutRuleInput{EventPattern: aws.String(pattern), State: "ON"}},
		{"ResourceNotFoundException", eventbridge.PutRuleInput{EventPattern: aws.String(pattern), EventBusName: aws.String("nobody")}},
		{"InvalidEventPatternException", eventbridge.PutRuleInput{EventPattern: aws.String(`{"source":"aws.iam"}`)}},
		{"InvalidEventPatternException", eventbridge.PutRuleInput{EventPattern: aws.String(`{}`)}},
		{"InvalidEventPatternException", eventbridge.PutRuleInput{EventPattern: aws.String(`{"a":{"b":[]}}`)}},
		{"InvalidEventPatternException", eventbridge.PutRuleInput{EventPattern: aws.String(`[`)}},
	} {
		_, err := put(bad.in)
		assert.Equal(t, bad.code, code(err), "%+v", bad.in)
	}
	_, err = put(eventbridge.PutRuleInput{EventPattern: aws.String(`[`)})
	var invalid *types.InvalidEventPatternException
	require.ErrorAs(t, err, &invalid)

	for range 2 {
		_, err = c.DeleteRule(ctx, &eventbridge.DeleteRuleInput{Name: aws.String("root")})
		require.NoError(t, err, "deleting is idempotent")
	}
	_, err = c.DescribeRule(ctx, &eventbridge.DescribeRuleInput{Name: aws.String("root")})
	var missing *types.ResourceNotFoundException
	require.ErrorAs(t, err, &missing)
	_, err = c.DeleteRule(ctx, &eventbridge.DeleteRuleInput{Name: aws.String("root"), EventBusName: aws.String("nobody")})
	require.ErrorAs(t, err, &missing)
}

func TestTargets(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	eventbridgefake.Of(a).AddRule(eventbridgefake.Rule{Name: "root", Pattern: pattern, Targets: []string{topic}})
	c := in(a, "us-east-1")
	rule := aws.String("root")
	put := func(targets ...types.Target) error {
		_, err := c.PutTargets(ctx, &eventbridge.PutTargetsInput{Rule: rule, Targets: targets})
		return err
	}
	target := func(id string) types.Target { return types.Target{Id: &id, Arn: aws.String(topic)} }
	require.NoError(t, put(target("a"), target("b"), target("a"), target("c"), target("d")))
	var full *types.LimitExceededException
	require.ErrorAs(t, put(target("e")), &full)
	assert.Equal(t, "ValidationException", code(put(types.Target{Id: aws.String("a"), Arn: aws.String("topic")})))
	assert.Equal(t, "ValidationException", code(put(target("a b"))))

	list := func(limit int32, token *string) ([]string, *string) {
		out, err := c.ListTargetsByRule(ctx, &eventbridge.ListTargetsByRuleInput{Rule: rule, Limit: &limit, NextToken: token})
		require.NoError(t, err)
		var ids []string
		for _, t := range out.Targets {
			ids = append(ids, *t.Id)
		}
		return ids, out.NextToken
	}
	all, next := list(5, nil)
	assert.Equal(t, []string{"target-1", "a", "b", "c", "d"}, all)
	assert.Nil(t, next, "five targets and a limit of five are one page")
	first, next := list(4, nil)
	require.NotNil(t, next)
	rest, next := list(4, next)
	assert.Nil(t, next)
	assert.Equal(t, all, append(first, rest...))

	_, err := c.DeleteRule(ctx, &eventbridge.DeleteRuleInput{Name: rule})
	assert.Equal(t, "ValidationException", code(err), "it has targets")
	out, err := c.RemoveTargets(ctx, &eventbridge.RemoveTargetsInput{Rule: rule, Ids: append(all, "nobody")})
	require.NoError(t, err)
	assert.Zero(t, out.FailedEntryCount)
	_, err = c.DeleteRule(ctx, &eventbridge.DeleteRuleInput{Name: rule})
	require.NoError(t, err)
	_, err = c.ListTargetsByRule(ctx, &eventbridge.ListTargetsByRuleInput{Rule: rule})
	assert.Equal(t, "ResourceNotFoundException", code(err))
}

func TestManagedRules(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	eventbridgefake.Of(a).AddRule(eventbridgefake.Rule{Name: "theirs", Pattern: pattern, ManagedBy: "config.amazonaws.com", Targets: []string{topic}})
	c := in(a, "us-east-1")
	name := aws.String("theirs")
	for what, call := range map[string]func() error{
		"put": func() error {
			_, err := c.PutRule(ctx, &eventbridge.PutRuleInput{Name: name, EventPattern: aws.String(pattern)})
			return err
		},
		"disable": func() error { _, err := c.DisableRule(ctx, &eventbridge.DisableRuleInput{Name: name}); return err },
		"delete":  func() error { _, err := c.DeleteRule(ctx, &eventbridge.DeleteRuleInput{Name: name}); return err },
		"targets": func() error {
			_, err := c.PutTargets(ctx, &eventbridge.PutTargetsInput{Rule: name, Targets: []types.Target{{Id: name, Arn: aws.String(topic)}}})
			return err
		},
		"remove": func() error {
			_, err := c.RemoveTargets(ctx, &eventbridge.RemoveTargetsInput{Rule: name, Ids: []string{"target-1"}})
			return err
		},
	} {
		var managed *types.ManagedRuleException
		assert.ErrorAs(t, call(), &managed, what)
	}
	_, err := c.RemoveTargets(ctx, &eventbridge.RemoveTargetsInput{Rule: name, Ids: []string{"target-1"}, Force: true})
	require.NoError(t, err)
	_, err = c.DeleteRule(ctx, &eventbridge.DeleteRuleInput{Name: name, Force: true})
	require.NoError(t, err)
}

func TestPages(t *testing.T) {
	for _, n := range []int{100, 101, 300} {
		a := fakes.NewAccount("111122223333")
		for i := range n {
			eventbridgefake.Of(a).AddRule(eventbridgefake.Rule{Name: fmt.Sprint("rule-", i), Pattern: pattern})
		}
		c := in(a, "us-east-1")
		var token *string
		pages, items := 0, 0
		for pages == 0 || token != nil {
			out, err := c.ListRules(ctx, &eventbridge.ListRulesInput{NextToken: token})
			require.NoError(t, err)
			pages, items, token = pages+1, items+len(out.Rules), out.NextToken
		}
		assert.Equal(t, n, items)
		assert.Equal(t, (n+99)/100, pages)
		_, err := c.PutRule(ctx, &eventbridge.PutRuleInput{Name: aws.String("more"), EventPattern: aws.String(pattern)})
		if n < 300 {
			assert.NoError(t, err)
		} else {
			assert.Equal(t, "LimitExceededException", code(err))
		}
		for _, bad := range []eventbridge.ListRulesInput{{NextToken: aws.String("x")}, {Limit: aws.Int32(101)}} {
			_, err := c.ListRules(ctx, &bad)
			assert.Equal(t, "ValidationException", code(err))
		}
	}
}

func TestLag(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	eventbridgefake.Of(a).AddRule(eventbridgefake.Rule{Name: "root", Pattern: pattern, Targets: []string{topic}})
	a.Lag(1)
	c := in(a, "us-east-1")
	_, err := c.RemoveTargets(ctx, &eventbridge.RemoveTargetsInput{Rule: aws.String("root"), Ids: []string{"target-1"}})
	require.NoError(t, err)
	for _, want := range []int{1, 0} {
		out, err := c.ListTargetsByRule(ctx, &eventbridge.ListTargetsByRuleInput{Rule: aws.String("root")})
		require.NoError(t, err)
		assert.Len(t, out.Targets, want)
	}
}

func TestBuilderMistakes(t *testing.T) {
	for want, wrong := range map[string]func(*eventbridgefake.Service){
		`eventbridgefake: AddRule: "x": `:     func(s *eventbridgefake.Service) { s.AddRule(eventbridgefake.Rule{Name: "x"}) },
		`eventbridgefake: AddEventBus: "a b"`: func(s *eventbridgefake.Service) { s.AddEventBus("a b") },
		"the event bus exists":                func(s *eventbridgefake.Service) { s.AddEventBus("default") },
		"Provided Arn is not in correct": func(s *eventbridgefake.Service) {
			s.AddRule(eventbridgefake.Rule{Name: "x", Pattern: pattern, Targets: []string{"me"}})
		},
	} {
		a := fakes.NewAccount("111122223333")
		wrong(eventbridgefake.Of(a))
		var usage *fakes.UsageError
		require.ErrorAs(t, a.Err(), &usage)
		assert.Contains(t, usage.Message, want)
		assert.Contains(t, usage.File, "rule_test.go")
	}
}
