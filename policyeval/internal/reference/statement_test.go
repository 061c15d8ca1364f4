package reference_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval/internal/reference"
)

const (
	applies    = "applies"
	not        = "does not apply"
	failClosed = "fail closed" // not as Allow, yes as Deny
	invalid    = "invalid"
	maybe      = "maybe"
)

// statementRow is a statement without its Effect, asked once as Allow and once
// as Deny.
type statementRow struct {
	rule, why string
	statement string // members besides Effect; Action and Resource default to "*"
	request   string // members of the request over the default
	want      string
	version   string // "" is 2012-10-17
}

const defaultRequest = `"principal":"arn:aws:iam::111122223333:user/team/alice","action":"s3:GetObject","resource":"arn:aws:s3:::b/k","resourceAccount":"111122223333"`

func merged(t *testing.T, members ...string) json.RawMessage {
	t.Helper()
	all := map[string]json.RawMessage{}
	for _, m := range members {
		require.NoError(t, json.Unmarshal([]byte("{"+m+"}"), &all), m)
	}
	out, err := json.Marshal(all)
	require.NoError(t, err)
	return out
}

func mustParse(t *testing.T, text string) reference.Case {
	t.Helper()
	c, err := reference.ParseCase([]byte(text))
	require.NoError(t, err, text)
	return c
}

func (r statementRow) run(t *testing.T) {
	version := r.version
	if version == "" {
		version = "2012-10-17"
	}
	var got [2]reference.Result
	for i, effect := range []string{"Allow", "Deny"} {
		// Defaults are written only where the row has no such element.
		s := `"Effect":"` + effect + `",` + r.statement
		for _, e := range []string{"Action", "Resource"} {
			var have map[string]json.RawMessage
			_ = json.Unmarshal([]byte("{"+r.statement+"}"), &have)
			if have[e] == nil && have["Not"+e] == nil {
				s += `,"` + e + `":"*"`
			}
		}
		allowAll := `{"Effect":"Allow","Action":"*","Resource":"*"},`
		if effect == "Allow" {
			allowAll = ""
		}
		text := fmt.Sprintf(`{"request":%s,"identity":[{"Version":"%s","Statement":[%s{%s}]}]}`,
			merged(t, defaultRequest, r.request), version, allowAll, s)
		got[i] = reference.Evaluate(mustParse(t, text), reference.Options{})
	}
	answer := fmt.Sprintf("%v, %v", got[0], got[1])
	switch [2]reference.Decision{got[0].Decision, got[1].Decision} {
	case [2]reference.Decision{"Allowed", "ExplicitDeny"}:
		answer = applies
	case [2]reference.Decision{"ImplicitDeny", "Allowed"}:
		answer = not
	case [2]reference.Decision{"ImplicitDeny", "ExplicitDeny"}:
		answer = failClosed
	case [2]reference.Decision{"Invalid", "Invalid"}:
		answer = invalid
	case [2]reference.Decision{"Undetermined", "Undetermined"}:
		answer = maybe
	}
	assert.Equal(t, r.want, answer, r.why)
}

func runRows(t *testing.T, rows []statementRow) {
	for _, r := range rows {
		t.Run(r.rule+" "+r.why, r.run)
	}
}

