package iamhygiene

import "time"

// SAMLProviders is the dataset of the SAML identity providers in IAM.
var SAMLProviders = NewDataset[[]SAMLProvider](DatasetInfo{
	Name: "saml-providers", Title: "the SAML providers",
	Operations: []string{"iam:ListSAMLProviders"},
})

// SAMLProvider is a SAML identity provider in IAM.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SAMLProviderListEntry.html
type SAMLProvider struct {
	ARN     string    `json:"arn"`
	Created time.Time `json:"created,omitzero"`
	// ValidUntil is when the metadata document ends; zero where IAM does not
	// say.
	ValidUntil time.Time `json:"valid_until,omitzero"`
}

// OIDCProviders is the dataset of the OpenID Connect identity providers in IAM.
// A provider of which only the ARN could be read has an error with that ARN as
// its scope.
var OIDCProviders = NewDataset[[]OIDCProvider](DatasetInfo{
	Name: "oidc-providers", Title: "the OpenID Connect providers",
	Operations: []string{"iam:ListOpenIDConnectProviders", "iam:GetOpenIDConnectProvider"},
})

// OIDCProvider is an OpenID Connect identity provider in IAM.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html
type OIDCProvider struct {
	ARN string `json:"arn"`
	// URL is the issuer without a scheme: "token.actions.githubusercontent.com".
	URL string `json:"url,omitempty"`
	// ClientIDs are the audiences.
	ClientIDs   []string  `json:"client_ids,omitempty"`
	Thumbprints []string  `json:"thumbprints,omitempty"`
	Created     time.Time `json:"created,omitzero"`
}

// IdentityCenter is the dataset of the instances of IAM Identity Center that
// the account sees. An instance is in one Region.
var IdentityCenter = NewDataset[Regional[IdentityCenterInstance]](DatasetInfo{
	Name: "identity-center", Title: "the instances of IAM Identity Center",
	Operations: []string{"sso:ListInstances"},
})

// IdentityCenterInstance is an instance of IAM Identity Center.
//
// https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_InstanceMetadata.html
type IdentityCenterInstance struct {
	ARN    string `json:"arn"`
	Region string `json:"region"`
	Name   string `json:"name,omitempty"`
	// Owner is the account that has it: the management account for an
	// instance of an organization.
	Owner string `json:"owner,omitempty"`
	// Status is "ACTIVE" for one that can be used.
	Status  string    `json:"status,omitempty"`
	Created time.Time `json:"created,omitzero"`
}
