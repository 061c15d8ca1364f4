package collect_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// aged is an account whose report is an hour old, and what changed since.
func aged(t *testing.T) *fakes.Account {
	acct := fakes.NewAccount(accountID)
	acct.AddUser("alice", fakes.AccessKey(), fakes.VirtualMFA(), fakes.ConsolePassword())
	acct.AddUser("gone", fakes.AccessKey(), fakes.VirtualMFA(), fakes.ConsolePassword(), fakes.SSHPublicKey())
	made(t, acct, time.Hour)
	acct.AddUser("new", fakes.AccessKey(func(k *fakes.Key) { k.LastUsed = acct.Now() }), fakes.HardwareMFA("GAHT87654321"), fakes.ConsolePassword())
	require.NoError(t, acct.Err())
	return acct
}

// A user who is not in the report is asked about; one who was deleted since has
// nothing left.
func TestUsersSinceTheReport(t *testing.T) {
	acct := aged(t)
	remove := func(user string) fakes.Fault {
		return fakes.APIError("NoSuchEntity", "The user with name "+user+" cannot be found.").When(func(c fakes.Call) bool {
			switch in := c.Input.(type) {
			case *iam.ListAccessKeysInput:
				return aws.ToString(in.UserName) == user
			case *iam.ListMFADevicesInput:
				return aws.ToString(in.UserName) == user
			case *iam.GetLoginProfileInput:
				return aws.ToString(in.UserName) == user
			case *iam.ListSSHPublicKeysInput:
				return aws.ToString(in.UserName) == user
			}
			return false
		})
	}
	acct.Fail(fakes.Operation{}, remove("gone"))
	s := live(t, acct, named("credential-report", "access-keys", "mfa-devices", "login-profiles", "ssh-keys"))
	assert.Empty(t, s.Errors())
	fresh, gone := arn("user/new"), arn("user/gone")

	keys := get(t, s, iamhygiene.AccessKeyDetails)
	assert.Len(t, keys, 3)
	assert.Equal(t, []iamhygiene.AccessKeyDetail{}, keys[gone])
	require.NotNil(t, keys[fresh][0].Use, "the report does not tell")
	assert.Equal(t, acct.Now(), keys[fresh][0].Use.At)
	assert.Equal(t, "iam", keys[fresh][0].Use.Service)
	assert.Nil(t, keys[arn("user/alice")][0].Use)

	devices := get(t, s, iamhygiene.MFADevices)
	assert.Equal(t, []iamhygiene.MFADevice{}, devices[gone])
	assert.Equal(t, iamhygiene.MFAToken, devices[fresh][0].Kind())

	profiles := get(t, s, iamhygiene.LoginProfiles)
	assert.Contains(t, profiles, gone)
	assert.Nil(t, profiles[gone])
	assert.Equal(t, acct.Now(), profiles[fresh].Created)

	ssh := get(t, s, iamhygiene.SSHKeys)
	assert.Equal(t, []iamhygiene.SSHKey{}, ssh[gone])
}

// Without the report everyone is asked; without the details the report says who
// there is; without both nobody knows.
func TestWhoTheUsersAre(t *testing.T) {
	for name, c := range map[string]struct {
		names   []string
		without []string
		fail    fakes.Operation
		want    []string
		err     string
	}{
		"details alone":  {names: []string{"ssh-keys"}, want: []string{"alice", "gone", "new"}},
		"both":           {names: []string{"ssh-keys", "credential-report"}, want: []string{"alice", "gone", "new"}},
		"report alone":   {names: []string{"ssh-keys", "credential-report"}, without: []string{"authorization-details"}, want: []string{"alice", "gone"}},
		"details failed": {names: []string{"ssh-keys", "credential-report"}, fail: fakes.Op[iam.GetAccountAuthorizationDetailsInput](), want: []string{"alice", "gone"}},
		"neither":        {names: []string{"ssh-keys"}, without: []string{"authorization-details"}, err: "cannot decide: the users are not known: nobody collected the account authorization details; it takes iam:GetAccountAuthorizationDetails"},
		"refused":        {names: []string{"ssh-keys"}, fail: fakes.Op[iam.GetAccountAuthorizationDetailsInput](), err: "the users are not known: iam:GetAccountAuthorizationDetails failed with AccessDenied"},
	} {
		t.Run(name, func(t *testing.T) {
			acct := aged(t)
			if c.fail != (fakes.Operation{}) {
				acct.Fail(c.fail, fakes.AccessDenied())
			}
			s := live(t, acct, func(o *collect.Options) { o.Datasets, o.Without = c.names, c.without })
			keys, err := iamhygiene.SSHKeys.Get(s)
			if c.err != "" {
				require.ErrorContains(t, err, c.err)
				return
			}
			require.NoError(t, err)
			var got []string
			for arn := range keys {
				got = append(got, arn[len("arn:aws:iam::111122223333:user/"):])
			}
			assert.ElementsMatch(t, c.want, got)
		})
	}
}

// Where one list for all users is not supported, each user is asked about, with
// the same result; where it is refused, that is an error.
func TestServiceCredentialsOfEachUser(t *testing.T) {
	all := fakes.Op[iam.ListServiceSpecificCredentialsInput]()
	ofAll := func(c fakes.Call) bool {
		return aws.ToBool(c.Input.(*iam.ListServiceSpecificCredentialsInput).AllUsers)
	}
	_, acct := inhabited(t)
	want := datasets(t, live(t, acct, named("service-credentials", "authorization-details")))
	for _, code := range []string{"NotSupportedService", "InvalidInput", "ValidationError"} {
		_, acct := inhabited(t)
		acct.PageSize(1)
		acct.Fail(all, fakes.APIError(code, "no").When(ofAll))
		s := live(t, acct, named("service-credentials", "authorization-details"))
		assert.JSONEq(t, want["service-credentials"], datasets(t, s)["service-credentials"], code)

		s = live(t, acct, named("service-credentials"))
		_, err := iamhygiene.ServiceCredentials.Get(s)
		assert.Equal(t, code, iamhygiene.AsDataError(err).Code, "nobody knows whom to ask: the refusal stands")
	}
	acct.Fail(all, fakes.AccessDenied().When(ofAll))
	acct.ForgetCalls()
	_, err := iamhygiene.ServiceCredentials.Get(live(t, acct, named("service-credentials", "authorization-details")))
	assert.Equal(t, "AccessDenied", iamhygiene.AsDataError(err).Code)
	assert.Len(t, fakes.CallsTo[iam.ListServiceSpecificCredentialsInput](acct), 1)
}
