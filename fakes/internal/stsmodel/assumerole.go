package stsmodel

import (
	"context"
	"regexp"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// The limits of a session, from the API reference of AssumeRole.
const (
	shortest = 15 * time.Minute
	standard = time.Hour // also the longest for chained roles
	longest  = 12 * time.Hour
)

// assumeRole begins a session of a role. Whether the caller may is for the
// Authorizer to say; where the Cloud has none, nothing but the existence of the
// account, and of the role if there is a Directory, is checked.
func (s Service) assumeRole(ctx context.Context, c *model.Call, in *sts.AssumeRoleInput) (*sts.AssumeRoleOutput, error) {
	if err := checkModeled(c, in); err != nil {
		return nil, err
	}
	if err := checkSessionName(aws.ToString(in.RoleSessionName)); err != nil {
		return nil, err
	}
	role, session, err := s.findRole(c, in)
	if err != nil {
		return nil, err
	}
	lasts, err := duration(c, role, in.DurationSeconds)
	if err != nil {
		return nil, err
	}
	if c.Cloud.Authorizer != nil {
		if err := c.Cloud.Authorizer.AuthorizeAssumeRole(ctx, c, request(role, in)); err != nil {
			return nil, err
		}
	}
	key := model.Key{
		ID:      c.Cloud.IDs.AccessKey("ASIA", session.AccountID),
		Secret:  c.Cloud.IDs.Secret(),
		Token:   "FwoGZXIvYXdzE" + c.Cloud.IDs.Unique("") + c.Cloud.IDs.Unique(""),
		Expires: c.Cloud.Expiry(lasts),
		Owner:   session,
	}
	c.Cloud.Keys.Put(key)
	return &sts.AssumeRoleOutput{
		AssumedRoleUser: &types.AssumedRoleUser{Arn: aws.String(session.ARN), AssumedRoleId: aws.String(session.ID)},
		Credentials: &types.Credentials{
			AccessKeyId:     aws.String(key.ID),
			SecretAccessKey: aws.String(key.Secret),
			SessionToken:    aws.String(key.Token),
			Expiration:      aws.Time(key.Expires),
		},
		SourceIdentity: in.SourceIdentity,
	}, nil
}

// checkModeled refuses what would be ignored silently.
func checkModeled(c *model.Call, in *sts.AssumeRoleInput) error {
	switch {
	case len(in.PolicyArns) > 0:
		return model.NotModeled(c, "the parameter PolicyArns")
	case len(in.ProvidedContexts) > 0:
		return model.NotModeled(c, "the parameter ProvidedContexts")
	case (in.SerialNumber != nil || in.TokenCode != nil) && c.Cloud.Authorizer == nil:
		return model.NotModeled(c, "multi-factor authentication (SerialNumber and TokenCode)")
	}
	return nil
}

func checkSessionName(name string) error {
	const failed = "1 validation error detected: Value '%s' at 'roleSessionName' failed to satisfy constraint: Member must "
	switch {
	case len(name) < 2:
		return model.Errorf("ValidationError", failed+"have length greater than or equal to 2", name)
	case len(name) > 64:
		return model.Errorf("ValidationError", failed+"have length less than or equal to 64", name)
	case !sessionName.MatchString(name):
		return model.Errorf("ValidationError", failed+`satisfy regular expression pattern: [\w+=,.@-]*`, name)
	}
	return nil
}

var sessionName = regexp.MustCompile(`^[\w+=,.@-]*$`)

// findRole returns the role and the principal that its session will be. A role
// that does not exist is refused in the words for one that does not trust the
// caller, so that nobody can ask for the roles of strangers.
func (Service) findRole(c *model.Call, in *sts.AssumeRoleInput) (model.Role, model.Principal, error) {
	arn := aws.ToString(in.RoleArn)
	session, err := model.ParsePrincipal(arn, aws.ToString(in.RoleSessionName))
	if err != nil || session.RoleARN != arn {
		return model.Role{}, session, model.Errorf("ValidationError", "%s is invalid", arn)
	}
	denied := model.Errorf("AccessDenied", "User: %s is not authorized to perform: sts:AssumeRole on resource: %s", c.Caller.ARN, arn)
	switch {
	case c.Caller.Kind == model.Anonymous:
		return model.Role{}, session, model.Errorf("MissingAuthenticationToken", "Request is missing Authentication Token")
	case c.Caller.Kind == model.Root:
		return model.Role{}, session, model.Errorf("AccessDenied", "Roles may not be assumed by root accounts.")
	}
	account := c.Cloud.Lookup(session.AccountID)
	if account == nil || account.Partition != session.Partition {
		return model.Role{}, session, denied
	}
	role := model.Role{ARN: arn, Name: session.Name, ID: model.UniqueFor("AROA", arn), MaxSession: longest}
	if c.Cloud.Directory != nil {
		var ok bool
		if role, ok = c.Cloud.Directory.Role(session.AccountID, session.Name); !ok || role.ARN != arn {
			return model.Role{}, session, denied
		}
	}
	session.ID = role.ID + ":" + session.Session
	session.FromSTS = true
	session.SourceIdentity = aws.ToString(in.SourceIdentity)
	session.SessionTags, session.TransitiveTags = tags(in.Tags), in.TransitiveTagKeys
	session.MFA = in.SerialNumber != nil
	// The administrator's sessions are administrators too, unless the caller
	// asks for less.
	session.Enforced = c.Caller.Enforced
	if in.Policy != nil {
		session.SessionPolicies = []string{*in.Policy}
		session.Enforced = true
	}
	return role, session, nil
}

func duration(c *model.Call, role model.Role, seconds *int32) (time.Duration, error) {
	limit := role.MaxSession
	if limit == 0 {
		limit = standard
	}
	d := standard
	if seconds != nil {
		d = time.Duration(*seconds) * time.Second
	}
	const failed = "1 validation error detected: Value '%d' at 'durationSeconds' failed to satisfy constraint: Member must have value "
	switch {
	case d < shortest:
		return 0, model.Errorf("ValidationError", failed+"greater than or equal to %d", *seconds, int(shortest.Seconds()))
	case d > longest:
		return 0, model.Errorf("ValidationError", failed+"less than or equal to %d", *seconds, int(longest.Seconds()))
	case d > standard && c.Caller.FromSTS:
		return 0, model.Errorf("ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")
	case d > limit:
		return 0, model.Errorf("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
	}
	return d, nil
}

func request(role model.Role, in *sts.AssumeRoleInput) model.AssumeRole {
	return model.AssumeRole{
		Role:           role,
		SessionName:    aws.ToString(in.RoleSessionName),
		ExternalID:     aws.ToString(in.ExternalId),
		SourceIdentity: aws.ToString(in.SourceIdentity),
		Tags:           tags(in.Tags),
		TransitiveTags: in.TransitiveTagKeys,
		MFA:            strings.TrimSpace(aws.ToString(in.SerialNumber)),
	}
}

func tags(list []types.Tag) map[string]string {
	if len(list) == 0 {
		return nil
	}
	m := make(map[string]string, len(list))
	for _, t := range list {
		m[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	return m
}
