// Package ssofake models IAM Identity Center (the API named SSO Admin) in the
// accounts of package fakes: instances, permission sets, who is assigned what in
// which account, and the roles that come of it. Users and groups of the identity
// store are ids that are believed; nobody signs in.
//
//	org := fakes.NewOrganization()
//	center := ssofake.Of(org.Account("999999999999"))
//	set := center.AddPermissionSet("Admin", ssofake.Managed("arn:aws:iam::aws:policy/AdministratorAccess"))
//	center.AssignGroup(set, "111122223333", group)
//
// [Of] installs the model; without it, the account's calls are not answered. An
// instance belongs to one Region of one account: [Service.In] chooses another
// Region than the account's own. The builders make the instance when they need
// it.
//
// # What is modelled
//
// The operations ListInstances, ListPermissionSets, DescribePermissionSet,
// GetInlinePolicyForPermissionSet, ListManagedPoliciesInPermissionSet,
// ListCustomerManagedPolicyReferencesInPermissionSet,
// GetPermissionsBoundaryForPermissionSet,
// ListAccountsForProvisionedPermissionSet,
// ListPermissionSetsProvisionedToAccount, ListAccountAssignments and
// ListTagsForResource; CreatePermissionSet, DeletePermissionSet, the operations
// that put, attach, detach and delete policies and the permissions boundary of a
// set, CreateAccountAssignment, DeleteAccountAssignment, ProvisionPermissionSet,
// and the three that describe how far those have come.
//
// The instance of the management account serves the organization: its members
// see it in ListInstances, and the delegated administrator of sso.amazonaws.com
// works with it, though not on the management account. An instance of any other
// account has no permission sets.
//
// The first assignment of a permission set in an account makes the role
// AWSReservedSSO_NAME_SUFFIX there, with the SAML provider that it trusts, and
// the last that goes deletes the role. A change of the set shows in the roles
// after ProvisionPermissionSet only, as in AWS. Assignments and provisioning say
// IN_PROGRESS in the output and are done for the next call; FAILED if a customer
// managed policy is missing in the account.
//
// # What is not
//
// Applications, access control attributes, trusted token issuers, and the
// identity store's own API.
//
// AWS: https://docs.aws.amazon.com/singlesignon/latest/APIReference/welcome.html
package ssofake
