package collect_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
)

func passwordPolicy() types.PasswordPolicy {
	return types.PasswordPolicy{
		MinimumPasswordLength: aws.Int32(14), RequireSymbols: true, MaxPasswordAge: aws.Int32(90),
		PasswordReusePrevention: aws.Int32(24), HardExpiry: aws.Bool(true), AllowUsersToChangePassword: true,
	}
}

func arn(resource string) string { return "arn:aws:iam::" + accountID + ":" + resource }

func get[T any](t *testing.T, s *iamhygiene.Snapshot, d iamhygiene.Dataset[T]) T {
	t.Helper()
	v, err := d.Get(s)
	require.NoError(t, err)
	assert.Empty(t, d.Errors(s))
	return v
}

// What each dataset holds of an account with some of everything.
func TestDatasets(t *testing.T) {
	org, acct := inhabited(t)
	s := live(t, acct, everything)
	assert.Empty(t, s.Errors())
	assert.Equal(t, global, s.Datasets())
	assert.Equal(t, accountID, s.AccountID())
	assert.Equal(t, acct.Now(), s.Now())
	day := func(ago int) time.Time { return acct.Now().AddDate(0, 0, -ago) }

	t.Run("authorization-details", func(t *testing.T) {
		d := get(t, s, iamhygiene.Authorization)
		var names []string
		for _, u := range d.Users {
			names = append(names, u.Name)
		}
		assert.ElementsMatch(t, []string{"alice", "bob", "doe,jane", "robot", "zoe"}, names)
		for u, err := range s.Users() {
			require.NoError(t, err)
			detail, err := u.Detail()
			require.NoError(t, err)
			switch u.Name() {
			case "alice":
				assert.Equal(t, []string{"admins"}, detail.Groups)
				assert.Equal(t, map[string]string{"team": "core"}, detail.Tags)
				assert.Equal(t, arn("policy/fence"), detail.Boundary)
				assert.Equal(t, "/engineering/", detail.Path)
				assert.Equal(t, day(400), detail.Created)
			case "bob":
				assert.Equal(t, []iamhygiene.InlinePolicy{{Name: "inline", Document: document}}, detail.Inline, "R86: decoded once")
			}
		}
		for r, err := range s.Roles() {
			require.NoError(t, err)
			switch detail := r.Detail(); detail.Name {
			case "deploy":
				assert.Contains(t, detail.Trust, `"a+b c"`, "R86")
				assert.Equal(t, day(3), detail.LastUsed)
				assert.Equal(t, "eu-west-1", detail.LastUsedRegion)
			case "node":
				assert.Equal(t, []string{arn("instance-profile/node")}, detail.InstanceProfiles)
				assert.False(t, detail.LastUsedUnknown, "AWS says that it was not used")
				assert.Zero(t, detail.LastUsed)
			}
		}
		for p, err := range s.Policies() {
			require.NoError(t, err)
			if detail := p.Detail(); detail.Name == "readers" {
				assert.Equal(t, "v2", detail.Default)
				assert.Equal(t, 2, detail.Attachments)
				text, ok := detail.Document()
				require.True(t, ok)
				assert.Equal(t, iamhygiene.Document(document), text)
			}
		}
	})
	t.Run("access-keys", func(t *testing.T) {
		keys := get(t, s, iamhygiene.AccessKeyDetails)
		assert.Len(t, keys, 2, "users without keys are not asked about")
		require.Len(t, keys[arn("user/engineering/alice")], 1)
		assert.Nil(t, keys[arn("user/engineering/alice")][0].Use, "the report tells")
		require.Len(t, keys[arn("user/doe,jane")], 2)
		for _, k := range keys[arn("user/doe,jane")] {
			require.NotNil(t, k.Use, "the report does not tell two keys of the same day apart")
			assert.Equal(t, "N/A", k.Use.Service)
			assert.Zero(t, k.Use.At)
		}
	})
	t.Run("mfa-devices", func(t *testing.T) {
		devices := get(t, s, iamhygiene.MFADevices)
		assert.Len(t, devices, 3, "users without MFA are not asked about")
		assert.Equal(t, iamhygiene.MFAVirtual, devices[arn("user/engineering/alice")][0].Kind())
		assert.Equal(t, iamhygiene.MFASecurityKey, devices[arn("user/doe,jane")][0].Kind())
		assert.Equal(t, []iamhygiene.MFADevice{{Serial: "GAHT12345678", Enabled: day(100)}}, devices[arn("user/robot")])
	})
	t.Run("virtual-mfa-devices", func(t *testing.T) {
		users := make(map[string]string)
		for _, d := range get(t, s, iamhygiene.VirtualMFADevices) {
			users[strings.TrimPrefix(d.Serial, arn("mfa/"))] = d.User
			if d.User == arn("root") {
				assert.True(t, d.OfRoot())
			}
		}
		assert.Equal(t, map[string]string{"alice": arn("user/engineering/alice"), "root-account-mfa-device": arn("root"), "left-over": ""}, users)
	})
	t.Run("login-profiles", func(t *testing.T) {
		profiles := get(t, s, iamhygiene.LoginProfiles)
		assert.Len(t, profiles, 3, "users without a password are not asked about")
		assert.Equal(t, &iamhygiene.LoginProfile{Created: day(400), ResetRequired: true}, profiles[arn("user/engineering/alice")])
	})
	t.Run("ssh-keys", func(t *testing.T) {
		keys := get(t, s, iamhygiene.SSHKeys)
		assert.Len(t, keys, 5, "nothing tells who has any")
		require.Len(t, keys[arn("user/doe,jane")], 1)
		assert.True(t, keys[arn("user/doe,jane")][0].Active)
		assert.Equal(t, []iamhygiene.SSHKey{}, keys[arn("user/zoe")])
	})
	t.Run("service-credentials", func(t *testing.T) {
		credentials := get(t, s, iamhygiene.ServiceCredentials)
		require.Len(t, credentials, 2)
		for _, c := range credentials {
			assert.Equal(t, "robot", c.User)
			assert.Equal(t, "Active", c.Status)
			assert.Equal(t, c.Service == "bedrock.amazonaws.com", !c.Expires.IsZero())
		}
	})
	t.Run("account", func(t *testing.T) {
		assert.Equal(t, 1, get(t, s, iamhygiene.Summary)["AccountMFAEnabled"])
		assert.Equal(t, &iamhygiene.PasswordPolicy{
			Set: true, MinimumLength: 14, RequireSymbols: true, AllowChange: true, MaxAge: 90, ReusePrevention: 24, HardExpiry: true,
		}, get(t, s, iamhygiene.Passwords))
		assert.Equal(t, []string{"workload-prod"}, get(t, s, iamhygiene.AccountAliases))
		report := get(t, s, iamhygiene.CredentialReport)
		assert.Len(t, report.Entries, 6)
		assert.Equal(t, acct.Now(), iamhygiene.CredentialReport.At(s))
	})
	t.Run("lists", func(t *testing.T) {
		certificates := get(t, s, iamhygiene.ServerCertificates)
		require.Len(t, certificates, 1)
		assert.Equal(t, day(-20), certificates[0].Expires)
		assert.Equal(t, acct.Now().AddDate(1, 0, 0), get(t, s, iamhygiene.SAMLProviders)[0].ValidUntil)
		providers := get(t, s, iamhygiene.OIDCProviders)
		require.Len(t, providers, 2)
		assert.Equal(t, "token.actions.githubusercontent.com", providers[1].URL)
		assert.Equal(t, []string{"sts.amazonaws.com"}, providers[1].ClientIDs)
		profiles := get(t, s, iamhygiene.InstanceProfiles)
		require.Len(t, profiles, 2)
		assert.Empty(t, profiles[0].Roles)
		assert.Equal(t, []string{arn("role/node")}, profiles[1].Roles)
		assert.NotEmpty(t, profiles[1].ID)
		sessions := get(t, s, iamhygiene.RoleSessions)
		assert.Equal(t, 7200, sessions[arn("role/deploy")], "R59")
		assert.Equal(t, 3600, sessions[arn("role/node")])
	})
	t.Run("last-accessed", func(t *testing.T) {
		access := get(t, s, iamhygiene.LastAccessed)
		assert.Len(t, access, 7, "five users and two roles that are not AWS's")
		robot := access[arn("user/robot")]
		require.Len(t, robot.Services, 1, "what the policy grants")
		assert.Equal(t, "s3", robot.Services[0].Namespace)
		assert.Zero(t, robot.Services[0].LastAuthenticated, "R62")
		for _, service := range access[arn("user/engineering/alice")].Services {
			if service.Namespace == "s3" {
				assert.Equal(t, day(2), service.LastAuthenticated)
				assert.Equal(t, "eu-west-1", service.Region)
			}
		}
	})
	t.Run("organization", func(t *testing.T) {
		o := get(t, s, iamhygiene.OrganizationDetails)
		assert.Equal(t, org.ID(), o.ID)
		assert.True(t, o.Member)
		assert.Equal(t, org.Management().ID(), o.ManagementAccount)
		assert.Len(t, get(t, s, iamhygiene.OrganizationAccounts), 2)
		assert.Equal(t, &iamhygiene.RootManagement{Enabled: []string{}}, get(t, s, iamhygiene.RootFeatures))
	})
	t.Run("control-policies", func(t *testing.T) {
		set := get(t, s, iamhygiene.ControlPolicies)
		names := func(levels []iamhygiene.ControlLevel) (out [][]string) {
			for _, level := range levels {
				var at []string
				for _, p := range level.Policies {
					at = append(at, p.Name)
					assert.Equal(t, strings.HasSuffix(p.Name, "FullAWSAccess"), p.AWSManaged)
					assert.Contains(t, p.Document, `"Statement"`)
				}
				out = append(out, at)
			}
			return out
		}
		require.Len(t, set.SCPs, 3, "root, unit, account")
		assert.Equal(t, org.RootID(), set.SCPs[0].Target)
		assert.Equal(t, accountID, set.SCPs[2].Target)
		scps, rcps := names(set.SCPs), names(set.RCPs)
		assert.ElementsMatch(t, []string{"FullAWSAccess", "no-leaving"}, scps[0])
		assert.ElementsMatch(t, []string{"FullAWSAccess", "guard"}, scps[1])
		assert.Equal(t, []string{"FullAWSAccess"}, scps[2])
		assert.ElementsMatch(t, []string{"RCPFullAWSAccess", "mine"}, rcps[0])
	})
	t.Run("contacts", func(t *testing.T) {
		assert.Equal(t, map[string]*iamhygiene.Contact{
			"SECURITY": {Email: "s***@example.com", Title: "Security Team"}, "BILLING": nil, "OPERATIONS": nil,
		}, get(t, s, iamhygiene.AlternateContacts), "R74")
		assert.Equal(t, &iamhygiene.RootAddress{
			Masked: "a***@Example.com", Domain: "example.com", Words: []string{"aws", "team"}, Tagged: true,
		}, get(t, s, iamhygiene.RootEmail))
		assert.Contains(t, get(t, s, iamhygiene.PrimaryContact).Fields, "PhoneNumber")
	})
}

