package checks_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// TestPartialLists: a list of a user that comes with an error is not all of it.
func TestPartialLists(t *testing.T) {
	cut := &iamhygiene.DataError{Scope: vera, Code: "Throttling", Operation: "iam:ListX"}
	devices := func(serials ...string) iamhygiene.SnapshotOption {
		list := []iamhygiene.MFADevice{}
		for _, s := range serials {
			list = append(list, iamhygiene.MFADevice{Serial: s})
		}
		return iamhygiene.MFADevices.With(map[string][]iamhygiene.MFADevice{vera: list}, clock, cut)
	}
	keys := func(e *iamhygiene.DataError, k ...iamhygiene.AccessKeyDetail) iamhygiene.SnapshotOption {
		return iamhygiene.AccessKeyDetails.With(map[string][]iamhygiene.AccessKeyDetail{vera: k}, clock, e)
	}
	young := iamhygiene.AccessKeyDetail{ID: "AKIAIOSFODNN7EXAMPLE", Active: true, Created: clock.Add(-day)}
	old := iamhygiene.AccessKeyDetail{ID: "AKIAI44QH8DHBEXAMPLE", Active: true, Created: clock.Add(-100 * day)}
	for _, tt := range []struct {
		name, reason string
		check        iamhygiene.Check
		row          fields
		data         iamhygiene.SnapshotOption
		want         iamhygiene.Status
	}{
		{"hardware on the first page", "one is enough", checks.UserHardwareMFA{}, person, devices(arn + "u2f/user/vera/key"), pass},
		{"an app on the first page", "a key may follow", checks.UserHardwareMFA{}, person, devices(arn + "mfa/vera"), unknown},
		{"a device without a serial number", "nobody knows what it is", checks.UserHardwareMFA{}, person, iamhygiene.MFADevices.With(map[string][]iamhygiene.MFADevice{vera: {{}}}, clock), fail},
		{"half an ARN", "it is no token", checks.UserHardwareMFA{}, person, iamhygiene.MFADevices.With(map[string][]iamhygiene.MFADevice{vera: {{Serial: "arn:aws:iam"}}}, clock), fail},
		{"no SSH key on the first page", "one may follow", checks.SSHKeyAge{}, person, iamhygiene.SSHKeys.With(map[string][]iamhygiene.SSHKey{vera: {}}, clock, cut), unknown},
		{"one key listed of perhaps two", "the other may be active", checks.AccessKeyTwoActive{}, person, keys(cut, old), unknown},
		{"two keys, of which the use is not known", "the list is whole", checks.AccessKeyTwoActive{}, person,
			keys(&iamhygiene.DataError{Scope: vera, Code: "AccessDenied", Operation: "iam:GetAccessKeyLastUsed"}, young), pass},
		{"no key listed, but refused", "there may be one", checks.UserPasswordAndKey{}, person, keys(cut), unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := only(t, evaluate(t, with(t, tt.row, tt.data), tt.check), "vera")
			assert.Equal(t, tt.want, f.Status, "%s: %s", tt.reason, f.Message)
		})
	}
}

// TestDatesThatAreMissing: a date that is not there is neither long ago nor now.
func TestDatesThatAreMissing(t *testing.T) {
	service := func(status string, made, end time.Time) iamhygiene.SnapshotOption {
		return iamhygiene.ServiceCredentials.With([]iamhygiene.ServiceCredential{{ID: "ACCAEXAMPLE123EXAMPLE", User: "vera", Service: "codecommit.amazonaws.com", Status: status, Created: made, Expires: end}}, clock)
	}
	for _, tt := range []struct {
		name  string
		check iamhygiene.Check
		data  iamhygiene.SnapshotOption
	}{
		{"login profile", checks.PasswordInitialUnchanged{}, iamhygiene.LoginProfiles.With(map[string]*iamhygiene.LoginProfile{vera: {}}, clock)},
		{"SSH key", checks.SSHKeyAge{}, iamhygiene.SSHKeys.With(map[string][]iamhygiene.SSHKey{vera: {{ID: "APKAEIBAERJR2EXAMPLE", Active: true}}}, clock)},
		{"service credential", checks.ServiceCredentialLongLived{}, service("Active", time.Time{}, time.Time{})},
		{"service credential with an end", checks.ServiceCredentialLongLived{}, service("Active", time.Time{}, clock.Add(day))},
		{"status of a service credential", checks.ServiceCredentialLongLived{}, service("", clock.Add(-900*day), time.Time{})},
		{"access key", checks.AccessKeyRotation{}, iamhygiene.AccessKeyDetails.With(map[string][]iamhygiene.AccessKeyDetail{vera: {{ID: "AKIAIOSFODNN7EXAMPLE", Active: true}}}, clock)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fs := evaluate(t, with(t, person, tt.data), tt.check)
			require.Len(t, fs, 1)
			assert.Equal(t, unknown, fs[0].Status, fs[0].Message)
		})
	}
}

