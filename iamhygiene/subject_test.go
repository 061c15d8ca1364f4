package iamhygiene_test

import (
	"testing"
	"time"

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
	other := credreport.Entry{User: credreport.RootUser, ARN: "arn:aws:iam::444455556666:root"}
	_, err = snapshot(report(other)).Root().Entry()
	assert.ErrorContains(t, err, "no row for the root user", "the root user of another account")
	_, err = snapshot(iamhygiene.CredentialReport.With(&credreport.Report{}, now, &iamhygiene.DataError{
		Scope: "arn:aws:iam::111122223333:root", Code: iamhygiene.CodeInvalid, Message: "line 2: 3 fields instead of 22",
	})).Root().Entry()
	assert.ErrorContains(t, err, "line 2: 3 fields", "a row that was lost says why")
	_, err = s.Root().Count("AccountMFAEnabled")
	assert.Error(t, err)
	s = snapshot(iamhygiene.Summary.With(iamhygiene.AccountSummary{"AccountMFAEnabled": 0}, now))
	n, err := s.Root().Count("AccountMFAEnabled")
	require.NoError(t, err)
	assert.Zero(t, n)
	_, err = s.Root().Count("AccountPasswordPresent")
	assert.ErrorContains(t, err, "the account summary has no AccountPasswordPresent", "absent is not zero")
}

// TestLostElements: a user, group, role or policy that could not be read is
// not silence; it may be just the one that a check looks for.
func TestLostElements(t *testing.T) {
	has := iamhygiene.ForRoles(iamhygiene.Info{ID: "roles", Title: "Roles are short"}, func(r *iamhygiene.Role) iamhygiene.Verdict { return iamhygiene.Passed("it is") })
	for name, scope := range map[string]string{
		"by its ARN":   "arn:aws:iam::111122223333:role/lost",
		"by its place": "RoleDetailList[3]",
	} {
		s := snapshot(iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{Roles: []iamhygiene.RoleDetail{{ARN: "arn:aws:iam::111122223333:role/kept", Name: "kept"}}}, now,
			&iamhygiene.DataError{Scope: scope, Code: iamhygiene.CodeInvalid, Message: "it is damaged"},
			&iamhygiene.DataError{Scope: "arn:aws:iam::111122223333:role/kept", Code: iamhygiene.CodeInvalid, Message: "one of its policies is damaged"},
			&iamhygiene.DataError{Scope: "arn:aws:iam::111122223333:policy/other", Code: iamhygiene.CodeInvalid}))
		assert.ElementsMatch(t, []string{"roles " + account + " UNKNOWN", "roles kept PASS"}, statuses(run(t, iamhygiene.Runner{}, s, has)), name)
	}
	// A user whom the report knows is judged by it; the lost details are named.
	s := snapshot(report(entry("alice", true)), iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{Users: []iamhygiene.UserDetail{}}, now,
		&iamhygiene.DataError{Scope: userARN("alice"), Code: iamhygiene.CodeInvalid, Message: "CreateDate is no date"}))
	assert.Equal(t, []string{"mfa alice PASS"}, statuses(run(t, iamhygiene.Runner{}, s, mfa)))
	for u, err := range s.Users() {
		require.NoError(t, err)
		_, err = u.Detail()
		assert.ErrorContains(t, err, "CreateDate is no date")
	}
}

// TestLostUserMayBeTheMember: a group is not empty as long as a user is lost.
func TestLostUserMayBeTheMember(t *testing.T) {
	groups := []iamhygiene.GroupDetail{{ARN: "arn:aws:iam::111122223333:group/devs", Name: "devs"}}
	check := iamhygiene.ForGroups(iamhygiene.Info{ID: "members", Title: "Groups have members"}, iamhygiene.GroupHasMembers())
	lost := &iamhygiene.DataError{Scope: "UserDetailList[0]", Code: iamhygiene.CodeInvalid, Message: "damaged"}
	s := snapshot(iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{Users: []iamhygiene.UserDetail{}, Groups: groups}, now, lost))
	assert.Equal(t, []string{"members devs UNKNOWN"}, statuses(run(t, iamhygiene.Runner{}, s, check)))
	s = snapshot(iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
		Users: []iamhygiene.UserDetail{{ARN: userARN("alice"), Name: "alice", Groups: []string{"devs"}}}, Groups: groups,
	}, now, lost))
	assert.Equal(t, []string{"members devs PASS"}, statuses(run(t, iamhygiene.Runner{}, s, check)), "one member is enough")
}

// TestNilListIsNotEmpty: a list that nobody asked for is Unknown.
func TestNilListIsNotEmpty(t *testing.T) {
	check := iamhygiene.ForPolicies(iamhygiene.Info{ID: "policies", Title: "Policies are used"}, iamhygiene.PolicyInUse())
	nothing := snapshot(iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{}, now))
	res := run(t, iamhygiene.Runner{}, nothing, check)
	assert.Equal(t, []string{"policies " + account + " UNKNOWN"}, statuses(res))
	assert.Equal(t, []string{"iam:GetAccountAuthorizationDetails"}, res.MissingActions())
	empty := snapshot(iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{Policies: []iamhygiene.PolicyDetail{}}, now))
	assert.Equal(t, []string{"policies " + account + " NOT_APPLICABLE"}, statuses(run(t, iamhygiene.Runner{}, empty, check)))
}

// TestOneSlotUnreadable: what is wrong with one slot does not hide the other
// key.
func TestOneSlotUnreadable(t *testing.T) {
	e := entry("alice", true)
	e.AccessKeys[0] = credreport.AccessKey{Active: credreport.BoolOf(true), LastRotated: credreport.TimeOf(now.AddDate(-2, 0, 0)), LastUsedDate: credreport.ParseTime("N/A")}
	e.AccessKeys[1].Active = credreport.ParseBool("perhaps")
	s := snapshot(report(e))
	old := iamhygiene.ForAccessKeys(iamhygiene.Info{ID: "old", Title: "Keys are young"}, iamhygiene.Not(iamhygiene.KeyOlderThan(day)))
	assert.ElementsMatch(t, []string{"old alice/access_key_1 FAIL", "old alice UNKNOWN"}, statuses(run(t, iamhygiene.Runner{}, s, old)))
	anyOld := iamhygiene.ForUsers(iamhygiene.Info{ID: "any", Title: "No old key"}, iamhygiene.Not(iamhygiene.AnyKey(iamhygiene.KeyOlderThan(day))))
	assert.Equal(t, []string{"any alice FAIL"}, statuses(run(t, iamhygiene.Runner{}, s, anyOld)))
	every := iamhygiene.ForUsers(iamhygiene.Info{ID: "every", Title: "All keys are old"}, iamhygiene.EveryKey(iamhygiene.KeyOlderThan(day)))
	assert.Equal(t, []string{"every alice UNKNOWN"}, statuses(run(t, iamhygiene.Runner{}, s, every)))

	// A slot whose date is not there at all may hold an inactive key.
	e.AccessKeys[1] = credreport.AccessKey{Active: credreport.BoolOf(false)}
	assert.Contains(t, statuses(run(t, iamhygiene.Runner{}, snapshot(report(e)), every)), "every alice UNKNOWN")
}

const day = 24 * time.Hour
