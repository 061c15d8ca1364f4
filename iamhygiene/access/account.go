package access

import (
	"fmt"
	"iter"
	"sync"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
)

// Options say what the snapshot does not. The zero value knows no more than it.
type Options struct {
	// SCPs are the service control policies of the account by level, as in
	// [policyeval.Policies]; RCPs its resource control policies. Where both are
	// nil, those of the snapshot count ([ControlPolicies]); where they are not
	// known none does.
	SCPs, RCPs [][]*policyeval.Policy
	// Context holds context keys whose value is known for every request. All
	// others are unknown.
	Context policyeval.Context
}

// An Account answers questions about the account of a snapshot. It is immutable
// and safe for concurrent use. Make one with [New].
type Account struct {
	snapshot *iamhygiene.Snapshot
	options  Options
	managed  map[string]*iamhygiene.PolicyDocument   // by ARN
	inline   map[string][]*iamhygiene.PolicyDocument // by the ARN of the holder
	groups   map[string]*iamhygiene.Group            // by name
	users    map[string]*iamhygiene.User             // by ARN
	roles    map[string]*iamhygiene.Role             // by ARN
	unread   error                                   // why users or roles may be missing
	standIns sync.Map                                // for policies that could not be read, by name
}

// New prepares the questions about the account of a snapshot.
func New(s *iamhygiene.Snapshot, options ...func(*Options)) *Account {
	a := &Account{
		snapshot: s, managed: map[string]*iamhygiene.PolicyDocument{},
		inline: map[string][]*iamhygiene.PolicyDocument{}, groups: map[string]*iamhygiene.Group{},
		users: map[string]*iamhygiene.User{}, roles: map[string]*iamhygiene.Role{},
	}
	for _, option := range options {
		option(&a.options)
	}
	if a.options.SCPs == nil && a.options.RCPs == nil {
		if scps, rcps, err := ControlPolicies(s); err == nil {
			a.options.SCPs, a.options.RCPs = scps, rcps
		}
	}
	for d, err := range s.Documents() {
		switch {
		case err != nil: // who needs it finds that it is missing
		case d.Kind() == iamhygiene.ManagedDocument:
			a.managed[d.Resource().ARN] = d
		case d.Kind() == iamhygiene.InlineDocument:
			arn := d.Resource().ARN
			a.inline[arn] = append(a.inline[arn], d)
		}
	}
	for g, err := range s.Groups() {
		if err == nil {
			a.groups[g.Detail().Name] = g
		}
	}
	for u, err := range s.Users() {
		if err != nil {
			a.unread = err
			continue
		}
		a.users[u.ARN()] = u
	}
	for r, err := range s.Roles() {
		if err != nil {
			a.unread = err
			continue
		}
		a.roles[r.Detail().ARN] = r
	}
	return a
}

// Principals returns the users, the roles and the root user of the account, and
// an error for each that could not be read or may be missing.
func (a *Account) Principals() iter.Seq2[*Principal, error] {
	return func(yield func(*Principal, error) bool) {
		for u, err := range a.snapshot.Users() {
			var p *Principal
			if err == nil {
				p = a.user(u)
			}
			if !yield(p, err) {
				return
			}
		}
		for r, err := range a.snapshot.Roles() {
			var p *Principal
			if err == nil {
				p = a.role(r)
			}
			if !yield(p, err) {
				return
			}
		}
		yield(a.root(), nil)
	}
}

// Principal finds a user, a role or the root user by its ARN. The error is a
// *NotFoundError.
func (a *Account) Principal(arn string) (*Principal, error) {
	if arn == a.snapshot.RootARN() {
		return a.root(), nil
	}
	if u := a.users[arn]; u != nil {
		return a.user(u), nil
	}
	if r := a.roles[arn]; r != nil {
		return a.role(r), nil
	}
	return nil, &NotFoundError{ARN: arn, Account: a.snapshot.AccountID(), Err: a.unread}
}

// A NotFoundError says that the snapshot has no such user or role.
type NotFoundError struct {
	ARN, Account string
	// Err says why some principals could not be read, of which this may be one;
	// nil where all were.
	Err error
}

// Error names the ARN and the account.
func (e *NotFoundError) Error() string {
	text := fmt.Sprintf("access: account %s has no user or role %q; give its ARN, path included", e.Account, e.ARN)
	if e.Err != nil {
		text += "; not all could be read: " + e.Err.Error()
	}
	return text
}

// Unwrap returns Err.
func (e *NotFoundError) Unwrap() error { return e.Err }
