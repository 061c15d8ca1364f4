package checks_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

// allowing is a policy document of Allow statements, each "action" or
// "action on resource", and denying one of Deny statements.
func allowing(statements ...string) iamhygiene.Document { return document("Allow", statements) }
func denying(statements ...string) iamhygiene.Document  { return document("Deny", statements) }

func document(effect string, statements []string) iamhygiene.Document {
	var out []string
	for _, s := range statements {
		s, condition, _ := strings.Cut(s, " if ")
		action, resource, ok := strings.Cut(s, " on ")
		if !ok {
			resource = "*"
		}
		text := `{"Effect":"` + effect + `","Action":"` + action + `","Resource":"` + resource + `"`
		if condition != "" {
			text += `,"Condition":` + condition
		}
		out = append(out, text+"}")
	}
	return iamhygiene.Document(`{"Version":"2012-10-17","Statement":[` + strings.Join(out, ",") + `]}`)
}

// inline are permissions by inline policies.
func inline(documents ...iamhygiene.Document) iamhygiene.Permissions {
	var p iamhygiene.Permissions
	for i, d := range documents {
		p.Inline = append(p.Inline, iamhygiene.InlinePolicy{Name: "p" + string(rune('1'+i)), Document: d})
	}
	return p
}

const (
	trustEC2    = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}}`
	trustLambda = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}`
	onlyMFA     = ` if {"Bool":{"aws:MultiFactorAuthPresent":"true"}}`
)

// person is an IAM user of the details, with a row of the report.
func veraWith(t *testing.T, row fields, p iamhygiene.Permissions, more iamhygiene.AuthorizationDetails, opts ...iamhygiene.SnapshotOption) *iamhygiene.Snapshot {
	t.Helper()
	more.Users = append(more.Users, iamhygiene.UserDetail{ARN: vera, Name: "vera", ID: "AIDAVERAVERAVERAVERAV", Created: clock.Add(-300 * day), Permissions: p})
	report, err := iamhygiene.CredentialReport.Get(reported(t, row))
	require.NoError(t, err)
	return detailed(more, append(opts, iamhygiene.CredentialReport.With(report, clock))...)
}

