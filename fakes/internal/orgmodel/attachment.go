package orgmodel

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// attachedTo returns the policies of one type that are attached to the target
// itself.
func (st *store) attachedTo(n *node, kind types.PolicyType) []*policy {
	var all []*policy
	for _, id := range n.attached {
		if p := st.policies[id]; p.kind == kind {
			all = append(all, p)
		}
	}
	return all
}

func (s *Service) listPoliciesForTarget(_ context.Context, c *model.Call, in *organizations.ListPoliciesForTargetInput) (*organizations.ListPoliciesForTargetOutput, error) {
	st, err := s.read(c, readers, scope{kind: in.Filter, resources: []string{aws.ToString(in.TargetId)}})
	if err != nil {
		return nil, err
	}
	if err := checkType(in.Filter); err != nil {
		return nil, err
	}
	n := st.nodes[aws.ToString(in.TargetId)]
	if n == nil {
		return nil, errNoTarget
	}
	var all []types.PolicySummary
	for _, p := range st.attachedTo(n, in.Filter) {
		all = append(all, st.summary(p))
	}
	policies, next, err := page(s, c, all, summaryID, in.NextToken, in.MaxResults)
	return &organizations.ListPoliciesForTargetOutput{Policies: policies, NextToken: next}, err
}

func (s *Service) listTargetsForPolicy(_ context.Context, c *model.Call, in *organizations.ListTargetsForPolicyInput) (*organizations.ListTargetsForPolicyOutput, error) {
	st, err := s.read(c, readers, s.policyScope(in.PolicyId))
	if err != nil {
		return nil, err
	}
	p := st.policies[aws.ToString(in.PolicyId)]
	if p == nil {
		return nil, errNoPolicy
	}
	var all []types.PolicyTargetSummary
	st.walk(st.nodes[st.root], func(n *node) {
		if slices.Contains(n.attached, p.id) {
			name := n.name
			if n.kind == types.TargetTypeAccount {
				name, _ = s.profile(s.cloud.Lookup(n.id))
			}
			all = append(all, types.PolicyTargetSummary{
				Arn: aws.String(st.nodeARN(n)), Name: aws.String(name), TargetId: aws.String(n.id), Type: n.kind,
			})
		}
	})
	targets, next, err := page(s, c, all, func(t types.PolicyTargetSummary) *string { return t.TargetId }, in.NextToken, in.MaxResults)
	return &organizations.ListTargetsForPolicyOutput{Targets: targets, NextToken: next}, err
}

// walk visits a node and what is below it, parents first.
func (st *store) walk(n *node, visit func(*node)) {
	visit(n)
	for _, id := range n.children {
		st.walk(st.nodes[id], visit)
	}
}

func (s *Service) attachPolicy(_ context.Context, c *model.Call, in *organizations.AttachPolicyInput) (*organizations.AttachPolicyOutput, error) {
	st, err := s.write(c, policyManager, s.policyScope(in.PolicyId, in.TargetId))
	if err != nil {
		return nil, err
	}
	p, n := st.policies[aws.ToString(in.PolicyId)], st.nodes[aws.ToString(in.TargetId)]
	switch {
	case p == nil:
		return nil, errNoPolicy
	case n == nil:
		return nil, errNoTarget
	}
	return nil, st.attach(p, n)
}

func (st *store) attach(p *policy, n *node) error {
	limit := quotaOf(p.kind).attached
	switch {
	case !st.types[p.kind]:
		return errTypeDisabled
	case slices.Contains(n.attached, p.id):
		return model.Errorf("DuplicatePolicyAttachmentException", "A policy with the same name and type is already attached to the specified target.")
	case len(st.attachedTo(n, p.kind)) >= limit:
		return constraint(types.ConstraintViolationExceptionReasonMaxPolicyTypeAttachmentLimitExceeded,
			fmt.Sprintf("You have exceeded the number of policies of one type that can be attached to a target, which is %d.", limit))
	}
	n.attached = append(n.attached, p.id)
	return nil
}

func (s *Service) detachPolicy(_ context.Context, c *model.Call, in *organizations.DetachPolicyInput) (*organizations.DetachPolicyOutput, error) {
	st, err := s.write(c, policyManager, s.policyScope(in.PolicyId, in.TargetId))
	if err != nil {
		return nil, err
	}
	p, n := st.policies[aws.ToString(in.PolicyId)], st.nodes[aws.ToString(in.TargetId)]
	switch {
	case p == nil:
		return nil, errNoPolicy
	case n == nil:
		return nil, errNoTarget
	}
	return nil, st.detach(p, n)
}

func (st *store) detach(p *policy, n *node) error {
	switch {
	case p.id == defaultPolicy[types.PolicyTypeResourceControlPolicy]:
		return invalid(types.InvalidInputExceptionReasonNonDetachablePolicy, "You can't detach this AWS managed policy.")
	case !slices.Contains(n.attached, p.id):
		return model.Errorf("PolicyNotAttachedException", "The policy isn't attached to the specified target in the specified root.")
	case p.kind == types.PolicyTypeServiceControlPolicy && len(st.attachedTo(n, p.kind)) == 1:
		return constraint(types.ConstraintViolationExceptionReasonMinPolicyTypeAttachmentLimitExceeded,
			"You can't detach the last service control policy of a target.")
	}
	n.attached = slices.DeleteFunc(n.attached, func(id string) bool { return id == p.id })
	return nil
}
