package checks_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/checktest"
)

func TestFederation(t *testing.T) {
	checktest.Run(t, "testdata/federation/*.txtar",
		checks.FederationAbsent{}, checks.UserConsoleWhileFederated{}, checks.SAMLExpiring{}, checks.IDPUnused{})
}

func TestFederationMinUsers(t *testing.T) {
	vera := rootRow()
	vera.User, vera.ARN, vera.PasswordEnabled = "vera", homeARN+"user/vera", rootRow().MFAActive
	data := around()
	for _, name := range []string{"saml-providers", "identity-center"} {
		delete(data, name)
	}
	opts := []iamhygiene.SnapshotOption{
		reportOf(noon, rootRow(), vera),
		iamhygiene.SAMLProviders.With(nil, noon), iamhygiene.IdentityCenter.With(iamhygiene.Regional[iamhygiene.IdentityCenterInstance]{Regions: []string{"us-east-1"}}, noon),
		iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
			Users: []iamhygiene.UserDetail{}, Groups: []iamhygiene.GroupDetail{}, Roles: []iamhygiene.RoleDetail{}, Policies: []iamhygiene.PolicyDetail{},
		}, noon),
	}
	assert.Equal(t, iamhygiene.Fail, single(t, checks.FederationAbsent{}, opts...).Status, "one console user is enough by default")
	assert.Equal(t, iamhygiene.NotApplicable, single(t, checks.FederationAbsent{MinUsers: 2}, opts...).Status)
}

func TestBreakGlass(t *testing.T) {
	for pattern, want := range map[string]iamhygiene.Status{
		"alice": iamhygiene.NotApplicable, "al*": iamhygiene.NotApplicable, "al": iamhygiene.Fail, "": iamhygiene.Fail,
	} {
		data := full()
		fs := findings(t, data, checks.UserConsoleWhileFederated{BreakGlass: []string{pattern}})
		assert.Equal(t, want, only(t, fs, "alice").Status, "%q: %s", pattern, "the whole name is matched")
	}
}

func TestSAMLExpiringPresets(t *testing.T) {
	for _, tt := range []struct {
		preset checks.Preset
		warn   time.Duration
	}{{checks.Strict, 60 * day}, {checks.Standard, 30 * day}, {checks.Relaxed, 14 * day}} {
		for left, want := range map[time.Duration]iamhygiene.Status{tt.warn: iamhygiene.Fail, tt.warn + 1: iamhygiene.Pass} {
			f := single(t, pick(t, tt.preset, "saml-expiring"), iamhygiene.SAMLProviders.With([]iamhygiene.SAMLProvider{
				{ARN: homeARN + "saml-provider/Corp", ValidUntil: noon.Add(left)},
			}, noon))
			assert.Equal(t, want, f.Status, "%v, %v left: %s", tt.preset, left, f.Message)
		}
	}
	f := single(t, checks.SAMLExpiring{Warn: -1}, iamhygiene.SAMLProviders.With([]iamhygiene.SAMLProvider{
		{ARN: homeARN + "saml-provider/Corp", ValidUntil: noon.Add(1)},
	}, noon))
	assert.Equal(t, iamhygiene.Pass, f.Status, "a negative duration is no warning time")
}

