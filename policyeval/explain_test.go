package policyeval_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/internal/reference"
)

func explain(t *testing.T, p policyeval.Policies, req *policyeval.Request) policyeval.Explanation {
	t.Helper()
	a, err := policyeval.Compile(p)
	require.NoError(t, err)
	e, err := a.Explain(req)
	require.NoError(t, err)
	return e
}

// TestExplainNamesTheElement: for each element, the statement that it stops says
// so, with the byte offset of the element.
func TestExplainNamesTheElement(t *testing.T) {
	for _, tt := range []struct {
		name, statement string
		element         policyeval.Element
		at, detail      string
	}{
		{"action", `{"Effect": "Allow", "Action": ["s3:Put*", "ec2:*"], "Resource": "*"}`, policyeval.ElementAction, `["s3:Put*"`, "it does not match s3:GetObject"},
		{"not action", `{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}`, policyeval.ElementNotAction, `"s3:*"`, "it excludes s3:GetObject"},
		{"resource", `{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::c/*"}`, policyeval.ElementResource, `"arn:aws:s3:::c/*"`, "it does not match arn:aws:s3:::b/k"},
		{"not resource", `{"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::b/*"}`, policyeval.ElementNotResource, `"arn:aws:s3:::b/*"`, "it excludes arn:aws:s3:::b/k, or a variable in it has no value"},
		{"condition", `{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"k:x": ["a", "b"]}}}`,
			policyeval.ElementCondition, `"k:x"`, `StringEquals k:x wants "a" or "b"; the request has "c"`},
		{"absent key", `{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"NumericLessThan": {"k:y": 5}}}`,
			policyeval.ElementCondition, `"k:y"`, `NumericLessThan k:y wants "5"; the request has no such key`},
		{"unknown key", `{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"NumericLessThan": {"k:z": 5}}}`,
			policyeval.ElementCondition, `"k:z"`, `NumericLessThan k:z wants "5"; the request has an unknown value`},
		{"empty condition (D16)", `{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {}}`, policyeval.ElementCondition, `{}`, "it is faulty or empty and fails closed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			document := `{"Version": "2012-10-17", "Statement": [` + tt.statement + `]}`
			e := explain(t, identity(t, document), &policyeval.Request{
				Principal: alice, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: "111122223333",
				Context: policyeval.Context{"aws:SecureTransport": {"true"}, "k:x": {"c"}}, Unknown: policyeval.UnknownKeys("k:z"),
			})
			s := e.Layers[0].Policies[0].Statements[0]
			assert.NotEqual(t, policyeval.True, s.Applies)
			assert.Equal(t, tt.element, s.Element)
			assert.Equal(t, strings.Index(document, tt.at), s.ElementOffset)
			assert.Equal(t, strings.Index(document, tt.statement), s.Offset)
			assert.Equal(t, tt.detail, s.Detail)
		})
	}
}

func TestExplainPrincipal(t *testing.T) {
	for _, tt := range []struct {
		principal string
		grade     policyeval.Grade
	}{
		{`"*"`, policyeval.GradeDirect},
		{`{"AWS": "arn:aws:sts::111122223333:assumed-role/app/s"}`, policyeval.GradeDirect},
		{`{"AWS": "arn:aws:iam::111122223333:role/p/app"}`, policyeval.GradeEntity},
		{`{"AWS": "111122223333"}`, policyeval.GradeAccount},
		{`{"AWS": "444455556666"}`, policyeval.GradeNone},
	} {
		p := policyeval.Policies{Resource: parse(t, `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": `+tt.principal+`, "Action": "*", "Resource": "*"}}`)}
		e := explain(t, p, &policyeval.Request{Principal: "arn:aws:sts::111122223333:assumed-role/app/s", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: "111122223333"})
		s := e.Layers[0].Policies[0].Statements[0]
		assert.Equal(t, tt.grade, s.Grade, tt.principal)
		if tt.grade == policyeval.GradeNone {
			assert.Equal(t, policyeval.ElementPrincipal, s.Element)
			assert.Equal(t, "it does not name arn:aws:sts::111122223333:assumed-role/app/s", s.Detail)
		}
	}
}

