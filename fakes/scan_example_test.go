package fakes_test

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/iamhygiene/sdk/fakes"
)

// Small pages show code that forgets the second one.
func ExampleAccount_PageSize() {
	account := fakes.NewAccount("111122223333")
	for _, name := range []string{"alice", "bob", "carol"} {
		account.AddUser(name)
	}
	account.PageSize(2)

	pages := iam.NewListUsersPaginator(iam.NewFromConfig(account.Config()), &iam.ListUsersInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(context.Background())
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, user := range page.Users {
			fmt.Println(aws.ToString(user.UserName), len(page.Users))
		}
	}
	// Output:
	// alice 2
	// bob 2
	// carol 1
}

// retireKeys deactivates the active keys of a user that are older than 90 days,
// and deletes those that are inactive already. It knows nothing of fakes.
func retireKeys(ctx context.Context, client *iam.Client, user string, now time.Time) error {
	pages := iam.NewListAccessKeysPaginator(client, &iam.ListAccessKeysInput{UserName: &user})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, key := range page.AccessKeyMetadata {
			switch {
			case key.Status == types.StatusTypeInactive:
				_, err = client.DeleteAccessKey(ctx, &iam.DeleteAccessKeyInput{UserName: &user, AccessKeyId: key.AccessKeyId})
			case now.Sub(*key.CreateDate) > 90*24*time.Hour:
				_, err = client.UpdateAccessKey(ctx, &iam.UpdateAccessKeyInput{UserName: &user, AccessKeyId: key.AccessKeyId, Status: types.StatusTypeInactive})
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// A remediation tool deletes while it lists, which no page may skip.
func Example_remediation() {
	ctx := context.Background()
	account := fakes.NewAccount("111122223333")
	old := func(k *fakes.Key) { k.Created = account.Now().AddDate(-1, 0, 0) }
	account.AddUser("alice", fakes.AttachPolicy("AdministratorAccess"), fakes.AccessKey(old), fakes.AccessKey(old))
	account.PageSize(1)

	client := iam.NewFromConfig(account.Config())
	for range 2 {
		if err := retireKeys(ctx, client, "alice", account.Now()); err != nil {
			fmt.Println(err)
			return
		}
	}
	_, err := client.DetachUserPolicy(ctx, &iam.DetachUserPolicyInput{UserName: aws.String("alice"), PolicyArn: aws.String("arn:aws:iam::aws:policy/AdministratorAccess")})
	fmt.Println("detached:", err)
	for _, call := range account.Calls() {
		if call.Operation != "ListAccessKeys" {
			fmt.Println(call)
		}
	}
	// Output:
	// detached: <nil>
	// iam:UpdateAccessKey
	// iam:UpdateAccessKey
	// iam:DeleteAccessKey
	// iam:DeleteAccessKey
	// iam:DetachUserPolicy
}

// A scanner assumes a role in each account of the organization. One account is
// suspended, and one has no such role.
func Example_organization() {
	ctx := context.Background()
	org := fakes.NewOrganization()
	for _, id := range []string{"111122223333", "222233334444", "333344445555"} {
		member := org.AddAccount(id)
		member.AddUser("user-of-" + id)
		if id != "222233334444" {
			member.AddRole("Audit", fakes.TrustAccount(org.Management().ID()))
		}
	}
	org.Suspend("333344445555")

	cfg := org.Management().Config()
	accounts, err := organizations.NewFromConfig(cfg).ListAccounts(ctx, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, account := range accounts.Accounts {
		if *account.Id == org.Management().ID() {
			continue
		}
		member := cfg.Copy()
		member.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(
			sts.NewFromConfig(cfg), "arn:aws:iam::"+*account.Id+":role/Audit"))
		users, err := iam.NewFromConfig(member).ListUsers(ctx, nil)
		if err != nil {
			fmt.Println(*account.Id, account.State, "could not be read")
			continue
		}
		fmt.Println(*account.Id, account.State, *users.Users[0].UserName)
	}
	// Output:
	// 111122223333 ACTIVE user-of-111122223333
	// 222233334444 ACTIVE could not be read
	// 333344445555 SUSPENDED could not be read
}

// A program that makes a role and assumes it at once meets AccessDenied, until
// the role is known everywhere.
func ExampleAccount_AuthorizationLag() {
	ctx := context.Background()
	account := fakes.NewAccount("111122223333")
	account.AuthorizationLag(2)
	cfg := account.Config()
	role, err := iam.NewFromConfig(cfg).CreateRole(ctx, &iam.CreateRoleInput{
		RoleName: aws.String("Deploy"), AssumeRolePolicyDocument: aws.String(fakes.TrustAccount("111122223333")),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for {
		_, err := sts.NewFromConfig(cfg).AssumeRole(ctx, &sts.AssumeRoleInput{RoleArn: role.Role.Arn, RoleSessionName: aws.String("deploy")})
		if err == nil {
			fmt.Println("assumed")
			return
		}
		fmt.Println("not yet")
	}
	// Output:
	// not yet
	// not yet
	// assumed
}
