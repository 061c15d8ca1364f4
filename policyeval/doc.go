// Package policyeval reads AWS IAM policy documents and decides requests
// against them: in memory, without a network, from values to values.
//
// Do not use it to guard anything. AWS decides about AWS resources, and what
// AWS knows is never all in the policies that a program has at hand: access
// control lists, KMS grants, service settings and the keys that a service puts
// into a request are outside of this package. Do not use it either to learn
// whether an action exists or which condition keys it supports (the package
// catalog knows that, the engine does not), or where one call to the service
// with its DryRun parameter would do. Use it where many questions are asked
// about policies that are known: in tests of policies, scanners, gates in CI,
// and fakes of AWS services.
//
// # From text to answer
//
// [Parse] reads a document into a [Policy], which is the text as written, for
// tools that inspect it. [Policies] collects the documents that apply to one
// principal and one resource, each in its place. [Compile] prepares them and
// gives an [Authorizer]. [Authorizer.Authorize] answers a [Request] with a
// [Decision], and [Authorizer.Explain] with an [Explanation], which tells for
// every statement whether it applied and which element stopped it. Both run the
// same engine. [Evaluate] does it all for one request.
//
// # Documents
//
// Parse is strict where the standard JSON decoder is not. A name that stands
// twice, an unknown name, "action" for "Action", an action without its service,
// a number that is none: each would make a policy mean something else to its
// reader than to AWS, so the document is refused. All faults are reported at
// once, as [ParseErrors], each with its place and the number of its rule.
//
// Some faults depend on the use of a document: a Principal is required in a
// resource-based policy and forbidden in an identity policy. Parse checks them
// if it is told the type ([WithType]); Compile always does, and [Policy.Check]
// on request.
//
// Text that is legal but suspicious is a [Warning]: a comma inside an action,
// a wildcard for an operator that has none, more characters than IAM stores.
// Warnings never change a decision.
//
// For audits of documents that exist, [Lenient] keeps statements with faults.
// The faulty element then fails closed: in an Allow statement it is not
// satisfied, in a Deny statement it is. The other elements still filter.
//
// # How a statement matches
//
// A statement applies to a request if each of its elements matches.
//
//   - Action matches if one of its members does, NotAction if none does. Letter
//     case does not count; * and ? are wildcards
//     (reference_policies_elements_action, reference_policies_elements_notaction).
//   - Resource matches if one of its ARNs does, NotResource if none does. The six
//     fields of an ARN are matched one by one, and letter case counts. Policy
//     variables are replaced first, by literal text; a member with a variable
//     that has no value matches nothing. A resource-based policy without
//     Resource means its own resource (reference_policies_elements_resource,
//     reference_policies_elements_notresource, reference_policies_variables).
//   - Principal matches in one of three grades: it names the caller itself
//     (direct), the role of a session or the user behind a federated session
//     (entity), or the account. NotPrincipal in a Deny spares the caller only if
//     its account and everything it stems from are listed
//     (reference_policies_elements_principal,
//     reference_policies_elements_notprincipal).
//   - Condition matches if every operator holds for every one of its keys. The
//     values of a key are alternatives; for a negated operator none may match.
//     An absent key fails a positive operator and satisfies a negated one, and
//     any with IfExists (reference_policies_elements_condition_operators,
//     reference_policies_multi-value-conditions).
//
// # How a request is decided
//
// The page behind this list is "Policy evaluation logic"
// (reference_policies_evaluation-logic); others are named where they matter.
//
//  1. The request is completed and checked. Keys such as aws:PrincipalArn follow
//     from the principal (reference_policies_condition-keys); a context that
//     contradicts them is an error, and there is no decision.
//  2. If a Deny statement of any policy that binds the caller applies, the
//     outcome is [ExplicitDeny]; 5 has the one exception.
//  3. At every level of the organization some service control policy must allow
//     (access_policies), or the outcome is [ImplicitDeny]. Service control
//     policies do not bind AWS services, anonymous and federated callers, and
//     service-linked roles. Resource control policies act by their Deny
//     statements only.
//  4. Each VPC endpoint policy must allow, or the outcome is ImplicitDeny.
//  5. What AWS itself refuses is ImplicitDeny: changes to what AWS owns, role
//     assumption by the root user, access from another partition, and foreign
//     callers of a public bucket under the S3 setting RestrictPublicBuckets.
//     What AWS itself grants is [Allowed]: sts:GetCallerIdentity, even against
//     a Deny of an identity or session policy, and the root user's access
//     to its own account, except to roles and KMS keys.
//  6. An AWS service, an anonymous caller or an identity provider has no identity
//     policies; it is Allowed if the resource-based policy allows.
//  7. If principal and resource belong to one account, one grant is enough:
//     (a) the resource-based policy allows in the grade direct; or (b) it allows
//     in the grade entity, and the permissions boundary and the session policies
//     allow too; or (c) an identity policy allows, and the boundary and the
//     session policies allow too (access_policies_boundaries). For a role that is
//     assumed and for a KMS key, (c) counts only if the trust policy or the key
//     policy allows at least the account. A federated-user session without a
//     session policy has (a) alone.
//  8. If they belong to different accounts, both sides must allow: an identity
//     policy, the boundary and the session policies, and the resource-based
//     policy in any grade (reference_policies_evaluation-logic-cross-account).
//  9. Otherwise the outcome is ImplicitDeny.
//
// An absent boundary or an absent set of session policies limits nothing; an
// absent filter lets everything pass. The order decides which reason is given
// first, never the outcome. The pages are from the AWS IAM User Guide of May
// 2023; where they are silent, the package takes the reading that gives less
// access.
//
// # What is not known
//
// A program that inspects policies rarely knows the whole request. Context keys
// that [Request].Unknown lists, or with Open all that nobody mentioned, are
// carried along in three-valued logic. If the answer is the same whatever they
// are, it is given; otherwise the outcome is [Undetermined], and the Decision
// says which outcomes are possible and which keys they hang on.
// [Decision.CanBeAllowed] tells a refusal in any case from an open question,
// and [Decision.Strict] is the answer for callers who must assume the worst. A
// key with a known value is never treated as unknown.
//
// The result is sound and not complete: a definite answer holds for every way
// to fill in what is unknown, but Undetermined may be said of a condition that
// can never hold, such as one that wants two values of one key.
//
// # Operands that do not fit
//
// A value in the request that is not of the operator's type, such as a host
// name for IpAddress, and several values for a key without a set operator, fail
// closed: the condition is not satisfied in an Allow and satisfied in a Deny,
// for positive and negated operators alike.
//
// # Rules
//
// Faults, warnings, traces and test cases carry the numbers of rules. The file
// RULES.md beside this package states them all, each with the page of AWS's
// guide that supports it; testdata/cases holds cases for each.
//
// # Limits
//
// Documents have at most 1 MiB and 32 levels. Matching takes time proportional
// to pattern length times text length, whatever the wildcards; no regular
// expressions are involved. Authorize does not allocate in the usual case.
//
// All values of this package are safe for concurrent use once made, as long as
// nobody writes to their fields. The package reads no clock and keeps no state
// outside of its values.
package policyeval
