// Package stsmodel models AWS STS: who is calling, and sessions of roles. It is
// also the example for authors of models.
//
// What it does not do yet: sessions of users and federated users,
// AssumeRoleWithSAML, AssumeRoleWithWebIdentity, AssumeRoot, and managed session
// policies. It refuses them by name.
package stsmodel

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// Service answers operations of STS. It has no state of its own: sessions are
// keys of the Cloud. The zero value is ready.
type Service struct{}

var _ model.Service = Service{}

// Register names the operations that are modelled.
func (s Service) Register(r *model.Registry) {
	model.Handle(r, s.getCallerIdentity)
	model.Handle(r, s.getAccessKeyInfo)
	model.Handle(r, s.assumeRole)
}

func (Service) getCallerIdentity(_ context.Context, c *model.Call, _ *sts.GetCallerIdentityInput) (*sts.GetCallerIdentityOutput, error) {
	if c.Caller.Kind == model.Anonymous {
		return nil, model.Errorf("MissingAuthenticationToken", "Request is missing Authentication Token")
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
