package iammodel

import (
	"encoding/xml"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// AddSAML adds a SAML provider. Its validity is that of the metadata, or a
// hundred years where the metadata has no end, as in AWS.
func (s *Service) AddSAML(st *Store, name, metadata string, tags []types.Tag) (*SAMLProvider, error) {
	if err := checkProviderName(name); err != nil {
		return nil, err
	}
	if err := checkTags(tags); err != nil {
		return nil, err
	}
	valid, err := s.checkMetadata(metadata)
	switch {
	case err != nil:
		return nil, err
	case st.SAMLProviders.Get(name) != nil:
		return nil, alreadyExists("SAMLProvider %s already exists.", st.arn("saml-provider", "/", name))
	case st.SAMLProviders.Len() >= int(st.limit(SAMLProvidersQuota)):
		return nil, exceeded("SAMLProvidersPerAccount", st.limit(SAMLProvidersQuota))
	}
	p := &SAMLProvider{Metadata: metadata, Valid: valid}
	p.Entity = s.newEntity(st, "saml-provider", "ASPA", name, "/", tags)
	p.UUID = p.ID
	st.SAMLProviders.Put(name, p)
	return p, nil
}

var providerName = regexp.MustCompile(`^[\w._-]+$`)

func checkProviderName(name string) error {
	if err := checkLength("name", name, 1, otherNameLimit); err != nil {
		return err
	}
	if !providerName.MatchString(name) {
		return constraint(name, "name", `satisfy regular expression pattern: [\w._-]+`)
	}
	return nil
}

// checkMetadata reads the end of validity of a metadata document.
func (s *Service) checkMetadata(document string) (time.Time, error) {
	var descriptor struct {
		XMLName xml.Name
		ID      string `xml:"entityID,attr"`
		Until   string `xml:"validUntil,attr"`
	}
	err := xml.Unmarshal([]byte(document), &descriptor)
	if err != nil || descriptor.XMLName.Local != "EntityDescriptor" || descriptor.ID == "" {
		return time.Time{}, invalidInput("Could not parse metadata")
	}
	if descriptor.Until == "" {
		return s.now().AddDate(100, 0, 0), nil
	}
	until, err := time.Parse(time.RFC3339, descriptor.Until)
	if err != nil {
		return time.Time{}, invalidInput("Could not parse metadata")
	}
	return until.UTC(), nil
}

// saml returns the SAML provider with the ARN.
func (st *Store) saml(arn string) (*SAMLProvider, error) {
	if err := checkARN("sAMLProviderArn", arn); err != nil {
		return nil, err
	}
	if p := st.SAMLProviders.Get(lastName(arn)); p != nil && p.ARN == arn {
		return p, nil
	}
	return nil, noSuchEntity("SAMLProvider %s does not exist.", arn)
}

// AddOIDC adds an OpenID Connect provider.
func (s *Service) AddOIDC(st *Store, address string, clients, thumbprints []string, tags []types.Tag) (*OIDCProvider, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Port() != "" {
		return nil, validationError("Invalid Open ID Connect Provider URL")
	}
	if err := checkTags(tags); err != nil {
		return nil, err
	}
	if err := checkThumbprints(thumbprints); err != nil {
		return nil, err
	}
	name := strings.TrimPrefix(address, "https://")
	switch {
	case st.OIDCProviders.Get(name) != nil:
		return nil, alreadyExists("Provider with url %s already exists.", address)
	case st.OIDCProviders.Len() >= int(st.limit(OIDCProvidersQuota)):
		return nil, exceeded("OpenIdConnectProvidersPerAccount", st.limit(OIDCProvidersQuota))
	case len(clients) > int(st.limit(ClientIDsPerOIDCProviderQuota)):
		return nil, exceeded("ClientIdsPerOpenIdConnectProvider", st.limit(ClientIDsPerOIDCProviderQuota))
	}
	p := &OIDCProvider{Clients: unique(clients), Thumbprints: unique(thumbprints)}
	p.Entity = s.newEntity(st, "oidc-provider", "AOPA", name, "/", tags)
	st.OIDCProviders.Put(name, p)
	return p, nil
}

func checkThumbprints(list []string) error {
	if len(list) > 5 {
		return invalidInput("Thumbprint list must contain fewer than 5 entries.")
	}
	for _, t := range list {
		if err := checkLength("thumbprintList", t, 40, 40); err != nil {
			return err
		}
	}
	return nil
}

func unique(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// oidc returns the OpenID Connect provider with the ARN.
func (st *Store) oidc(arn string) (*OIDCProvider, error) {
	if err := checkARN("openIDConnectProviderArn", arn); err != nil {
		return nil, err
	}
	for _, p := range st.OIDCProviders.Items {
		if p.ARN == arn {
			return p, nil
		}
	}
	return nil, noSuchEntity("OpenIDConnect Provider not found for arn %s", arn)
}

// AddServerCertificate adds a server certificate; a zero expiry is that of the
// certificate.
func (s *Service) AddServerCertificate(st *Store, name string, path *string, body, chain string, expiry time.Time, tags []types.Tag) (*ServerCertificate, error) {
	p, err := s.checkNew("serverCertificateName", name, otherNameLimit, path, tags)
	if err != nil {
		return nil, err
	}
	parsed, err := certificate(body)
	switch {
	case err != nil:
		return nil, err
	case st.ServerCertificates.Get(name) != nil:
		return nil, alreadyExists("The Server Certificate with name %s already exists.", name)
	case st.ServerCertificates.Len() >= int(st.limit(ServerCertificatesQuota)):
		return nil, exceeded("ServerCertificatesPerAccount", st.limit(ServerCertificatesQuota))
	}
	if expiry.IsZero() {
		expiry = parsed.NotAfter.UTC()
	}
	c := &ServerCertificate{Body: body, Chain: chain, Expiry: expiry}
	c.Entity = s.newEntity(st, "server-certificate", "ASCA", name, p, tags)
	st.ServerCertificates.Put(name, c)
	return c, nil
}

func (st *Store) serverCertificate(name string) (*ServerCertificate, error) {
	if err := checkName("serverCertificateName", name, otherNameLimit); err != nil {
		return nil, err
	}
	if c := st.ServerCertificates.Get(name); c != nil {
		return c, nil
	}
	return nil, noSuchEntity("The Server Certificate with name %s cannot be found.", name)
}

// keyPairMismatch is the error of a private key that is not the certificate's.
func keyPairMismatch() error {
	return model.Errorf("KeyPairMismatch", "The private key does not match the public key of the certificate.")
}
