package accountmodel

import (
	"context"
	"regexp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/account/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// The forms of addresses and telephone numbers (API_PutAlternateContact).
var (
	emailForm = regexp.MustCompile(`^\s*[\w+=.#|!&-]+@[\w.-]+\.\w+\s*$`)
	phoneForm = regexp.MustCompile(`^[\s0-9()+-]+$`)
)

func checkKind(kind types.AlternateContactType) error {
	if slices.Contains(kind.Values(), kind) {
		return nil
	}
	return faulty("alternateContactType", "The type of an alternate contact is BILLING, OPERATIONS or SECURITY.")
}

var errNoContact = model.Errorf("ResourceNotFoundException", "No contact of the inputted alternate contact type found.")

func (s *Service) getAlternateContact(_ context.Context, c *model.Call, in *account.GetAlternateContactInput) (*account.GetAlternateContactOutput, error) {
	about, err := s.target(c, in.AccountId)
	if err != nil {
		return nil, err
	}
	if err := checkKind(in.AlternateContactType); err != nil {
		return nil, err
	}
	contact, ok := s.state.Read(about).alternates[in.AlternateContactType]
	if !ok {
		return nil, errNoContact
	}
	return &account.GetAlternateContactOutput{AlternateContact: &contact}, nil
}

func (s *Service) putAlternateContact(_ context.Context, c *model.Call, in *account.PutAlternateContactInput) (*account.PutAlternateContactOutput, error) {
	about, err := s.target(c, in.AccountId)
	if err != nil {
		return nil, err
	}
	contact := types.AlternateContact{
		AlternateContactType: in.AlternateContactType, Name: in.Name, Title: in.Title,
		EmailAddress: in.EmailAddress, PhoneNumber: in.PhoneNumber,
	}
	if err := checkContact(contact); err != nil {
		return nil, err
	}
	s.state.Write(about).alternates[in.AlternateContactType] = contact
	return nil, nil
}

func checkContact(c types.AlternateContact) error {
	if err := first(checkKind(c.AlternateContactType), length("name", c.Name, 64), length("title", c.Title, 50),
		length("emailAddress", c.EmailAddress, 254), length("phoneNumber", c.PhoneNumber, 25)); err != nil {
		return err
	}
	switch {
	case !emailForm.MatchString(*c.EmailAddress):
		return faulty("emailAddress", "The value of emailAddress is not an email address.")
	case !phoneForm.MatchString(*c.PhoneNumber):
		return faulty("phoneNumber", "The value of phoneNumber is not a telephone number.")
	}
	return nil
}

func (s *Service) deleteAlternateContact(_ context.Context, c *model.Call, in *account.DeleteAlternateContactInput) (*account.DeleteAlternateContactOutput, error) {
	about, err := s.target(c, in.AccountId)
	if err != nil {
		return nil, err
	}
	if err := checkKind(in.AlternateContactType); err != nil {
		return nil, err
	}
	st := s.state.Write(about)
	if _, ok := st.alternates[in.AlternateContactType]; !ok {
		return nil, errNoContact
	}
	delete(st.alternates, in.AlternateContactType)
	return nil, nil
}

func (s *Service) getContactInformation(_ context.Context, c *model.Call, in *account.GetContactInformationInput) (*account.GetContactInformationOutput, error) {
	about, err := s.target(c, in.AccountId)
	if err != nil {
		return nil, err
	}
	contact := s.state.Read(about).contact
	return &account.GetContactInformationOutput{ContactInformation: &contact}, nil
}

func (s *Service) putContactInformation(_ context.Context, c *model.Call, in *account.PutContactInformationInput) (*account.PutContactInformationOutput, error) {
	about, err := s.target(c, in.AccountId)
	if err != nil {
		return nil, err
	}
	if err := checkInformation(in.ContactInformation); err != nil {
		return nil, err
	}
	s.state.Write(about).contact = *in.ContactInformation
	return nil, nil
}

func checkInformation(c *types.ContactInformation) error {
	err := first(length("fullName", c.FullName, 50), length("addressLine1", c.AddressLine1, 60), length("city", c.City, 50),
		length("postalCode", c.PostalCode, 20), length("phoneNumber", c.PhoneNumber, 20))
	switch {
	case err != nil:
		return err
	case len(aws.ToString(c.CountryCode)) != 2:
		return faulty("countryCode", "The value of countryCode must be a country code of two letters.")
	}
	return nil
}

// SetAlternateContact sets a contact without a call. The error is the one that
// a call would get.
func (s *Service) SetAlternateContact(a *model.Account, contact types.AlternateContact) error {
	if err := checkContact(contact); err != nil {
		return err
	}
	s.state.At(a).alternates[contact.AlternateContactType] = contact
	return nil
}

// SetContactInformation sets the primary contact without a call.
func (s *Service) SetContactInformation(a *model.Account, contact types.ContactInformation) error {
	if err := checkInformation(&contact); err != nil {
		return err
	}
	s.state.At(a).contact = contact
	return nil
}