func TestPrincipalEffectiveAdmin(t *testing.T) {
	policy := func(name string, d iamhygiene.Document) iamhygiene.PolicyDetail {
		return iamhygiene.PolicyDetail{ARN: arn + "policy/" + name, Name: name, Attachments: 1, Default: "v1", Versions: []iamhygiene.PolicyVersion{{ID: "v1", Document: d}}}
	}
	bounded := inline(allowing("*"))
	bounded.Boundary = arn + "policy/Edge"
	for _, tt := range []struct {
		name, reason string
		p            iamhygiene.Permissions
		more         iamhygiene.AuthorizationDetails
		opts         []iamhygiene.SnapshotOption
		want         iamhygiene.Status
		at           iamhygiene.Severity
	}{
		{name: "nothing", reason: "no policy", want: pass},
		{name: "R34 inline", reason: "an inline policy counts", p: inline(allowing("*")), want: fail},
		{name: "R34 customer policy", reason: "a customer policy with *:* counts", p: attached(arn + "policy/Mine"),
			more: iamhygiene.AuthorizationDetails{Policies: []iamhygiene.PolicyDetail{policy("Mine", allowing("*:*"))}}, want: fail},
		{name: "R38 denied", reason: "Deny wins", p: inline(allowing("*"), denying("*")), want: pass},
		{name: "R39 boundary", reason: "the boundary limits", p: bounded,
			more: iamhygiene.AuthorizationDetails{Policies: []iamhygiene.PolicyDetail{policy("Edge", allowing("s3:*"))}}, want: pass},
		{name: "R42 the name", reason: "what it allows counts, not what it is called", p: attached(arn + "policy/AdministratorAccess"),
			more: iamhygiene.AuthorizationDetails{Policies: []iamhygiene.PolicyDetail{policy("AdministratorAccess", allowing("s3:Get*"))}}, want: pass},
		{name: "R40 with MFA", reason: "an administrator under a condition", p: inline(allowing("*" + onlyMFA)), want: fail, at: iamhygiene.SeverityMedium},
		{name: "SCP", reason: "a service control policy limits", p: inline(allowing("*")), opts: []iamhygiene.SnapshotOption{
			iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{Member: true, ID: "o-abcdefghij", ManagementAccount: "999988887777"}, clock),
			iamhygiene.ControlPolicies.With(&iamhygiene.ControlPolicySet{SCPs: []iamhygiene.ControlLevel{{Target: "r-abcd", Policies: []iamhygiene.ControlPolicy{{ID: "p-1", Name: "OnlyS3", Document: allowing("s3:*")}}}}}, clock),
		}, want: pass},
		{name: "a policy that could not be read", reason: "it may allow everything", p: attached(arn + "policy/Lost"), want: unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := veraWith(t, person, tt.p, tt.more, tt.opts...)
			f := only(t, evaluate(t, s, checks.PrincipalEffectiveAdmin{}), "vera")
			assert.Equal(t, tt.want, f.Status, "%s: %s", tt.reason, f.Message)
			if tt.want == fail {
				assert.NotEmpty(t, f.Evidence)
				if tt.at == 0 {
					tt.at = iamhygiene.SeverityHigh
				}
				assert.Equal(t, tt.at, f.Severity)
			}
		})
	}
	t.Run("R33 through a group", func(t *testing.T) {
		d := iamhygiene.AuthorizationDetails{
			Groups: []iamhygiene.GroupDetail{{ARN: arn + "group/ops", Name: "ops", Permissions: inline(allowing("*"))}},
			Users: []iamhygiene.UserDetail{
				{ARN: arn + "user/ann", Name: "ann", ID: "AIDAANNANNANNANNANNAN", Groups: []string{"ops"}},
				{ARN: arn + "user/bob", Name: "bob", ID: "AIDABOBBOBBOBBOBBOBBO", Groups: []string{"ops"}},
			},
		}
		fs := evaluate(t, detailed(d), checks.PrincipalEffectiveAdmin{})
		for _, name := range []string{"ann", "bob"} {
			f := only(t, fs, name)
			assert.Equal(t, fail, f.Status, "every user is reported: %s", f.Message)
			assert.Contains(t, fact(f, "statement"), "group/ops")
		}
	})
	t.Run("R43 R44 roles", func(t *testing.T) {
		admin := inline(allowing("*"))
		d := iamhygiene.AuthorizationDetails{Roles: []iamhygiene.RoleDetail{
			{ARN: arn + "role/app", Name: "app", Permissions: admin, Trust: trustEC2},
			{ARN: arn + "role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess_0123456789abcdef", Name: "AWSReservedSSO_AdministratorAccess_0123456789abcdef", Path: "/aws-reserved/sso.amazonaws.com/", Permissions: admin, Trust: trustEC2},
			{ARN: arn + "role/AWSControlTowerExecution", Name: "AWSControlTowerExecution", Permissions: admin, Trust: trustEC2},
		}}
		fs := evaluate(t, detailed(d), checks.PrincipalEffectiveAdmin{})
		assert.Equal(t, fail, only(t, fs, "app").Status, "roles of services are not skipped")
		assert.Equal(t, notApplicable, only(t, fs, "AWSReservedSSO_AdministratorAccess_0123456789abcdef").Status)
		assert.Equal(t, notApplicable, only(t, fs, "AWSControlTowerExecution").Status)
		fs = evaluate(t, detailed(d), checks.PrincipalEffectiveAdmin{Administrators: []string{"app"}})
		assert.Equal(t, notApplicable, only(t, fs, "app").Status)
		assert.Equal(t, fail, only(t, fs, "AWSControlTowerExecution").Status)
	})
}

