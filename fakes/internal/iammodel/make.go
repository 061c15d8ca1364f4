package iammodel

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/policyeval"
)

// What follows makes records: for the operations that create them, and for
// builders, which pass the same checks.

// newEntity makes the common part of a record of the account. IAM's times have
// no fractions of a second.
func (s *Service) newEntity(st *Store, kind, prefix, name, path string, tags []types.Tag) Entity {
	return Entity{
		Name: name, Path: path, ARN: st.arn(kind, path, name), ID: s.cloud.IDs.Unique(prefix),
		Created: s.now(), Tags: tags,
	}
}

func (s *Service) now() time.Time { return s.cloud.Now().Truncate(time.Second) }

// AddUser adds a user.
func (s *Service) AddUser(st *Store, name string, path *string, tags []types.Tag) (*User, error) {
	p, err := s.checkNew("userName", name, userNameLimit, path, tags)
	switch {
	case err != nil:
		return nil, err
	case st.Users.Get(name) != nil:
		return nil, alreadyExists("User with name %s already exists.", name)
	case st.Users.Len() >= int(st.limit(UsersQuota)):
		return nil, exceeded("UsersPerAccount", st.limit(UsersQuota))
	}
	u := &User{}
	u.Entity = s.newEntity(st, "user", "AIDA", name, p, tags)
	st.Users.Put(name, u)
	return u, nil
}

// AddGroup adds a group.
func (s *Service) AddGroup(st *Store, name string, path *string) (*Group, error) {
	p, err := s.checkNew("groupName", name, otherNameLimit, path, nil)
	switch {
	case err != nil:
		return nil, err
	case st.Groups.Get(name) != nil:
		return nil, alreadyExists("Group with name %s already exists.", name)
	case st.Groups.Len() >= int(st.limit(GroupsQuota)):
		return nil, exceeded("GroupsPerAccount", st.limit(GroupsQuota))
	}
	g := &Group{}
	g.Entity = s.newEntity(st, "group", "AGPA", name, p, nil)
	st.Groups.Put(name, g)
	return g, nil
}

// AddRole adds a role, whose sessions last an hour.
func (s *Service) AddRole(st *Store, name string, path *string, trust string, tags []types.Tag) (*Role, error) {
	p, err := s.checkNew("roleName", name, roleNameLimit, path, tags)
	switch {
	case err != nil:
		return nil, err
	case st.Roles.Get(name) != nil:
		return nil, alreadyExists("Role with name %s already exists.", name)
	case st.Roles.Len() >= int(st.limit(RolesQuota)):
		return nil, exceeded("RolesPerAccount", st.limit(RolesQuota))
	}
	if err := s.checkTrust(st, trust); err != nil {
		return nil, err
	}
	r := &Role{Trust: trust, MaxSession: 3600}
	r.Entity = s.newEntity(st, "role", "AROA", name, p, tags)
	st.Roles.Put(name, r)
	return r, nil
}

// AddPolicy adds a customer managed policy with one version.
func (s *Service) AddPolicy(st *Store, name string, path *string, document string, tags []types.Tag) (*Policy, error) {
	p, err := s.checkNew("policyName", name, otherNameLimit, path, tags)
	switch {
	case err != nil:
		return nil, err
	case st.Policies.Get(name) != nil:
		return nil, alreadyExists("A policy called %s already exists. Duplicate names are not allowed.", name)
	case st.Policies.Len() >= int(st.limit(PoliciesQuota)):
		return nil, exceeded("PoliciesPerAccount", st.limit(PoliciesQuota))
	}
	if err := checkManaged(st, document); err != nil {
		return nil, err
	}
	policy := &Policy{}
	policy.Entity = s.newEntity(st, "policy", "ANPA", name, p, tags)
	policy.add(document, policy.Created, true)
	st.Policies.Put(name, policy)
	return policy, nil
}

// AddInstanceProfile adds an instance profile without a role.
func (s *Service) AddInstanceProfile(st *Store, name string, path *string, tags []types.Tag) (*InstanceProfile, error) {
	p, err := s.checkNew("instanceProfileName", name, otherNameLimit, path, tags)
	switch {
	case err != nil:
		return nil, err
	case st.InstanceProfiles.Get(name) != nil:
		return nil, alreadyExists("Instance Profile %s already exists.", name)
	case st.InstanceProfiles.Len() >= int(st.limit(InstanceProfilesQuota)):
		return nil, exceeded("InstanceProfilesPerAccount", st.limit(InstanceProfilesQuota))
	}
	ip := &InstanceProfile{Entity: s.newEntity(st, "instance-profile", "AIPA", name, p, tags)}
	st.InstanceProfiles.Put(name, ip)
	return ip, nil
}

// checkNew checks what all records have when they are made, and returns the
// path.
func (s *Service) checkNew(member, name string, limit int, path *string, tags []types.Tag) (string, error) {
	if err := checkName(member, name, limit); err != nil {
		return "", err
	}
	if err := checkTags(tags); err != nil {
		return "", err
	}
	return checkPath(path)
}

// checkManaged checks the document of a managed policy.
func checkManaged(st *Store, document string) error {
	p, err := parse(document, policyeval.IdentityPolicy)
	if err != nil {
		return err
	}
	if limit := st.limit(PolicySizeQuota); p.Size() > int(limit) {
		return exceeded("PolicySize", limit)
	}
	return nil
}

// checkTrust checks a trust policy. IAM refuses principals that do not exist;
// here that is known of the accounts of the fake.
func (s *Service) checkTrust(st *Store, document string) error {
	p, err := parse(document, policyeval.RoleTrustPolicy)
	if err != nil {
		return err
	}
	if limit := st.limit(AssumeRolePolicySizeQuota); p.Size() > int(limit) {
		return exceeded("ACLSizePerRole", limit)
	}
	for _, statement := range p.Statements {
		for _, element := range []*policyeval.PrincipalElement{statement.Principal, statement.NotPrincipal} {
			if element == nil {
				continue
			}
			for _, entry := range element.Entries {
				for _, value := range entry.Values.Members {
					if !s.exists(entry.Kind, value.Value) {
						return malformedPolicy("Invalid principal in policy: %q:%q", string(entry.Kind), value.Value)
					}
				}
			}
		}
	}
	return nil
}

func text(s *string) string { return aws.ToString(s) }
