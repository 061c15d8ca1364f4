package policyeval_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
)

// TestRequestErrors: a malformed or contradictory request is refused, with the
// name of the field.
func TestRequestErrors(t *testing.T) {
	const (
		session   = "arn:aws:sts::111122223333:assumed-role/app/s"
		federated = "arn:aws:sts::111122223333:federated-user/bob"
		root      = "arn:aws:iam::111122223333:root"
		bucket    = "arn:aws:s3:::b/k"
	)
	good := policyeval.Request{Principal: alice, Action: "s3:GetObject", Resource: bucket}
	for _, tt := range []struct {
		name, field string
		change      func(r *policyeval.Request)
	}{
		{"no principal", "Principal", func(r *policyeval.Request) { r.Principal = "" }},
		{"account number as principal", "Principal", func(r *policyeval.Request) { r.Principal = "111122223333" }},
		{"group", "Principal", func(r *policyeval.Request) { r.Principal = "arn:aws:iam::111122223333:group/g" }},
		{"wildcard in the principal", "Principal", func(r *policyeval.Request) { r.Principal = "arn:aws:iam::111122223333:user/*" }},
		{"account of eleven digits", "Principal", func(r *policyeval.Request) { r.Principal = "arn:aws:iam::11112222333:user/a" }},
		{"user without a name", "Principal", func(r *policyeval.Request) { r.Principal = "arn:aws:iam::111122223333:user/p/" }},
		{"session with a path", "Principal", func(r *policyeval.Request) { r.Principal = "arn:aws:sts::111122223333:assumed-role/p/app/s" }},
		{"session without a name", "Principal", func(r *policyeval.Request) { r.Principal = "arn:aws:sts::111122223333:assumed-role/app" }},
		{"bucket as principal", "Principal", func(r *policyeval.Request) { r.Principal = bucket }},
		{"service without a name", "Principal", func(r *policyeval.Request) { r.Principal = "service:" }},
		{"principal in a region", "Principal", func(r *policyeval.Request) { r.Principal = "arn:aws:iam:eu:111122223333:user/a" }},
		{"role of a user", "Role", func(r *policyeval.Request) { r.Role = "arn:aws:iam::111122223333:role/app" }},
		{"role of another name", "Role", func(r *policyeval.Request) { r.Principal, r.Role = session, "arn:aws:iam::111122223333:role/other" }},
		{"role of another account", "Role", func(r *policyeval.Request) { r.Principal, r.Role = session, "arn:aws:iam::444455556666:role/app" }},
		{"role that is a session", "Role", func(r *policyeval.Request) { r.Principal, r.Role = session, session }},
		{"unique id of nobody", "UniqueID", func(r *policyeval.Request) { r.Principal, r.UniqueID = "anonymous", "AIDAX" }},
		{"unique id of another session (P6)", "UniqueID", func(r *policyeval.Request) { r.Principal, r.UniqueID = session, "AROAX:t" }},
		{"issuer of a user", "Issuer", func(r *policyeval.Request) { r.Issuer = alice }},
		{"issuer of another account", "Issuer", func(r *policyeval.Request) {
			r.Principal, r.Issuer = federated, "arn:aws:iam::444455556666:user/a"
		}},
		{"issuer that is a role", "Issuer", func(r *policyeval.Request) {
			r.Principal, r.Issuer = federated, "arn:aws:iam::111122223333:role/app"
		}},
		{"canonical id of a service", "CanonicalUser", func(r *policyeval.Request) { r.Principal, r.CanonicalUser = "service:x.amazonaws.com", "c" }},
		{"action without a service", "Action", func(r *policyeval.Request) { r.Action = "GetObject" }},
		{"action with an empty name (A10)", "Action", func(r *policyeval.Request) { r.Action = "s3:" }},
		{"action with a wildcard (A10)", "Action", func(r *policyeval.Request) { r.Action = "s3:Get*" }},
		{"action with a blank (A10)", "Action", func(r *policyeval.Request) { r.Action = "s3: GetObject" }},
		{"resource that is no ARN (R18)", "Resource", func(r *policyeval.Request) { r.Resource = "b/k" }},
		{"resource with five fields (R18)", "Resource", func(r *policyeval.Request) { r.Resource = "arn:aws:s3::b" }},
		{"short pattern (W2)", "Resource", func(r *policyeval.Request) { r.Resource, r.Pattern = "*", true }},
		{"owner that is no account", "ResourceAccount", func(r *policyeval.Request) { r.ResourceAccount = "me" }},
		{"owner against the ARN (S6)", "ResourceAccount", func(r *policyeval.Request) {
			r.Resource, r.ResourceAccount = "arn:aws:sqs:eu:111122223333:q", "444455556666"
		}},
		{"owner against the pattern (S6)", "ResourceAccount", func(r *policyeval.Request) {
			r.Resource, r.ResourceAccount, r.Pattern = "arn:aws:sqs:eu:1*:q", "444455556666", true
		}},
		{"owner against the context", "Context[aws:ResourceAccount]", func(r *policyeval.Request) {
			r.ResourceAccount, r.Context = "111122223333", policyeval.Context{"aws:ResourceAccount": {"444455556666"}}
		}},
		{"another user name", "Context[aws:username]", func(r *policyeval.Request) { r.Context = policyeval.Context{"AWS:UserName": {"bob"}} }},
		{"two user names", "Context[aws:username]", func(r *policyeval.Request) { r.Context = policyeval.Context{"aws:username": {"alice", "bob"}} }},
		{"user name of a role", "Context[aws:username]", func(r *policyeval.Request) {
			r.Principal, r.Context = session, policyeval.Context{"aws:username": {"app"}}
		}},
		{"session as principal ARN (K2)", "Context[aws:PrincipalArn]", func(r *policyeval.Request) {
			r.Principal, r.Context = session, policyeval.Context{"aws:PrincipalArn": {session}}
		}},
		{"another session in the user id", "Context[aws:userid]", func(r *policyeval.Request) {
			r.Principal, r.Context = session, policyeval.Context{"aws:userid": {"AROAX:t"}}
		}},
		{"user id against the unique id", "Context[aws:userid]", func(r *policyeval.Request) {
			r.UniqueID, r.Context = "AIDAX", policyeval.Context{"aws:userid": {"AIDAY"}}
		}},
		{"another time", "Context[aws:CurrentTime]", func(r *policyeval.Request) {
			r.Time, r.Context = time.Unix(1704067200, 0), policyeval.Context{"aws:CurrentTime": {"2024-01-01T00:00:01Z"}}
		}},
		{"tag against the tag map", "Context[aws:PrincipalTag/Team]", func(r *policyeval.Request) {
			r.PrincipalTags, r.Context = map[string]string{"team": "a"}, policyeval.Context{"aws:principaltag/TEAM": {"b"}}
		}},
		{"tag keys against the tag map", "Context[aws:TagKeys]", func(r *policyeval.Request) {
			r.RequestTags, r.Context = map[string]string{"team": "a"}, policyeval.Context{"aws:TagKeys": {"team", "stage"}}
		}},
		{"first caller against the list", "Context[aws:CalledViaFirst]", func(r *policyeval.Request) {
			r.Context = policyeval.Context{"aws:CalledVia": {"a", "b"}, "aws:CalledViaFirst": {"b"}}
		}},
		{"unknown fact", "Unknown", func(r *policyeval.Request) { r.Unknown = policyeval.UnknownKeys("principal:Name") }},
		{"unknown key without a name", "Unknown", func(r *policyeval.Request) { r.Unknown = policyeval.UnknownKeys("") }},
		{"root user with identity policies (N1)", "Principal", func(r *policyeval.Request) { r.Principal = root }},
		{"anonymous with identity policies (N4)", "Principal", func(r *policyeval.Request) { r.Principal = "anonymous" }},
		{"service with identity policies (N2)", "Principal", func(r *policyeval.Request) { r.Principal = "service:x.amazonaws.com" }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			req := good
			tt.change(&req)
			a, err := policyeval.Compile(identity(t, `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringLike": {"aws:PrincipalTag/Team": "*"}}}}`))
			require.NoError(t, err)
			d, err := a.Authorize(&req)
			var requestError *policyeval.RequestError
			require.ErrorAs(t, err, &requestError)
			assert.Equal(t, tt.field, requestError.Field, err.Error())
			assert.NotEmpty(t, requestError.Reason)
			assert.Equal(t, policyeval.Decision{}, d, "no decision")
			_, explainErr := a.Explain(&req)
			assert.Equal(t, err, explainErr)
			_, err = a.Authorize(&good)
			assert.NoError(t, err, "the next request is not harmed")
		})
	}
}

