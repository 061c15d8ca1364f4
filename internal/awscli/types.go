package awscli

import "time"

// Names of the lists in the output of get-account-authorization-details.
const (
	UserDetailList  = "UserDetailList"
	GroupDetailList = "GroupDetailList"
	RoleDetailList  = "RoleDetailList"
	Policies        = "Policies"
)

// AuthorizationDetails is the output of get-account-authorization-details, all
// pages of it put together. A nil list was not in the output; an empty one was,
// without elements.
type AuthorizationDetails struct {
	UserDetailList  []User
	GroupDetailList []Group
	RoleDetailList  []Role
	Policies        []Policy
	// Truncated says that the last page was not the end: IsTruncated was true,
	// or there was a Marker or a NextToken.
	Truncated bool
	// Errors are the elements that were left out, and the duplicates, of which
	// the first is kept.
	Errors []*Error
	// Places says where each element is, by its ARN, for errors about what only
	// several elements together show.
	Places map[string]Place
}

// A Place is where an element is in an input.
type Place struct {
	Path         string // JSON path, such as $.UserDetailList[3]
	Line, Column int    // from 1, the column in bytes
}

// InlinePolicy is a policy embedded in a user, group or role.
type InlinePolicy struct {
	PolicyName     string
	PolicyDocument string // JSON text, decoded
}

// AttachedPolicy is a managed policy attached to a user, group or role.
type AttachedPolicy struct {
	PolicyName string `json:"PolicyName"`
	PolicyArn  string `json:"PolicyArn"`
}

// Tag is a tag of a user or role.
type Tag struct {
	Key   string `json:"Key"`
	Value string `json:"Value"`
}

// Principal is what users, groups and roles have in common.
type Principal struct {
	Path                    string
	Name                    string // UserName, GroupName or RoleName
	ID                      string // UserId, GroupId or RoleId
	Arn                     string
	CreateDate              time.Time
	InlinePolicies          []InlinePolicy // UserPolicyList, GroupPolicyList or RolePolicyList
	AttachedManagedPolicies []AttachedPolicy
	PermissionsBoundaryArn  string // of PermissionsBoundary
}

// User is an element of UserDetailList.
type User struct {
	Principal
	GroupList []string
	Tags      []Tag
}

// Group is an element of GroupDetailList.
type Group struct{ Principal }

// Role is an element of RoleDetailList.
type Role struct {
	Principal
	AssumeRolePolicyDocument string // JSON text, decoded
	InstanceProfileArns      []string
	InstanceProfiles         []InstanceProfile // the same, as far as the output tells
	Tags                     []Tag
	// RoleLastUsed is nil where the output has no such member; a value without
	// date says that the role was not used within the tracking period.
	RoleLastUsed *RoleLastUsed
}

// InstanceProfile is an element of InstanceProfileList.
type InstanceProfile struct {
	Path       string
	Name       string // InstanceProfileName
	ID         string // InstanceProfileId
	Arn        string
	CreateDate time.Time
	Tags       []Tag
}

// RoleLastUsed is the last use of a role.
type RoleLastUsed struct {
	LastUsedDate time.Time
	Region       string
}

// Policy is an element of Policies.
type Policy struct {
	Path             string
	PolicyName       string
	PolicyID         string
	Arn              string
	CreateDate       time.Time
	UpdateDate       time.Time
	DefaultVersionID string
	Description      string
	// IsAttachable is nil where the output does not say.
	IsAttachable *bool
	// AttachmentCount and PermissionsBoundaryUsageCount are nil where the
	// output has no such member, as that of some emulators.
	AttachmentCount               *int
	PermissionsBoundaryUsageCount *int
	PolicyVersionList             []PolicyVersion
}

// PolicyVersion is a version of a managed policy.
type PolicyVersion struct {
	VersionID        string
	Document         string // JSON text, decoded
	IsDefaultVersion bool
	CreateDate       time.Time
}
