package checks

import (
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
)

// ownerData are the datasets that tell which accounts are of the same owner.
func ownerData() []string {
	return []string{iamhygiene.OrganizationDetails.Name(), iamhygiene.OrganizationAccounts.Name()}
}

type membersKey struct{}

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
	members := iamhygiene.Derived(s, membersKey{}, func() map[string]bool {
		listed, _ := iamhygiene.OrganizationAccounts.Partial(s)
		ids := make(map[string]bool, len(listed))
		for _, a := range listed {
			ids[a.ID] = true
		}
		return ids
	})
	if members[account] {
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

// organizations returns the ids of the organizations whose accounts, whichever
// they are, a Condition of the policy lets in.
func (t *trust) organizations() []string {
	var out []string
	principal := "arn:" + t.role.Snapshot().Partition() + ":iam::" + outsider + ":role/zz-none"
	for _, o := range slices.Concat(t.operands("aws:PrincipalOrgID"), t.operands("aws:PrincipalOrgPaths")) {
		path := instance(o, "z")
		id, _, isPath := strings.Cut(path, "/")
		if !isPath {
			path += "/r-zzno/"
		}
		if t.ask("sts:AssumeRole", principal, policyeval.Context{
			"aws:PrincipalOrgID": {id}, "aws:PrincipalOrgPaths": {path},
			"aws:SourceOrgID": nil, "aws:SourceAccount": nil, "aws:SourceArn": nil,
		}).CanBeAllowed() {
			out = addOnce(out, id)
		}
	}
	return out
}

// foreignOrganizations returns those of the organizations that the policy lets
// in which are neither the own one nor listed. The error says that one of them
// may be the own one.
func (t *trust) foreignOrganizations(listed []string) (foreign []string, unknown error) {
	own, err := ownOrganization(t.role.Snapshot())
	for _, o := range t.organizations() {
		if slices.Contains(listed, o) || err == nil && o == own {
			continue
		}
		foreign, unknown = append(foreign, o), err
	}
	if unknown != nil {
		e := *iamhygiene.AsDataError(unknown)
		e.Scope = t.role.Detail().ARN
		if e.Code == iamhygiene.CodeNotCollected {
			e.Message = "nobody collected the organization, which " + list(firstNames(foreign)) + " may be"
		}
		unknown = &e
	}
	return foreign, unknown
}
