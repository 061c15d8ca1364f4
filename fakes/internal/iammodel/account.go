package iammodel

import (
	"regexp"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// SetPasswordPolicy sets the password policy of the account.
func (st *Store) SetPasswordPolicy(p types.PasswordPolicy) error {
	if p.MinimumPasswordLength == nil {
		p.MinimumPasswordLength = aws.Int32(6)
	}
	for _, c := range []struct {
		member            string
		value             *int32
		smallest, largest int32
	}{
		{"minimumPasswordLength", p.MinimumPasswordLength, 6, 128},
		{"maxPasswordAge", p.MaxPasswordAge, 1, 1095},
		{"passwordReusePrevention", p.PasswordReusePrevention, 1, 24},
	} {
		switch {
		case c.value == nil:
		case *c.value < c.smallest:
			return constraint(strconv.Itoa(int(*c.value)), c.member, "have value greater than or equal to "+strconv.Itoa(int(c.smallest)))
		case *c.value > c.largest:
			return constraint(strconv.Itoa(int(*c.value)), c.member, "have value less than or equal to "+strconv.Itoa(int(c.largest)))
		}
	}
	p.ExpirePasswords = p.MaxPasswordAge != nil
	st.PasswordPolicy = &p
	return nil
}

var accountAlias = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// SetAlias replaces the alias of the account. Real aliases are unique among all
// accounts of AWS; that is not checked here.
func (st *Store) SetAlias(alias string) error {
	if err := checkLength("accountAlias", alias, 3, 63); err != nil {
		return err
	}
	if !accountAlias.MatchString(alias) {
		return constraint(alias, "accountAlias", `satisfy regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$`)
	}
	st.Aliases = []string{alias}
	return nil
}