// TestPoliciesThatACallerCannotHave is B7, B11 and N3.
func TestPoliciesThatACallerCannotHave(t *testing.T) {
	session := policyeval.Policies{Session: []*policyeval.Policy{parse(t, allowAll)}}
	boundary := policyeval.Policies{Boundary: parse(t, allowAll)}
	for _, tt := range []struct {
		name     string
		policies policyeval.Policies
		req      policyeval.Request
	}{
		{"session policy of a user", session, policyeval.Request{Principal: alice}},
		{"session policy of a root user", session, policyeval.Request{Principal: "arn:aws:iam::111122223333:root"}},
		{"boundary of a root user", boundary, policyeval.Request{Principal: "arn:aws:iam::111122223333:root"}},
		{"boundary of a service-linked role", boundary, policyeval.Request{Principal: "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/X"}},
		{"boundary of a session of one", boundary, policyeval.Request{Principal: "arn:aws:sts::111122223333:assumed-role/X/s", Role: "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/X"}},
		{"boundary of an identity provider", boundary, policyeval.Request{Principal: "federated:accounts.google.com"}},
	} {
		tt.req.Action, tt.req.Resource = "s3:GetObject", "*"
		_, err := policyeval.Evaluate(tt.policies, &tt.req)
		assert.ErrorContains(t, err, "has none", tt.name+": must be refused")
	}
	_, err := policyeval.Evaluate(session, &policyeval.Request{Principal: alice, Action: "s3:GetObject", Resource: "*"})
	assert.EqualError(t, err, `policyeval: request Principal "arn:aws:iam::111122223333:user/alice": is an IAM user, which has none, but session policies were given`)
}