// TestAPIKeyInChina: the names of services there have another ending.
func TestAPIKeyInChina(t *testing.T) {
	data := iamhygiene.ServiceCredentials.With([]iamhygiene.ServiceCredential{{ID: "ACCAEXAMPLE123EXAMPLE", User: "vera", Service: "logs.amazonaws.com.cn", Status: "Active", Created: clock.Add(-day)}}, clock)
	s := iamhygiene.NewSnapshot("111122223333", "aws-cn", clock, data)
	f := only(t, evaluate(t, s, checks.ServiceCredentialLongLived{}), "vera/ACCA...MPLE")
	assert.Equal(t, fail, f.Status, f.Message)
	assert.Equal(t, "arn:aws-cn:iam::111122223333:user/vera", f.Resource.ARN)
}

// TestFirstPasswordOfASecondProfile: the credential report may tell of the
// profile before the one in use.
func TestFirstPasswordOfASecondProfile(t *testing.T) {
	profile := iamhygiene.LoginProfiles.With(map[string]*iamhygiene.LoginProfile{vera: {Created: clock.Add(-10 * day)}}, clock)
	for _, tt := range []struct {
		name, changed, used string
		want                iamhygiene.Status
	}{
		{"the report is older than the profile", ago(50 * day), ago(day), unknown},
		{"used before, not since", ago(10*day - time.Minute), ago(30 * day), notApplicable},
		{"used since", ago(10*day - time.Minute), ago(day), fail},
		{"changed since", ago(9 * day), ago(day), pass},
	} {
		t.Run(tt.name, func(t *testing.T) {
			row := person.and(fields{"password_last_changed": tt.changed, "password_last_used": tt.used})
			f := only(t, evaluate(t, with(t, row, profile), checks.PasswordInitialUnchanged{}), "vera")
			assert.Equal(t, tt.want, f.Status, f.Message)
		})
	}
}

// TestSharedUserNotRead: what could not be read may be the sign that is missing.
func TestSharedUserNotRead(t *testing.T) {
	team := person.and(fields{"user": "team-a", "mfa_active": "true"})
	user := arn + "user/team-a"
	refused := iamhygiene.MFADevices.With(nil, clock, &iamhygiene.DataError{Scope: user, Code: "AccessDenied", Operation: "iam:ListMFADevices"})
	for _, tt := range []struct {
		name, reason string
		row          fields
		data         iamhygiene.SnapshotOption
		want         iamhygiene.Status
	}{
		{"one sign and devices that were refused", "they may be the second", team, refused, unknown},
		{"one sign and devices that nobody read", "they may be the second", team, iamhygiene.MFADevices.With(nil, clock), unknown},
		{"one sign and no devices by the report", "there are none to read", team.and(fields{"mfa_active": "false"}), iamhygiene.MFADevices.With(nil, clock), pass},
		{"two signs and devices that were refused", "two are enough", team.and(key1).and(key2).and(fields{"access_key_2_last_used_region": "us-east-1"}), refused, fail},
		{"keys that were refused after one", "two keys may show two signs", team, iamhygiene.AccessKeyDetails.With(map[string][]iamhygiene.AccessKeyDetail{user: {}}, clock, &iamhygiene.DataError{Scope: user, Code: "Throttling"}), unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := only(t, evaluate(t, with(t, tt.row, tt.data), checks.UserShared{}), "team-a")
			assert.Equal(t, tt.want, f.Status, "%s: %s", tt.reason, f.Message)
		})
	}
}

// TestLostUsers: a user of the authorization details who could not be read is
// not left out by the checks that rest on them.
func TestLostUsers(t *testing.T) {
	lost := &iamhygiene.DataError{Scope: "UserDetailList[1]", Code: iamhygiene.CodeInvalid, Message: "the element is no object"}
	d := &iamhygiene.AuthorizationDetails{Users: []iamhygiene.UserDetail{{ARN: vera, Name: "vera"}}, Groups: []iamhygiene.GroupDetail{}, Roles: []iamhygiene.RoleDetail{}, Policies: []iamhygiene.PolicyDetail{}}
	s := iamhygiene.NewSnapshot("111122223333", "aws", clock, iamhygiene.Authorization.With(d, clock, lost))
	for _, c := range checks.Catalogue(checks.Strict) {
		switch c.Info().ID {
		case "user-direct-policy", "user-no-group", "access-key-exposed", "entity-required-tags", "principal-effective-admin", "principal-privilege-escalation":
		default:
			continue
		}
		if c.Info().ID == "entity-required-tags" {
			c = checks.EntityRequiredTags{Keys: []string{"owner"}}
		}
		t.Run(c.Info().ID, func(t *testing.T) {
			assert.Contains(t, lines(evaluate(t, s, c), unknown), c.Info().ID+" 111122223333 "+c.Info().Severity.String())
		})
	}
}

