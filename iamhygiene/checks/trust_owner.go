package checks

import (
	"slices"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// ownerData are the datasets that tell which accounts are of the same owner.
func ownerData() []string {
	return []string{iamhygiene.OrganizationDetails.Name(), iamhygiene.OrganizationAccounts.Name()}
}

// inOrganization says whether the account is this one or belongs to its
// organization. The error says that it may.
func inOrganization(s *iamhygiene.Snapshot, account string) (bool, error) {
	if account == s.AccountID() {
		return true, nil
	}
	org, unknown := iamhygiene.OrganizationDetails.Get(s)
	if unknown == nil && org != nil {
		if !org.Member {
			return false, nil
		}
		if account == org.ManagementAccount {
			return true, nil
		}
	}
	listed, some := iamhygiene.OrganizationAccounts.Partial(s)
	if some && slices.ContainsFunc(listed, func(a iamhygiene.OrganizationAccount) bool { return a.ID == account }) {
		return true, nil
	}
	_, err := iamhygiene.OrganizationAccounts.Get(s)
	return false, err
}

// foreignAccounts returns those of the accounts that do not belong to the
// organization, and those of which that is not known, with the reason.
func foreignAccounts(s *iamhygiene.Snapshot, r *iamhygiene.Role, accounts []string) (foreign, unknown []string, err error) {
	for _, a := range accounts {
		switch in, e := inOrganization(s, a); {
		case e != nil:
			unknown = append(unknown, a)
			err = e
		case !in:
			foreign = append(foreign, a)
		}
	}
	if err != nil {
		e := *iamhygiene.AsDataError(err)
		e.Scope = r.Detail().ARN
		if e.Code == iamhygiene.CodeNotCollected {
			e.Message = "nobody collected the accounts of the organization, to which " + list(firstNames(unknown)) + " may belong"
		}
		err = &e
	}
	return foreign, unknown, err
}

// ownOrganization returns the id of the organization, empty for an account that
// is in none. The error says that it is not known.
func ownOrganization(s *iamhygiene.Snapshot) (string, error) {
	org, err := iamhygiene.OrganizationDetails.Get(s)
	if err != nil || org == nil {
		return "", err
	}
	return org.ID, nil
}
