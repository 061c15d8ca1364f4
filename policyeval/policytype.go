package policyeval

import "fmt"

// A PolicyType says in which role a document is used. The same text may be
// valid as one type and refused as another: only some types name principals.
// AWS's page is "Policies and permissions in IAM" (access_policies).
type PolicyType uint8

// The types of policy. The zero value is a document whose use is not known
// yet; only what holds for every type is checked then.
const (
	UnknownPolicyType     PolicyType = iota
	IdentityPolicy                   // attached to a user, group or role
	ResourcePolicy                   // attached to a resource
	RoleTrustPolicy                  // the trust policy of a role
	PermissionsBoundary              // the permissions boundary of a user or role
	SessionPolicy                    // passed when a session was made
	ServiceControlPolicy             // SCP of an organization
	ResourceControlPolicy            // RCP of an organization
	VPCEndpointPolicy                // attached to a VPC endpoint
)

var policyTypeNames = [...]string{
	UnknownPolicyType:     "unknown",
	IdentityPolicy:        "identity",
	ResourcePolicy:        "resource",
	RoleTrustPolicy:       "role-trust",
	PermissionsBoundary:   "permissions-boundary",
	SessionPolicy:         "session",
	ServiceControlPolicy:  "service-control",
	ResourceControlPolicy: "resource-control",
	VPCEndpointPolicy:     "vpc-endpoint",
}

// String returns the name of the type, for example "permissions-boundary".
func (t PolicyType) String() string {
	if int(t) < len(policyTypeNames) {
		return policyTypeNames[t]
	}
	return fmt.Sprintf("PolicyType(%d)", uint8(t))
}

// MarshalText returns the name that String returns. It fails for a value that
// is not one of the constants.
func (t PolicyType) MarshalText() ([]byte, error) {
	if int(t) >= len(policyTypeNames) {
		return nil, fmt.Errorf("policyeval: there is no policy type %d", uint8(t))
	}
	return []byte(policyTypeNames[t]), nil
}

// UnmarshalText reads a name as MarshalText writes it.
func (t *PolicyType) UnmarshalText(text []byte) error {
	for i, name := range policyTypeNames {
		if name == string(text) {
			*t = PolicyType(i)
			return nil
		}
	}
	return fmt.Errorf("policyeval: there is no policy type %q", text)
}
