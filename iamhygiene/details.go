package iamhygiene

import (
	"strings"
	"time"
)

// AuthorizationDetails is what iam:GetAccountAuthorizationDetails returns:
// users, groups, roles and policies with their relations. A list that is nil
// was not asked for; an empty one is known to be empty.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
type AuthorizationDetails struct {
	Users    []UserDetail   `json:"users"`
	Groups   []GroupDetail  `json:"groups"`
	Roles    []RoleDetail   `json:"roles"`
	Policies []PolicyDetail `json:"policies"`
}

// Document is the JSON text of a policy document, decoded from the percent
// encoding in which IAM returns it, and otherwise as it was stored.
type Document string

// AttachedPolicy is a managed policy attached to a user, group or role.
type AttachedPolicy struct {
	Name string `json:"name"`
	ARN  string `json:"arn"`
}

// AWSManaged reports whether AWS owns the policy, in any partition.
func (p AttachedPolicy) AWSManaged() bool { return awsManaged(p.ARN) }

// awsManaged recognises arn:PARTITION:iam::aws:policy/...
func awsManaged(arn string) bool {
	f := strings.SplitN(arn, ":", 6)
	return len(f) == 6 && f[0] == "arn" && f[2] == "iam" && f[4] == "aws" && strings.HasPrefix(f[5], "policy/")
}

// InlinePolicy is a policy embedded in a user, group or role.
type InlinePolicy struct {
	Name     string   `json:"name"`
	Document Document `json:"document"`
}

// Permissions are the policies of a user, group or role.
type Permissions struct {
	// Attached are the managed policies.
	Attached []AttachedPolicy `json:"attached,omitempty"`
	// Inline are the embedded policies.
	Inline []InlinePolicy `json:"inline,omitempty"`
	// Boundary is the ARN of the permissions boundary; empty where there is
	// none. A boundary is not an attached policy.
	Boundary string `json:"boundary,omitempty"`
}

// UserDetail is an IAM user with what belongs to it.
type UserDetail struct {
	ARN     string    `json:"arn"`
	Name    string    `json:"name"`
	ID      string    `json:"id,omitempty"`
	Path    string    `json:"path,omitempty"`
	Created time.Time `json:"created,omitzero"`
	Permissions
	// Groups are the names of the user's groups.
	Groups []string          `json:"groups,omitempty"`
	Tags   map[string]string `json:"tags,omitempty"`
}

// GroupDetail is an IAM group. Its members are the users that list it.
type GroupDetail struct {
	ARN     string    `json:"arn"`
	Name    string    `json:"name"`
	ID      string    `json:"id,omitempty"`
	Path    string    `json:"path,omitempty"`
	Created time.Time `json:"created,omitzero"`
	Permissions
}

// RoleDetail is an IAM role.
type RoleDetail struct {
	ARN     string    `json:"arn"`
	Name    string    `json:"name"`
	ID      string    `json:"id,omitempty"`
	Path    string    `json:"path,omitempty"`
	Created time.Time `json:"created,omitzero"`
	Permissions
	// Trust is the role trust policy.
	Trust Document `json:"trust,omitempty"`
	// LastUsed is the last use within the tracking period of 400 days; zero
	// where there was none. It may lag by four hours.
	LastUsed time.Time `json:"last_used,omitzero"`
	// LastUsedRegion is the Region of the last use.
	LastUsedRegion string `json:"last_used_region,omitempty"`
	// LastUsedUnknown says that the data has no word on last use, so a zero
	// LastUsed means nothing.
	LastUsedUnknown bool `json:"last_used_unknown,omitempty"`
	// InstanceProfiles are the ARNs of the profiles that hold the role.
	InstanceProfiles []string          `json:"instance_profiles,omitempty"`
	Tags             map[string]string `json:"tags,omitempty"`
}

// PolicyDetail is a managed policy: each customer managed policy, and each AWS
// managed policy that is attached.
type PolicyDetail struct {
	ARN  string `json:"arn"`
	Name string `json:"name"`
	ID   string `json:"id,omitempty"`
	Path string `json:"path,omitempty"`
	// Created and Updated are the times of the policy, not of a version.
	Created time.Time `json:"created,omitzero"`
	Updated time.Time `json:"updated,omitzero"`
	// Attachments counts the users, groups and roles that the policy is
	// attached to.
	Attachments int `json:"attachments"`
	// BoundaryUses counts the users and roles that have it as their
	// permissions boundary.
	BoundaryUses int `json:"boundary_uses"`
	// Default is the id of the version in force: "v3".
	Default string `json:"default,omitempty"`
	// Versions are the versions that the data holds.
	Versions []PolicyVersion `json:"versions,omitempty"`
}

// PolicyVersion is one version of a managed policy.
type PolicyVersion struct {
	ID       string    `json:"id"`
	Document Document  `json:"document"`
	Created  time.Time `json:"created,omitzero"`
}

// Document returns the document of the default version, and false where the
// data does not hold it.
func (p *PolicyDetail) Document() (Document, bool) {
	for _, v := range p.Versions {
		if v.ID == p.Default {
			return v.Document, true
		}
	}
	return "", false
}

// AWSManaged reports whether AWS owns the policy, in any partition.
func (p *PolicyDetail) AWSManaged() bool { return awsManaged(p.ARN) }

// AccountSummary is what iam:GetAccountSummary returns: counts and quotas by
// the names that AWS gives them, such as AccountMFAEnabled.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
type AccountSummary map[string]int

// PasswordPolicy is the password policy of the account. It binds IAM users,
// never the root user.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
type PasswordPolicy struct {
	// Set is false when the account has no policy of its own. AWS's default
	// is then in force: 8 characters, three of four classes, no expiry, no
	// reuse rule. The other fields are zero.
	Set bool `json:"set"`
	// MinimumLength is in characters.
	MinimumLength    int  `json:"minimum_length,omitempty"`
	RequireSymbols   bool `json:"require_symbols,omitempty"`
	RequireNumbers   bool `json:"require_numbers,omitempty"`
	RequireUppercase bool `json:"require_uppercase,omitempty"`
	RequireLowercase bool `json:"require_lowercase,omitempty"`
	// AllowChange says that users may change their own password.
	AllowChange bool `json:"allow_change,omitempty"`
	// MaxAge is in days; zero means that passwords do not expire.
	MaxAge int `json:"max_age,omitempty"`
	// ReusePrevention is how many earlier passwords may not be used again;
	// zero means no rule.
	ReusePrevention int `json:"reuse_prevention,omitempty"`
	// HardExpiry says that a user whose password expired needs an
	// administrator.
	HardExpiry bool `json:"hard_expiry,omitempty"`
}
