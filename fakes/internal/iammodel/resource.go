package iammodel

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// An InstanceProfile carries a role to EC2 instances.
type InstanceProfile struct {
	Entity
	Role string // name, "" for none
}

// A SAMLProvider is a SAML 2.0 identity provider.
type SAMLProvider struct {
	Entity
	UUID       string
	Metadata   string
	Valid      time.Time // end of validity
	Encryption types.AssertionEncryptionModeType
	Keys       []types.SAMLPrivateKey
}

// An OIDCProvider is an OpenID Connect identity provider. Its name is the URL
// without the scheme.
type OIDCProvider struct {
	Entity
	Clients, Thumbprints []string
}

// A ServerCertificate is an uploaded server certificate.
type ServerCertificate struct {
	Entity // Created is when it was uploaded
	Body   string
	Chain  string
	Expiry time.Time
}
