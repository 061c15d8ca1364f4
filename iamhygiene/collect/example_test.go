package collect_test

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// A snapshot of what the AWS CLI saved.
func ExampleFromFiles() {
	now := time.Date(2024, 3, 12, 0, 0, 0, 0, time.UTC) // or time.Now()
	s, err := collect.FromFiles(now, collect.Files{
		AuthorizationDetails: "testdata/authorization-details.json",
		CredentialReport:     "testdata/credential-report.json",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.AccountID(), s.Datasets(), iamhygiene.CredentialReport.At(s).Format(time.RFC3339))
	_, err = iamhygiene.Summary.Get(s)
	fmt.Println(iamhygiene.AsDataError(err).Code)
	// Output:
	// 111122223333 [authorization-details credential-report] 2024-03-11T22:50:00Z
	// NotCollected
}

// The wrong file is an error that says which file it is and which is wanted.
func ExampleFileError() {
	now := time.Date(2024, 3, 12, 0, 0, 0, 0, time.UTC)
	_, err := collect.FromReaders(now, collect.Readers{
		AuthorizationDetails: strings.NewReader("user,arn,user_creation_time,password_enabled\n"),
		CredentialReport:     strings.NewReader(`{"State": "COMPLETE"}`),
	})
	fmt.Println(err)
	var f *collect.FileError
	fmt.Println(errors.As(err, &f), f.File)
	// Output:
	// collect: authorization-details: the input is a credential report; save the output of: aws iam get-account-authorization-details --output json
	// collect: credential-report: $.State: this answer holds no report yet (COMPLETE); run aws iam generate-credential-report until it answers COMPLETE, then aws iam get-credential-report
	// true authorization-details
}

// A user whose element is damaged is an error in the snapshot; the others load.
func ExampleFromReaders() {
	now := time.Date(2024, 3, 12, 0, 0, 0, 0, time.UTC)
	s, err := collect.FromReaders(now, collect.Readers{AuthorizationDetails: strings.NewReader(`{
  "UserDetailList": [
    {"UserName": "alice", "Arn": "arn:aws:iam::111122223333:user/alice"},
    {"UserName": "bob", "Arn": "arn:aws:iam::111122223333:user/bob", "GroupList": "admins"}
  ],
  "GroupDetailList": [], "RoleDetailList": [], "Policies": []
}`)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for u, err := range s.Users() {
		if err == nil {
			fmt.Println("user", u.Name())
		}
	}
	for _, e := range s.Errors() {
		fmt.Println(e.Scope + ": " + e.Message)
	}
	// Output:
	// user alice
	// arn:aws:iam::111122223333:user/bob: authorization-details: line 4, column 83: $.UserDetailList[1].GroupList: user bob: want an array, not string
}
