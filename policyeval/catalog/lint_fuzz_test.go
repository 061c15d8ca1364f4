package catalog_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// FuzzLint lints any text as any type of policy: nothing panics, positions are
// inside of the text, and the order is that of the text.
func FuzzLint(f *testing.F) {
	for _, d := range documentedPolicies(f) {
		f.Add(d.text, uint8(d.use))
	}
	for _, tt := range lintCases {
		f.Add([]byte(`{"Version":"2012-10-17","Statement":[`+tt.statements+`]}`), uint8(0))
	}
	f.Add([]byte("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*a*a*a*:*\",\"Resource\":[\"arn:*\",\"arn:aws:s3:::*a*?${x}\"]}]}"), uint8(1))
	f.Add([]byte(`{"":"","Statement":[{}]}`), uint8(2)) // faults of the document and of a statement
	f.Fuzz(func(t *testing.T, text []byte, use uint8) {
		findings := catalog.LintText(text, catalog.WithPolicyType(policyeval.PolicyType(use%9)))
		lines := bytes.Split(text, []byte("\n"))
		last := 0
		for _, f := range findings {
			require.GreaterOrEqual(t, f.Offset, last, "in the order of the text")
			last = f.Offset
			require.LessOrEqual(t, f.Offset, len(text))
			require.True(t, f.Line >= 1 && f.Line <= len(lines), "line %d of %d", f.Line, len(lines))
			require.True(t, f.Column >= 1 && f.Column <= len(lines[f.Line-1])+1, "column %d of line %q", f.Column, lines[f.Line-1])
			before := bytes.Join(lines[:f.Line-1], []byte("\n"))
			if f.Line > 1 {
				before = append(before, '\n')
			}
			require.Equal(t, f.Offset, len(before)+f.Column-1)
			require.NotEmpty(t, f.Rule)
			require.NotEmpty(t, f.Message)
			require.NotEqual(t, "unknown", f.Severity.String())
			require.True(t, f.Path == "" || f.Path[0] == '/', f.Path)
		}
	})
}

// randomStatement writes a statement over a few names, so that statements
// cover each other often.
func randomStatement(r *rand.Rand) string {
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	list := func(from ...string) string {
		members := make([]string, 1+r.IntN(2))
		for i := range members {
			members[i] = fmt.Sprintf("%q", pick(from...))
		}
		return "[" + strings.Join(members, ",") + "]"
	}
	action := pick("Action", "Action", "Action", "NotAction")
	resource := pick("Resource", "Resource", "Resource", "NotResource")
	condition := pick("", "", `,"Condition":{"StringEquals":{"aws:SourceVpc":"a"}}`, `,"Condition":{"StringNotEquals":{"aws:SourceVpc":"a"}}`,
		`,"Condition":{"StringEquals":{"aws:SourceVpc":["b","a"]},"StringLike":{"aws:UserAgent":"x*"}}`)
	return fmt.Sprintf(`{"Effect":%q,%q:%s,%q:%s%s}`, pick("Allow", "Allow", "Deny"),
		action, list("*", "s3:*", "s3:Get*", "s3:*Object", "s3:GetObject", "s3:getobject", "s3:PutObject", "s?:GetObject", "*:Get*", "sqs:*", "s3:Get?bject"),
		resource, list("*", "arn:aws:s3:::*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/k", "arn:aws:s3:::b/?", "arn:aws:s3:::b/${aws:username}", "arn:aws:s3:::b*", "arn:aws:*:::b/k", "arn:aws:s3:*"),
		condition)
}

// TestLintCoverageIsExact takes statements and entries out that Lint calls
// superfluous: no decision may change. It is the proof that these rules never
// guess.
func TestLintCoverageIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	removed := map[string]int{}
	for range 4000 {
		statements := make([]string, 2+r.IntN(3))
		for i := range statements {
			statements[i] = randomStatement(r)
		}
		text := document(statements)
		var left []string
		gone := map[int]bool{}
		for _, f := range catalog.LintText([]byte(text), catalog.WithPolicyType(policyeval.IdentityPolicy)) {
			switch f.Rule {
			case catalog.RuleRedundantStatement, catalog.RuleShadowedStatement, catalog.RuleDenyNeverFires:
				gone[f.Statement] = true
				removed[f.Rule]++
			}
		}
		if len(gone) == 0 {
			continue
		}
		for i, s := range statements {
			if !gone[i] {
				left = append(left, s)
			}
		}
		before, after := authorizer(t, text), authorizer(t, document(left))
		for _, action := range []string{"s3:GetObject", "s3:PutObject", "s3:GetBucketAcl", "sqs:GetQueueUrl", "iam:GetUser"} {
			for _, resource := range []string{"*", "arn:aws:s3:::b", "arn:aws:s3:::b/k", "arn:aws:s3:::b/kk", "arn:aws:s3:::b/alice", "arn:aws:sqs:eu-west-1:111122223333:b/k"} {
				if (catalog.Validator{}).ValidateRequest(action, resource) != nil {
					continue // no service sends such a request
				}
				for _, context := range []policyeval.Context{nil, {"aws:SourceVpc": {"a"}}, {"aws:SourceVpc": {"a"}, "aws:UserAgent": {"xy"}}, {"aws:SourceVpc": {"b", "c"}}} {
					request := &policyeval.Request{Principal: "arn:aws:iam::111122223333:user/alice", Action: action, Resource: resource, ResourceAccount: "111122223333", Context: context}
					if resource == "*" {
						request.ResourceAccount = ""
					}
					want, err := before.Authorize(request)
					require.NoError(t, err)
					got, err := after.Authorize(request)
					require.NoError(t, err)
					require.Equal(t, want.Outcome, got.Outcome, "%s on %s with %v\n%s\nwithout %v", action, resource, context, text, gone)
				}
			}
		}
	}
	assert.Greater(t, removed[catalog.RuleDenyNeverFires], 50)
	assert.Greater(t, removed[catalog.RuleRedundantStatement], 200)
	assert.Greater(t, removed[catalog.RuleShadowedStatement], 100)
}

func document(statements []string) string {
	return `{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",\n") + `]}`
}

func authorizer(t *testing.T, text string) *policyeval.Authorizer {
	p, err := policyeval.Parse([]byte(text), policyeval.WithType(policyeval.IdentityPolicy))
	require.NoError(t, err)
	a, err := policyeval.Compile(policyeval.Policies{Identity: []*policyeval.Policy{p}})
	require.NoError(t, err)
	return a
}

// BenchmarkLint lints a policy of 50 statements, and for scale parses it.
func BenchmarkLint(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	statements := make([]string, 50)
	for i := range statements {
		statements[i] = randomStatement(r)
	}
	text := []byte(document(statements))
	b.Run("what=parse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := policyeval.Parse(text); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("what=lint", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if len(catalog.LintText(text)) == 0 {
				b.Fatal("no findings")
			}
		}
	})
}
