package fakes_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

func TestChangePassword(t *testing.T) {
	a := fakes.NewAccount(mainID)
	secret := func(p *fakes.Password) {
		p.Secret, p.ResetRequired, p.Created = "First-one-1", true, noon.AddDate(-1, 0, 0)
	}
	may := fakes.InlinePolicy("own", allow("arn:aws:iam::"+mainID+":user/${aws:username}", `"iam:ChangePassword"`))
	a.AddUser("alice", fakes.ConsolePassword(secret), may)
	a.AddUser("bob", may)
	a.AddUser("carol", fakes.ConsolePassword())
	a.SetPasswordPolicy(types.PasswordPolicy{MinimumPasswordLength: aws.Int32(10), RequireSymbols: true, PasswordReusePrevention: aws.Int32(2), HardExpiry: aws.Bool(true), MaxPasswordAge: aws.Int32(90)})
	change := func(user, old, next string) error {
		c := iam.NewFromConfig(a.ConfigAs("arn:aws:iam::" + mainID + ":user/" + user))
		_, err := c.ChangePassword(ctx, &iam.ChangePasswordInput{OldPassword: &old, NewPassword: &next})
		return err
	}
	refused(t, change("alice", "wrong", "Second-one-2"), 403, "AccessDenied", "old password")
	err := change("alice", "First-one-1", "Short-1")
	refused(t, err, 400, "PasswordPolicyViolation", "minimum length of 10")
	assert.True(t, as[*types.PasswordPolicyViolationException](err))
	refused(t, change("alice", "First-one-1", "NoSymbols123"), 400, "PasswordPolicyViolation", "symbol")
	refused(t, change("alice", "First-one-1", "First-one-1"), 400, "PasswordPolicyViolation", "account password policy")
	require.NoError(t, change("alice", "First-one-1", "Second-one-2"), "hard expiry binds the console alone")
	refused(t, change("alice", "Second-one-2", "First-one-1"), 400, "PasswordPolicyViolation", "account password policy")
	require.NoError(t, change("alice", "Second-one-2", "Third-one-3"))
	require.NoError(t, change("alice", "Third-one-3", "First-one-1"), "the policy remembers two")
	profile, err := client(a).GetLoginProfile(ctx, &iam.GetLoginProfileInput{UserName: aws.String("alice")})
	require.NoError(t, err)
	assert.False(t, profile.LoginProfile.PasswordResetRequired)

	refused(t, change("bob", "x", "Second-one-2"), 404, "NoSuchEntity", "Login Profile for User bob cannot be found.")
	denial(t, change("carol", "x", "Second-one-2"), "AccessDenied")
	a.SetPasswordPolicy(types.PasswordPolicy{AllowUsersToChangePassword: true})
	require.NoError(t, change("carol", "whatever", "Second-one-2"), "the account lets everybody change the own password")
	_, err = iam.NewFromConfig(a.ConfigAs("arn:aws:iam::"+mainID+":user/carol")).GetAccountPasswordPolicy(ctx, nil)
	require.NoError(t, err, "and read the policy")
	denial(t, readUsers(a.ConfigAs("arn:aws:iam::"+mainID+":user/carol")), "AccessDenied")

	_, err = client(a).ChangePassword(ctx, &iam.ChangePasswordInput{OldPassword: aws.String("x"), NewPassword: aws.String("Second-one-2")})
	refused(t, err, 400, "InvalidUserType", "IAM users")
	assert.True(t, as[*types.InvalidUserTypeException](err))
}
