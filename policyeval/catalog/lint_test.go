package catalog_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// lintCase is one statement list and the findings that it must have, each as
// "severity rule path". Version is added.
type lintCase struct {
	why, statements string
	want            []string
}

const onBucket = `"Resource":"arn:aws:s3:::b"`

var lintCases = map[string]lintCase{
	"a clean statement":             {"nothing is wrong", `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}`, nil},
	"misspelt action":               {"no such name", `{"Effect":"Allow","Action":["s3:GetObjct","s3:GetObject"],"Resource":"arn:aws:s3:::b/*"}`, []string{"error unknown-action /Statement/0/Action/0"}},
	"pattern without a match":       {"no name begins so", `{"Effect":"Allow","Action":"s3:Gett*","Resource":"*"}`, []string{"error unknown-action /Statement/0/Action"}},
	"misspelt service":              {"no such prefix", `{"Effect":"Allow","Action":"s4:GetObject","Resource":"*"}`, []string{"error unknown-service /Statement/0/Action"}},
	"misspelt in NotAction":         {"it excludes nothing", `{"Effect":"Deny","NotAction":"iam:GetUsr","Resource":"*"}`, []string{"error unknown-action /Statement/0/NotAction"}},
	"letter case of an action":      {"it does not count", `{"Effect":"Allow","Action":"S3:getobject","Resource":"arn:aws:s3:::b/*"}`, nil},
	"two actions in one string":     {"policyeval says it, once", `{"Effect":"Allow","Action":"s3:GetObject,s3:PutObject","Resource":"*"}`, []string{"error A6 /Statement/0/Action"}},
	"object action on a bucket":     {"another type", `{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],` + onBucket + `}`, []string{"warning resource-type /Statement/0/Action/0"}},
	"wildcard with some matches":    {"usual, and works for some", `{"Effect":"Allow","Action":"s3:*",` + onBucket + `}`, nil},
	"wildcard without matches":      {"no function is a bucket", `{"Effect":"Allow","Action":"lambda:Invoke*",` + onBucket + `}`, []string{"warning resource-type /Statement/0/Action"}},
	"variable in the resource":      {"it may be anything", `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${aws:username}/*"}`, nil},
	"short ARN":                     {"what is missing matches everything", `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:*"}`, []string{"warning R9 /Statement/0/Resource"}},
	"list action on an ARN":         {"it takes no resource", `{"Effect":"Allow","Action":"ec2:DescribeInstances","Resource":"arn:aws:ec2:*:*:instance/*"}`, []string{"warning wildcard-only-action /Statement/0/Action"}},
	"list action on the service":    {"S3 authorizes its list so", `{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"arn:aws:s3:::*"}`, nil},
	"list action on a bucket":       {"this one not", `{"Effect":"Allow","Action":"s3:ListAllMyBuckets",` + onBucket + `}`, []string{"warning wildcard-only-action /Statement/0/Action"}},
	"list action of IAM on a path":  {"IAM authorizes the path", `{"Effect":"Allow","Action":"iam:ListUsers","Resource":"arn:aws:iam::111122223333:user/dev/*"}`, nil},
	"Deny on the wrong type":        {"it never fires", `{"Effect":"Deny","Action":"s3:DeleteObject",` + onBucket + `}`, []string{"security-warning deny-never-fires /Statement/0", "security-warning resource-type /Statement/0/Action"}},
	"Deny that fires for one":       {"the other action takes buckets", `{"Effect":"Deny","Action":["s3:DeleteObject","s3:DeleteBucket"],` + onBucket + `}`, []string{"security-warning resource-type /Statement/0/Action/0"}},
	"Deny with an unknown action":   {"it may be newer than the catalog", `{"Effect":"Deny","Action":"s3:DeleteObjct",` + onBucket + `}`, []string{"error unknown-action /Statement/0/Action"}},
	"Deny without a key":            {"no request has it", `{"Effect":"Deny","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"ec2:InstanceType":"t2.micro"}}}`, []string{"security-warning deny-never-fires /Statement/0", "security-warning unsupported-condition-key /Statement/0/Condition/StringEquals/ec2:InstanceType"}},
	"Allow without a key":           {"it never grants", `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"s3:prefix":"a"}}}`, []string{"warning unsupported-condition-key /Statement/0/Condition/StringEquals/s3:prefix"}},
	"key of one action of two":      {"the other is never allowed", `{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":"*","Condition":{"StringEquals":{"s3:prefix":"a"}}}`, []string{"warning unsupported-condition-key /Statement/0/Condition/StringEquals/s3:prefix"}},
	"key of some actions":           {"a wildcard covers one that has it", `{"Effect":"Allow","Action":"s3:List*","Resource":"*","Condition":{"StringEquals":{"s3:prefix":"a"}}}`, nil},
	"negated key of one action":     {"the other is allowed without it, as intended", `{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":"*","Condition":{"StringNotEquals":{"s3:prefix":"a"}}}`, nil},
	"global key":                    {"every request has it", `{"Effect":"Deny","Action":"s3:GetObject","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}`, nil},
	"misspelt global key":           {"no such key", `{"Effect":"Deny","Action":"s3:GetObject","Resource":"*","Condition":{"Bool":{"aws:SecureTransprt":"false"}}}`, []string{"error unknown-condition-key /Statement/0/Condition/Bool/aws:SecureTransprt"}},
	"key of an identity provider":   {"hosts are anybody's choice", `{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Resource":"*","Condition":{"StringEquals":{"idp.example.com/x:aud":"a"}}}`, nil},
	"tag key":                       {"slashes are escaped in the path", `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"ArnLike":{"aws:PrincipalTag/a~b":"arn:aws:s3:::b"}}}`, []string{"warning operator-type /Statement/0/Condition/ArnLike/aws:PrincipalTag~1a~0b"}},
	"string operator on an ARN":     {"it compares the text", `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/x"}}}`, nil},
	"string operator on a Boolean":  {"Bool is for that", `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:SecureTransport":"true"}}}`, []string{"warning operator-type /Statement/0/Condition/StringEquals/aws:SecureTransport"}},
	"numeric operator on epoch":     {"AWS allows both", `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"NumericLessThan":{"aws:EpochTime":"1700000000"}}}`, nil},
	"Null on any key":               {"it looks at presence only", `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"Null":{"aws:TokenIssueTime":"true"}}}`, nil},
	"set operator on a global key":  {"policyeval says it, once", `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"ForAnyValue:StringEquals":{"aws:PrincipalOrgID":"o-1"}}}`, []string{"warning M6 /Statement/0/Condition/ForAnyValue:StringEquals/aws:PrincipalOrgID"}},
	"set operator on a service key": {"one value, and an Allow", `{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*","Condition":{"ForAllValues:StringEquals":{"s3:prefix":"a"},"Null":{"s3:prefix":"false"}}}`, []string{"security-warning M6 /Statement/0/Condition/ForAllValues:StringEquals/s3:prefix"}},
	"missing set operator":          {"a service key with several values", `{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"*","Condition":{"StringEquals":{"dynamodb:Attributes":"a"}}}`, []string{"warning M7 /Statement/0/Condition/StringEquals/dynamodb:Attributes"}},
	"ForAllValues without a guard":  {"an absent key satisfies it", `{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":"a"}}}`, []string{"security-warning M1 /Statement/0/Condition/ForAllValues:StringEquals/aws:TagKeys"}},
	"Allow NotAction":               {"all the rest", `{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`, []string{"security-warning allow-not-action /Statement/0/NotAction"}},
	"Allow NotResource":             {"all the rest", `{"Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::b"}`, []string{"security-warning allow-not-resource /Statement/0/NotResource"}},
	"Deny NotAction":                {"the usual way", `{"Effect":"Deny","NotAction":"iam:*","Resource":"*"}`, nil},
	"Allow NotPrincipal":            {"all the rest", `{"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"*"}`, []string{"security-warning allow-not-principal /Statement/0/NotPrincipal"}},
	"entries twice":                 {"case counts in resources only", `{"Effect":"Allow","Principal":{"AWS":["111122223333","111122223333"]},"Action":["s3:GetObject","s3:getObject"],"Resource":["arn:aws:s3:::b/a","arn:aws:s3:::b/A","arn:aws:s3:::b/a"],"Condition":{"StringEquals":{"aws:SourceVpc":["a","a"]}}}`, []string{"suggestion duplicate-entry /Statement/0/Principal/AWS/1", "suggestion duplicate-entry /Statement/0/Action/1", "suggestion duplicate-entry /Statement/0/Resource/2", "suggestion duplicate-entry /Statement/0/Condition/StringEquals/aws:SourceVpc/1"}},
	"empty lists":                   {"policyeval says it, once", `{"Effect":"Allow","Action":[],"Resource":"*"}`, []string{"suggestion D15 /Statement/0/Action"}},
	"narrower entries":              {"a wildcard covers them", `{"Effect":"Allow","Action":["s3:Get*","s3:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::b/*","arn:aws:s3:::b/x/*","arn:aws:s3:::c/*"]}`, []string{"suggestion redundant-entry /Statement/0/Action/1", "suggestion redundant-entry /Statement/0/Resource/1"}},
	"variable under a wildcard":     {"whatever its value is", `{"Effect":"Allow","Action":"s3:GetObject","Resource":["arn:aws:s3:::b/*","arn:aws:s3:::b/${aws:username}"]}`, []string{"suggestion redundant-entry /Statement/0/Resource/1"}},
	"variable beside a character":   {"it may be longer", `{"Effect":"Allow","Action":"s3:GetObject","Resource":["arn:aws:s3:::b/?","arn:aws:s3:::b/${aws:username}"]}`, nil},
	"fields of ARNs":                {"a star stays in its field", `{"Effect":"Allow","Action":"sqs:SendMessage","Resource":["arn:aws:sqs:*:1:q","arn:aws:sqs:*:2:q"]}`, nil},
}

