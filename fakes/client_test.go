package fakes_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

// What the real client does around a call has to work as in production; each
// test here is about one of these things.

// answerUsers answers ListUsers with pages of two.
func answerUsers(target fakes.Target, names ...string) {
	fakes.On(target, func(_ context.Context, in *iam.ListUsersInput) (*iam.ListUsersOutput, error) {
		start := 0
		if in.Marker != nil {
			if _, err := fmt.Sscan(*in.Marker, &start); err != nil {
				return nil, err
			}
		}
		end := min(start+2, len(names))
		out := &iam.ListUsersOutput{}
		for _, n := range names[start:end] {
			out.Users = append(out.Users, iamtypes.User{UserName: aws.String(n)})
		}
		if end < len(names) {
			out.IsTruncated, out.Marker = true, aws.String(fmt.Sprint(end))
		}
		return out, nil
	})
}

func TestRetriesAreReal(t *testing.T) {
	for _, c := range []struct {
		name, reason string
		fault        fakes.Fault
		attempts     int
		fails        bool
	}{
		{"throttled twice", "two retries survive it", fakes.Throttle(2), 3, false},
		{"throttled three times", "the standard retryer makes three attempts", fakes.Throttle(3), 3, true},
		{"service failure once", "status 500 is retried", fakes.ServiceFailure().Times(1), 2, false},
		{"lost connection twice", "transport errors are retried", fakes.Disconnect(2), 3, false},
		{"access denied", "refusals are final", fakes.AccessDenied(), 1, true},
		{"limit exceeded", "IAM's code is no throttle code", fakes.APIError("LimitExceeded", "too many"), 1, true},
		{"limit exceeded exception", "the code of other services is one", fakes.APIError("LimitExceededException", "too many").Times(1), 2, false},
		{"plain error", "an error of the fake is not AWS's to retry", fakes.Failure(errors.New("boom")), 1, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			account := fakes.NewAccount("111122223333")
			answerUsers(account, "alice")
			account.Fail(fakes.Op[iam.ListUsersInput](), c.fault)
			_, err := iam.NewFromConfig(account.Config()).ListUsers(context.Background(), nil)
			assert.Equal(t, c.fails, err != nil, "%s: %v", c.reason, err)
			calls := account.Calls()
			require.Len(t, calls, c.attempts, c.reason)
			for i, call := range calls {
				assert.Equal(t, i+1, call.Attempt)
				assert.Equal(t, i+1 < c.attempts || c.fails, call.Err != nil)
			}
		})
	}
}

func TestRetriesOfOneCallLeaveThoseOfOthers(t *testing.T) {
	account := fakes.NewAccount("111122223333")
	answerUsers(account, "alice")
	client := iam.NewFromConfig(account.Config())
	for i := range 300 {
		account.Fail(fakes.Op[iam.ListUsersInput](), fakes.Throttle(2))
		_, err := client.ListUsers(context.Background(), nil)
		require.NoError(t, err, "call %d: the SDK's bucket of retries must not run empty", i)
	}
}

func TestPaginator(t *testing.T) {
	account := fakes.NewAccount("111122223333")
	answerUsers(account, "alice", "bob", "carol", "dave", "erin")
	var names []string
	for p := iam.NewListUsersPaginator(iam.NewFromConfig(account.Config()), &iam.ListUsersInput{}); p.HasMorePages(); {
		page, err := p.NextPage(context.Background())
		require.NoError(t, err)
		for _, u := range page.Users {
			names = append(names, aws.ToString(u.UserName))
		}
	}
	assert.Equal(t, []string{"alice", "bob", "carol", "dave", "erin"}, names)
	inputs := fakes.CallsTo[iam.ListUsersInput](account)
	require.Len(t, inputs, 3)
	assert.Nil(t, inputs[0].Marker)
	assert.Equal(t, "4", aws.ToString(inputs[2].Marker))
}

func TestWaiter(t *testing.T) {
	account := fakes.NewAccount("111122223333")
	asked := 0
	fakes.On(account, func(context.Context, *iam.GetUserInput) (*iam.GetUserOutput, error) {
		if asked++; asked < 3 {
			return nil, &iamtypes.NoSuchEntityException{Message: aws.String("not yet")}
		}
		return &iam.GetUserOutput{User: &iamtypes.User{UserName: aws.String("alice")}}, nil
	})
	waiter := iam.NewUserExistsWaiter(iam.NewFromConfig(account.Config()), func(o *iam.UserExistsWaiterOptions) {
		o.MinDelay, o.MaxDelay = time.Nanosecond, time.Microsecond
	})
	out, err := waiter.WaitForOutput(context.Background(), &iam.GetUserInput{UserName: aws.String("alice")}, time.Minute)
	require.NoError(t, err, "the waiter knows NoSuchEntity by its type")
	assert.Equal(t, "alice", aws.ToString(out.User.UserName))
	assert.Equal(t, 3, asked)
}

func TestPresignClientIsLeftAlone(t *testing.T) {
	account := fakes.NewAccount("111122223333")
	request, err := sts.NewPresignClient(sts.NewFromConfig(account.Config())).PresignGetCallerIdentity(context.Background(), nil)
	require.NoError(t, err)
	assert.Contains(t, request.URL, "https://sts.us-east-1.amazonaws.com/?Action=GetCallerIdentity")
	assert.Contains(t, request.URL, "X-Amz-Signature=")
	assert.Empty(t, account.Calls(), "signing a URL calls nothing")
}

func TestInputIsValidatedByTheClient(t *testing.T) {
	account := fakes.NewAccount("111122223333")
	_, err := iam.NewFromConfig(account.Config()).GetRole(context.Background(), &iam.GetRoleInput{})
	require.ErrorContains(t, err, "missing required field, GetRoleInput.RoleName")
	assert.Empty(t, account.Calls())
}

