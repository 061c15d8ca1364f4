package fakes_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

func TestConfigIsTheAdministrator(t *testing.T) {
	account := fakes.NewAccount("111122223333")
	out, err := sts.NewFromConfig(account.Config()).GetCallerIdentity(context.Background(), nil)
	require.NoError(t, err)
	assert.Equal(t, "111122223333", aws.ToString(out.Account))
	assert.Equal(t, "arn:aws:sts::111122223333:assumed-role/Administrator/fakes", aws.ToString(out.Arn))
	assert.Regexp(t, `^AROA[A-Z2-7]{17}:fakes$`, aws.ToString(out.UserId))
}

func TestOnAnswersAnOperation(t *testing.T) {
	account := fakes.NewAccount("111122223333")
	fakes.On(account, func(_ context.Context, in *iam.GetUserInput) (*iam.GetUserOutput, error) {
		if aws.ToString(in.UserName) != "alice" {
			return nil, &types.NoSuchEntityException{Message: aws.String("The user with name nope cannot be found.")}
		}
		return &iam.GetUserOutput{User: &types.User{UserName: in.UserName}}, nil
	})
	client := iam.NewFromConfig(account.Config())
	out, err := client.GetUser(context.Background(), &iam.GetUserInput{UserName: aws.String("alice")})
	require.NoError(t, err)
	assert.Equal(t, "alice", aws.ToString(out.User.UserName))

	_, err = client.GetUser(context.Background(), &iam.GetUserInput{UserName: aws.String("nope")})
	var none *types.NoSuchEntityException
	require.ErrorAs(t, err, &none)
	assert.EqualError(t, err, "operation error IAM: GetUser, https response error StatusCode: 404, RequestID: fa4e0000-0000-4000-8000-000000000002, NoSuchEntity: The user with name nope cannot be found.")
}

func TestUnansweredOperationNamesItself(t *testing.T) {
	_, err := iam.NewFromConfig(fakes.NewAccount("111122223333").Config()).GetHumanReadableSummary(context.Background(),
		&iam.GetHumanReadableSummaryInput{EntityArn: aws.String("arn:aws:iam::111122223333:user/alice")})
	var unanswered *fakes.NotAnsweredError
	require.ErrorAs(t, err, &unanswered)
	assert.ErrorContains(t, err, "iam:GetHumanReadableSummary")
	assert.ErrorContains(t, err, "fakes.On(account, func(ctx context.Context, in *iam.GetHumanReadableSummaryInput) (*iam.GetHumanReadableSummaryOutput, error)")
}
