package iammodel

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// What follows serves loaders, which fill a Store with what AWS has told of a
// real account.

// HasPolicy reports whether the account has the managed policy, or could attach
// it.
func (st *Store) HasPolicy(arn string) bool { return st.policyByARN(arn) != nil }

// HasMFA reports whether a user, or RootName, has an MFA device.
func (st *Store) HasMFA(user string) bool { return len(st.devices(user)) > 0 }

// RemoveDevices takes the MFA devices of a user, or RootName, away.
func (st *Store) RemoveDevices(user string) {
	for _, d := range st.devices(user) {
		st.MFA.Delete(d.Serial)
	}
}

// RemoveKeys takes the access keys of a user away.
func (s *Service) RemoveKeys(u *User) {
	for _, k := range u.Keys {
		s.cloud.Keys.Delete(k.ID)
	}
	u.Keys = nil
}

// CountOn makes the account summary say what numbers say now, and count on from
// there: what was counted but is not listed stays counted. Quotas, the version
// of tokens and what is true or false are not counts, and follow from the Store
// alone.
func (st *Store) CountOn(numbers map[string]int) {
	st.Unlisted = make(map[types.SummaryKeyType]int)
	for key, have := range st.counts() {
		if n, ok := numbers[string(key)]; ok && !slices.Contains(notCounts, key) {
			st.Unlisted[key] = n - have
		}
	}
}

var notCounts = []types.SummaryKeyType{
	types.SummaryKeyTypeAccountMFAEnabled,
	types.SummaryKeyTypeAccountAccessKeysPresent,
	types.SummaryKeyTypeAccountPasswordPresent,
	types.SummaryKeyTypeAccountSigningCertificatesPresent,
	types.SummaryKeyTypeGlobalEndpointTokenVersion,
}
