package orgmodel

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// The most policies of one type in an organization, customer's own.
const mostPolicies = 10000

func (st *store) summary(p *policy) types.PolicySummary {
	return types.PolicySummary{
		Arn: aws.String(st.policyARN(p)), Id: aws.String(p.id), Name: aws.String(p.name),
		Description: aws.String(p.description), Type: p.kind, AwsManaged: p.managed,
	}
}

// output describes a policy. The content is plain JSON, not percent-encoded as
// IAM's documents are.
func (st *store) output(p *policy) *types.Policy {
	summary := st.summary(p)
	return &types.Policy{PolicySummary: &summary, Content: aws.String(p.content)}
}

func (s *Service) listPolicies(_ context.Context, c *model.Call, in *organizations.ListPoliciesInput) (*organizations.ListPoliciesOutput, error) {
	st, err := s.read(c, readers, scope{kind: in.Filter})
	if err != nil {
		return nil, err
	}
	if err := checkType(in.Filter); err != nil {
		return nil, err
	}
	var all []types.PolicySummary
	for _, id := range st.order {
		// AWS's own policy of a type is there once the type is enabled.
		if p := st.policies[id]; p.kind == in.Filter && (!p.managed || st.types[p.kind]) {
			all = append(all, st.summary(p))
		}
	}
	policies, next, err := page(s, c, all, summaryID, in.NextToken, in.MaxResults)
	return &organizations.ListPoliciesOutput{Policies: policies, NextToken: next}, err
}

func (s *Service) describePolicy(_ context.Context, c *model.Call, in *organizations.DescribePolicyInput) (*organizations.DescribePolicyOutput, error) {
	st, err := s.read(c, readers, s.policyScope(in.PolicyId))
	if err != nil {
		return nil, err
	}
	p := st.policies[aws.ToString(in.PolicyId)]
	if p == nil {
		return nil, errNoPolicy
	}
	return &organizations.DescribePolicyOutput{Policy: st.output(p)}, nil
}

// policyScope is the scope of a call about a policy and perhaps a target.
func (s *Service) policyScope(id *string, targets ...*string) scope {
	sc := scope{resources: []string{aws.ToString(id)}}
	if st := s.current(); st != nil {
		if p := st.policies[aws.ToString(id)]; p != nil {
			sc.kind = p.kind
		}
	}
	for _, t := range targets {
		sc.resources = append(sc.resources, aws.ToString(t))
	}
	return sc
}

func (s *Service) createPolicy(_ context.Context, c *model.Call, in *organizations.CreatePolicyInput) (*organizations.CreatePolicyOutput, error) {
	st, err := s.write(c, policyManager, scope{kind: in.Type})
	if err != nil {
		return nil, err
	}
	if err := checkTags(in.Tags); err != nil {
		return nil, err
	}
	p, err := st.create(in.Type, aws.ToString(in.Name), aws.ToString(in.Description), aws.ToString(in.Content), c.Now())
	if err != nil {
		return nil, err
	}
	if err := st.retag(p.id, in.Tags); err != nil {
		return nil, err
	}
	return &organizations.CreatePolicyOutput{Policy: st.output(p)}, nil
}

// create makes a policy. A type need not be enabled for that.
func (st *store) create(kind types.PolicyType, name, description, content string, now time.Time) (*policy, error) {
	if err := checkType(kind); err != nil {
		return nil, err
	}
	if err := st.checkName(kind, name, description, ""); err != nil {
		return nil, err
	}
	count := 0
	for _, p := range st.policies {
		if p.kind == kind && !p.managed {
			count++
		}
	}
	if count >= mostPolicies {
		return nil, constraint(types.ConstraintViolationExceptionReasonPolicyNumberLimitExceeded, "You have exceeded the number of policies that an organization can have.")
	}
	parsed, err := parse(kind, content)
	if err != nil {
		return nil, err
	}
	p := &policy{id: st.newPolicyID(name), kind: kind, name: name, description: description, content: content, parsed: parsed, updated: now}
	st.policies[p.id] = p
	st.order = append(st.order, p.id)
	return p, nil
}