func TestGrammar(t *testing.T) {
	runRows(t, []statementRow{
		{rule: "D2", why: "key twice", statement: `"Action":"*","Action":"*"`, want: invalid},
		{rule: "D2", why: "key twice in a condition", statement: `"Condition":{"Bool":{"a":"true","a":"true"}}`, want: invalid},
		{rule: "D3", why: "case of a name", statement: `"condition":{}`, want: invalid},
		{rule: "D4", why: "unknown version", statement: `"Sid":"a"`, version: "2012-10-18", want: invalid},
		{rule: "D7", why: "both actions", statement: `"Action":"*","NotAction":"iam:*"`, want: invalid},
		{rule: "D7", why: "both resources", statement: `"Resource":"*","NotResource":"arn:aws:s3:::x"`, want: invalid},
		{rule: "D8", why: "lists and bare values", statement: `"Action":["s3:GetObject"],"Resource":["arn:aws:s3:::b/k"]`, want: applies},
		{rule: "D9", why: "null as a value", statement: `"Condition":{"StringEquals":{"a":null}}`, want: invalid},
		{rule: "D9", why: "number as an action", statement: `"Action":1`, want: invalid},
		{rule: "D9", why: "number keeps its text", statement: `"Condition":{"StringEquals":{"a":1.0}}`, request: `"context":{"a":"1.0"}`, want: applies},
		{rule: "D10", why: "principal in an identity document", statement: `"Principal":"*"`, want: invalid},
		{rule: "D14", why: "odd Sid", statement: `"Sid":"a b"`, want: applies},
		{rule: "D15", why: "empty Action", statement: `"Action":[]`, want: not},
		{rule: "D15", why: "empty Resource", statement: `"Resource":[]`, want: not},
		{rule: "D15", why: "empty NotAction", statement: `"NotAction":[]`, want: invalid},
		{rule: "D15", why: "empty NotResource", statement: `"NotResource":[]`, want: invalid},
		{rule: "D16", why: "empty condition", statement: `"Condition":{}`, want: failClosed},
		{rule: "D16", why: "operator without keys", statement: `"Condition":{"StringEquals":{}}`, want: failClosed},
	})
}

func TestActions(t *testing.T) {
	runRows(t, []statementRow{
		{rule: "A1", why: "letter case", statement: `"Action":"S3:getOBJECT"`, want: applies},
		{rule: "A2", why: "stars", statement: `"Action":"**"`, want: applies},
		{rule: "A3", why: "wildcard service", statement: `"Action":"s*:GetObject"`, want: applies},
		{rule: "A3", why: "wildcard does not cross the colon", statement: `"Action":"s*Object:*"`, want: not},
		{rule: "A4", why: "question mark", statement: `"Action":"s3:Get?bject"`, want: applies},
		{rule: "A5", why: "no colon", statement: `"Action":"s3"`, want: invalid},
		{rule: "A5", why: "blank", statement: `"Action":"s3: *"`, want: not},
		{rule: "A5", why: "empty name", statement: `"Action":"s3:"`, want: not},
		{rule: "A5", why: "excludes nothing", statement: `"NotAction":"s3: *"`, want: applies},
		{rule: "A6", why: "comma", statement: `"Action":"s3:GetObject,PutObject"`, want: not},
		{rule: "A7", why: "a dot is literal", statement: `"Action":"s3:Get.bject"`, want: not},
		{rule: "A8", why: "complement", statement: `"NotAction":"iam:*"`, want: applies},
		{rule: "A8", why: "excluded", statement: `"NotAction":["iam:*","s3:Get*"]`, want: not},
		{rule: "A9", why: "variable", statement: `"Action":"s3:${aws:username}"`, want: invalid},
		{rule: "A10", why: "wildcard request", statement: `"Sid":"a"`, request: `"action":"s3:*"`, want: invalid},
	})
}

