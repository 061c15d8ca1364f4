package catalog_test

import (
	"fmt"
	"testing"

	"github.com/iamhygiene/sdk/policyeval/catalog"
)

func BenchmarkLookup(b *testing.B) {
	catalog.Lookup("s3:GetObject")
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := catalog.Lookup("s3:GetObject"); !ok {
			b.Fatal("no s3:GetObject")
		}
	}
}

func BenchmarkExpand(b *testing.B) {
	for _, pattern := range []string{"s3:*", "s3:Get*", "ec2:*Vpc*", "*:Get*", "*"} {
		b.Run("pattern="+pattern, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := catalog.Expand(pattern); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkExpandStatements expands the actions of 50 statements and combines
// them, which is what an answer to "what can a principal do" has to do at
// least.
func BenchmarkExpandStatements(b *testing.B) {
	var statements [][]string
	for i, service := range []string{"s3", "ec2", "iam", "dynamodb", "sqs", "sns", "lambda", "kms", "logs", "ecr"} {
		for j := range 5 {
			statements = append(statements, []string{service + ":Get*", fmt.Sprintf("%s:*%d*", service, i), service + ":*Tag*", service + ":" + string(rune('A'+j)) + "*"})
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		var allowed, denied catalog.ActionSet
		for i, patterns := range statements {
			set, err := catalog.Expand(patterns...)
			if err != nil {
				b.Fatal(err)
			}
			if i%10 == 9 {
				denied = denied.Union(set)
			} else {
				allowed = allowed.Union(set)
			}
		}
		if allowed.Difference(denied).IsEmpty() {
			b.Fatal("nothing is allowed")
		}
	}
}

func BenchmarkShorten(b *testing.B) {
	ec2, err := catalog.Expand("ec2:*")
	if err != nil {
		b.Fatal(err)
	}
	read := ec2.WithAccessLevel(catalog.Read, catalog.List)
	b.ReportAllocs()
	for b.Loop() {
		catalog.Shorten(read)
	}
}

func BenchmarkNearest(b *testing.B) {
	for b.Loop() {
		catalog.Nearest("ec2:DescribeInstnces")
	}
}

func BenchmarkActionsOn(b *testing.B) {
	for b.Loop() {
		catalog.ActionsOn("arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0")
	}
}
