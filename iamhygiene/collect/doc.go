// Package collect makes snapshots of AWS accounts, over which checks run. At
// present it reads what the AWS CLI saved; it calls no AWS API. Do not use it
// to read a snapshot that was stored: that is iamhygiene.ReadSnapshot.
//
// # From files
//
// Two commands give most of what the built-in checks look at, two more the
// rest:
//
//	aws iam get-account-authorization-details --output json > details.json
//	aws iam generate-credential-report   # until it answers COMPLETE
//	aws iam get-credential-report --output json > report.json
//	aws iam get-account-summary --output json > summary.json
//	aws iam get-account-password-policy --output json > passwords.json
//
// [FromFiles], [FromFS] and [FromReaders] make a snapshot of any of them. A dataset whose
// file is not given was not collected, and the checks that need it say so.
//
// The credential report may be the JSON of the CLI, the CSV in it, or the bare
// base64. Several pages of authorization details may stand in one file, as a
// JSON array or one after the other. Policy documents may be JSON objects, JSON
// strings, or percent-encoded; times ISO 8601 or seconds since 1970.
//
// # Calls that failed
//
// Where a call was refused, redirect its message into the file (2>): "An error
// occurred (AccessDenied) when calling the GetAccountSummary operation: ..." is
// understood, and the checks that need the dataset say which permission to
// grant. An account without a password policy answers NoSuchEntity: that is a
// fact about the account, not a failure.
//
// # What is an error and what is data
//
// A file that cannot be read, or that is not what it should be, is an error.
// All errors of all files are reported together, as [*FileError] and
// [*AccountError]; they are found by errors.As, or one by one through the
// Unwrap() []error of the returned error.
//
// A damaged part that can be told apart from the rest is data: a user whose
// element cannot be understood, a row of the report with the wrong number of
// fields, a list that --filter left out. The rest loads, and the part is in
// Snapshot.Errors and in the Errors of its dataset, as an iamhygiene.DataError.
// The Scope of each is the ARN of the user, group, role or policy; where that
// cannot be read, the place (UserDetailList[3], line 7); for a whole list its
// name (RoleDetailList); and nothing where the whole dataset is incomplete, as
// when the last page says that more follow.
//
// # Time
//
// The clock of the snapshot, from which checks count ages, is an argument:
// time.Now() for files that were just saved, the day of the export for older
// ones.
package collect
