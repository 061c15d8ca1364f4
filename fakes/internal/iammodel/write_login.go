package iammodel

import (
	"maps"
	"strings"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (s *Service) createLoginProfile(c *model.Call, in *iam.CreateLoginProfileInput) (*iam.CreateLoginProfileOutput, error) {
	st := s.stores.Write(c)
	u, err := st.callerOr(c, in.UserName)
	if err != nil {
		return nil, err
	}
	if u.Login != nil {
		return nil, alreadyExists("Login Profile for user %s already exists.", u.Name)
	}
	if err := st.checkPassword(text(in.Password)); err != nil {
		return nil, err
	}
	now := s.now()
	u.Login = &LoginProfile{Created: now, Changed: now, ResetRequired: in.PasswordResetRequired, Password: text(in.Password), Made: c.Seq}
	return &iam.CreateLoginProfileOutput{LoginProfile: u.loginShape()}, nil
}

func (s *Service) updateLoginProfile(c *model.Call, in *iam.UpdateLoginProfileInput) (*iam.UpdateLoginProfileOutput, error) {
	st := s.stores.Write(c)
	u, err := st.loginUser(c, in.UserName)
	if err != nil {
		return nil, err
	}
	if err := u.Login.settled(c, u); err != nil {
		return nil, err
	}
	if in.Password != nil {
		if err := st.checkPassword(*in.Password); err != nil {
			return nil, err
		}
		u.Login.set(*in.Password, s.now())
	}
	if in.PasswordResetRequired != nil {
		u.Login.ResetRequired = *in.PasswordResetRequired
	}
	return nil, nil
}

func (s *Service) deleteLoginProfile(c *model.Call, in *iam.DeleteLoginProfileInput) (*iam.DeleteLoginProfileOutput, error) {
	u, err := s.stores.Write(c).loginUser(c, in.UserName)
	if err != nil {
		return nil, err
	}
	if err := u.Login.settled(c, u); err != nil {
		return nil, err
	}
	u.Login = nil
	return nil, nil
}

// loginUser finds a user who has a console password.
func (st *Store) loginUser(c *model.Call, name *string) (*User, error) {
	u, err := st.callerOr(c, name)
	if err != nil {
		return nil, err
	}
	if u.Login == nil || u.Name == RootName {
		return nil, noSuchEntity("Login Profile for User %s cannot be found.", u.Name)
	}
	return u, nil
}

// checkPassword checks a password against the password policy, or against the
// rules of AWS where the account has none.
func (st *Store) checkPassword(password string) error {
	p := types.PasswordPolicy{MinimumPasswordLength: aws.Int32(8)}
	if st.PasswordPolicy != nil {
		p = *st.PasswordPolicy
	}
	violation := func(what string) error {
		return model.Errorf("PasswordPolicyViolation", "Password should %s", what)
	}
	has := func(class func(rune) bool) bool { return strings.IndexFunc(password, class) >= 0 }
	symbol := func(r rune) bool { return strings.ContainsRune("!@#$%^&*()_+-=[]{}|'", r) }
	classes := 0
	for _, class := range []func(rune) bool{unicode.IsLower, unicode.IsUpper, unicode.IsDigit, symbol} {
		if has(class) {
			classes++
		}
	}
	switch {
	case len(password) > 128:
		return constraint("*", "password", "have length less than or equal to 128")
	case len(password) < int(aws.ToInt32(p.MinimumPasswordLength)):
		return model.Errorf("PasswordPolicyViolation", "Password should have a minimum length of %d", aws.ToInt32(p.MinimumPasswordLength))
	case p.RequireUppercaseCharacters && !has(unicode.IsUpper):
		return violation("have at least one uppercase letter")
	case p.RequireLowercaseCharacters && !has(unicode.IsLower):
		return violation("have at least one lowercase letter")
	case p.RequireNumbers && !has(unicode.IsDigit):
		return violation("have at least one number")
	case p.RequireSymbols && !has(symbol):
		return violation("have at least one symbol")
	case st.PasswordPolicy == nil && classes < 3:
		return violation("have at least three of uppercase letters, lowercase letters, numbers and symbols")
	}
	return nil
}

func (s *Service) updateAccountPasswordPolicy(c *model.Call, in *iam.UpdateAccountPasswordPolicyInput) (*iam.UpdateAccountPasswordPolicyOutput, error) {
	return nil, s.stores.Write(c).SetPasswordPolicy(types.PasswordPolicy{
		AllowUsersToChangePassword: in.AllowUsersToChangePassword, HardExpiry: in.HardExpiry, MaxPasswordAge: in.MaxPasswordAge,
		MinimumPasswordLength: in.MinimumPasswordLength, PasswordReusePrevention: in.PasswordReusePrevention,
		RequireLowercaseCharacters: in.RequireLowercaseCharacters, RequireUppercaseCharacters: in.RequireUppercaseCharacters,
		RequireNumbers: in.RequireNumbers, RequireSymbols: in.RequireSymbols,
	})
}

func (s *Service) deleteAccountPasswordPolicy(c *model.Call, _ *iam.DeleteAccountPasswordPolicyInput) (*iam.DeleteAccountPasswordPolicyOutput, error) {
	st := s.stores.Write(c)
	if st.PasswordPolicy == nil {
		return nil, noSuchEntity("The account policy with name PasswordPolicy cannot be found.")
	}
	st.PasswordPolicy = nil
	return nil, nil
}

// createAccountAlias sets the alias; a new one replaces the old.
func (s *Service) createAccountAlias(c *model.Call, in *iam.CreateAccountAliasInput) (*iam.CreateAccountAliasOutput, error) {
	return nil, s.stores.Write(c).SetAlias(text(in.AccountAlias))
}

func (s *Service) deleteAccountAlias(c *model.Call, in *iam.DeleteAccountAliasInput) (*iam.DeleteAccountAliasOutput, error) {
	st := s.stores.Write(c)
	if len(st.Aliases) == 0 || st.Aliases[0] != text(in.AccountAlias) {
		return nil, noSuchEntity("The account alias with name %s does not exist in the current account.", text(in.AccountAlias))
	}
	st.Aliases = nil
	return nil, nil
}

// putAccountProperties sets properties, whose names are Namespace/PropertyName;
// which exist is not checked.
func (s *Service) putAccountProperties(c *model.Call, in *iam.PutAccountPropertiesInput) (*iam.PutAccountPropertiesOutput, error) {
	for name := range in.Properties {
		if namespace, property, ok := strings.Cut(name, "/"); !ok || namespace == "" || property == "" {
			return nil, invalidInput("The property %s is not of the form Namespace/PropertyName.", name)
		}
	}
	st := s.stores.Write(c)
	if st.Properties == nil {
		st.Properties = make(map[string]string)
	}
	maps.Copy(st.Properties, in.Properties)
	return nil, nil
}
