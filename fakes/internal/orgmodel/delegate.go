package orgmodel

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

var (
	errRegistered    = model.Errorf("AccountAlreadyRegisteredException", "The provided account is already a delegated administrator for your organization.")
	errNotRegistered = model.Errorf("AccountNotRegisteredException", "The provided account is not a registered delegated administrator for your organization.")
)

// servicePrincipal is the form of the names of AWS services. AWS knows which of
// them exist; the fake takes any.
var servicePrincipal = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$`)

func checkService(name *string) error {
	if servicePrincipal.MatchString(aws.ToString(name)) {
		return nil
	}
	return invalid(types.InvalidInputExceptionReasonUnrecognizedServicePrincipal, "You specified an unrecognized service principal.")
}

func (s *Service) listDelegatedAdministrators(_ context.Context, c *model.Call, in *organizations.ListDelegatedAdministratorsInput) (*organizations.ListDelegatedAdministratorsOutput, error) {
	st, err := s.read(c, readers)
	if err != nil {
		return nil, err
	}
	if in.ServicePrincipal != nil {
		if err := checkService(in.ServicePrincipal); err != nil {
			return nil, err
		}
	}
	var all []types.DelegatedAdministrator
	for _, id := range slices.Sorted(maps.Keys(st.delegated)) {
		since, ok := since(st.delegated[id], in.ServicePrincipal)
		if !ok {
			continue
		}
		a := s.accountOutput(st, st.nodes[id])
		all = append(all, types.DelegatedAdministrator{
			Arn: a.Arn, Id: a.Id, Name: a.Name, Email: a.Email, Status: a.Status, State: a.State,
			JoinedMethod: a.JoinedMethod, JoinedTimestamp: a.JoinedTimestamp, DelegationEnabledDate: aws.Time(since),
		})
	}
	admins, next, err := page(s, c, all, func(a types.DelegatedAdministrator) *string { return a.Id }, in.NextToken, in.MaxResults)
	return &organizations.ListDelegatedAdministratorsOutput{DelegatedAdministrators: admins, NextToken: next}, err
}

// since tells when an account became administrator: of one service, or of the
// first of all.
func since(services map[string]time.Time, service *string) (time.Time, bool) {
	if service != nil {
		t, ok := services[*service]
		return t, ok
	}
	var first time.Time
	for _, t := range services {
		if first.IsZero() || t.Before(first) {
			first = t
		}
	}
	return first, len(services) > 0
}

func (s *Service) listDelegatedServicesForAccount(_ context.Context, c *model.Call, in *organizations.ListDelegatedServicesForAccountInput) (*organizations.ListDelegatedServicesForAccountOutput, error) {
	st, err := s.read(c, readers, scope{resources: []string{aws.ToString(in.AccountId)}})
	if err != nil {
		return nil, err
	}
	if err := checkAccountID(in.AccountId); err != nil {
		return nil, err
	}
	services := st.delegated[*in.AccountId]
	switch {
	case st.account(*in.AccountId) == nil:
		return nil, errNoAccount
	case len(services) == 0:
		return nil, errNotRegistered
	}
	var all []types.DelegatedService
	for _, name := range slices.Sorted(maps.Keys(services)) {
		all = append(all, types.DelegatedService{ServicePrincipal: aws.String(name), DelegationEnabledDate: aws.Time(services[name])})
	}
	out, next, err := page(s, c, all, func(d types.DelegatedService) *string { return d.ServicePrincipal }, in.NextToken, in.MaxResults)
	return &organizations.ListDelegatedServicesForAccountOutput{DelegatedServices: out, NextToken: next}, err
}

func (s *Service) registerDelegatedAdministrator(_ context.Context, c *model.Call, in *organizations.RegisterDelegatedAdministratorInput) (*organizations.RegisterDelegatedAdministratorOutput, error) {
	st, err := s.write(c, management)
	if err != nil {
		return nil, err
	}
	if err := checkAccountID(in.AccountId); err != nil {
		return nil, err
	}
	if err := checkService(in.ServicePrincipal); err != nil {
		return nil, err
	}
	return nil, st.register(*in.AccountId, *in.ServicePrincipal, c.Now())
}

func (st *store) register(account, service string, now time.Time) error {
	n := st.account(account)
	switch {
	case n == nil:
		return errNoAccount
	case account == st.management:
		return constraint(types.ConstraintViolationExceptionReasonCannotRegisterMasterAsDelegatedAdministrator,
			"You cannot register the management account as delegated administrator for your organization.")
	case n.status != types.AccountStatusActive:
		return constraint(types.ConstraintViolationExceptionReasonCannotRegisterSuspendedAccountAsDelegatedAdministrator,
			"You cannot register a suspended account as delegated administrator.")
	case st.trusted[service].IsZero():
		return constraint(types.ConstraintViolationExceptionReasonServiceAccessNotEnabled,
			"You attempted to register a delegated administrator before you enabled service access.")
	case !st.delegated[account][service].IsZero():
		return errRegistered
	}
	if st.delegated[account] == nil {
		st.delegated[account] = make(map[string]time.Time)
	}
	st.delegated[account][service] = now
	return nil
}

func (s *Service) deregisterDelegatedAdministrator(_ context.Context, c *model.Call, in *organizations.DeregisterDelegatedAdministratorInput) (*organizations.DeregisterDelegatedAdministratorOutput, error) {
	st, err := s.write(c, management)
	if err != nil {
		return nil, err
	}
	if err := checkAccountID(in.AccountId); err != nil {
		return nil, err
	}
	if err := checkService(in.ServicePrincipal); err != nil {
		return nil, err
	}
	services := st.delegated[*in.AccountId]
	switch {
	case st.account(*in.AccountId) == nil:
		return nil, errNoAccount
	case services[*in.ServicePrincipal].IsZero():
		return nil, errNotRegistered
	}
	delete(services, *in.ServicePrincipal)
	if len(services) == 0 {
		delete(st.delegated, *in.AccountId)
	}
	return nil, nil
}

func (s *Service) listAWSServiceAccess(_ context.Context, c *model.Call, in *organizations.ListAWSServiceAccessForOrganizationInput) (*organizations.ListAWSServiceAccessForOrganizationOutput, error) {
	st, err := s.read(c, readers)
	if err != nil {
		return nil, err
	}
	var all []types.EnabledServicePrincipal
	for _, name := range slices.Sorted(maps.Keys(st.trusted)) {
		all = append(all, types.EnabledServicePrincipal{ServicePrincipal: aws.String(name), DateEnabled: aws.Time(st.trusted[name])})
	}
	services, next, err := page(s, c, all, func(p types.EnabledServicePrincipal) *string { return p.ServicePrincipal }, in.NextToken, in.MaxResults)
	return &organizations.ListAWSServiceAccessForOrganizationOutput{EnabledServicePrincipals: services, NextToken: next}, err
}

func (s *Service) enableAWSServiceAccess(_ context.Context, c *model.Call, in *organizations.EnableAWSServiceAccessInput) (*organizations.EnableAWSServiceAccessOutput, error) {
	st, err := s.write(c, management)
	if err != nil {
		return nil, err
	}
	if err := checkService(in.ServicePrincipal); err != nil {
		return nil, err
	}
	st.trust(*in.ServicePrincipal, c.Now())
	return nil, nil
}

// trust enables trusted access; again is no error and changes nothing.
func (st *store) trust(service string, now time.Time) {
	if _, ok := st.trusted[service]; !ok {
		st.trusted[service] = now
	}
}

func (s *Service) disableAWSServiceAccess(_ context.Context, c *model.Call, in *organizations.DisableAWSServiceAccessInput) (*organizations.DisableAWSServiceAccessOutput, error) {
	st, err := s.write(c, management)
	if err != nil {
		return nil, err
	}
	if err := checkService(in.ServicePrincipal); err != nil {
		return nil, err
	}
	// Delegated administrators stay registered, without effect.
	delete(st.trusted, *in.ServicePrincipal)
	return nil, nil
}