func TestPrincipalPrivilegeEscalation(t *testing.T) {
	app := iamhygiene.RoleDetail{ARN: arn + "role/app", Name: "app", Permissions: inline(allowing("*")), Trust: trustEC2, InstanceProfiles: []string{arn + "instance-profile/app"}}
	with := iamhygiene.AuthorizationDetails{Roles: []iamhygiene.RoleDetail{app}}
	complete := []iamhygiene.SnapshotOption{
		iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{}, clock),
		iamhygiene.Instances.With(iamhygiene.Regional[iamhygiene.Instance]{Regions: []string{"eu-west-1"}}, clock),
		iamhygiene.Functions.With(iamhygiene.Regional[iamhygiene.Function]{Regions: []string{"eu-west-1"}}, clock),
		iamhygiene.InstanceProfiles.With([]iamhygiene.InstanceProfile{{ARN: arn + "instance-profile/app", Name: "app", Roles: []string{app.ARN}}}, clock),
		iamhygiene.SAMLProviders.With([]iamhygiene.SAMLProvider{}, clock),
	}
	for _, tt := range []struct {
		name, reason string
		p            iamhygiene.Permissions
		want         iamhygiene.Status
		method       string
	}{
		{"nothing", "no permission", iamhygiene.Permissions{}, pass, ""},
		{"own policy", "whoever writes its own policy is whatever it likes", inline(allowing("iam:PutUserPolicy on " + vera)), fail, "iam-put-user-policy"},
		{"R37 wildcards", "iam:P* covers it", inline(allowing("iam:p*")), fail, "iam-put-user-policy"},
		{"another's policy", "of no use without that user's credentials", inline(allowing("iam:PutUserPolicy on " + arn + "user/nobody")), pass, ""},
		{"R49 two policies", "the union counts", inline(allowing("iam:PassRole on "+app.ARN), allowing("ec2:RunInstances")), fail, "ec2-run-instances"},
		{"R50 denied", "Deny wins", inline(allowing("iam:PassRole", "ec2:RunInstances"), denying("iam:PassRole")), pass, ""},
		{"R50 another role", "the role may not be passed", inline(allowing("iam:PassRole on "+arn+"role/small", "ec2:RunInstances")), pass, ""},
		{"R51 a condition that never holds", "passed to another service only", inline(allowing(`iam:PassRole if {"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}`, "ec2:RunInstances")), pass, ""},
		{"an administrator", "nothing to gain", inline(allowing("*")), notApplicable, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := veraWith(t, person, tt.p, with, complete...)
			f := only(t, evaluate(t, s, checks.PrincipalPrivilegeEscalation{}), "vera")
			assert.Equal(t, tt.want, f.Status, "%s: %s", tt.reason, f.Message)
			if tt.want == fail {
				assert.Contains(t, f.Message, tt.method)
				require.NotEmpty(t, f.Steps)
				assert.Equal(t, vera, f.Steps[0].From)
				assert.NotEmpty(t, f.Steps[0].Statements, "a step names what allows it")
				assert.Equal(t, iamhygiene.SeverityHigh, f.Severity)
			}
		})
	}
	t.Run("confidence", func(t *testing.T) {
		p := inline(allowing(`iam:PutUserPolicy on ` + vera + ` if {"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}`))
		s := veraWith(t, person, p, with, complete...)
		f := only(t, evaluate(t, s, checks.PrincipalPrivilegeEscalation{}), "vera")
		assert.Equal(t, fail, f.Status, f.Message)
		assert.Equal(t, iamhygiene.SeverityMedium, f.Severity, "an unknown condition is one step down")
		f = only(t, evaluate(t, s, checks.PrincipalPrivilegeEscalation{MinConfidence: escalation.High}), "vera")
		assert.Equal(t, pass, f.Status, f.Message)
	})
	t.Run("a dataset is missing", func(t *testing.T) {
		s := veraWith(t, person, inline(allowing("lambda:UpdateFunctionCode", "lambda:InvokeFunction")), with, complete[0])
		f := only(t, evaluate(t, s, checks.PrincipalPrivilegeEscalation{}), "vera")
		assert.Equal(t, unknown, f.Status, "a function may have the role: %s", f.Message)
		assert.Equal(t, "functions", f.Unknown.Dataset)
	})
}