func TestLint(t *testing.T) {
	for name, tt := range lintCases {
		t.Run(name, func(t *testing.T) {
			require.NotEmpty(t, tt.why)
			text := `{"Version":"2012-10-17","Statement":[` + tt.statements + `]}`
			assert.Equal(t, tt.want, brief(catalog.LintText([]byte(text))), tt.why)
		})
	}
}

func brief(findings []catalog.LintFinding) []string {
	var got []string
	for _, f := range findings {
		got = append(got, f.Severity.String()+" "+f.Rule+" "+f.Path)
	}
	return got
}

func TestLintStatements(t *testing.T) {
	const objects = `"Resource":"arn:aws:s3:::b/*"`
	for name, tt := range map[string]lintCase{
		"covered":                      {"wider actions and resources", `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/x"},{"Effect":"Allow","Action":"s3:Get*",` + objects + `}`, []string{"suggestion redundant-statement /Statement/0"}},
		"equal":                        {"the later one goes", `{"Effect":"Allow","Action":"s3:GetObject",` + objects + `},{"Effect":"Allow","Action":"s3:getobject",` + objects + `}`, []string{"suggestion redundant-statement /Statement/1"}},
		"condition on the wider":       {"it may not hold", `{"Effect":"Allow","Action":"s3:GetObject",` + objects + `},{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}`, nil},
		"condition on both":            {"the narrower has one more", `{"Effect":"Allow","Action":"s3:GetObject",` + objects + `,"Condition":{"bool":{"AWS:SecureTransport":true},"StringEquals":{"aws:SourceVpc":"a"}}},{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}`, []string{"suggestion redundant-statement /Statement/0", "suggestion C2 /Statement/0/Condition/bool"}},
		"list of names over a pattern": {"AWS may add an action", `{"Effect":"Allow","Action":"account:Get*","Resource":"*"},{"Effect":"Allow","Action":` + namesOf("account:Get*") + `,"Resource":"*"}`, []string{"suggestion redundant-statement /Statement/1"}},
		"two halves":                   {"neither covers it alone", `{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],` + objects + `},{"Effect":"Allow","Action":"s3:Get*",` + objects + `},{"Effect":"Allow","Action":"s3:Put*",` + objects + `}`, nil},
		"denied":                       {"without condition", `{"Effect":"Allow","Action":"s3:GetObject",` + objects + `},{"Effect":"Deny","Action":"s3:*","Resource":"*"}`, []string{"warning shadowed-statement /Statement/0"}},
		"denied at times":              {"the Deny has a condition", `{"Effect":"Allow","Action":"s3:GetObject",` + objects + `},{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}`, nil},
		"denied in part":               {"one action is left", `{"Effect":"Allow","Action":["s3:GetObject","sqs:SendMessage"],"Resource":"*"},{"Effect":"Deny","Action":"s3:*","Resource":"*"}`, nil},
		"denied by NotAction":          {"it spares other actions", `{"Effect":"Allow","Action":"s3:GetObject",` + objects + `},{"Effect":"Deny","NotAction":"iam:*","Resource":"*"}`, []string{"warning shadowed-statement /Statement/0"}},
		"spared by NotAction":          {"the patterns overlap", `{"Effect":"Allow","Action":"s3:Get*",` + objects + `},{"Effect":"Deny","NotAction":"s3:*Object","Resource":"*"}`, nil},
		"denied but for a resource":    {"NotResource is not compared", `{"Effect":"Allow","Action":"s3:GetObject",` + objects + `},{"Effect":"Deny","Action":"s3:*","NotResource":"arn:aws:s3:::b/*"}`, nil},
		"other principal":              {"nobody is in both", `{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject",` + objects + `},{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"s3:GetObject",` + objects + `}`, nil},
		"everybody":                    {"covers one", `{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject",` + objects + `},{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",` + objects + `}`, []string{"suggestion redundant-statement /Statement/0"}},
		"service wildcard":             {"such an Allow never grants", `{"Effect":"Allow","Action":"s3:GetObject",` + objects + `},{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:*:::*"}`, []string{"warning R15 /Statement/1/Resource"}},
		"every resource":               {"an ARN pattern does not cover *", `{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"},{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"arn:aws:s3:::*"}`, []string{"suggestion redundant-statement /Statement/1"}},
	} {
		t.Run(name, func(t *testing.T) {
			text := `{"Version":"2012-10-17","Statement":[` + tt.statements + `]}`
			assert.Equal(t, tt.want, brief(catalog.LintText([]byte(text))), tt.why)
		})
	}
}

