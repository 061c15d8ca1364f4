package fakes

import (
	"time"

	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/fakes/internal/orgmodel"
)

// An OU is an organizational unit. Its methods are safe for concurrent use. Make
// one with [Organization.AddOU] or [OU.AddOU].
type OU struct {
	org      *Organization
	id, name string
}

// ID returns the id of the unit, such as ou-ab12-cd34ef56.
func (u *OU) ID() string { return u.id }

// Name returns the name of the unit.
func (u *OU) Name() string { return u.name }

// MemberOptions describe how an account belongs to an organization. The zero
// value of each field stands for the default that it names.
type MemberOptions struct {
	// Name of the account, by default "account-" and its id.
	Name string
	// Email is the email address of the account, by default one of
	// example.com.
	Email string
	// Joined is when the account joined, by default when it was made.
	Joined time.Time
	// Invited accounts existed before they joined; others were created in the
	// organization.
	Invited bool
	// Tags of the account in Organizations.
	Tags map[string]string
}

// ID returns the id of the organization, such as o-abcdefghij. It follows from
// the id of the management account, and so do the ids below it.
func (o *Organization) ID() (id string) {
	o.change(func(s *orgmodel.Service) error { id = s.ID(); return nil })
	return id
}

// RootID returns the id of the root, such as r-ab12.
func (o *Organization) RootID() (id string) {
	o.change(func(s *orgmodel.Service) error { id = s.Root(); return nil })
	return id
}

// AddOU makes an organizational unit below the root. A name that is there
// already, or a sixth level, is a [UsageError], which every call then gets.
func (o *Organization) AddOU(name string) *OU { return o.addOU(o.RootID(), name) }

// AddOU makes an organizational unit below this one, as [Organization.AddOU]
// does.
func (u *OU) AddOU(name string) *OU { return u.org.addOU(u.id, name) }

func (o *Organization) addOU(parent, name string) *OU {
	u := &OU{org: o, name: name}
	if err := o.change(func(s *orgmodel.Service) (err error) { u.id, err = s.AddUnit(parent, name); return err }); err != nil {
		o.cloud.refuse(usage(1, "AddOU: %q: %v", name, err))
	}
	return u
}

// AddAccount returns the member account with the id below the root, where it is
// put if it is elsewhere. [Organization.Account] leaves it where it is.
func (o *Organization) AddAccount(id string, options ...func(*MemberOptions)) *Account {
	return o.addAccount(o.RootID(), id, options)
}

// AddAccount returns the member account with the id in the unit, where it is put
// if it is elsewhere.
func (u *OU) AddAccount(id string, options ...func(*MemberOptions)) *Account {
	return u.org.addAccount(u.id, id, options)
}

func (o *Organization) addAccount(parent, id string, options []func(*MemberOptions)) *Account {
	a := o.cloud.account(id)
	if !model.IsAccountID(id) {
		a.own.refuse(usage(1, "AddAccount: %q is not an account id; give twelve digits, for example 111122223333", id))
	}
	var m MemberOptions
	for _, fn := range options {
		fn(&m)
	}
	models := orgModelsOf(o.cloud.model)
	method := orgtypes.AccountJoinedMethodCreated
	if m.Invited || id == o.management.id {
		method = orgtypes.AccountJoinedMethodInvited
	}
	err := o.change(func(s *orgmodel.Service) error {
		a.state.Member = true
		if err := s.Place(id, parent); err != nil {
			return err
		}
		if err := s.Joined(id, m.Joined, method); err != nil {
			return err
		}
		if err := models.account.SetProfile(a.state, m.Name, m.Email); err != nil {
			return err
		}
		return s.Tag(id, m.Tags)
	})
	if err != nil {
		o.cloud.refuse(usage(1, "AddAccount: %s: %v", id, err))
	}
	return a
}

// Suspend makes a member account one that AWS has suspended, as it does after
// the account was closed.
func (o *Organization) Suspend(accountID string) {
	o.setStatus("Suspend", accountID, orgtypes.AccountStatusSuspended)
}

// CloseAccount makes a member account one whose closure is requested and not
// done: its status is PENDING_CLOSURE.
func (o *Organization) CloseAccount(accountID string) {
	o.setStatus("CloseAccount", accountID, orgtypes.AccountStatusPendingClosure)
}

// Reinstate makes a member account active again.
func (o *Organization) Reinstate(accountID string) {
	o.setStatus("Reinstate", accountID, orgtypes.AccountStatusActive)
}

func (o *Organization) setStatus(what, id string, status orgtypes.AccountStatus) {
	if err := o.change(func(s *orgmodel.Service) error { return s.SetStatus(id, status) }); err != nil {
		o.cloud.refuse(usage(1, "%s: %s: %v", what, id, err))
	}
}

// EmptyPages puts an empty page in front of every page of the lists of
// Organizations, with a token that leads to it. AWS says that such pages may
// come; code that stops at the first page without results shows.
func (o *Organization) EmptyPages(on bool) {
	o.change(func(s *orgmodel.Service) error { s.EmptyPages = on; return nil })
}

// change runs fn on the model under the lock.
func (o *Organization) change(fn func(*orgmodel.Service) error) (err error) {
	s := orgModelsOf(o.cloud.model).org
	o.cloud.model.Do(func() { err = fn(s) })
	return err
}
