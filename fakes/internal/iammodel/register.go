package iammodel

import "github.com/iamhygiene/sdk/fakes/internal/model"

// Register names the operations that are modelled.
func (s *Service) Register(r *model.Registry) {
	s.registerReads(r)
	s.registerWrites(r)
	s.registerTags(r)
	s.registerAnalysis(r)
}

func (s *Service) registerReads(r *model.Registry) {
	handle(r, s.listUsers)
	handle(r, s.getUser)
	handle(r, s.getLoginProfile)
	handle(r, s.listGroupsForUser)
	handle(r, s.listGroups)
	handle(r, s.getGroup)
	handle(r, s.listRoles)
	handle(r, s.getRole)
	handle(r, s.listInstanceProfiles)
	handle(r, s.getInstanceProfile)
	handle(r, s.listInstanceProfilesForRole)

	handle(r, s.listUserPolicies)
	handle(r, s.getUserPolicy)
	handle(r, s.listAttachedUserPolicies)
	handle(r, s.listGroupPolicies)
	handle(r, s.getGroupPolicy)
	handle(r, s.listAttachedGroupPolicies)
	handle(r, s.listRolePolicies)
	handle(r, s.getRolePolicy)
	handle(r, s.listAttachedRolePolicies)
	handle(r, s.listPolicies)
	handle(r, s.getPolicy)
	handle(r, s.getPolicyVersion)
	handle(r, s.listPolicyVersions)
	handle(r, s.listEntitiesForPolicy)

	handle(r, s.listAccessKeys)
	handle(r, s.getAccessKeyLastUsed)
	handle(r, s.listMFADevices)
	handle(r, s.getMFADevice)
	handle(r, s.listVirtualMFADevices)
	handle(r, s.listSigningCertificates)
	handle(r, s.listSSHPublicKeys)
	handle(r, s.getSSHPublicKey)
	handle(r, s.listServiceSpecificCredentials)

	handle(r, s.listSAMLProviders)
	handle(r, s.getSAMLProvider)
	handle(r, s.listOpenIDConnectProviders)
	handle(r, s.getOpenIDConnectProvider)
	handle(r, s.listServerCertificates)
	handle(r, s.getServerCertificate)

	handle(r, s.listAccountAliases)
	handle(r, s.getAccountPasswordPolicy)
	handle(r, s.getAccountProperties)
	handle(r, s.getAccountSummary)
	handle(r, s.getAccountAuthorizationDetails)
	handle(r, s.getOutboundWebIdentityFederationInfo)
	handle(r, s.getServiceLinkedRoleDeletionStatus)
	handle(r, s.listOrganizationsFeatures)
}

func (s *Service) registerTags(r *model.Registry) {
	handle(r, s.listUserTags)
	handle(r, s.listRoleTags)
	handle(r, s.listPolicyTags)
	handle(r, s.listInstanceProfileTags)
	handle(r, s.listMFADeviceTags)
	handle(r, s.listSAMLProviderTags)
	handle(r, s.listOpenIDConnectProviderTags)
	handle(r, s.listServerCertificateTags)

	handle(r, s.tagUser)
	handle(r, s.tagRole)
	handle(r, s.tagPolicy)
	handle(r, s.tagInstanceProfile)
	handle(r, s.tagMFADevice)
	handle(r, s.tagSAMLProvider)
	handle(r, s.tagOpenIDConnectProvider)
	handle(r, s.tagServerCertificate)

	handle(r, s.untagUser)
	handle(r, s.untagRole)
	handle(r, s.untagPolicy)
	handle(r, s.untagInstanceProfile)
	handle(r, s.untagMFADevice)
	handle(r, s.untagSAMLProvider)
	handle(r, s.untagOpenIDConnectProvider)
	handle(r, s.untagServerCertificate)
}

// registerAnalysis names what IAM works out about an account.
func (s *Service) registerAnalysis(r *model.Registry) {
	handle(r, s.generateCredentialReport)
	handle(r, s.getCredentialReport)
	handle(r, s.generateServiceLastAccessedDetails)
	handle(r, s.getServiceLastAccessedDetails)
	handle(r, s.getServiceLastAccessedDetailsWithEntities)
	handle(r, s.listPoliciesGrantingServiceAccess)
	handle(r, s.generateOrganizationsAccessReport)
	handle(r, s.getOrganizationsAccessReport)
	handle(r, s.listDelegationRequests)
	handle(r, s.simulatePrincipalPolicy)
	handle(r, s.simulateCustomPolicy)
	handle(r, s.getContextKeysForPrincipalPolicy)
	handle(r, s.getContextKeysForCustomPolicy)
}
