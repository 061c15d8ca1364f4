package stsmodel

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// assumeRole begins a session of a role. Whether the caller may is for the
// Authorizer to say; where the Cloud has none, nothing but the existence of the
// account, and of the role if there is a Directory, is checked.
func (s Service) assumeRole(ctx context.Context, c *model.Call, in *sts.AssumeRoleInput) (*sts.AssumeRoleOutput, error) {
	if len(in.ProvidedContexts) > 0 {
		return nil, model.NotModeled(c, "the parameter ProvidedContexts")
	}
	switch {
	case c.Caller.Kind == model.Anonymous:
		return nil, errUnsigned
	case c.Caller.Kind == model.Root:
		return nil, model.Errorf("AccessDenied", "Roles may not be assumed by root accounts.")
	}
	a := assumption{
		role: aws.ToString(in.RoleArn), session: aws.ToString(in.RoleSessionName), seconds: in.DurationSeconds,
		policy: in.Policy, policyARNs: in.PolicyArns, tags: in.Tags, transitive: in.TransitiveTagKeys,
		sourceIdentity: aws.ToString(in.SourceIdentity), denied: "User: " + c.Caller.ARN + " is not authorized to perform: sts:AssumeRole on resource: " + aws.ToString(in.RoleArn),
	}
	if err := a.inherit(c); err != nil {
		return nil, err
	}
	var err error
	if a.mfa, err = s.checkMFA(c, in.SerialNumber, in.TokenCode); err != nil {
		return nil, err
	}
	// The administrator's sessions are administrators too, unless the caller
	// asks for less.
	a.enforced = c.Caller.Enforced
	out, err := s.assume(ctx, c, a)
	if err != nil {
		return nil, err
	}
	return &sts.AssumeRoleOutput{
		AssumedRoleUser: out.user, Credentials: out.credentials, SourceIdentity: optional(a.sourceIdentity),
		//lint:ignore SA1019 STS still returns it.
		PackedPolicySize: out.packed,
	}, nil
}

// An assumption is what AssumeRole and its siblings have in common.
type assumption struct {
	role, session  string
	seconds        *int32
	policy         *string
	policyARNs     []types.PolicyDescriptorType
	tags           []types.Tag
	transitive     []string
	sourceIdentity string
	mfa            string
	enforced       bool
	// denied is the message about a role that does not exist.
	denied string
	// inherited are tags that a chained session has from the one before.
	inherited map[string]string

	action, provider string
	claims           map[string][]string
	// context stays with the session.
	context map[string][]string
}

// inherit takes over what a session hands on to the next role: transitive tags
// and the source identity. Neither can be changed on the way.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
func (a *assumption) inherit(c *model.Call) error {
	if c.Caller.SourceIdentity != "" {
		if a.sourceIdentity != "" && a.sourceIdentity != c.Caller.SourceIdentity {
			return model.Errorf("AccessDenied", "User: %s is not authorized to perform: sts:SetSourceIdentity on resource: %s", c.Caller.ARN, a.role)
		}
		a.sourceIdentity = c.Caller.SourceIdentity
	}
	for _, key := range c.Caller.TransitiveTags {
		if slices.ContainsFunc(a.tags, func(t types.Tag) bool { return strings.EqualFold(aws.ToString(t.Key), key) }) {
			return model.Errorf("InvalidParameterValue", "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.")
		}
		if a.inherited == nil {
			a.inherited = map[string]string{}
		}
		a.inherited[key] = c.Caller.SessionTags[key]
	}
	return nil
}

// assumed is the answer to an assumption.
type assumed struct {
	user        *types.AssumedRoleUser
	credentials *types.Credentials
	packed      *int32
}

// assume begins the session.
func (s Service) assume(ctx context.Context, c *model.Call, a assumption) (*assumed, error) {
	if err := checkSessionName(a.session); err != nil {
		return nil, err
	}
	if err := checkSourceIdentity(a.sourceIdentity); err != nil {
		return nil, err
	}
	role, session, err := findRole(c, a)
	if err != nil {
		return nil, err
	}
	lasts, err := roleDuration(c, role, a.seconds)
	if err != nil {
		return nil, err
	}
	sessionTags, err := checkTags(a.tags, a.transitive)
	if err != nil {
		return nil, err
	}
	for key, value := range a.inherited {
		if sessionTags == nil {
			sessionTags = map[string]string{}
		}
		sessionTags[key] = value
	}
	transitive := append(slices.Clone(a.transitive), c.Caller.TransitiveTags...)
	if len(transitive) == 0 {
		transitive = nil
	}
	session.SessionTags, session.TransitiveTags, session.SourceIdentity = sessionTags, transitive, a.sourceIdentity
	session.Enforced, session.Context = a.enforced, a.context
	packed, err := s.limit(c, &session, a.policy, a.policyARNs, sessionTags)
	if err != nil {
		return nil, err
	}
	if c.Cloud.Authorizer != nil {
		err := c.Cloud.Authorizer.AuthorizeAssumeRole(ctx, c, model.AssumeRole{
			Action: a.action, Role: role, Provider: a.provider, Claims: a.claims,
			SessionName: a.session, ExternalID: externalID(c), SourceIdentity: a.sourceIdentity,
			Tags: sessionTags, TransitiveTags: transitive, MFA: a.mfa,
		})
		if err != nil {
			return nil, err
		}
	} else if a.provider != "" {
		return nil, model.NotModeled(c, "a role of an identity provider, without a model that evaluates trust policies,")
	}
	return &assumed{
		user:        &types.AssumedRoleUser{Arn: aws.String(session.ARN), AssumedRoleId: aws.String(session.ID)},
		credentials: begin(c, session, lasts),
		packed:      packed,
	}, nil
}

// externalID is that of the input, if the operation has one.
func externalID(c *model.Call) string {
	if in, ok := c.Input.(*sts.AssumeRoleInput); ok {
		return aws.ToString(in.ExternalId)
	}
	return ""
}

// findRole returns the role and the principal that its session will be. A role
// that does not exist is refused in the words for one that does not trust the
// caller, so that nobody can ask for the roles of strangers.
func findRole(c *model.Call, a assumption) (model.Role, model.Principal, error) {
	session, err := model.ParsePrincipal(a.role, a.session)
	if err != nil || session.RoleARN != a.role {
		return model.Role{}, session, model.Errorf("ValidationError", "%s is invalid", a.role)
	}
	denied := model.Errorf("AccessDenied", "%s", a.denied)
	account := c.Cloud.Lookup(session.AccountID)
	if account == nil || account.Suspended || account.Partition != session.Partition {
		return model.Role{}, session, denied
	}
	if account != c.Account {
		account.Seq++ // the call counts there too, or what is new there would stay new
	}
	role := model.Role{ARN: a.role, Name: session.Name, ID: model.UniqueFor("AROA", a.role), MaxSession: longest}
	if c.Cloud.Directory != nil {
		var ok bool
		if role, ok = c.Cloud.Directory.Role(session.AccountID, session.Name); !ok || role.ARN != a.role {
			return model.Role{}, session, denied
		}
	}
	session.ID = role.ID + ":" + session.Session
	session.FromSTS = true
	return role, session, nil
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
