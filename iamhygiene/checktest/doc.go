// Package checktest runs checks over small invented accounts and compares what
// they find with what the author of the account wants. It is for people who
// write checks, the built-in ones included. It is not for auditing a real
// account, and not for testing code that calls AWS: fixtures are files, and
// nothing is called.
//
// A test of a check is a line of Go and a folder of fixtures:
//
//	func TestAccessKeyRotation(t *testing.T) {
//		checktest.Run(t, "testdata/access-key-rotation/*.txtar", checks.AccessKeyRotation{})
//	}
//
// # Fixtures
//
// A fixture is a txtar archive (golang.org/x/tools/txtar). The text before the
// first file says what the fixture shows and why; a fixture without it does not
// run. All files are optional but want:
//
//	authorization-details.json  aws iam get-account-authorization-details
//	credential-report.csv       the report, or
//	credential-report.json      aws iam get-credential-report, or
//	credential-report.rows      the short form below
//	account-summary.json        aws iam get-account-summary
//	password-policy.json        aws iam get-account-password-policy
//	exemptions.json             as iamhygiene.ReadExemptions reads it
//	attestations.json           as iamhygiene.ReadAttestations reads it
//	NAME.json                   any other built-in dataset, in its JSON form, or
//	                            one of the caller's, see Runner.Datasets
//	options                     settings
//	want                        what is to be found
//
// The files are read as package collect reads them, so that the message of a
// failed call may stand in place of an output: "An error occurred (NoSuchEntity)
// when calling the GetAccountPasswordPolicy operation: ..." is an account
// without a password policy. A dataset without a file was not collected.
//
// Datasets that take more than one call to fill have the form that they have in
// a stored snapshot, under the name that iamhygiene.DatasetInfo gives them.
// functions.json, for example, holds an iamhygiene.Regional of functions:
//
//	{"regions": ["eu-west-1"], "items": [{"arn": "arn:aws:lambda:...", ...}]}
//
// A member that the type does not have is an error, so that a typing error does
// not read as missing data.
//
// A fixture:
//
//	A key is too old at 90 days and one second, not at 90 days: the limit
//	itself is allowed.
//	-- credential-report.rows --
//	late    access_key_1_active=true access_key_1_last_rotated=-90d1s
//	intime  access_key_1_active=true access_key_1_last_rotated=-90d
//	-- want --
//	FAIL access-key-rotation late/access_key_1 "90 days"
//	PASS access-key-rotation intime/access_key_1
//
// # Want lines
//
// One line for each finding:
//
//	STATUS check-id resource [discriminator] [severity] ["text" or `regexp`]
//
// STATUS is PASS, FAIL, EXEMPT, UNKNOWN, NOT_APPLICABLE or MANUAL. FAIL is an
// open failure and EXEMPT one that an exemption covers. The resource is its
// name or its ARN, exactly; the account's name is its id and the root user's
// <root_account>. A discriminator with spaces, or one that reads like a
// severity, is written in brackets. A text in quotation marks must occur in the
// message; one in backquotes is a regular expression that must match somewhere
// in it. What is left out is not compared. Blank lines and lines that begin
// with # are comments.
//
// A line stands for exactly one finding. A line that no finding matches fails
// the test. A finding that no line matches fails it where its status is FAIL,
// EXEMPT, UNKNOWN or MANUAL, and under the option complete whatever it is. So
// an account in order has an empty want file, which must be there.
//
// # Options
//
// One "key: value" on each line:
//
//	now: 2024-03-12                 the clock; a date or RFC 3339 (default: Now)
//	report-time: 2024-03-11T20:00:00Z   when the report was generated
//	account: 111122223333           (default: that of the ARNs, else Account)
//	partition: aws-cn               (default: that of the ARNs, else aws)
//	checks: access-key-* root-mfa   run only these of the checks given
//	failed: account-summary AccessDenied    the dataset was refused, with that code
//	failed: credential-report Throttling arn:aws:iam::111122223333:user/x   a part was
//	complete                        each finding must have a want line
//
// # The short form of the report
//
// Each line of credential-report.rows is a user name, or a path and a name
// (/eng/bob), and the columns that matter as column=value. Dates may be written
// as 2024-01-02, or relative to the clock: -45d, -44d23h59m59s. The other
// columns describe a user without a fault: created 30 days before the clock,
// with every credential that is enabled used a day before it, and without
// password, MFA, keys and certificates unless they are enabled. The root user
// has MFA and no keys, and is added where no line is about it. Use the CSV to
// test what is odd about a report itself.
//
// # What else is looked at
//
// Each fixture also fails where a check panics, where two findings of a check
// share resource and discriminator, where a finding has no message, and where
// the findings change once the snapshot has been written as JSON and read back.
package checktest
