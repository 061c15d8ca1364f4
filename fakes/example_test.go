package fakes_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/iamhygiene/sdk/fakes"
)

// Real clients work on an account in memory.
func Example() {
	account := fakes.NewAccount("111122223333")
	fakes.On(account, func(_ context.Context, in *iam.GetUserInput) (*iam.GetUserOutput, error) {
		if aws.ToString(in.UserName) != "alice" {
			return nil, &types.NoSuchEntityException{Message: aws.String("The user with name bob cannot be found.")}
		}
		return &iam.GetUserOutput{User: &types.User{UserName: in.UserName, UserId: aws.String("AIDACKCEVSQ6C2EXAMPLE")}}, nil
	})

	client := iam.NewFromConfig(account.Config())
	alice, err := client.GetUser(context.Background(), &iam.GetUserInput{UserName: aws.String("alice")})
	fmt.Println(aws.ToString(alice.User.UserId), err)

	_, err = client.GetUser(context.Background(), &iam.GetUserInput{UserName: aws.String("bob")})
	var none *types.NoSuchEntityException
	fmt.Println(errors.As(err, &none))
	fmt.Println(err)
	// Output:
	// AIDACKCEVSQ6C2EXAMPLE <nil>
	// true
	// operation error IAM: GetUser, https response error StatusCode: 404, RequestID: fa4e0000-0000-4000-8000-000000000002, NoSuchEntity: The user with name bob cannot be found.
}

// What nothing answers is an error that says what to register.
func ExampleNotAnsweredError() {
	account := fakes.NewAccount("111122223333")
	_, err := iam.NewFromConfig(account.Config()).GetHumanReadableSummary(context.Background(), &iam.GetHumanReadableSummaryInput{
		EntityArn: aws.String("arn:aws:iam::111122223333:delegation-request/dr-1"),
	})
	var missing *fakes.NotAnsweredError
	if errors.As(err, &missing) {
		fmt.Println(missing.Package, missing.Operation, missing.Account)
	}
	// Output: iam GetHumanReadableSummary 111122223333
}

// A role of another account is assumed as in production.
func ExampleNewOrganization() {
	org := fakes.NewOrganization()
	scanner, member := org.Account("111122223333"), org.Account("444455556666")

	member.AddRole("Audit", fakes.TrustAccount("111122223333"))
	cfg := scanner.Config()
	cfg.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(
		sts.NewFromConfig(scanner.Config()), "arn:aws:iam::444455556666:role/Audit",
		func(o *stscreds.AssumeRoleOptions) { o.RoleSessionName = "scan" }))
	identity, err := sts.NewFromConfig(cfg).GetCallerIdentity(context.Background(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(aws.ToString(identity.Arn))
	fmt.Println(scanner.Calls()[0], member.Calls()[0])
	// Output:
	// arn:aws:sts::444455556666:assumed-role/Audit/scan
	// sts:AssumeRole sts:GetCallerIdentity
}

// Throttling is survived by the SDK's retries, which do not wait.
func ExampleAccount_Fail() {
	account := fakes.NewAccount("111122223333")
	account.Fail(fakes.Op[sts.GetCallerIdentityInput](), fakes.Throttle(2))
	_, err := sts.NewFromConfig(account.Config()).GetCallerIdentity(context.Background(), nil)
	fmt.Println(err)
	for _, call := range account.Calls() {
		fmt.Println(call, call.Attempt, call.Err)
	}
	// Output:
	// <nil>
	// sts:GetCallerIdentity 1 api error Throttling: Rate exceeded
	// sts:GetCallerIdentity 2 api error Throttling: Rate exceeded
	// sts:GetCallerIdentity 3 <nil>
}

// A reactor looks at every call, and passes on what it does not answer.
func ExampleReact() {
	account := fakes.NewAccount("111122223333")
	fakes.React(account, func(_ context.Context, c fakes.Call) (handled bool, out any, err error) {
		fmt.Println(c.Action, "in", c.Region)
		return false, nil, nil
	})
	_, err := sts.NewFromConfig(account.Config()).GetCallerIdentity(context.Background(), nil)
	fmt.Println(err)
	// Output:
	// sts:GetCallerIdentity in us-east-1
	// <nil>
}

// The scenario below ignores an error, and EveryCallFails says where. In a test
// the first argument is the *testing.T.
func ExampleEveryCallFails() {
	account := fakes.NewAccount("111122223333")
	fakes.On(account, func(context.Context, *iam.ListAccountAliasesInput) (*iam.ListAccountAliasesOutput, error) {
		return &iam.ListAccountAliasesOutput{AccountAliases: []string{"example"}}, nil
	})
	fakes.EveryCallFails(printer{}, account.Config, func(cfg aws.Config) error {
		iam.NewFromConfig(cfg).ListAccountAliases(context.Background(), nil) // error ignored
		_, err := sts.NewFromConfig(cfg).GetCallerIdentity(context.Background(), nil)
		return err
	}, func(o *fakes.EveryCallFailsOptions) { o.Fault = fakes.APIError("AccessDenied", "no") })
	// Output: fakes: EveryCallFails: the scenario returned no error although call 1 of iam:ListAccountAliases failed (api error AccessDenied: no)
}

// printer prints what a test would report.
type printer struct{}

func (printer) Helper()                           {}
func (printer) Errorf(format string, args ...any) { fmt.Printf(format+"\n", args...) }
func (printer) Fatalf(format string, args ...any) { fmt.Printf(format+"\n", args...) }

// The calls of a test show which permissions its code needs.
func ExampleMinimalPolicy() {
	org := fakes.NewOrganization()
	account := org.Account("111122223333")
	org.Account("444455556666").AddRole("Audit", fakes.TrustAccount("111122223333"))
	fakes.On(account, func(context.Context, *iam.ListUsersInput) (*iam.ListUsersOutput, error) { return nil, nil })

	ctx := context.Background()
	_, err := iam.NewFromConfig(account.Config()).ListUsers(ctx, nil)
	_, err2 := sts.NewFromConfig(account.Config()).AssumeRole(ctx, &sts.AssumeRoleInput{
		RoleArn: aws.String("arn:aws:iam::444455556666:role/Audit"), RoleSessionName: aws.String("scan"),
	})
	fmt.Println(errors.Join(err, err2))
	fmt.Println(fakes.MinimalPolicy(account.Calls()))
	// Output:
	// <nil>
	// {
	//   "Version": "2012-10-17",
	//   "Statement": [
	//     {
	//       "Effect": "Allow",
	//       "Action": [
	//         "iam:ListUsers"
	//       ],
	//       "Resource": [
	//         "*"
	//       ]
	//     },
	//     {
	//       "Effect": "Allow",
	//       "Action": [
	//         "sts:AssumeRole"
	//       ],
	//       "Resource": [
	//         "arn:aws:iam::444455556666:role/Audit"
	//       ]
	//     }
	//   ]
	// }
}

// The inputs of one operation, typed.
func ExampleCallsTo() {
	account := fakes.NewAccount("111122223333")
	fakes.On(account, func(context.Context, *iam.GetUserInput) (*iam.GetUserOutput, error) { return nil, nil })
	client := iam.NewFromConfig(account.Config())
	for _, name := range []string{"alice", "bob"} {
		if _, err := client.GetUser(context.Background(), &iam.GetUserInput{UserName: &name}); err != nil {
			fmt.Println(err)
		}
	}
	for _, in := range fakes.CallsTo[iam.GetUserInput](account) {
		fmt.Println(*in.UserName)
	}
	// Output:
	// alice
	// bob
}
