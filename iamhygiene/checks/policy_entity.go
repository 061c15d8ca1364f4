package checks

import (
	"errors"
	"iter"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/glob"
)

// entityKind says which of the three kinds of IAM entity an entity is. Its text
// is how a sentence calls it.
type entityKind string

const (
	kindUser  entityKind = "user"
	kindGroup entityKind = "group"
	kindRole  entityKind = "role"
)

// An entity is a user, group or role as the holder of policies.
type entity struct {
	iamhygiene.Subject
	snapshot    *iamhygiene.Snapshot
	kind        entityKind
	name        string
	permissions *iamhygiene.Permissions
	role        *iamhygiene.Role // of a role only
}

// String returns "the role deploy".
func (e entity) String() string { return "the " + string(e.kind) + " " + e.name }

// inlineList is where the authorization details hold the inline policies.
func (e entity) inlineList() string {
	switch e.kind {
	case kindUser:
		return "UserPolicyList"
	case kindGroup:
		return "GroupPolicyList"
	}
	return "RolePolicyList"
}

// listed reports whether the name, or a glob over the ARN, is in the list.
func (e entity) listed(names []string) bool {
	arn := e.Resource().ARN
	for _, n := range names {
		if n == e.name || glob.Match(n, arn) {
			return true
		}
	}
	return false
}

// entities yields all users, groups and roles. Where nothing is known of any,
// it yields one error instead of one for each user of the credential report.
// An error that comes in place of a whole list has the kind of the list.
func entities(s *iamhygiene.Snapshot) iter.Seq2[entity, error] {
	return func(yield func(entity, error) bool) {
		if _, err := iamhygiene.Authorization.Get(s); err != nil {
			yield(entity{}, err)
			return
		}
		for u, err := range usersByDetails(s) {
			e := entity{kind: kindUser}
			if err == nil {
				var d *iamhygiene.UserDetail
				if d, err = userDetail(u); err == nil {
					e = entity{Subject: u, snapshot: s, kind: kindUser, name: u.Name(), permissions: &d.Permissions}
				} else {
					err = &iamhygiene.SubjectError{Resource: u.Resource(), Err: iamhygiene.AsDataError(err)}
				}
			}
			if !yield(e, err) {
				return
			}
		}
		for g, err := range s.Groups() {
			e := entity{kind: kindGroup}
			if err == nil {
				d := g.Detail()
				e = entity{Subject: g, snapshot: s, kind: kindGroup, name: d.Name, permissions: &d.Permissions}
			}
			if !yield(e.whole(err)) {
				return
			}
		}
		for r, err := range s.Roles() {
			e := entity{kind: kindRole}
			if err == nil {
				d := r.Detail()
				e = entity{Subject: r, snapshot: s, kind: kindRole, name: d.Name, permissions: &d.Permissions, role: r}
			}
			if !yield(e.whole(err)) {
				return
			}
		}
	}
}

// whole returns the entity, or the error that stands in its place: that of its
// list, or that the authorization details are incomplete for it. Errors of
// several lists are all about the account; the kind keeps them from having one
// fingerprint.
func (e entity) whole(err error) (entity, error) {
	if err != nil {
		x := &iamhygiene.SubjectError{Err: iamhygiene.AsDataError(err), Discriminator: string(e.kind)}
		if inner := (*iamhygiene.SubjectError)(nil); errors.As(err, &inner) {
			x.Resource = inner.Resource
			if inner.Discriminator != "" { // one of several elements of the list
				x.Discriminator += "/" + inner.Discriminator
			}
		}
		return e, x
	}
	if x := iamhygiene.Authorization.ErrorFor(e.snapshot, e.Resource().ARN); x != nil {
		return e, &iamhygiene.SubjectError{Resource: e.Resource(), Err: x}
	}
	return e, nil
}
