package checks_test

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

func detailChecks() []iamhygiene.Check {
	out := []iamhygiene.Check{checks.EntityRequiredTags{Keys: []string{"owner"}}}
	for _, c := range credentialChecks(checks.Standard) {
		if info := c.Info(); slices.Equal(info.Needs[:min(1, len(info.Needs))], []string{"authorization-details"}) && info.ID != "entity-required-tags" {
			out = append(out, c)
		}
	}
	return out
}

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

func TestIncompleteElements(t *testing.T) {
	d := iamhygiene.AuthorizationDetails{
		Users:    []iamhygiene.UserDetail{userDetail("vera", iamhygiene.Permissions{}), userDetail("wim", iamhygiene.Permissions{}, "devs")},
		Groups:   []iamhygiene.GroupDetail{groupDetail("devs", iamhygiene.Permissions{}), groupDetail("ops", iamhygiene.Permissions{})},
		Roles:    []iamhygiene.RoleDetail{roleDetail("deploy", iamhygiene.Permissions{}), roleDetail("build", iamhygiene.Permissions{})},
		Policies: []iamhygiene.PolicyDetail{{ARN: arn + "policy/own", Name: "own", Attachments: 1}, {ARN: arn + "policy/other", Name: "other", Attachments: 1}},
	}
	var errs []*iamhygiene.DataError
	for _, of := range []string{"user/vera", "group/ops", "role/build", "policy/own"} {
		errs = append(errs, &iamhygiene.DataError{Code: iamhygiene.CodeInvalid, Scope: arn + of, Message: "cannot be read"})
	}
	s := iamhygiene.NewSnapshot("111122223333", "aws", clock, iamhygiene.Authorization.With(&d, clock, errs...))
	for _, tt := range []struct {
		check iamhygiene.Check
		lost  []string
	}{
		{checks.UserDirectPolicy{}, []string{"vera"}},
		{checks.AccessKeyExposed{}, []string{"vera"}},
		{checks.UserNoGroup{}, []string{"vera"}},
		{checks.EntityRequiredTags{Keys: []string{"owner"}}, []string{"build", "vera"}},
		{checks.PolicyInline{}, []string{"build", "ops", "vera"}},
		{checks.PolicyManagedBroad{}, []string{"build", "ops", "vera"}},
		{checks.PolicyCloudShellFull{}, []string{"build", "ops", "vera"}},
		{checks.PolicyUnattached{}, []string{"own"}},
		{checks.GroupEmpty{}, []string{"ops"}}, // vera may be the member
	} {
		var lost []string
		for _, f := range evaluate(t, s, tt.check) {
			if f.Status == unknown {
				lost = append(lost, f.Resource.Name)
			}
		}
		slices.Sort(lost)
		assert.Equal(t, tt.lost, lost, tt.check.Info().ID)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	report, err := credreport.Parse(bytes.NewReader(reportCSV(t, person.and(key1), fields{"user": "wim", "cert_1_active": "?", "access_key_1_active": "?"})))
	require.NoError(t, err)
	d := iamhygiene.AuthorizationDetails{
		Users: []iamhygiene.UserDetail{userDetail("vera", attached(s3Full)), userDetail("lea", iamhygiene.Permissions{})},
		Roles: []iamhygiene.RoleDetail{roleDetail("deploy", iamhygiene.Permissions{})},
	}
	s := detailed(d, iamhygiene.CredentialReport.With(report, clock))
	for _, c := range append(credentialChecks(checks.Strict), checks.EntityRequiredTags{Keys: []string{"owner"}}) {
		assert.LessOrEqual(t, len(c.Run(ctx, s)), 1, c.Info().ID)
	}
}