// A SAML provider that no role trusts lets nobody into the account: it may be
// that of a VPN, or left over.
func TestFederationBySAML(t *testing.T) {
	vera := rootRow()
	vera.User, vera.ARN, vera.PasswordEnabled = "vera", homeARN+"user/vera", rootRow().MFAActive
	const corp = homeARN + "saml-provider/Corp"
	trusting := func(principal string) iamhygiene.SnapshotOption {
		return iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
			Users: []iamhygiene.UserDetail{}, Groups: []iamhygiene.GroupDetail{}, Policies: []iamhygiene.PolicyDetail{},
			Roles: []iamhygiene.RoleDetail{{ARN: homeARN + "role/people", Name: "people",
				Trust: iamhygiene.Document(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"` + principal + `"},"Action":"sts:AssumeRoleWithSAML"}}`)}},
		}, noon)
	}
	for _, tt := range []struct {
		name   string
		roles  iamhygiene.SnapshotOption
		want   iamhygiene.Status
		beside iamhygiene.Status // of user-console-while-federated
	}{
		{"trusted", trusting(corp), iamhygiene.Pass, iamhygiene.Fail},
		{"another is trusted", trusting(homeARN + "saml-provider/Other"), iamhygiene.Fail, iamhygiene.NotApplicable},
		{"roles unread", iamhygiene.Authorization.Failed(&iamhygiene.DataError{Code: "AccessDenied"}), iamhygiene.Unknown, iamhygiene.Unknown},
	} {
		opts := []iamhygiene.SnapshotOption{
			reportOf(noon, rootRow(), vera), tt.roles,
			iamhygiene.SAMLProviders.With([]iamhygiene.SAMLProvider{{ARN: corp, ValidUntil: noon.AddDate(1, 0, 0)}}, noon),
			iamhygiene.IdentityCenter.With(iamhygiene.Regional[iamhygiene.IdentityCenterInstance]{Regions: []string{"us-east-1"}}, noon),
		}
		f := single(t, checks.FederationAbsent{}, opts...)
		assert.Equal(t, tt.want.String(), f.Status.String(), "%s: %s", tt.name, f.Message)
		if tt.want == iamhygiene.Fail {
			assert.Contains(t, f.Message, "the SAML provider Corp is trusted by no role")
		}
		f = single(t, checks.UserConsoleWhileFederated{}, opts...)
		assert.Equal(t, tt.beside.String(), f.Status.String(), "%s: %s", tt.name, f.Message)
	}
}

// TestAccountInstance: an instance of IAM Identity Center that a single account
// owns lets people into applications, not into the account.
func TestAccountInstance(t *testing.T) {
	center := func(owner string) iamhygiene.SnapshotOption {
		return iamhygiene.IdentityCenter.With(iamhygiene.Regional[iamhygiene.IdentityCenterInstance]{Regions: []string{"eu-west-1"}, Items: []iamhygiene.IdentityCenterInstance{
			{ARN: "arn:aws:sso:::instance/ssoins-1", Region: "eu-west-1", Owner: owner, Status: "ACTIVE"},
		}}, clock)
	}
	organization := func(management string) iamhygiene.SnapshotOption {
		return iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{Member: management != "", ManagementAccount: management}, clock)
	}
	empty := []iamhygiene.SnapshotOption{
		iamhygiene.SAMLProviders.With([]iamhygiene.SAMLProvider{}, clock), iamhygiene.OIDCProviders.With([]iamhygiene.OIDCProvider{}, clock),
		iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{Users: []iamhygiene.UserDetail{}, Groups: []iamhygiene.GroupDetail{}, Roles: []iamhygiene.RoleDetail{}, Policies: []iamhygiene.PolicyDetail{}}, clock),
	}
	for _, tt := range []struct {
		name string
		opts []iamhygiene.SnapshotOption
		want iamhygiene.Status
	}{
		{"of the organization", []iamhygiene.SnapshotOption{center("999988887777"), organization("999988887777")}, pass},
		{"of the organization, seen by its management account", []iamhygiene.SnapshotOption{center("111122223333"), organization("111122223333")}, pass},
		{"of a member alone", []iamhygiene.SnapshotOption{center("111122223333"), organization("999988887777")}, fail},
		{"of an account in no organization", []iamhygiene.SnapshotOption{center("111122223333"), organization("")}, fail},
		{"of this account, which may be a management account", []iamhygiene.SnapshotOption{center("111122223333")}, unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := only(t, evaluate(t, with(t, person, append(tt.opts, empty...)...), checks.FederationAbsent{}), "111122223333")
			assert.Equal(t, tt.want, f.Status, f.Message)
		})
	}
}

// TestContactContradiction: that a contact is missing and could not be read is
// no finding that it is missing.
func TestContactContradiction(t *testing.T) {
	data := iamhygiene.AlternateContacts.With(map[string]*iamhygiene.Contact{iamhygiene.ContactSecurity: nil}, clock, &iamhygiene.DataError{Scope: iamhygiene.ContactSecurity, Code: "AccessDenied"})
	f := only(t, evaluate(t, with(t, person, data), checks.ContactSecurity{}), "111122223333")
	assert.Equal(t, unknown, f.Status, f.Message)
}
