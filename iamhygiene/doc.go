// Package iamhygiene is the kit of which checks of an AWS account's IAM
// practices are built and run: what is known of an account ([Snapshot]), what
// looks at it ([Check]), what comes out ([Finding]), and what brings them
// together ([Runner]). It holds no checks, reads no files and calls no AWS
// service: the built-in checks are in package checks, snapshots come from
// package collect, and package report writes findings. Do not use it to decide
// whether a request is allowed; that is package policyeval.
//
// # Snapshots and datasets
//
// A snapshot holds datasets under typed keys: [CredentialReport],
// [Authorization], [Summary], [Passwords], and any that a caller makes with
// [NewDataset]. Each is present, absent, or failed with the API operation that
// was refused and the IAM action to grant ([DataError]). The clock is part of
// the snapshot: checks never ask for the time. A snapshot is plain data with a
// stable JSON form, so that one machine collects and another evaluates.
//
// Checks rarely read datasets directly. They ask for subjects:
// [Snapshot.Users], [Snapshot.Roles], [Snapshot.AccessKeys] and so on yield
// what all datasets together say of each, or say why it is not known.
//
// # Checks
//
// A check is two methods: Info describes it, Run returns a finding for each
// resource, passes included. The short way to one is a predicate:
//
//	iamhygiene.ForUsers(info, iamhygiene.When(
//		iamhygiene.UserPath("/contractors/"),
//		iamhygiene.Not(iamhygiene.HasPassword())))
//
// [Predicate] is three-valued. [All], [Any], [Not] and [When] follow Kleene's
// rules, so a datum that is missing makes the verdict Unknown wherever it could
// change it, and never a pass. [WithSeverity], [WithScope], [WithFilter] and
// [WithInfo] change a check without knowing it.
//
// # Running
//
// The Runner runs checks side by side and returns findings in an order that
// depends on nothing but the findings. It completes them from the Info of
// their check, computes fingerprints by which runs compare, applies
// exemptions, and reports expired and unused ones. It does not trust checks: a
// panic becomes an Unknown finding and an error that names the check, silence
// becomes a finding, and a pass without the data that it needs becomes
// Unknown.
//
// # Statuses and severities
//
// A finding is Pass, Fail, Unknown, NotApplicable or Manual. Its severity says
// what a failure means, whatever the status. An exempted failure stays a
// failure, marked with the exemption. A Manual finding is a question that no
// API answers; people answer it with an [Attestation], which is a dataset like
// any other.
package iamhygiene
