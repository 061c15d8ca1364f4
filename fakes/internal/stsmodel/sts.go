// Package stsmodel models AWS STS: who is calling, and the sessions of roles,
// users, federated users and root users. It is also the example for authors of
// models.
//
// # What decides
//
// Whether a caller may begin a session is for the Authorizer of the Cloud to
// say, which asks the trust policy. This package checks what STS checks before
// and after: durations, session policies, session tags, MFA devices, role
// chaining, source identities.
//
// # Identity tokens
//
// Tokens of identity providers are read and not verified: neither the signature
// of a web identity token (a JSON Web Token whose third part may be empty) nor
// that of a SAML response. Issuer, audience and expiry count, against the
// provider that the role's account has and the time of the fake.
//
// # What it does not do
//
// Codes of MFA devices are right if they have six digits. The packed size of
// session policies and tags is estimated from their length; STS compresses them.
// Sign-in with Facebook and Login with Amazon (ProviderId), trusted contexts
// (ProvidedContexts), outbound web identity tokens and delegated access tokens
// are refused by name or not answered.
package stsmodel

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// Service answers operations of STS. It has no state of its own: sessions are
// keys of the Cloud. The zero value is ready; it knows no identity providers,
// devices and managed policies, and refuses what hangs on them.
type Service struct {
	// Identities is the model of IAM.
	Identities model.Identities
	// Organization is the model of Organizations, nil if there is none.
	Organization Organization
	// Decode reads the messages that the fake encoded into refusals.
	Decode func(message string) (text string, ok bool)
}

// An Organization tells who may act for the accounts of an organization.
type Organization interface {
	// Administers reports whether the caller's account may use a service for
	// the other accounts.
	Administers(c *model.Call, service string) bool
	// Membership returns the id of the management account, and false for an
	// account that is in no organization.
	Membership(accountID string) (orgID, path, managementID string, ok bool)
}

var _ model.Service = Service{}

// Register names the operations that are modelled.
func (s Service) Register(r *model.Registry) {
	model.Handle(r, s.getCallerIdentity)
	model.Handle(r, s.getAccessKeyInfo)
	model.Handle(r, s.decodeAuthorizationMessage)
	model.Handle(r, s.assumeRole)
	model.Handle(r, s.assumeRoleWithWebIdentity)
	model.Handle(r, s.assumeRoleWithSAML)
	model.Handle(r, s.assumeRoot)
	model.Handle(r, s.getSessionToken)
	model.Handle(r, s.getFederationToken)
}

var errUnsigned = model.Errorf("MissingAuthenticationToken", "Request is missing Authentication Token")

func (Service) getCallerIdentity(_ context.Context, c *model.Call, _ *sts.GetCallerIdentityInput) (*sts.GetCallerIdentityOutput, error) {
	if c.Caller.Kind == model.Anonymous {
		return nil, errUnsigned
	}
	return &sts.GetCallerIdentityOutput{
		Account: aws.String(c.Caller.AccountID),
		Arn:     aws.String(c.Caller.ARN),
		UserId:  aws.String(c.Caller.ID),
	}, nil
}

// getAccessKeyInfo reads the account from the key id alone, as STS does: it
// answers also for keys that were deleted.
func (Service) getAccessKeyInfo(_ context.Context, _ *model.Call, in *sts.GetAccessKeyInfoInput) (*sts.GetAccessKeyInfoOutput, error) {
	account, ok := model.AccountOf(aws.ToString(in.AccessKeyId))
	if !ok {
		return nil, model.Errorf("ValidationError", "%s is not a valid access key ID", aws.ToString(in.AccessKeyId))
	}
	return &sts.GetAccessKeyInfoOutput{Account: aws.String(account)}, nil
}

// decodeAuthorizationMessage decodes what the fake itself encoded.
func (s Service) decodeAuthorizationMessage(_ context.Context, _ *model.Call, in *sts.DecodeAuthorizationMessageInput) (*sts.DecodeAuthorizationMessageOutput, error) {
	if s.Decode != nil {
		if text, ok := s.Decode(aws.ToString(in.EncodedMessage)); ok {
			return &sts.DecodeAuthorizationMessageOutput{DecodedMessage: aws.String(text)}, nil
		}
	}
	return nil, model.Errorf("InvalidAuthorizationMessageException", "Message is not valid")
}

// begin makes the credentials of a session.
func begin(c *model.Call, session model.Principal, lasts time.Duration) *types.Credentials {
	session.Temporary, session.Began = true, c.Now()
	key := model.Key{
		ID:      c.Cloud.IDs.AccessKey("ASIA", session.AccountID),
		Secret:  c.Cloud.IDs.Secret(),
		Token:   "FwoGZXIvYXdzE" + c.Cloud.IDs.Unique("") + c.Cloud.IDs.Unique(""),
		Expires: c.Cloud.Expiry(lasts),
		Owner:   session,
	}
	c.Cloud.Keys.Put(key)
	return &types.Credentials{
		AccessKeyId:     aws.String(key.ID),
		SecretAccessKey: aws.String(key.Secret),
		SessionToken:    aws.String(key.Token),
		Expiration:      aws.Time(key.Expires),
	}
}
