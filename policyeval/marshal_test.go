package policyeval_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
)

func TestMarshalIsCanonical(t *testing.T) {
	cases := []struct{ name, reason, in, want string }{
		{"order of elements", "AWS's order, whatever the author's",
			`{"Statement": [{"Resource": "*", "Condition": {}, "Action": "*", "Effect": "Allow", "Sid": "a"}], "Id": "i", "Version": "2012-10-17"}`,
			`{"Version":"2012-10-17","Id":"i","Statement":[{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*","Condition":{}}]}`},
		{"forms", "bare values and lists stay what they are",
			`{"Statement": {"Effect": "Deny", "Principal": {"Service": ["b", "a"], "AWS": "*"}, "NotAction": ["*"], "NotResource": "*"}}`,
			`{"Statement":{"Effect":"Deny","Principal":{"Service":["b","a"],"AWS":"*"},"NotAction":["*"],"NotResource":"*"}}`},
		{"everybody", "the three forms differ as text",
			`{"Statement": [{"Effect": "Deny", "Principal": "*", "Action": []}, {"Effect": "Deny", "NotPrincipal": {"AWS": ["*"]}, "Action": []}]}`,
			`{"Statement":[{"Effect":"Deny","Principal":"*","Action":[]},{"Effect":"Deny","NotPrincipal":{"AWS":["*"]},"Action":[]}]}`},
		{"empty principals", "an empty list is no empty object",
			`{"Statement": [{"Effect": "Deny", "Principal": [ ], "Action": []}, {"Effect": "Deny", "Principal": { }, "Action": []}]}`,
			`{"Statement":[{"Effect":"Deny","Principal":[],"Action":[]},{"Effect":"Deny","Principal":{},"Action":[]}]}`},
		{"values", "numbers and Booleans keep their text and kind",
			`{"Statement": {"Effect": "Deny", "Action": "*", "Condition": {"NumericEquals": {"k:n": [10.0, 1E+1, "5", -0]}, "Bool": {"k:b": false}}}}`,
			`{"Statement":{"Effect":"Deny","Action":"*","Condition":{"NumericEquals":{"k:n":[10.0,1E+1,"5",-0]},"Bool":{"k:b":false}}}}`},
		{"escapes", "as few as JSON allows",
			`{"Id": "\u0041\/\u00e9<>&\u2028\ud83d\ude00\u0000\"\\\b\t\n\r\f\u007f", "Statement": []}`,
			`{"Id":"A/é<>&` + "\u2028" + `😀\u0000\"\\\u0008\t\n\r\u000c` + "\x7f" + `","Statement":[]}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := parse(t, c.in)
			assert.Equal(t, c.want, p.String(), c.reason)
			again := parse(t, p.String())
			assert.Equal(t, c.want, again.String())
			assert.True(t, p.Equal(again))
		})
	}
}

func TestJSONRoundTripInsideOtherValues(t *testing.T) {
	type holder struct {
		Name   string
		Policy *policyeval.Policy
	}
	in := []byte(`{"Name": "x", "Policy": {"Id": "<&>", "Statement": []}}`)
	var h holder
	require.NoError(t, json.Unmarshal(in, &h))
	out, err := json.Marshal(h)
	require.NoError(t, err)
	assert.JSONEq(t, string(in), string(out))

	err = json.Unmarshal([]byte(`{"Policy": {"Statement": [], "Nonsense": 1}}`), &h)
	var fault *policyeval.ParseError
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, "D3", fault.Rule, "UnmarshalJSON is strict")
	assert.Equal(t, "<&>", h.Policy.ID.Value, "a failed UnmarshalJSON changes nothing")
}

func TestEqual(t *testing.T) {
	a := parse(t, `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}`)
	assert.True(t, a.Equal(parse(t, `{"Statement":[{"Action":"\u002a","Resource":"*","Effect":"Allow"}],"Version":"2012-10-17"}`)))
	assert.False(t, a.Equal(parse(t, `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}`)), "the form differs")
	assert.False(t, a.Equal(parse(t, `{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}`)), "a Version less")
	assert.False(t, a.Equal(nil))
	assert.True(t, (*policyeval.Policy)(nil).Equal(nil))
}

func TestMarshalRefusesWhatHasNoJSONForm(t *testing.T) {
	list := func(bare bool, values ...string) *policyeval.List {
		l := &policyeval.List{Bare: bare}
		for _, v := range values {
			l.Members = append(l.Members, policyeval.Text{Value: v})
		}
		return l
	}
	condition := func(k policyeval.ConditionKey) *policyeval.Condition {
		return &policyeval.Condition{Operators: []policyeval.ConditionOperator{{Name: "Bool", Keys: []policyeval.ConditionKey{k}}}}
	}
	cases := []struct {
		name string
		p    *policyeval.Policy
	}{
		{"nil statement", &policyeval.Policy{Statements: []*policyeval.Statement{nil}}},
		{"no bare statement", &policyeval.Policy{StatementBare: true}},
		{"effect", &policyeval.Policy{Statements: []*policyeval.Statement{{Effect: 9}}}},
		{"bare list of two", &policyeval.Policy{Statements: []*policyeval.Statement{{Action: list(true, "a", "b")}}}},
		{"not UTF-8", &policyeval.Policy{Statements: []*policyeval.Statement{{Action: list(false, "\xff")}}}},
		{"bare value of none", &policyeval.Policy{Statements: []*policyeval.Statement{{Condition: condition(policyeval.ConditionKey{Bare: true})}}}},
		{"number", &policyeval.Policy{Statements: []*policyeval.Statement{{Condition: condition(policyeval.ConditionKey{
			Values: []policyeval.ConditionValue{{Kind: policyeval.NumberValue, Text: "1, 2"}}})}}}},
		{"boolean", &policyeval.Policy{Statements: []*policyeval.Statement{{Condition: condition(policyeval.ConditionKey{
			Values: []policyeval.ConditionValue{{Kind: policyeval.BooleanValue, Text: "yes"}}})}}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := c.p.MarshalJSON()
			require.Error(t, err)
			assert.Contains(t, err.Error(), "policyeval: ")
			_, err = c.p.Check(policyeval.IdentityPolicy)
			assert.Error(t, err)
			assert.Contains(t, c.p.String(), "policyeval: ")
		})
	}
}
