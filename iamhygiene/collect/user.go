package collect

import (
	"context"
	"sync"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// perUser is an option of New for a dataset that takes a call for each user: it
// needs to know who there is, and asks fewer if the credential report says who
// has what.
func perUser(c *Collector) {
	c.Needs = []string{iamhygiene.Authorization.Name()}
	c.Uses = []string{iamhygiene.CredentialReport.Name()}
}

// ofUsers asks about the users whom which lets through and returns the answers
// by ARN. The calls that fail are errors of their user.
func ofUsers[T any](ctx context.Context, p *Pass, which func(*iamhygiene.User) bool, ask func(context.Context, *iamhygiene.User) (T, error)) (map[string]T, error) {
	users := make(map[string]*iamhygiene.User)
	var arns []string
	if err := usersKnown(p.Snapshot); err != nil {
		return nil, err
	}
	for u, err := range p.Snapshot.Users() {
		// What could not be read of a list of users is an error of that list.
		if err == nil && which(u) {
			users[u.ARN()] = u
			arns = append(arns, u.ARN())
		}
	}
	var mu sync.Mutex
	out := make(map[string]T, len(users))
	err := p.Each(ctx, arns, func(ctx context.Context, arn string) error {
		v, err := ask(ctx, users[arn])
		if err == nil {
			mu.Lock()
			defer mu.Unlock()
			out[arn] = v
		}
		return err
	})
	return out, err
}

// usersKnown returns why nobody knows who the users are, or nil.
func usersKnown(s *iamhygiene.Snapshot) error {
	_, detailsErr := iamhygiene.Authorization.Get(s)
	_, reportErr := iamhygiene.CredentialReport.Get(s)
	if detailsErr == nil || reportErr == nil {
		return nil
	}
	e := *iamhygiene.AsDataError(detailsErr)
	e.Message = "the users are not known: " + e.Message
	return &e
}

// everyone is for what the credential report does not tell.
func everyone(*iamhygiene.User) bool { return true }

// hasMFA lets users through who have MFA, or of whom it is not known.
func hasMFA(u *iamhygiene.User) bool {
	on, err := u.MFAActive()
	return on || err != nil
}

// hasPassword lets users through who have a password, or of whom it is not known.
func hasPassword(u *iamhygiene.User) bool {
	has, err := u.HasPassword()
	return has || err != nil
}

// hasKeys lets users through who have access keys, or of whom it is not known.
func hasKeys(u *iamhygiene.User) bool {
	keys, err := u.AccessKeys()
	return len(keys) > 0 || err != nil
}

// gone reports whether the user was deleted since the lists were made. Nothing
// of theirs is left then, which is an answer.
func gone(err error) bool { return hasCode(err, "NoSuchEntity") }
