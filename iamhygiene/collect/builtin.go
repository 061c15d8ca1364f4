package collect

import (
	"slices"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// builtin returns the collectors of this package.
func builtin(o *Options) []Collector {
	return slices.Concat(iamCollectors(o), regionalCollectors())
}

// iamCollectors returns the collectors of IAM.
func iamCollectors(o *Options) []Collector {
	collectors := []Collector{
		credentialReport(o),
		New(iamhygiene.Authorization, authorization),
		New(iamhygiene.Summary, summary),
		New(iamhygiene.Passwords, passwords),
		New(iamhygiene.MFADevices, mfaDevices, perUser),
		New(iamhygiene.VirtualMFADevices, virtualMFADevices),
		New(iamhygiene.AccessKeyDetails, accessKeys, perUser),
		New(iamhygiene.LoginProfiles, loginProfiles, perUser),
		New(iamhygiene.SSHKeys, sshKeys, perUser),
		New(iamhygiene.ServiceCredentials, serviceCredentials, func(c *Collector) { c.Uses = []string{iamhygiene.Authorization.Name()} }),
		New(iamhygiene.ServerCertificates, serverCertificates),
		New(iamhygiene.SAMLProviders, samlProviders),
		New(iamhygiene.OIDCProviders, oidcProviders),
		New(iamhygiene.RoleSessions, roleSessions),
		New(iamhygiene.InstanceProfiles, instanceProfiles),
	}
	return collectors
}
