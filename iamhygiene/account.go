package iamhygiene

import "iter"

// An Account is the account of a snapshot as a subject.
type Account struct{ snapshot *Snapshot }

// Resource returns the account as a resource.
func (a *Account) Resource() Resource { return a.snapshot.AccountResource(TypeAccount) }

// Snapshot returns the snapshot.
func (a *Account) Snapshot() *Snapshot { return a.snapshot }

// Users is short for Snapshot().Users().
func (a *Account) Users() iter.Seq2[*User, error] { return a.snapshot.Users() }

// HasPasswords says whether any IAM user has a console password: True or
// False, or the error that says why it is not known. One user with a password
// decides, whatever is unknown of the others.
func (a *Account) HasPasswords() (bool, error) {
	var unknown error
	for u, err := range a.snapshot.Users() {
		if err != nil {
			unknown = err
			continue
		}
		has, err := u.HasPassword()
		if err != nil {
			unknown = err
		} else if has {
			return true, nil
		}
	}
	return false, unknown
}
