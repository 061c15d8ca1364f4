package iamhygiene

import (
	"cmp"
	"iter"
	"slices"
	"sync"
)

// index holds the subjects of a snapshot, built at first use.
type index struct {
	usersOnce sync.Once
	users     []*User
	usersErr  error
	lost      []*SubjectError // rows and elements that could not be read

	detailsOnce sync.Once
	groups      []*Group
	roles       []*Role
	policies    []*Policy
	byName      map[string]*Group

	documents documents
	derived   sync.Map // of Derived
}

// list names the lists inside the authorization details, which are the scopes
// of errors about one of them.
const (
	listUsers    = "UserDetailList"
	listGroups   = "GroupDetailList"
	listRoles    = "RoleDetailList"
	listPolicies = "Policies"
)

// details returns the authorization details, or why the given list of them is
// missing.
func (s *Snapshot) details(list string) (*AuthorizationDetails, error) {
	d, err := Authorization.Get(s)
	if err != nil {
		return nil, err
	}
	if d == nil {
		return nil, Authorization.Info().missing()
	}
	for _, e := range Authorization.Errors(s) {
		if e.Scope == list {
			return nil, e
		}
	}
	if d.lacks(list) {
		e := Authorization.Info().missing()
		e.Scope = list
		return nil, e
	}
	return d, nil
}

// lacks reports whether the list was not asked for.
func (d *AuthorizationDetails) lacks(list string) bool {
	switch list {
	case listUsers:
		return d.Users == nil
	case listGroups:
		return d.Groups == nil
	case listRoles:
		return d.Roles == nil
	default:
		return d.Policies == nil
	}
}

// Users returns the IAM users, sorted by ARN: those of the credential report
// and those of the authorization details. Where neither is there, it yields
// one error. What could not be read of either is yielded as an error too,
// because it may hide a user.
func (s *Snapshot) Users() iter.Seq2[*User, error] {
	x := s.userIndex()
	return func(yield func(*User, error) bool) {
		if x.usersErr != nil {
			yield(nil, &SubjectError{Resource: s.AccountResource(TypeAccount), Err: AsDataError(x.usersErr)})
			return
		}
		for _, u := range x.users {
			if !yield(u, nil) {
				return
			}
		}
		for _, e := range x.lost {
			if !yield(nil, e) {
				return
			}
		}
	}
}

func (s *Snapshot) userIndex() *index {
	x := s.index
	x.usersOnce.Do(func() {
		byARN := make(map[string]*User)
		at := func(arn, name string) *User {
			u := byARN[arn]
			if u == nil {
				u = &User{snapshot: s, arn: arn, name: name}
				byARN[arn] = u
				x.users = append(x.users, u)
			}
			return u
		}
		report, reportErr := CredentialReport.Get(s)
		if reportErr == nil && report == nil {
			reportErr = CredentialReport.Info().missing()
		}
		if reportErr == nil {
			for i := range report.Entries {
				if e := &report.Entries[i]; !e.IsRoot() {
					at(e.ARN, e.User).entry = e
				}
			}
		}
		details, detailsErr := s.details(listUsers)
		if detailsErr == nil {
			for i := range details.Users {
				d := &details.Users[i]
				at(d.ARN, d.Name).detail = d
			}
		}
		if reportErr != nil && detailsErr != nil {
			x.usersErr = reportErr
			return
		}
		slices.SortFunc(x.users, func(a, b *User) int { return cmp.Compare(a.arn, b.arn) })
		known := func(arn string) bool { return byARN[arn] != nil }
		x.lost = append(lostRows(s, known), lostElements(s, listUsers, known)...)
	})
	return x
}

func (s *Snapshot) detailIndex() *index {
	x := s.index
	x.detailsOnce.Do(func() {
		x.byName = make(map[string]*Group)
		if d, err := s.details(listGroups); err == nil {
			for i := range d.Groups {
				g := &Group{snapshot: s, detail: &d.Groups[i]}
				x.groups = append(x.groups, g)
				x.byName[d.Groups[i].Name] = g
			}
		}
		if d, err := s.details(listUsers); err == nil {
			for i := range d.Users {
				for _, name := range d.Users[i].Groups {
					if g := x.byName[name]; g != nil {
						g.members = append(g.members, d.Users[i].Name)
					}
				}
			}
		}
		if d, err := s.details(listRoles); err == nil {
			for i := range d.Roles {
				x.roles = append(x.roles, &Role{snapshot: s, detail: &d.Roles[i]})
			}
		}
		if d, err := s.details(listPolicies); err == nil {
			for i := range d.Policies {
				x.policies = append(x.policies, &Policy{snapshot: s, detail: &d.Policies[i]})
			}
		}
		slices.SortFunc(x.groups, func(a, b *Group) int { return cmp.Compare(a.detail.ARN, b.detail.ARN) })
		slices.SortFunc(x.roles, func(a, b *Role) int { return cmp.Compare(a.detail.ARN, b.detail.ARN) })
		slices.SortFunc(x.policies, func(a, b *Policy) int { return cmp.Compare(a.detail.ARN, b.detail.ARN) })
	})
	return x
}

// Groups returns the IAM groups, sorted by ARN, and an error for each that
// could not be read; or one error where the groups are not known.
func (s *Snapshot) Groups() iter.Seq2[*Group, error] {
	return sequence(s, listGroups, func(x *index) []*Group { return x.groups })
}

// Roles returns the IAM roles, sorted by ARN, and an error for each that could
// not be read; or one error where the roles are not known.
func (s *Snapshot) Roles() iter.Seq2[*Role, error] {
	return sequence(s, listRoles, func(x *index) []*Role { return x.roles })
}

// Policies returns the managed policies, sorted by ARN, and an error for each
// that could not be read; or one error where they are not known. They are the
// customer managed policies, and the AWS managed ones that are attached.
func (s *Snapshot) Policies() iter.Seq2[*Policy, error] {
	return sequence(s, listPolicies, func(x *index) []*Policy { return x.policies })
}

// sequence yields the subjects of one list of the authorization details.
func sequence[T Subject](s *Snapshot, list string, subjects func(*index) []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		if _, err := s.details(list); err != nil {
			yield(none, &SubjectError{Resource: s.AccountResource(TypeAccount), Err: AsDataError(err)})
			return
		}
		all := subjects(s.detailIndex())
		for _, x := range all {
			if !yield(x, nil) {
				return
			}
		}
		if len(Authorization.Errors(s)) == 0 {
			return
		}
		arns := make(map[string]bool, len(all))
		for _, x := range all {
			arns[x.Resource().ARN] = true
		}
		known := func(arn string) bool { return arns[arn] }
		for _, e := range lostElements(s, list, known) {
			if !yield(none, e) {
				return
			}
		}
	}
}

// Account returns the account as a subject.
func (s *Snapshot) Account() *Account { return &Account{snapshot: s} }

// Root returns the root user as a subject. It exists in every account.
func (s *Snapshot) Root() *Root { return &Root{snapshot: s} }

// AccessKeys returns the access keys of the IAM users, by user and slot, and a
// [*SubjectError] for each user of whom not all keys are known.
func (s *Snapshot) AccessKeys() iter.Seq2[*AccessKey, error] {
	return func(yield func(*AccessKey, error) bool) {
		for u, err := range s.Users() {
			if err != nil {
				if !yield(nil, err) {
					return
				}
				continue
			}
			keys, err := u.AccessKeys()
			for _, k := range keys {
				if !yield(k, nil) {
					return
				}
			}
			if err != nil && !yield(nil, &SubjectError{Resource: u.Resource(), Err: AsDataError(err)}) {
				return
			}
		}
	}
}
