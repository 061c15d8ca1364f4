package iammodel

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// RootName is the name of the root user in the credential report and in the
// records that belong to it.
const RootName = "<root_account>"

// A User is an IAM user, or the root user of the account.
type User struct {
	Identity
	Boundary string   // ARN of the permissions boundary, "" for none
	Groups   []string // names, in the order of joining

	Login *LoginProfile // nil without a console password
	// PasswordLastUsed outlives the password, as in AWS.
	PasswordLastUsed   time.Time
	Keys               []*AccessKey
	Certificates       []*SigningCertificate
	SSHKeys            []*SSHKey
	ServiceCredentials []*ServiceCredential
	Activities         []Activity
}

// A LoginProfile is the console password of a user.
type LoginProfile struct {
	Created time.Time
	// Changed is when the password was last set.
	Changed       time.Time
	ResetRequired bool
	// Password is "" where nobody told the fake; then every old password is
	// right. Former are the passwords before it, the latest first.
	Password string
	Former   []string
	// Made is the number of the call that made the profile, 0 for none.
	Made uint64
}

// largestReusePrevention is how many passwords a password policy can remember.
const largestReusePrevention = 24

// set changes the password.
func (l *LoginProfile) set(password string, now time.Time) {
	if l.Password != "" {
		l.Former = append([]string{l.Password}, l.Former...)
		l.Former = l.Former[:min(len(l.Former), largestReusePrevention)]
	}
	l.Password, l.Changed = password, now
}

// settled refuses changes of a profile that was made a moment ago.
func (l *LoginProfile) settled(c *model.Call, u *User) error {
	if lag := max(c.Account.Settings.AuthorizationLag, 0); l.Made > 0 && c.Seq <= l.Made+uint64(lag) {
		return model.Errorf("EntityTemporarilyUnmodifiable", "Login Profile for User %s cannot be modified while login profile is being created.", u.Name)
	}
	return nil
}

// An AccessKey is a long-term access key. Whose signature it makes is in the
// keys of the [model.Cloud].
type AccessKey struct {
	ID       string
	Created  time.Time
	Inactive bool
	// LastRotated is what the credential report shows: when the key was made or
	// its status last changed.
	LastRotated time.Time
	// LastUsed is zero for a key that was never used; Region and Service then
	// have no meaning.
	LastUsed        time.Time
	Region, Service string
}

func (k *AccessKey) listKey() string { return k.ID }

// A SigningCertificate is an X.509 certificate of a user.
type SigningCertificate struct {
	ID, Body string
	Uploaded time.Time
	Inactive bool
}

func (c *SigningCertificate) listKey() string { return c.ID }

// An SSHKey is an SSH public key of a user, for AWS CodeCommit.
type SSHKey struct {
	ID, Body, Fingerprint string
	Uploaded              time.Time
	Inactive              bool
}

func (k *SSHKey) listKey() string { return k.ID }

// A ServiceCredential is a service-specific credential.
type ServiceCredential struct {
	ID, Service string
	// UserName and Password are those of CodeCommit and Keyspaces; Alias and
	// Secret those of services with API keys.
	UserName, Password string
	Alias, Secret      string
	Created            time.Time
	Expires            time.Time // zero: never
	Inactive           bool
}

func status(inactive bool) types.StatusType {
	if inactive {
		return types.StatusTypeInactive
	}
	return types.StatusTypeActive
}

// A Group is an IAM group. Its members know that they are.
type Group struct {
	Identity
}

// A Role is an IAM role.
type Role struct {
	Identity
	Trust       string // AssumeRolePolicyDocument, as JSON
	Description string
	MaxSession  int32 // seconds
	Boundary    string
	// LastUsed is zero for a role that was not used.
	LastUsed       time.Time
	LastUsedRegion string
	Activities     []Activity
	// Linked is the service of a service-linked role, "" for other roles.
	Linked string
}
