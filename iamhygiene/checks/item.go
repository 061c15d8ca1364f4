package checks

import (
	"iter"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// An item is one thing of a dataset, such as an SSH key: a subject that needs no
// type of its own.
type item[T any] struct {
	snapshot      *iamhygiene.Snapshot
	resource      iamhygiene.Resource
	discriminator string
	value         T
}

// Resource returns the item as a resource.
func (x item[T]) Resource() iamhygiene.Resource { return x.resource }

// Discriminator tells the item from others with the same ARN.
func (x item[T]) Discriminator() string { return x.discriminator }

// arnResource is a resource of the account that has an ARN.
func arnResource(s *iamhygiene.Snapshot, kind, arn, name string) iamhygiene.Resource {
	r := s.AccountResource(kind)
	r.ARN, r.Name = arn, name
	if f := strings.SplitN(arn, ":", 6); len(f) == 6 {
		r.Partition, r.Account = f[1], f[4]
		if f[3] != "" {
			r.Region = f[3]
		}
	}
	return r
}

// itemsOf yields the things of a dataset that is a list, and an error for each
// part of it that could not be read.
func itemsOf[T any](s *iamhygiene.Snapshot, d iamhygiene.Dataset[[]T], resource func(T) iamhygiene.Resource) iter.Seq2[item[T], error] {
	return parts(s, d, func(list []T) []item[T] {
		items := make([]item[T], len(list))
		for i, v := range list {
			items[i] = item[T]{snapshot: s, resource: resource(v), value: v}
		}
		return items
	}, nil)
}

// itemsOrUsers yields what a dataset lists for each user, and in place of the
// things of a user without any the user. They carry the ARN of the user, because
// they have none; id tells them apart.
func itemsOrUsers[T any](s *iamhygiene.Snapshot, d iamhygiene.Dataset[map[string][]T], kind string, id func(T) string) iter.Seq2[iamhygiene.Subject, error] {
	return func(yield func(iamhygiene.Subject, error) bool) {
		for u, err := range usersIfAny(s, d) {
			if err != nil {
				if !yield(nil, err) {
					return
				}
				continue
			}
			list, err := ofUser(d, u)
			for _, v := range list {
				if !yield(userItem(u, kind, shortID(id(v)), v), nil) {
					return
				}
			}
			switch {
			case err != nil:
				if !yield(nil, &iamhygiene.SubjectError{Resource: u.Resource(), Err: iamhygiene.AsDataError(err)}) {
					return
				}
			case len(list) == 0:
				if !yield(u, nil) {
					return
				}
			}
		}
	}
}

// usersIfAny yields the IAM users for a check that cannot judge anybody without
// the dataset. Where nothing of it is there, that is one error on the account and
// not one for each user.
func usersIfAny[T any](s *iamhygiene.Snapshot, d iamhygiene.Dataset[T]) iter.Seq2[*iamhygiene.User, error] {
	if _, some := d.Partial(s); some {
		return s.Users()
	}
	return func(yield func(*iamhygiene.User, error) bool) {
		_, err := d.Get(s)
		yield(nil, lost(s, iamhygiene.AsDataError(err)))
	}
}

// userItem is a thing of a user.
func userItem[T any](u *iamhygiene.User, kind, id string, v T) item[T] {
	r := u.Resource()
	r.Type, r.Name = kind, u.Name()+"/"+id
	return item[T]{snapshot: u.Snapshot(), resource: r, discriminator: id, value: v}
}

// ofUser returns what a dataset lists for the user. The error says that it is
// not known, or that the list which is returned beside it is not all.
func ofUser[T any](d iamhygiene.Dataset[map[string]T], u *iamhygiene.User) (T, error) {
	var none T
	s := u.Snapshot()
	all, ok := d.Partial(s)
	if v, asked := all[u.ARN()]; ok && asked {
		if e := d.ErrorFor(s, u.ARN()); e != nil && e.Scope != "" {
			return v, e
		}
		return v, nil // the whole may be incomplete, and this part of it is not
	}
	if e := d.ErrorFor(s, u.ARN()); e != nil {
		return none, e
	}
	if _, err := d.Get(s); err != nil {
		return none, err
	}
	op := d.Info().Operations[0]
	return none, &iamhygiene.DataError{
		Dataset: d.Name(), Operation: op, Action: op, Scope: u.ARN(), Code: iamhygiene.CodeNotInData,
		Message: d.Info().Title + " do not include those of " + u.Name(),
	}
}

// fact is a fact from a dataset.
func fact[T any](s *iamhygiene.Snapshot, d iamhygiene.Dataset[T], path, observed, expected string) iamhygiene.Evidence {
	return iamhygiene.Evidence{Dataset: d.Name(), Path: path, Observed: observed, Expected: expected, At: d.At(s)}
}
