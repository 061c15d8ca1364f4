package iammodel

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// The reads of policies are the same for users, groups and roles, but for the
// types.

func (s *Service) listUserPolicies(c *model.Call, in *iam.ListUserPoliciesInput) (*iam.ListUserPoliciesOutput, error) {
	st := s.stores.Read(c)
	x, err := st.findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	list, next, err := page(c, st, x.Inline.Items, inlineName, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListUserPoliciesOutput{PolicyNames: each(list, inlineName), IsTruncated: next != nil, Marker: next}, nil
}

func (s *Service) getUserPolicy(c *model.Call, in *iam.GetUserPolicyInput) (*iam.GetUserPolicyOutput, error) {
	x, err := s.stores.Read(c).findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	p, err := x.inline(UserKind, text(in.PolicyName))
	if err != nil {
		return nil, err
	}
	return &iam.GetUserPolicyOutput{UserName: &x.Name, PolicyName: &p.Name, PolicyDocument: encode(p.Document)}, nil
}

func (s *Service) listAttachedUserPolicies(c *model.Call, in *iam.ListAttachedUserPoliciesInput) (*iam.ListAttachedUserPoliciesOutput, error) {
	st := s.stores.Read(c)
	x, err := st.findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	list, err := st.attachedUnder(&x.Identity, in.PathPrefix)
	if err != nil {
		return nil, err
	}
	list, next, err := page(c, st, list, itself, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListAttachedUserPoliciesOutput{AttachedPolicies: attachedShape(list), IsTruncated: next != nil, Marker: next}, nil
}

func (s *Service) listGroupPolicies(c *model.Call, in *iam.ListGroupPoliciesInput) (*iam.ListGroupPoliciesOutput, error) {
	st := s.stores.Read(c)
	x, err := st.findGroup(text(in.GroupName))
	if err != nil {
		return nil, err
	}
	list, next, err := page(c, st, x.Inline.Items, inlineName, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListGroupPoliciesOutput{PolicyNames: each(list, inlineName), IsTruncated: next != nil, Marker: next}, nil
}

func (s *Service) getGroupPolicy(c *model.Call, in *iam.GetGroupPolicyInput) (*iam.GetGroupPolicyOutput, error) {
	x, err := s.stores.Read(c).findGroup(text(in.GroupName))
	if err != nil {
		return nil, err
	}
	p, err := x.inline(GroupKind, text(in.PolicyName))
	if err != nil {
		return nil, err
	}
	return &iam.GetGroupPolicyOutput{GroupName: &x.Name, PolicyName: &p.Name, PolicyDocument: encode(p.Document)}, nil
}

func (s *Service) listAttachedGroupPolicies(c *model.Call, in *iam.ListAttachedGroupPoliciesInput) (*iam.ListAttachedGroupPoliciesOutput, error) {
	st := s.stores.Read(c)
	x, err := st.findGroup(text(in.GroupName))
	if err != nil {
		return nil, err
	}
	list, err := st.attachedUnder(&x.Identity, in.PathPrefix)
	if err != nil {
		return nil, err
	}
	list, next, err := page(c, st, list, itself, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListAttachedGroupPoliciesOutput{AttachedPolicies: attachedShape(list), IsTruncated: next != nil, Marker: next}, nil
}

func (s *Service) listRolePolicies(c *model.Call, in *iam.ListRolePoliciesInput) (*iam.ListRolePoliciesOutput, error) {
	st := s.stores.Read(c)
	x, err := st.findRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	list, next, err := page(c, st, x.Inline.Items, inlineName, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListRolePoliciesOutput{PolicyNames: each(list, inlineName), IsTruncated: next != nil, Marker: next}, nil
}

func (s *Service) getRolePolicy(c *model.Call, in *iam.GetRolePolicyInput) (*iam.GetRolePolicyOutput, error) {
	x, err := s.stores.Read(c).findRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	p, err := x.inline(RoleKind, text(in.PolicyName))
	if err != nil {
		return nil, err
	}
	return &iam.GetRolePolicyOutput{RoleName: &x.Name, PolicyName: &p.Name, PolicyDocument: encode(p.Document)}, nil
}

func (s *Service) listAttachedRolePolicies(c *model.Call, in *iam.ListAttachedRolePoliciesInput) (*iam.ListAttachedRolePoliciesOutput, error) {
	st := s.stores.Read(c)
	x, err := st.findRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	list, err := st.attachedUnder(&x.Identity, in.PathPrefix)
	if err != nil {
		return nil, err
	}
	list, next, err := page(c, st, list, itself, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListAttachedRolePoliciesOutput{AttachedPolicies: attachedShape(list), IsTruncated: next != nil, Marker: next}, nil
}

func inlineName(p *Inline) string { return p.Name }

// attachedUnder returns the attached policies whose path begins with a prefix.
func (st *Store) attachedUnder(id *Identity, prefix *string) ([]string, error) {
	p, err := checkPrefix(prefix)
	if err != nil {
		return nil, err
	}
	var list []string
	for _, arn := range id.Attached {
		if policy := st.policyByARN(arn); policy != nil && strings.HasPrefix(policy.Path, p) {
			list = append(list, arn)
		}
	}
	return list, nil
}
