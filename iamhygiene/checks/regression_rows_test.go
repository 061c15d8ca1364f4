package checks_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// TestPrivilegedThroughGroup: R33. Every user of the group is told of, not only
// the last.
func TestPrivilegedThroughGroup(t *testing.T) {
	var users []iamhygiene.UserDetail
	var rows []fields
	for _, name := range []string{"ann", "bob", "cora"} {
		users = append(users, iamhygiene.UserDetail{ARN: arn + "user/" + name, Name: name, ID: "AIDA" + name, Groups: []string{"ops"}})
		rows = append(rows, person.and(fields{"user": name}))
	}
	rows[2] = rows[2].and(fields{"mfa_active": "true"})
	report, _ := iamhygiene.CredentialReport.Get(reported(t, rows...))
	s := detailed(iamhygiene.AuthorizationDetails{
		Users: users, Groups: []iamhygiene.GroupDetail{{ARN: arn + "group/ops", Name: "ops", Permissions: attached("arn:aws:iam::aws:policy/AdministratorAccess")}},
		Policies: []iamhygiene.PolicyDetail{{ARN: "arn:aws:iam::aws:policy/AdministratorAccess", Name: "AdministratorAccess", Attachments: 1, Default: "v1",
			Versions: []iamhygiene.PolicyVersion{{ID: "v1", Document: allowing("*")}}}},
	}, iamhygiene.CredentialReport.With(report, clock))
	assert.Equal(t, []string{"user-privileged-mfa ann critical", "user-privileged-mfa bob critical"}, lines(evaluate(t, s, checks.UserPrivilegedMFA{}), fail))
	assert.Equal(t, []string{"user-console-mfa ann critical", "user-console-mfa bob critical"}, lines(evaluate(t, s, checks.UserConsoleMFA{}), fail))
}

// TestDeniedAdministrator: R38. The principal is no administrator, and the
// document that would make it one is told of all the same.
func TestDeniedAdministrator(t *testing.T) {
	s := veraWith(t, person, inline(allowing("*"), denying("*")), iamhygiene.AuthorizationDetails{})
	assert.Equal(t, pass, only(t, evaluate(t, s, checks.PrincipalEffectiveAdmin{}), "vera").Status)
	assert.Len(t, lines(evaluate(t, s, checks.PolicyAdmin{}), fail), 1)
}

// TestFunctionsOfEscalation: R52. Where all functions are known and none has a
// stronger role nothing is reported; where a Region is not, with less certainty;
// where nobody asked, that is told.
func TestFunctionsOfEscalation(t *testing.T) {
	strong := iamhygiene.RoleDetail{ARN: arn + "role/strong", Name: "strong", ID: "AROASTRONGSTRONGSTRON", Permissions: inline(allowing("*")), Trust: trustLambda}
	functions := func(errs ...*iamhygiene.DataError) iamhygiene.SnapshotOption {
		return iamhygiene.Functions.With(iamhygiene.Regional[iamhygiene.Function]{Regions: []string{"eu-west-1"}}, clock, errs...)
	}
	judge := func(opts ...iamhygiene.SnapshotOption) iamhygiene.Finding {
		opts = append(opts, iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{}, clock))
		s := veraWith(t, person, inline(allowing("lambda:UpdateFunctionCode", "lambda:InvokeFunction")), iamhygiene.AuthorizationDetails{Roles: []iamhygiene.RoleDetail{strong}}, opts...)
		return only(t, evaluate(t, s, checks.PrincipalPrivilegeEscalation{}), "vera")
	}
	f := judge(functions())
	assert.Equal(t, pass, f.Status, f.Message)
	f = judge(functions(&iamhygiene.DataError{Scope: "us-east-1", Code: "AccessDenied", Operation: "lambda:ListFunctions"}))
	assert.Equal(t, fail, f.Status, f.Message)
	assert.Equal(t, iamhygiene.SeverityMedium, f.Severity)
	f = judge()
	assert.Equal(t, unknown, f.Status, f.Message)
	assert.Contains(t, fact(f, "not evaluated: functions"), "lambda-update-code")
	assert.Equal(t, "lambda:ListFunctions", f.Unknown.Operation)
}

// TestDeniedAttempts: R63. An attempt that was refused counts as use, so also a
// pass says that.
func TestDeniedAttempts(t *testing.T) {
	data := iamhygiene.LastAccessed.With(map[string]iamhygiene.ServiceAccess{vera: {Generated: clock, Services: []iamhygiene.AccessedService{{Namespace: "s3", LastAuthenticated: clock.Add(-day)}}}}, clock)
	f := only(t, evaluate(t, with(t, person, data), checks.ServiceUnused{}), "vera")
	assert.Equal(t, pass, f.Status)
	assert.Contains(t, f.Message, "denied attempts counted")
}

// TestNoReport: R80. What rests on the report is unknown, and says why; what
// does not is decided.
func TestNoReport(t *testing.T) {
	for _, code := range []string{"LimitExceeded", "ReportInProgress"} {
		s := detailed(iamhygiene.AuthorizationDetails{Users: []iamhygiene.UserDetail{{ARN: vera, Name: "vera", ID: "AIDAVERA", Permissions: inline(allowing("*"))}}},
			iamhygiene.CredentialReport.Failed(&iamhygiene.DataError{Code: code, Operation: "iam:GetCredentialReport", Retryable: true}))
		for _, c := range []iamhygiene.Check{checks.UserConsoleMFA{}, checks.PasswordUnused{}, checks.AccessKeyUnused{}, checks.UserDormant{}, checks.UserPrivilegedMFA{}, checks.RootRecentUse{}} {
			for _, f := range evaluate(t, s, c) {
				assert.Equal(t, unknown, f.Status, "%s: %s", f.Check, f.Message)
				assert.Equal(t, code, f.Unknown.Code, f.Check)
				assert.True(t, f.Unknown.Retryable, f.Check)
			}
		}
		assert.Equal(t, fail, only(t, evaluate(t, s, checks.PrincipalEffectiveAdmin{}), "vera").Status, "by the policies alone")
		assert.Equal(t, fail, only(t, evaluate(t, s, checks.UserDirectPolicy{}), "vera").Status)
	}
}

// TestOneUserWhoWasRefused: R90. The others are decided.
func TestOneUserWhoWasRefused(t *testing.T) {
	var rows []fields
	for _, name := range []string{"ann", "bob", "cora"} {
		rows = append(rows, person.and(fields{"user": name, "mfa_active": "true"}))
	}
	report, _ := iamhygiene.CredentialReport.Get(reported(t, rows...))
	data := iamhygiene.MFADevices.With(map[string][]iamhygiene.MFADevice{
		arn + "user/ann":  {{Serial: arn + "u2f/user/ann/key"}},
		arn + "user/cora": {{Serial: arn + "mfa/cora"}},
	}, clock, &iamhygiene.DataError{Scope: arn + "user/bob", Code: "AccessDenied", Operation: "iam:ListMFADevices", Action: "iam:ListMFADevices"})
	s := iamhygiene.NewSnapshot("111122223333", "aws", clock, iamhygiene.CredentialReport.With(report, clock), data)
	fs := evaluate(t, s, checks.UserHardwareMFA{})
	assert.Equal(t, pass, only(t, fs, "ann").Status)
	assert.Equal(t, fail, only(t, fs, "cora").Status)
	f := only(t, fs, "bob")
	assert.Equal(t, unknown, f.Status)
	assert.Contains(t, f.Message, "grant iam:ListMFADevices")
}
