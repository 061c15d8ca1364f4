package fakes

import (
	"time"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// An Organization is a set of accounts, one of which manages the others. Its
// methods are safe for concurrent use. Make one with [NewOrganization].
type Organization struct {
	cloud      *cloud
	management *Account
}

var _ Target = (*Organization)(nil)

// NewOrganization returns an organization that has a management account and no
// members.
func NewOrganization(options ...func(*Options)) *Organization {
	var o Options
	for _, fn := range options {
		fn(&o)
	}
	if o.ManagementAccount == "" {
		o.ManagementAccount = "999999999999"
	}
	c := newCloud(o)
	if !o.known() {
		c.refuse(usage(0, "NewOrganization: %q is not a partition; leave Partition empty, or use aws, aws-cn or aws-us-gov", o.Partition))
	}
	if !model.IsAccountID(o.ManagementAccount) {
		c.refuse(usage(0, "NewOrganization: %q is not an account id; give twelve digits", o.ManagementAccount))
	}
	org := &Organization{cloud: c, management: c.account(o.ManagementAccount)}
	c.model.Do(func() {
		c.model.Organization = &model.Organization{ManagementID: o.ManagementAccount}
		org.management.state.Member = true
	})
	return org
}

// Management returns the management account.
func (o *Organization) Management() *Account { return o.management }

// Account returns the member account with the id, which joins the organization
// if it is new. The id has twelve digits; with another one, every call of the
// account fails with a [UsageError].
func (o *Organization) Account(id string) *Account {
	a := o.cloud.account(id)
	if !model.IsAccountID(id) {
		a.own.refuse(usage(0, "Organization.Account: %q is not an account id; give twelve digits, for example 111122223333", id))
	}
	o.cloud.model.Do(func() { a.state.Member = true })
	return a
}

// Accounts returns the accounts of the organization, by id.
func (o *Organization) Accounts() []*Account {
	var all []*Account
	o.cloud.model.Do(func() {
		for _, state := range o.cloud.model.Accounts() {
			if state.Member {
				all = append(all, o.cloud.accounts[state.ID])
			}
		}
	})
	return all
}

func (o *Organization) hooks() *hooks   { return &o.cloud.hooks }
func (o *Organization) cloudOf() *cloud { return o.cloud }

// Err returns the first error of setting the organization up, a [*UsageError],
// and nil if there is none.
func (o *Organization) Err() error { return o.cloud.err() }

// Fail is [Account.Fail] for the calls of all accounts. Faults of the account
// that calls come first.
func (o *Organization) Fail(op Operation, f Fault) { o.cloud.fail(op, f) }

// Recover ends the faults of the organization; those of accounts stay.
func (o *Organization) Recover() { o.cloud.disarm() }

// Calls returns the calls of all accounts, in the order in which they arrived.
// They are deep copies.
func (o *Organization) Calls() []Call { return o.cloud.copies() }

// ForgetCalls empties the organization's record of calls; accounts keep theirs.
func (o *Organization) ForgetCalls() { o.cloud.forget() }

// Advance moves the clock of the organization and of all its accounts.
func (o *Organization) Advance(d time.Duration) {
	o.cloud.model.Do(func() { o.cloud.model.Advance(d) })
}
