package enforce

import (
	"strings"
	"sync"
)

// A row says for operations of IAM what their resource is, and which member of
// the input names it.
type row struct {
	kind, member string
	operations   string
}

// The rows follow the resource types of the service authorization reference
// (AWS Identity and Access Management). What is not here has no resource.
//
// AWS: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
var iamRows = [...]row{
	{"user", "UserName", `AttachUserPolicy CreateAccessKey CreateLoginProfile CreateServiceSpecificCredential CreateUser
		DeactivateMFADevice DeleteAccessKey DeleteLoginProfile DeleteServiceSpecificCredential DeleteSigningCertificate
		DeleteSSHPublicKey DeleteUser DeleteUserPermissionsBoundary DeleteUserPolicy DetachUserPolicy EnableMFADevice
		GetLoginProfile GetMFADevice GetSSHPublicKey GetUser GetUserPolicy ListAccessKeys ListAttachedUserPolicies
		ListGroupsForUser ListMFADevices ListServiceSpecificCredentials ListSigningCertificates ListSSHPublicKeys
		ListUserPolicies ListUserTags PutUserPermissionsBoundary PutUserPolicy ResetServiceSpecificCredential
		ResyncMFADevice TagUser UntagUser UpdateAccessKey UpdateLoginProfile UpdateServiceSpecificCredential
		UpdateSigningCertificate UpdateSSHPublicKey UpdateUser UploadSigningCertificate UploadSSHPublicKey
		ChangePassword`},
	{"group", "GroupName", `AddUserToGroup AttachGroupPolicy CreateGroup DeleteGroup DeleteGroupPolicy DetachGroupPolicy
		GetGroup GetGroupPolicy ListAttachedGroupPolicies ListGroupPolicies PutGroupPolicy RemoveUserFromGroup UpdateGroup`},
	{"role", "RoleName", `AttachRolePolicy CreateRole DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy
		DeleteServiceLinkedRole DetachRolePolicy GetRole GetRolePolicy ListAttachedRolePolicies
		ListInstanceProfilesForRole ListRolePolicies ListRoleTags PutRolePermissionsBoundary PutRolePolicy TagRole
		UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription`},
	{"policy", "PolicyArn", `CreatePolicyVersion DeletePolicy DeletePolicyVersion GetPolicy GetPolicyVersion
		ListEntitiesForPolicy ListPolicyTags ListPolicyVersions SetDefaultPolicyVersion TagPolicy UntagPolicy`},
	{"policy", "PolicyName", `CreatePolicy`},
	{"instance-profile", "InstanceProfileName", `AddRoleToInstanceProfile CreateInstanceProfile DeleteInstanceProfile
		GetInstanceProfile ListInstanceProfileTags RemoveRoleFromInstanceProfile TagInstanceProfile UntagInstanceProfile`},
	{"server-certificate", "ServerCertificateName", `DeleteServerCertificate GetServerCertificate
		ListServerCertificateTags TagServerCertificate UntagServerCertificate UpdateServerCertificate UploadServerCertificate`},
	{"mfa", "SerialNumber", `DeleteVirtualMFADevice ListMFADeviceTags TagMFADevice UntagMFADevice`},
	{"mfa", "VirtualMFADeviceName", `CreateVirtualMFADevice`},
	{"saml-provider", "SAMLProviderArn", `DeleteSAMLProvider GetSAMLProvider ListSAMLProviderTags TagSAMLProvider
		UntagSAMLProvider UpdateSAMLProvider`},
	{"saml-provider", "Name", `CreateSAMLProvider`},
	{"oidc-provider", "OpenIDConnectProviderArn", `AddClientIDToOpenIDConnectProvider DeleteOpenIDConnectProvider
		GetOpenIDConnectProvider ListOpenIDConnectProviderTags RemoveClientIDFromOpenIDConnectProvider
		TagOpenIDConnectProvider UntagOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint`},
	{"oidc-provider", "Url", `CreateOpenIDConnectProvider`},
	{"delegation-request", "DelegationRequestId", `AcceptDelegationRequest AssociateDelegationRequest
		GetDelegationRequest RejectDelegationRequest SendDelegationToken UpdateDelegationRequest`},
	{"delegation-request", "", `CreateDelegationRequest`},
	{"arn", "EntityArn", `GetHumanReadableSummary`},
	{"arn", "TemplateArn", `GetRoleTemplateVersion`},
	// Operations that take the ARN of a user, group, role or policy.
	{"arn", "Arn", `GenerateServiceLastAccessedDetails ListPoliciesGrantingServiceAccess`},
	{"arn", "PolicySourceArn", `GetContextKeysForPrincipalPolicy SimulatePrincipalPolicy`},
	{"access-report", "EntityPath", `GenerateOrganizationsAccessReport`},
	// Those that no member names.
	{"key", "AccessKeyId", `GetAccessKeyLastUsed`},
	{"linked", "AWSServiceName", `CreateServiceLinkedRole`},
	{"task", "DeletionTaskId", `GetServiceLinkedRoleDeletionStatus`},
}

// iamTable finds the row of an operation.
var iamTable = sync.OnceValue(func() map[string]*row {
	table := make(map[string]*row)
	for i := range iamRows {
		for _, op := range strings.Fields(iamRows[i].operations) {
			table[op] = &iamRows[i]
		}
	}
	return table
})

// shownAs is how IAM writes the resource of operations without one.
var shownAs = map[string]string{
	"ListUsers":                  "user/",
	"ListGroups":                 "group/",
	"ListRoles":                  "role/",
	"ListInstanceProfiles":       "instance-profile/",
	"ListServerCertificates":     "server-certificate/",
	"ListVirtualMFADevices":      "mfa/",
	"ListSAMLProviders":          "saml-provider/*",
	"ListOpenIDConnectProviders": "oidc-provider/*",
}

// tagActions are the actions that creating something with tags needs too.
var tagActions = map[string]string{
	"CreateInstanceProfile":       "TagInstanceProfile",
	"CreateOpenIDConnectProvider": "TagOpenIDConnectProvider",
	"CreatePolicy":                "TagPolicy",
	"CreateRole":                  "TagRole",
	"CreateSAMLProvider":          "TagSAMLProvider",
	"CreateUser":                  "TagUser",
	"CreateVirtualMFADevice":      "TagMFADevice",
	"UploadServerCertificate":     "TagServerCertificate",
}

// words are the kinds that IAM's errors name by a word instead of an ARN.
var words = map[string]string{
	"user": "user ", "group": "group ", "role": "role ", "policy": "policy ", "instance-profile": "instance profile ",
}
