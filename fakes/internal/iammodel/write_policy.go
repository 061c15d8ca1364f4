package iammodel

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (s *Service) createPolicy(c *model.Call, in *iam.CreatePolicyInput) (*iam.CreatePolicyOutput, error) {
	st := s.stores.Write(c)
	p, err := s.AddPolicy(st, text(in.PolicyName), in.Path, text(in.PolicyDocument), in.Tags)
	if err != nil {
		return nil, err
	}
	p.Description = text(in.Description)
	policy := p.shape(nil)
	policy.Description = nil // CreatePolicy does not repeat it
	return &iam.CreatePolicyOutput{Policy: &policy}, nil
}

func (s *Service) deletePolicy(c *model.Call, in *iam.DeletePolicyInput) (*iam.DeletePolicyOutput, error) {
	st := s.stores.Write(c)
	p, err := st.customerPolicy(c, text(in.PolicyArn))
	if err != nil {
		return nil, err
	}
	attached, boundaries := st.usage().of(p.ARN)
	switch {
	case attached+boundaries > 0:
		return nil, deleteConflict("Cannot delete a policy attached to entities.")
	case len(p.Versions) > 1:
		return nil, deleteConflict("This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.")
	}
	st.Policies.Delete(p.Name)
	return nil, nil
}

func (s *Service) createPolicyVersion(c *model.Call, in *iam.CreatePolicyVersionInput) (*iam.CreatePolicyVersionOutput, error) {
	st := s.stores.Write(c)
	p, err := st.customerPolicy(c, text(in.PolicyArn))
	if err != nil {
		return nil, err
	}
	v, err := s.AddVersion(st, p, text(in.PolicyDocument), in.SetAsDefault)
	if err != nil {
		return nil, err
	}
	version := v.listed(p)
	return &iam.CreatePolicyVersionOutput{PolicyVersion: &version}, nil
}

func (s *Service) deletePolicyVersion(c *model.Call, in *iam.DeletePolicyVersionInput) (*iam.DeletePolicyVersionOutput, error) {
	p, err := s.stores.Write(c).customerPolicy(c, text(in.PolicyArn))
	if err != nil {
		return nil, err
	}
	v, err := p.find(text(in.VersionId))
	if err != nil {
		return nil, err
	}
	if v.ID == p.Default {
		return nil, deleteConflict("Cannot delete the default version of a policy.")
	}
	p.Versions = slices.DeleteFunc(p.Versions, func(other *Version) bool { return other == v })
	return nil, nil
}

func (s *Service) setDefaultPolicyVersion(c *model.Call, in *iam.SetDefaultPolicyVersionInput) (*iam.SetDefaultPolicyVersionOutput, error) {
	p, err := s.stores.Write(c).customerPolicy(c, text(in.PolicyArn))
	if err != nil {
		return nil, err
	}
	v, err := p.find(text(in.VersionId))
	if err != nil {
		return nil, err
	}
	p.Default = v.ID
	return nil, nil
}
