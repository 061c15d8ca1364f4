// Package permissions answers what a principal can do: for each of the 22,000
// actions of package catalog, whether it is allowed always, on some resources or
// under conditions, or never. Do not use it for one action on one resource: that
// is one call of [policyeval.Authorizer.Authorize]. Do not use it as proof that
// a principal cannot do something that the catalog does not list, or on
// resources of other accounts.
//
// # The questions
//
// [Of] takes the policies that apply to a principal and gives [Permissions]:
// sets of actions that are Allowed, Undetermined and Refused.
// [Permissions.Grants] tells on which resources and under which conditions,
// with the condition as an expression that a program can read and a person too.
// [Permissions.Review] counts by service and access level, and [Diff] compares
// two principals. Package iamhygiene/access asks for all users and roles of an
// account.
//
// # What the answers mean
//
// Each answer is one that policyeval gives. Actions that the same statements
// concern, and that no rule of AWS treats apart, form a class
// ([catalog.Partition]), and the engine is asked for one action of each class.
// It is asked about sets of resources, in pattern mode: for each type of resource
// that an action takes, all ARNs of that form in the principal's account. So:
//
//   - Allowed means that Authorize allows every such request: on each
//     resource of these types, whatever the unknown context is.
//   - Refused means that Authorize allows none of them.
//   - Undetermined is the rest. It says that nothing is known for certain, not
//     that access exists: a condition may be one that never holds.
//
// An action that takes several types of resource at once needs permission for
// each resource in a request. The reference does not say which types go
// together, so an action that is refused for one type and allowed for another
// is Undetermined.
//
// # What is not in the answer
//
// What nobody supplies does not count: service control policies, session
// policies, endpoint policies and the policies of resources limit and grant
// beside what is asked here. Only KMS keys, roles that are to be assumed, and
// resources of other accounts count as having an unknown policy, because none
// of them can be reached without one. List [policyeval.FactResourcePolicy] in
// Request.Unknown to have the same said of every resource.
//
// # Cost
//
// The first call decodes the catalog and turns it round, which takes some
// 30 ms. A call of Of then takes a millisecond or two for 50 statements.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
package permissions
