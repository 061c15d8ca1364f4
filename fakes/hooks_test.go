package fakes_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

func TestOnRefusesPairsThatDoNotBelongTogether(t *testing.T) {
	for _, c := range []struct {
		name     string
		register func(*fakes.Account)
		want     string
	}{
		{"two operations", func(a *fakes.Account) {
			fakes.On(a, func(context.Context, *iam.ListUsersInput) (*iam.GetUserOutput, error) { return nil, nil })
		}, "On: iam.ListUsersInput and iam.GetUserOutput are not the input and the output of one operation"},
		{"two services", func(a *fakes.Account) {
			type GetUserOutput struct{}
			fakes.On(a, func(context.Context, *iam.GetUserInput) (*GetUserOutput, error) { return nil, nil })
		}, "On: iam.GetUserInput and fakes_test.GetUserOutput are not"},
		{"no input", func(a *fakes.Account) {
			fakes.On(a, func(context.Context, *string) (*iam.GetUserOutput, error) { return nil, nil })
		}, "On: string and iam.GetUserOutput are not"},
		{"no function", func(a *fakes.Account) {
			fakes.On[iam.GetUserInput, iam.GetUserOutput](a, nil)
		}, "On: the function for iam:GetUser is nil"},
		{"no reactor", func(a *fakes.Account) { fakes.React(a, nil) }, "React: the reactor is nil"},
		{"no fault", func(a *fakes.Account) { a.Fail(fakes.Operation{}, fakes.Fault{}) }, "Fail: the fault is empty"},
		{"no error", func(a *fakes.Account) { a.Fail(fakes.Operation{}, fakes.Failure(nil)) }, "Fail: the error of the fault is nil"},
		{"less than no times", func(a *fakes.Account) { a.Fail(fakes.Operation{}, fakes.Throttle(-1)) }, "Fail: a fault cannot happen -1 times"},
		{"a fault of no operation", func(a *fakes.Account) { a.Fail(fakes.Op[iam.ListUsersOutput](), fakes.AccessDenied()) }, "Fail: iam.ListUsersOutput is not the input of an operation"},
	} {
		t.Run(c.name, func(t *testing.T) {
			account := fakes.NewAccount("111122223333")
			require.NoError(t, account.Err())
			c.register(account)
			var usage *fakes.UsageError
			require.ErrorAs(t, account.Err(), &usage)
			assert.Contains(t, usage.Message, c.want)
			assert.Contains(t, usage.File, "hooks_test.go", "the error says where the mistake is")
			_, err := sts.NewFromConfig(account.Config()).GetCallerIdentity(context.Background(), nil)
			assert.ErrorIs(t, err, usage, "every call fails, so that nobody overlooks it")
		})
	}
}

func TestBadAccountsFailEveryCall(t *testing.T) {
	for name, account := range map[string]*fakes.Account{
		"NewAccount":           fakes.NewAccount("12"),
		"Organization.Account": fakes.NewOrganization().Account("11112222333x"),
		"NewOrganization":      fakes.NewOrganization(func(o *fakes.Options) { o.ManagementAccount = "none" }).Account("111122223333"),
	} {
		_, err := sts.NewFromConfig(account.Config()).GetCallerIdentity(context.Background(), nil)
		assert.ErrorContains(t, err, name+": ", name)
		assert.ErrorContains(t, err, "is not an account id", name)
	}
	for name, account := range map[string]*fakes.Account{
		"NewAccount":      fakes.NewAccount("111122223333", func(o *fakes.Options) { o.Partition = "moon" }),
		"NewOrganization": fakes.NewOrganization(func(o *fakes.Options) { o.Partition = "moon" }).Management(),
	} {
		_, err := sts.NewFromConfig(account.Config()).GetCallerIdentity(context.Background(), nil)
		assert.ErrorContains(t, err, name+`: "moon" is not a partition`, name)
	}
	account := fakes.NewAccount("111122223333")
	for arn, want := range map[string]string{
		"alice":                               "is no principal that can call",
		"arn:aws:iam::111122223333:group/ops": "is no principal that can call",
		"arn:aws:iam::444455556666:user/bob":  "is in no account of this fake",
		"arn:aws-cn:iam::111122223333:root":   "is in no account of this fake",
	} {
		_, err := sts.NewFromConfig(account.ConfigAs(arn)).GetCallerIdentity(context.Background(), nil)
		assert.ErrorContains(t, err, want, arn)
		assert.ErrorContains(t, err, "hooks_test.go", arn)
	}
}

