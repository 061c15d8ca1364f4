package fakes

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/aws/smithy-go"

	"github.com/iamhygiene/sdk/fakes/internal/clone"
	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/fakes/internal/seam"
)

// A cloud is what the accounts of one fake share. Accounts that were made from
// one organization, or beside each other, have the same cloud.
type cloud struct {
	hooks    // for the calls of all accounts
	model    *model.Cloud
	copier   clone.Copier
	options  Options
	requests atomic.Uint64
	accounts map[string]*Account // under the lock of the model
}

func newCloud(o Options) *cloud {
	c := &cloud{options: o, accounts: make(map[string]*Account)}
	c.hooks.copier = &c.copier
	// The real time is needed in one place: the SDK compares the expiry of
	// temporary credentials with it.
	c.model = model.NewCloud(o.clock(), time.Now, &c.copier)
	addModels(c.model)
	return c
}

// account returns the account with the id, which is made if need be.
func (c *cloud) account(id string) *Account {
	var a *Account
	c.model.Do(func() {
		var ok bool
		if a, ok = c.accounts[id]; ok {
			return
		}
		a = &Account{cloud: c, id: id}
		a.own.copier = &c.copier
		c.accounts[id] = a
		a.state = c.model.Account(id, c.options.partition())
		a.admin = c.administrator(id)
	})
	return a
}

// requestID returns the next request id: unique, and of the form of a UUID.
func (c *cloud) requestID() string {
	n := c.requests.Add(1)
	return fmt.Sprintf("%08x-%04x-4000-8000-%012x", 0xfa4e0000+n>>32, n>>16&0xffff, n)
}

// answer answers a call, made by a client whose configuration belongs to home.
// What comes in which order is in the package documentation.
func (c *cloud) answer(ctx context.Context, home *Account, adopt bool, r seam.Request) (any, string, error) {
	id := c.requestID()
	m := &model.Call{
		Service: r.Service, Operation: r.Operation, Action: action(r.SigningName, r.Package, r.Operation),
		Region: r.Region, Endpoint: r.Endpoint, RequestID: id, Cloud: c.model,
	}
	account, denied := c.identify(m, home, adopt, r)
	call := Call{
		Service: r.Service, Package: r.Package, Operation: r.Operation, Action: m.Action, Region: r.Region,
		Account: account.id, Principal: m.Caller.ARN, AccessKeyID: r.AccessKeyID, RequestID: id, Attempt: r.Attempt,
		Input: c.copier.Of(r.Input),
	}
	c.model.Do(func() { call.Time = c.model.Now() })
	ofAll, ofAccount := call, call
	c.record(&ofAll)
	account.own.record(&ofAccount)

	out, err := c.decide(ctx, account, denied, call, m, r)
	c.finish(&ofAll, err)
	account.own.finish(&ofAccount, err)
	return out, id, err
}

// decide asks in turn who may answer.
func (c *cloud) decide(ctx context.Context, account *Account, denied error, call Call, m *model.Call, r seam.Request) (any, error) {
	levels := []*hooks{&account.own, &c.hooks}
	for _, h := range levels {
		if err := h.err(); err != nil {
			return nil, err
		}
	}
	if denied != nil {
		return nil, denied
	}
	if err := interrupted(ctx, call, r); err != nil {
		return nil, err
	}
	for _, h := range levels {
		if err := h.fault(call, r); err != nil {
			return nil, err
		}
	}
	m.Input = c.copier.Of(r.Input)
	if err := c.model.Authorize(ctx, m); err != nil {
		return nil, err
	}
	for _, h := range levels {
		if handled, out, err := h.ask(ctx, call); handled {
			return out, err
		}
	}
	out, answered, err := c.model.Answer(ctx, m)
	if !answered {
		return nil, &NotAnsweredError{Package: r.Package, Operation: r.Operation, Account: account.id}
	}
	return out, err
}

// identify finds the caller by the access key id. Credentials that the fake
// did not make belong to the administrator of home if adopt is set; they are
// those of code that loads its own configuration.
func (c *cloud) identify(m *model.Call, home *Account, adopt bool, r seam.Request) (account *Account, denied error) {
	c.model.Do(func() {
		account = home
		key := c.model.Keys.Get(r.AccessKeyID)
		if key != nil {
			if a, ok := c.accounts[key.Owner.AccountID]; ok {
				account = a
			}
		}
		m.Account = account.state
		m.Account.Seq++
		m.Seq = m.Account.Seq
		switch {
		case r.AccessKeyID == "":
			m.Caller = model.Principal{Kind: model.Anonymous, AccountID: home.id, Partition: home.state.Partition}
		case key == nil && adopt:
			m.Caller = c.model.Keys.Get(home.admin.AccessKeyID).Owner
		case key == nil, key.Inactive, key.Token != r.SessionToken, key.Unsettled(m.Account):
			denied = model.ErrUnknownKey
		case c.model.Expired(key):
			denied = &smithy.GenericAPIError{Code: r.Protocol.ExpiredToken(), Message: "The security token included in the request is expired"}
		default:
			m.Caller = key.Owner
			denied = c.refresh(&m.Caller)
		}
		if denied == nil && r.AccessKeyID != "" {
			denied = c.model.Admit(m)
		}
		if errors.Is(denied, model.ErrUnknownKey) {
			denied = &smithy.GenericAPIError{Code: r.Protocol.UnknownKey(), Message: r.Protocol.UnknownKeyMessage()}
		}
	})
	return account, denied
}

// refresh looks a principal up that was named before it existed, and refuses
// one that does not exist any more. Without a directory, the fake believes in
// every principal.
func (c *cloud) refresh(p *model.Principal) error {
	if d := c.model.Directory; d != nil && p.Enforced {
		switch p.Kind {
		case model.IAMUser:
			user, ok := d.User(p.AccountID, p.Name)
			if !ok || user.ARN != p.ARN {
				return model.ErrUnknownKey
			}
			p.ID = user.ID
		case model.RoleSession:
			role, ok := d.Role(p.AccountID, p.Name)
			if !ok {
				return model.ErrUnknownKey
			}
			p.ID, p.RoleARN = role.ID+":"+p.Session, role.ARN
		}
	}
	return nil
}
