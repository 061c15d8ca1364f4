package iamhygiene

import "github.com/iamhygiene/sdk/credreport"

// The built-in datasets. They are keys, not data; treat them as constants.
var (
	// CredentialReport is the credential report of the account. Its time is
	// the report's GeneratedTime where that is known.
	CredentialReport = NewDataset[*credreport.Report](DatasetInfo{
		Name: "credential-report", Title: "the credential report",
		Operations: []string{"iam:GenerateCredentialReport", "iam:GetCredentialReport"},
	})
	// Authorization is users, groups, roles and policies.
	Authorization = NewDataset[*AuthorizationDetails](DatasetInfo{
		Name: "authorization-details", Title: "the account authorization details",
		Operations: []string{"iam:GetAccountAuthorizationDetails"},
	})
	// Summary is the account summary.
	Summary = NewDataset[AccountSummary](DatasetInfo{
		Name: "account-summary", Title: "the account summary",
		Operations: []string{"iam:GetAccountSummary"},
	})
	// Passwords is the account's password policy. An account without one is
	// a value with Set false, not a missing dataset.
	Passwords = NewDataset[*PasswordPolicy](DatasetInfo{
		Name: "password-policy", Title: "the account password policy",
		Operations: []string{"iam:GetAccountPasswordPolicy"},
	})
)

// anyDataset is a Dataset[T] of any T.
type anyDataset interface {
	Name() string
	Info() DatasetInfo
	decodeNow(*Snapshot) error
}

var standard = [...]anyDataset{
	CredentialReport, Authorization, Summary, Passwords,
	AccessKeyDetails, LoginProfiles, MFADevices, VirtualMFADevices, SSHKeys, ServiceCredentials, ServerCertificates,
	SAMLProviders, OIDCProviders, IdentityCenter, RoleSessions, LastAccessed,
	AccountAliases, OrganizationDetails, OrganizationAccounts, ControlPolicies, RootFeatures, RootEmail, AlternateContacts, PrimaryContact,
	Trails, MetricFilters, Alarms, Subscriptions, EventRules, ConfigRules, ConfigRecorders, Analyzers, AnalyzerFindings,
	Instances, InstanceProfiles, Functions, Attestations,
}

// StandardDatasets describes the built-in datasets.
func StandardDatasets() []DatasetInfo {
	infos := make([]DatasetInfo, len(standard))
	for i, d := range standard {
		infos[i] = d.Info()
	}
	return infos
}
