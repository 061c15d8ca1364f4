package checks

import (
	"fmt"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// enabledUses returns the uses of the password and the active access keys. The
// error says that there may be more.
func enabledUses(u *iamhygiene.User) (uses []use, unknown error) {
	password, err := u.HasPassword()
	if err == nil && password {
		var x use
		if x, err = passwordUse(u); err == nil {
			uses = append(uses, x)
		}
	}
	unknown = err
	keys, err := activeKeys(u)
	if unknown == nil {
		unknown = err
	}
	for _, k := range keys {
		x, err := keyUse(k)
		if err == nil {
			uses = append(uses, x)
		} else if unknown == nil {
			unknown = err
		}
	}
	return uses, unknown
}

// untrackedUses returns the active SSH keys and service-specific credentials
// that were made within the limit, as far as they were collected. IAM does not
// record when such a credential was used, so the error says that an older one
// may have been, or that there may be more.
func untrackedUses(u *iamhygiene.User, limit time.Duration) (made []use, unknown error) {
	s := u.Snapshot()
	add := func(dataset, path, what string, created, at time.Time) {
		from := iamhygiene.Evidence{Dataset: dataset, Path: path, Observed: stamp(created), At: at}
		if s.Now().Sub(created) < limit {
			made = append(made, use{at: created, from: from, never: true})
			return
		}
		unknown = &iamhygiene.DataError{
			Dataset: dataset, Scope: u.ARN(), Code: iamhygiene.CodeNotInData,
			Message: fmt.Sprintf("%s has %s, and IAM does not record the use of one", u.Name(), what),
		}
	}
	if all, ok := iamhygiene.SSHKeys.Partial(s); ok {
		for _, k := range all[u.ARN()] {
			if k.Active {
				add(iamhygiene.SSHKeys.Name(), shortID(k.ID)+"/UploadDate", "an active SSH public key", k.Uploaded, iamhygiene.SSHKeys.At(s))
			}
		}
	}
	if e := iamhygiene.SSHKeys.ErrorFor(s, u.ARN()); e != nil {
		unknown = e
	}
	for _, c := range serviceCredentials(s)[u.Name()] {
		if c.Status == "Active" && (c.Expires.IsZero() || c.Expires.After(s.Now())) {
			add(iamhygiene.ServiceCredentials.Name(), shortID(c.ID)+"/CreateDate", "a credential for "+c.Service, c.Created, iamhygiene.ServiceCredentials.At(s))
		}
	}
	if e := iamhygiene.ServiceCredentials.ErrorFor(s, u.ARN()); e != nil {
		unknown = e
	}
	return made, unknown
}

type credentialsByUser struct{}

// serviceCredentials returns the service-specific credentials that were
// collected, by the name of the user.
func serviceCredentials(s *iamhygiene.Snapshot) map[string][]iamhygiene.ServiceCredential {
	return iamhygiene.Derived(s, credentialsByUser{}, func() map[string][]iamhygiene.ServiceCredential {
		byUser := make(map[string][]iamhygiene.ServiceCredential)
		all, _ := iamhygiene.ServiceCredentials.Partial(s)
		for _, c := range all {
			byUser[c.User] = append(byUser[c.User], c)
		}
		return byUser
	})
}

// shortID is an id of a credential as evidence shows it: its ends.
func shortID(id string) string {
	if len(id) <= 8 {
		return id
	}
	return id[:4] + "..." + id[len(id)-4:]
}