func TestReactorsComeNewestFirst(t *testing.T) {
	account := fakes.NewAccount("111122223333")
	client := sts.NewFromConfig(account.Config())
	var asked []string
	react := func(name string, handled bool) {
		fakes.React(account, func(context.Context, fakes.Call) (bool, any, error) {
			asked = append(asked, name)
			return handled, &sts.GetCallerIdentityOutput{Arn: aws.String(name)}, nil
		})
	}
	react("first", true)
	react("second", false)
	fakes.On(account, func(context.Context, *sts.GetCallerIdentityInput) (*sts.GetCallerIdentityOutput, error) {
		asked = append(asked, "third")
		return nil, fakes.ErrPass
	})
	out, err := client.GetCallerIdentity(context.Background(), nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"third", "second", "first"}, asked)
	assert.Equal(t, "first", aws.ToString(out.Arn))
}

func TestAccountsComeBeforeTheOrganizationAndModelsLast(t *testing.T) {
	org := fakes.NewOrganization()
	a, b := org.Account("111122223333"), org.Account("444455556666")
	on := func(target fakes.Target, arn string) {
		fakes.On(target, func(context.Context, *sts.GetCallerIdentityInput) (*sts.GetCallerIdentityOutput, error) {
			return &sts.GetCallerIdentityOutput{Arn: aws.String(arn)}, nil
		})
	}
	arn := func(account *fakes.Account) string {
		out, err := sts.NewFromConfig(account.Config()).GetCallerIdentity(context.Background(), nil)
		require.NoError(t, err)
		return aws.ToString(out.Arn)
	}
	assert.Equal(t, "arn:aws:sts::111122223333:assumed-role/Administrator/fakes", arn(a), "the model")
	on(org, "organization")
	assert.Equal(t, "organization", arn(a), "the organization is in front of the model")
	on(a, "account")
	assert.Equal(t, "account", arn(a), "the account is in front of the organization")
	assert.Equal(t, "organization", arn(b), "and concerns no other account")
}

func TestReactorsRunOutsideTheLock(t *testing.T) {
	account := fakes.NewAccount("111122223333")
	client := sts.NewFromConfig(account.Config())
	fakes.On(account, func(ctx context.Context, in *iam.GetUserInput) (*iam.GetUserOutput, error) {
		_, err := client.GetCallerIdentity(ctx, nil) // asks the same fake
		fakes.On(account, func(context.Context, *iam.ListUsersInput) (*iam.ListUsersOutput, error) { return nil, nil })
		return &iam.GetUserOutput{}, errors.Join(err, account.Err())
	})
	_, err := iam.NewFromConfig(account.Config()).GetUser(context.Background(), nil)
	require.NoError(t, err)
}

func TestWrongOutputIsAnErrorAndNoPanic(t *testing.T) {
	for name, out := range map[string]any{
		"another operation": &iam.GetUserOutput{}, "a value": iam.ListUsersOutput{}, "nil": nil, "nil pointer": (*iam.ListUsersOutput)(nil),
	} {
		account := fakes.NewAccount("111122223333")
		fakes.React(account, func(context.Context, fakes.Call) (bool, any, error) { return true, out, nil })
		_, err := iam.NewFromConfig(account.Config()).ListUsers(context.Background(), nil)
		assert.ErrorContains(t, err, "return a *iam.ListUsersOutput", name)
	}
}

