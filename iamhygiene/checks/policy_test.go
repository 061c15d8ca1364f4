package checks_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/checktest"
)

func userDetail(name string, p iamhygiene.Permissions, groups ...string) iamhygiene.UserDetail {
	return iamhygiene.UserDetail{ARN: arn + "user/" + name, Name: name, Permissions: p, Groups: groups}
}

func groupDetail(name string, p iamhygiene.Permissions) iamhygiene.GroupDetail {
	return iamhygiene.GroupDetail{ARN: arn + "group/" + name, Name: name, Permissions: p}
}

// roleDetail makes a role; a name with slashes has a path.

func roleDetail(name string, p iamhygiene.Permissions) iamhygiene.RoleDetail {
	return iamhygiene.RoleDetail{ARN: arn + "role/" + name, Name: name[strings.LastIndexByte(name, '/')+1:], Permissions: p}
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
	atGrace.Created, inGrace.Created, undated.Created = clock.Add(-7*day), clock.Add(-7*day+1), time.Time{}
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

	c.Administrators = []string{"boss", "vera"}
	fs = evaluate(t, s, c)
	assert.Equal(t, notApplicable, only(t, fs, "boss").Status)
	assert.Equal(t, fail, only(t, fs, "OrganizationAccountAccessRole").Status, "the list replaces the default")
	assert.Contains(t, lines(fs, fail), "policy-managed-broad vera low", "administrators may have AdministratorAccess, not every broad policy")
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

// TestLostReportRow: a row of the report that cannot be read hides no user from

// checks that rest on the authorization details, and may hide one from others.

// TestIncompleteElements: errors about one user, group, role or policy make

// that one Unknown and leave the others alone.

// TestCancelled: no check goes on when nobody waits any more.

// TestPresets: the parameters of each preset, as Info tells them.

func TestAttachments(t *testing.T) {
	checktest.Run(t, "testdata/policy/*.txtar", checks.PolicyInline{}, checks.PolicyUnattached{}, checks.PolicyManagedBroad{},
		checks.PolicyCloudShellFull{}, checks.UserDirectPolicy{}, checks.AccessKeyExposed{}, checks.GroupEmpty{})
}
