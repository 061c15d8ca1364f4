package orgmodel

import (
	"context"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// largestResourcePolicy is in characters.
const largestResourcePolicy = 40000

var errNoResourcePolicy = model.Errorf("ResourcePolicyNotFoundException", "We can't find a resource policy for your organization.")

func (s *Service) describeResourcePolicy(_ context.Context, c *model.Call, _ *organizations.DescribeResourcePolicyInput) (*organizations.DescribeResourcePolicyOutput, error) {
	st, err := s.read(c, readers)
	switch {
	case err != nil:
		return nil, err
	case st.resource == nil:
		return nil, errNoResourcePolicy
	}
	return &organizations.DescribeResourcePolicyOutput{ResourcePolicy: st.resourceOutput()}, nil
}

func (st *store) resourceOutput() *types.ResourcePolicy {
	return &types.ResourcePolicy{
		Content:               aws.String(st.resource.content),
		ResourcePolicySummary: &types.ResourcePolicySummary{Arn: aws.String(st.resourcePolicyARN()), Id: aws.String(st.resource.id)},
	}
}

func (s *Service) putResourcePolicy(_ context.Context, c *model.Call, in *organizations.PutResourcePolicyInput) (*organizations.PutResourcePolicyOutput, error) {
	st, err := s.write(c, management)
	if err != nil {
		return nil, err
	}
	if err := checkTags(in.Tags); err != nil {
		return nil, err
	}
	if err := st.delegate(aws.ToString(in.Content)); err != nil {
		return nil, err
	}
	if err := st.retag(st.resource.id, in.Tags); err != nil {
		return nil, err
	}
	return &organizations.PutResourcePolicyOutput{ResourcePolicy: st.resourceOutput()}, nil
}

// delegate sets the resource policy.
func (st *store) delegate(content string) error {
	if utf8.RuneCountInString(content) > largestResourcePolicy {
		return constraint(types.ConstraintViolationExceptionReasonPolicyContentLimitExceeded, "You have exceeded the maximum size of the content of a resource policy.")
	}
	parsed, err := policyeval.Parse([]byte(content), policyeval.WithType(policyeval.ResourcePolicy))
	if err != nil {
		return invalid(types.InvalidInputExceptionReasonInvalidResourcePolicyJson, "You provided an invalid resource policy.")
	}
	st.resource = &policy{id: "rp-" + short(st.id+"resource", 8), content: content, parsed: parsed}
	return nil
}

func (s *Service) deleteResourcePolicy(_ context.Context, c *model.Call, _ *organizations.DeleteResourcePolicyInput) (*organizations.DeleteResourcePolicyOutput, error) {
	st, err := s.write(c, management)
	switch {
	case err != nil:
		return nil, err
	case st.resource == nil:
		return nil, errNoResourcePolicy
	}
	delete(st.tags, st.resource.id)
	st.resource = nil
	return nil, nil
}