func TestPrivilegedMFA(t *testing.T) {
	admin := inline(allowing("*"))
	mfa := fields{"mfa_active": "true"}
	for _, tt := range []struct {
		name, reason string
		row          fields
		p            iamhygiene.Permissions
		mfa, console iamhygiene.Status // of user-privileged-mfa and user-console-mfa
		at           iamhygiene.Severity
		enforced     iamhygiene.Status // of mfa-not-enforced
	}{
		{"an administrator", "a password is enough", person, admin, fail, fail, iamhygiene.SeverityCritical, fail},
		{"an administrator with MFA", "but keys work without it", person.and(mfa).and(key1), admin, pass, pass, iamhygiene.SeverityCritical, fail},
		{"only keys", "keys alone are enough", key1, admin, fail, notApplicable, iamhygiene.SeverityHigh, fail},
		{"no credential", "nothing to protect", fields{}, admin, notApplicable, notApplicable, iamhygiene.SeverityCritical, notApplicable},
		{"not privileged", "little harm", person, inline(allowing("s3:Get*")), pass, fail, iamhygiene.SeverityCritical, notApplicable},
		{"an administrator with MFA only", "without MFA it is none", person, inline(allowing("*" + onlyMFA)), pass, fail, iamhygiene.SeverityCritical, pass},
		{"enforced by a Deny", "nothing without MFA", person.and(key1).and(mfa), inline(allowing("*"), denying(`* if {"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}`)), pass, pass, iamhygiene.SeverityCritical, pass},
		{"R89 a Deny that keys slip through", "Bool does not match a request without the key", person.and(key1).and(mfa), inline(allowing("*"), denying(`* if {"Bool":{"aws:MultiFactorAuthPresent":"false"}}`)), pass, pass, iamhygiene.SeverityCritical, fail},
		{"R88 a Deny on a group", "it is no protection of users", person.and(key1).and(mfa), inline(allowing("*"), denying(`iam:*User* on `+arn+`group/* if {"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}`)), pass, pass, iamhygiene.SeverityCritical, fail},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := veraWith(t, tt.row, tt.p, iamhygiene.AuthorizationDetails{})
			f := only(t, evaluate(t, s, checks.UserPrivilegedMFA{}), "vera")
			assert.Equal(t, tt.mfa, f.Status, "%s: %s", tt.reason, f.Message)
			if tt.mfa == fail {
				assert.Equal(t, tt.at, f.Severity)
				assert.NotEmpty(t, f.Evidence)
			}
			f = only(t, evaluate(t, s, checks.UserConsoleMFA{}), "vera")
			assert.Equal(t, tt.console, f.Status, f.Message)
			if tt.console == fail && tt.mfa == fail {
				assert.Equal(t, iamhygiene.SeverityCritical, f.Severity, "an administrator")
			}
			f = only(t, evaluate(t, s, checks.MFANotEnforced{}), "vera")
			assert.Equal(t, tt.enforced, f.Status, "%s: %s", tt.reason, f.Message)
		})
	}
}

func TestPolicySelfTagging(t *testing.T) {
	abac := allowing(`s3:* if {"StringEquals":{"aws:ResourceTag/team":"${aws:PrincipalTag/team}"}}`)
	for _, tt := range []struct {
		name string
		p    iamhygiene.Permissions
		want iamhygiene.Status
	}{
		{"no tags decide", inline(allowing("iam:TagUser")), notApplicable},
		{"itself", inline(abac, allowing("iam:TagUser")), fail},
		{"by wildcard", inline(abac, allowing("iam:Tag*")), fail},
		{"somebody else", inline(abac, allowing("iam:TagUser on "+arn+"user/other")), pass},
		{"denied", inline(abac, allowing("iam:*"), denying("iam:TagUser", "iam:UntagUser")), pass},
		{"an administrator", inline(abac, allowing("*")), notApplicable},
		{"sessions of any role", inline(abac, allowing("sts:TagSession")), fail},
		{"sessions of one role", inline(abac, allowing("sts:TagSession on "+arn+"role/app")), pass},
		{"sessions with some tags", inline(abac, allowing(`sts:TagSession if {"StringEquals":{"aws:RequestTag/team":"blue"}}`)), pass},
		{"sessions denied", inline(abac, allowing("sts:*"), denying("sts:TagSession")), pass},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := only(t, evaluate(t, veraWith(t, person, tt.p, iamhygiene.AuthorizationDetails{}), checks.PolicySelfTagging{}), "vera")
			assert.Equal(t, tt.want, f.Status, f.Message)
		})
	}
}

