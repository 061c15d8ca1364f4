package checks_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/checktest"
)

func TestRole(t *testing.T) {
	checktest.Run(t, "testdata/role/*.txtar",
		checks.RoleUnused{}, checks.RoleTrustDeletedPrincipal{}, checks.SupportRole{}, checks.AuditRole{}, checks.PrincipalWithoutBoundary{})
}

const homeARN = "arn:aws:iam::111122223333:"

// rolesOf is the account's authorization details with these roles and nothing
// else.
func rolesOf(roles ...iamhygiene.RoleDetail) iamhygiene.SnapshotOption {
	return iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
		Users: []iamhygiene.UserDetail{}, Groups: []iamhygiene.GroupDetail{}, Roles: roles, Policies: []iamhygiene.PolicyDetail{},
	}, noon.Add(-time.Minute))
}

func TestRoleUnusedLimit(t *testing.T) {
	const limit = 90 * 24 * time.Hour
	tests := []struct {
		name          string
		reason        string
		check         iamhygiene.Check
		created, used time.Duration // ago; zero: none
		want          iamhygiene.Status
	}{
		{"used at the limit", "unused fails at >=", checks.RoleUnused{}, 2 * limit, limit, iamhygiene.Fail},
		{"used a nanosecond later", "compared to the nanosecond", checks.RoleUnused{}, 2 * limit, limit - 1, iamhygiene.Pass},
		{"made at the limit", "a role without use counts from when it was made", checks.RoleUnused{}, limit, 0, iamhygiene.Fail},
		{"made a nanosecond later", "compared to the nanosecond", checks.RoleUnused{}, limit - 1, 0, iamhygiene.Pass},
		{"used after the clock", "clocks differ; it is in use", checks.RoleUnused{}, limit, -time.Hour, iamhygiene.Pass},
		{"creation not in the data, used", "the use decides", checks.RoleUnused{}, 0, time.Hour, iamhygiene.Pass},
		{"neither in the data", "nothing to count from", checks.RoleUnused{}, 0, 0, iamhygiene.Unknown},
		{"standard", "90 days", pick(t, checks.Standard, "role-unused"), 2 * limit, limit - 1, iamhygiene.Pass},
		{"strict", "30 days", pick(t, checks.Strict, "role-unused"), 2 * limit, limit / 3, iamhygiene.Fail},
		{"strict, a nanosecond later", "30 days", pick(t, checks.Strict, "role-unused"), 2 * limit, limit/3 - 1, iamhygiene.Pass},
		{"relaxed", "90 days", pick(t, checks.Relaxed, "role-unused"), 2 * limit, limit, iamhygiene.Fail},
		{"relaxed, a nanosecond later", "90 days", pick(t, checks.Relaxed, "role-unused"), 2 * limit, limit - 1, iamhygiene.Pass},
		{"limit beyond what IAM remembers", "no use on record fails once the role is as old", checks.RoleUnused{MaxUnused: 500 * 24 * time.Hour}, 500 * 24 * time.Hour, 0, iamhygiene.Fail},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			role := iamhygiene.RoleDetail{ARN: homeARN + "role/app", Name: "app"}
			if tt.created != 0 {
				role.Created = noon.Add(-tt.created)
			}
			if tt.used != 0 {
				role.LastUsed = noon.Add(-tt.used)
			}
			f := single(t, tt.check, rolesOf(role))
			assert.Equal(t, tt.want, f.Status, "%s: %s", tt.reason, f.Message)
		})
	}
}

func TestRoleUnusedEvidence(t *testing.T) {
	at := noon.Add(-time.Minute)
	role := iamhygiene.RoleDetail{
		ARN: homeARN + "role/app", Name: "app", Created: noon.AddDate(-2, 0, 0),
		LastUsed: noon.AddDate(0, 0, -100), LastUsedRegion: "eu-west-1", Tags: map[string]string{"team": "web"},
	}
	f := single(t, checks.RoleUnused{}, rolesOf(role))
	assert.Equal(t, []iamhygiene.Evidence{
		{Dataset: "authorization-details", Path: "RoleLastUsed/LastUsedDate", Observed: "2023-12-03T12:00:00Z", Expected: "after 2023-12-13T12:00:00Z", At: at},
		{Dataset: "authorization-details", Path: "RoleLastUsed/Region", Observed: "eu-west-1", At: at},
		{Dataset: "authorization-details", Path: "CreateDate", Observed: "2022-03-12T12:00:00Z", At: at},
	}, f.Evidence)
	assert.Equal(t, map[string]string{"team": "web"}, f.Resource.Tags)
}

