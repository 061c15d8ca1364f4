package iammodel

import (
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// The writes of policies are the same for users, groups and roles, but for the
// types, and that AWS alone changes its own roles.

func (s *Service) putUserPolicy(c *model.Call, in *iam.PutUserPolicyInput) (*iam.PutUserPolicyOutput, error) {
	st := s.stores.Write(c)
	x, err := st.findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	return nil, st.PutInline(UserKind, &x.Identity, text(in.PolicyName), text(in.PolicyDocument))
}

func (s *Service) deleteUserPolicy(c *model.Call, in *iam.DeleteUserPolicyInput) (*iam.DeleteUserPolicyOutput, error) {
	x, err := s.stores.Write(c).findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	p, err := x.inline(UserKind, text(in.PolicyName))
	if err != nil {
		return nil, err
	}
	x.Inline.Delete(p.Name)
	return nil, nil
}

func (s *Service) attachUserPolicy(c *model.Call, in *iam.AttachUserPolicyInput) (*iam.AttachUserPolicyOutput, error) {
	st := s.stores.Write(c)
	x, err := st.findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	return nil, st.Attach(UserKind, &x.Identity, text(in.PolicyArn))
}

func (s *Service) detachUserPolicy(c *model.Call, in *iam.DetachUserPolicyInput) (*iam.DetachUserPolicyOutput, error) {
	x, err := s.stores.Write(c).findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	return nil, x.detach(text(in.PolicyArn))
}

func (s *Service) putGroupPolicy(c *model.Call, in *iam.PutGroupPolicyInput) (*iam.PutGroupPolicyOutput, error) {
	st := s.stores.Write(c)
	x, err := st.findGroup(text(in.GroupName))
	if err != nil {
		return nil, err
	}
	return nil, st.PutInline(GroupKind, &x.Identity, text(in.PolicyName), text(in.PolicyDocument))
}

func (s *Service) deleteGroupPolicy(c *model.Call, in *iam.DeleteGroupPolicyInput) (*iam.DeleteGroupPolicyOutput, error) {
	x, err := s.stores.Write(c).findGroup(text(in.GroupName))
	if err != nil {
		return nil, err
	}
	p, err := x.inline(GroupKind, text(in.PolicyName))
	if err != nil {
		return nil, err
	}
	x.Inline.Delete(p.Name)
	return nil, nil
}

func (s *Service) attachGroupPolicy(c *model.Call, in *iam.AttachGroupPolicyInput) (*iam.AttachGroupPolicyOutput, error) {
	st := s.stores.Write(c)
	x, err := st.findGroup(text(in.GroupName))
	if err != nil {
		return nil, err
	}
	return nil, st.Attach(GroupKind, &x.Identity, text(in.PolicyArn))
}

func (s *Service) detachGroupPolicy(c *model.Call, in *iam.DetachGroupPolicyInput) (*iam.DetachGroupPolicyOutput, error) {
	x, err := s.stores.Write(c).findGroup(text(in.GroupName))
	if err != nil {
		return nil, err
	}
	return nil, x.detach(text(in.PolicyArn))
}

func (s *Service) putRolePolicy(c *model.Call, in *iam.PutRolePolicyInput) (*iam.PutRolePolicyOutput, error) {
	st := s.stores.Write(c)
	x, err := st.customerRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	return nil, st.PutInline(RoleKind, &x.Identity, text(in.PolicyName), text(in.PolicyDocument))
}

func (s *Service) deleteRolePolicy(c *model.Call, in *iam.DeleteRolePolicyInput) (*iam.DeleteRolePolicyOutput, error) {
	x, err := s.stores.Write(c).customerRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	p, err := x.inline(RoleKind, text(in.PolicyName))
	if err != nil {
		return nil, err
	}
	x.Inline.Delete(p.Name)
	return nil, nil
}

func (s *Service) attachRolePolicy(c *model.Call, in *iam.AttachRolePolicyInput) (*iam.AttachRolePolicyOutput, error) {
	st := s.stores.Write(c)
	x, err := st.customerRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	return nil, st.Attach(RoleKind, &x.Identity, text(in.PolicyArn))
}

func (s *Service) detachRolePolicy(c *model.Call, in *iam.DetachRolePolicyInput) (*iam.DetachRolePolicyOutput, error) {
	x, err := s.stores.Write(c).customerRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	return nil, x.detach(text(in.PolicyArn))
}