// TestReportOfNull: a report that is there and null is no report of nobody.
func TestReportOfNull(t *testing.T) {
	s := iamhygiene.NewSnapshot("111122223333", "aws", clock, iamhygiene.CredentialReport.With(nil, clock))
	for _, c := range runs(checks.Strict) {
		res, err := new(iamhygiene.Runner).Run(context.Background(), s, c)
		require.NoError(t, err)
		for _, f := range res.Findings {
			if c.Info().ID == "entity-required-tags" {
				continue // asks for nothing
			}
			assert.Equal(t, unknown, f.Status, "%s: %s", f.Check, f.Message)
			require.NotNil(t, f.Unknown)
			assert.NotEqual(t, iamhygiene.CodeInternal, f.Unknown.Code, "%s: %s", f.Check, f.Message)
		}
	}
}

// TestPasswordAge: reports show the age of every password from the evidence of
// a check that runs by default.
func TestPasswordAge(t *testing.T) {
	at := ago(50 * day)
	for name, row := range map[string]fields{
		"used":       person,
		"long ago":   person.and(fields{"password_last_used": ago(90 * day)}),
		"never used": person.and(fields{"password_last_used": "no_information"}),
	} {
		f := only(t, evaluate(t, reported(t, row), checks.PasswordUnused{}), "vera")
		assert.Equal(t, at, fact(f, "password_last_changed"), name)
	}
	f := only(t, evaluate(t, reported(t, person.and(fields{"password_last_changed": "not_supported"})), checks.PasswordUnused{}), "vera")
	assert.Equal(t, pass, f.Status)
	assert.Equal(t, "no evidence", fact(f, "password_last_changed"), "what is not known is not shown")
}

// TestLostElements: each element of a list that could not be read is a finding
// of its own, with a fingerprint of its own; evaluate looks at that.
func TestLostElements(t *testing.T) {
	var errs []*iamhygiene.DataError
	for _, scope := range []string{"UserDetailList[0]", "UserDetailList[3]", "GroupDetailList[1]", "GroupDetailList[2]", "RoleDetailList[1]", "RoleDetailList[2]", arn + "role/lost"} {
		errs = append(errs, &iamhygiene.DataError{Scope: scope, Code: iamhygiene.CodeInvalid, Message: "the element is no object"})
	}
	d := &iamhygiene.AuthorizationDetails{Users: []iamhygiene.UserDetail{}, Groups: []iamhygiene.GroupDetail{}, Roles: []iamhygiene.RoleDetail{}, Policies: []iamhygiene.PolicyDetail{}}
	s := iamhygiene.NewSnapshot("111122223333", "aws", clock, iamhygiene.Authorization.With(d, clock, errs...))
	for _, tt := range []struct {
		check iamhygiene.Check
		want  int
	}{
		{checks.PolicyInline{}, 7},
		{checks.PrincipalEffectiveAdmin{}, 5},
		{checks.PolicySelfTagging{}, 5},
		{checks.RoleTrustAnyone{}, 3},
		{checks.UserDirectPolicy{}, 2},
		{checks.GroupEmpty{}, 2},
	} {
		t.Run(tt.check.Info().ID, func(t *testing.T) {
			assert.Len(t, lines(evaluate(t, s, tt.check), unknown), tt.want)
		})
	}
}

// TestPartOfAUser: what is known of a user of whom a part was lost fails all the
// same, and passes only where nothing was lost.
func TestPartOfAUser(t *testing.T) {
	lost := &iamhygiene.DataError{Scope: vera, Code: iamhygiene.CodeInvalid, Message: "an inline policy is no JSON"}
	user := func(p iamhygiene.Permissions) *iamhygiene.Snapshot {
		d := &iamhygiene.AuthorizationDetails{Users: []iamhygiene.UserDetail{{ARN: vera, Name: "vera", Permissions: p}}, Groups: []iamhygiene.GroupDetail{}, Roles: []iamhygiene.RoleDetail{}, Policies: []iamhygiene.PolicyDetail{}}
		return iamhygiene.NewSnapshot("111122223333", "aws", clock, iamhygiene.Authorization.With(d, clock, lost))
	}
	quarantined := attached("arn:aws-cn:iam::aws:policy/AWSCompromisedKeyQuarantineV3")
	assert.Equal(t, fail, only(t, evaluate(t, user(quarantined), checks.AccessKeyExposed{}), "vera").Status)
	assert.Equal(t, unknown, only(t, evaluate(t, user(iamhygiene.Permissions{}), checks.AccessKeyExposed{}), "vera").Status)
	assert.Equal(t, fail, only(t, evaluate(t, user(attached(arn+"policy/Ops")), checks.UserDirectPolicy{}), "vera").Status)
	assert.Equal(t, unknown, only(t, evaluate(t, user(quarantined), checks.UserDirectPolicy{}), "vera").Status)
}
