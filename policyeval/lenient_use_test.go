package policyeval_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
)

// A faulty Allow never grants, and a faulty Deny whose other elements match
// always denies (invariant 12).
func TestFaultyStatementsFailClosed(t *testing.T) {
	cases := []struct{ name, elements string }{
		{"unreadable action", `"Action": 1, "Resource": "*"`},
		{"no action", `"Resource": "*"`},
		{"action and complement", `"Action": "ec2:*", "NotAction": "s3:*", "Resource": "*"`},
		{"action without service", `"Action": "GetObject", "Resource": "*"`},
		{"repeated action", `"Action": "ec2:*", "Action": "iam:*", "Resource": "*"`},
		{"variable in action", `"Action": "s3:${aws:username}", "Resource": "*"`},
		{"empty complement of actions", `"NotAction": [], "Resource": "*"`},
		{"resource without prefix", `"Action": "s3:*", "Resource": "bucket"`},
		{"one resource of two without prefix", `"Action": "s3:*", "Resource": ["bucket", "arn:aws:s3:::other"]`},
		{"complement of resources", `"Action": "s3:*", "NotResource": ["bucket", "arn:aws:s3:::b/*"]`},
		{"no resource in an identity policy", `"Action": "s3:*"`},
		{"principal in an identity policy", `"Action": "s3:*", "Resource": "*", "Principal": {"AWS": "999999999999"}`},
		{"unreadable principal", `"Action": "s3:*", "Resource": "*", "Principal": 1`},
		{"unreadable condition", `"Action": "s3:*", "Resource": "*", "Condition": 1`},
		{"unknown operator", `"Action": "s3:*", "Resource": "*", "Condition": {"StringIs": {"aws:username": "bob"}}`},
		{"operator without keys", `"Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": "bob"}`},
		{"malformed operand", `"Action": "s3:*", "Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": ["1", "one"]}}`},
		{"unreadable value", `"Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {"aws:username": null}}`},
		{"unknown name", `"Action": "s3:*", "Resource": "*", "condition": {}`},
		{"unreadable Sid", `"Action": "s3:*", "Resource": "*", "Sid": 1`},
	}
	request := &policyeval.Request{
		Principal: "arn:aws:iam::111122223333:user/alice",
		Action:    "s3:GetObject",
		Resource:  "arn:aws:s3:::b/k", ResourceAccount: "111122223333",
	}
	admin := parse(t, `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}`)
	document := func(effect, elements string) string {
		return `{"Version": "2012-10-17", "Statement": [{` + effect + `, ` + elements + `}]}`
	}
	decide := func(t *testing.T, documents ...*policyeval.Policy) policyeval.Outcome {
		d, err := policyeval.Evaluate(policyeval.Policies{Identity: documents}, request)
		require.NoError(t, err)
		return d.Outcome
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			allow := parse(t, document(`"Effect": "Allow"`, c.elements), policyeval.Lenient)
			deny := parse(t, document(`"Effect": "Deny"`, c.elements), policyeval.Lenient)
			assert.Equal(t, policyeval.ImplicitDeny, decide(t, allow))
			assert.Equal(t, policyeval.Allowed, decide(t, allow, admin), "a faulty Allow does not matter")
			assert.Equal(t, policyeval.ExplicitDeny, decide(t, deny, admin))

			strict, err := policyeval.Parse([]byte(document(`"Effect": "Deny"`, c.elements)))
			if err == nil {
				_, err = policyeval.Compile(policyeval.Policies{Identity: []*policyeval.Policy{strict}})
			}
			assert.Error(t, err, "strict loading refuses the document, in Parse or in Compile")
		})
	}
	for _, effect := range []string{`"Effect": "allow"`, `"Effect": "Allow", "Effect": "Allow"`, `"Sid": "NoEffect"`} {
		t.Run(effect, func(t *testing.T) {
			matching := parse(t, document(effect, `"Action": "s3:*", "Resource": "*"`), policyeval.Lenient)
			other := parse(t, document(effect, `"Action": "ec2:*", "Resource": "*"`), policyeval.Lenient)
			assert.Equal(t, policyeval.ExplicitDeny, decide(t, matching, admin), "an unknown effect may be Deny")
			assert.Equal(t, policyeval.Allowed, decide(t, other, admin), "the other elements still filter")
		})
	}
}

// The other elements of a faulty Deny still filter.
func TestFaultyDenyIsStillFiltered(t *testing.T) {
	admin := parse(t, `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}`)
	for _, elements := range []string{
		`"Action": "ec2:*", "Resource": "bucket"`,
		`"Action": 1, "Resource": "arn:aws:s3:::other"`,
		`"Action": "s3:*", "Resource": "bucket", "Condition": {"StringEquals": {"aws:username": "bob"}}`,
		`"Action": "ec2:*", "Resource": "*", "Condition": {"StringIs": {"k:a": "x"}}`,
		`"Action": "ec2:*", "Resource": "*", "Nonsense": 1`,
	} {
		deny := parse(t, `{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", `+elements+`}]}`, policyeval.Lenient)
		d, err := policyeval.Evaluate(policyeval.Policies{Identity: []*policyeval.Policy{admin, deny}}, &policyeval.Request{
			Principal: "arn:aws:iam::111122223333:user/alice",
			Action:    "s3:GetObject",
			Resource:  "arn:aws:s3:::b/k", ResourceAccount: "111122223333",
		})
		require.NoError(t, err)
		assert.Equal(t, policyeval.Allowed, d.Outcome, elements)
	}
}

// A faulty entry makes the whole Condition fail closed: it does not help the
// requester that another entry of the same Condition is not satisfied.
func TestFaultyConditionFailsClosedAsAWhole(t *testing.T) {
	admin := parse(t, `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}`)
	deny := parse(t, `{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*",
		"Condition": {"StringIs": {"k:a": "x"}, "StringEquals": {"aws:username": "bob"}}}]}`, policyeval.Lenient)
	d, err := policyeval.Evaluate(policyeval.Policies{Identity: []*policyeval.Policy{admin, deny}}, &policyeval.Request{
		Principal: "arn:aws:iam::111122223333:user/alice", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: "111122223333",
	})
	require.NoError(t, err)
	assert.Equal(t, policyeval.ExplicitDeny, d.Outcome)
}
