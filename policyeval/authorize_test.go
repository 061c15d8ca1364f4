package policyeval_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
)

// allowAll and friends are documents that several tests need.
const (
	allowAll    = `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}`
	endpointAll = `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}`
	alice       = "arn:aws:iam::111122223333:user/alice"
)

func identity(t testing.TB, texts ...string) policyeval.Policies {
	t.Helper()
	var p policyeval.Policies
	for _, text := range texts {
		p.Identity = append(p.Identity, parse(t, text))
	}
	return p
}

// TestAuthorizeAllocatesNothing covers every part of the hot path: variables,
// all families of operators, tags, time, resource policies, SCPs, facts.
func TestAuthorizeAllocatesNothing(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector empties pools")
	}
	p := identity(t, `{"Version": "2012-10-17", "Statement": [
		{"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"},
		{"Effect": "Deny", "Action": "s3:*", "NotResource": ["arn:aws:s3:::b/${aws:PrincipalTag/team, 'none'}/*", "arn:aws:s3:::b/x?"]},
		{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/${aws:PrincipalTag/team}/*", "Condition": {
			"StringEquals": {"aws:RequestTag/a": "x"}, "StringNotLike": {"aws:UserAgent": ["*curl*", "?"]},
			"StringEqualsIgnoreCase": {"aws:userid": "aroax:SESSION"},
			"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*/app"}, "NumericLessThan": {"s3:max-keys": 100},
			"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}, "NumericGreaterThan": {"aws:EpochTime": 1},
			"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "Bool": {"aws:SecureTransport": true}, "BinaryEquals": {"k:b": "AQID"},
			"Null": {"aws:TokenIssueTime": "true"}, "ForAllValues:StringLike": {"aws:TagKeys": ["a*", "b"]}, "ForAnyValue:StringEquals": {"aws:CalledVia": "x"},
			"StringLikeIfExists": {"aws:CalledViaFirst": "${aws:CalledViaFirst}"}}}]}`)
	p.Resource = parse(t, `{"Version": "2012-10-17", "Statement": [
		{"Effect": "Deny", "NotPrincipal": {"AWS": ["111122223333", "arn:aws:iam::111122223333:role/p/app", "arn:aws:sts::111122223333:assumed-role/app/session"]}, "Action": "*", "Resource": "*"},
		{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/p/app"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}]}`)
	p.SCPs = [][]*policyeval.Policy{{parse(t, allowAll)}, {parse(t, allowAll)}}
	p.Endpoint = []*policyeval.Policy{parse(t, endpointAll)}
	p.Session = []*policyeval.Policy{parse(t, allowAll)}
	a, err := policyeval.Compile(p)
	require.NoError(t, err)

	context := policyeval.Context{"aws:useragent": {"sdk"}, "s3:max-keys": {"10"}, "AWS:SourceIP": {"203.0.113.9"}, "aws:SecureTransport": {"true"},
		"k:b": {"AQID"}, "aws:CalledVia": {"x", "y"}, "aws:userid": {"AROAX:session"}}
	tags, requestTags := map[string]string{"Team": "blue"}, map[string]string{"a": "x", "b": "y"}
	at := time.Date(2026, 5, 1, 12, 0, 0, 1, time.UTC)
	decide := func(action string) (policyeval.Decision, error) {
		// As a caller writes it: the literal itself must not escape.
		return a.Authorize(&policyeval.Request{
			Principal: "arn:aws:sts::111122223333:assumed-role/app/session", Role: "arn:aws:iam::111122223333:role/p/app",
			Action: action, Resource: "arn:aws:s3:::b/blue/k", ResourceAccount: "111122223333",
			Context: context, PrincipalTags: tags, RequestTags: requestTags, Time: at,
		})
	}
	d, err := decide("S3:GetObject")
	require.NoError(t, err)
	require.Equal(t, policyeval.Allowed, d.Outcome, "otherwise the hot path is not taken to its end")
	assert.Zero(t, testing.AllocsPerRun(200, func() {
		if d, err := decide("s3:GetObject"); err != nil || !d.Allowed() {
			t.Error(d, err)
		}
	}))
	assert.Zero(t, testing.AllocsPerRun(200, func() {
		if d, err := decide("ec2:RunInstances"); err != nil || d.Outcome != policyeval.ExplicitDeny {
			t.Error(d, err)
		}
	}))
}

func TestDateConditionsAllocateNothingForAnyTime(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector empties pools")
	}
	a, err := policyeval.Compile(identity(t, `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
		"Condition": {"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z", "aws:EpochTime": "2020-01-01T00:00:00Z"}}}}`))
	require.NoError(t, err)
	at := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	assert.Zero(t, testing.AllocsPerRun(200, func() {
		at = at.Add(time.Millisecond) // every request has its own time
		if d, err := a.Authorize(&policyeval.Request{Principal: alice, Action: "s3:GetObject", Resource: "*", Time: at}); err != nil || !d.Allowed() {
			t.Error(d, err)
		}
	}))
}

