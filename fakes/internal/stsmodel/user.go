package stsmodel

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// longTerm refuses callers without long-term credentials.
func longTerm(c *model.Call) error {
	switch {
	case c.Caller.Kind == model.Anonymous:
		return errUnsigned
	case c.Caller.Temporary, c.Caller.Kind != model.IAMUser && c.Caller.Kind != model.Root:
		return model.Errorf("AccessDenied", "Cannot call %s with session credentials", c.Operation)
	}
	return nil
}

// userDuration checks the duration of a user's session. Those of root users
// last an hour, even if they ask for more.
func userDuration(c *model.Call, asked *int32) (time.Duration, error) {
	d, err := seconds(asked, standardUser, longestUser)
	if err == nil && c.Caller.Kind == model.Root {
		d = min(d, standard)
	}
	return d, err
}

// getSessionToken begins a session of the calling user, who keeps the ARN and
// the policies.
func (s Service) getSessionToken(_ context.Context, c *model.Call, in *sts.GetSessionTokenInput) (*sts.GetSessionTokenOutput, error) {
	if err := longTerm(c); err != nil {
		return nil, err
	}
	lasts, err := userDuration(c, in.DurationSeconds)
	if err != nil {
		return nil, err
	}
	serial, err := s.checkMFA(c, in.SerialNumber, in.TokenCode)
	if err != nil {
		return nil, err
	}
	session := c.Caller
	session.MFA = serial != ""
	return &sts.GetSessionTokenOutput{Credentials: begin(c, session, lasts)}, nil
}

// getFederationToken begins a session of a federated user, whom the calling user
// lends as much of its permissions as the session policies say.
func (s Service) getFederationToken(_ context.Context, c *model.Call, in *sts.GetFederationTokenInput) (*sts.GetFederationTokenOutput, error) {
	if err := longTerm(c); err != nil {
		return nil, err
	}
	name := aws.ToString(in.Name)
	if err := checkName("name", name, 32); err != nil {
		return nil, err
	}
	lasts, err := userDuration(c, in.DurationSeconds)
	if err != nil {
		return nil, err
	}
	tags, err := checkTags(in.Tags, nil)
	if err != nil {
		return nil, err
	}
	session := model.Principal{
		Kind: model.FederatedUser, Partition: c.Account.Partition, AccountID: c.Account.ID, Name: name, Issuer: c.Caller.ARN,
		ARN: c.Account.ARN("sts", "federated-user/"+name), ID: c.Account.ID + ":" + name,
		Enforced: c.Caller.Enforced, SessionTags: tags,
	}
	packed, err := s.limit(c, &session, in.Policy, in.PolicyArns, tags)
	if err != nil {
		return nil, err
	}
	return &sts.GetFederationTokenOutput{
		Credentials:   begin(c, session, lasts),
		FederatedUser: &types.FederatedUser{Arn: aws.String(session.ARN), FederatedUserId: aws.String(session.ID)},
		//lint:ignore SA1019 STS still returns it.
		PackedPolicySize: packed,
	}, nil
}
