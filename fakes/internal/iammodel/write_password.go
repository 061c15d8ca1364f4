package iammodel

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// changePassword changes the console password of the user who calls. Whoever
// is no IAM user has none to change. The hard expiry of the password policy is
// for the console: users with access keys may change an expired password.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_user-change-own.html
func (s *Service) changePassword(c *model.Call, in *iam.ChangePasswordInput) (*iam.ChangePasswordOutput, error) {
	if c.Caller.Kind != model.IAMUser {
		return nil, model.Errorf("InvalidUserType", "Only IAM users can change their own password.")
	}
	st := s.stores.Write(c)
	u, err := st.loginUser(c, nil)
	if err != nil {
		return nil, err
	}
	if err := u.Login.settled(c, u); err != nil {
		return nil, err
	}
	old, password := text(in.OldPassword), text(in.NewPassword)
	if u.Login.Password != "" && u.Login.Password != old {
		return nil, model.Errorf("AccessDenied", "The old password was incorrect.")
	}
	if err := st.checkPassword(password); err != nil {
		return nil, err
	}
	if st.reused(u.Login, old, password) {
		return nil, model.Errorf("PasswordPolicyViolation", "Password does not conform to the account password policy.")
	}
	u.Login.set(password, s.now())
	u.Login.ResetRequired = false
	return nil, nil
}

// reused reports whether the password policy forbids a password because the
// user had it before. How many the policy remembers includes the current one.
// The old password is what the user says: the fake does not know that of a
// builder.
func (st *Store) reused(l *LoginProfile, old, password string) bool {
	if st.PasswordPolicy == nil {
		return false
	}
	n := int(aws.ToInt32(st.PasswordPolicy.PasswordReusePrevention))
	known := append([]string{old}, l.Former...)
	return slices.Contains(known[:min(n, len(known))], password)
}
