// Package policytest runs unit tests for IAM policies that are written as
// data: a case file names policies, a request and the outcome that the author
// expects, and the engine of package policyeval says whether it is so.
//
// Do not use it to decide requests in a program: a case carries its policies as
// text and they are parsed anew each time. Use package policyeval for that. A
// case file is also no proof about an account: it says what the given documents
// mean, not which documents are attached to whom.
//
// # Case files
//
// A file is JSON with one member, cases, a list of objects:
//
//	{"cases": [
//	{"name": "developers read the build bucket", "source": "ticket 4711",
//	 "request": {"principal": "arn:aws:iam::111122223333:user/alice",
//	   "action": "s3:GetObject", "resource": "arn:aws:s3:::build/app.zip",
//	   "resourceAccount": "111122223333",
//	   "context": {"aws:SourceIp": "203.0.113.9"}},
//	 "identity": [{"Version": "2012-10-17", "Statement": [...]}],
//	 "expect": "Allowed"}
//	]}
//
// The members of a case:
//
//   - name: what is tested, in words. Required, and unique in the file.
//   - rule, source: the number of a rule and a page or note that supports the
//     expectation. They are for readers.
//   - request: principal, action and resource, and where they matter
//     resourceAccount, context, unknown, role, uniqueId, issuer, canonicalUser,
//     principalTags, requestTags, resourceTags, time (RFC 3339), pattern and
//     open. They are the fields of [policyeval.Request], which describes them.
//   - identity, boundary, session, endpoint: lists of policy documents. An empty
//     list and an absent member both mean that no policy of the kind applies. A
//     principal has at most one boundary.
//   - resource: the policy of the resource, or null. For an sts action on a role
//     it is the role's trust policy.
//   - scps, rcps: lists of levels, the root of the organization first, and each
//     level a list of documents. Without scps the account is in no organization.
//   - settings: s3RestrictPublicBuckets.
//   - expect: Allowed, ImplicitDeny, ExplicitDeny, Undetermined, or Invalid if a
//     document or the request has to be refused. Required.
//
// Context values are strings, numbers, Booleans or lists of them; numbers keep
// the text in which they are written. Names are exact, and a member that the
// format does not know is an error, because a misspelt "boundry" would otherwise
// test something else than its author thinks. A policy that is wrong is no error
// of the file: that is what Invalid is for.
//
// # When a case is undetermined
//
// A case that declares unknown keys or facts, sets open or sets pattern asks a
// three-valued question: the outcome is Undetermined unless it is the same
// whatever the unknown values are. Any other case asks a plain question. What
// such a request leaves open about itself, for example the account of a bucket
// or the session name of a role, counts against the requester, so the outcome
// is never Undetermined.
//
// # Running them
//
// In a Go test, [Run] runs every file that a pattern matches:
//
//	func TestPolicies(t *testing.T) {
//		policytest.Run(t, os.DirFS("testdata"), "*.json")
//	}
//
// Each file and each case is a subtest, so `go test -run` selects them by name.
// Elsewhere, [Load] or [Parse] read a file and [Case.Eval] answers one case;
// examples/policytest in this module is a program made of these.
package policytest
