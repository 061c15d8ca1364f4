package fakes

import (
	"github.com/aws/aws-sdk-go-v2/service/account/types"

	"github.com/iamhygiene/sdk/fakes/internal/accountmodel"
)

// SetAlternateContact sets an alternate contact of the account, which has none
// at first. Its AlternateContactType says which one; all fields are required, and
// a contact that AWS would refuse is a [UsageError].
func (a *Account) SetAlternateContact(contact types.AlternateContact) {
	if err := a.changeAccount(func(s *accountmodel.Service) error { return s.SetAlternateContact(a.state, contact) }); err != nil {
		a.own.refuse(usage(0, "SetAlternateContact: %v", err))
	}
}

// SetContactInformation sets the primary contact of the account. At first it is
// made up.
func (a *Account) SetContactInformation(contact types.ContactInformation) {
	if err := a.changeAccount(func(s *accountmodel.Service) error { return s.SetContactInformation(a.state, contact) }); err != nil {
		a.own.refuse(usage(0, "SetContactInformation: %v", err))
	}
}

// SetName sets the name and the email address of the account; what is empty
// stays as it is.
func (a *Account) SetName(name, email string) {
	if err := a.changeAccount(func(s *accountmodel.Service) error { return s.SetProfile(a.state, name, email) }); err != nil {
		a.own.refuse(usage(0, "SetName: %v", err))
	}
}

// EnableRegions enables Regions that accounts have to opt into, such as
// "eu-south-1", at once. At first an account has those that every account has.
func (a *Account) EnableRegions(regions ...string) { a.setRegions(regions, true) }

// DisableRegions disables Regions that accounts have to opt into.
func (a *Account) DisableRegions(regions ...string) { a.setRegions(regions, false) }

func (a *Account) setRegions(regions []string, enabled bool) {
	for _, region := range regions {
		known := false
		a.changeAccount(func(s *accountmodel.Service) error { known = s.SetRegion(a.state, region, enabled); return nil })
		if !known {
			a.own.refuse(usage(1, "%q is no Region that accounts opt into; give one such as eu-south-1", region))
		}
	}
}

func (a *Account) changeAccount(fn func(*accountmodel.Service) error) (err error) {
	s := orgModelsOf(a.cloud.model).account
	a.cloud.model.Do(func() { err = fn(s) })
	return err
}