// TestAgreeingContextIsAccepted: what repeats the request does no harm.
func TestAgreeingContextIsAccepted(t *testing.T) {
	req := &policyeval.Request{
		Principal: "arn:aws:sts::111122223333:assumed-role/app/s", Role: "arn:aws:iam::111122223333:role/p/app",
		Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: "111122223333",
		Time: time.Unix(1704067200, 0), RequestTags: map[string]string{"a": "1", "b": "2"},
		Context: policyeval.Context{
			"aws:PrincipalArn": {"arn:aws:iam::111122223333:role/p/app"}, "aws:PrincipalAccount": {"111122223333"}, "aws:PrincipalType": {"AssumedRole"},
			"aws:userid": {"AROAX:s"}, "aws:PrincipalIsAWSService": {"False"}, "aws:ResourceAccount": {"111122223333"},
			"aws:CurrentTime": {"2024-01-01T01:00:00+01:00"}, "aws:EpochTime": {"1704067200"}, "aws:TagKeys": {"b", "a"},
			"aws:CalledVia": {"x", "y"}, "aws:CalledViaFirst": {"x"}, "aws:CalledViaLast": {"y"}, "aws:ViaAWSService": {"TRUE"},
		},
	}
	d, err := policyeval.Evaluate(identity(t, `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {
		"StringEquals": {"aws:userid": "AROAX:s", "aws:CalledViaLast": "y"}, "ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}, "Null": {"aws:TagKeys": "false"}}}}`), req)
	require.NoError(t, err)
	assert.True(t, d.Allowed())
}

// TestOwnerFromContext: aws:ResourceAccount is the same statement as
// ResourceAccount (S6).
func TestOwnerFromContext(t *testing.T) {
	req := &policyeval.Request{Principal: alice, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k"}
	d, err := policyeval.Evaluate(identity(t, allowAll), req)
	require.NoError(t, err)
	assert.Equal(t, []string{policyeval.FactResourceAccount}, d.DependsOn)
	assert.Equal(t, policyeval.ImplicitDeny, d.Strict())
	req.Context = policyeval.Context{"aws:ResourceAccount": {"111122223333"}}
	d, err = policyeval.Evaluate(identity(t, allowAll), req)
	require.NoError(t, err)
	assert.True(t, d.Allowed())
}