func TestPrivilegedRoles(t *testing.T) {
	role := func(p iamhygiene.Permissions, trust iamhygiene.Document) []iamhygiene.RoleDetail {
		return []iamhygiene.RoleDetail{{ARN: arn + "role/app", Name: "app", ID: "AROAAPPAPPAPPAPPAPPAP", Permissions: p, Trust: trust, InstanceProfiles: []string{arn + "instance-profile/app"}}}
	}
	judge := func(t *testing.T, c iamhygiene.Check, roles []iamhygiene.RoleDetail, opts ...iamhygiene.SnapshotOption) iamhygiene.Finding {
		t.Helper()
		s := detailed(iamhygiene.AuthorizationDetails{Roles: roles}, opts...)
		for _, f := range evaluate(t, s, c) {
			if f.Resource.Type != iamhygiene.TypeAccount {
				return f
			}
		}
		t.Fatal("no finding")
		return iamhygiene.Finding{}
	}
	admin := inline(allowing("*"))
	alone := iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{}, clock)
	t.Run("external", func(t *testing.T) {
		other := account("444455556666", "")
		assert.Equal(t, fail, judge(t, checks.RoleExternalPrivileged{}, role(admin, other), alone).Status)
		assert.Equal(t, fail, judge(t, checks.RoleExternalPrivileged{}, role(attached("arn:aws:iam::aws:policy/ReadOnlyAccess"), other), alone,
			iamhygiene.Passwords.With(&iamhygiene.PasswordPolicy{}, clock)).Status, "R55 it reads all data")
		assert.Equal(t, pass, judge(t, checks.RoleExternalPrivileged{}, role(inline(allowing("s3:ListBucket")), other), alone).Status)
		assert.Equal(t, notApplicable, judge(t, checks.RoleExternalPrivileged{}, role(admin, account("111122223333", "")), alone).Status)
		assert.Equal(t, unknown, judge(t, checks.RoleExternalPrivileged{}, role(admin, other)).Status, "the account may be of the organization")
		assert.Equal(t, notApplicable, judge(t, checks.RoleExternalPrivileged{OwnAccounts: []string{"444455556666"}}, role(admin, other)).Status)
	})
	t.Run("session duration", func(t *testing.T) {
		sessions := func(d time.Duration) iamhygiene.SnapshotOption {
			return iamhygiene.RoleSessions.With(map[string]int{arn + "role/app": int(d.Seconds())}, clock)
		}
		assert.Equal(t, pass, judge(t, checks.RoleSessionDuration{}, role(admin, trustEC2), sessions(4*time.Hour)).Status)
		assert.Equal(t, fail, judge(t, checks.RoleSessionDuration{}, role(admin, trustEC2), sessions(4*time.Hour+time.Second)).Status)
		assert.Equal(t, notApplicable, judge(t, checks.RoleSessionDuration{}, role(inline(allowing("s3:*")), trustEC2), sessions(12*time.Hour)).Status)
		assert.Equal(t, unknown, judge(t, checks.RoleSessionDuration{}, role(admin, trustEC2), iamhygiene.RoleSessions.With(nil, clock)).Status, "R59 not told is not zero")
	})
	t.Run("instance", func(t *testing.T) {
		instances := func(items ...iamhygiene.Instance) iamhygiene.SnapshotOption {
			return iamhygiene.Instances.With(iamhygiene.Regional[iamhygiene.Instance]{Regions: []string{"eu-west-1"}, Items: items}, clock)
		}
		used := iamhygiene.Instance{ID: "i-1", Region: "eu-west-1", State: "running", Profile: arn + "instance-profile/app"}
		gone := used
		gone.State = "terminated"
		f := judge(t, checks.InstanceAdminRole{}, role(admin, trustEC2), instances(used))
		assert.Equal(t, fail, f.Status, "R43: %s", f.Message)
		assert.Equal(t, iamhygiene.SeverityCritical, f.Severity)
		f = judge(t, checks.InstanceAdminRole{}, role(admin, trustEC2), instances(gone))
		assert.Equal(t, iamhygiene.SeverityHigh, f.Severity, "no instance carries it")
		f = judge(t, checks.InstanceAdminRole{}, role(admin, trustEC2))
		assert.Equal(t, iamhygiene.SeverityCritical, f.Severity, "an instance may carry it")
		assert.Equal(t, pass, judge(t, checks.InstanceAdminRole{}, role(inline(allowing("s3:Get*")), trustEC2), instances(used)).Status)
		assert.Equal(t, notApplicable, judge(t, checks.InstanceAdminRole{}, role(admin, trustLambda), instances(used)).Status)
	})
	t.Run("function", func(t *testing.T) {
		functions := iamhygiene.Functions.With(iamhygiene.Regional[iamhygiene.Function]{Regions: []string{"eu-west-1"}, Items: []iamhygiene.Function{
			{ARN: "arn:aws:lambda:eu-west-1:111122223333:function:f", Name: "f", Region: "eu-west-1", Role: arn + "role/app"}}}, clock)
		assert.Equal(t, fail, judge(t, checks.FunctionAdminRole{}, role(admin, trustLambda), functions).Status)
		assert.Equal(t, pass, judge(t, checks.FunctionAdminRole{}, role(inline(allowing("s3:Get*")), trustLambda), functions).Status)
	})
}

