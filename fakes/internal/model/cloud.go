package model

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/iamhygiene/sdk/fakes/internal/clone"
)

// A Cloud is everything that the accounts of one fake share: the models, the
// access keys, the clock and the ids. Its methods are safe for concurrent use,
// except where they say that they run under the lock.
type Cloud struct {
	mu       sync.Mutex // held while a handler runs
	registry Registry
	services map[reflect.Type]Service
	finders  map[string]Finder // by prefix
	accounts map[string]*Account
	offset   time.Duration
	cursors  []*cursor // by the number in a token; see Page

	clock  func() time.Time
	wall   func() time.Time
	copier *clone.Copier

	// Keys, IDs, Authorizer and Directory are used under the lock. A model
	// sets Authorizer or Directory, if it is one, when it is made.
	Keys       Keys
	IDs        IDs
	Authorizer Authorizer
	Directory  Directory
	// Gates are asked about every call that is signed. A model adds its own when
	// it is made.
	Gates []Gate
	// Organization is the organization, nil if there is none.
	Organization *Organization
}

// An Organization is what AWS Organizations and the accounts know of each
// other.
type Organization struct {
	// ManagementID is the id of the management account.
	ManagementID string
}

// NewCloud returns a cloud without accounts and models. The clock is asked for
// the time of every call and wall for the real time; the copier makes the copies
// of outputs.
func NewCloud(clock, wall func() time.Time, copier *clone.Copier) *Cloud {
	return &Cloud{clock: clock, wall: wall, copier: copier, accounts: make(map[string]*Account)}
}

// Install returns the cloud's model of type S. If there is none, it makes one
// and registers its operations. The function runs under the lock; a model that
// is an [Authorizer] or a [Directory] sets itself there.
func Install[S Service](c *Cloud, make func(*Cloud) S) S {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := reflect.TypeFor[S]()
	if s, ok := c.services[t].(S); ok {
		return s
	}
	s := make(c)
	s.Register(&c.registry)
	if c.services == nil {
		c.services = map[reflect.Type]Service{}
	}
	c.services[t] = s
	if f, ok := any(s).(Finder); ok {
		if c.finders == nil {
			c.finders = map[string]Finder{}
		}
		c.finders[f.Prefix()] = f
	}
	return s
}

// Do runs fn under the lock, for code that touches the state of models outside
// of a call. Do must not be called by a handler, which has the lock.
func (c *Cloud) Do(fn func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	fn()
}

// Now is the time of the cloud, in UTC. It runs under the lock.
func (c *Cloud) Now() time.Time { return c.clock().Add(c.offset).UTC() }

// Advance moves the clock forward by d. It runs under the lock.
func (c *Cloud) Advance(d time.Duration) { c.offset += d }

// Expiry returns when credentials that last for d end: counted from the real
// time, or from the time of the cloud if that is later. The SDK compares the
// expiry of credentials with the real time, and would renew credentials from a
// clock in the past before every call. It runs under the lock.
func (c *Cloud) Expiry(d time.Duration) time.Time {
	from := c.Now()
	if wall := c.wall().UTC(); wall.After(from) {
		from = wall
	}
	return from.Add(d).Truncate(time.Second) // the wire has no fractions
}

// Expired reports whether the credentials of the key have ended. It runs under
// the lock.
func (c *Cloud) Expired(k *Key) bool {
	return !k.Expires.IsZero() && !c.Expiry(0).Before(k.Expires)
}

// Account returns the account with the id, making it if need be. It runs under
// the lock.
func (c *Cloud) Account(id, partition string) *Account {
	a, ok := c.accounts[id]
	if !ok {
		a = &Account{ID: id, Partition: partition, Joined: c.Now()}
		c.accounts[id] = a
	}
	return a
}

// Lookup returns the account with the id, nil if the cloud has none. It runs
// under the lock.
func (c *Cloud) Lookup(id string) *Account { return c.accounts[id] }

// Accounts returns all accounts, by id. It runs under the lock.
func (c *Cloud) Accounts() []*Account {
	var all []*Account
	for _, a := range c.accounts {
		all = append(all, a)
	}
	slices.SortFunc(all, func(a, b *Account) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return all
}

// Operations lists the operations that models answer, as "iam:ListUsers".
func (c *Cloud) Operations() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.registry.Operations()
}

// Answer asks the models. It returns false if none answers the operation.
func (c *Cloud) Answer(ctx context.Context, call *Call) (out any, answered bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.registry.err != nil {
		return nil, true, c.registry.err
	}
	handler, ok := c.registry.handlers[reflect.TypeOf(call.Input)]
	if !ok {
		return nil, false, nil
	}
	out, err = handler(ctx, call)
	if err != nil {
		return nil, true, err
	}
	return c.copier.Of(out), true, nil // under the lock: out may point into the state
}

// Authorize lets the Authorizer decide on the call of an enforced caller.
func (c *Cloud) Authorize(ctx context.Context, call *Call) error {
	if !call.Caller.Enforced {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.Authorizer == nil {
		return fmt.Errorf("fakes: the policies of %s cannot be enforced: no model here evaluates policies; call as the account's administrator", call.Caller.ARN)
	}
	return c.Authorizer.Authorize(ctx, call)
}
