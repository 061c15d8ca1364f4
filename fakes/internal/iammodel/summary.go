package iammodel

import (
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// getAccountSummary counts what is in the account. Every key of
// types.SummaryKeyType is there.
func (s *Service) getAccountSummary(c *model.Call, _ *iam.GetAccountSummaryInput) (*iam.GetAccountSummaryOutput, error) {
	st := s.stores.Read(c)
	summary := make(map[string]int32)
	for _, key := range types.SummaryKeyType("").Values() {
		if _, ok := StandardQuota(Quota(key)); ok {
			summary[string(key)] = st.limit(Quota(key))
		}
	}
	for key, n := range st.counts() {
		summary[string(key)] = int32(n + st.Unlisted[key])
	}
	return &iam.GetAccountSummaryOutput{SummaryMap: summary}, nil
}

// counts are the keys of the summary that are no quotas.
func (st *Store) counts() map[types.SummaryKeyType]int {
	var inUse, versions int
	for _, d := range st.MFA.Items {
		if d.Owner != "" {
			inUse++
		}
	}
	for _, p := range st.Policies.Items {
		versions += len(p.Versions)
	}
	return map[types.SummaryKeyType]int{
		types.SummaryKeyTypeUsers:                             st.Users.Len(),
		types.SummaryKeyTypeGroups:                            st.Groups.Len(),
		types.SummaryKeyTypeRoles:                             st.Roles.Len(),
		types.SummaryKeyTypePolicies:                          st.Policies.Len(),
		types.SummaryKeyTypePolicyVersionsInUse:               versions,
		types.SummaryKeyTypeInstanceProfiles:                  st.InstanceProfiles.Len(),
		types.SummaryKeyTypeServerCertificates:                st.ServerCertificates.Len(),
		types.SummaryKeyTypeProviders:                         st.SAMLProviders.Len() + st.OIDCProviders.Len(),
		types.SummaryKeyTypeMFADevices:                        st.MFA.Len(),
		types.SummaryKeyTypeMFADevicesInUse:                   inUse,
		types.SummaryKeyTypeAccountMFAEnabled:                 present(len(st.devices(RootName)) > 0),
		types.SummaryKeyTypeAccountAccessKeysPresent:          present(len(st.Root.Keys) > 0),
		types.SummaryKeyTypeAccountPasswordPresent:            present(st.Root.Login != nil),
		types.SummaryKeyTypeAccountSigningCertificatesPresent: present(len(st.Root.Certificates) > 0),
		types.SummaryKeyTypeGlobalEndpointTokenVersion:        int(st.TokenVersion),
	}
}

func present(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