// TestExplainWarnings has one case for each warning that only a request can
// raise.
func TestExplainWarnings(t *testing.T) {
	condition := func(c string) string {
		return `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": ` + c + `}}`
	}
	session := policyeval.Request{Principal: "arn:aws:sts::111122223333:assumed-role/app/s"}
	user := policyeval.Request{Principal: alice}
	with := func(r policyeval.Request, c policyeval.Context) policyeval.Request { r.Context = c; return r }
	for _, tt := range []struct {
		rule, text string
		req        policyeval.Request
		want       string
	}{
		{"V4", `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b/${aws:PrincipalTag/t}"}}`, user,
			`identity policy 0, statement 0: a policy variable in "arn:aws:s3:::b/${aws:PrincipalTag/t}" has no value; the resource matches nothing [V4]`},
		{"C3", condition(`{"StringEquals": {"k:x": "a"}}`), with(user, policyeval.Context{"k:x": {"a"}, "K:X": {"b"}}),
			`identity policy 0, statement 0: the context has the key k:x in two spellings with different values; the condition fails closed [C3]`},
		{"M7", condition(`{"StringEquals": {"k:x": "a"}}`), with(user, policyeval.Context{"k:x": {"a", "b"}}),
			`identity policy 0, statement 0: the key k:x has several values and StringEquals has no ForAllValues or ForAnyValue; the condition fails closed [M7]`},
		{"C13", condition(`{"NumericEquals": {"k:x": "1"}}`), with(user, policyeval.Context{"k:x": {"abc"}}),
			`identity policy 0, statement 0: the value "abc" of k:x is not of the type of NumericEquals; the condition fails closed [C13]`},
		{"K2", condition(`{"ArnLike": {"aws:PrincipalArn": "*"}}`), session,
			`a policy reads aws:PrincipalArn, but the role of the session is not given; its path is taken to be empty [K2]`},
		{"K4", condition(`{"Bool": {"aws:SecureTransport": "true"}}`), user,
			`a policy reads aws:SecureTransport, which AWS always sends, but the request does not have it [K4]`},
		{"K5", allowAll, with(user, policyeval.Context{"aws:MultiFactorAuthPresent": {"true"}}),
			`aws:MultiFactorAuthPresent is given, but requests with long-term credentials do not have it [K5]`},
		{"K5", allowAll, with(session, policyeval.Context{"aws:SourceVpce": {"vpce-1"}, "aws:SourceIp": {"203.0.113.9"}}),
			`aws:SourceVpce and aws:SourceIp are both given, but a request through a VPC endpoint has no aws:SourceIp [K5]`},
	} {
		t.Run(tt.rule, func(t *testing.T) {
			tt.req.Action, tt.req.Resource, tt.req.ResourceAccount = "s3:GetObject", "arn:aws:s3:::b/k", "111122223333"
			e := explain(t, identity(t, tt.text), &tt.req)
			require.Len(t, e.Warnings, 1)
			assert.Equal(t, tt.want, e.Warnings[0].String())
			assert.Contains(t, e.String(), "warning: "+tt.want)
		})
	}
	p := policyeval.Policies{SCPs: [][]*policyeval.Policy{{parse(t, allowAll)}}, Resource: parse(t, endpointAll)}
	e := explain(t, p, &policyeval.Request{Principal: "anonymous", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k"})
	require.Len(t, e.Warnings, 1)
	assert.Equal(t, "G5", e.Warnings[0].Rule)
	assert.True(t, e.Outcome == policyeval.Allowed)
	assert.Contains(t, e.String(), "not consulted: SCPs bind the principals of an account only")
}

// TestTraceRecomputesTheDecision is property 29: the parts of the trace are
// enough to come to the decision, by the formulas of sections 9 and 10.
func TestTraceRecomputesTheDecision(t *testing.T) {
	tried := map[policyeval.Outcome]int{}
	generatedStrict(t, 4000, func(c reference.Case, _ policyeval.Outcome) {
		service, _, _ := strings.Cut(strings.ToLower(c.Request.Action), ":")
		special := service == "sts" || service == "iam" || service == "kms" || strings.Contains(c.Request.Resource, ":kms:") || c.Settings.S3RestrictPublicBuckets
		if special || unbound(c.Request.Principal) || strings.Contains(c.Request.Principal, ":federated-user/") || strings.HasSuffix(c.Request.Principal, ":root") || strings.Contains(text(c), "aws-cn") {
			return // rules beyond the formulas
		}
		a, err := authorizerOf(c)
		require.NoError(t, err)
		e, err := a.Explain(requestOf(c.Request, c.Settings))
		require.NoError(t, err)
		if e.Outcome == policyeval.Undetermined {
			return
		}
		tried[e.Outcome]++
		assert.Equal(t, e.Outcome, recompute(e), "%s\n%s", text(c), e)
		for _, l := range e.Layers {
			for _, p := range l.Policies {
				for _, s := range p.Statements {
					assert.Equal(t, s.Applies == policyeval.True, s.Element == policyeval.ElementNone && s.Detail == "", "a statement that does not apply says why: %+v", s)
				}
			}
		}
	})
	for _, o := range []policyeval.Outcome{policyeval.Allowed, policyeval.ImplicitDeny, policyeval.ExplicitDeny} {
		assert.Greater(t, tried[o], 50, o.String())
	}
}

// recompute applies the formulas to what the statements of a trace say.
func recompute(e policyeval.Explanation) policyeval.Outcome {
	deny, filters := false, true
	identity, boundary, session := false, true, true
	grades := map[policyeval.Grade]bool{}
	for _, l := range e.Layers {
		if !l.Consulted {
			continue
		}
		allow := false
		for _, p := range l.Policies {
			for _, s := range p.Statements {
				if s.Applies != policyeval.True {
					continue
				}
				if s.Effect == policyeval.Deny {
					deny = true
					continue
				}
				allow = true
				if l.Layer == policyeval.LayerResource {
					grades[s.Grade] = true
				}
			}
		}
		switch l.Layer {
		case policyeval.LayerIdentity:
			identity = allow
		case policyeval.LayerBoundary:
			boundary = allow
		case policyeval.LayerSession:
			session = allow
		case policyeval.LayerSCP, policyeval.LayerEndpoint:
			filters = filters && allow
		}
	}
	granted := false
	inside := identity && boundary && session
	if e.SameAccount == policyeval.True {
		granted = grades[policyeval.GradeDirect] || grades[policyeval.GradeEntity] && boundary && session || inside
	} else {
		granted = inside && len(grades) > 0
	}
	switch {
	case deny:
		return policyeval.ExplicitDeny
	case granted && filters:
		return policyeval.Allowed
	}
	return policyeval.ImplicitDeny
}

// TestExplanationJSON: the form for programs names everything by text.
func TestExplanationJSON(t *testing.T) {
	p := identity(t, `{"Version": "2012-10-17", "Id": "mine", "Statement": [{"Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*", "Condition": {"StringNotEquals": {"k:x": "a"}}}]}`)
	e := explain(t, p, &policyeval.Request{Principal: alice, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: "111122223333", Unknown: policyeval.UnknownKeys("k:x")})
	b, err := json.Marshal(e)
	require.NoError(t, err)
	assert.JSONEq(t, `{
		"outcome": "Undetermined", "possible": "Allowed|ImplicitDeny", "deniedBy": "none", "blockedBy": "identity", "dependsOn": ["k:x"],
		"principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k",
		"reason": "the answer depends on k:x", "sameAccount": "true",
		"layers": [{"layer": "identity", "level": 0, "consulted": true, "allow": "unknown", "deny": "false", "policies": [{"index": 0, "id": "mine", "statements": [
			{"index": 0, "sid": "Read", "offset": 54, "effect": "Allow", "applies": "unknown", "element": "Condition", "elementOffset": 161,
			 "detail": "StringNotEquals k:x wants \"a\"; the request has an unknown value"}]}]}],
		"allowedIf": {"condition": {"operator": "StringNotEquals", "key": "k:x", "values": ["a"]}, "dependsOn": ["k:x"]},
		"deniedIf": false}`, string(b))
}

// TestResidualIsReduced checks the expression of a decision with several open
// conditions (U4, U5).
func TestResidualIsReduced(t *testing.T) {
	p := identity(t, `{"Version": "2012-10-17", "Statement": [
		{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {"k:x": "a", "k:known": "v"}, "Bool": {"k:y": "true"}}},
		{"Effect": "Allow", "Action": "ec2:*", "Resource": "*", "Condition": {"StringEquals": {"k:z": "a"}}},
		{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${k:x}"},
		{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8", "192.0.2.0/24"]}}}]}`)
	e := explain(t, p, &policyeval.Request{Principal: alice, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: "111122223333",
		Context: policyeval.Context{"k:known": {"v"}}, Unknown: policyeval.UnknownKeys("k:x", "k:y", "k:z", "aws:SourceIp")})
	assert.Equal(t, []string{"aws:SourceIp", "k:x", "k:y"}, e.DependsOn, "k:z lies under a statement that cannot apply")
	assert.Equal(t, `(((StringEquals(k:x, "a") and Bool(k:y, "true")) or k:x: its value makes arn:aws:s3:::b/${k:x} match the resource) and not(NotIpAddress(aws:SourceIp, "10.0.0.0/8", "192.0.2.0/24")))`, e.AllowedIf.String())
	assert.Equal(t, `NotIpAddress(aws:SourceIp, "10.0.0.0/8", "192.0.2.0/24")`, e.DeniedIf.String())
	b, err := json.Marshal(e.DeniedIf)
	require.NoError(t, err)
	assert.JSONEq(t, `{"condition": {"operator": "NotIpAddress", "key": "aws:SourceIp", "values": ["10.0.0.0/8", "192.0.2.0/24"]}, "dependsOn": ["aws:SourceIp"]}`, string(b))
	b, err = json.Marshal(e.AllowedIf)
	require.NoError(t, err)
	assert.JSONEq(t, `{"and": [
		{"or": [
			{"and": [
				{"condition": {"operator": "StringEquals", "key": "k:x", "values": ["a"]}, "dependsOn": ["k:x"]},
				{"condition": {"operator": "Bool", "key": "k:y", "values": ["true"]}, "dependsOn": ["k:y"]}]},
			{"fact": "k:x", "text": "its value makes arn:aws:s3:::b/${k:x} match the resource", "dependsOn": ["k:x"]}]},
		{"not": {"condition": {"operator": "NotIpAddress", "key": "aws:SourceIp", "values": ["10.0.0.0/8", "192.0.2.0/24"]}, "dependsOn": ["aws:SourceIp"]}}]}`, string(b))
}

// TestRefinements: what is known about an unknown key can settle an answer.
func TestRefinements(t *testing.T) {
	for _, tt := range []struct {
		name, statement string
		key             policyeval.UnknownKey
		want            policyeval.Outcome
	}{
		{"Null, nothing known", `"Resource": "*", "Condition": {"Null": {"k:x": "false"}}`, policyeval.UnknownKey{}, policyeval.Undetermined},
		{"Null, present but perhaps empty", `"Resource": "*", "Condition": {"Null": {"k:x": "false"}}`, policyeval.UnknownKey{Present: true}, policyeval.Undetermined},
		{"Null, not empty", `"Resource": "*", "Condition": {"Null": {"k:x": "false"}}`, policyeval.UnknownKey{NonEmpty: true}, policyeval.Allowed},
		{"Null, not empty, and absence wanted", `"Resource": "*", "Condition": {"Null": {"k:x": "true"}}`, policyeval.UnknownKey{NonEmpty: true}, policyeval.ImplicitDeny},
		{"empty list with IfExists (C12)", `"Resource": "*", "Condition": {"StringEqualsIfExists": {"k:x": []}}`, policyeval.UnknownKey{}, policyeval.Undetermined},
		{"empty list with IfExists, present", `"Resource": "*", "Condition": {"StringEqualsIfExists": {"k:x": []}}`, policyeval.UnknownKey{Present: true}, policyeval.ImplicitDeny},
		{"empty list with ForAllValues, present", `"Resource": "*", "Condition": {"ForAllValues:StringEquals": {"k:x": []}}`, policyeval.UnknownKey{Present: true}, policyeval.Undetermined},
		{"empty list with ForAllValues, not empty", `"Resource": "*", "Condition": {"ForAllValues:StringEquals": {"k:x": []}}`, policyeval.UnknownKey{NonEmpty: true}, policyeval.ImplicitDeny},
		{"variable that may have no value (R13)", `"NotResource": "arn:aws:s3:::other/${k:x}"`, policyeval.UnknownKey{}, policyeval.Undetermined},
		{"variable that may have two", `"NotResource": "arn:aws:s3:::other/${k:x}"`, policyeval.UnknownKey{NonEmpty: true}, policyeval.Undetermined},
		{"variable with a value, whatever it is", `"NotResource": "arn:aws:s3:::other/${k:x}"`, policyeval.UnknownKey{NonEmpty: true, Single: true}, policyeval.Allowed},
	} {
		tt.key.Name = "K:X"
		d, err := policyeval.Evaluate(identity(t, `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", `+tt.statement+`}}`), &policyeval.Request{
			Principal: alice, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: "111122223333", Unknown: []policyeval.UnknownKey{tt.key}})
		require.NoError(t, err)
		assert.Equal(t, tt.want, d.Outcome, tt.name)
	}
}
