package policyeval_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/iamhygiene/sdk/policyeval"
)

// benchmarkServices are the services over which the statements are spread, as
// they are in the policies of a real account.
var benchmarkServices = []string{"s3", "ec2", "dynamodb", "sqs", "sns", "lambda", "kms", "logs", "ecr", "ssm"}

// benchmarkPolicies returns policies with n statements in all: every second one
// concerns its own action of its own service, all have conditions and most a
// variable. The last one allows what benchmarkRequest asks for.
func benchmarkPolicies(tb testing.TB, n int) policyeval.Policies {
	var statements []string
	for i := range n - 1 {
		effect := "Allow"
		if i%10 == 9 {
			effect = "Deny"
		}
		service := benchmarkServices[i%len(benchmarkServices)]
		statements = append(statements, fmt.Sprintf(`{"Sid": "S%d", "Effect": %q,
			"Action": ["%s:Get%d", "%s:Put%d"],
			"Resource": ["arn:aws:%s:::team-%d/*", "arn:aws:%s:::home/${aws:username}/*"],
			"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}, "Bool": {"aws:SecureTransport": "true"}}}`,
			i, effect, service, i, service, i, service, i, service))
	}
	statements = append(statements, `{"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"],
		"Resource": ["arn:aws:s3:::home", "arn:aws:s3:::home/${aws:username}/*"],
		"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}, "IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]},
		"DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}, "StringLike": {"aws:PrincipalTag/team": "blue*"}}}`)
	text := `{"Version": "2012-10-17", "Statement": [` + strings.Join(statements, ",") + `]}`
	return policyeval.Policies{Identity: []*policyeval.Policy{parse(tb, text)}}
}

func benchmarkRequest() *policyeval.Request {
	return &policyeval.Request{
		Principal:       "arn:aws:iam::111122223333:user/alice",
		Action:          "s3:GetObject",
		Resource:        "arn:aws:s3:::home/alice/notes.txt",
		ResourceAccount: "111122223333",
		Context: policyeval.Context{
			"aws:PrincipalOrgID":  {"o-a1b2c3d4e5"},
			"aws:SecureTransport": {"true"},
			"aws:SourceIp":        {"203.0.113.9"},
			"aws:RequestedRegion": {"eu-west-1"},
			"aws:UserAgent":       {"aws-cli/2"},
		},
		PrincipalTags: map[string]string{"team": "blue-1", "stage": "prod"},
		Time:          time.Date(2026, 5, 1, 12, 0, 0, 123456789, time.UTC),
	}
}

func BenchmarkAuthorize(b *testing.B) {
	for _, n := range []int{1, 10, 50, 500} {
		b.Run(fmt.Sprintf("statements=%d", n), func(b *testing.B) {
			a, err := policyeval.Compile(benchmarkPolicies(b, n))
			if err != nil {
				b.Fatal(err)
			}
			req := benchmarkRequest()
			b.ReportAllocs()
			for b.Loop() {
				d, err := a.Authorize(req)
				if err != nil || !d.Allowed() {
					b.Fatal(d, err)
				}
			}
		})
	}
	b.Run("same-action=500", func(b *testing.B) {
		// One action on many resources: only the resource tells the statements apart.
		var statements []string
		for i := range 500 {
			statements = append(statements, fmt.Sprintf(`{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::%s/${aws:username}/*",
				"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}`, strings.Repeat("x", i%20)+"home"[i%4:]))
		}
		a, err := policyeval.Compile(policyeval.Policies{Identity: []*policyeval.Policy{parse(b, `{"Version": "2012-10-17", "Statement": [`+strings.Join(statements, ",")+`]}`)}})
		if err != nil {
			b.Fatal(err)
		}
		req := benchmarkRequest()
		b.ReportAllocs()
		for b.Loop() {
			if d, err := a.Authorize(req); err != nil || !d.Allowed() {
				b.Fatal(d, err)
			}
		}
	})
	b.Run("parallel", func(b *testing.B) {
		a, err := policyeval.Compile(benchmarkPolicies(b, 50))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			req := benchmarkRequest()
			for pb.Next() {
				if d, err := a.Authorize(req); err != nil || !d.Allowed() {
					b.Error(d, err)
					return
				}
			}
		})
	})
}

// BenchmarkGlob measures patterns through the API: matching is all that grows.
func BenchmarkGlob(b *testing.B) {
	for _, tt := range []struct {
		name, pattern, text string
	}{
		{"plain", "home/alice/*", "home/alice/" + strings.Repeat("a", 4096)},
		{"hostile", strings.Repeat("*a", 32) + "*b*", strings.Repeat("a", 4096)},
		{"hostile-half", strings.Repeat("*a", 32) + "*b*", strings.Repeat("a", 2048)},
		{"hostile-any", strings.Repeat("*?a", 32) + "*?b*", strings.Repeat("a", 4096)},
	} {
		b.Run(tt.name, func(b *testing.B) {
			text := fmt.Sprintf(`{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::%s"}}`, tt.pattern)
			a, err := policyeval.Compile(policyeval.Policies{Identity: []*policyeval.Policy{parse(b, text)}})
			if err != nil {
				b.Fatal(err)
			}
			req := &policyeval.Request{Principal: "arn:aws:iam::111122223333:user/alice", Action: "s3:GetObject",
				Resource: "arn:aws:s3:::" + tt.text, ResourceAccount: "111122223333"}
			want := policyeval.ImplicitDeny
			if tt.name == "plain" {
				want = policyeval.Allowed
			}
			b.ReportAllocs()
			for b.Loop() {
				if d, err := a.Authorize(req); err != nil || d.Outcome != want {
					b.Fatal(d, err)
				}
			}
		})
	}
}

// BenchmarkCompile compares Compile with what it takes to parse the same text.
func BenchmarkCompile(b *testing.B) {
	policies := benchmarkPolicies(b, 50)
	text, err := policies.Identity[0].MarshalJSON()
	if err != nil {
		b.Fatal(err)
	}
	b.Run("parse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := policyeval.Parse(text, policyeval.WithType(policyeval.IdentityPolicy)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("compile", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := policyeval.Compile(policies); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkExplain(b *testing.B) {
	a, err := policyeval.Compile(benchmarkPolicies(b, 50))
	if err != nil {
		b.Fatal(err)
	}
	req := benchmarkRequest()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.Explain(req); err != nil {
			b.Fatal(err)
		}
	}
}
