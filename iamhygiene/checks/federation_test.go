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
