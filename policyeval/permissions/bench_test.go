package permissions_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
	"github.com/iamhygiene/sdk/policyeval/permissions"
)

// fifty makes a policy of 50 statements over ten services: names, wildcards,
// ARNs, conditions, and a Deny in ten.
func fifty(tb testing.TB, seed int) policyeval.Policies {
	var statements []string
	for i, service := range []string{"s3", "ec2", "iam", "dynamodb", "sqs", "sns", "lambda", "kms", "logs", "ecr"} {
		arn := fmt.Sprintf("arn:aws:%s:*:*:team-%d*", service, seed)
		if service == "s3" || service == "iam" {
			arn = fmt.Sprintf("arn:aws:%s:::team-%d*", service, seed)
		}
		for j := range 5 {
			effect, resource, condition := "Allow", "*", ""
			switch {
			case i == 9:
				effect = "Deny"
			case j == 1:
				resource = arn
			case j == 2:
				condition = `, "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}`
			case j == 3:
				resource = arn + "/${aws:username}"
			}
			statements = append(statements, fmt.Sprintf(`"Effect": %q, "Action": ["%s:Get*", "%s:*%d*", "%s:*Tag*", "%s:%c*"], "Resource": %q%s`,
				effect, service, service, i, service, service, 'A'+(j+seed)%20, resource, condition))
		}
	}
	return identity(tb, statements...)
}

// BenchmarkAllowedActions: what can a principal with 50 statements do, of all
// actions of the catalog? Compiling the policies is part of it, parsing is not.
func BenchmarkAllowedActions(b *testing.B) {
	policies, request := fifty(b, 0), open(alice)
	if _, err := permissions.Of(policies, request); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		p, err := permissions.Of(policies, request)
		if err != nil || p.Allowed().IsEmpty() {
			b.Fatal(err)
		}
	}
}

// BenchmarkAllowedActionsOneByOne is the yardstick: the same policies, one
// evaluation for each action and on one resource only.
func BenchmarkAllowedActionsOneByOne(b *testing.B) {
	authorizer, err := policyeval.Compile(fifty(b, 0))
	if err != nil {
		b.Fatal(err)
	}
	var names []string
	for a := range catalog.Actions() {
		names = append(names, a.String())
	}
	request := open(alice)
	request.Resource = "*"
	for b.Loop() {
		for _, name := range names {
			request.Action = name
			if _, err := authorizer.Authorize(request); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkGrants(b *testing.B) {
	p, err := permissions.Of(fifty(b, 0), open(alice))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Grants(p.Asked()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPrincipals asks for 1,000 principals with 50 statements each.
func BenchmarkPrincipals(b *testing.B) {
	var all []policyeval.Policies
	for i := range 1000 {
		all = append(all, fifty(b, i))
	}
	request := open(alice)
	for b.Loop() {
		for i := range all {
			request.Principal = strings.Replace(alice, "alice", fmt.Sprintf("user-%d", i), 1)
			if _, err := permissions.Of(all[i], request); err != nil {
				b.Fatal(err)
			}
		}
	}
}
