package fakes_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"github.com/iamhygiene/sdk/fakes"
)

// A scanner must say what it could not see. Here its role lacks one action, and
// a Deny hides one user.
func ExampleAccount_ConfigAs() {
	account := fakes.NewAccount("111122223333")
	account.AddUser("alice", fakes.AccessKey())
	account.AddUser("ceo", fakes.Path("/board/"), fakes.AccessKey())
	scanner := account.AddRole("Scanner", fakes.TrustAccount("111122223333"), fakes.InlinePolicy("scan", `{
		"Version": "2012-10-17",
		"Statement": [
			{"Effect": "Allow", "Action": ["iam:ListUsers", "iam:ListAccessKeys"], "Resource": "*"},
			{"Effect": "Deny", "Action": "iam:*", "Resource": "arn:aws:iam::*:user/board/*"}
		]}`))

	client := iam.NewFromConfig(account.ConfigAs(scanner.ARN))
	ctx := context.Background()
	users, err := client.ListUsers(ctx, &iam.ListUsersInput{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, u := range users.Users {
		keys, err := client.ListAccessKeys(ctx, &iam.ListAccessKeysInput{UserName: u.UserName})
		var api smithy.APIError
		if errors.As(err, &api) && api.ErrorCode() == "AccessDenied" {
			_, why, _ := strings.Cut(api.ErrorMessage(), "perform: ")
			fmt.Printf("%s: unknown: %s\n", *u.UserName, why)
			continue
		}
		fmt.Printf("%s: %d access keys\n", *u.UserName, len(keys.AccessKeyMetadata))
	}
	_, err = client.GetAccountSummary(ctx, &iam.GetAccountSummaryInput{})
	var api smithy.APIError
	if errors.As(err, &api) {
		fmt.Println(api.ErrorMessage())
	}
	// Output:
	// alice: 1 access keys
	// ceo: unknown: iam:ListAccessKeys on resource: user ceo with an explicit deny in an identity-based policy
	// User: arn:aws:sts::111122223333:assumed-role/Scanner/fakes is not authorized to perform: iam:GetAccountSummary on resource: * because no identity-based policy allows the iam:GetAccountSummary action
}

// A scan of an organization assumes a role in every account. One account has no
// such role, and another asks for an external id that the scanner does not know.
func ExampleAccount_ConfigAs_organization() {
	const hub = "111122223333"
	org := fakes.NewOrganization()
	readUsers := fakes.InlinePolicy("scan", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:ListUsers","Resource":"*"}}`)
	scanner := org.Account(hub).AddRole("Scanner", fakes.TrustService("lambda.amazonaws.com"), fakes.InlinePolicy("hop",
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::*:role/Audit"}}`))
	org.Delegate(hub, "securityhub.amazonaws.com") // so that it may list the accounts
	lister := org.Account(hub).AddRole("Lister", fakes.TrustService("lambda.amazonaws.com"), fakes.InlinePolicy("list",
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"organizations:ListAccounts","Resource":"*"}}`))
	for _, id := range []string{"222233334444", "333344445555"} {
		org.Account(id).AddUser("user-of-" + id)
	}
	org.Account("222233334444").AddRole("Audit", fakes.TrustAccount(hub, scanner.ARN), readUsers)
	org.Account("333344445555").AddRole("Audit", fakes.TrustExternal(hub, "unknown"), readUsers)
	org.Account("444455556666")

	ctx := context.Background()
	accounts, err := organizations.NewFromConfig(org.Account(hub).ConfigAs(lister.ARN)).ListAccounts(ctx, &organizations.ListAccountsInput{})
	if err != nil {
		fmt.Println(err)
		return
	}
	cfg := org.Account(hub).ConfigAs(scanner.ARN)
	for _, a := range accounts.Accounts {
		if *a.Id == hub {
			continue
		}
		member := cfg.Copy()
		member.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(sts.NewFromConfig(cfg), "arn:aws:iam::"+*a.Id+":role/Audit"))
		users, err := iam.NewFromConfig(member).ListUsers(ctx, &iam.ListUsersInput{})
		var api smithy.APIError
		switch {
		case errors.As(err, &api):
			fmt.Printf("%s: %s\n", *a.Id, api.ErrorCode())
		case err != nil:
			fmt.Println(err)
		default:
			fmt.Printf("%s: %d users\n", *a.Id, len(users.Users))
		}
	}
	// Output:
	// 222233334444: 1 users
	// 333344445555: AccessDenied
	// 444455556666: AccessDenied
	// 999999999999: AccessDenied
}
