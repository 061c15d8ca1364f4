package policyeval_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
)

// operandsFor are well-formed operands by family. Few and close to each other, so
// that comparisons come out both ways.
var operandsFor = map[string][]string{
	"String":  {"a", "A", "b", "ab", "a*", "${aws:username}"},
	"Numeric": {"1", "1.0", "2", "-3", "1e1"},
	"Date":    {"2024-01-01T00:00:00Z", "1704067200", "2024-01-01T00:00:01Z", "2023-12"},
	"Ip":      {"203.0.113.9", "::ffff:203.0.113.9", "2001:db8::1", "198.51.100.1"},
	"Arn":     {"arn:aws:iam::111122223333:user/a", "arn:aws:iam::111122223333:user/b", "arn:aws:iam::111122223333:role/a"},
}

// negations are the pairs of a positive operator and its negation.
var negations = []struct{ family, positive, negative string }{
	{"String", "StringEquals", "StringNotEquals"},
	{"String", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"},
	{"String", "StringLike", "StringNotLike"},
	{"Numeric", "NumericEquals", "NumericNotEquals"},
	{"Date", "DateEquals", "DateNotEquals"},
	{"Ip", "IpAddress", "NotIpAddress"},
	{"Arn", "ArnEquals", "ArnNotEquals"},
	{"Arn", "ArnLike", "ArnNotLike"},
}

// holds tells whether an entry of a condition is satisfied, as an Allow and as a
// Deny statement see it.
func holds(t *testing.T, operator string, values []string, context policyeval.Context) (inAllow, inDeny bool) {
	t.Helper()
	list, err := json.Marshal(values)
	require.NoError(t, err)
	statement := func(effect string) *policyeval.Policy {
		return parse(t, fmt.Sprintf(`{"Version": "2012-10-17", "Statement": {"Effect": %q, "Action": "*", "Resource": "*", "Condition": {%q: {"k:x": %s}}}}`, effect, operator, list))
	}
	req := &policyeval.Request{Principal: "arn:aws:iam::111122223333:user/a", Action: "s3:GetObject", Resource: "*", Context: context}
	d, err := policyeval.Evaluate(policyeval.Policies{Identity: []*policyeval.Policy{statement("Allow")}}, req)
	require.NoError(t, err)
	e, err := policyeval.Evaluate(policyeval.Policies{Identity: []*policyeval.Policy{statement("Deny")}}, req)
	require.NoError(t, err)
	return d.Outcome == policyeval.Allowed, e.Outcome == policyeval.ExplicitDeny
}

// pick returns up to n of the operands.
func pick(r *rand.Rand, operands []string, least, most int) []string {
	out := make([]string, least+r.IntN(most-least+1))
	for i := range out {
		out[i] = operands[r.IntN(len(operands))]
	}
	return out
}

// requestValues are operands without the texts that only a policy may hold.
func requestValues(family string) []string {
	if family == "String" {
		return []string{"a", "A", "b", "ab", "a*"}
	}
	return operandsFor[family]
}

// TestNegationIsComplement is property 9, also for an absent key and a variable
// without a value.
func TestNegationIsComplement(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	for _, op := range negations {
		yes := 0
		for range 120 {
			values := pick(r, operandsFor[op.family], 1, 3)
			context := policyeval.Context{"k:x": pick(r, requestValues(op.family), 0, 1)}
			plain, plainDeny := holds(t, op.positive, values, context)
			negated, negatedDeny := holds(t, op.negative, values, context)
			assert.Equal(t, plain, plainDeny, "%s %q: without faults both effects agree", op.positive, values)
			assert.Equal(t, negated, negatedDeny)
			assert.NotEqual(t, plain, negated, "%s %q with %q", op.positive, values, context)
			if plain {
				yes++
			}
		}
		assert.NotZero(t, yes, op.positive)
		assert.NotEqual(t, 120, yes, op.positive)
	}
}

// TestQualifiersAreDual is property 10.
func TestQualifiersAreDual(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	for _, op := range negations {
		for range 80 {
			values := pick(r, operandsFor[op.family], 1, 2)
			context := policyeval.Context{"k:x": pick(r, requestValues(op.family), 0, 3)}
			for _, pair := range [][2]string{{op.positive, op.negative}, {op.negative, op.positive}} {
				all, _ := holds(t, "ForAllValues:"+pair[0], values, context)
				some, _ := holds(t, "ForAnyValue:"+pair[1], values, context)
				assert.NotEqual(t, all, some, "ForAllValues:%s and ForAnyValue:%s %q with %q", pair[0], pair[1], values, context)
			}
		}
	}
}

// TestIfExistsAddsAbsence is property 11.
func TestIfExistsAddsAbsence(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 18))
	for _, op := range negations {
		for _, name := range []string{op.positive, op.negative} {
			for range 40 {
				values := pick(r, operandsFor[op.family], 1, 2)
				context := policyeval.Context{"k:x": pick(r, requestValues(op.family), 0, 1)}
				plain, _ := holds(t, name, values, context)
				got, _ := holds(t, name+"IfExists", values, context)
				assert.Equal(t, len(context["k:x"]) == 0 || plain, got, "%s %q with %q", name, values, context)
			}
		}
	}
	for _, context := range []policyeval.Context{{}, {"k:x": {}}, {"k:x": {""}}, {"k:x": {"", ""}}, {"k:x": {"a"}}, {"k:x": {"", "a"}}} {
		null, _ := holds(t, "Null", []string{"true"}, context)
		notNull, _ := holds(t, "Null", []string{"false"}, context)
		assert.NotEqual(t, null, notNull, "%q", context)
	}
}

