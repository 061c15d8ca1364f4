package iammodel

import "github.com/aws/aws-sdk-go-v2/service/iam/types"

// A Quota is a limit of an account. Those that GetAccountSummary shows have the
// name of its key (types.SummaryKeyType).
type Quota string

// The quotas. The numbers are those of the page reference_iam-quotas.
const (
	UsersQuota                      = Quota(types.SummaryKeyTypeUsersQuota)
	GroupsQuota                     = Quota(types.SummaryKeyTypeGroupsQuota)
	RolesQuota                      = Quota(types.SummaryKeyTypeRolesQuota)
	PoliciesQuota                   = Quota(types.SummaryKeyTypePoliciesQuota)
	InstanceProfilesQuota           = Quota(types.SummaryKeyTypeInstanceProfilesQuota)
	ServerCertificatesQuota         = Quota(types.SummaryKeyTypeServerCertificatesQuota)
	GroupsPerUserQuota              = Quota(types.SummaryKeyTypeGroupsPerUserQuota)
	AccessKeysPerUserQuota          = Quota(types.SummaryKeyTypeAccessKeysPerUserQuota)
	SigningCertificatesPerUserQuota = Quota(types.SummaryKeyTypeSigningCertificatesPerUserQuota)
	AttachedPoliciesPerUserQuota    = Quota(types.SummaryKeyTypeAttachedPoliciesPerUserQuota)
	AttachedPoliciesPerGroupQuota   = Quota(types.SummaryKeyTypeAttachedPoliciesPerGroupQuota)
	AttachedPoliciesPerRoleQuota    = Quota(types.SummaryKeyTypeAttachedPoliciesPerRoleQuota)
	VersionsPerPolicyQuota          = Quota(types.SummaryKeyTypeVersionsPerPolicyQuota)
	PolicyVersionsInUseQuota        = Quota(types.SummaryKeyTypePolicyVersionsInUseQuota)
	PolicySizeQuota                 = Quota(types.SummaryKeyTypePolicySizeQuota)
	UserPolicySizeQuota             = Quota(types.SummaryKeyTypeUserPolicySizeQuota)
	GroupPolicySizeQuota            = Quota(types.SummaryKeyTypeGroupPolicySizeQuota)
	RolePolicySizeQuota             = Quota(types.SummaryKeyTypeRolePolicySizeQuota)
	AssumeRolePolicySizeQuota       = Quota(types.SummaryKeyTypeAssumeRolePolicySizeQuota)
	MFADevicesPerUserQuota          = Quota("MFADevicesPerUserQuota")
	SSHPublicKeysPerUserQuota       = Quota("SSHPublicKeysPerUserQuota")
	ServiceCredentialsPerUserQuota  = Quota("ServiceSpecificCredentialsPerUserQuota")
	SAMLProvidersQuota              = Quota("SAMLProvidersQuota")
	OIDCProvidersQuota              = Quota("OpenIDConnectProvidersQuota")
	ClientIDsPerOIDCProviderQuota   = Quota("ClientIdsPerOpenIdConnectProviderQuota")
	TagsQuota                       = Quota("TagsQuota")
)

// limit returns the quota of the account.
func (st *Store) limit(q Quota) int32 {
	if n, ok := st.Quotas[q]; ok {
		return n
	}
	n, _ := StandardQuota(q)
	return n
}

// StandardQuota returns what the quota is by default, and false for a name that
// is no quota.
func StandardQuota(q Quota) (int32, bool) {
	switch q {
	case UsersQuota:
		return 5000, true
	case GroupsQuota:
		return 300, true
	case RolesQuota, InstanceProfilesQuota:
		return 1000, true
	case PoliciesQuota:
		return 1500, true
	case ServerCertificatesQuota:
		return 20, true
	case GroupsPerUserQuota, AttachedPoliciesPerUserQuota, AttachedPoliciesPerGroupQuota, AttachedPoliciesPerRoleQuota:
		return 10, true
	case AccessKeysPerUserQuota, SigningCertificatesPerUserQuota, ServiceCredentialsPerUserQuota:
		return 2, true
	case VersionsPerPolicyQuota, SSHPublicKeysPerUserQuota:
		return 5, true
	case PolicyVersionsInUseQuota:
		return 10000, true
	case PolicySizeQuota:
		return 6144, true
	case UserPolicySizeQuota, AssumeRolePolicySizeQuota:
		return 2048, true
	case GroupPolicySizeQuota:
		return 5120, true
	case RolePolicySizeQuota:
		return 10240, true
	case MFADevicesPerUserQuota:
		return 8, true
	case SAMLProvidersQuota, OIDCProvidersQuota, ClientIDsPerOIDCProviderQuota:
		return 100, true
	case TagsQuota:
		return 50, true
	}
	return 0, false
}
