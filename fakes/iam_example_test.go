package fakes_test

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/iamhygiene/sdk/fakes"
)

// An account is a few readable lines.
func ExampleAccount_AddUser() {
	account := fakes.NewAccount("111122223333")
	account.AddGroup("admins", fakes.AttachPolicy("AdministratorAccess"))
	account.AddUser("alice",
		fakes.Path("/engineering/"),
		fakes.InGroup("admins"),
		fakes.ConsolePassword(func(p *fakes.Password) { p.LastUsed = account.Now().Add(-time.Hour) }),
		fakes.VirtualMFA(),
		fakes.AccessKey(func(k *fakes.Key) { k.Created = account.Now().AddDate(0, 0, -100) }),
	)
	account.AddUser("bob", fakes.ConsolePassword())

	client := iam.NewFromConfig(account.Config())
	users, err := client.ListUsers(context.Background(), &iam.ListUsersInput{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, user := range users.Users {
		devices, err := client.ListMFADevices(context.Background(), &iam.ListMFADevicesInput{UserName: user.UserName})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(aws.ToString(user.Arn), len(devices.MFADevices))
	}
	// Output:
	// arn:aws:iam::111122223333:user/engineering/alice 1
	// arn:aws:iam::111122223333:user/bob 0
}

// A remediation tool meets the errors of AWS.
func ExampleAccount_AddUser_remediation() {
	account := fakes.NewAccount("111122223333")
	alice := account.AddUser("alice", fakes.AccessKey())
	client := iam.NewFromConfig(account.Config())

	_, err := client.DeleteUser(context.Background(), &iam.DeleteUserInput{UserName: aws.String("alice")})
	fmt.Println(err)
	_, err = client.DeleteAccessKey(context.Background(), &iam.DeleteAccessKeyInput{UserName: aws.String("alice"), AccessKeyId: &alice.AccessKeyIDs[0]})
	fmt.Println(err)
	_, err = client.DeleteUser(context.Background(), &iam.DeleteUserInput{UserName: aws.String("alice")})
	fmt.Println(err)
	// Output:
	// operation error IAM: DeleteUser, https response error StatusCode: 409, RequestID: fa4e0000-0000-4000-8000-000000000001, DeleteConflict: Cannot delete entity, must delete access keys first.
	// <nil>
	// <nil>
}

// The credential report is made as by AWS: it takes a while, and is then the
// same for four hours.
func ExampleAccount_ReportPolls() {
	account := fakes.NewAccount("111122223333")
	account.ReportPolls(2)
	client := iam.NewFromConfig(account.Config())
	for range 4 {
		out, err := client.GenerateCredentialReport(context.Background(), nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(out.State)
	}
	// Output:
	// STARTED
	// INPROGRESS
	// INPROGRESS
	// COMPLETE
}
