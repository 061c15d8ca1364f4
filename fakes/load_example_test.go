package fakes_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/iamhygiene/sdk/fakes"
)

// A test replays a real account: its exports are in testdata, and code under
// test sees it as it was on that day.
func ExampleLoadAccountFS() {
	account, err := fakes.LoadAccountFS(os.DirFS("testdata/export"), fakes.ExportFiles{
		AuthorizationDetails: "authorization-details.json",
		CredentialReport:     "credential-report.json",
		AccountSummary:       "account-summary.json",
		PasswordPolicy:       "password-policy.json",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("it is", account.Now().Format(time.DateOnly), "in account", account.ID())

	ctx, client := context.Background(), iam.NewFromConfig(account.Config())
	users, err := client.ListUsers(ctx, &iam.ListUsersInput{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, u := range users.Users {
		keys, err := client.ListAccessKeys(ctx, &iam.ListAccessKeysInput{UserName: u.UserName})
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, k := range keys.AccessKeyMetadata {
			fmt.Println(aws.ToString(u.UserName), k.Status, int(account.Now().Sub(*k.CreateDate).Hours()/24), "days old")
		}
	}
	// Output:
	// it is 2024-03-12 in account 111122223333
	// alice Active 70 days old
	// ci Active 679 days old
	// ci Inactive 1167 days old
}

// Errors say where the exports are wrong. What is left is there beside them.
func ExampleLoadAccount() {
	account, err := fakes.LoadAccount(fakes.Exports{AuthorizationDetails: strings.NewReader(`{
    "UserDetailList": [
        {"UserName": "alice", "Arn": "arn:aws:iam::111122223333:user/alice"},
        {"UserName": "bob", "Arn": "arn:aws:iam::111122223333:user/bob", "GroupList": ["admins"]}
    ]
}`)})
	var parts fakes.LoadErrors
	if errors.As(err, &parts) {
		for _, e := range parts {
			fmt.Println(e)
		}
	}
	users, err := iam.NewFromConfig(account.Config()).ListUsers(context.Background(), nil)
	fmt.Println(len(users.Users), err)
	// Output:
	// fakes: authorization details: line 4, column 9: $.UserDetailList[1]: user bob: the group admins is not in GroupDetailList; export without --filter, and correct the group if it was left out
	// 1 <nil>
}
