package escalation_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

// An intern may assume the role of a pipeline, and the pipeline may have AWS
// CloudFormation act as an administrator.
func ExampleAnalyze() {
	const trust = `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {%s}, "Action": "sts:AssumeRole"}}`
	inline := func(name, statement string) iamhygiene.Permissions {
		return iamhygiene.Permissions{Inline: []iamhygiene.InlinePolicy{{
			Name: name, Document: iamhygiene.Document(`{"Version": "2012-10-17", "Statement": {"Effect": "Allow", ` + statement + `}}`),
		}}}
	}
	now := time.Date(2026, time.June, 2, 8, 0, 0, 0, time.UTC)
	snapshot := iamhygiene.NewSnapshot("111122223333", "aws", now,
		iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{}, now), // in no organization
		iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
			Users: []iamhygiene.UserDetail{{
				ARN: "arn:aws:iam::111122223333:user/intern", Name: "intern",
				Permissions: inline("work", `"Sid": "Pipeline", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::111122223333:role/pipeline"`),
			}},
			Groups: []iamhygiene.GroupDetail{},
			Roles: []iamhygiene.RoleDetail{{
				ARN: "arn:aws:iam::111122223333:role/pipeline", Name: "pipeline",
				Trust:       iamhygiene.Document(fmt.Sprintf(trust, `"AWS": "arn:aws:iam::111122223333:root"`)),
				Permissions: inline("deploy", `"Action": ["iam:PassRole", "cloudformation:*"], "Resource": "*"`),
			}, {
				ARN: "arn:aws:iam::111122223333:role/stacks", Name: "stacks",
				Trust:       iamhygiene.Document(fmt.Sprintf(trust, `"Service": "cloudformation.amazonaws.com"`)),
				Permissions: inline("all", `"Action": "*", "Resource": "*"`),
			}},
			Policies: []iamhygiene.PolicyDetail{},
		}, now))

	graph, err := escalation.Analyze(context.Background(), snapshot)
	if err != nil {
		log.Fatal(err)
	}
	for _, admin := range graph.Admins(escalation.EffectiveAdministrator) {
		fmt.Println("administrator:", admin.Name)
	}
	path := graph.Path("arn:aws:iam::111122223333:user/intern")
	fmt.Println("the intern becomes one with", path.Confidence(), "confidence:")
	for _, step := range path.Steps() {
		fmt.Println(step.Method, "->", step.To)
		for _, s := range step.Statements {
			fmt.Println("   ", s)
		}
	}
	// Output:
	// administrator: stacks
	// the intern becomes one with high confidence:
	// sts-assume-role -> arn:aws:iam::111122223333:role/pipeline
	//     arn:aws:iam::111122223333:role/pipeline/trust policy#1
	//     arn:aws:iam::111122223333:user/intern/work#Pipeline
	// cfn-create-stack -> arn:aws:iam::111122223333:role/stacks
	//     arn:aws:iam::111122223333:role/pipeline/deploy#1
}

// The methods are data, for documentation and for policies that forbid them.
func ExampleMethods() {
	for _, m := range escalation.Methods() {
		if m.ID == "lambda-invoke" {
			fmt.Println(m.Title)
			fmt.Println(m.Actions, m.PassTo, m.Confidence)
		}
	}
	// Output:
	// Creates a function with a stronger role and invokes it.
	// [[iam:PassRole] [lambda:CreateFunction] [lambda:InvokeFunction]] [lambda.amazonaws.com] high
}
