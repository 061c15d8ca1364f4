package fakes_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

func loadSample(t *testing.T, options ...func(*fakes.Options)) *fakes.Account {
	t.Helper()
	account, err := fakes.LoadAccountFS(os.DirFS("testdata/export"), fakes.ExportFiles{
		AuthorizationDetails: "authorization-details.json", CredentialReport: "credential-report.json",
		AccountSummary: "account-summary.json", PasswordPolicy: "password-policy.json",
	}, options...)
	require.NoError(t, err)
	return account
}

// The files are what the fake itself exports, and stay so.
func TestLoadAccountSample(t *testing.T) {
	got := exportOf(t, loadSample(t))
	for name, text := range map[string]string{
		"authorization-details.json": got.Details, "credential-report.json": got.Report,
		"account-summary.json": got.Summary, "password-policy.json": got.Policy,
	} {
		want, err := os.ReadFile("testdata/export/" + name)
		require.NoError(t, err)
		assert.Equal(t, string(want), text, name)
	}
}

// Policies that were loaded are enforced, of users and of roles.
func TestLoadAccountEnforces(t *testing.T) {
	account, ctx := loadSample(t), context.Background()
	alice := iam.NewFromConfig(account.ConfigAs("arn:aws:iam::111122223333:user/people/alice"))
	_, err := alice.ListUsers(ctx, nil)
	require.NoError(t, err, "the group allows it")
	_, err = alice.DeleteUser(ctx, &iam.DeleteUserInput{UserName: aws.String("ci")})
	var denied smithy.APIError
	require.ErrorAs(t, err, &denied)
	assert.Equal(t, "AccessDenied", denied.ErrorCode())
}

// A loaded account is an account like others: it can be changed, and refuses
// what AWS would refuse.
func TestLoadAccountIsWritable(t *testing.T) {
	account, ctx := loadSample(t), context.Background()
	client := iam.NewFromConfig(account.Config())
	_, err := client.DeleteUser(ctx, &iam.DeleteUserInput{UserName: aws.String("ci")})
	var conflict *types.DeleteConflictException
	require.ErrorAs(t, err, &conflict)
	_, err = client.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: aws.String("ci")})
	var limit *types.LimitExceededException
	require.ErrorAs(t, err, &limit, "both slots of the report are taken")

	version, err := client.CreatePolicyVersion(ctx, &iam.CreatePolicyVersionInput{
		PolicyArn: aws.String("arn:aws:iam::111122223333:policy/DeployArtifacts"), PolicyDocument: aws.String(anyDocument),
	})
	require.NoError(t, err)
	assert.Equal(t, "v3", aws.ToString(version.PolicyVersion.VersionId), "numbers go on")
	user, err := client.CreateUser(ctx, &iam.CreateUserInput{UserName: aws.String("dave")})
	require.NoError(t, err)
	assert.Equal(t, account.Now(), aws.ToTime(user.User.CreateDate))
}

// What AWS keeps for itself stays so: service-linked roles, and policies that
// cannot be attached.
func TestLoadAccountKeepsWhatIsOfAWS(t *testing.T) {
	account, err := fakes.LoadAccount(fakes.Exports{AuthorizationDetails: strings.NewReader(`{
		"RoleDetailList": [{"RoleName": "AWSServiceRoleForSupport", "Path": "/aws-service-role/support.amazonaws.com/",
			"Arn": "arn:aws:iam::111122223333:role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport", "AssumeRolePolicyDocument": {"Statement": []},
			"AttachedManagedPolicies": [{"PolicyName": "Rare", "PolicyArn": "arn:aws:iam::aws:policy/aws-service-role/Rare"}]}],
		"Policies": [{"PolicyName": "Rare", "Arn": "arn:aws:iam::aws:policy/aws-service-role/Rare", "Path": "/aws-service-role/", "IsAttachable": false,
			"DefaultVersionId": "v1", "PolicyVersionList": [{"VersionId": "v1", "Document": {"Statement": []}}]}]}`)})
	require.NoError(t, err)
	ctx, client := context.Background(), iam.NewFromConfig(account.Config())
	_, err = client.UpdateRole(ctx, &iam.UpdateRoleInput{RoleName: aws.String("AWSServiceRoleForSupport"), MaxSessionDuration: aws.Int32(7200)})
	var own *types.UnmodifiableEntityException
	require.ErrorAs(t, err, &own)
	policy, err := client.GetPolicy(ctx, &iam.GetPolicyInput{PolicyArn: aws.String("arn:aws:iam::aws:policy/aws-service-role/Rare")})
	require.NoError(t, err)
	assert.False(t, policy.Policy.IsAttachable)
}

// With a clock of its own, the report ages, as it does in AWS.
func TestLoadAccountClock(t *testing.T) {
	late := time.Date(2024, 3, 12, 13, 0, 0, 0, time.UTC)
	account := loadSample(t, func(o *fakes.Options) { o.Clock = func() time.Time { return late } })
	_, err := iam.NewFromConfig(account.Config()).GetCredentialReport(context.Background(), nil)
	var expired *types.CredentialReportExpiredException
	require.ErrorAs(t, err, &expired)

	account = loadSample(t)
	assert.Equal(t, time.Date(2024, 3, 12, 8, 30, 0, 0, time.UTC), account.Now())
	account.Advance(3 * time.Hour)
	_, err = iam.NewFromConfig(account.Config()).CreateUser(context.Background(), &iam.CreateUserInput{UserName: aws.String("dave")})
	require.NoError(t, err)
	report, err := iam.NewFromConfig(account.Config()).GetCredentialReport(context.Background(), nil)
	require.NoError(t, err)
	assert.NotContains(t, string(report.Content), "dave", "a report does not change")
}

// AWS managed policies are those of the export, and other partitions work.
func TestLoadAccountPartition(t *testing.T) {
	const text = `[{"UserDetailList": [{"UserName": "alice", "Arn": "arn:aws-cn:iam::111122223333:user/eng/alice",
		"AttachedManagedPolicies": [{"PolicyName": "Rare", "PolicyArn": "arn:aws-cn:iam::aws:policy/job-function/Rare"}]}], "IsTruncated": true, "Marker": "x"},
		{"Policies": [{"PolicyName": "Rare", "PolicyId": "ANPARARE", "Arn": "arn:aws-cn:iam::aws:policy/job-function/Rare", "Path": "/job-function/", "DefaultVersionId": "v7",
		"PolicyVersionList": [{"VersionId": "v7", "IsDefaultVersion": true, "Document": {"Version": "2012-10-17", "Statement": []}}]}]}]`
	account, err := fakes.LoadAccount(fakes.Exports{AuthorizationDetails: strings.NewReader(text)})
	require.NoError(t, err)
	assert.Equal(t, "cn-north-1", account.Config().Region)
	client := iam.NewFromConfig(account.Config())
	version, err := client.GetPolicyVersion(context.Background(), &iam.GetPolicyVersionInput{
		PolicyArn: aws.String("arn:aws-cn:iam::aws:policy/job-function/Rare"), VersionId: aws.String("v7"),
	})
	require.NoError(t, err)
	assert.Equal(t, "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D", aws.ToString(version.PolicyVersion.Document))
	user, err := client.GetUser(context.Background(), &iam.GetUserInput{UserName: aws.String("alice")})
	require.NoError(t, err)
	assert.Equal(t, "/eng/", aws.ToString(user.User.Path), "the path is in the ARN")
	assert.Regexp(t, "^AIDA[A-Z2-7]{17}$", aws.ToString(user.User.UserId), "a missing id is made up")
}