// checkName checks name and description of a policy that has the id itself.
func (st *store) checkName(kind types.PolicyType, name, description, itself string) error {
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return invalid(types.InvalidInputExceptionReasonMinLengthExceeded, "You provided a name that is too short.")
	case n > 128, utf8.RuneCountInString(description) > 512:
		return invalid(types.InvalidInputExceptionReasonMaxLengthExceeded, "You provided a name or description that is too long.")
	}
	for _, p := range st.policies {
		if p.kind == kind && p.name == name && p.id != itself {
			return model.Errorf("DuplicatePolicyException", "A policy with the same name already exists.")
		}
	}
	return nil
}

// parse checks a document. What AWS checks beyond JSON for the management
// policies is not modelled.
func parse(kind types.PolicyType, content string) (*policyeval.Policy, error) {
	if limit := quotaOf(kind).size; utf8.RuneCountInString(content) > limit {
		return nil, constraint(types.ConstraintViolationExceptionReasonPolicyContentLimitExceeded,
			fmt.Sprintf("You have exceeded the maximum size of %d characters for the content of a policy.", limit))
	}
	language, ok := languages[kind]
	if !ok {
		var object map[string]any
		if err := json.Unmarshal([]byte(content), &object); err != nil || object == nil {
			return nil, malformed("The document is no JSON object.")
		}
		return nil, nil
	}
	p, err := policyeval.Parse([]byte(content), policyeval.WithType(language))
	if err != nil {
		return nil, malformed("The provided policy document does not meet the requirements of the specified policy type.")
	}
	return p, nil
}

func malformed(message string) error {
	return model.Errorf("MalformedPolicyDocumentException", "%s", message)
}

func (s *Service) updatePolicy(_ context.Context, c *model.Call, in *organizations.UpdatePolicyInput) (*organizations.UpdatePolicyOutput, error) {
	st, err := s.write(c, policyManager, s.policyScope(in.PolicyId))
	if err != nil {
		return nil, err
	}
	old, err := st.changeable(in.PolicyId)
	if err != nil {
		return nil, err
	}
	p := *old
	if in.Name != nil {
		p.name = *in.Name
	}
	if in.Description != nil {
		p.description = *in.Description
	}
	if err := st.checkName(p.kind, p.name, p.description, p.id); err != nil {
		return nil, err
	}
	if in.Content != nil {
		if p.parsed, err = parse(p.kind, *in.Content); err != nil {
			return nil, err
		}
		p.content, p.updated = *in.Content, c.Now()
	}
	st.policies[p.id] = &p
	return &organizations.UpdatePolicyOutput{Policy: st.output(&p)}, nil
}

// changeable returns a policy that is not AWS's own.
func (st *store) changeable(id *string) (*policy, error) {
	p := st.policies[aws.ToString(id)]
	switch {
	case p == nil:
		return nil, errNoPolicy
	case p.managed:
		return nil, invalid(types.InvalidInputExceptionReasonImmutablePolicy, "You specified a policy that is managed by AWS and can't be modified.")
	}
	return p, nil
}

func (s *Service) deletePolicy(_ context.Context, c *model.Call, in *organizations.DeletePolicyInput) (*organizations.DeletePolicyOutput, error) {
	st, err := s.write(c, policyManager, s.policyScope(in.PolicyId))
	if err != nil {
		return nil, err
	}
	p, err := st.changeable(in.PolicyId)
	if err != nil {
		return nil, err
	}
	for _, n := range st.nodes {
		if slices.Contains(n.attached, p.id) {
			return nil, model.Errorf("PolicyInUseException", "You can't delete a policy that is attached to a target.")
		}
	}
	delete(st.policies, p.id)
	delete(st.tags, p.id)
	st.order = slices.DeleteFunc(st.order, func(id string) bool { return id == p.id })
	return nil, nil
}

func summaryID(p types.PolicySummary) *string { return p.Id }
