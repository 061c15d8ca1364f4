package permissions_test

import (
	"fmt"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
	"github.com/iamhygiene/sdk/policyeval/permissions"
)

// What may this user write to queues, and under which conditions?
func ExampleOf() {
	policy, err := policyeval.Parse([]byte(`{"Version": "2012-10-17", "Statement": [
		{"Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders"},
		{"Effect": "Deny", "Action": "sqs:Delete*", "Resource": "*",
		 "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := permissions.Of(policyeval.Policies{Identity: []*policyeval.Policy{policy}},
		&policyeval.Request{Principal: "arn:aws:iam::111122223333:user/alice", Open: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	queues, _ := catalog.Expand("sqs:*")
	grants, err := p.Grants(queues.WithAccessLevel(catalog.Write))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, g := range grants {
		fmt.Println(g.Outcome, g.Actions.Len(), "actions on", g.Resource)
		if g.If != nil {
			fmt.Println("  ", catalog.Shorten(g.Actions), "if", g.If)
		}
	}
	// Output:
	// Allowed 6 actions on arn:aws:sqs:eu-west-1:111122223333:orders
	// Undetermined 2 actions on arn:aws:sqs:eu-west-1:111122223333:orders
	//    [sqs:Delete*] if not(BoolIfExists(aws:MultiFactorAuthPresent, "false"))
}