func TestResources(t *testing.T) {
	runRows(t, []statementRow{
		{rule: "R1", why: "stars", statement: `"Resource":"**"`, want: applies},
		{rule: "R2", why: "not an ARN", statement: `"Resource":"s3:::b"`, want: invalid},
		{rule: "R3", why: "star spans slashes", statement: `"Resource":"arn:aws:s3:::b*k"`, request: `"resource":"arn:aws:s3:::b/x/y:z/k"`, want: applies},
		{rule: "R4", why: "no path logic", statement: `"Resource":"arn:aws:s3:::b"`, want: not},
		{rule: "R5", why: "one code point", statement: `"Resource":"arn:aws:s3:::b/?"`, request: `"resource":"arn:aws:s3:::b/é"`, want: applies},
		{rule: "R5", why: "not two", statement: `"Resource":"arn:aws:s3:::b/?"`, request: `"resource":"arn:aws:s3:::b/kk"`, want: not},
		{rule: "R6", why: "case of field 6", statement: `"Resource":"arn:aws:s3:::B/k"`, want: not},
		{rule: "R7", why: "upper case service", statement: `"Resource":"arn:aws:S3:::b/k"`, want: invalid},
		{rule: "R8", why: "no colon is crossed", statement: `"Resource":"arn:aws:s3:*:b/k"`, want: invalid},
		{rule: "R9", why: "short with a star", statement: `"Resource":"arn:aws:s3:*"`, want: applies},
		{rule: "R10", why: "wildcard in the type", statement: `"Resource":"arn:aws:s3:::*/*"`, want: applies},
		{rule: "R11", why: "another service", statement: `"Resource":"arn:aws:sqs:::b/k"`, want: not},
		{rule: "R12", why: "one member excludes", statement: `"NotResource":["arn:aws:s3:::x","arn:aws:s3:::b/*"]`, want: not},
		{rule: "R13", why: "unresolved in NotResource", statement: `"NotResource":"arn:aws:s3:::${a:b}"`, want: failClosed},
		{rule: "R14", why: "short in NotResource", statement: `"NotResource":"arn:aws:sqs:*"`, want: applies},
		{rule: "R15", why: "wildcard service", statement: `"Resource":"arn:aws:*:::b/k"`, want: failClosed},
		{rule: "R15", why: "wildcard service in NotResource", statement: `"NotResource":"arn:aws:*:::b/k"`, want: failClosed},
		{rule: "R16", why: "request *", statement: `"Resource":"arn:aws:s3:::*"`, request: `"resource":"*"`, want: not},
		{rule: "R16", why: "NotResource and request *", statement: `"NotResource":"arn:aws:s3:::*"`, request: `"resource":"*"`, want: applies},
		{rule: "R16", why: "NotResource *", statement: `"NotResource":"*"`, request: `"resource":"*"`, want: not},
		{rule: "R18", why: "short request", statement: `"Sid":"a"`, request: `"resource":"arn:aws:s3"`, want: invalid},
		{rule: "R18", why: "wildcards of the request are ordinary", statement: `"Resource":"arn:aws:s3:::b/k"`, request: `"resource":"arn:aws:s3:::b/*"`, want: not},
		{rule: "W1", why: "covers", statement: `"Resource":"arn:aws:s3:::b*"`, request: `"resource":"arn:aws:s3:::b/*","pattern":true`, want: applies},
		{rule: "W1", why: "disjoint", statement: `"Resource":"arn:aws:s3:::c*"`, request: `"resource":"arn:aws:s3:::b/*","pattern":true`, want: not},
		{rule: "W1", why: "partial", statement: `"Resource":"arn:aws:s3:::*/k"`, request: `"resource":"arn:aws:s3:::b/*","pattern":true`, want: maybe},
		{rule: "W1", why: "complement of partial", statement: `"NotResource":"arn:aws:s3:::*/k"`, request: `"resource":"arn:aws:s3:::b/*","pattern":true`, want: maybe},
		{rule: "W2", why: "question marks", statement: `"Resource":"arn:aws:s3:::b/?*"`, request: `"resource":"arn:aws:s3:::b/??","pattern":true`, want: applies},
		{rule: "W3", why: "union is not split", statement: `"Resource":["arn:aws:s3:::b/","arn:aws:s3:::b/?*"]`, request: `"resource":"arn:aws:s3:::b/*","pattern":true`, want: maybe},
	})
}

