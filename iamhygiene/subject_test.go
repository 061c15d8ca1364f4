package iamhygiene_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
)

func details(users ...iamhygiene.UserDetail) iamhygiene.SnapshotOption {
	return iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
		Users: users, Groups: []iamhygiene.GroupDetail{{ARN: "arn:aws:iam::111122223333:group/devs", Name: "devs"}},
	}, now)
}

// TestUsersAreTheUnion: a user whom only one of the two sources knows is
// judged all the same, and is Unknown where the other source decides.
func TestUsersAreTheUnion(t *testing.T) {
	root := credreport.Entry{User: credreport.RootUser, ARN: "arn:aws:iam::111122223333:root"}
	s := snapshot(report(root, entry("alice", true), entry("gone", true)),
		details(iamhygiene.UserDetail{ARN: userARN("alice"), Name: "alice"}, iamhygiene.UserDetail{ARN: userARN("new"), Name: "new"}))
	var names []string
	for u, err := range s.Users() {
		require.NoError(t, err)
		names = append(names, u.Name())
		_, entryErr := u.Entry()
		_, detailErr := u.Detail()
		switch u.Name() {
		case "new":
			assert.EqualError(t, entryErr, "cannot decide: the credential report of 2024-03-11T23:59:00Z has no row for this user, who was probably created after it was generated (arn:aws:iam::111122223333:user/new)")
		case "gone":
			assert.ErrorContains(t, detailErr, "who was probably deleted since the credential report")
		default:
			assert.NoError(t, entryErr)
			assert.NoError(t, detailErr)
		}
	}
	assert.Equal(t, []string{"alice", "gone", "new"}, names, "the root user is no IAM user")
	assert.Equal(t, []string{"mfa alice PASS", "mfa gone PASS", "mfa new UNKNOWN"}, statuses(run(t, iamhygiene.Runner{}, s, mfa)))
}

func TestUsersWithoutReport(t *testing.T) {
	s := snapshot(details(iamhygiene.UserDetail{ARN: userARN("alice"), Name: "alice"}))
	res := run(t, iamhygiene.Runner{}, s, mfa)
	assert.Equal(t, []string{"mfa alice UNKNOWN"}, statuses(res), "one word per user, not one for all")
	assert.Equal(t, []string{"iam:GenerateCredentialReport", "iam:GetCredentialReport"}, res.MissingActions())
}

// TestLostRow: a row that could not be read may hide a user.
func TestLostRow(t *testing.T) {
	s := snapshot(iamhygiene.CredentialReport.With(&credreport.Report{Entries: []credreport.Entry{entry("alice", true)}}, now,
		&iamhygiene.DataError{Scope: "line 7", Code: iamhygiene.CodeInvalid, Message: "3 fields instead of 22"}))
	res := run(t, iamhygiene.Runner{}, s, mfa)
	require.Len(t, res.Findings, 2)
	assert.Equal(t, []string{"mfa " + account + " UNKNOWN", "mfa alice PASS"}, statuses(res))
	assert.Equal(t, "cannot decide: 3 fields instead of 22 (line 7)", res.Findings[0].Message)
}

// TestSentinelsDoNotDecide: a field that is neither true nor false is Unknown.
func TestSentinelsDoNotDecide(t *testing.T) {
	for _, text := range []string{"not_supported", "maybe", "N/A"} {
		e := entry("alice", true)
		e.MFAActive = credreport.ParseBool(text)
		res := run(t, iamhygiene.Runner{}, snapshot(report(e)), mfa)
		assert.Equal(t, []string{"mfa alice UNKNOWN"}, statuses(res), text)
		assert.Contains(t, res.Findings[0].Message, "mfa_active="+text)
	}
}

func TestAccessKeys(t *testing.T) {
	e := entry("alice", true)
	e.AccessKeys[1].LastRotated = credreport.TimeOf(now.AddDate(-1, 0, 0)) // an inactive key
	b := entry("bob", true)
	b.AccessKeys[0].Active = credreport.ParseBool("perhaps")
	s := snapshot(report(e, b))
	var keys []string
	for k, err := range s.AccessKeys() {
		if err != nil {
			assert.ErrorContains(t, err, "access_key_1_active=perhaps")
			continue
		}
		active, err := k.Active()
		require.NoError(t, err)
		assert.False(t, active)
		keys = append(keys, k.Resource().Name)
		assert.Equal(t, userARN("alice"), k.Resource().ARN)
		assert.Equal(t, "access_key_2", k.Discriminator())
	}
	assert.Equal(t, []string{"alice/access_key_2"}, keys)
}

func TestHasPasswords(t *testing.T) {
	off := entry("svc", false)
	off.PasswordEnabled = credreport.BoolOf(false)
	odd := entry("odd", false)
	odd.PasswordEnabled = credreport.ParseBool("?")

	has, err := snapshot(report(off)).Account().HasPasswords()
	require.NoError(t, err)
	assert.False(t, has)
	has, err = snapshot(report(odd, entry("alice", true))).Account().HasPasswords()
	require.NoError(t, err, "one user who has a password decides")
	assert.True(t, has)
	_, err = snapshot(report(off, odd)).Account().HasPasswords()
	assert.Error(t, err, "an unknown password is not no password")
	_, err = snapshot().Account().HasPasswords()
	assert.Error(t, err)
}

func TestGroupMembers(t *testing.T) {
	s := snapshot(details(iamhygiene.UserDetail{ARN: userARN("alice"), Name: "alice", Groups: []string{"devs", "gone"}}))
	for g, err := range s.Groups() {
		require.NoError(t, err)
		members, err := g.Members()
		require.NoError(t, err)
		assert.Equal(t, []string{"alice"}, members)
	}
	cut := snapshot(iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{Groups: []iamhygiene.GroupDetail{{ARN: "arn:aws:iam::111122223333:group/devs", Name: "devs"}}}, now,
		&iamhygiene.DataError{Scope: "UserDetailList", Code: iamhygiene.CodeNotCollected, Message: "no users in the file"}))
	for g, err := range cut.Groups() {
		require.NoError(t, err)
		_, err = g.Members()
		assert.Error(t, err, "without the users nobody knows that a group is empty")
	}
}

func TestRoot(t *testing.T) {
	s := snapshot(report(entry("root", true)))
	_, err := s.Root().Entry()
	assert.ErrorContains(t, err, "no row for the root user", "R07: a user called root is not the root user")
	_, err = s.Root().Count("AccountMFAEnabled")
	assert.Error(t, err)
	s = snapshot(iamhygiene.Summary.With(iamhygiene.AccountSummary{"AccountMFAEnabled": 0}, now))
	n, err := s.Root().Count("AccountMFAEnabled")
	require.NoError(t, err)
	assert.Zero(t, n)
	_, err = s.Root().Count("AccountPasswordPresent")
	assert.ErrorContains(t, err, "the account summary has no AccountPasswordPresent", "absent is not zero")
}
