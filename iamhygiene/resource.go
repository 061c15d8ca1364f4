package iamhygiene

import "strings"

// Resource types of the built-in checks. A caller's check may use types of its
// own.
const (
	TypeAccount           = "account"
	TypeRootUser          = "root-user"
	TypeUser              = "user"
	TypeGroup             = "group"
	TypeRole              = "role"
	TypePolicy            = "policy"
	TypeInlinePolicy      = "inline-policy"
	TypeAccessKey         = "access-key"
	TypeCertificate       = "signing-certificate"
	TypeSSHKey            = "ssh-key"
	TypeServiceCredential = "service-credential"
	TypeServerCertificate = "server-certificate"
	TypeMFADevice         = "mfa-device"
	TypePasswordPolicy    = "password-policy"
	TypeExemption         = "exemption"
	TypeOrganization      = "organization"
	TypeRegion            = "region"
	TypeSAMLProvider      = "saml-provider"
	TypeOIDCProvider      = "oidc-provider"
	TypeInstance          = "instance"
	TypeProfile           = "instance-profile"
	TypeFunction          = "function"
	TypeAnalyzer          = "analyzer"
)

// A Resource names what a finding is about.
//
// Things that have no ARN of their own carry the ARN of what they belong to:
// an access key that of its user, the password policy and the account that of
// the account (arn:aws:iam::111122223333:root), as does the root user.
type Resource struct {
	// ARN is the Amazon Resource Name, in the partition of the account.
	ARN string `json:"arn"`
	// Type is one of the Type constants, or a caller's own.
	Type string `json:"type"`
	// Name is how a person calls it: a user name, "<root_account>", an
	// account id.
	Name string `json:"name"`
	// Account is the 12-digit id of the account that owns the resource.
	Account string `json:"account"`
	// Partition is aws, aws-cn, aws-us-gov, ...
	Partition string `json:"partition"`
	// Region is the AWS Region, or "global" for IAM.
	Region string `json:"region"`
	// Tags are the resource's tags where the data holds them.
	Tags map[string]string `json:"tags,omitempty"`
}

// resourceOf fills what the ARN tells: account and partition.
func resourceOf(typ, arn, name string) Resource {
	r := Resource{ARN: arn, Type: typ, Name: name, Region: "global"}
	if f := strings.SplitN(arn, ":", 6); len(f) == 6 {
		r.Partition, r.Account = f[1], f[4]
	}
	return r
}
