// Package reference is a naive evaluator of IAM policies, written from the
// rules alone so that the fast evaluator can be compared with it.
//
// Do not use it to decide anything outside tests: it parses every document
// again for every question, allocates freely and has no diagnostics.
//
// # How it is written
//
// One function stands for one rule, and its comment carries the rule's number.
// Nothing is compiled, indexed or cached, and no code is shared with the
// evaluator it checks: two programs that share a helper share its mistakes.
// Globs are matched by recursion, numbers are compared as fractions, and
// wildcard requests are answered by walking the product of two automata.
//
// # What it answers
//
// [Evaluate] gives the three-valued answer: one of Allowed, ImplicitDeny,
// ExplicitDeny, Undetermined or Invalid, the outcomes that remain possible and
// the keys and facts on which they hang. [Strict] gives the answer when every
// context key is known; what is not known about the request itself is taken
// against the requester.
//
// # Places where the rules leave a choice
//
// Each such place is marked with the word "Reading" in a comment, with the
// alternative that was not taken. The choice is always the one that does not
// open access.
package reference
