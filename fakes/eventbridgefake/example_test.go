package eventbridgefake_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/eventbridge"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/eventbridgefake"
)

// The SDK has no paginator for rules; with pages of one rule, code that forgets the
// token finds one rule.
func Example() {
	account := fakes.NewAccount("111122223333")
	events := eventbridgefake.Of(account)
	pattern := `{"detail":{"userIdentity":{"type":["Root"]}}}`
	events.AddRule(eventbridgefake.Rule{Name: "root", Pattern: pattern, Targets: []string{"arn:aws:sns:us-east-1:111122223333:alarms"}})
	events.AddRule(eventbridgefake.Rule{Name: "nightly", Schedule: "rate(1 day)"})
	account.PageSize(1)

	client := eventbridge.NewFromConfig(account.Config())
	var token *string
	for {
		out, err := client.ListRules(context.Background(), &eventbridge.ListRulesInput{NextToken: token})
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, r := range out.Rules {
			targets, err := client.ListTargetsByRule(context.Background(), &eventbridge.ListTargetsByRuleInput{Rule: r.Name})
			if err != nil {
				fmt.Println(err)
				return
			}
			fmt.Println(*r.Name, r.State, len(targets.Targets))
		}
		if token = out.NextToken; token == nil {
			break
		}
	}
	// Output:
	// nightly ENABLED 0
	// root ENABLED 1
}
