package model

import (
	"context"
	"time"
)

// A Call is one call of an operation, as a model sees it.
type Call struct {
	// Service is the SDK's id of the service, such as "IAM" or "Config
	// Service"; Operation is the operation's name, Action its name in IAM
	// policies, such as "iam:ListUsers".
	Service, Operation, Action string
	// Region is the Region of the client, also for global services.
	Region string
	// Endpoint is the Region of the endpoint: that of the client, or for a global
	// service the one that answers for all of the partition.
	Endpoint string
	// RequestID is the id under which the call is answered.
	RequestID string
	// Seq counts the calls of the caller's account, from 1.
	Seq uint64
	// Input is a copy of the operation's input, a pointer.
	Input any
	// Caller is who calls, Account where the caller belongs. An operation that
	// is not signed has the account whose configuration made the client.
	Caller  Principal
	Account *Account
	Cloud   *Cloud
}

// Now is the time at which the call is answered.
func (c *Call) Now() time.Time { return c.Cloud.Now() }

// An Authorizer decides whether calls may proceed: AWS's authorization, in
// front of every operation of every service. It runs under the lock of the
// Cloud, as handlers do.
//
// A Cloud without an Authorizer refuses every call of a caller whose policies
// are to be enforced, because it could not tell.
type Authorizer interface {
	// Authorize returns nil if the policies that apply to c.Caller allow the
	// call, and otherwise the error that the caller gets. It is asked for
	// callers with Enforced set only.
	Authorize(ctx context.Context, c *Call) error
	// AuthorizeAssumeRole returns nil if the role's trust policy admits the
	// caller to the session. It is asked for every AssumeRole, also those of
	// the account's administrator: a trust policy binds everybody.
	AuthorizeAssumeRole(ctx context.Context, c *Call, r AssumeRole) error
}

// AssumeRole is what a trust policy decides on.
type AssumeRole struct {
	// Action is sts:AssumeRole if it is empty, or one of its siblings.
	Action string
	Role   Role
	// Provider is who asks if it is not the caller: the ARN of an identity
	// provider, or "federated:" and the domain of a web identity provider.
	Provider string
	// Claims are the condition keys that the provider vouches for.
	Claims         map[string][]string
	SessionName    string
	ExternalID     string
	SourceIdentity string
	Tags           map[string]string
	TransitiveTags []string
	// MFA is the serial number of the MFA device that was used, if any.
	MFA string
}

// A Directory knows the principals of accounts. The model of IAM is one.
// Its methods run under the lock of the Cloud.
type Directory interface {
	// User returns the user with the name, whatever its path, and false if the
	// account has none. Letter case counts as it does in ARNs.
	User(account, name string) (User, bool)
	// Role returns the role with the name, whatever its path, and false if the
	// account has none. The ARN of a session does not tell the path.
	Role(account, name string) (Role, bool)
}

// A User is what other models need to know about an IAM user.
type User struct {
	ARN, ID, Name string
}

// A Role is what other models need to know about a role.
type Role struct {
	ARN, ID, Name string
	// TrustPolicy is the AssumeRolePolicyDocument, as JSON.
	TrustPolicy string
	// MaxSession is the longest session; 0 means one hour.
	MaxSession time.Duration
}
