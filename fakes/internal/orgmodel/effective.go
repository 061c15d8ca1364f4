package orgmodel

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

var errNoEffective = model.Errorf("EffectivePolicyNotFoundException", "The account doesn't have an effective policy of this type.")

// describeEffectivePolicy answers for the types that accounts inherit by
// merging. SCPs and RCPs have no effective policy: each level is a limit of its
// own.
func (s *Service) describeEffectivePolicy(_ context.Context, c *model.Call, in *organizations.DescribeEffectivePolicyInput) (*organizations.DescribeEffectivePolicyOutput, error) {
	st, err := s.read(c, everyMember)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(in.PolicyType.Values(), in.PolicyType) {
		return nil, invalid(types.InvalidInputExceptionReasonInvalidEnumPolicyType, "You specified an invalid policy type.")
	}
	n, err := s.effectiveTarget(c, st, in.TargetId)
	if err != nil {
		return nil, err
	}
	kind := types.PolicyType(in.PolicyType)
	if !st.types[kind] {
		return nil, errNoEffective
	}
	var merged inherited
	var updated time.Time
	found := false
	for _, level := range st.path(n) {
		for _, p := range st.attachedTo(level, kind) {
			var document map[string]any
			if err := json.Unmarshal([]byte(p.content), &document); err != nil {
				return nil, err // it was parsed when it was stored
			}
			merged.inherit(document)
			found = true
			if p.updated.After(updated) {
				updated = p.updated
			}
		}
	}
	if !found {
		return nil, errNoEffective
	}
	value, ok := merged.effective()
	if !ok {
		value = map[string]any{}
	}
	content, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return &organizations.DescribeEffectivePolicyOutput{EffectivePolicy: &types.EffectivePolicy{
		PolicyContent: aws.String(string(content)), PolicyType: in.PolicyType,
		TargetId: aws.String(n.id), LastUpdatedTimestamp: aws.Time(updated),
	}}, nil
}

// effectiveTarget returns the account that is asked about: the caller's own by
// default. Members may ask about others only if they read the organization.
func (s *Service) effectiveTarget(c *model.Call, st *store, id *string) (*node, error) {
	if id == nil || *id == c.Account.ID {
		if n := st.account(c.Account.ID); n != nil {
			return n, nil
		}
		return nil, errNoTarget
	}
	if err := s.admit(c, readers, []scope{{resources: []string{*id}}}); err != nil {
		return nil, err
	}
	switch n := st.nodes[*id]; {
	case n == nil:
		return nil, errNoTarget
	case n.kind != types.TargetTypeAccount:
		return nil, invalid(types.InvalidInputExceptionReasonTargetNotSupported, "You specified a target that is not an account.")
	default:
		return n, nil
	}
}