func TestServiceUnused(t *testing.T) {
	access := func(services ...iamhygiene.AccessedService) iamhygiene.SnapshotOption {
		return iamhygiene.LastAccessed.With(map[string]iamhygiene.ServiceAccess{vera: {Generated: clock, Services: services}}, clock)
	}
	at := func(age time.Duration) iamhygiene.AccessedService {
		return iamhygiene.AccessedService{Namespace: "s3", LastAuthenticated: clock.Add(-age)}
	}
	for _, tt := range []struct {
		name string
		data iamhygiene.SnapshotOption
		want iamhygiene.Status
	}{
		{"within the limit", access(at(90*day - 1)), pass},
		{"as old as the limit", access(at(90 * day)), fail},
		{"R62 granted and never used", access(at(day), iamhygiene.AccessedService{Namespace: "ec2"}), fail},
		{"granted nothing", access(), pass},
		{"the job failed", iamhygiene.LastAccessed.With(nil, clock, &iamhygiene.DataError{Scope: vera, Code: "FAILED"}), unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, f := range evaluate(t, with(t, person, tt.data), checks.ServiceUnused{}) {
				assert.Equal(t, tt.want, f.Status, f.Message)
				if f.Status == fail {
					assert.Contains(t, f.Message, "denied attempts counted", "R63")
				}
			}
		})
	}
	young := with(t, person.and(fields{"user_creation_time": ago(89 * day)}), access(iamhygiene.AccessedService{Namespace: "ec2"}))
	assert.Equal(t, notApplicable, only(t, evaluate(t, young, checks.ServiceUnused{}), "vera").Status)
}

func TestConsoleSourceIP(t *testing.T) {
	bound := func(cidr string) iamhygiene.Document {
		return denying(`* if {"NotIpAddress":{"aws:SourceIp":"` + cidr + `"},"Bool":{"aws:ViaAWSService":"false"}}`)
	}
	for _, tt := range []struct {
		name string
		c    checks.ConsoleSourceIP
		row  fields
		p    iamhygiene.Permissions
		want iamhygiene.Status
	}{
		{"unbound", checks.ConsoleSourceIP{}, person, inline(allowing("s3:*")), fail},
		{"bound", checks.ConsoleSourceIP{}, person, inline(allowing("s3:*"), bound("203.0.113.0/24")), pass},
		{"every Allow is bound", checks.ConsoleSourceIP{}, person, inline(allowing(`s3:* if {"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}`)), pass},
		{"one Allow is not", checks.ConsoleSourceIP{}, person, inline(allowing(`s3:* if {"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}`, "ec2:DescribeInstances")), fail},
		{"everywhere", checks.ConsoleSourceIP{}, person, inline(allowing("s3:*"), bound("0.0.0.0/0")), fail},
		{"too wide", checks.ConsoleSourceIP{}, person, inline(allowing("s3:*"), bound("192.0.0.0/4")), fail},
		{"not a corporate network", checks.ConsoleSourceIP{CorporateCIDRs: []string{"198.51.100.0/24"}}, person, inline(allowing("s3:*"), bound("203.0.113.0/24")), fail},
		{"part of a corporate network", checks.ConsoleSourceIP{CorporateCIDRs: []string{"203.0.0.0/16"}}, person, inline(allowing("s3:*"), bound("203.0.113.0/24")), pass},
		{"no password", checks.ConsoleSourceIP{}, key1, inline(allowing("s3:*")), notApplicable},
		{"may do nothing", checks.ConsoleSourceIP{}, person, iamhygiene.Permissions{}, pass},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := only(t, evaluate(t, veraWith(t, tt.row, tt.p, iamhygiene.AuthorizationDetails{}), tt.c), "vera")
			assert.Equal(t, tt.want, f.Status, f.Message)
		})
	}
}