// namesOf returns the actions that a pattern matches as a JSON list.
func namesOf(pattern string) string {
	set, err := catalog.Expand(pattern)
	if err != nil {
		panic(err)
	}
	var names []string
	for a := range set.All() {
		names = append(names, a.String())
	}
	text, err := json.Marshal(names)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func TestLintDocument(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		use  policyeval.PolicyType
		want []string
	}{
		"no version":                 {`{"Statement":[]}`, 0, []string{"warning missing-version ", "warning D5 /Statement"}},
		"variable without version":   {`{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${aws:username}"}}`, 0, []string{"error variable-version /Statement/Resource"}},
		"not JSON":                   {`{"Version":`, 0, []string{"error JSON "}},
		"not a document":             {`[]`, 0, []string{"error D1 "}},
		"empty":                      {``, 0, []string{"error D1 "}},
		"fault in a statement":       {`{"Version":"2012-10-17","Statement":[{"Effect":"allow","Action":"s4:Get","Resource":"*"},{"Effect":"Allow","Action":"s4:Get","Resource":"*"}]}`, 0, []string{"error D6 /Statement/0/Effect", "error unknown-service /Statement/1/Action"}},
		"principal in an identity":   {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}`, policyeval.IdentityPolicy, []string{"error D10 /Statement/0/Principal"}},
		"NotAction in an SCP":        {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}]}`, policyeval.ServiceControlPolicy, []string{"warning D13 /Statement/0/NotAction"}},
		"trust policy for everybody": {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}`, policyeval.RoleTrustPolicy, []string{"security-warning STS5 /Statement/0/Principal"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := catalog.LintText([]byte(tt.text), catalog.WithPolicyType(tt.use))
			assert.Equal(t, tt.want, brief(got))
		})
	}
}

func TestLintPositions(t *testing.T) {
	text := []byte("{\n \"Version\": \"2012-10-17\",\n \"Statement\": {\"Effect\": \"Allow\", \"Resource\": \"*\",\n  \"Action\": [\"sqs:SendMessage\", \"sqs:SendMesage\"]}}\n")
	want := catalog.LintFinding{Rule: "unknown-action", Severity: catalog.LintError, Path: "/Statement/Action/1", Line: 4, Column: 33,
		Offset: strings.Index(string(text), `"sqs:SendMesage"`), Statement: 0,
		Message: `AWS had no action "sqs:SendMesage" on ` + catalog.Updated, Advice: "did you mean sqs:SendMessage?"}
	assert.Equal(t, []catalog.LintFinding{want}, catalog.LintText(text))
	assert.Equal(t, "4:33: error unknown-action: "+want.Message+"; "+want.Advice, want.String())

	policy, err := policyeval.Parse(text)
	require.NoError(t, err)
	assert.Equal(t, []catalog.LintFinding{want}, catalog.Lint(policy, catalog.WithSource(text)))
	want.Line, want.Column = 0, 0
	assert.Equal(t, []catalog.LintFinding{want}, catalog.Lint(policy), "without the text there are no lines")
	assert.Equal(t, "/Statement/Action/1: error unknown-action: "+want.Message+"; "+want.Advice, want.String())
}

func TestLintHandMade(t *testing.T) {
	list := func(text string) *policyeval.List {
		return &policyeval.List{Bare: true, Members: []policyeval.Text{{Value: text}}}
	}
	p := &policyeval.Policy{Version: &policyeval.Text{Value: policyeval.Version2012}, Statements: []*policyeval.Statement{
		{Effect: policyeval.Allow, Action: list("s3:GetObject"), Resource: list("arn:aws:s3:::b")},
	}}
	findings := catalog.Lint(p)
	require.Equal(t, []string{"warning resource-type /Statement/0/Action"}, brief(findings))
	text, err := p.MarshalJSON()
	require.NoError(t, err)
	assert.Equal(t, `"s3:GetObject"`, string(text[findings[0].Offset:findings[0].Offset+14]), "positions are in the canonical form")
	assert.Empty(t, catalog.Lint(nil))
	assert.NotPanics(t, func() { catalog.Lint(&policyeval.Policy{}) })
	assert.NotPanics(t, func() { catalog.Lint(&policyeval.Policy{Statements: []*policyeval.Statement{nil}}) })
	assert.NotPanics(t, func() { catalog.Lint(&policyeval.Policy{Statements: []*policyeval.Statement{{}}}) })
}

func TestLintSeverityText(t *testing.T) {
	for s := catalog.LintSuggestion; s <= catalog.LintError; s++ {
		text, err := s.MarshalText()
		require.NoError(t, err)
		var back catalog.LintSeverity
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, s, back)
	}
	_, err := catalog.LintSeverity(0).MarshalText()
	assert.EqualError(t, err, "catalog: lint severity 0 does not exist: use the constants")
	var s catalog.LintSeverity
	assert.EqualError(t, s.UnmarshalText([]byte("")), `catalog: "" is no lint severity: use suggestion, warning, security-warning or error`)
	assert.Equal(t, "unknown", catalog.LintSeverity(9).String())
}

func TestValidator(t *testing.T) {
	for name, tt := range map[string]struct{ action, resource, err string }{
		"object":              {"s3:GetObject", "arn:aws:s3:::b/k", ""},
		"object pattern":      {"s3:GetObject", "arn:aws:s3:::b/*", ""},
		"bucket":              {"s3:GetObject", "arn:aws:s3:::b", `catalog: s3:GetObject does not take the resource "arn:aws:s3:::b": it takes `},
		"required, but star":  {"sqs:SendMessage", "*", `catalog: sqs:SendMessage does not take the resource "*": it takes arn:${Partition}:sqs:${Region}:${Account}:${QueueName}`},
		"not required":        {"s3:GetObject", "*", ""},
		"list":                {"s3:ListAllMyBuckets", "*", ""},
		"list of all buckets": {"s3:ListAllMyBuckets", "arn:aws:s3:::*", ""},
		"list of an ARN":      {"ec2:DescribeInstances", "arn:aws:ec2:eu-west-1:111122223333:instance/i-1", `catalog: ec2:DescribeInstances takes no resource, not "arn:aws:ec2:eu-west-1:111122223333:instance/i-1": write *`},
		"unknown":             {"s3:GetObjct", "*", `catalog: "s3:GetObjct" is no known action: did you mean s3:GetObject?`},
	} {
		t.Run(name, func(t *testing.T) {
			err := catalog.Validator{}.ValidateRequest(tt.action, tt.resource)
			if tt.err == "" {
				assert.NoError(t, err)
				return
			}
			require.Error(t, err)
			assert.True(t, strings.HasPrefix(err.Error(), tt.err), err.Error())
		})
	}
	assert.NoError(t, catalog.Validator{AcceptUnknown: true}.ValidateRequest("s3:NewAction", "arn:aws:s3:::b"))
	assert.Error(t, catalog.Validator{AcceptUnknown: true}.ValidateRequest("s3:GetObject", "arn:aws:s3:::b"))
}

func TestValidatorInEngine(t *testing.T) {
	p, err := policyeval.Parse([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}`))
	require.NoError(t, err)
	a, err := policyeval.Compile(policyeval.Policies{Identity: []*policyeval.Policy{p}}, func(o *policyeval.CompileOptions) { o.Validator = catalog.Validator{} })
	require.NoError(t, err)
	request := func(action, resource string) error {
		_, err := a.Authorize(&policyeval.Request{Principal: "arn:aws:iam::111122223333:user/alice", Action: action, Resource: resource})
		return err
	}
	assert.NoError(t, request("s3:GetObject", "arn:aws:s3:::b/k"))
	var unknown *catalog.UnknownError
	require.ErrorAs(t, request("s3:GetObjct", "arn:aws:s3:::b/k"), &unknown)
	assert.Equal(t, "s3:GetObject", unknown.Nearest)
	var resource *catalog.ResourceError
	require.ErrorAs(t, request("s3:GetObject", "arn:aws:s3:::b"), &resource)
	var of *policyeval.RequestError
	assert.True(t, errors.As(request("s3:GetObject", "arn:aws:s3:::b"), &of), "the engine says which request")
}