func TestAssumeRoleCredentialsAreCached(t *testing.T) {
	org := fakes.NewOrganization()
	scanner, member := org.Account("111122223333"), org.Account("444455556666")
	answerUsers(member, "alice")
	member.AddRole("Audit", fakes.TrustAccount("111122223333"))

	cfg := scanner.Config()
	cfg.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(sts.NewFromConfig(scanner.Config()), "arn:aws:iam::444455556666:role/Audit"))
	client := iam.NewFromConfig(cfg)
	for range 3 {
		out, err := client.ListUsers(context.Background(), nil)
		require.NoError(t, err)
		assert.Len(t, out.Users, 1)
	}
	assert.Len(t, fakes.CallsTo[sts.AssumeRoleInput](scanner), 1, "the expiry must be in the real future, though the fake's clock stands in the past")
	calls := member.Calls()
	require.Len(t, calls, 3, "the calls of the session belong to the role's account")
	assert.Regexp(t, `^arn:aws:sts::444455556666:assumed-role/Audit/`, calls[0].Principal)
	assert.Equal(t, "444455556666", calls[0].Account)
	assert.Len(t, org.Calls(), 4, "the organization records the calls of all accounts")

	creds, err := cfg.Credentials.Retrieve(context.Background())
	require.NoError(t, err)
	assert.True(t, creds.CanExpire)
	assert.True(t, creds.Expires.After(time.Now()))
}

func TestUnknownCredentials(t *testing.T) {
	account := fakes.NewAccount("111122223333")
	cfg := account.Config()
	cfg.Credentials = credentials.NewStaticCredentialsProvider("AKIAIOSFODNN7EXAMPLE", "secret", "")
	_, err := sts.NewFromConfig(cfg).GetCallerIdentity(context.Background(), nil)
	assert.ErrorContains(t, err, "https response error StatusCode: 403", "IAM: an access key that does not exist")
	assert.ErrorContains(t, err, "InvalidClientTokenId: The security token included in the request is invalid.")

	real, err := account.Credentials().Retrieve(context.Background())
	require.NoError(t, err)
	cfg.Credentials = credentials.NewStaticCredentialsProvider(real.AccessKeyID, real.SecretAccessKey, "another token")
	_, err = sts.NewFromConfig(cfg).GetCallerIdentity(context.Background(), nil)
	assert.ErrorContains(t, err, "InvalidClientTokenId", "a temporary key works with its session token only")
}

func TestAPIOptionsForCodeThatLoadsItsOwnConfiguration(t *testing.T) {
	account := fakes.NewAccount("111122223333")
	cfg := aws.Config{ // as config.LoadDefaultConfig(ctx, config.WithAPIOptions(...)) makes it
		Region:      "eu-west-1",
		Credentials: credentials.NewStaticCredentialsProvider("AKIAIOSFODNN7EXAMPLE", "secret", ""),
		APIOptions:  account.APIOptions(),
		HTTPClient:  doFunc(func(*http.Request) (*http.Response, error) { return nil, errors.New("the network was asked") }),
	}
	out, err := sts.NewFromConfig(cfg).GetCallerIdentity(context.Background(), nil)
	require.NoError(t, err)
	assert.Equal(t, "arn:aws:sts::111122223333:assumed-role/Administrator/fakes", aws.ToString(out.Arn))
	assert.Equal(t, "eu-west-1", account.Calls()[0].Region)
}

func TestUnsignedCallHasNoCaller(t *testing.T) {
	account := fakes.NewAccount("111122223333")
	fakes.On(account, func(ctx context.Context, _ *sts.AssumeRoleWithWebIdentityInput) (*sts.AssumeRoleWithWebIdentityOutput, error) {
		call, ok := fakes.CallFrom(ctx)
		assert.True(t, ok)
		assert.Empty(t, call.Principal)
		assert.Equal(t, "111122223333", call.Account)
		return nil, nil
	})
	_, err := sts.NewFromConfig(account.Config()).AssumeRoleWithWebIdentity(context.Background(), &sts.AssumeRoleWithWebIdentityInput{
		RoleArn: aws.String("arn:aws:iam::111122223333:role/Web"), RoleSessionName: aws.String("s"), WebIdentityToken: aws.String("token"),
	})
	require.NoError(t, err)
}

func TestNothingLeavesTheFake(t *testing.T) {
	request, err := http.NewRequest(http.MethodGet, "https://iam.amazonaws.com/?Action=ListUsers", nil)
	require.NoError(t, err)
	_, err = fakes.NewAccount("111122223333").Config().HTTPClient.Do(request)
	assert.ErrorContains(t, err, "fakes: no request leaves the fake, not even GET https://iam.amazonaws.com/?Action=ListUsers")
}

func TestPartitions(t *testing.T) {
	account := fakes.NewAccount("111122223333", func(o *fakes.Options) { o.Partition = "aws-us-gov" })
	assert.Equal(t, "us-gov-west-1", account.Config().Region)
	out, err := sts.NewFromConfig(account.Config()).GetCallerIdentity(context.Background(), nil)
	require.NoError(t, err)
	assert.Equal(t, "arn:aws-us-gov:sts::111122223333:assumed-role/Administrator/fakes", aws.ToString(out.Arn))
	assert.Equal(t, "us-east-1", fakes.NewAccount("111122223333").Config().Region)
	assert.Equal(t, "cn-north-1", fakes.NewAccount("111122223333", func(o *fakes.Options) { o.Partition = "aws-cn" }).Config().Region)
}
