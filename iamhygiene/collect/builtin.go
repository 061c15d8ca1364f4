package collect

import (
	"slices"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// builtin returns the collectors of this package.
func builtin(o *Options) []Collector {
	return slices.Concat(iamCollectors(o), organizationCollectors(), accountCollectors(o), regionalCollectors(o))
}

// iamCollectors returns the collectors of IAM.
func iamCollectors(o *Options) []Collector {
	collectors := []Collector{
		credentialReport(o),
		New(iamhygiene.Authorization, authorization),
		New(iamhygiene.Summary, summary),
		New(iamhygiene.AccountAliases, aliases),
		New(iamhygiene.Passwords, passwords),
		New(iamhygiene.MFADevices, mfaDevices, perUser),
		New(iamhygiene.VirtualMFADevices, virtualMFADevices),
		New(iamhygiene.AccessKeyDetails, accessKeys, perUser),
		New(iamhygiene.LoginProfiles, loginProfiles, perUser),
		New(iamhygiene.SSHKeys, sshKeys, perUser),
		// Who the users are matters only where one list for all is refused.
		New(iamhygiene.ServiceCredentials, serviceCredentials, using(iamhygiene.Authorization.Name())),
		New(iamhygiene.ServerCertificates, serverCertificates),
		New(iamhygiene.SAMLProviders, samlProviders),
		New(iamhygiene.OIDCProviders, oidcProviders),
		New(iamhygiene.RoleSessions, roleSessions),
		New(iamhygiene.InstanceProfiles, instanceProfiles),
	}
	if o.LastAccessed.MaxJobs > 0 {
		collectors = append(collectors, lastAccessed(o.LastAccessed))
	}
	return collectors
}

// organizationCollectors returns the collectors of the organization.
func organizationCollectors() []Collector {
	return []Collector{
		New(iamhygiene.OrganizationDetails, organization),
		New(iamhygiene.OrganizationAccounts, organizationAccounts, using(iamhygiene.OrganizationDetails.Name())),
		New(iamhygiene.ControlPolicies, controlPolicies, needing(iamhygiene.OrganizationDetails.Name())),
		New(iamhygiene.RootFeatures, rootFeatures),
	}
}

// accountCollectors returns the collectors of AWS Account Management.
func accountCollectors(o *Options) []Collector {
	return []Collector{
		New(iamhygiene.AlternateContacts, alternateContacts),
		New(iamhygiene.PrimaryContact, primaryContact),
		New(iamhygiene.RootEmail, rootEmail(o.GroupWords), needing(iamhygiene.OrganizationDetails.Name())),
	}
}

// needing and using are options of New.
func needing(datasets ...string) func(*Collector) { return func(c *Collector) { c.Needs = datasets } }
func using(datasets ...string) func(*Collector)   { return func(c *Collector) { c.Uses = datasets } }
