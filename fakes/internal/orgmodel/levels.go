package orgmodel

import (
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// Levels returns the service control policies and the resource control policies
// that bind an account, one list for each level from the root to the account,
// as policyeval.Policies takes them. Both are nil for an account that they do
// not bind: one outside of the organization, and the management account.
// Policies of a type that is not enabled do not count.
func (s *Service) Levels(accountID string) (scps, rcps [][]*policyeval.Policy) {
	st := s.current()
	if st == nil || accountID == st.management {
		return nil, nil
	}
	n := st.account(accountID)
	if n == nil {
		return nil, nil
	}
	return st.levels(n, types.PolicyTypeServiceControlPolicy), st.levels(n, types.PolicyTypeResourceControlPolicy)
}

func (st *store) levels(account *node, kind types.PolicyType) [][]*policyeval.Policy {
	if !st.types[kind] {
		return nil
	}
	var levels [][]*policyeval.Policy
	for _, n := range st.path(account) {
		var level []*policyeval.Policy
		for _, p := range st.attachedTo(n, kind) {
			if p.parsed != nil {
				level = append(level, p.parsed)
			}
		}
		levels = append(levels, level)
	}
	return levels
}

// Membership returns what policies may ask about a principal of the account:
// aws:PrincipalOrgID, aws:PrincipalOrgPaths and the id of the management
// account (aws:PrincipalOrgMasterAccountId in older documents). ok is false for
// an account that is in no organization.
func (s *Service) Membership(accountID string) (orgID, path, managementID string, ok bool) {
	st := s.current()
	if st == nil {
		return "", "", "", false
	}
	n := st.account(accountID)
	if n == nil {
		return "", "", "", false
	}
	// The account itself is not part of the path in policies.
	return st.id, st.entityPath(st.nodes[n.parent]), st.management, true
}

// Status returns whether an account is active; false for accounts that are in no
// organization.
func (s *Service) Status(accountID string) (types.AccountStatus, bool) {
	if st := s.current(); st != nil {
		if n := st.account(accountID); n != nil {
			return n.status, true
		}
	}
	return "", false
}

// Administers reports whether the caller's account may use a service, which has
// trusted access, on behalf of the other accounts: as management account or as
// delegated administrator.
func (s *Service) Administers(c *model.Call, service string) bool {
	st := s.current()
	if st == nil || !c.Account.Member || st.trusted[service].IsZero() {
		return false
	}
	return c.Account.ID == st.management || !st.delegated[c.Account.ID][service].IsZero()
}

// Trusts reports whether the organization has enabled trusted access for a
// service.
func (s *Service) Trusts(service string) bool {
	st := s.current()
	return st != nil && !st.trusted[service].IsZero()
}
