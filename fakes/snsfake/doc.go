// Package snsfake adds topics and subscriptions of Amazon SNS to the accounts of
// package fakes.
//
// Do not use it to test that messages arrive: nothing can be published. Use it to
// test code that asks whether somebody would be notified.
//
//	account := fakes.NewAccount("111122223333")
//	topic := snsfake.Of(account).AddTopic("alarms")
//	snsfake.Of(account).AddSubscription(topic, snsfake.Subscription{Protocol: "email", Endpoint: "security@example.com"})
//
// [Of] adds the model to the fake, for all of its accounts. Without it, a call of
// SNS is a fakes.NotAnsweredError.
//
// # Subscriptions
//
// What a builder adds is confirmed unless it says Pending. What Subscribe adds is
// confirmed at once for the protocols that have no one to ask (sqs, lambda, sms,
// firehose, application), and pending for email, email-json, http and https:
// lists then show "PendingConfirmation" in place of an ARN, until
// ConfirmSubscription brings the token of [Service.Token], or [Service.Confirm]
// does it without a call. A pending subscription is gone after 48 hours of the
// fake's clock.
//
// # Limitations
//
// Topic policies are shown and not consulted: a topic of another account answers
// AuthorizationError. Tokens for authenticated unsubscription, data protection
// policies and mobile push are not modelled.
//
// AWS: https://docs.aws.amazon.com/sns/latest/api/welcome.html
package snsfake
