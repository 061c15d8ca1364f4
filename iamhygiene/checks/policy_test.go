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

func userDetail(name string, p iamhygiene.Permissions, groups ...string) iamhygiene.UserDetail {
	return iamhygiene.UserDetail{ARN: arn + "user/" + name, Name: name, Permissions: p, Groups: groups}
}

func groupDetail(name string, p iamhygiene.Permissions) iamhygiene.GroupDetail {
	return iamhygiene.GroupDetail{ARN: arn + "group/" + name, Name: name, Permissions: p}
}

// roleDetail makes a role; a name with slashes has a path.
func roleDetail(name string, p iamhygiene.Permissions) iamhygiene.RoleDetail {
	return iamhygiene.RoleDetail{ARN: arn + "role/" + name, Name: name[lastSlash(name)+1:], Permissions: p}
}

func lastSlash(s string) int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == '/' {
			return i
		}
	}
	return -1
}

// inlined makes embedded policies of names.
func inlined(names ...string) iamhygiene.Permissions {
	var p iamhygiene.Permissions
	for _, n := range names {
		p.Inline = append(p.Inline, iamhygiene.InlinePolicy{Name: n, Document: "{}"})
	}
	return p
}

const (
	quarantine = "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2"
	change     = "arn:aws-cn:iam::aws:policy/IAMUserChangePassword"
	s3Full     = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
	admin      = "arn:aws:iam::aws:policy/AdministratorAccess"
	cloudShell = "arn:aws:iam::aws:policy/AWSCloudShellFullAccess"
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

func TestPolicyInline(t *testing.T) {
	s := detailed(iamhygiene.AuthorizationDetails{
		Users:  []iamhygiene.UserDetail{userDetail("vera", inlined("own")), userDetail("clean", attached(s3Full))},
		Groups: []iamhygiene.GroupDetail{groupDetail("devs", inlined("a", "b"))},
		Roles: []iamhygiene.RoleDetail{
			roleDetail("deploy", inlined("push")),
			roleDetail("aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS", inlined("own")),
			roleDetail("aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Ops_0123456789abcdef", inlined("AwsSSOInlinePolicy")),
			roleDetail("app/AWSServiceRoleForMe", inlined("own")),
		},
	})
	fs := evaluate(t, s, checks.PolicyInline{})
	assert.Equal(t, []string{
		"policy-inline AWSServiceRoleForMe low", "policy-inline deploy low", "policy-inline devs low", "policy-inline vera low",
	}, lines(fs, fail), "a name alone does not make a role service-linked")
	assert.Equal(t, notApplicable, only(t, fs, "AWSServiceRoleForECS").Status, "R85")
	assert.Contains(t, only(t, fs, "AWSReservedSSO_Ops_0123456789abcdef").Message, "IAM Identity Center owns the policies")
	assert.Equal(t, "the group devs has 2 inline policies (a, b); none is allowed", only(t, fs, "devs").Message)
	assert.Equal(t, "the user vera has 1 inline policy (own); none is allowed", only(t, fs, "vera").Message)
	assert.Equal(t, "own", fact(only(t, fs, "vera"), "UserPolicyList"))
	assert.Equal(t, "a", fact(only(t, fs, "devs"), "GroupPolicyList"))
	assert.Equal(t, "push", fact(only(t, fs, "deploy"), "RolePolicyList"))
	assert.Equal(t, pass, only(t, fs, "clean").Status)

	fs = evaluate(t, s, checks.PolicyInline{IgnoreRoles: []string{"deploy", "vera", "arn:*:role/app/*"}})
	assert.Equal(t, []string{"policy-inline devs low", "policy-inline vera low"}, lines(fs, fail), "the list is of roles only")
	assert.Equal(t, notApplicable, only(t, fs, "deploy").Status)
}

func TestPolicyUnattached(t *testing.T) {
	policy := func(name string, attachments, boundaries int) iamhygiene.PolicyDetail {
		return iamhygiene.PolicyDetail{ARN: arn + "policy/" + name, Name: name, Created: clock.Add(-400 * day), Attachments: attachments, BoundaryUses: boundaries}
	}
	aged := func(name string, d iamhygiene.PolicyDetail) iamhygiene.PolicyDetail {
		d.Name = name
		d.ARN = arn + "policy/" + name
		return d
	}
	atGrace, inGrace, undated := policy("", 0, 0), policy("", 0, 0), policy("undated", 0, 0)
	atGrace.Created, inGrace.Created = clock.Add(-7*day), clock.Add(-7*day+1)
	undated.Created = undated.Created.AddDate(-3000, 0, 0)
	undated.Created = iamhygiene.PolicyDetail{}.Created
	undatedUsed := undated
	undatedUsed.Attachments = 1
	s := detailed(iamhygiene.AuthorizationDetails{Policies: []iamhygiene.PolicyDetail{
		policy("attached", 1, 0), policy("boundary", 0, 2), policy("admin-left", 0, 0),
		aged("at-grace", atGrace), aged("in-grace", inGrace), undated, aged("undated-used", undatedUsed),
		{ARN: "arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess", Name: "ReadOnlyAccess"},
	}})
	fs := evaluate(t, s, checks.PolicyUnattached{})
	for name, want := range map[string]iamhygiene.Status{
		"attached":       pass,
		"boundary":       pass, // R46
		"admin-left":     fail, // R45
		"at-grace":       fail,
		"in-grace":       pass,
		"undated":        unknown,
		"undated-used":   pass,
		"ReadOnlyAccess": notApplicable,
	} {
		assert.Equal(t, want.String(), only(t, fs, name).Status.String(), name)
	}
	f := only(t, fs, "admin-left")
	assert.Equal(t, iamhygiene.SeverityLow, f.Severity, "R45")
	assert.Equal(t, "0", fact(f, "AttachmentCount"), "R45")
	assert.Equal(t, "2", fact(only(t, fs, "boundary"), "PermissionsBoundaryUsageCount"), "R46")
	assert.Equal(t, "the policy admin-left is 400 days old and neither attached nor a permissions boundary; the limit is less than 7 days", f.Message)
	assert.Equal(t, fail, only(t, evaluate(t, s, checks.PolicyUnattached{Grace: -1}), "in-grace").Status)
}

func TestPolicyManagedBroad(t *testing.T) {
	sso := "aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess_0123456789abcdef"
	s := detailed(iamhygiene.AuthorizationDetails{
		Users: []iamhygiene.UserDetail{
			userDetail("vera", attached(s3Full, "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")),
			userDetail("boss", attached(admin)),
			userDetail("empty", iamhygiene.Permissions{Boundary: admin}),
			userDetail("china", attached("arn:aws-cn:iam::aws:policy/PowerUserAccess")),
		},
		Groups: []iamhygiene.GroupDetail{
			groupDetail("auditors", attached("arn:aws:iam::aws:policy/SecurityAudit", "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess")),
			groupDetail("iam", attached("arn:aws:iam::aws:policy/IAMFullAccess")),
		},
		Roles: []iamhygiene.RoleDetail{
			roleDetail("own-name", attached(arn+"policy/AdministratorAccess", arn+"policy/MyFullAccess")),
			roleDetail("dynamo", attached("arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess_v2")),
			roleDetail("OrganizationAccountAccessRole", attached(admin)),
			roleDetail(sso, attached(admin, s3Full)),
			roleDetail("AWSReservedSSO_Mine", attached(admin)),
			roleDetail("aws-service-role/x.amazonaws.com/AWSServiceRoleForX", attached("arn:aws:iam::aws:policy/aws-service-role/XFullAccess")),
		},
	})
	c := checks.PolicyManagedBroad{}
	fs := evaluate(t, s, c)
	assert.Equal(t, []string{
		"policy-managed-broad AWSReservedSSO_AdministratorAccess_0123456789abcdef low", // its S3 policy
		"policy-managed-broad AWSReservedSSO_Mine high",
		"policy-managed-broad boss high",
		"policy-managed-broad china low",
		"policy-managed-broad dynamo low",
		"policy-managed-broad iam low",
		"policy-managed-broad vera low",
	}, lines(fs, fail))
	assert.Equal(t, []string{
		"policy-managed-broad AWSReservedSSO_AdministratorAccess_0123456789abcdef low",
		"policy-managed-broad AWSServiceRoleForX low",
		"policy-managed-broad OrganizationAccountAccessRole low",
		"policy-managed-broad auditors low", "policy-managed-broad auditors low",
	}, lines(fs, notApplicable))
	assert.Equal(t, []string{
		"policy-managed-broad empty low", "policy-managed-broad own-name low", "policy-managed-broad own-name low", "policy-managed-broad vera low",
	}, lines(fs, pass), "a boundary is no attachment, and a customer policy of that name is not AWS's")
	for _, f := range fs {
		if f.Status == fail && f.Resource.Name == "boss" {
			assert.Equal(t, "the user boss has the broad policy AdministratorAccess attached; it must not be", f.Message)
			assert.Equal(t, admin, f.Discriminator)
			assert.Equal(t, admin, fact(f, "AttachedManagedPolicies"))
		}
	}

	c.Administrators = []string{"boss"}
	fs = evaluate(t, s, c)
	assert.Equal(t, notApplicable, only(t, fs, "boss").Status)
	assert.Equal(t, fail, only(t, fs, "OrganizationAccountAccessRole").Status, "the list replaces the default")
	c = checks.PolicyManagedBroad{Allow: []string{"*"}}
	assert.Empty(t, lines(evaluate(t, s, c), fail))
	c = checks.PolicyManagedBroad{Deny: []string{arn + "policy/My*"}}
	assert.Equal(t, []string{"policy-managed-broad own-name low"}, lines(evaluate(t, s, c), fail))
	assert.Empty(t, lines(evaluate(t, s, checks.PolicyManagedBroad{Deny: []string{}}), fail))
}

func TestPolicyCloudShellFull(t *testing.T) {
	s := detailed(iamhygiene.AuthorizationDetails{
		Users:  []iamhygiene.UserDetail{userDetail("vera", attached(s3Full, cloudShell)), userDetail("wim", attached(arn+"policy/AWSCloudShellFullAccess"))},
		Groups: []iamhygiene.GroupDetail{groupDetail("devs", attached("arn:aws-us-gov:iam::aws:policy/AWSCloudShellFullAccess"))},
		Roles:  []iamhygiene.RoleDetail{roleDetail("deploy", attached(cloudShell)), roleDetail("other", iamhygiene.Permissions{Boundary: cloudShell})},
	})
	fs := evaluate(t, s, checks.PolicyCloudShellFull{})
	assert.Equal(t, []string{"policy-cloudshell-full deploy low", "policy-cloudshell-full devs low", "policy-cloudshell-full vera low"}, lines(fs, fail))
	assert.Equal(t, []string{"policy-cloudshell-full other low", "policy-cloudshell-full wim low"}, lines(fs, pass))
	assert.Equal(t, "the user vera has AWSCloudShellFullAccess attached; it must not be", only(t, fs, "vera").Message)
}

// detailChecks are the checks that cannot pass without the authorization
// details.
func detailChecks() []iamhygiene.Check {
	out := []iamhygiene.Check{checks.EntityRequiredTags{Keys: []string{"owner"}}}
	for _, c := range credentialChecks(checks.Standard) {
		if info := c.Info(); info.Needs[0] == "authorization-details" && info.ID != "entity-required-tags" {
			out = append(out, c)
		}
	}
	return out
}

// TestLostReportRow: a row of the report that cannot be read hides no user from
// checks that rest on the authorization details, and may hide one from others.
func TestLostReportRow(t *testing.T) {
	report, err := credreport.Parse(bytes.NewReader(reportCSV(t, person)))
	require.NoError(t, err)
	lost := iamhygiene.CredentialReport.With(report, clock, &iamhygiene.DataError{Code: iamhygiene.CodeInvalid, Scope: "line 7", Message: "3 fields instead of 22"})
	details := iamhygiene.AuthorizationDetails{Users: []iamhygiene.UserDetail{userDetail("vera", iamhygiene.Permissions{}, "devs"), userDetail("wim", iamhygiene.Permissions{})}}
	fs := evaluate(t, detailed(details, lost), checks.UserDirectPolicy{}, checks.UserNoGroup{}, checks.UserConsoleMFA{})
	assert.Equal(t, []string{"user-direct-policy vera low", "user-direct-policy wim low", "user-no-group vera info"}, lines(fs, pass))
	assert.Equal(t, []string{"user-console-mfa 111122223333 high", "user-console-mfa wim high", "user-no-group wim info"}, lines(fs, unknown))
}

func TestWithoutDetails(t *testing.T) {
	denied := &iamhygiene.DataError{Operation: "iam:GetAccountAuthorizationDetails", Action: "iam:GetAccountAuthorizationDetails", Code: "AccessDenied"}
	full := iamhygiene.AuthorizationDetails{
		Users:    []iamhygiene.UserDetail{userDetail("vera", iamhygiene.Permissions{})},
		Groups:   []iamhygiene.GroupDetail{groupDetail("devs", iamhygiene.Permissions{})},
		Roles:    []iamhygiene.RoleDetail{roleDetail("deploy", iamhygiene.Permissions{})},
		Policies: []iamhygiene.PolicyDetail{{ARN: arn + "policy/own", Name: "own", Attachments: 1}},
	}
	report, err := credreport.Parse(bytes.NewReader(reportCSV(t, person)))
	require.NoError(t, err)
	withReport := iamhygiene.CredentialReport.With(report, clock)
	for _, c := range detailChecks() {
		t.Run(c.Info().ID, func(t *testing.T) {
			for _, opts := range [][]iamhygiene.SnapshotOption{
				{iamhygiene.Authorization.Failed(denied)},
				{iamhygiene.Authorization.Failed(denied), withReport},
				{iamhygiene.Authorization.With(&full, clock, &iamhygiene.DataError{Code: iamhygiene.CodeTruncated, Message: "cut off"}), withReport},
				{withReport},
			} {
				for _, f := range evaluate(t, iamhygiene.NewSnapshot("111122223333", "aws", clock, opts...), c) {
					assert.Equal(t, unknown.String(), f.Status.String(), f.Message)
					assert.Equal(t, "authorization-details", f.Unknown.Dataset)
				}
			}
		})
	}
	t.Run("one list", func(t *testing.T) {
		lost := func(scope string) *iamhygiene.DataError {
			return &iamhygiene.DataError{Code: iamhygiene.CodeTruncated, Scope: scope, Message: "the list is cut off"}
		}
		s := iamhygiene.NewSnapshot("111122223333", "aws", clock, withReport, iamhygiene.Authorization.With(&full, clock, lost("GroupDetailList"), lost("RoleDetailList")))
		fs := evaluate(t, s, checks.PolicyInline{})
		assert.Equal(t, []string{"policy-inline vera low"}, lines(fs, pass), "users are still decided")
		assert.Equal(t, []string{"policy-inline 111122223333 low", "policy-inline 111122223333 low"}, lines(fs, unknown), "one for each list")

		s = iamhygiene.NewSnapshot("111122223333", "aws", clock, withReport, iamhygiene.Authorization.With(&full, clock, lost("UserDetailList")))
		fs = evaluate(t, s, checks.PolicyInline{})
		assert.Equal(t, []string{"policy-inline vera low"}, lines(fs, unknown))
		assert.Equal(t, []string{"policy-inline deploy low", "policy-inline devs low"}, lines(fs, pass))
	})
}

// TestPresets: the parameters of each preset, as Info tells them.
func TestPresets(t *testing.T) {
	for _, tt := range []struct {
		check, param              string
		strict, standard, relaxed string
	}{
		{"password-unused", "max_unused", "30d", "45d", "90d"},
		{"user-dormant", "max_unused", "30d", "45d", "90d"},
		{"access-key-unused", "max_unused", "30d", "45d", "90d"},
		{"access-key-instead-of-role", "max_unused", "30d", "45d", "90d"},
		{"access-key-rotation", "max_age", "30d", "90d", "90d"},
		{"signing-certificate-age", "max_age", "30d", "90d", "90d"},
		{"password-rotation", "max_age", "60d", "90d", "90d"},
		{"access-key-never-used", "grace", "1d", "7d", "14d"},
		{"access-key-two-active", "grace", "0d", "7d", "14d"},
		{"access-key-inactive-left", "grace", "7d", "30d", "90d"},
		{"access-key-at-setup", "slack", "1m0s", "1m0s", "1m0s"},
		{"policy-unattached", "grace", "7d", "7d", "7d"},
		{"user-direct-policy", "ignore", ignored, ignored, ignored},
		{"policy-managed-broad", "allow", "none", "none", "none"},
		{"policy-inline", "ignore_roles", "none", "none", "none"},
		{"entity-required-tags", "keys", "none", "none", "none"},
	} {
		for preset, want := range map[checks.Preset]string{checks.Strict: tt.strict, checks.Standard: tt.standard, checks.Relaxed: tt.relaxed} {
			cs, err := checks.Select(preset, []string{tt.check}, nil)
			require.NoError(t, err)
			require.Len(t, cs, 1)
			assert.Equal(t, want, cs[0].Info().Params[tt.param], "%v: %s %s", preset, tt.check, tt.param)
		}
	}
}

const ignored = "arn:*:iam::aws:policy/IAMUserChangePassword, arn:*:iam::aws:policy/AWSCompromisedKeyQuarantine*"
