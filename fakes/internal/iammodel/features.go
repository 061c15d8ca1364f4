package iammodel

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// An Organization is what IAM asks about the organization of an account. The
// model of AWS Organizations is one.
type Organization interface {
	// Membership tells the organization of an account, false if it is in none.
	Membership(account string) (orgID, path, managementID string, ok bool)
	// Trusts reports whether trusted access is enabled for a service, and
	// Administers whether the caller's account may use it for others.
	Trusts(service string) bool
	Administers(c *model.Call, service string) bool
	// Levels returns the policies of the organization that bind an account.
	Levels(account string) (scps, rcps [][]*policyeval.Policy)
	// Entity returns what is at an entity path, SCP the document of a service
	// control policy; both are false for what does not exist.
	Entity(path string) (model.OrgEntity, bool)
	SCP(id string) (document string, ok bool)
	// SCPsEnabled reports whether the organization has service control policies
	// enabled.
	SCPsEnabled() bool
}

// trustedService is the principal of IAM as a trusted service.
const trustedService = "iam.amazonaws.com"

// features finds the store that has the features of the organization: that of
// the management account.
func (s *Service) features(c *model.Call) (st *Store, orgID string, err error) {
	if s.Organization == nil {
		return nil, "", model.Errorf("OrganizationNotFoundException", "Your account is not a member of an organization.")
	}
	orgID, _, management, ok := s.Organization.Membership(c.Account.ID)
	switch {
	case !ok:
		return nil, "", model.Errorf("OrganizationNotFoundException", "Your account is not a member of an organization.")
	case c.Account.ID == management && !s.Organization.Trusts(trustedService):
		return nil, "", model.Errorf("ServiceAccessNotEnabledException", "Trusted access is not enabled for %s.", trustedService)
	case !s.Organization.Administers(c, trustedService):
		return nil, "", model.Errorf("AccountNotManagementOrDelegatedAdministratorException", "The account is neither the management account nor a delegated administrator.")
	}
	return s.storeOf(management), orgID, nil
}

func (s *Service) listOrganizationsFeatures(c *model.Call, _ *iam.ListOrganizationsFeaturesInput) (*iam.ListOrganizationsFeaturesOutput, error) {
	st, id, err := s.features(c)
	if err != nil {
		return nil, err
	}
	return &iam.ListOrganizationsFeaturesOutput{EnabledFeatures: st.enabled(), OrganizationId: &id}, nil
}

// enabled is a copy that is there even if it is empty.
func (st *Store) enabled() []types.FeatureType {
	return slices.Concat([]types.FeatureType{}, st.Features)
}

// setFeature enables or disables a feature; twice is no error.
func (s *Service) setFeature(c *model.Call, f types.FeatureType, on bool) ([]types.FeatureType, *string, error) {
	st, id, err := s.features(c)
	if err != nil {
		return nil, nil, err
	}
	st.Features = slices.DeleteFunc(st.Features, func(x types.FeatureType) bool { return x == f })
	if on {
		st.Features = append(st.Features, f)
		slices.Sort(st.Features)
	}
	return st.enabled(), &id, nil
}

func (s *Service) enableOrganizationsRootCredentialsManagement(c *model.Call, _ *iam.EnableOrganizationsRootCredentialsManagementInput) (*iam.EnableOrganizationsRootCredentialsManagementOutput, error) {
	features, id, err := s.setFeature(c, types.FeatureTypeRootCredentialsManagement, true)
	if err != nil {
		return nil, err
	}
	return &iam.EnableOrganizationsRootCredentialsManagementOutput{EnabledFeatures: features, OrganizationId: id}, nil
}

func (s *Service) disableOrganizationsRootCredentialsManagement(c *model.Call, _ *iam.DisableOrganizationsRootCredentialsManagementInput) (*iam.DisableOrganizationsRootCredentialsManagementOutput, error) {
	features, id, err := s.setFeature(c, types.FeatureTypeRootCredentialsManagement, false)
	if err != nil {
		return nil, err
	}
	return &iam.DisableOrganizationsRootCredentialsManagementOutput{EnabledFeatures: features, OrganizationId: id}, nil
}

func (s *Service) enableOrganizationsRootSessions(c *model.Call, _ *iam.EnableOrganizationsRootSessionsInput) (*iam.EnableOrganizationsRootSessionsOutput, error) {
	features, id, err := s.setFeature(c, types.FeatureTypeRootSessions, true)
	if err != nil {
		return nil, err
	}
	return &iam.EnableOrganizationsRootSessionsOutput{EnabledFeatures: features, OrganizationId: id}, nil
}

func (s *Service) disableOrganizationsRootSessions(c *model.Call, _ *iam.DisableOrganizationsRootSessionsInput) (*iam.DisableOrganizationsRootSessionsOutput, error) {
	features, id, err := s.setFeature(c, types.FeatureTypeRootSessions, false)
	if err != nil {
		return nil, err
	}
	return &iam.DisableOrganizationsRootSessionsOutput{EnabledFeatures: features, OrganizationId: id}, nil
}
