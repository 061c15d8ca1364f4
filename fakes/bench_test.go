package fakes_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/iamhygiene/sdk/fakes"
)

// BenchmarkCall measures whole calls, from the client and back. op=Wire is the
// yardstick: the same client over an HTTP transport in memory.
func BenchmarkCall(b *testing.B) {
	ctx := context.Background()
	account := fakes.NewAccount("111122223333")
	page := &iam.ListUsersOutput{}
	for range 100 {
		page.Users = append(page.Users, iamtypes.User{
			UserName: aws.String("alice"), Arn: aws.String("arn:aws:iam::111122223333:user/alice"), UserId: aws.String("AIDACKCEVSQ6C2EXAMPLE"),
			Path: aws.String("/"), CreateDate: aws.Time(account.Now()),
		})
	}
	answerGetUser(&iam.GetUserOutput{User: &page.Users[0]}, nil)(account)
	fakes.On(account, func(context.Context, *iam.ListUsersInput) (*iam.ListUsersOutput, error) { return page, nil })
	fakes.On(account, func(context.Context, *iam.GetLoginProfileInput) (*iam.GetLoginProfileOutput, error) {
		return nil, &iamtypes.NoSuchEntityException{Message: aws.String("Login Profile for User alice cannot be found.")}
	})
	w := &wire{status: 200, body: `<GetUserResponse><GetUserResult><User><UserName>alice</UserName></User></GetUserResult></GetUserResponse>`}
	client, network, identity := iam.NewFromConfig(account.Config()), iam.NewFromConfig(w.config()), sts.NewFromConfig(account.Config())

	for _, c := range []struct {
		op   string
		call func() error
	}{
		{"Wire", func() error { _, err := network.GetUser(ctx, &iam.GetUserInput{}); return err }},
		{"On", func() error { _, err := client.GetUser(ctx, &iam.GetUserInput{}); return err }},
		{"Page", func() error { _, err := client.ListUsers(ctx, nil); return err }},
		{"Error", func() error {
			if _, err := client.GetLoginProfile(ctx, &iam.GetLoginProfileInput{}); err == nil {
				b.Fatal("no error")
			}
			return nil
		}},
		{"Model", func() error { _, err := identity.GetCallerIdentity(ctx, nil); return err }},
		{"Client", func() error { _ = iam.NewFromConfig(account.Config()); return nil }},
	} {
		b.Run("op="+c.op, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := c.call(); err != nil {
					b.Fatal(err)
				}
			}
			account.ForgetCalls()
		})
	}
}
