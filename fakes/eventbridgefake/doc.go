// Package eventbridgefake adds event buses, rules and targets of Amazon
// EventBridge to the accounts of package fakes.
//
// Do not use it to test which events a pattern matches: no event is ever
// delivered. Use it to test code that asks which rules there are and whom they
// tell.
//
//	account := fakes.NewAccount("111122223333")
//	eventbridgefake.Of(account).AddRule(eventbridgefake.Rule{
//		Name: "root", Pattern: `{"detail":{"userIdentity":{"type":["Root"]}}}`, Targets: []string{topicARN},
//	})
//
// [Of] adds the model to the fake, for all of its accounts, each of which has the
// event bus "default" in every Region. Without it, a call of EventBridge is a
// fakes.NotAnsweredError.
//
// # As in AWS
//
// The lists have no paginator in the SDK, and pages of at most 100: code that
// forgets NextToken shows with fakes.Account.PageSize. Names of event buses may be
// ARNs. PutRule replaces all of a rule but its targets and tags, also the state,
// which is ENABLED unless it is given. A rule with targets cannot be deleted, a
// rule that an AWS service manages needs Force, and deleting a rule that is not
// there is no error. A rule has five targets at most.
//
// # Limitations
//
// Patterns are checked for their form (an object whose leaves are lists), and
// schedules for theirs. Parameters of targets are kept and not checked. Making and
// deleting event buses, archives, partners and connections are not modelled.
//
// AWS: https://docs.aws.amazon.com/eventbridge/latest/APIReference/Welcome.html
package eventbridgefake