func TestVariables(t *testing.T) {
	name := `"Resource":"arn:aws:s3:::b/${aws:username}"`
	home := `"resource":"arn:aws:s3:::b/alice"`
	runRows(t, []statementRow{
		{rule: "V1", why: "old version", statement: name, request: home, version: "2008-10-17", want: not},
		{rule: "V1", why: "old version, text", statement: name, request: `"resource":"arn:aws:s3:::b/${aws:username}"`, version: "2008-10-17", want: applies},
		{rule: "V1", why: "star in old text stays a wildcard", statement: `"Resource":"arn:aws:s3:::b/${*}"`, request: `"resource":"arn:aws:s3:::b/${x}"`, version: "2008-10-17", want: applies},
		{rule: "V2", why: "in a Bool value", statement: `"Condition":{"Bool":{"a":"${a:b}"}}`, want: invalid},
		{rule: "V2", why: "in a condition key", statement: `"Condition":{"StringEquals":{"${a:b}":"x"}}`, want: invalid},
		{rule: "V3", why: "value", statement: name, request: home, want: applies},
		{rule: "V3", why: "name in other case", statement: `"Resource":"arn:aws:s3:::b/${AWS:UserName}"`, request: home, want: applies},
		{rule: "V3", why: "field 5", statement: `"Resource":"arn:aws:s3::${a:b}:x"`, want: invalid},
		{rule: "V3", why: "stays in its ARN field", statement: `"Condition":{"ArnLike":{"a":"arn:aws:s3:${v:x}:b"}}`, request: `"context":{"a":"arn:aws:s3:::b","v:x":":"}`, want: invalid},
		{rule: "V3", why: "an ARN field", statement: `"Condition":{"ArnLike":{"a":"arn:aws:s3:${v:x}::b"}}`, request: `"context":{"a":"arn:aws:s3:eu::b","v:x":"eu"}`, want: applies},
		{rule: "V4", why: "absent", statement: `"Resource":"arn:aws:s3:::b/${a:b}*"`, want: not},
		{rule: "V5", why: "default", statement: `"Resource":"arn:aws:s3:::b/${a:b, 'k'}"`, want: applies},
		{rule: "V5", why: "default with quotes", statement: `"Condition":{"StringEquals":{"c":"${a:b, 'it's'}"}}`, request: `"context":{"c":"it's"}`, want: applies},
		{rule: "V5", why: "empty default", statement: `"Resource":"arn:aws:s3:::b/k${a:b, ''}"`, want: applies},
		{rule: "V5", why: "no blank", statement: `"Resource":"arn:aws:s3:::b/${a:b,'k'}"`, want: invalid},
		{rule: "V5", why: "no quotes", statement: `"Resource":"arn:aws:s3:::b/${a:b, k}"`, want: invalid},
		{rule: "V5", why: "empty", statement: `"Resource":"arn:aws:s3:::b/${}"`, want: invalid},
		{rule: "V5", why: "open", statement: `"Resource":"arn:aws:s3:::b/${a:b"`, want: invalid},
		{rule: "V6", why: "value is literal", statement: `"Resource":"arn:aws:s3:::b/${a:b}"`, request: `"context":{"a:b":"*"}`, want: not},
		{rule: "V6", why: "default is literal", statement: `"Resource":"arn:aws:s3:::b/${a:b, '*'}"`, want: not},
		{rule: "V7", why: "two values", statement: `"Resource":"arn:aws:s3:::b/${a:b, 'k'}"`, request: `"context":{"a:b":["k","l"]}`, want: not},
		{rule: "V8", why: "empty value", statement: `"Resource":"arn:aws:s3:::b/${a:b, 'k'}"`, request: `"context":{"a:b":""}`, want: not},
		{rule: "V9", why: "literal star", statement: `"Resource":"arn:aws:s3:::b/${*}"`, want: not},
		{rule: "V9", why: "under StringEquals", statement: `"Condition":{"StringEquals":{"c":"a${$}"}}`, request: `"context":{"c":"a$"}`, want: applies},
		{rule: "V10", why: "other values count", statement: `"Condition":{"StringEquals":{"c":["${a:b}","x"]}}`, request: `"context":{"c":"x"}`, want: applies},
		{rule: "V11", why: "negated", statement: `"Condition":{"StringNotEquals":{"c":"${a:b}"}}`, request: `"context":{"c":"x"}`, want: applies},
		{rule: "V12", why: "lone dollar", statement: `"Resource":"arn:aws:s3:::b/$k"`, request: `"resource":"arn:aws:s3:::b/$k"`, want: applies},
		{rule: "V12", why: "name without colon", statement: `"Resource":"arn:aws:s3:::b/${k}"`, want: not},
	})
}