func TestRoleTrustEvidence(t *testing.T) {
	f := single(t, checks.RoleTrustDeletedPrincipal{}, rolesOf(iamhygiene.RoleDetail{
		ARN: homeARN + "role/app", Name: "app",
		Trust: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"},
			{"Sid":"Ops","Effect":"Allow","Principal":{"AWS":["AROAEXAMPLEDELETED"]},"Action":"sts:AssumeRole"}]}`,
	}))
	require.Equal(t, iamhygiene.Fail, f.Status)
	assert.Equal(t, []iamhygiene.Evidence{{
		Dataset: "authorization-details", Path: "AssumeRolePolicyDocument/Statement/1 (Sid Ops)/Principal/AWS",
		Observed: "AROAEXAMPLEDELETED", Expected: "a principal that exists", At: noon.Add(-time.Minute),
	}}, f.Evidence)
}

// An id that the account can map to one of its own principals is none of a
// deleted one, whoever left it in the document.
func TestRoleTrustIDOfExisting(t *testing.T) {
	f := single(t, checks.RoleTrustDeletedPrincipal{}, rolesOf(iamhygiene.RoleDetail{
		ARN: homeARN + "role/app", Name: "app", ID: "AROAEXAMPLEOFAPP",
		Trust: `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"AROAEXAMPLEOFAPP"},"Action":"sts:AssumeRole"}}`,
	}))
	assert.Equal(t, iamhygiene.Pass, f.Status, f.Message)
}

func TestRoleTrustUnreadable(t *testing.T) {
	for name, trust := range map[string]iamhygiene.Document{
		"none": "", "no JSON": "{", "no object": `["AROAEXAMPLEDELETED"]`,
	} {
		t.Run(name, func(t *testing.T) {
			f := single(t, checks.RoleTrustDeletedPrincipal{}, rolesOf(iamhygiene.RoleDetail{ARN: homeARN + "role/app", Name: "app", Trust: trust}))
			assert.Equal(t, iamhygiene.Unknown, f.Status)
			assert.Equal(t, homeARN+"role/app", f.Unknown.Scope)
			assert.Contains(t, f.Message, "the trust policy cannot be read")
		})
	}
}

// A nil list was not asked for, which is not an empty one.
func TestRoleListsNotAskedFor(t *testing.T) {
	only := func(d iamhygiene.AuthorizationDetails) iamhygiene.SnapshotOption {
		return iamhygiene.Authorization.With(&d, noon)
	}
	noRoles := only(iamhygiene.AuthorizationDetails{Users: []iamhygiene.UserDetail{}})
	assert.Equal(t, iamhygiene.Unknown, single(t, checks.SupportRole{}, noRoles).Status)
	assert.Equal(t, iamhygiene.Unknown, single(t, checks.AuditRole{}, noRoles).Status)
	noUsers := only(iamhygiene.AuthorizationDetails{Roles: []iamhygiene.RoleDetail{{
		ARN: homeARN + "role/app", Name: "app",
		Trust: `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/alice"},"Action":"sts:AssumeRole"}}`,
	}}})
	assert.Equal(t, iamhygiene.Unknown, single(t, checks.RoleTrustDeletedPrincipal{}, noUsers).Status)
}

func TestSupportRolePolicy(t *testing.T) {
	role := iamhygiene.RoleDetail{ARN: homeARN + "role/app", Name: "app", Permissions: iamhygiene.Permissions{
		Attached: []iamhygiene.AttachedPolicy{{Name: "AWSSupportAccess", ARN: "arn:aws:iam::aws:policy/AWSSupportFullAccess"}},
	}}
	assert.Equal(t, iamhygiene.Fail, single(t, checks.SupportRole{}, rolesOf(role)).Status, "the ARN counts, not the name")
	assert.Equal(t, iamhygiene.Pass, single(t, checks.SupportRole{Policy: "AWSSupportFullAccess"}, rolesOf(role)).Status)
}

func TestPrincipalWithoutBoundaryPaths(t *testing.T) {
	tests := []struct {
		name   string
		reason string
		paths  []string
		path   string
		want   iamhygiene.Status
	}{
		{"no paths", "empty means everywhere", nil, "/", iamhygiene.Fail},
		{"the path", "made by those who were delegated to", []string{"/delegated/"}, "/delegated/", iamhygiene.Fail},
		{"below the path", "a path covers what is below", []string{"/delegated/"}, "/delegated/web/", iamhygiene.Fail},
		{"another path", "made by an administrator", []string{"/delegated/"}, "/", iamhygiene.NotApplicable},
		{"begins alike", "compared by whole names", []string{"/delegated"}, "/delegated-not/", iamhygiene.NotApplicable},
		{"without slashes", "what a person would write", []string{"delegated"}, "/delegated/", iamhygiene.Fail},
		{"the root path", "everything is below it", []string{"/"}, "/eng/", iamhygiene.Fail},
		{"one of several", "any of them", []string{"/a/", "/b/"}, "/b/", iamhygiene.Fail},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			role := iamhygiene.RoleDetail{ARN: homeARN + "role" + tt.path + "app", Name: "app", Path: tt.path}
			f := single(t, checks.PrincipalWithoutBoundary{Paths: tt.paths}, rolesOf(role))
			assert.Equal(t, tt.want, f.Status, "%s: %s", tt.reason, f.Message)
			role.Boundary = homeARN + "policy/Limit"
			f = single(t, checks.PrincipalWithoutBoundary{Paths: tt.paths}, rolesOf(role))
			assert.Equal(t, iamhygiene.Pass, f.Status, "a boundary is one wherever it is set")
		})
	}
}