// TestTimeOfRequestAsText compares the two ways in which a policy may read the
// time: as a date, without making its text, and as that text.
func TestTimeOfRequestAsText(t *testing.T) {
	for _, at := range []time.Time{
		time.Date(2026, 5, 1, 12, 0, 0, 123456789, time.FixedZone("", 7200)),
		time.Unix(5000, 0), time.Unix(-5, 0), time.Unix(20000, 1), time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC),
	} {
		for _, key := range []string{"aws:CurrentTime", "aws:EpochTime"} {
			for _, operator := range []string{"DateLessThan", "DateNotEquals"} {
				for _, operand := range []string{"2026-05-01T10:00:00.123456789Z", "2026-05-01T10:00:00.2Z", "5000.0"} {
					document := identity(t, `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"`+operator+`": {"`+key+`": "`+operand+`"}}}}`)
					asTime := policyeval.Request{Principal: alice, Action: "s3:GetObject", Resource: "*", Time: at}
					asText := policyeval.Request{Principal: alice, Action: "s3:GetObject", Resource: "*", Context: policyeval.Context{
						"aws:CurrentTime": {at.UTC().Format(time.RFC3339Nano)}, "aws:EpochTime": {strconv.FormatInt(at.Unix(), 10)}}}
					want, err := policyeval.Evaluate(document, &asText)
					require.NoError(t, err)
					got, err := policyeval.Evaluate(document, &asTime)
					require.NoError(t, err)
					assert.Equal(t, want.Outcome, got.Outcome, "%v %s %s %s", at, operator, key, operand)
				}
			}
		}
	}
}

type refuseAll struct{ err error }

func (v refuseAll) ValidateRequest(action, resource string) error { return v.err }

func TestValidatorIsAsked(t *testing.T) {
	refusal := errors.New("no such action")
	a, err := policyeval.Compile(identity(t, allowAll), func(o *policyeval.CompileOptions) { o.Validator = refuseAll{refusal} })
	require.NoError(t, err)
	_, err = a.Authorize(&policyeval.Request{Principal: alice, Action: "s3:GetObject", Resource: "*"})
	assert.ErrorIs(t, err, refusal)
	assert.EqualError(t, err, `policyeval: request Action "s3:GetObject": refused by the validator: no such action`)
}

func TestCompileNamesTheDocument(t *testing.T) {
	good := parse(t, allowAll)
	withPrincipal := parse(t, endpointAll)
	for name, tt := range map[string]struct {
		policies policyeval.Policies
		want     string
	}{
		"identity": {policyeval.Policies{Identity: []*policyeval.Policy{good, withPrincipal}}, "policyeval: identity policy 1: line 1"},
		"boundary": {policyeval.Policies{Boundary: withPrincipal}, "policyeval: boundary policy: line 1"},
		"session":  {policyeval.Policies{Session: []*policyeval.Policy{withPrincipal}}, "policyeval: session policy 0: line 1"},
		"scp":      {policyeval.Policies{SCPs: [][]*policyeval.Policy{{good}, {good, withPrincipal}}}, "policyeval: scp level 1, policy 1: line 1"},
		"rcp":      {policyeval.Policies{RCPs: [][]*policyeval.Policy{{good}}}, "policyeval: rcp level 0, policy 0: line 1"},
		"resource": {policyeval.Policies{Resource: good}, "policyeval: resource policy: line 1"},
		"endpoint": {policyeval.Policies{Endpoint: []*policyeval.Policy{withPrincipal, good}}, "policyeval: endpoint policy 1: line 1"},
		"nil":      {policyeval.Policies{Identity: []*policyeval.Policy{nil}}, "policyeval: identity policy 0: the document is nil"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := policyeval.Compile(tt.policies)
			require.Error(t, err)
			assert.True(t, strings.HasPrefix(err.Error(), tt.want), err.Error())
			var compileError *policyeval.CompileError
			require.ErrorAs(t, err, &compileError)
			if name != "nil" {
				var fault *policyeval.ParseError
				assert.ErrorAs(t, err, &fault)
			}
		})
	}
}

// TestResourcePolicyByRequest: one document may serve a resource or a role, and
// the request says which rules apply.
func TestResourcePolicyByRequest(t *testing.T) {
	provider := parse(t, `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Federated": "accounts.google.com"}, "Action": "sts:AssumeRoleWithWebIdentity"}}`)
	a, err := policyeval.Compile(policyeval.Policies{Resource: provider})
	require.NoError(t, err, "a trust policy")
	d, err := a.Authorize(&policyeval.Request{Principal: "accounts.google.com", Action: "sts:AssumeRoleWithWebIdentity", Resource: "arn:aws:iam::111122223333:role/web"})
	require.NoError(t, err)
	assert.True(t, d.Allowed())
	_, err = a.Authorize(&policyeval.Request{Principal: alice, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k"})
	assert.ErrorContains(t, err, "the resource policy does not fit a resource of this kind", "not a bucket policy")

	bucket := parse(t, endpointAll)
	a, err = policyeval.Compile(policyeval.Policies{Resource: bucket})
	require.NoError(t, err)
	_, err = a.Authorize(&policyeval.Request{Principal: alice, Action: "sts:AssumeRole", Resource: "arn:aws:iam::111122223333:role/web"})
	assert.ErrorContains(t, err, "the resource policy does not fit a resource of this kind", "not a trust policy")
}

// TestLenientResourcePolicyByRequest: in a lenient document the faults depend on
// the use, and each fails closed in its own way.
func TestLenientResourcePolicyByRequest(t *testing.T) {
	p := parse(t, `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "`+alice+`"}, "Action": "*", "Resource": "*"}]}`, policyeval.Lenient)
	a, err := policyeval.Compile(policyeval.Policies{Resource: p})
	require.NoError(t, err)
	d, err := a.Authorize(&policyeval.Request{Principal: alice, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: "111122223333"})
	require.NoError(t, err)
	assert.True(t, d.Allowed(), "as a bucket policy it has no fault")
	d, err = a.Authorize(&policyeval.Request{Principal: alice, Action: "sts:AssumeRole", Resource: "arn:aws:iam::111122223333:role/r"})
	require.NoError(t, err)
	assert.False(t, d.Allowed(), "a trust policy has no Resource (D12), so the element is not satisfied")
}