func TestConditions(t *testing.T) {
	runRows(t, []statementRow{
		{rule: "C1", why: "keys and operators AND", statement: `"Condition":{"StringEquals":{"a":"x","b":"y"},"Bool":{"c":true}}`, request: `"context":{"a":"x","b":"y","c":"false"}`, want: not},
		{rule: "C1", why: "values OR", statement: `"Condition":{"StringEquals":{"a":["x","y"]}}`, request: `"context":{"a":"y"}`, want: applies},
		{rule: "C1", why: "negated NOR", statement: `"Condition":{"StringNotEquals":{"a":["x","y"]}}`, request: `"context":{"a":"y"}`, want: not},
		{rule: "C2", why: "case of operator and key", statement: `"Condition":{"foranyVALUE:stringequals":{"AWS:requesttag/K":"x"}}`, request: `"context":{"aws:RequestTag/k":"x"}`, want: applies},
		{rule: "C2", why: "folded twice is AND", statement: `"Condition":{"StringEquals":{"a":"x"},"stringequals":{"A":"y"}}`, request: `"context":{"a":"x"}`, want: not},
		{rule: "C3", why: "conflicting names", statement: `"Condition":{"StringEquals":{"t/e":"x"}}`, request: `"context":{"t/e":"x","t/E":"y"}`, want: failClosed},
		{rule: "C4", why: "absent", statement: `"Condition":{"StringEquals":{"a":"x"}}`, want: not},
		{rule: "C5", why: "negated, absent", statement: `"Condition":{"NotIpAddress":{"a":"10.0.0.0/8"}}`, want: applies},
		{rule: "C6", why: "IfExists absent", statement: `"Condition":{"NumericLessThanIfExists":{"a":1}}`, want: applies},
		{rule: "C6", why: "IfExists present", statement: `"Condition":{"NumericLessThanIfExists":{"a":1}}`, request: `"context":{"a":"2"}`, want: not},
		{rule: "C7", why: "Bool false absent", statement: `"Condition":{"Bool":{"a":false}}`, want: not},
		{rule: "C7", why: "BoolIfExists false absent", statement: `"Condition":{"BoolIfExists":{"a":false}}`, want: applies},
		{rule: "C8", why: "Null true absent", statement: `"Condition":{"Null":{"a":true}}`, want: applies},
		{rule: "C8", why: "both", statement: `"Condition":{"Null":{"a":[true,false]}}`, want: applies},
		{rule: "C9", why: "empty text is null", statement: `"Condition":{"Null":{"a":true}}`, request: `"context":{"a":""}`, want: applies},
		{rule: "C10", why: "no values is absent", statement: `"Condition":{"StringNotEquals":{"a":"x"}}`, request: `"context":{"a":[]}`, want: applies},
		{rule: "C10", why: "empty text is present", statement: `"Condition":{"StringEqualsIfExists":{"a":"x"}}`, request: `"context":{"a":""}`, want: not},
		{rule: "C10", why: "empty text is compared", statement: `"Condition":{"StringEquals":{"a":""}}`, request: `"context":{"a":""}`, want: applies},
		{rule: "C11", why: "unknown operator", statement: `"Condition":{"StringMatches":{"a":"x"}}`, want: invalid},
		{rule: "C11", why: "NullIfExists", statement: `"Condition":{"NullIfExists":{"a":"true"}}`, want: invalid},
		{rule: "C12", why: "empty list", statement: `"Condition":{"StringNotEquals":{"a":[]}}`, want: failClosed},
		{rule: "C12", why: "empty list IfExists absent", statement: `"Condition":{"StringEqualsIfExists":{"a":[]}}`, want: applies},
		{rule: "C12", why: "empty list IfExists present", statement: `"Condition":{"StringEqualsIfExists":{"a":[]}}`, request: `"context":{"a":"x"}`, want: not},
		{rule: "C12", why: "empty list ForAllValues", statement: `"Condition":{"ForAllValues:StringEquals":{"a":[]}}`, request: `"context":{"a":"x"}`, want: not},
		{rule: "C12", why: "empty list ForAnyValue", statement: `"Condition":{"ForAnyValue:StringNotEquals":{"a":[]}}`, request: `"context":{"a":"x"}`, want: not},
		{rule: "C13", why: "policy value", statement: `"Condition":{"NumericEquals":{"a":"abc"}}`, want: invalid},
		{rule: "C13", why: "request value", statement: `"Condition":{"NumericNotEquals":{"a":"1"}}`, request: `"context":{"a":"abc"}`, want: failClosed},
		{rule: "C13", why: "request value, Bool", statement: `"Condition":{"Bool":{"a":"false"}}`, request: `"context":{"a":"yes"}`, want: failClosed},
		{rule: "C14", why: "any key counts", statement: `"Condition":{"StringEquals":{"foo:bar":"x"}}`, request: `"context":{"foo:bar":"x"}`, want: applies},
	})
}

