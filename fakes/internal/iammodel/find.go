package iammodel

import (
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// findUser returns the user with the name.
func (st *Store) findUser(name string) (*User, error) {
	if err := checkName("userName", name, otherNameLimit); err != nil {
		return nil, err
	}
	if u := st.Users.Get(name); u != nil {
		return u, nil
	}
	return nil, noSuchEntity("The user with name %s cannot be found.", name)
}

// callerOr returns the user with the name or, without a name, the user who
// calls.
func (st *Store) callerOr(c *model.Call, name *string) (*User, error) {
	if name != nil {
		return st.findUser(*name)
	}
	switch {
	case c.Caller.Kind == model.Root:
		return &st.Root, nil
	case c.Caller.Kind != model.IAMUser:
		return nil, validationError("Must specify userName when calling with non-User credentials")
	}
	return st.findUser(c.Caller.Name)
}

func (st *Store) findGroup(name string) (*Group, error) {
	if err := checkName("groupName", name, otherNameLimit); err != nil {
		return nil, err
	}
	if g := st.Groups.Get(name); g != nil {
		return g, nil
	}
	return nil, noSuchEntity("The group with name %s cannot be found.", name)
}

func (st *Store) findRole(name string) (*Role, error) {
	if err := checkName("roleName", name, roleNameLimit); err != nil {
		return nil, err
	}
	if r := st.Roles.Get(name); r != nil {
		return r, nil
	}
	return nil, noSuchEntity("The role with name %s cannot be found.", name)
}

// customerRole returns a role that its account may change.
func (st *Store) customerRole(name string) (*Role, error) {
	r, err := st.findRole(name)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(r.Path, "/aws-service-role/") || strings.HasPrefix(r.Path, "/aws-reserved/") {
		return nil, unmodifiable("Cannot perform the operation on the protected role '%s' - this role is only modifiable by AWS", r.Name)
	}
	return r, nil
}

func (st *Store) findPolicy(arn string) (*Policy, error) {
	if err := checkARN("policyArn", arn); err != nil {
		return nil, err
	}
	if p := st.policyByARN(arn); p != nil {
		return p, nil
	}
	if isAWSPolicy(arn) {
		return nil, missingAWSPolicy(arn)
	}
	return nil, noSuchEntity("Policy %s was not found.", arn)
}

// customerPolicy returns a policy that its account may change.
func (st *Store) customerPolicy(c *model.Call, arn string) (*Policy, error) {
	p, err := st.findPolicy(arn)
	if err != nil {
		return nil, err
	}
	if p.AWS {
		return nil, notAuthorized(c, "policy "+arn)
	}
	return p, nil
}

func (st *Store) findInstanceProfile(name string) (*InstanceProfile, error) {
	if err := checkName("instanceProfileName", name, otherNameLimit); err != nil {
		return nil, err
	}
	if p := st.InstanceProfiles.Get(name); p != nil {
		return p, nil
	}
	return nil, noSuchEntity("Instance Profile %s cannot be found.", name)
}

func checkARN(member, arn string) error {
	if err := checkLength(member, arn, 20, 2048); err != nil {
		return err
	}
	if parts := strings.SplitN(arn, ":", 6); len(parts) != 6 || parts[0] != "arn" || parts[2] != "iam" {
		return invalidInput("ARN %s is not valid.", arn)
	}
	return nil
}

// exists reports whether a principal of a trust policy exists. Of accounts that
// the fake does not have, and of services, everything is believed.
func (s *Service) exists(kind policyeval.PrincipalKind, value string) bool {
	parts := strings.SplitN(value, ":", 6)
	if kind != policyeval.PrincipalAWS || len(parts) != 6 || parts[2] != "iam" {
		return true
	}
	account := s.cloud.Lookup(parts[4])
	if account == nil {
		return true
	}
	st := s.stores.Settled(account)
	switch {
	case strings.HasPrefix(parts[5], "user/"):
		return st.userByARN(value) != nil
	case strings.HasPrefix(parts[5], "role/"):
		return st.roleByARN(value) != nil
	}
	return true
}
