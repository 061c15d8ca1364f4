package snsfake_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/sns"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/snsfake"
)

// A subscription by mail is worth nothing before it is confirmed.
func Example() {
	account := fakes.NewAccount("111122223333")
	topic := snsfake.Of(account).AddTopic("alarms")
	snsfake.Of(account).AddSubscription(topic, snsfake.Subscription{Protocol: "email", Endpoint: "security@example.com", Pending: true})

	client := sns.NewFromConfig(account.Config())
	show := func() {
		out, err := client.ListSubscriptionsByTopic(context.Background(), &sns.ListSubscriptionsByTopicInput{TopicArn: &topic})
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, s := range out.Subscriptions {
			fmt.Println(*s.Endpoint, *s.SubscriptionArn == "PendingConfirmation")
		}
	}
	show()
	snsfake.Of(account).Confirm(topic, "security@example.com")
	show()
	// Output:
	// security@example.com true
	// security@example.com false
}
