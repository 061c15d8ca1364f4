package iammodel

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// A Store is the IAM of one account. Its fields are exported so that it can be
// copied; see the package documentation.
type Store struct {
	AccountID, Partition string

	Root               User
	Users              Table[User]
	Groups             Table[Group]
	Roles              Table[Role]
	Policies           Table[Policy] // customer managed
	AWSPolicies        Table[Policy]
	MFA                Table[MFADevice] // by serial
	InstanceProfiles   Table[InstanceProfile]
	SAMLProviders      Table[SAMLProvider]
	OIDCProviders      Table[OIDCProvider]
	ServerCertificates Table[ServerCertificate]

	// PasswordPolicy is nil for an account that has none of its own.
	PasswordPolicy *types.PasswordPolicy
	Aliases        []string
	// TokenVersion is the version of tokens of the global STS endpoint, 1 or 2.
	TokenVersion int32
	Properties   map[string]string
	// Issuer is the URL of outbound web identity federation; Outbound says
	// whether it is enabled.
	Issuer   string
	Outbound bool
	// Features are those that the organization has for root users, in the
	// store of the management account.
	Features []types.FeatureType
	// Quotas are the quotas that differ from the usual, by [Quota].
	Quotas map[Quota]int32

	// Unlisted is what the account summary counts beyond what is here, of an
	// account of which not everything is known.
	Unlisted map[types.SummaryKeyType]int

	// Deletions are the tasks that delete service-linked roles, by id.
	Deletions map[string]types.DeletionTaskStatusType

	// Delegations are requests of partners for temporary permissions.
	Delegations []types.DelegationRequest

	// EmptyLastPage makes a list whose last page is full end with an empty
	// page, as some lists of AWS do.
	EmptyLastPage bool
}

func (s *Service) newStore(a *model.Account) *Store {
	st := &Store{AccountID: a.ID, Partition: a.Partition, TokenVersion: 1}
	st.Root.Name = RootName
	st.Root.ID = a.ID
	st.Root.ARN = a.ARN("iam", "root")
	st.Root.Created = a.Joined.Truncate(time.Second)
	// The root user of an account has a password until the organization takes
	// it away.
	st.Root.Login = &LoginProfile{Created: st.Root.Created, Changed: st.Root.Created}
	st.AWSPolicies = awsPolicies(a.Partition)
	return st
}

// arn returns the ARN of something in the account: arn("user", "/eng/", "alice").
func (st *Store) arn(kind, path, name string) string {
	return "arn:" + st.Partition + ":iam::" + st.AccountID + ":" + kind + path + name
}

// user returns the user with the name or RootName, nil if there is none.
func (st *Store) user(name string) *User {
	if name == RootName {
		return &st.Root
	}
	return st.Users.Get(name)
}

// userByARN returns the user with the ARN, nil if there is none.
func (st *Store) userByARN(arn string) *User {
	if arn == st.Root.ARN {
		return &st.Root
	}
	if u := st.Users.Get(lastName(arn)); u != nil && u.ARN == arn {
		return u
	}
	return nil
}

// roleByARN returns the role with the ARN, nil if there is none.
func (st *Store) roleByARN(arn string) *Role {
	if r := st.Roles.Get(lastName(arn)); r != nil && r.ARN == arn {
		return r
	}
	return nil
}

// groupByARN returns the group with the ARN, nil if there is none.
func (st *Store) groupByARN(arn string) *Group {
	if g := st.Groups.Get(lastName(arn)); g != nil && g.ARN == arn {
		return g
	}
	return nil
}

// policyByARN returns the managed policy with the ARN, nil if there is none.
func (st *Store) policyByARN(arn string) *Policy {
	table := &st.Policies
	if isAWSPolicy(arn) {
		table = &st.AWSPolicies
	}
	if p := table.Get(lastName(arn)); p != nil && p.ARN == arn {
		return p
	}
	return nil
}

// isAWSPolicy reports whether the ARN is that of a policy that AWS manages.
func isAWSPolicy(arn string) bool { return strings.Contains(arn, ":iam::aws:policy/") }

// members returns the users of a group.
func (st *Store) members(group string) []*User {
	var users []*User
	for _, u := range st.Users.Items {
		if u.in(group) {
			users = append(users, u)
		}
	}
	return users
}

// in reports whether the user is a member of the group.
func (u *User) in(group string) bool {
	for _, g := range u.Groups {
		if fold(g) == fold(group) {
			return true
		}
	}
	return false
}

// devices returns the MFA devices of a user that are enabled, in the order in
// which IAM lists them.
func (st *Store) devices(owner string) []*MFADevice {
	var list []*MFADevice
	for _, d := range st.MFA.Items {
		if d.Owner != "" && d.Owner == ownerKey(owner) {
			list = append(list, d)
		}
	}
	return list
}

// ownerKey is what devices write down of their owner.
func ownerKey(name string) string {
	if name == RootName {
		return RootName
	}
	return fold(name)
}
