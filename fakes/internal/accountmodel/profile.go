package accountmodel

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/account/types"
	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// Profile returns the name and the email address of an account.
func (s *Service) Profile(a *model.Account) (name, email string) {
	st := s.state.At(a)
	return st.name, st.email
}

// SetProfile sets the name and the email address of an account; what is empty
// stays as it is.
func (s *Service) SetProfile(a *model.Account, name, email string) error {
	st := s.state.At(a)
	if name != "" {
		if err := length("accountName", &name, 50); err != nil {
			return err
		}
		st.name = name
	}
	if email != "" {
		if !emailForm.MatchString(email) {
			return faulty("primaryEmail", "The value of primaryEmail is not an email address.")
		}
		st.email = email
	}
	return nil
}

func (s *Service) getAccountInformation(_ context.Context, c *model.Call, in *account.GetAccountInformationInput) (*account.GetAccountInformationOutput, error) {
	about, err := s.target(c, in.AccountId)
	if err != nil {
		return nil, err
	}
	state := types.AccountStateActive
	if s.Organization != nil {
		// The service has no state for a closure that is pending: the account
		// is still there.
		if status, ok := s.Organization.Status(about.Account.ID); ok && status == orgtypes.AccountStatusSuspended {
			state = types.AccountStateSuspended
		}
	}
	return &account.GetAccountInformationOutput{
		AccountId: aws.String(about.Account.ID), AccountName: aws.String(s.state.Read(about).name),
		AccountCreatedDate: aws.Time(about.Account.Joined), AccountState: state,
	}, nil
}

func (s *Service) putAccountName(_ context.Context, c *model.Call, in *account.PutAccountNameInput) (*account.PutAccountNameOutput, error) {
	about, err := s.target(c, in.AccountId)
	if err != nil {
		return nil, err
	}
	if err := length("accountName", in.AccountName, 50); err != nil {
		return nil, err
	}
	s.state.Write(about).name = *in.AccountName
	return nil, nil
}

// getPrimaryEmail is for the managers of an organization: its AccountId is
// required.
func (s *Service) getPrimaryEmail(_ context.Context, c *model.Call, in *account.GetPrimaryEmailInput) (*account.GetPrimaryEmailOutput, error) {
	about, err := s.target(c, in.AccountId)
	if err != nil {
		return nil, err
	}
	return &account.GetPrimaryEmailOutput{PrimaryEmail: aws.String(s.state.Read(about).email)}, nil
}
