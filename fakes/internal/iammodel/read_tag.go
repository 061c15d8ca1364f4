package iammodel

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// What has tags, with the way to find it. The operations are the same but for
// the types.

func (s *Service) listUserTags(c *model.Call, in *iam.ListUserTagsInput) (*iam.ListUserTagsOutput, error) {
	st := s.stores.Read(c)
	x, err := st.findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	tags, next, err := page(c, st, x.Tags, tagKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListUserTagsOutput{Tags: noNil(tags), IsTruncated: next != nil, Marker: next}, nil
}

func (s *Service) listRoleTags(c *model.Call, in *iam.ListRoleTagsInput) (*iam.ListRoleTagsOutput, error) {
	st := s.stores.Read(c)
	x, err := st.findRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	tags, next, err := page(c, st, x.Tags, tagKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListRoleTagsOutput{Tags: noNil(tags), IsTruncated: next != nil, Marker: next}, nil
}

func (s *Service) listPolicyTags(c *model.Call, in *iam.ListPolicyTagsInput) (*iam.ListPolicyTagsOutput, error) {
	st := s.stores.Read(c)
	x, err := st.findPolicy(text(in.PolicyArn))
	if err != nil {
		return nil, err
	}
	tags, next, err := page(c, st, x.Tags, tagKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListPolicyTagsOutput{Tags: noNil(tags), IsTruncated: next != nil, Marker: next}, nil
}

func (s *Service) listInstanceProfileTags(c *model.Call, in *iam.ListInstanceProfileTagsInput) (*iam.ListInstanceProfileTagsOutput, error) {
	st := s.stores.Read(c)
	x, err := st.findInstanceProfile(text(in.InstanceProfileName))
	if err != nil {
		return nil, err
	}
	tags, next, err := page(c, st, x.Tags, tagKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListInstanceProfileTagsOutput{Tags: noNil(tags), IsTruncated: next != nil, Marker: next}, nil
}

func (s *Service) listMFADeviceTags(c *model.Call, in *iam.ListMFADeviceTagsInput) (*iam.ListMFADeviceTagsOutput, error) {
	st := s.stores.Read(c)
	x, err := st.virtual(text(in.SerialNumber))
	if err != nil {
		return nil, err
	}
	tags, next, err := page(c, st, x.Tags, tagKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListMFADeviceTagsOutput{Tags: noNil(tags), IsTruncated: next != nil, Marker: next}, nil
}

func (s *Service) listSAMLProviderTags(c *model.Call, in *iam.ListSAMLProviderTagsInput) (*iam.ListSAMLProviderTagsOutput, error) {
	st := s.stores.Read(c)
	x, err := st.saml(text(in.SAMLProviderArn))
	if err != nil {
		return nil, err
	}
	tags, next, err := page(c, st, x.Tags, tagKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListSAMLProviderTagsOutput{Tags: noNil(tags), IsTruncated: next != nil, Marker: next}, nil
}

func (s *Service) listOpenIDConnectProviderTags(c *model.Call, in *iam.ListOpenIDConnectProviderTagsInput) (*iam.ListOpenIDConnectProviderTagsOutput, error) {
	st := s.stores.Read(c)
	x, err := st.oidc(text(in.OpenIDConnectProviderArn))
	if err != nil {
		return nil, err
	}
	tags, next, err := page(c, st, x.Tags, tagKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListOpenIDConnectProviderTagsOutput{Tags: noNil(tags), IsTruncated: next != nil, Marker: next}, nil
}

func (s *Service) listServerCertificateTags(c *model.Call, in *iam.ListServerCertificateTagsInput) (*iam.ListServerCertificateTagsOutput, error) {
	st := s.stores.Read(c)
	x, err := st.serverCertificate(text(in.ServerCertificateName))
	if err != nil {
		return nil, err
	}
	tags, next, err := page(c, st, x.Tags, tagKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListServerCertificateTagsOutput{Tags: noNil(tags), IsTruncated: next != nil, Marker: next}, nil
}

// noNil makes a list that is there even if it is empty, as the client makes it
// from a response.
func noNil(tags []types.Tag) []types.Tag {
	if tags == nil {
		return []types.Tag{}
	}
	return tags
}

func tagKey(t types.Tag) string { return aws.ToString(t.Key) }
