package stsmodel

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// tagsClaim holds the session tags of a web identity token, and identityClaim
// the source identity.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
const (
	tagsClaim     = "https://aws.amazon.com/tags"
	identityClaim = "https://aws.amazon.com/source_identity"
)

// domains are the issuers that need no provider in the account: trust policies
// name them by their domain.
var domains = []string{"accounts.google.com", "cognito-identity.amazonaws.com"}

// A token is what a web identity token claims.
type token struct {
	issuer, subject string
	audience        []string
	expires         time.Time
	claims          map[string]any
}

// readToken reads the claims of a JSON Web Token. The signature is not looked at.
func readToken(text string) (token, error) {
	var t token
	invalid := func(why string) (token, error) {
		return t, model.Errorf("InvalidIdentityToken", "The ID Token provided is not a valid JWT. (%s)", why)
	}
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return invalid("It must have three parts, of which the last may be empty.")
	}
	data, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil || json.Unmarshal(data, &t.claims) != nil {
		return invalid("Its second part must be a JSON object in base64url.")
	}
	t.issuer, _ = t.claims["iss"].(string)
	t.issuer = strings.TrimPrefix(t.issuer, "https://")
	t.subject, _ = t.claims["sub"].(string)
	t.audience = values(t.claims["aud"])
	expires, ok := t.claims["exp"].(float64)
	if t.issuer == "" || t.subject == "" || len(t.audience) == 0 || !ok {
		return invalid("It must have the claims iss, sub, aud and exp.")
	}
	t.expires = time.Unix(int64(expires), 0)
	return t, nil
}

// values returns a claim as the values of a context key.
func values(claim any) []string {
	switch v := claim.(type) {
	case string:
		return []string{v}
	case bool, float64:
		return []string{fmt.Sprint(v)}
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, values(item)...)
		}
		return all
	}
	return nil
}

// context returns the condition keys of the token: those that every provider
// has, and what AWS documents for the provider.
func (t token) context() map[string][]string {
	keys := map[string][]string{}
	for claim, value := range t.claims {
		key := t.issuer + ":" + claim
		_, documented := catalog.LookupConditionKey(key)
		if v := values(value); len(v) > 0 && (documented || slices.Contains([]string{"aud", "sub", "amr", "email", "azp"}, claim)) {
			keys[key] = v
		}
	}
	return keys
}

// tags returns the session tags of the token and the keys of transitive ones.
func (t token) tags() (tags []types.Tag, transitive []string) {
	claim, _ := t.claims[tagsClaim].(map[string]any)
	principal, _ := claim["principal_tags"].(map[string]any)
	for key, value := range principal {
		if v := values(value); len(v) > 0 {
			tags = append(tags, types.Tag{Key: aws.String(key), Value: aws.String(v[0])})
		}
	}
	return tags, values(claim["transitive_tag_keys"])
}

// assumeRoleWithWebIdentity begins a session for whom an OpenID Connect provider
// vouches.
func (s Service) assumeRoleWithWebIdentity(ctx context.Context, c *model.Call, in *sts.AssumeRoleWithWebIdentityInput) (*sts.AssumeRoleWithWebIdentityOutput, error) {
	if in.ProviderId != nil {
		return nil, model.NotModeled(c, "the parameter ProviderId (OAuth 2.0 tokens)")
	}
	t, err := readToken(aws.ToString(in.WebIdentityToken))
	if err != nil {
		return nil, err
	}
	provider, err := s.oidcProvider(c, aws.ToString(in.RoleArn), t)
	if err != nil {
		return nil, err
	}
	if !c.Now().Before(t.expires) {
		return nil, model.Errorf("ExpiredTokenException", "Token expired: current date/time %d must be before the expiration date/time %d", c.Now().Unix(), t.expires.Unix())
	}
	a := federated("sts:AssumeRoleWithWebIdentity", provider, in.RoleArn, in.RoleSessionName, in.DurationSeconds, in.Policy, in.PolicyArns)
	a.tags, a.transitive = t.tags()
	a.sourceIdentity, _ = t.claims[identityClaim].(string)
	a.claims = t.context()
	a.context = sessionContext(provider, a.claims)
	out, err := s.assume(ctx, c, a)
	if err != nil {
		return nil, err
	}
	return &sts.AssumeRoleWithWebIdentityOutput{
		AssumedRoleUser: out.user, Credentials: out.credentials, SourceIdentity: optional(a.sourceIdentity),
		//lint:ignore SA1019 STS still returns it.
		PackedPolicySize: out.packed,
		Audience:         aws.String(t.audience[0]), Provider: aws.String(strings.TrimPrefix(provider, "federated:")),
		SubjectFromWebIdentityToken: aws.String(t.subject),
	}, nil
}

// oidcProvider finds the provider that vouches for the token in the account of
// the role.
func (s Service) oidcProvider(c *model.Call, role string, t token) (string, error) {
	if slices.Contains(domains, t.issuer) {
		return "federated:" + t.issuer, nil
	}
	session, err := model.ParsePrincipal(role, "session")
	if err != nil || session.RoleARN != role {
		return "", model.Errorf("ValidationError", "%s is invalid", role)
	}
	missing := model.Errorf("InvalidIdentityToken", "No OpenIDConnect provider found in your account for https://%s", t.issuer)
	account := c.Cloud.Lookup(session.AccountID)
	if account == nil || s.Identities == nil {
		return "", missing
	}
	arn := account.ARN("iam", "oidc-provider/"+t.issuer)
	clients, ok := s.Identities.Audiences(account, arn)
	if !ok {
		return "", missing
	}
	if !slices.ContainsFunc(t.audience, func(a string) bool { return slices.Contains(clients, a) }) {
		return "", model.Errorf("InvalidIdentityToken", "Incorrect token audience")
	}
	return arn, nil
}

// federated is what the operations of identity providers have in common. Their
// sessions are those of roles whose policies always count: nobody called who
// could be an administrator.
func federated(action, provider string, role, session *string, seconds *int32, policy *string, arns []types.PolicyDescriptorType) assumption {
	return assumption{
		action: action, provider: provider, role: aws.ToString(role), session: aws.ToString(session),
		seconds: seconds, policy: policy, policyARNs: arns, enforced: true, denied: "Not authorized to perform " + action,
	}
}

// sessionContext is what a federated session carries to every call.
func sessionContext(provider string, claims map[string][]string) map[string][]string {
	context := map[string][]string{"aws:FederatedProvider": {strings.TrimPrefix(provider, "federated:")}}
	for key, value := range claims {
		context[key] = value
	}
	return context
}
