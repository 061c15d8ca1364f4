package model

import "time"

// Identities are what IAM knows about who may do what. The model of IAM stands
// behind it; enforcement and STS ask. The methods run under the lock of the
// Cloud, and see the present, whatever the lag of the account.
type Identities interface {
	// User and Role return a user or a role by name, whatever its path, and
	// false if the account has none.
	User(account *Account, name string) (Identity, bool)
	Role(account *Account, name string) (Identity, bool)
	// Resource returns what else IAM keeps. The kind is as in ARNs ("group",
	// "instance-profile", "policy", "oidc-provider"), the name that by which
	// operations ask: an ARN for policies, providers and MFA devices.
	Resource(account *Account, kind, name string) (Resource, bool)
	// Policy returns the default version of a managed policy by ARN.
	Policy(account *Account, arn string) (document string, ok bool)
	// MFADevice returns the name of the user who has enabled the device, and
	// "" for the root user.
	MFADevice(account *Account, serial string) (user string, ok bool)
	// Audiences returns the client ids of an OpenID Connect provider by ARN.
	Audiences(account *Account, provider string) (clients []string, ok bool)
	// SAMLProvider returns until when a SAML provider is valid.
	SAMLProvider(account *Account, arn string) (until time.Time, ok bool)
	// RootSessions reports whether the organization has enabled sessions of
	// the root users of its members.
	RootSessions() bool
}

// An Identity is a user or a role with what its calls are decided by.
type Identity struct {
	Resource
	// ID is the unique id, Name the name.
	ID, Name string
	// Policies are the documents of all identity-based policies, JSON: those
	// of a user with those of its groups, or those of a role.
	Policies []string
	// Boundary is the ARN of the permissions boundary, "" for none.
	Boundary string
	// Trust is the trust policy of a role, MaxSession its longest session; 0
	// means an hour.
	Trust      string
	MaxSession time.Duration
}

// A Resource is what policies may ask about a resource.
type Resource struct {
	ARN  string
	Tags map[string]string
	// Role is the ARN of the role that whoever uses the resource passes to a
	// service: that of an instance profile, or of a Lambda function. It is ""
	// for none.
	Role string
}