// TestPrivilegeUnderUnreadControls: where nobody read the service control
// policies, a step is less than certain, which is no reason to call a user
// unprivileged.
func TestPrivilegeUnderUnreadControls(t *testing.T) {
	s := veraWith(t, key1, inline(allowing("iam:CreateAccessKey", "iam:AttachUserPolicy")), iamhygiene.AuthorizationDetails{})
	alone := s.With(iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{}, clock))
	for _, c := range []iamhygiene.Check{checks.UserPrivilegedMFA{}, checks.MFANotEnforced{}, checks.PrincipalPrivilegeEscalation{MinConfidence: escalation.High}} {
		assert.Equal(t, fail, only(t, evaluate(t, alone, c), "vera").Status, c.Info().ID)
		f := only(t, evaluate(t, s, c), "vera")
		assert.Equal(t, unknown, f.Status, "%s: %s", c.Info().ID, f.Message)
		assert.Equal(t, iamhygiene.ControlPolicies.Name(), f.Unknown.Dataset, c.Info().ID)
	}
	little := veraWith(t, key1, inline(allowing("s3:ListAllMyBuckets")), iamhygiene.AuthorizationDetails{})
	assert.Equal(t, pass, only(t, evaluate(t, little, checks.UserPrivilegedMFA{}), "vera").Status, "no policy adds permissions")
}

func TestPasswordPolicyHardExpiry(t *testing.T) {
	passwords := iamhygiene.Passwords.With(&iamhygiene.PasswordPolicy{Set: true, MaxAge: 90, HardExpiry: true}, clock)
	helper := func(name string, d iamhygiene.Document) iamhygiene.RoleDetail {
		return iamhygiene.RoleDetail{ARN: arn + "role/" + name, Name: name, Permissions: inline(d), Trust: trustEC2}
	}
	reset := allowing("iam:UpdateLoginProfile")
	for _, tt := range []struct {
		name  string
		roles []iamhygiene.RoleDetail
		want  iamhygiene.Status
	}{
		{"nobody", nil, fail},
		{"one", []iamhygiene.RoleDetail{helper("a", reset)}, fail},
		{"two", []iamhygiene.RoleDetail{helper("a", reset), helper("b", allowing("iam:*"))}, pass},
		{"two, of which one helps some users", []iamhygiene.RoleDetail{helper("a", reset), helper("b", allowing("iam:UpdateLoginProfile on "+arn+"user/x"))}, fail},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := veraWith(t, person, iamhygiene.Permissions{}, iamhygiene.AuthorizationDetails{Roles: tt.roles}, passwords)
			unread := tt.want // service control policies can only take it away
			if unread == pass {
				unread = unknown
			}
			for _, f := range evaluate(t, s, checks.PasswordPolicyHardExpiry{}) {
				assert.Equal(t, unread, f.Status, f.Message)
			}
			for _, f := range evaluate(t, s.With(iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{}, clock)), checks.PasswordPolicyHardExpiry{}) {
				assert.Equal(t, tt.want, f.Status, f.Message)
			}
		})
	}
	soft := iamhygiene.Passwords.With(&iamhygiene.PasswordPolicy{Set: true, MaxAge: 90}, clock)
	s := with(t, person, soft)
	for _, f := range evaluate(t, s, checks.PasswordPolicyHardExpiry{}) {
		assert.Equal(t, pass, f.Status, "without hard expiry nothing else matters: %s", f.Message)
	}
}
