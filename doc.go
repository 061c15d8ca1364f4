// Package sdk is the map of a Go SDK for AWS IAM hygiene: a library that
// platform and security teams embed in their own tools. It holds no code;
// import the packages below. If you want a finished scanner rather than parts
// to build one from, start with the program in examples/scan.
//
// # The packages
//
//   - [github.com/iamhygiene/sdk/credreport] reads and writes IAM credential
//     reports: typed, streaming, nothing lost.
//   - [github.com/iamhygiene/sdk/policyeval] evaluates IAM policies in memory:
//     identity, resource, boundary, session, SCP, RCP and endpoint policies,
//     with explanations, and with three-valued answers where context is not
//     known. policyeval/policytest runs unit tests for policies,
//     policyeval/catalog knows every action of every service, and
//     policyeval/permissions says what a principal can do.
//   - [github.com/iamhygiene/sdk/iamhygiene] is the kit of checks: a Snapshot
//     of an account, a Check, a Finding, a Runner, predicates to build checks
//     from, exemptions. Below it, checks holds the built-in checks, collect
//     makes snapshots of live accounts and from files, access answers who can do
//     what, escalation who can become whom, report writes findings, yamlfile
//     reads exemptions in YAML, checktest tests checks.
//   - [github.com/iamhygiene/sdk/fakes] gives an aws.Config whose real clients
//     answer from memory, for the tests of code that calls AWS. Heavy services
//     are in packages below it; fakes/ready has ready-made accounts.
//
// # Three promises
//
// Missing data is Unknown, never a pass: every finding that could not be
// decided says which call was refused and what to grant.
//
// Everything is a value: no globals, no clock, no network behind your back.
// The time is in the Snapshot, the data comes from you.
//
// You compile what you import: policyeval, credreport and iamhygiene build no
// AWS service package.
package sdk
