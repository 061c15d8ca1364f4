package iammodel

import (
	"crypto/tls"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (s *Service) createSAMLProvider(c *model.Call, in *iam.CreateSAMLProviderInput) (*iam.CreateSAMLProviderOutput, error) {
	if in.AddPrivateKey != nil {
		return nil, model.NotModeled(c, "the parameter AddPrivateKey")
	}
	if err := checkOneOf("assertionEncryptionMode", in.AssertionEncryptionMode, in.AssertionEncryptionMode.Values()); err != nil {
		return nil, err
	}
	p, err := s.AddSAML(s.stores.Write(c), text(in.Name), text(in.SAMLMetadataDocument), in.Tags)
	if err != nil {
		return nil, err
	}
	p.Encryption = in.AssertionEncryptionMode
	return &iam.CreateSAMLProviderOutput{SAMLProviderArn: &p.ARN, Tags: p.Tags}, nil
}

func (s *Service) updateSAMLProvider(c *model.Call, in *iam.UpdateSAMLProviderInput) (*iam.UpdateSAMLProviderOutput, error) {
	if in.AddPrivateKey != nil || in.RemovePrivateKey != nil {
		return nil, model.NotModeled(c, "a private key of a SAML provider")
	}
	if err := checkOneOf("assertionEncryptionMode", in.AssertionEncryptionMode, in.AssertionEncryptionMode.Values()); err != nil {
		return nil, err
	}
	p, err := s.stores.Write(c).saml(text(in.SAMLProviderArn))
	if err != nil {
		return nil, err
	}
	if in.SAMLMetadataDocument != nil {
		valid, err := s.checkMetadata(*in.SAMLMetadataDocument)
		if err != nil {
			return nil, err
		}
		p.Metadata, p.Valid = *in.SAMLMetadataDocument, valid
	}
	if in.AssertionEncryptionMode != "" {
		p.Encryption = in.AssertionEncryptionMode
	}
	return &iam.UpdateSAMLProviderOutput{SAMLProviderArn: &p.ARN}, nil
}

func (s *Service) deleteSAMLProvider(c *model.Call, in *iam.DeleteSAMLProviderInput) (*iam.DeleteSAMLProviderOutput, error) {
	st := s.stores.Write(c)
	p, err := st.saml(text(in.SAMLProviderArn))
	if err != nil {
		return nil, err
	}
	st.SAMLProviders.Delete(p.Name)
	return nil, nil
}

func (s *Service) createOpenIDConnectProvider(c *model.Call, in *iam.CreateOpenIDConnectProviderInput) (*iam.CreateOpenIDConnectProviderOutput, error) {
	p, err := s.AddOIDC(s.stores.Write(c), text(in.Url), in.ClientIDList, in.ThumbprintList, in.Tags)
	if err != nil {
		return nil, err
	}
	return &iam.CreateOpenIDConnectProviderOutput{OpenIDConnectProviderArn: &p.ARN, Tags: p.Tags}, nil
}

// deleteOpenIDConnectProvider deletes a provider; one that does not exist is no
// error, as the API reference says.
func (s *Service) deleteOpenIDConnectProvider(c *model.Call, in *iam.DeleteOpenIDConnectProviderInput) (*iam.DeleteOpenIDConnectProviderOutput, error) {
	st := s.stores.Write(c)
	if err := checkARN("openIDConnectProviderArn", text(in.OpenIDConnectProviderArn)); err != nil {
		return nil, err
	}
	if p, err := st.oidc(text(in.OpenIDConnectProviderArn)); err == nil {
		st.OIDCProviders.Delete(p.Name)
	}
	return nil, nil
}

// addClientIDToOpenIDConnectProvider does nothing for an id that is there.
func (s *Service) addClientIDToOpenIDConnectProvider(c *model.Call, in *iam.AddClientIDToOpenIDConnectProviderInput) (*iam.AddClientIDToOpenIDConnectProviderOutput, error) {
	st := s.stores.Write(c)
	p, err := st.oidc(text(in.OpenIDConnectProviderArn))
	if err != nil {
		return nil, err
	}
	if err := checkLength("clientID", text(in.ClientID), 1, 255); err != nil {
		return nil, err
	}
	list := unique(append(slices.Clone(p.Clients), *in.ClientID))
	if limit := st.limit(ClientIDsPerOIDCProviderQuota); len(list) > int(limit) {
		return nil, exceeded("ClientIdsPerOpenIdConnectProvider", limit)
	}
	p.Clients = list
	return nil, nil
}

// removeClientIDFromOpenIDConnectProvider does nothing for an id that is not
// there.
func (s *Service) removeClientIDFromOpenIDConnectProvider(c *model.Call, in *iam.RemoveClientIDFromOpenIDConnectProviderInput) (*iam.RemoveClientIDFromOpenIDConnectProviderOutput, error) {
	p, err := s.stores.Write(c).oidc(text(in.OpenIDConnectProviderArn))
	if err != nil {
		return nil, err
	}
	p.Clients = slices.DeleteFunc(p.Clients, func(id string) bool { return id == text(in.ClientID) })
	return nil, nil
}

func (s *Service) updateOpenIDConnectProviderThumbprint(c *model.Call, in *iam.UpdateOpenIDConnectProviderThumbprintInput) (*iam.UpdateOpenIDConnectProviderThumbprintOutput, error) {
	p, err := s.stores.Write(c).oidc(text(in.OpenIDConnectProviderArn))
	if err != nil {
		return nil, err
	}
	if err := checkThumbprints(in.ThumbprintList); err != nil {
		return nil, err
	}
	p.Thumbprints = unique(in.ThumbprintList)
	return nil, nil
}

func (s *Service) uploadServerCertificate(c *model.Call, in *iam.UploadServerCertificateInput) (*iam.UploadServerCertificateOutput, error) {
	if _, err := certificate(text(in.CertificateBody)); err != nil {
		return nil, err
	}
	if _, err := tls.X509KeyPair([]byte(text(in.CertificateBody)), []byte(text(in.PrivateKey))); err != nil {
		return nil, keyPairMismatch()
	}
	st := s.stores.Write(c)
	x, err := s.AddServerCertificate(st, text(in.ServerCertificateName), in.Path, text(in.CertificateBody), text(in.CertificateChain), time.Time{}, in.Tags)
	if err != nil {
		return nil, err
	}
	return &iam.UploadServerCertificateOutput{ServerCertificateMetadata: x.metadata(), Tags: x.Tags}, nil
}

func (s *Service) updateServerCertificate(c *model.Call, in *iam.UpdateServerCertificateInput) (*iam.UpdateServerCertificateOutput, error) {
	st := s.stores.Write(c)
	x, err := st.serverCertificate(text(in.ServerCertificateName))
	if err != nil {
		return nil, err
	}
	name, path, err := s.checkRename("newServerCertificateName", otherNameLimit, x.Entity, in.NewServerCertificateName, in.NewPath)
	if err != nil {
		return nil, err
	}
	if other := st.ServerCertificates.Get(name); other != nil && other != x {
		return nil, alreadyExists("The Server Certificate with name %s already exists.", name)
	}
	st.ServerCertificates.Delete(x.Name)
	x.rename(st, "server-certificate", name, path)
	st.ServerCertificates.Put(x.Name, x)
	return nil, nil
}

func (s *Service) deleteServerCertificate(c *model.Call, in *iam.DeleteServerCertificateInput) (*iam.DeleteServerCertificateOutput, error) {
	st := s.stores.Write(c)
	x, err := st.serverCertificate(text(in.ServerCertificateName))
	if err != nil {
		return nil, err
	}
	st.ServerCertificates.Delete(x.Name)
	return nil, nil
}

// setSecurityTokenServicePreferences chooses the tokens of the global endpoint.
func (s *Service) setSecurityTokenServicePreferences(c *model.Call, in *iam.SetSecurityTokenServicePreferencesInput) (*iam.SetSecurityTokenServicePreferencesOutput, error) {
	version := in.GlobalEndpointTokenVersion
	if err := checkOneOf("globalEndpointTokenVersion", version, version.Values()); err != nil {
		return nil, err
	}
	st := s.stores.Write(c)
	st.TokenVersion = 1
	if version == types.GlobalEndpointTokenVersionV2Token {
		st.TokenVersion = 2
	}
	return nil, nil
}

func (s *Service) enableOutboundWebIdentityFederation(c *model.Call, _ *iam.EnableOutboundWebIdentityFederationInput) (*iam.EnableOutboundWebIdentityFederationOutput, error) {
	st := s.stores.Write(c)
	if st.Outbound {
		return nil, model.Errorf("FeatureEnabled", "Outbound web identity federation is already enabled for the account.")
	}
	if st.Issuer == "" {
		st.Issuer = "https://" + fold(s.cloud.IDs.Unique("")) + ".tokens.sts.global.api.aws"
	}
	st.Outbound = true
	return &iam.EnableOutboundWebIdentityFederationOutput{IssuerIdentifier: &st.Issuer}, nil
}

func (s *Service) disableOutboundWebIdentityFederation(c *model.Call, _ *iam.DisableOutboundWebIdentityFederationInput) (*iam.DisableOutboundWebIdentityFederationOutput, error) {
	st := s.stores.Write(c)
	if !st.Outbound {
		return nil, model.Errorf("FeatureDisabled", "Outbound web identity federation is not enabled for the account.")
	}
	st.Outbound = false
	return nil, nil
}
