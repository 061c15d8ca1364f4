// Package analyzermodel models IAM Access Analyzer: the analyzers of an account
// in a Region, what they found, and the checks of policies. It is used through
// the clients of package fakes, not directly.
//
// # Analyzers
//
// Findings are put in by builders; the fake does not look for external, unused
// or internal access itself. What a builder adds passes through the archive
// rules of the analyzer, as a new finding does in AWS.
//
// # Policy validation
//
// ValidatePolicy reports what package policyeval finds at fault, what it warns
// of, names of services and actions that package catalog does not know, and the
// checks on iam:PassRole, iam:CreateServiceLinkedRole, NotPrincipal and the
// language version. AWS has more checks, above all on condition keys; a policy
// without findings here may have some there. Types and issue codes are AWS's
// own (access-analyzer-reference-policy-checks), the texts are not.
//
// # Custom checks
//
// CheckAccessNotGranted, CheckNoNewAccess and CheckNoPublicAccess answer PASS or
// FAIL where that can be told from the statements: which actions and resources
// they match, and whether conditions are the same. AWS reasons about the values
// of conditions too. Where an answer hangs on that, on policy variables or on
// what several Deny statements cover together, the fake answers with a
// NotModeledError that says so, and never with a guess.
package analyzermodel
