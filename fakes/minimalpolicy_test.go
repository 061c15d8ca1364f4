package fakes_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/policyeval"
)

func TestMinimalPolicy(t *testing.T) {
	ctx := context.Background()
	org := fakes.NewOrganization()
	account := org.Account("111122223333")
	org.Account("444455556666").AddRole("Audit", fakes.TrustAccount("111122223333"))
	answerUsers(account, "alice", "bob", "carol")
	fakes.On(account, func(context.Context, *accessanalyzer.ListAnalyzersInput) (*accessanalyzer.ListAnalyzersOutput, error) {
		return nil, nil
	})
	cfg := account.Config()
	require.NoError(t, scanRole(ctx, cfg))
	_, err := accessanalyzer.NewFromConfig(cfg).ListAnalyzers(ctx, nil)
	require.NoError(t, err)
	account.Fail(fakes.Op[iam.GetAccountSummaryInput](), fakes.AccessDenied())
	_, err = iam.NewFromConfig(cfg).GetAccountSummary(ctx, nil)
	require.Error(t, err, "a refused call needs its permission most of all")

	policy := fakes.MinimalPolicy(account.Calls())
	assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Action":["access-analyzer:ListAnalyzers","iam:GetAccountSummary","iam:ListUsers"],"Resource":["*"]},
		{"Effect":"Allow","Action":["sts:AssumeRole"],"Resource":["arn:aws:iam::444455556666:role/Audit"]}]}`, policy)
	_, err = policyeval.Parse([]byte(policy))
	assert.NoError(t, err)
}

// scanRole asks who it is, lists the users, and assumes a role.
func scanRole(ctx context.Context, cfg aws.Config) error {
	client := sts.NewFromConfig(cfg)
	if _, err := client.GetCallerIdentity(ctx, nil); err != nil {
		return err
	}
	if _, err := iam.NewFromConfig(cfg).ListUsers(ctx, nil); err != nil {
		return err
	}
	_, err := client.AssumeRole(ctx, &sts.AssumeRoleInput{RoleArn: aws.String("arn:aws:iam::444455556666:role/Audit"), RoleSessionName: aws.String("scan")})
	return err
}

func TestMinimalPolicyNamesActionsAsIAMDoes(t *testing.T) {
	for _, c := range []struct {
		name, reason string
		call         fakes.Call
		want         []string
	}{
		{"s3 buckets", "the action is not the operation", fakes.Call{Action: "s3:ListAllMyBuckets", Operation: "ListBuckets"}, []string{"s3:ListAllMyBuckets"}},
		{"s3 copy", "two actions", fakes.Call{Action: "s3:PutObject", Operation: "CopyObject"}, []string{"s3:GetObject", "s3:PutObject"}},
		{"kms", "one action for each of the keys", fakes.Call{Action: "kms:ReEncryptFrom", Operation: "ReEncrypt"}, []string{"kms:ReEncryptFrom", "kms:ReEncryptTo"}},
		{"identity center", "signed as sso", fakes.Call{Action: "sso:ListInstances", Operation: "ListInstances"}, []string{"sso:ListInstances"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.call.AccessKeyID = "AKIAIOSFODNN7EXAMPLE"
			policy := fakes.MinimalPolicy([]fakes.Call{c.call})
			for _, action := range c.want {
				assert.Contains(t, policy, `"`+action+`"`, c.reason)
			}
		})
	}
}

func TestMinimalPolicyPassesRoles(t *testing.T) {
	// As the inputs of the clients that this package does not compile.
	type function struct{ Role *string }
	type launch struct{ IamInstanceProfile *struct{ Name *string } }
	role := "arn:aws:iam::111122223333:role/R"
	for _, c := range []struct {
		name, reason string
		call         fakes.Call
		want         string
	}{
		{"role", "it is named", fakes.Call{Action: "lambda:CreateFunction", Input: &function{&role}}, `{"Effect":"Allow","Action":["lambda:CreateFunction"],"Resource":["*"]},{"Effect":"Allow","Action":["iam:PassRole"],"Resource":["` + role + `"]}`},
		{"no role", "an update may leave it", fakes.Call{Action: "lambda:UpdateFunctionConfiguration", Input: &function{}}, `{"Effect":"Allow","Action":["lambda:UpdateFunctionConfiguration"],"Resource":["*"]}`},
		{"instance profile", "its role is not in the call", fakes.Call{Action: "ec2:RunInstances", Input: &launch{&struct{ Name *string }{aws.String("web")}}}, `{"Effect":"Allow","Action":["ec2:RunInstances","iam:PassRole"],"Resource":["*"]}`},
		{"no instance profile", "", fakes.Call{Action: "ec2:RunInstances", Input: &launch{}}, `{"Effect":"Allow","Action":["ec2:RunInstances"],"Resource":["*"]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.call.AccessKeyID = "AKIAIOSFODNN7EXAMPLE"
			assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[`+c.want+`]}`, fakes.MinimalPolicy([]fakes.Call{c.call}), c.reason)
		})
	}
}

func TestMinimalPolicyOfNothing(t *testing.T) {
	assert.Empty(t, fakes.MinimalPolicy(nil))
	account := fakes.NewAccount("111122223333")
	_, err := sts.NewFromConfig(account.Config()).GetCallerIdentity(context.Background(), nil)
	require.NoError(t, err)
	assert.Empty(t, fakes.MinimalPolicy(account.Calls()), "GetCallerIdentity needs no permission")
}