func TestSupportRoleMany(t *testing.T) {
	var roles []iamhygiene.RoleDetail
	for i := range 25 {
		name := fmt.Sprintf("support-%02d", i)
		roles = append(roles, iamhygiene.RoleDetail{ARN: homeARN + "role/" + name, Name: name, Permissions: iamhygiene.Permissions{
			Attached: []iamhygiene.AttachedPolicy{{Name: "AWSSupportAccess", ARN: "arn:aws:iam::aws:policy/AWSSupportAccess"}},
		}})
	}
	f := single(t, checks.SupportRole{}, rolesOf(roles...))
	assert.Contains(t, f.Message, "25 roles")
	require.Len(t, f.Evidence, 1)
	assert.Contains(t, f.Evidence[0].Observed, "support-18, and 6 more", "evidence lists as many as a person will read")
	assert.NotContains(t, f.Evidence[0].Observed, "support-19")
}

// Only capitals and digits after a known prefix are a unique id; the rest is for
// others to judge.
func TestRoleTrustOtherIDs(t *testing.T) {
	for value, want := range map[string]iamhygiene.Status{
		"AIDAEXAMPLEDELETED":   iamhygiene.Fail,
		"AROAEXAMPLE2DELETED3": iamhygiene.Fail,
		"AROAexample":          iamhygiene.Unknown,
		"AKIAEXAMPLE":          iamhygiene.Unknown,
		"444455556666":         iamhygiene.NotApplicable,
	} {
		t.Run(value, func(t *testing.T) {
			f := single(t, checks.RoleTrustDeletedPrincipal{}, rolesOf(iamhygiene.RoleDetail{
				ARN: homeARN + "role/app", Name: "app",
				Trust: iamhygiene.Document(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"` + value + `"},"Action":"sts:AssumeRole"}}`),
			}))
			assert.Equal(t, want, f.Status, f.Message)
		})
	}
}

// A principal that cannot be understood leaves the role undecided, wherever it
// stands.
func TestRoleTrustFaultyNotPrincipal(t *testing.T) {
	f := single(t, checks.RoleTrustDeletedPrincipal{}, rolesOf(iamhygiene.RoleDetail{
		ARN: homeARN + "role/app", Name: "app",
		Trust: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"},
			{"Effect":"Deny","NotPrincipal":{"AWS":7},"Action":"sts:AssumeRole"}]}`,
	}))
	assert.Equal(t, iamhygiene.Unknown, f.Status, f.Message)
	assert.Contains(t, f.Message, "statement 1")
}

// An error about a role that is known all the same hides no other role.
func TestSupportRoleErrorOfKnownRole(t *testing.T) {
	for name, tt := range map[string]struct {
		scope string
		want  iamhygiene.Status
	}{
		"a known role":         {homeARN + "role/app", iamhygiene.Fail},
		"a user":               {homeARN + "user/alice", iamhygiene.Fail},
		"a role that is lost":  {homeARN + "role/lost", iamhygiene.Unknown},
		"an element of a list": {"RoleDetailList[3]", iamhygiene.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			f := single(t, checks.SupportRole{}, iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
				Roles: []iamhygiene.RoleDetail{{ARN: homeARN + "role/app", Name: "app"}},
			}, noon, &iamhygiene.DataError{Code: iamhygiene.CodeInvalid, Scope: tt.scope, Message: "the element cannot be read"}))
			assert.Equal(t, tt.want, f.Status, f.Message)
		})
	}
}

// A user whose element could not be read exists, whatever the list says; a row of
// the credential report that could not be read says nothing of the list.
func TestRoleTrustUserLost(t *testing.T) {
	details := &iamhygiene.AuthorizationDetails{
		Users: []iamhygiene.UserDetail{},
		Roles: []iamhygiene.RoleDetail{{
			ARN: homeARN + "role/app", Name: "app",
			Trust: `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/alice"},"Action":"sts:AssumeRole"}}`,
		}},
	}
	run := func(opts ...iamhygiene.SnapshotOption) iamhygiene.Finding {
		return single(t, checks.RoleTrustDeletedPrincipal{}, opts...)
	}
	assert.Equal(t, iamhygiene.Fail, run(iamhygiene.Authorization.With(details, noon)).Status)
	for _, scope := range []string{homeARN + "user/alice", "details.json: UserDetailList[0]"} {
		f := run(iamhygiene.Authorization.With(details, noon, &iamhygiene.DataError{Code: iamhygiene.CodeInvalid, Scope: scope}))
		assert.Equal(t, iamhygiene.Unknown, f.Status, scope)
	}
	row := iamhygiene.CredentialReport.With(&credreport.Report{}, noon, &iamhygiene.DataError{Code: iamhygiene.CodeInvalid, Scope: "line 3"})
	assert.Equal(t, iamhygiene.Fail, run(iamhygiene.Authorization.With(details, noon), row).Status)
}