// A snapshot reads back as it was written.
func TestRoundTrip(t *testing.T) {
	_, acct := inhabited(t)
	s := live(t, acct, everything)
	text := marshal(t, s)
	again, err := iamhygiene.ReadSnapshot(bytes.NewReader(text))
	require.NoError(t, err)
	assert.Equal(t, string(text), string(marshal(t, again)))
	for name, want := range datasets(t, s) {
		assert.Equal(t, want, datasets(t, again)[name], name)
	}
	// The decoded values are those that were written.
	assert.Equal(t, get(t, s, iamhygiene.AccessKeyDetails), get(t, again, iamhygiene.AccessKeyDetails))
	assert.Equal(t, get(t, s, iamhygiene.ControlPolicies), get(t, again, iamhygiene.ControlPolicies))
	assert.Equal(t, get(t, s, iamhygiene.Authorization), get(t, again, iamhygiene.Authorization))
}

// The secrets of an account are not in its snapshot.
func TestNoSecrets(t *testing.T) {
	_, acct := inhabited(t)
	text := string(marshal(t, live(t, acct, everything)))
	for _, secret := range []string{"aws.team", "security@", "555 0100"} {
		assert.NotContains(t, text, secret)
	}
}

// Pages of one element give the same snapshot, whatever comes between them.
func TestSmallPages(t *testing.T) {
	org, acct := inhabited(t)
	want := datasets(t, live(t, acct, everything))
	acct.PageSize(1)
	acct.FinalEmptyPage(true)
	org.EmptyPages(true)
	got := datasets(t, live(t, acct, everything))
	for _, name := range global {
		assert.JSONEq(t, want[name], got[name], name)
	}
}
