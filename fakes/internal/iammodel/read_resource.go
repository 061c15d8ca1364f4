package iammodel

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// The lists of providers are not paged.

func (s *Service) listSAMLProviders(c *model.Call, _ *iam.ListSAMLProvidersInput) (*iam.ListSAMLProvidersOutput, error) {
	return &iam.ListSAMLProvidersOutput{
		SAMLProviderList: each(s.stores.Read(c).SAMLProviders.Items, func(p *SAMLProvider) types.SAMLProviderListEntry {
			return types.SAMLProviderListEntry{Arn: &p.ARN, CreateDate: when(p.Created), ValidUntil: when(p.Valid)}
		}),
	}, nil
}

func (s *Service) getSAMLProvider(c *model.Call, in *iam.GetSAMLProviderInput) (*iam.GetSAMLProviderOutput, error) {
	p, err := s.stores.Read(c).saml(text(in.SAMLProviderArn))
	if err != nil {
		return nil, err
	}
	return &iam.GetSAMLProviderOutput{
		CreateDate: when(p.Created), ValidUntil: when(p.Valid), SAMLMetadataDocument: &p.Metadata, SAMLProviderUUID: &p.UUID,
		Tags: p.Tags, AssertionEncryptionMode: p.Encryption, PrivateKeyList: p.Keys,
	}, nil
}

func (s *Service) listOpenIDConnectProviders(c *model.Call, _ *iam.ListOpenIDConnectProvidersInput) (*iam.ListOpenIDConnectProvidersOutput, error) {
	return &iam.ListOpenIDConnectProvidersOutput{
		OpenIDConnectProviderList: each(s.stores.Read(c).OIDCProviders.Items, func(p *OIDCProvider) types.OpenIDConnectProviderListEntry {
			return types.OpenIDConnectProviderListEntry{Arn: &p.ARN}
		}),
	}, nil
}

// getOpenIDConnectProvider gives the URL without its scheme.
func (s *Service) getOpenIDConnectProvider(c *model.Call, in *iam.GetOpenIDConnectProviderInput) (*iam.GetOpenIDConnectProviderOutput, error) {
	p, err := s.stores.Read(c).oidc(text(in.OpenIDConnectProviderArn))
	if err != nil {
		return nil, err
	}
	return &iam.GetOpenIDConnectProviderOutput{
		ClientIDList: p.Clients, CreateDate: when(p.Created), Tags: p.Tags, ThumbprintList: p.Thumbprints, Url: &p.Name,
	}, nil
}

func (s *Service) listServerCertificates(c *model.Call, in *iam.ListServerCertificatesInput) (*iam.ListServerCertificatesOutput, error) {
	st := s.stores.Read(c)
	prefix, err := checkPrefix(in.PathPrefix)
	if err != nil {
		return nil, err
	}
	all := under(st.ServerCertificates.Items, prefix, func(x *ServerCertificate) *Entity { return &x.Entity })
	list, next, err := page(c, st, all, (*ServerCertificate).listKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListServerCertificatesOutput{
		ServerCertificateMetadataList: each(list, func(x *ServerCertificate) types.ServerCertificateMetadata { return *x.metadata() }),
		IsTruncated:                   next != nil, Marker: next,
	}, nil
}

func (s *Service) getServerCertificate(c *model.Call, in *iam.GetServerCertificateInput) (*iam.GetServerCertificateOutput, error) {
	x, err := s.stores.Read(c).serverCertificate(text(in.ServerCertificateName))
	if err != nil {
		return nil, err
	}
	return &iam.GetServerCertificateOutput{ServerCertificate: &types.ServerCertificate{
		ServerCertificateMetadata: x.metadata(), CertificateBody: &x.Body, CertificateChain: optional(x.Chain), Tags: x.Tags,
	}}, nil
}

func (s *Service) listAccountAliases(c *model.Call, in *iam.ListAccountAliasesInput) (*iam.ListAccountAliasesOutput, error) {
	st := s.stores.Read(c)
	list, next, err := page(c, st, st.Aliases, itself, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListAccountAliasesOutput{AccountAliases: each(list, strings.Clone), IsTruncated: next != nil, Marker: next}, nil
}

func (s *Service) getAccountPasswordPolicy(c *model.Call, _ *iam.GetAccountPasswordPolicyInput) (*iam.GetAccountPasswordPolicyOutput, error) {
	st := s.stores.Read(c)
	if st.PasswordPolicy == nil {
		return nil, noSuchEntity("The Password Policy with domain name %s cannot be found.", st.AccountID)
	}
	return &iam.GetAccountPasswordPolicyOutput{PasswordPolicy: st.PasswordPolicy}, nil
}

func (s *Service) getAccountProperties(c *model.Call, _ *iam.GetAccountPropertiesInput) (*iam.GetAccountPropertiesOutput, error) {
	return &iam.GetAccountPropertiesOutput{Properties: s.stores.Read(c).Properties}, nil
}

func (s *Service) getOutboundWebIdentityFederationInfo(c *model.Call, _ *iam.GetOutboundWebIdentityFederationInfoInput) (*iam.GetOutboundWebIdentityFederationInfoOutput, error) {
	st := s.stores.Read(c)
	if !st.Outbound {
		return nil, model.Errorf("FeatureDisabled", "Outbound web identity federation is not enabled for the account.")
	}
	return &iam.GetOutboundWebIdentityFederationInfoOutput{IssuerIdentifier: &st.Issuer, JwtVendingEnabled: st.Outbound}, nil
}
