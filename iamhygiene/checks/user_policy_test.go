package checks_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

func TestUserDirectPolicy(t *testing.T) {
	bounded := attached(change)
	bounded.Boundary = admin
	both := attached(s3Full, quarantine)
	both.Inline = inlined("extra").Inline
	s := detailed(iamhygiene.AuthorizationDetails{Users: []iamhygiene.UserDetail{
		userDetail("none", iamhygiene.Permissions{}),
		userDetail("ignored", attached(change, quarantine)),
		userDetail("bounded", bounded),
		userDetail("attached", attached(s3Full)),
		userDetail("inline", inlined("a", "b")),
		userDetail("both", both),
		userDetail("imitated", attached(arn+"policy/IAMUserChangePassword")),
	}})
	fs := evaluate(t, s, checks.UserDirectPolicy{})
	assert.Equal(t, []string{
		"user-direct-policy attached low", "user-direct-policy both low", "user-direct-policy imitated low", "user-direct-policy inline low",
	}, lines(fs, fail))
	assert.Equal(t, "both has 2 policies of its own (AmazonS3FullAccess, extra (inline)); permissions must come from groups", only(t, fs, "both").Message)
	assert.Equal(t, s3Full, fact(only(t, fs, "both"), "AttachedManagedPolicies"))
	assert.Equal(t, "extra", fact(only(t, fs, "both"), "UserPolicyList"))

	fs = evaluate(t, s, checks.UserDirectPolicy{Ignore: []string{}})
	assert.Equal(t, fail, only(t, fs, "ignored").Status, "an empty list ignores nothing")
	fs = evaluate(t, s, checks.UserDirectPolicy{Ignore: []string{"arn:*:iam::aws:policy/AmazonS3*"}})
	assert.Equal(t, pass, only(t, fs, "attached").Status)
	assert.Equal(t, fail, only(t, fs, "bounded").Status, "the list replaces the default")
}

func TestUserNoGroup(t *testing.T) {
	report, err := credreport.Parse(bytes.NewReader(reportCSV(t,
		person.and(fields{"user": "person"}), person.and(fields{"user": "member"}), person.and(fields{"user": "gone"}),
		fields{"user": "service"}, fields{"user": "garbled", "password_enabled": "?"}, fields{"user": "gone-service"})))
	require.NoError(t, err)
	d := iamhygiene.AuthorizationDetails{
		Groups: []iamhygiene.GroupDetail{groupDetail("devs", iamhygiene.Permissions{})},
		Users: []iamhygiene.UserDetail{
			userDetail("person", iamhygiene.Permissions{}), userDetail("member", iamhygiene.Permissions{}, "devs"),
			userDetail("service", iamhygiene.Permissions{}), userDetail("garbled", iamhygiene.Permissions{}),
		},
	}
	fs := evaluate(t, detailed(d, iamhygiene.CredentialReport.With(report, clock)), checks.UserNoGroup{})
	for name, want := range map[string]iamhygiene.Status{
		"person": fail, "member": pass, "service": notApplicable,
		"garbled":      unknown,       // whether it has a password
		"gone":         unknown,       // deleted since the report: no group list
		"gone-service": notApplicable, // no password: whatever the groups
	} {
		assert.Equal(t, want.String(), only(t, fs, name).Status.String(), name)
	}
	fs = evaluate(t, detailed(d), checks.UserNoGroup{})
	assert.Equal(t, pass, only(t, fs, "member").Status, "groups alone are enough to pass")
	assert.Equal(t, unknown, only(t, fs, "person").Status, "without the report nobody knows of a password")
	assert.Equal(t, "credential-report", only(t, fs, "person").Unknown.Dataset)
}

func TestGroupEmpty(t *testing.T) {
	p := attached(s3Full, arn+"policy/team")
	p.Inline = inlined("more").Inline
	d := iamhygiene.AuthorizationDetails{
		Groups: []iamhygiene.GroupDetail{groupDetail("devs", iamhygiene.Permissions{}), groupDetail("left", p)},
		Users:  []iamhygiene.UserDetail{userDetail("vera", iamhygiene.Permissions{}, "devs")},
	}
	fs := evaluate(t, detailed(d), checks.GroupEmpty{})
	assert.Equal(t, "the group devs has 1 member", only(t, fs, "devs").Message)
	f := only(t, fs, "left")
	assert.Equal(t, fail, f.Status)
	assert.Equal(t, "the group left has no members and 3 policies; at least one member is required", f.Message)
	var observed []string
	for _, e := range f.Evidence {
		observed = append(observed, e.Path+" "+e.Observed)
	}
	assert.Equal(t, []string{
		"UserDetailList/GroupList 0 members", "AttachedManagedPolicies " + s3Full, "AttachedManagedPolicies " + arn + "policy/team", "GroupPolicyList more",
	}, observed, "the policies of an empty group are evidence")

	d.Users = []iamhygiene.UserDetail{}
	s := iamhygiene.NewSnapshot("111122223333", "aws", clock, iamhygiene.Authorization.With(&d, clock,
		&iamhygiene.DataError{Code: iamhygiene.CodeTruncated, Scope: "UserDetailList", Message: "the list of users is cut off"}))
	for _, f := range evaluate(t, s, checks.GroupEmpty{}) {
		assert.Equal(t, unknown, f.Status, "members may be in the part that is missing")
	}
}

func TestEntityRequiredTags(t *testing.T) {
	tagged := userDetail("tagged", iamhygiene.Permissions{})
	tagged.Tags = map[string]string{"owner": "web", "cost": "7"}
	other := userDetail("case", iamhygiene.Permissions{})
	other.Tags = map[string]string{"Owner": "web", "cost": " "}
	role := roleDetail("app/deploy", iamhygiene.Permissions{})
	role.Tags = map[string]string{"owner": "web"}
	s := detailed(iamhygiene.AuthorizationDetails{
		Users:  []iamhygiene.UserDetail{tagged, other},
		Groups: []iamhygiene.GroupDetail{groupDetail("devs", iamhygiene.Permissions{})},
		Roles: []iamhygiene.RoleDetail{role,
			roleDetail("aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport", iamhygiene.Permissions{}),
			roleDetail("aws-reserved/sso.amazonaws.com/AWSReservedSSO_View_0123456789abcdef", iamhygiene.Permissions{}),
			roleDetail("AWSReservedSSO_Mine", iamhygiene.Permissions{}),
		},
	})
	fs := evaluate(t, s, checks.EntityRequiredTags{Keys: []string{"owner", "cost"}})
	assert.Equal(t, []string{"entity-required-tags AWSReservedSSO_Mine info", "entity-required-tags case info", "entity-required-tags deploy info"},
		lines(fs, fail), "keys are case-sensitive, blank values do not count, and a name alone reserves nothing")
	assert.Equal(t, "the user case lacks required tags: owner, cost", only(t, fs, "case").Message)
	assert.Equal(t, "the role deploy lacks required tags: cost", only(t, fs, "deploy").Message)
	assert.Equal(t, []string{"entity-required-tags tagged info"}, lines(fs, pass))
	assert.Len(t, lines(fs, notApplicable), 2)
	assert.Len(t, fs, 6, "groups have no tags")

	fs = evaluate(t, s, checks.EntityRequiredTags{})
	require.Len(t, fs, 1)
	assert.Equal(t, notApplicable, fs[0].Status)
}
