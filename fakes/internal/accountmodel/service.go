package accountmodel

import (
	"fmt"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/account/types"
	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// principal is the name under which an organization trusts the service.
const principal = "account.amazonaws.com"

// An Organization tells which accounts belong together. The model of
// Organizations is one.
type Organization interface {
	// Trusts reports whether a service has trusted access.
	Trusts(service string) bool
	// Administers reports whether the caller's account may use a service, which
	// has trusted access, on behalf of the other accounts.
	Administers(c *model.Call, service string) bool
	// Status returns the status of a member account, and false for others.
	Status(accountID string) (orgtypes.AccountStatus, bool)
}

// Service answers operations of Account Management. Its methods are used under
// the lock of the Cloud. Make one with [New].
type Service struct {
	// Organization is nil where there is none.
	Organization Organization

	cloud *model.Cloud
	state model.State[store]
	calls uint64
}

var _ model.Service = (*Service)(nil)

// A store is what the service knows of one account.
type store struct {
	name, email string
	contact     types.ContactInformation
	alternates  map[types.AlternateContactType]types.AlternateContact
	regions     map[string]types.RegionOptStatus // only those that can be chosen
}

// New returns the model for the accounts of the Cloud.
func New(c *model.Cloud) *Service {
	s := &Service{cloud: c}
	c.Gates = append(c.Gates, s.gate)
	s.state.New = newStore
	s.state.Copy = func(st *store) *store {
		c := *st
		c.alternates, c.regions = maps.Clone(st.alternates), maps.Clone(st.regions)
		return &c
	}
	return s
}

func newStore(a *model.Account) *store {
	st := &store{
		name:       "account-" + a.ID,
		email:      "aws+" + a.ID + "@example.com",
		alternates: make(map[types.AlternateContactType]types.AlternateContact),
		regions:    make(map[string]types.RegionOptStatus),
	}
	// Every account has a primary contact, from the day on which it is opened.
	st.contact = types.ContactInformation{
		FullName: aws.String("Example Owner"), CompanyName: aws.String("Example Corp."),
		AddressLine1: aws.String("123 Any Street"), City: aws.String("Any Town"), StateOrRegion: aws.String("WA"),
		PostalCode: aws.String("98101"), CountryCode: aws.String("US"), PhoneNumber: aws.String("+12065550100"),
	}
	for _, r := range regionsOf(a.Partition).optIn {
		st.regions[r] = types.RegionOptStatusDisabled
	}
	return st
}

// Register names the operations that are modelled.
func (s *Service) Register(r *model.Registry) {
	model.Handle(r, s.getAlternateContact)
	model.Handle(r, s.putAlternateContact)
	model.Handle(r, s.deleteAlternateContact)
	model.Handle(r, s.getContactInformation)
	model.Handle(r, s.putContactInformation)
	model.Handle(r, s.getAccountInformation)
	model.Handle(r, s.putAccountName)
	model.Handle(r, s.getPrimaryEmail)
	model.Handle(r, s.listRegions)
	model.Handle(r, s.getRegionOptStatus)
	model.Handle(r, s.enableRegion)
	model.Handle(r, s.disableRegion)
}

// target returns the account that a call is about, after checking that the
// caller may name it. It is a view of the account with the lag of the caller.
func (s *Service) target(c *model.Call, id *string) (*model.Call, error) {
	about := c.Account
	if id != nil {
		if !model.IsAccountID(*id) {
			return nil, faulty("accountId", "The account id must have twelve digits.")
		}
		if err := s.mayManage(c, *id); err != nil {
			return nil, err
		}
		about = s.cloud.Lookup(*id)
	}
	s.calls++
	a := *about
	a.Settings = c.Account.Settings
	return &model.Call{Account: &a, Seq: s.calls, Cloud: c.Cloud}, nil
}

func (s *Service) mayManage(c *model.Call, id string) error {
	denied := func(why string) error {
		return model.Errorf("AccessDeniedException", "User: %s is not authorized to perform: %s (%s)", c.Caller.ARN, c.Action, why)
	}
	org := s.Organization
	if org == nil || s.cloud.Organization == nil || !c.Account.Member {
		return denied("The AccountId parameter can be used by members of an organization only.")
	}
	switch _, member := org.Status(id); {
	case !org.Trusts(principal):
		return denied("Your organization must first enable trusted access with AWS Account Management.")
	case !org.Administers(c, principal):
		return denied("The AccountId parameter can be used by the management account and the delegated administrator only.")
	case !member:
		return denied("The account is not a member of your organization.")
	case id == s.cloud.Organization.ManagementID:
		return denied("The management account can only be managed using the standalone context from the management account.")
	}
	return nil
}

// faulty returns the error for a parameter that AWS does not accept.
func faulty(field, message string) error {
	return &types.ValidationException{
		Message: aws.String(message), Reason: types.ValidationExceptionReasonFieldValidationFailed,
		FieldList: []types.ValidationExceptionField{{Name: aws.String(field), Message: aws.String(message)}},
	}
}

// length checks a text that has at least one character and at most the limit.
func length(field string, value *string, limit int) error {
	if n := len([]rune(aws.ToString(value))); n < 1 || n > limit {
		return faulty(field, fmt.Sprintf("The value of %s must have between 1 and %d characters.", field, limit))
	}
	return nil
}

func first(errs ...error) error {
	if i := slices.IndexFunc(errs, func(err error) bool { return err != nil }); i >= 0 {
		return errs[i]
	}
	return nil
}
