package fakes_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

func TestAuthorizationLagOfRoles(t *testing.T) {
	for _, from := range []string{mainID, otherID} {
		t.Run("assumed from "+from, func(t *testing.T) {
			org := fakes.NewOrganization()
			a := org.Account(mainID)
			a.AuthorizationLag(2)
			role, err := client(a).CreateRole(ctx, &iam.CreateRoleInput{RoleName: aws.String("new"), AssumeRolePolicyDocument: aws.String(fakes.TrustAccount(from))})
			require.NoError(t, err)
			caller := sts.NewFromConfig(org.Account(from).Config())
			assume := func() error {
				_, err := caller.AssumeRole(ctx, &sts.AssumeRoleInput{RoleArn: role.Role.Arn, RoleSessionName: aws.String("scan")})
				return err
			}
			for range 2 {
				refused(t, assume(), 403, "AccessDenied", "sts:AssumeRole on resource: "+*role.Role.Arn)
			}
			require.NoError(t, assume(), "the third call finds the role")
		})
	}
}

func TestAuthorizationLag(t *testing.T) {
	a := fakes.NewAccount(mainID)
	a.AddUser("old", fakes.InlinePolicy("all", allowAll))
	a.AddRole("old", fakes.TrustAccount(mainID))
	require.NoError(t, readUsers(a.ConfigAs("arn:aws:iam::"+mainID+":user/old")), "what builders add is known at once")
	a.AuthorizationLag(2)
	c := client(a)
	wait := func() {
		for range 2 {
			require.NoError(t, whoAmI(a.Config()))
		}
	}
	t.Run("reads see the write", func(t *testing.T) {
		_, err := c.CreateUser(ctx, &iam.CreateUserInput{UserName: aws.String("new")})
		require.NoError(t, err)
		_, err = c.GetUser(ctx, &iam.GetUserInput{UserName: aws.String("new")})
		require.NoError(t, err)
	})
	t.Run("a new user cannot call yet", func(t *testing.T) {
		_, err := c.CreateUser(ctx, &iam.CreateUserInput{UserName: aws.String("newer")})
		require.NoError(t, err)
		cfg := a.ConfigAs("arn:aws:iam::" + mainID + ":user/newer")
		for range 2 {
			refused(t, whoAmI(cfg), 403, "InvalidClientTokenId", "security token")
		}
		require.NoError(t, whoAmI(cfg))
	})
	t.Run("a new access key is not known yet", func(t *testing.T) {
		k, err := c.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: aws.String("old")})
		require.NoError(t, err)
		cfg := a.Config()
		cfg.Credentials = credentials.NewStaticCredentialsProvider(*k.AccessKey.AccessKeyId, *k.AccessKey.SecretAccessKey, "")
		for range 2 {
			refused(t, readUsers(cfg), 403, "InvalidClientTokenId", "security token")
		}
		require.NoError(t, readUsers(cfg))
	})
	t.Run("a change of policies does not count yet", func(t *testing.T) {
		_, err := c.DeleteUserPolicy(ctx, &iam.DeleteUserPolicyInput{UserName: aws.String("old"), PolicyName: aws.String("all")})
		require.NoError(t, err)
		cfg := a.ConfigAs("arn:aws:iam::" + mainID + ":user/old")
		for range 2 {
			require.NoError(t, readUsers(cfg))
		}
		denial(t, readUsers(cfg), "AccessDenied")
	})
	t.Run("a new role is no principal yet", func(t *testing.T) {
		trust := aws.String(fakes.TrustAccount(mainID))
		r, err := c.CreateRole(ctx, &iam.CreateRoleInput{RoleName: aws.String("first"), AssumeRolePolicyDocument: trust})
		require.NoError(t, err)
		names := aws.String(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"` + *r.Role.Arn + `"},"Action":"sts:AssumeRole"}}`)
		_, err = c.CreateRole(ctx, &iam.CreateRoleInput{RoleName: aws.String("second"), AssumeRolePolicyDocument: names})
		refused(t, err, 400, "MalformedPolicyDocument", "Invalid principal in policy")
		wait()
		_, err = c.CreateRole(ctx, &iam.CreateRoleInput{RoleName: aws.String("second"), AssumeRolePolicyDocument: names})
		require.NoError(t, err)
	})
	t.Run("a new login profile cannot be changed yet", func(t *testing.T) {
		_, err := c.CreateLoginProfile(ctx, &iam.CreateLoginProfileInput{UserName: aws.String("old"), Password: aws.String("Correct-horse-1")})
		require.NoError(t, err)
		_, err = c.UpdateLoginProfile(ctx, &iam.UpdateLoginProfileInput{UserName: aws.String("old"), PasswordResetRequired: aws.Bool(true)})
		refused(t, err, 409, "EntityTemporarilyUnmodifiable", "old")
		assert.True(t, as[*types.EntityTemporarilyUnmodifiableException](err))
		_, err = c.DeleteLoginProfile(ctx, &iam.DeleteLoginProfileInput{UserName: aws.String("old")})
		refused(t, err, 409, "EntityTemporarilyUnmodifiable", "old")
		_, err = c.DeleteLoginProfile(ctx, &iam.DeleteLoginProfileInput{UserName: aws.String("old")})
		require.NoError(t, err)
	})
	t.Run("without it everything counts at once", func(t *testing.T) {
		a.AuthorizationLag(0)
		_, err := c.PutUserPolicy(ctx, &iam.PutUserPolicyInput{UserName: aws.String("old"), PolicyName: aws.String("all"), PolicyDocument: aws.String(allowAll)})
		require.NoError(t, err)
		require.NoError(t, readUsers(a.ConfigAs("arn:aws:iam::"+mainID+":user/old")))
	})
}
