package checks_test

import (
	"context"
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// full is one of each thing that checks look at, by dataset.
func full() map[string]iamhygiene.SnapshotOption {
	alice := rootRow()
	alice.User, alice.ARN = "alice", homeARN+"user/alice"
	alice.UserCreationTime = credreport.TimeOf(noon.AddDate(0, 0, -20))
	alice.PasswordEnabled = credreport.BoolOf(true)
	alice.PasswordLastUsed = credreport.TimeOf(noon.AddDate(0, 0, -1))
	alice.PasswordLastChanged = credreport.TimeOf(noon.AddDate(0, 0, -20))
	alice.PasswordNextRotation = credreport.ParseTime("N/A")
	alice.AccessKeys[0] = credreport.AccessKey{
		Active: credreport.BoolOf(true), LastRotated: credreport.TimeOf(noon.AddDate(0, 0, -10)), LastUsedDate: credreport.TimeOf(noon.AddDate(0, 0, -1)),
		LastUsedRegion: credreport.ParseText("eu-west-1"), LastUsedService: credreport.ParseText("s3"),
	}
	alice.Certificates[0] = credreport.Certificate{Active: credreport.BoolOf(true), LastRotated: credreport.TimeOf(noon.AddDate(0, 0, -10))}
	data := map[string]iamhygiene.SnapshotOption{
		iamhygiene.CredentialReport.Name(): reportOf(noon, rootRow(), alice),
		iamhygiene.Summary.Name(): iamhygiene.Summary.With(iamhygiene.AccountSummary{
			"AccountMFAEnabled": 1, "AccountPasswordPresent": 1, "AccountAccessKeysPresent": 0, "AccountSigningCertificatesPresent": 0,
		}, noon),
		iamhygiene.Passwords.Name(): iamhygiene.Passwords.With(&iamhygiene.PasswordPolicy{Set: true, MinimumLength: 20}, noon),
		iamhygiene.Authorization.Name(): iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
			Users:  []iamhygiene.UserDetail{{ARN: homeARN + "user/alice", Name: "alice", Created: noon.AddDate(0, 0, -20), Groups: []string{"staff"}}},
			Groups: []iamhygiene.GroupDetail{{ARN: homeARN + "group/staff", Name: "staff"}},
			Roles: []iamhygiene.RoleDetail{{
				ARN: homeARN + "role/ops", Name: "ops", Created: noon.AddDate(-1, 0, 0), LastUsed: noon.AddDate(0, 0, -1),
				Permissions: iamhygiene.Permissions{Inline: []iamhygiene.InlinePolicy{{Name: "all", Document: `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`}}},
				Trust:       `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}`,
			}, {
				ARN: homeARN + "role/app", Name: "app", Created: noon.AddDate(-1, 0, 0), LastUsed: noon.AddDate(0, 0, -1),
				Trust: `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/alice"},"Action":"sts:AssumeRole"}}`,
			}, {
				ARN: homeARN + "role/people", Name: "people", Created: noon.AddDate(-1, 0, 0), LastUsed: noon.AddDate(0, 0, -1),
				Trust: `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:saml-provider/Corp"},"Action":"sts:AssumeRoleWithSAML"}}`,
			}},
			Policies: []iamhygiene.PolicyDetail{{
				ARN: homeARN + "policy/Own", Name: "Own", Created: noon.AddDate(-1, 0, 0), Attachments: 1, Default: "v1",
				Versions: []iamhygiene.PolicyVersion{{ID: "v1", Document: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::own"}]}`}},
			}},
		}, noon),
		iamhygiene.MFADevices.Name(): iamhygiene.MFADevices.With(map[string][]iamhygiene.MFADevice{
			homeARN + "user/alice": {{Serial: "arn:aws:iam::111122223333:u2f/user/alice/key", Enabled: noon}},
		}, noon),
		iamhygiene.VirtualMFADevices.Name(): iamhygiene.VirtualMFADevices.With([]iamhygiene.VirtualMFADevice{
			{Serial: homeARN + "mfa/alice", User: homeARN + "user/alice", Enabled: noon},
		}, noon),
		iamhygiene.LoginProfiles.Name(): iamhygiene.LoginProfiles.With(map[string]*iamhygiene.LoginProfile{
			homeARN + "user/alice": {Created: noon.AddDate(0, 0, -20), ResetRequired: true},
		}, noon),
		iamhygiene.RoleSessions.Name(): iamhygiene.RoleSessions.With(map[string]int{homeARN + "role/app": 3600, homeARN + "role/ops": 3600, homeARN + "role/people": 3600}, noon),
		iamhygiene.LastAccessed.Name(): iamhygiene.LastAccessed.With(map[string]iamhygiene.ServiceAccess{
			homeARN + "role/app": {Generated: noon, Services: []iamhygiene.AccessedService{{Namespace: "s3", LastAuthenticated: noon.AddDate(0, 0, -1)}}},
		}, noon),
		iamhygiene.SSHKeys.Name(): iamhygiene.SSHKeys.With(map[string][]iamhygiene.SSHKey{
			homeARN + "user/alice": {{ID: "APKAEIBAERJR2EXAMPLE", Active: true, Uploaded: noon.AddDate(0, 0, -10)}},
		}, noon),
		iamhygiene.ServiceCredentials.Name(): iamhygiene.ServiceCredentials.With([]iamhygiene.ServiceCredential{
			{ID: "ACCAEXAMPLE123EXAMPLE", User: "alice", Service: "codecommit.amazonaws.com", Status: "Active", Created: noon.AddDate(0, 0, -10)},
		}, noon),
		iamhygiene.ServerCertificates.Name(): iamhygiene.ServerCertificates.With([]iamhygiene.ServerCertificate{
			{ARN: homeARN + "server-certificate/www", Name: "www", Expires: noon.AddDate(1, 0, 0)},
		}, noon),
		iamhygiene.AccessKeyDetails.Name(): iamhygiene.AccessKeyDetails.With(map[string][]iamhygiene.AccessKeyDetail{
			homeARN + "user/alice": {{ID: "AKIAIOSFODNN7EXAMPLE", Active: true, Created: noon.AddDate(0, 0, -10), Use: &iamhygiene.AccessKeyUse{
				At: noon.AddDate(0, 0, -1), Region: "eu-west-1", Service: "s3",
			}}},
		}, noon),
	}
	maps.Copy(data, around())
	return data
}

func findings(t *testing.T, data map[string]iamhygiene.SnapshotOption, c iamhygiene.Check) []iamhygiene.Finding {
	t.Helper()
	var opts []iamhygiene.SnapshotOption
	for _, o := range data {
		opts = append(opts, o)
	}
	// Without the Runner, which would mend a check that passes without its data.
	return c.Run(context.Background(), snapshotOf(opts...))
}

// An account of which everything is known leaves no question open, and each
// dataset that a check needs is missed when it is not there: never a pass,
// never silence. What was refused is named.
func TestMissingDatasets(t *testing.T) {
	for _, c := range checks.Catalogue(checks.Standard) {
		info := c.Info()
		if info.ID == "entity-required-tags" { // without keys it asks for nothing
			c = checks.EntityRequiredTags{Keys: []string{"owner"}}
		}
		t.Run(info.ID, func(t *testing.T) {
			all := findings(t, full(), c)
			require.NotEmpty(t, all)
			for _, f := range all {
				assert.NotEqual(t, iamhygiene.Unknown, f.Status, "%s: %s", f.Resource.Name, f.Message)
			}
			for _, name := range info.Needs {
				data := full()
				data[name] = refusal(t, name)
				got := findings(t, data, c)
				require.NotEmpty(t, got, "silence without %s", name)
				var unknown *iamhygiene.DataError
				for _, f := range got {
					assert.NotEqual(t, iamhygiene.Pass, f.Status, "a pass without %s: %s", name, f.Message)
					if f.Status == iamhygiene.Unknown {
						unknown = f.Unknown
					}
				}
				if assert.NotNil(t, unknown, "no question is left open without %s", name) {
					assert.Equal(t, "AccessDenied", unknown.Code)
					assert.Equal(t, name, unknown.Dataset)
				}
			}
			if len(info.Needs) > 0 {
				return
			}
			without := iamhygiene.Unknown
			if info.Theme == "manual" {
				without = iamhygiene.Manual // the question stays open
			}
			for _, f := range findings(t, nil, c) { // substitutes for each other: one has to be there
				assert.Equal(t, without, f.Status, f.Message)
			}
			for _, name := range info.Uses {
				data := full()
				delete(data, name)
				for _, f := range findings(t, data, c) {
					assert.NotEqual(t, iamhygiene.Unknown, f.Status, "the substitute for %s does not decide: %s", name, f.Message)
				}
			}
		})
	}
}

// failed are the built-in datasets, each as a key that can be refused.
var failed = []interface {
	Name() string
	Failed(...*iamhygiene.DataError) iamhygiene.SnapshotOption
}{
	iamhygiene.CredentialReport, iamhygiene.Authorization, iamhygiene.Summary, iamhygiene.Passwords,
	iamhygiene.AccessKeyDetails, iamhygiene.LoginProfiles, iamhygiene.MFADevices, iamhygiene.VirtualMFADevices,
	iamhygiene.SSHKeys, iamhygiene.ServiceCredentials, iamhygiene.ServerCertificates, iamhygiene.SAMLProviders,
	iamhygiene.OIDCProviders, iamhygiene.IdentityCenter, iamhygiene.RoleSessions, iamhygiene.LastAccessed,
	iamhygiene.OrganizationDetails, iamhygiene.OrganizationAccounts, iamhygiene.ControlPolicies, iamhygiene.RootFeatures,
	iamhygiene.RootEmail, iamhygiene.AlternateContacts, iamhygiene.PrimaryContact, iamhygiene.Trails,
	iamhygiene.MetricFilters, iamhygiene.Alarms, iamhygiene.Subscriptions, iamhygiene.EventRules,
	iamhygiene.ConfigRules, iamhygiene.ConfigRecorders, iamhygiene.Analyzers, iamhygiene.AnalyzerFindings,
	iamhygiene.Instances, iamhygiene.InstanceProfiles, iamhygiene.Functions, iamhygiene.AccountAliases,
	iamhygiene.Attestations,
}

// refusal is the named dataset, refused.
func refusal(t *testing.T, name string) iamhygiene.SnapshotOption {
	t.Helper()
	require.Len(t, failed, len(iamhygiene.StandardDatasets()), "every built-in dataset is listed")
	for _, d := range failed {
		if d.Name() == name {
			return d.Failed(&iamhygiene.DataError{Code: "AccessDenied"})
		}
	}
	t.Fatalf("no dataset is called %s", name)
	return nil
}

// A snapshot without anything is no account in order.
func TestNothingCollected(t *testing.T) {
	res, err := new(iamhygiene.Runner).Run(context.Background(), snapshotOf(), checks.Catalogue(checks.Strict)...)
	require.NoError(t, err)
	require.Empty(t, res.Errors)
	manual := 0
	for _, f := range res.Findings {
		switch {
		case f.Check == "entity-required-tags": // not configured
		case f.Theme == "manual":
			assert.Equal(t, iamhygiene.Manual, f.Status, "%s: %s", f.Check, f.Message)
			manual++
		default:
			assert.Equal(t, iamhygiene.Unknown, f.Status, "%s: %s", f.Check, f.Message)
		}
	}
	counts := res.Count()
	assert.GreaterOrEqual(t, counts.Unknown, len(checks.Catalogue(checks.Strict))-1-manual)
}
