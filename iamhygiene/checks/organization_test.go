package checks_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/checktest"
)

func TestContacts(t *testing.T) {
	checktest.Run(t, "testdata/contact/*.txtar",
		checks.ContactSecurity{}, checks.ContactBilling{}, checks.ContactOperations{}, checks.ContactPrimary{}, checks.RootEmailGroup{})
}

func TestOrganization(t *testing.T) {
	checktest.Run(t, "testdata/organization/*.txtar",
		checks.OrganizationMember{}, checks.RootCredentialsCentralised{}, checks.RootEmailGroup{})
}

func TestRootEmailParameters(t *testing.T) {
	address := iamhygiene.RootEmail.With(&iamhygiene.RootAddress{Masked: "f***@example.com", Domain: "Example.com", Words: []string{"finance"}}, noon)
	for _, tt := range []struct {
		name     string
		check    checks.RootEmailGroup
		want     iamhygiene.Status
		severity iamhygiene.Severity
	}{
		{"any word", checks.RootEmailGroup{}, iamhygiene.Pass, iamhygiene.SeverityLow},
		{"a word of the list", checks.RootEmailGroup{SharedMailbox: []string{"aws", "finance"}}, iamhygiene.Pass, iamhygiene.SeverityLow},
		{"no word of the list", checks.RootEmailGroup{SharedMailbox: []string{"aws"}}, iamhygiene.Fail, iamhygiene.SeverityInfo},
		{"a domain, whose letter case says nothing", checks.RootEmailGroup{Domains: []string{"example.COM"}}, iamhygiene.Pass, iamhygiene.SeverityLow},
		{"a part of a domain", checks.RootEmailGroup{SharedMailbox: []string{"aws"}, Domains: []string{"ample.com"}}, iamhygiene.Fail, iamhygiene.SeverityInfo},
		{"a group is required", checks.RootEmailGroup{SharedMailbox: []string{"aws"}, RequireGroupEmail: true}, iamhygiene.Fail, iamhygiene.SeverityLow},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := single(t, tt.check, address)
			assert.Equal(t, tt.want, f.Status, f.Message)
			assert.Equal(t, tt.severity, f.Severity)
		})
	}
}

// What IAM says of the features decides, also where the organization is said not
// to be: somebody listed them.
func TestRootCredentialsContradiction(t *testing.T) {
	alone := iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{}, noon)
	f := single(t, checks.RootCredentialsCentralised{}, alone, iamhygiene.RootFeatures.With(&iamhygiene.RootManagement{Enabled: []string{"RootSessions"}}, noon))
	assert.Equal(t, iamhygiene.Fail, f.Status, f.Message)
	f = single(t, checks.RootCredentialsCentralised{}, alone, iamhygiene.RootFeatures.Failed(&iamhygiene.DataError{Code: "AccessDenied"}))
	assert.Equal(t, iamhygiene.NotApplicable, f.Status, f.Message)
	f = single(t, checks.RootCredentialsCentralised{}, iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{Member: true, ManagementAccount: "111122223333"}, noon),
		iamhygiene.RootFeatures.With(&iamhygiene.RootManagement{Code: "AccountNotManagementOrDelegatedAdministratorException"}, noon))
	assert.Equal(t, iamhygiene.Unknown, f.Status, "the management account is one that is told: %s", f.Message)
	f = single(t, checks.RootCredentialsCentralised{}, member, iamhygiene.RootFeatures.With(&iamhygiene.RootManagement{Code: "OrganizationNotFoundException"}, noon))
	assert.Equal(t, iamhygiene.Unknown, f.Status, "a member is in an organization: %s", f.Message)
}