func TestMultivalued(t *testing.T) {
	az := `"context":{"a":["a","z"]}`
	runRows(t, []statementRow{
		{rule: "M1", why: "absent", statement: `"Condition":{"ForAllValues:StringEquals":{"a":"a"}}`, want: applies},
		{rule: "M1", why: "null", statement: `"Condition":{"ForAllValues:StringEquals":{"a":"a"}}`, request: `"context":{"a":["",""]}`, want: applies},
		{rule: "M1", why: "one misses", statement: `"Condition":{"ForAllValues:StringEquals":{"a":"a"}}`, request: az, want: not},
		{rule: "M2", why: "one hits", statement: `"Condition":{"ForAnyValue:StringEquals":{"a":"a"}}`, request: az, want: applies},
		{rule: "M2", why: "negated, absent", statement: `"Condition":{"ForAnyValue:StringNotEquals":{"a":"a"}}`, want: not},
		{rule: "M3", why: "IfExists absent", statement: `"Condition":{"ForAnyValue:StringEqualsIfExists":{"a":"a"}}`, want: applies},
		{rule: "M3", why: "IfExists null", statement: `"Condition":{"ForAnyValue:StringEqualsIfExists":{"a":"a"}}`, request: `"context":{"a":""}`, want: not},
		{rule: "M4", why: "all, negated", statement: `"Condition":{"ForAllValues:StringNotEquals":{"a":"a"}}`, request: az, want: not},
		{rule: "M5", why: "any, negated", statement: `"Condition":{"ForAnyValue:StringNotEquals":{"a":"a"}}`, request: az, want: applies},
		{rule: "M6", why: "single value is a set", statement: `"Condition":{"ForAllValues:StringEquals":{"a":"a"}}`, request: `"context":{"a":"a"}`, want: applies},
		{rule: "M7", why: "two values, no qualifier", statement: `"Condition":{"StringNotEquals":{"a":"q"}}`, request: az, want: failClosed},
		{rule: "M8", why: "list of one", statement: `"Condition":{"StringEquals":{"a":"a"}}`, request: `"context":{"a":["a"]}`, want: applies},
		{rule: "M9", why: "all of Null", statement: `"Condition":{"ForAllValues:Null":{"a":"false"}}`, want: applies},
		{rule: "M9", why: "any of Null", statement: `"Condition":{"ForAnyValue:Null":{"a":"true"}}`, want: not},
		{rule: "M10", why: "empty member counts", statement: `"Condition":{"ForAllValues:StringEquals":{"a":"a"}}`, request: `"context":{"a":["a",""]}`, want: not},
		{rule: "M11", why: "error undecided", statement: `"Condition":{"ForAnyValue:NumericEquals":{"a":"1"}}`, request: `"context":{"a":["x","2"]}`, want: failClosed},
		{rule: "M11", why: "hit decides", statement: `"Condition":{"ForAnyValue:NumericEquals":{"a":"1"}}`, request: `"context":{"a":["x","1"]}`, want: applies},
		{rule: "M11", why: "miss decides", statement: `"Condition":{"ForAllValues:NumericEquals":{"a":"1"}}`, request: `"context":{"a":["x","2"]}`, want: not},
		{rule: "M12", why: "tag values keep their case", statement: `"Condition":{"StringEquals":{"aws:RequestTag/k":"v"}}`, request: `"requestTags":{"k":"V"}`, want: not},
	})
}

