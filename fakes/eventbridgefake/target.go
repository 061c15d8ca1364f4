package eventbridgefake

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// maxTargets is how many targets a rule has (quotas of EventBridge).
const maxTargets = 5

var targetID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

func (m *eventBridge) listTargetsByRule(_ context.Context, c *model.Call, in *eventbridge.ListTargetsByRuleInput) (*eventbridge.ListTargetsByRuleOutput, error) {
	_, r, err := m.state.Read(c).rule(in.EventBusName, in.Rule)
	if err != nil {
		return nil, err
	}
	targets, next, err := page(c, append([]types.Target{}, r.targets...), func(t types.Target) string { return *t.Id }, in.NextToken, in.Limit)
	return &eventbridge.ListTargetsByRuleOutput{Targets: targets, NextToken: next}, err
}

func (m *eventBridge) putTargets(_ context.Context, c *model.Call, in *eventbridge.PutTargetsInput) (*eventbridge.PutTargetsOutput, error) {
	_, r, err := m.state.Write(c).rule(in.EventBusName, in.Rule)
	if err != nil {
		return nil, err
	}
	if err := r.mayChange(false); err != nil {
		return nil, err
	}
	if err := r.put(in.Targets); err != nil {
		return nil, err
	}
	return &eventbridge.PutTargetsOutput{FailedEntries: []types.PutTargetsResultEntry{}}, nil
}

// put adds targets to the rule, or replaces those of the same ids: all or none.
func (r *rule) put(targets []types.Target) error {
	changed := slices.Clone(r.targets)
	for _, t := range targets {
		switch {
		case !targetID.MatchString(aws.ToString(t.Id)):
			return invalid("The id of a target has 1 to 64 letters, digits and the characters . - _.")
		case strings.Count(aws.ToString(t.Arn), ":") < 5 || !strings.HasPrefix(*t.Arn, "arn:"):
			return invalid("Parameter " + aws.ToString(t.Arn) + " is not valid. Reason: Provided Arn is not in correct format.")
		}
		if i := slices.IndexFunc(changed, func(old types.Target) bool { return *old.Id == *t.Id }); i >= 0 {
			changed[i] = t
			continue
		}
		changed = append(changed, t)
	}
	if len(changed) > maxTargets {
		return model.Errorf("LimitExceededException", "The requested resource exceeds the maximum number allowed.")
	}
	r.targets = changed
	return nil
}

// removeTargets removes the targets with the ids; an id that no target has is no
// error.
func (m *eventBridge) removeTargets(_ context.Context, c *model.Call, in *eventbridge.RemoveTargetsInput) (*eventbridge.RemoveTargetsOutput, error) {
	_, r, err := m.state.Write(c).rule(in.EventBusName, in.Rule)
	if err != nil {
		return nil, err
	}
	if err := r.mayChange(in.Force); err != nil {
		return nil, err
	}
	r.targets = slices.DeleteFunc(slices.Clone(r.targets), func(t types.Target) bool { return slices.Contains(in.Ids, *t.Id) })
	return &eventbridge.RemoveTargetsOutput{FailedEntries: []types.RemoveTargetsResultEntry{}}, nil
}
