// Package access answers who can do what in the account of a snapshot: which
// users and roles may use an action on a resource, and what one of them can do.
// Do not use it where the policies are at hand without a snapshot: that is
// package policyeval/permissions, which does the work.
//
// [New] takes a snapshot. [Account.WhoCan] asks about every user, every role and
// the root user; [Account.Principal] finds one of them, and
// [Principal.Permissions] tells everything that it can do.
//
// # What counts
//
// The policies of a user are its own and those of its groups, managed and
// inline; those of a role are its own. Permissions boundaries limit both. For
// sts:AssumeRole on a role of the account the role's trust policy counts. Service
// and resource control policies limit everybody where the snapshot has them
// ([ControlPolicies]); [Options] takes others. The policy of another resource is
// part of the [Question]. Session policies narrow what a role can do and are not
// known.
//
// Context keys are unknown unless Options.Context gives them, so a statement
// with a condition makes an answer Undetermined, with the condition.
//
// # What could not be read
//
// A document that the snapshot lacks, or that has faults, may allow and deny
// anything. It takes part as a policy with the condition that it allows, or
// denies: answers that hang on it are Undetermined and name it as
// unread:POLICY, and all others stand. [Principal.Gaps] lists such documents.
// Users and roles that could not be read at all are errors beside the answers.
package access
