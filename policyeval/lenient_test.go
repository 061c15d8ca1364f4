package policyeval_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
)

func TestLenientMarksTheFaultyElement(t *testing.T) {
	const good = `"Effect": "Deny", "Action": "s3:*", "Resource": "*"`
	cases := []struct {
		name, reason, statement string
		want                    []policyeval.Element
	}{
		{"none", "a sound statement has no faulty element", good, nil},
		{"effect", "unreadable", `"Effect": "deny", "Action": "s3:*", "Resource": "*"`, []policyeval.Element{policyeval.ElementEffect}},
		{"no effect", "missing", `"Action": "s3:*", "Resource": "*"`, []policyeval.Element{policyeval.ElementEffect}},
		{"action", "a member is no string", `"Effect": "Deny", "Action": ["s3:*", 1], "Resource": "*"`, []policyeval.Element{policyeval.ElementAction}},
		{"no action", "missing is reported under the plain name", `"Effect": "Deny", "Resource": "*"`, []policyeval.Element{policyeval.ElementAction}},
		{"both actions", "nobody knows which was meant", good + `, "NotAction": "iam:*"`, []policyeval.Element{policyeval.ElementAction, policyeval.ElementNotAction}},
		{"unreadable and its complement", "both are present, so both are faulty", `"Effect": "Deny", "Action": 1, "NotAction": "iam:*", "Resource": "*"`, []policyeval.Element{policyeval.ElementAction, policyeval.ElementNotAction}},
		{"repeated", "the first one is kept and faulty", good + `, "Action": "iam:*"`, []policyeval.Element{policyeval.ElementAction}},
		{"unknown name", "the statement as a whole", good + `, "condition": {}`, []policyeval.Element{policyeval.ElementNone}},
		{"resource", "rule R2", `"Effect": "Deny", "Action": "s3:*", "Resource": "bucket"`, []policyeval.Element{policyeval.ElementResource}},
		{"notresource", "rule V5", `"Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::${"`, []policyeval.Element{policyeval.ElementNotResource}},
		{"principal", "rule P5", good + `, "Principal": {"AWS": "arn:aws:iam::123456789012:user/*"}`, []policyeval.Element{policyeval.ElementPrincipal}},
		{"notprincipal", "rule D15", good + `, "NotPrincipal": {}`, []policyeval.Element{policyeval.ElementNotPrincipal}},
		{"condition", "no object", good + `, "Condition": []`, []policyeval.Element{policyeval.ElementCondition}},
		{"sid", "Sid filters nothing, so the statement as a whole", good + `, "Sid": 1`, []policyeval.Element{policyeval.ElementNone, policyeval.ElementSid}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := parse(t, `{"Version": "2012-10-17", "Statement": [{`+c.statement+`}]}`, policyeval.Lenient)
			var got []policyeval.Element
			for e := policyeval.ElementNone; e <= policyeval.ElementCondition; e++ {
				if p.Statements[0].Faulty(e) {
					got = append(got, e)
				}
			}
			assert.Equal(t, c.want, got, c.reason)
		})
	}
}

func TestLenientMarksSingleConditionEntries(t *testing.T) {
	p := parse(t, `{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {
		"StringEqual": {"k:a": "x"},
		"StringEquals": "x",
		"NumericEquals": {"k:a": "1", "k:b": ["1", "x"], "k:c": null, "k:a": "2"}
	}}}`, policyeval.Lenient)
	s := p.Statements[0]
	assert.False(t, s.Faulty(policyeval.ElementCondition), "the element as a whole still filters")
	ops := s.Condition.Operators
	assert.True(t, ops[0].Faulty(), "unknown name")
	assert.True(t, ops[1].Faulty(), "no object")
	assert.False(t, ops[2].Faulty())
	var keys []bool
	for i := range ops[2].Keys {
		keys = append(keys, ops[2].Keys[i].Faulty())
	}
	assert.Equal(t, []bool{false, true, true, true}, keys)
	assert.Nil(t, ops[2].Keys[2].Values)
}

func TestLenientKeepsWhatItCannotRead(t *testing.T) {
	const canonical = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotAction":"iam:*",` +
		`"Condition":{"StringEquals":[1, 2],"Bool":{"k:a":{"x":[null]}},"Bool":{"k:a":"true"}},` +
		`"Sid":1,"Action":["s3:*",{"a b":" \" "}],"Effect":"Allow","resource":"*"}]}`
	p := parse(t, `{"Statement": [{"Sid": 1, "Effect": "Deny", "Action": ["s3:*", {"a b": " \" "}], "NotAction": "iam:*",
		"Effect": "Allow", "resource": "*", "Condition": {"StringEquals": [1, 2], "Bool": {"k:a": {"x": [null]}}, "Bool": {"k:a": "true"}}}],
		"Version": "2012-10-17"}`, policyeval.Lenient)
	assert.JSONEq(t, canonical, p.String(), "nothing is lost")
	again := parse(t, p.String(), policyeval.Lenient)
	assert.Equal(t, p.String(), again.String())
	assert.True(t, p.Equal(again))
}

func TestLenientDoesNotExcuseTheDocument(t *testing.T) {
	for _, doc := range []string{
		``, `[]`, `{}`, `{"Statement": []} x`, `{"Statement": [], "Statement": []}`, `{"statement": []}`,
		`{"Version": "2013-10-17", "Statement": []}`, `{"Id": 1, "Statement": []}`, `{"Statement": [1]}`, `{"Statement": ["{}"`,
	} {
		_, err := policyeval.Parse([]byte(doc), policyeval.Lenient)
		assert.Error(t, err, doc)
	}
}

func TestLenientKeepsTheFaultsOfTheTypeForItsUse(t *testing.T) {
	p := parse(t, `{"Statement": {"Effect": "Deny", "Action": "*"}}`, policyeval.Lenient, policyeval.WithType(policyeval.IdentityPolicy))
	assert.False(t, p.Statements[0].Faulty(policyeval.ElementResource), "what follows from the type is not marked")
	_, err := p.Check(policyeval.IdentityPolicy)
	var fault *policyeval.ParseError
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, policyeval.ElementResource, fault.Element)
	assert.Equal(t, "/Statement", fault.Path, "a bare statement has no index in its pointer")
	_, err = p.Check(policyeval.UnknownPolicyType)
	assert.NoError(t, err)
}