// TestOrderOperatorsAreATotalOrder is property 24 as policies see it: exactly one
// of less, equal and greater holds, and the -Equals forms are their unions.
func TestOrderOperatorsAreATotalOrder(t *testing.T) {
	for _, family := range []string{"Numeric", "Date"} {
		for _, operand := range operandsFor[family] {
			for _, value := range operandsFor[family] {
				context := policyeval.Context{"k:x": {value}}
				is := func(name string) bool {
					ok, _ := holds(t, family+name, []string{operand}, context)
					return ok
				}
				less, equal, greater := is("LessThan"), is("Equals"), is("GreaterThan")
				n := 0
				for _, b := range []bool{less, equal, greater} {
					if b {
						n++
					}
				}
				assert.Equal(t, 1, n, "%s and %s", value, operand)
				assert.Equal(t, less || equal, is("LessThanEquals"))
				assert.Equal(t, greater || equal, is("GreaterThanEquals"))
			}
		}
	}
}

// TestMalformedValuesFailClosed is property 12 for request values (C13): no
// operator grants on a value that is not of its type, none drops a Deny.
func TestMalformedValuesFailClosed(t *testing.T) {
	for _, op := range negations {
		if op.family == "String" {
			continue // every text is well-formed
		}
		for _, name := range []string{op.positive, op.negative, op.positive + "IfExists", "ForAllValues:" + op.positive, "ForAnyValue:" + op.negative} {
			inAllow, inDeny := holds(t, name, operandsFor[op.family][:1], policyeval.Context{"k:x": {"no such thing"}})
			assert.False(t, inAllow, name)
			assert.True(t, inDeny, name)
		}
	}
	inAllow, inDeny := holds(t, "Bool", []string{"false"}, policyeval.Context{"k:x": {"yes"}})
	assert.False(t, inAllow)
	assert.True(t, inDeny)
}

// TestComplementsOfElements is property 8 for NotAction and NotResource.
func TestComplementsOfElements(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 20))
	actions := []string{"s3:GetObject", "s3:get*", "s3:*", "s*:GetObject", "*", "ec2:*", "s3:Get?bject", "s3:Get.bject", "s3: Get*", "s3:GetObject,s3:PutObject"}
	resources := []string{"*", "arn:aws:s3:::b/k", "arn:aws:s3:::b/*", "arn:aws:s3:::b*", "arn:aws:s3:::*/?", "arn:aws:sqs:*:*:*", "arn:aws:s3:::B/k"}
	applies := func(element string, values []string, request policyeval.Request) bool {
		list, err := json.Marshal(values)
		require.NoError(t, err)
		other := "Resource"
		if strings.HasSuffix(element, "Resource") {
			other = "Action"
		}
		statement := fmt.Sprintf(`{"Effect": "Allow", %q: "*", %q: %s}`, other, element, list)
		d, err := policyeval.Evaluate(policyeval.Policies{Identity: []*policyeval.Policy{parse(t, `{"Version": "2012-10-17", "Statement": `+statement+`}`)}}, &request)
		require.NoError(t, err)
		return d.Allowed()
	}
	for range 300 {
		request := policyeval.Request{Principal: "arn:aws:iam::111122223333:user/a", ResourceAccount: "111122223333",
			Action:   []string{"s3:GetObject", "S3:PUTOBJECT", "ec2:RunInstances"}[r.IntN(3)],
			Resource: []string{"arn:aws:s3:::b/k", "arn:aws:s3:::b/x/y"}[r.IntN(2)]}
		list := pick(r, actions, 1, 3)
		assert.NotEqual(t, applies("Action", list, request), applies("NotAction", list, request), "%q %s", list, request.Action)
		list = pick(r, resources, 1, 3)
		assert.NotEqual(t, applies("Resource", list, request), applies("NotResource", list, request), "%q %s", list, request.Resource)
	}
}
