package iammodel

import (
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (s *Service) tagUser(c *model.Call, in *iam.TagUserInput) (*iam.TagUserOutput, error) {
	st := s.stores.Write(c)
	x, err := st.findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	return nil, st.tag(&x.Entity, in.Tags)
}

func (s *Service) untagUser(c *model.Call, in *iam.UntagUserInput) (*iam.UntagUserOutput, error) {
	x, err := s.stores.Write(c).findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	x.untag(in.TagKeys)
	return nil, nil
}

func (s *Service) tagRole(c *model.Call, in *iam.TagRoleInput) (*iam.TagRoleOutput, error) {
	st := s.stores.Write(c)
	x, err := st.customerRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	return nil, st.tag(&x.Entity, in.Tags)
}

func (s *Service) untagRole(c *model.Call, in *iam.UntagRoleInput) (*iam.UntagRoleOutput, error) {
	x, err := s.stores.Write(c).customerRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	x.untag(in.TagKeys)
	return nil, nil
}

func (s *Service) tagPolicy(c *model.Call, in *iam.TagPolicyInput) (*iam.TagPolicyOutput, error) {
	st := s.stores.Write(c)
	x, err := st.customerPolicy(c, text(in.PolicyArn))
	if err != nil {
		return nil, err
	}
	return nil, st.tag(&x.Entity, in.Tags)
}

func (s *Service) untagPolicy(c *model.Call, in *iam.UntagPolicyInput) (*iam.UntagPolicyOutput, error) {
	x, err := s.stores.Write(c).customerPolicy(c, text(in.PolicyArn))
	if err != nil {
		return nil, err
	}
	x.untag(in.TagKeys)
	return nil, nil
}

func (s *Service) tagInstanceProfile(c *model.Call, in *iam.TagInstanceProfileInput) (*iam.TagInstanceProfileOutput, error) {
	st := s.stores.Write(c)
	x, err := st.findInstanceProfile(text(in.InstanceProfileName))
	if err != nil {
		return nil, err
	}
	return nil, st.tag(&x.Entity, in.Tags)
}

func (s *Service) untagInstanceProfile(c *model.Call, in *iam.UntagInstanceProfileInput) (*iam.UntagInstanceProfileOutput, error) {
	x, err := s.stores.Write(c).findInstanceProfile(text(in.InstanceProfileName))
	if err != nil {
		return nil, err
	}
	x.untag(in.TagKeys)
	return nil, nil
}

func (s *Service) tagMFADevice(c *model.Call, in *iam.TagMFADeviceInput) (*iam.TagMFADeviceOutput, error) {
	st := s.stores.Write(c)
	x, err := st.virtual(text(in.SerialNumber))
	if err != nil {
		return nil, err
	}
	return nil, st.tag(&x.Entity, in.Tags)
}

func (s *Service) untagMFADevice(c *model.Call, in *iam.UntagMFADeviceInput) (*iam.UntagMFADeviceOutput, error) {
	x, err := s.stores.Write(c).virtual(text(in.SerialNumber))
	if err != nil {
		return nil, err
	}
	x.untag(in.TagKeys)
	return nil, nil
}

func (s *Service) tagSAMLProvider(c *model.Call, in *iam.TagSAMLProviderInput) (*iam.TagSAMLProviderOutput, error) {
	st := s.stores.Write(c)
	x, err := st.saml(text(in.SAMLProviderArn))
	if err != nil {
		return nil, err
	}
	return nil, st.tag(&x.Entity, in.Tags)
}

func (s *Service) untagSAMLProvider(c *model.Call, in *iam.UntagSAMLProviderInput) (*iam.UntagSAMLProviderOutput, error) {
	x, err := s.stores.Write(c).saml(text(in.SAMLProviderArn))
	if err != nil {
		return nil, err
	}
	x.untag(in.TagKeys)
	return nil, nil
}

func (s *Service) tagOpenIDConnectProvider(c *model.Call, in *iam.TagOpenIDConnectProviderInput) (*iam.TagOpenIDConnectProviderOutput, error) {
	st := s.stores.Write(c)
	x, err := st.oidc(text(in.OpenIDConnectProviderArn))
	if err != nil {
		return nil, err
	}
	return nil, st.tag(&x.Entity, in.Tags)
}

func (s *Service) untagOpenIDConnectProvider(c *model.Call, in *iam.UntagOpenIDConnectProviderInput) (*iam.UntagOpenIDConnectProviderOutput, error) {
	x, err := s.stores.Write(c).oidc(text(in.OpenIDConnectProviderArn))
	if err != nil {
		return nil, err
	}
	x.untag(in.TagKeys)
	return nil, nil
}

func (s *Service) tagServerCertificate(c *model.Call, in *iam.TagServerCertificateInput) (*iam.TagServerCertificateOutput, error) {
	st := s.stores.Write(c)
	x, err := st.serverCertificate(text(in.ServerCertificateName))
	if err != nil {
		return nil, err
	}
	return nil, st.tag(&x.Entity, in.Tags)
}

func (s *Service) untagServerCertificate(c *model.Call, in *iam.UntagServerCertificateInput) (*iam.UntagServerCertificateOutput, error) {
	x, err := s.stores.Write(c).serverCertificate(text(in.ServerCertificateName))
	if err != nil {
		return nil, err
	}
	x.untag(in.TagKeys)
	return nil, nil
}
