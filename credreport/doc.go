// Package credreport reads and writes AWS IAM credential reports: the CSV file
// that lists the users of an account with their passwords, access keys, signing
// certificates and MFA.
//
// Do not use it to fetch a report: it calls nothing. Give it what the API, the
// CLI or the console gave you. Do not use it where a direct listing answers the
// question: a report is up to four hours old and has no access key ids, no MFA
// device types, no SSH keys, no service-specific credentials, no roles.
//
// # Reading
//
// [Parse] reads a report as a whole and [Entries] reads it row by row. Both take
// any of these and find out which it is:
//
//   - the CSV, with "\n" or "\r\n", with or without a byte-order mark;
//   - the JSON that aws iam get-credential-report prints, from which Parse also
//     takes GeneratedTime;
//   - the base64 text of that JSON's Content by itself, bare, in quotation marks
//     or followed by the other members (--query Content, --output text).
//
// Columns are found by their header names, in any order. Five are required:
// user, arn, password_enabled, mfa_active and access_key_1_active. The other
// documented columns may be missing, as in the reports of emulators; their fields
// are then [Absent]. Columns that this package does not know are kept in
// [Entry].Extra. A name that occurs twice is an error, whether known or not,
// because it is not known which of the two values counts.
//
// Rows are mapped to entries and back by github.com/gocarina/gocsv. This package
// sets none of gocsv's global settings. If another part of the program sets one
// that would lead columns astray, reading fails with [ErrSettings].
//
// # Sentinels
//
// A report prints N/A, no_information or not_supported where it has no value, and
// they mean different things. So fields are not bare times and booleans but
// [Time], [Bool] and [Text], which say what they hold by their [State]. The zero
// value of each is Absent. A field whose text is neither a value nor a sentinel is
// [Invalid] and keeps the text. Neither ever reads as a date, as true or as false:
//
//	if at, ok := e.PasswordLastUsed.Get(); ok { ... } // a date, in UTC
//	if e.MFAActive.False() { ... }                    // known to be false
//
// The root user's row is the one whose user is <root_account> and whose ARN ends
// in :root. An IAM user called "root" is a user like any other. The partition, the
// account and the path of a user are only in the ARN; see [Entry.Account],
// [Entry.Partition], [Entry.Path].
//
// # Ages
//
// No function asks for the time of day; the ones that count days take it as an
// argument. [Entry.PasswordReference] says from which date to count for a
// password that may never have been used, [Entry.LastActivity] which credential
// was used last, [AccessKey.Status] whether a slot holds a key at all,
// [AccessKey.Usage] whether it was ever used.
//
// # Strict and lenient
//
// Reading is lenient unless [Strict] is given. A bad field is Invalid, and a
// [RowError] names its line, column, user and text. Nothing else is lost.
//
// A row with too many or too few fields, or with a stray quotation mark, is
// shifted somewhere, and what stands in the column mfa_active may be another
// column's true. Of such a row only the user and the ARN are kept, and only if
// they agree; its other fields are Invalid. If they do not agree, the row has no
// entry and is found only among the errors. The same holds for the last row of an
// input that ends inside it.
//
// A row ends where its line ends, so that a stray quotation mark cannot swallow
// the rows after it. No value of AWS's contains a line break. A quoted value in a
// column that AWS does not document may: its lines are joined if the result is a
// whole row, and none of the lines is the row of a user. Line numbers are those
// of the file in any case.
//
// Three types say what is wrong: [*FormatError] that the input is no report or
// ends early, [*ColumnError] that the header cannot be used, [*RowError] what is
// wrong with a row. Each unwraps to a [Problem]:
//
//	if errors.Is(err, credreport.ErrNotReady) { ... }
//
// An input that ends early is an error in lenient mode too, beside the report of
// what was read, because users are missing from it. A report that ends early at
// the end of a row looks complete; nothing in the CSV says how many rows there
// should be. What is odd about a whole report is in [Report].Warnings: no root
// user, as emulators have it, two of them, rows of another account, a user twice.
//
// # Streaming
//
// Entries holds a few hundred rows at a time and Parse the entries alone, also
// when the input is base64 in JSON. A row may have 1 MiB.
//
// # Forms
//
// [Write] writes what Parse reads. [Report] and its parts have a stable JSON form
// that names fields by their columns. Both are exact: what was read, written and
// read again is equal.
//
// The format is defined in the IAM User Guide, "Getting credential reports for
// your AWS account".
package credreport
