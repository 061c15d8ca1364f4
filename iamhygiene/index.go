package iamhygiene

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"
)

// index holds the subjects of a snapshot, built at first use.
type index struct {
	usersOnce sync.Once
	users     []*User
	usersErr  error
	lost      []*SubjectError // rows of the report that could not be read

	detailsOnce sync.Once
	groups      []*Group
	roles       []*Role
	policies    []*Policy
	byName      map[string]*Group
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
	return d, nil
}

// Users returns the IAM users, sorted by ARN: those of the credential report
// and those of the authorization details. Where neither is there, it yields
// one error. A row of the report that could not be read is yielded as an
// error, because it may hide a user.
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
		if reportErr == nil && report != nil {
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
		x.lost = lostRows(s, byARN)
	})
	return x
}

// lostRows returns an error for each part of the credential report that was
// lost and does not belong to a user who is known anyway.
func lostRows(s *Snapshot, known map[string]*User) []*SubjectError {
	var lost []*SubjectError
	for _, e := range CredentialReport.Errors(s) {
		if e.Scope == "" || known[e.Scope] != nil || e.Scope == s.RootARN() {
			continue
		}
		lost = append(lost, &SubjectError{
			Resource: s.AccountResource(TypeAccount), Discriminator: "credential-report/" + e.Scope, Err: e,
		})
	}
	return lost
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

// Groups returns the IAM groups, sorted by ARN, or yields one error.
func (s *Snapshot) Groups() iter.Seq2[*Group, error] {
	return sequence(s, listGroups, func(x *index) []*Group { return x.groups })
}

// Roles returns the IAM roles, sorted by ARN, or yields one error.
func (s *Snapshot) Roles() iter.Seq2[*Role, error] {
	return sequence(s, listRoles, func(x *index) []*Role { return x.roles })
}

// Policies returns the managed policies, sorted by ARN, or yields one error:
// the customer managed policies, and the AWS managed ones that are attached.
func (s *Snapshot) Policies() iter.Seq2[*Policy, error] {
	return sequence(s, listPolicies, func(x *index) []*Policy { return x.policies })
}

// sequence yields the subjects of one list of the authorization details.
func sequence[T any](s *Snapshot, list string, subjects func(*index) []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		if _, err := s.details(list); err != nil {
			var none T
			yield(none, &SubjectError{Resource: s.AccountResource(TypeAccount), Err: AsDataError(err)})
			return
		}
		for _, x := range subjects(s.detailIndex()) {
			if !yield(x, nil) {
				return
			}
		}
	}
}

// Account returns the account as a subject.
func (s *Snapshot) Account() *Account { return &Account{snapshot: s} }

// Root returns the root user as a subject. It exists in every account.
func (s *Snapshot) Root() *Root { return &Root{snapshot: s} }

// AccessKeys returns the access keys of the IAM users, by user and slot. For a
// user whose keys are not known it yields a [*SubjectError].
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
			if err != nil {
				if !yield(nil, &SubjectError{Resource: u.Resource(), Err: AsDataError(err)}) {
					return
				}
				continue
			}
			for _, k := range keys {
				if !yield(k, nil) {
					return
				}
			}
		}
	}
}

// reportRow returns why a user has no row in a report that is there.
func notInReport(s *Snapshot, arn string) *DataError {
	at := "the credential report"
	if t := CredentialReport.At(s); !t.IsZero() {
		at += " of " + t.Format(time.RFC3339)
	}
	return &DataError{
		Dataset: CredentialReport.Name(), Code: CodeNotInData, Scope: arn, Retryable: true,
		Message: fmt.Sprintf("%s has no row for this user, who was probably created after it was generated", at),
	}
}
