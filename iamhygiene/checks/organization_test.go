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
