package credreport_test

import (
	"errors"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/credreport"
)

// small is a report with a few columns, as an emulator might print it.
const small = `user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date
<root_account>,arn:aws:iam::123456789012:root,2019-04-02T09:11:40+00:00,not_supported,no_information,not_supported,true,false,N/A,N/A
anna,arn:aws:iam::123456789012:user/anna,2022-05-10T08:00:00+00:00,true,2024-03-10T06:45:00+00:00,2024-01-02T08:00:00+00:00,false,false,N/A,N/A
boris,arn:aws:iam::123456789012:user/eng/boris,2021-01-04T12:30:00+00:00,TRUE,no_information,2021-01-04T12:30:05+00:00,true,true,2021-01-04T12:30:08Z,N/A
`

// Who can sign in without MFA? False asks for what is known to be false: a field
// that could not be read, or is not in the report, is neither true nor false.
func ExampleParse() {
	report, err := credreport.Parse(strings.NewReader(small))
	if err != nil {
		log.Fatal(err)
	}
	root, _ := report.Root()
	fmt.Println("account", root.Account())
	for e := range report.Users() {
		if e.PasswordEnabled.True() && e.MFAActive.False() {
			fmt.Println(e.User, "signs in without MFA")
		}
	}
	// Output:
	// account 123456789012
	// anna signs in without MFA
}

// The file that aws iam get-credential-report prints is read as it is, and says
// how old the report is.
func ExampleParse_cli() {
	const file = `{
    "Content": "dXNlcixhcm4scGFzc3dvcmRfZW5hYmxlZCxtZmFfYWN0aXZlLGFjY2Vzc19rZXlfMV9hY3RpdmUKPHJvb3RfYWNjb3VudD4sYXJuOmF3czppYW06OjEyMzQ1Njc4OTAxMjpyb290LG5vdF9zdXBwb3J0ZWQsdHJ1ZSxmYWxzZQo=",
    "ReportFormat": "text/csv",
    "GeneratedTime": "2024-03-11T22:10:00+00:00"
}`
	report, err := credreport.Parse(strings.NewReader(file))
	if err != nil {
		log.Fatal(err)
	}
	now := time.Date(2024, 3, 12, 0, 0, 0, 0, time.UTC)
	age, _ := report.Age(now)
	fmt.Println(len(report.Entries), "row,", age, "old")
	// Output: 1 row, 1h50m0s old
}

// A large report is read row by row. A row with errors comes with its good
// fields, and the reading goes on.
func ExampleEntries() {
	damaged := strings.Replace(small, "2022-05-10T08:00:00+00:00", "10 May 2022", 1)
	for e, err := range credreport.Entries(strings.NewReader(damaged)) {
		var rowErrs credreport.RowErrors
		switch {
		case errors.As(err, &rowErrs):
			fmt.Println(e.User, e.PasswordEnabled, "but", rowErrs[0].Column, "is", e.UserCreationTime.State())
		case err != nil:
			log.Fatal(err)
		default:
			fmt.Println(e.User, e.PasswordEnabled)
		}
	}
	// Output:
	// <root_account> not_supported
	// anna true but user_creation_time is invalid
	// boris true
}

// A report made in a test, with the columns that it needs.
func ExampleWrite() {
	e := credreport.Entry{
		User:            "doe,jane",
		ARN:             "arn:aws:iam::123456789012:user/doe,jane",
		PasswordEnabled: credreport.BoolOf(false),
		MFAActive:       credreport.BoolOf(false),
	}
	e.AccessKeys[0] = credreport.AccessKey{
		Active:       credreport.BoolOf(true),
		LastRotated:  credreport.TimeOf(time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC)),
		LastUsedDate: credreport.ParseTime("N/A"),
	}
	report := &credreport.Report{Entries: []credreport.Entry{e}}
	if err := credreport.Write(os.Stdout, report); err != nil {
		log.Fatal(err)
	}
	// Output:
	// user,arn,password_enabled,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date
	// "doe,jane","arn:aws:iam::123456789012:user/doe,jane",false,false,true,2024-03-01T12:00:00+00:00,N/A
}

// How long has each password not been used? The column says what was counted
// from; the state says why there is nothing to count.
func ExampleEntry_PasswordReference() {
	report, err := credreport.Parse(strings.NewReader(small))
	if err != nil {
		log.Fatal(err)
	}
	now := time.Date(2024, 3, 12, 0, 0, 0, 0, time.UTC)
	for _, e := range report.Entries {
		at, column := e.PasswordReference()
		if age, ok := at.Age(now); ok {
			fmt.Printf("%s: %d days since %s\n", e.User, int(age.Hours()/24), column)
		} else {
			fmt.Printf("%s: %s is %s\n", e.User, column, at.State())
		}
	}
	// Output:
	// <root_account>: 1805 days since user_creation_time
	// anna: 1 days since password_last_used
	// boris: 1162 days since password_last_changed
}

// When was anything of a user's last used? The second access key is not in this
// report, so what is not known of it keeps the answer open.
func ExampleEntry_LastActivity() {
	report, err := credreport.Parse(strings.NewReader(small))
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range report.Entries {
		last := e.LastActivity()
		fmt.Printf("%s: %q complete=%t never=%t\n", e.User, last.Column, last.Complete, last.Never())
	}
	// Output:
	// <root_account>: "" complete=false never=false
	// anna: "password_last_used" complete=false never=false
	// boris: "" complete=false never=false
}

// An access key by its status, its usage and its age.
func ExampleAccessKey() {
	report, err := credreport.Parse(strings.NewReader(small))
	if err != nil {
		log.Fatal(err)
	}
	now := time.Date(2024, 3, 12, 0, 0, 0, 0, time.UTC)
	for e := range report.Users() {
		key := e.AccessKeys[0]
		age, ok := key.Age(now)
		fmt.Println(e.User, key.Status(), key.Usage(), int(age.Hours()/24), ok)
	}
	// Output:
	// anna none none 0 false
	// boris active never 1162 true
}

// Inputs that are no report say what they are and what to do.
func ExampleFormatError() {
	for _, input := range []string{
		`{"State": "STARTED"}`,
		"<!DOCTYPE html><html>...",
		"",
	} {
		_, err := credreport.Parse(strings.NewReader(input))
		fmt.Println(err)
		fmt.Println("  not ready:", errors.Is(err, credreport.ErrNotReady))
	}
	// Output:
	// credreport: $.State: this answer holds no report yet (STARTED); run aws iam generate-credential-report until it answers COMPLETE, then aws iam get-credential-report
	//   not ready: true
	// credreport: the input is an HTML or XML page (of a sign-in or an error?), not a report (it begins with "<!DOCTYPE html><html>..."); download the report again: aws iam get-credential-report
	//   not ready: false
	// credreport: the input is empty; download the report again: aws iam get-credential-report
	//   not ready: false
}