func TestOperators(t *testing.T) {
	row := func(rule, why, operator, policy, request, want string) statementRow {
		return statementRow{rule: rule, why: why, want: want,
			statement: `"Condition":{"` + operator + `":{"a":` + policy + `}}`, request: `"context":{"a":"` + request + `"}`}
	}
	runRows(t, []statementRow{
		row("O1", "star is literal", "StringEquals", `"a*"`, "ab", not),
		row("O1", "folding", "StringEqualsIgnoreCase", `"ſTRASSE"`, "Strasse", applies),
		row("O1", "like is case-sensitive", "StringLike", `"A*"`, "ab", not),
		row("O2", "newline", "StringLike", `"a*c"`, `a\nc`, applies),
		row("O3", "Boolean text", "StringEquals", `true`, "true", applies),
		row("O4", "field by field", "ArnLike", `"arn:aws:s3:*:b"`, "arn:aws:s3:::b", invalid),
		row("O4", "ArnEquals has globs", "ArnEquals", `"arn:aws:s3:::b*"`, "arn:aws:s3:::b:x/y", applies),
		row("O4", "ArnNotEquals", "ArnNotEquals", `"arn:aws:s3:::b*"`, "arn:aws:s3:::c", applies),
		row("O5", "star", "ArnLike", `"*"`, "arn:aws:s3:::b", applies),
		row("O5", "request without six fields", "ArnNotLike", `"*"`, "b", failClosed),
		row("O6", "letter case", "Bool", `"TRUE"`, "True", applies),
		row("O7", "exact", "NumericEquals", `10`, "1e1", applies),
		row("O7", "any of the list", "NumericLessThan", `[1,100]`, "50", applies),
		row("O7", "none of the list", "NumericNotEquals", `[1,50]`, "5e1", not),
		row("O7", "hex", "NumericEquals", `"0x10"`, "16", invalid),
		row("O7", "no floats", "NumericLessThan", `"0.30000000000000000001"`, "0.3", applies),
		row("O8", "epoch", "DateEquals", `1704067200`, "2024-01-01T00:00:00Z", applies),
		row("O8", "month", "DateEquals", `"2024-01"`, "2023-12-31T23:00-01:00", applies),
		row("O8", "day, no zone, fraction", "DateGreaterThan", `"2024-01-01T00:00"`, "2024-01-01T00:00:00.1Z", applies),
		row("O8", "year", "DateEquals", `"2024"`, "2024-01-01", invalid),
		row("O8", "year in the request", "DateNotEquals", `"2024-01-01"`, "2024", failClosed),
		row("O8", "impossible day", "DateEquals", `"2023-02-29"`, "2024-01-01", invalid),
		row("O9", "host bits", "IpAddress", `"10.1.2.3/8"`, "10.9.9.9", applies),
		row("O9", "mapped", "IpAddress", `"10.0.0.0/8"`, "::ffff:10.1.1.1", applies),
		row("O9", "other family", "NotIpAddress", `"0.0.0.0/0"`, "2001:db8::1", applies),
		row("O9", "IPv6 address alone", "IpAddress", `"2001:db8::1"`, "2001:db8::2", not),
		row("O9", "outside all", "NotIpAddress", `["10.0.0.0/8","::/0"]`, "10.1.1.1", not),
		row("O9", "zone", "IpAddress", `"::/0"`, "fe80::1%eth0", failClosed),
		row("O10", "bytes", "BinaryEquals", `"YWI="`, "YWI=", applies),
		row("O10", "no padding", "BinaryEquals", `"YWI"`, "YWI=", invalid),
		row("O10", "no such name", "BinaryNotEquals", `"YWI="`, "YWI=", invalid),
		{rule: "O11", why: "epoch as a number", statement: `"Condition":{"NumericGreaterThan":{"aws:EpochTime":1704067199},"DateLessThan":{"aws:EpochTime":"2024-01-02"}}`, request: `"time":"2024-01-01T00:00:00Z"`, want: applies},
	})
}