func TestNothingIsShared(t *testing.T) {
	account := fakes.NewAccount("111122223333")
	answer := &iam.GetUserOutput{User: &iamtypes.User{UserName: aws.String("alice"), Tags: []iamtypes.Tag{{Key: aws.String("k")}}}}
	var kept *iam.GetUserInput
	fakes.On(account, func(_ context.Context, in *iam.GetUserInput) (*iam.GetUserOutput, error) {
		kept = in
		return answer, nil
	})
	client := iam.NewFromConfig(account.Config())
	input := &iam.GetUserInput{UserName: aws.String("alice")}
	out, err := client.GetUser(context.Background(), input)
	require.NoError(t, err)

	*input.UserName, *out.User.UserName, *out.User.Tags[0].Key = "mallory", "mallory", "mallory"
	assert.Equal(t, "alice", *kept.UserName, "the input of a handler is a copy")
	assert.Equal(t, "alice", *answer.User.UserName, "the output of a handler is copied")
	assert.Equal(t, "k", *answer.User.Tags[0].Key)
	*kept.UserName = "mallory"
	for range 2 {
		recorded := fakes.CallsTo[iam.GetUserInput](account)
		require.Len(t, recorded, 1)
		assert.Equal(t, "alice", *recorded[0].UserName, "what is recorded is a copy, and so is each look at it")
		*recorded[0].UserName = "mallory"
		*account.Calls()[0].Input.(*iam.GetUserInput).UserName = "mallory"
	}
}

func TestFaultsComeInOrderAndEnd(t *testing.T) {
	account := fakes.NewAccount("111122223333")
	answerUsers(account, "alice")
	client := iam.NewFromConfig(account.Config())
	list := func() string {
		_, err := client.ListUsers(context.Background(), nil)
		if err == nil {
			return ""
		}
		return code(err)
	}
	account.Fail(fakes.Op[iam.ListUsersInput](), fakes.APIError("First", "").Times(1))
	account.Fail(fakes.Op[iam.ListUsersInput](), fakes.APIError("Second", "").Times(2))
	account.Fail(fakes.Op[iam.GetUserInput](), fakes.APIError("Other", ""))
	assert.Equal(t, []string{"First", "Second", "Second", ""}, []string{list(), list(), list(), list()})

	account.Fail(fakes.Operation{}, fakes.AccessDenied().When(func(c fakes.Call) bool { return c.Region == "eu-west-1" }))
	assert.Empty(t, list(), "the fault is for another Region")
	client = iam.NewFromConfig(account.Config(), func(o *iam.Options) { o.Region = "eu-west-1" })
	assert.Equal(t, "AccessDenied", list())
	account.Recover()
	assert.Empty(t, list())
}

func TestAccessDeniedSpeaksAsIAM(t *testing.T) {
	account := fakes.NewAccount("111122223333")
	account.Fail(fakes.Op[iam.GetLoginProfileInput](), fakes.AccessDenied())
	_, err := iam.NewFromConfig(account.Config()).GetLoginProfile(context.Background(), nil)
	assert.ErrorContains(t, err, "StatusCode: 403")
	assert.ErrorContains(t, err, "api error AccessDenied: User: arn:aws:sts::111122223333:assumed-role/Administrator/fakes is not authorized to perform: iam:GetLoginProfile because no identity-based policy allows the iam:GetLoginProfile action")
}

// TestManyAtOnce is for the race detector.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	org := fakes.NewOrganization()
	org.Account("444455556666").AddRole("Audit", fakes.TrustAccount("111122223333"))
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			ctx := context.Background()
			account := org.Account("111122223333")
			cfg := account.Config()
			answerUsers(account, "alice", "bob", "carol")
			account.Fail(fakes.Op[iam.ListUsersInput](), fakes.Throttle(1).When(func(c fakes.Call) bool { return c.Attempt == 1 }))
			_, err := iam.NewFromConfig(cfg).ListUsers(ctx, nil)
			assert.NoError(t, err)
			out, err := sts.NewFromConfig(cfg).AssumeRole(ctx, &sts.AssumeRoleInput{
				RoleArn: aws.String("arn:aws:iam::444455556666:role/Audit"), RoleSessionName: aws.String("scan"),
			})
			if assert.NoError(t, err) {
				*out.Credentials.AccessKeyId = "mine"
			}
			account.Calls()
			org.Calls()
			account.PageSize(2)
			account.Lag(1)
			account.Advance(1)
			assert.NoError(t, account.Err())
		})
	}
	wg.Wait()
	assert.GreaterOrEqual(t, len(org.Calls()), 100)
}
