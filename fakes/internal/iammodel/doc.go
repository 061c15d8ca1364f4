// Package iammodel models AWS IAM for the fakes: what an account holds, and how
// the operations of IAM read and change it. It is no use without a
// [model.Cloud]; whoever writes tests builds accounts with package fakes.
//
// # State
//
// A [Store] holds one account as plain records, and records name each other
// (a user knows the names of its groups, a device the name of its user) instead
// of pointing, so that a copy of a Store is a whole account of its own: that is
// how reads that lag behind see the past. Records are kept in a [Table], sorted
// by name without regard to case, which is how IAM tells names apart. Everything
// that AWS derives is derived here too: attachment counts, the account summary,
// the rows of the credential report, ARNs after a rename.
//
// A builder changes a Store through the methods of [Service] whose names begin
// with Add, inside [model.Cloud.Do]. They check what the operations check.
//
// # Jobs
//
// The credential report and the jobs of access information belong to an account
// too, but are kept apart from the Store ([Jobs]): they are not subject to lag,
// and their content is frozen when they begin.
//
// # Where AWS is not followed
//
// Of delegation requests only the list is answered. Not answered are role
// templates and the summaries for people, which a language model writes.
//
// The API reference does not say how GenerateOrganizationsAccessReport refuses
// callers outside of the management account (here: AccessDenied) and entities
// and policies that do not exist (here: InvalidInput).
//
// # Protected entities
//
// A service-linked role, and a role of IAM Identity Center, refuses changes with
// UnmodifiableEntity: the operations on roles know that error. Operations on
// managed policies do not know it. A policy that AWS manages belongs to another
// account, so no permission of the caller's account reaches it, and a change is
// AccessDenied, whatever the caller's policies say.
//
// Real accounts have over a thousand AWS managed policies and services; here
// are the few that [Store] and the table of services begin with, and a policy
// that is missing is refused as not modelled instead of as not existing. IAM
// writes the ids of deleted principals into trust policies; here they keep the
// ARN. The seeds and codes of MFA devices are of the right form, and no code is
// ever wrong. Texts of errors are AWS's where they are known, and otherwise
// follow its habits; the codes are the API reference's.
package iammodel
