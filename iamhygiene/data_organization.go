package iamhygiene

// OrganizationDetails is the dataset of the organization that the account
// belongs to.
var OrganizationDetails = NewDataset[*Organization](DatasetInfo{
	Name: "organization", Title: "the organization",
	Operations: []string{"organizations:DescribeOrganization"},
})

// Organization is the AWS organization of the account.
//
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
type Organization struct {
	// Member is false for an account that belongs to no organization; the
	// other fields are then empty.
	Member bool `json:"member"`
	// ID is the id: "o-exampleorgid".
	ID  string `json:"id,omitempty"`
	ARN string `json:"arn,omitempty"`
	// FeatureSet is "ALL" or "CONSOLIDATED_BILLING".
	FeatureSet string `json:"feature_set,omitempty"`
	// ManagementAccount is the id of the management account.
	ManagementAccount string `json:"management_account,omitempty"`
}

// OrganizationAccounts is the dataset of the accounts of the organization,
// which only the management account and delegated administrators can list.
var OrganizationAccounts = NewDataset[[]OrganizationAccount](DatasetInfo{
	Name: "organization-accounts", Title: "the accounts of the organization",
	Operations: []string{"organizations:ListAccounts"},
})

// OrganizationAccount is an account of the organization.
//
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
type OrganizationAccount struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
	// State is "ACTIVE", "SUSPENDED", "PENDING_CLOSURE", ...
	State string `json:"state,omitempty"`
}

// ControlPolicies is the dataset of the policies by which the organization
// limits the account, which only the management account and delegated
// administrators can read.
var ControlPolicies = NewDataset[*ControlPolicySet](DatasetInfo{
	Name: "control-policies", Title: "the control policies of the organization",
	Operations: []string{"organizations:ListParents", "organizations:ListPoliciesForTarget", "organizations:DescribePolicy"},
})

// ControlPolicySet holds the service control policies and resource control
// policies that apply to the account, by level: the root first, then each
// organizational unit on the way, and the account last. A list that is nil
// means that policies of that type are not enabled, or that the account is in
// no organization.
//
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
type ControlPolicySet struct {
	SCPs []ControlLevel `json:"scps,omitempty"`
	RCPs []ControlLevel `json:"rcps,omitempty"`
}

// ControlLevel is one level of the organization with its policies.
type ControlLevel struct {
	// Target is the id of the root ("r-examplerootid"), of the organizational
	// unit ("ou-...") or of the account.
	Target   string          `json:"target"`
	Policies []ControlPolicy `json:"policies"`
}

// ControlPolicy is a service control policy or resource control policy.
//
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_Policy.html
type ControlPolicy struct {
	// ID is the id: "p-examplepolicyid111".
	ID         string `json:"id"`
	ARN        string `json:"arn"`
	Name       string `json:"name"`
	AWSManaged bool   `json:"aws_managed,omitempty"`
	// Document is the JSON text.
	Document Document `json:"document"`
}

// RootFeatures is the dataset of the features for central management of root
// access. It is a fact, not an error, that the account does not manage them.
var RootFeatures = NewDataset[*RootManagement](DatasetInfo{
	Name: "root-features", Title: "the features of centralised root access",
	Operations: []string{"iam:ListOrganizationsFeatures"},
})

// RootManagement is what iam:ListOrganizationsFeatures says.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOrganizationsFeatures.html
type RootManagement struct {
	// Enabled are the features: "RootCredentialsManagement", "RootSessions".
	Enabled []string `json:"enabled"`
	// Code is one of the modelled refusals, which are facts about the
	// account: "AccountNotManagementOrDelegatedAdministratorException",
	// "OrganizationNotFoundException",
	// "OrganizationNotInAllFeaturesModeException" or
	// "ServiceAccessNotEnabledException"; empty where AWS listed the features.
	Code string `json:"code,omitempty"`
}
