// Package enforce authorizes the calls of the fakes as AWS does: it finds the
// actions and resources that a call needs, gathers the policies that bind the
// caller, asks package policyeval, and refuses in IAM's words. It decides for
// fakes; nothing real may hang on it.
//
// # What a call needs
//
// Most operations need one action on one resource. The tables say which input
// names the resource for IAM, STS, Organizations, Account Management, Access
// Analyzer and the services with models in the packages below fakes, after AWS's
// service authorization reference; a test compares most of them with package
// catalog. An action that takes no resource is asked for on "*".
// Some operations need more: those that pass a role (iam:PassRole), create with
// tags (iam:TagUser), rename (both names), or attach in Organizations (policy
// and target).
//
// For other services the catalog tells the resource types of the action. An ARN
// in the input that is of such a type is the resource; otherwise the ARN pattern
// of the type is filled in from the input as far as names agree, and what is
// left stands for every resource: the call is allowed only if all of them are.
//
// # What binds the caller
//
// The policies of the user and its groups, or of the role; the boundary; session
// policies; the service control policies of the caller's account; the resource
// control policies of the resource's account, for services that support them;
// and for STS the trust policy of the role. Prepared authorizers are kept for
// each principal and used as long as all of these documents are the same texts,
// so a change in any model counts for the next call.
//
// # What is not known
//
// Resource-based policies of services other than STS, and VPC endpoint
// policies, are not consulted, except that both may stand in the context keys
// that the author of a test sets. What policyeval finds Undetermined is refused.
package enforce
