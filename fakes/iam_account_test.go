package fakes_test

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

func TestAccountSummary(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.AddPolicy("p", readBuckets, fakes.PolicyVersion(readBuckets, false))
	a.AddGroup("g")
	a.AddUser("alice", fakes.InGroup("g"))
	a.AddRole("r", fakes.TrustService("ec2.amazonaws.com"))
	a.AddInstanceProfile("r", "r")
	a.AddSAMLProvider("idp", noon.AddDate(1, 0, 0))
	a.AddOIDCProvider("https://token.example.com", "sts.amazonaws.com")
	a.AddServerCertificate("old")
	a.Root(fakes.AccessKey(), fakes.SigningCertificate(), fakes.NoRootPassword())
	a.SetQuota("AttachedPoliciesPerRoleQuota", 20)
	require.NoError(t, a.Err())
	out, err := client(a).GetAccountSummary(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, map[string]int32{
		"Users": 1, "UsersQuota": 5000, "Groups": 1, "GroupsQuota": 300, "Roles": 1, "RolesQuota": 1000, "Policies": 1, "PoliciesQuota": 1500,
		"PolicyVersionsInUse": 2, "PolicyVersionsInUseQuota": 10000, "VersionsPerPolicyQuota": 5, "PolicySizeQuota": 6144,
		"InstanceProfiles": 1, "InstanceProfilesQuota": 1000, "ServerCertificates": 1, "ServerCertificatesQuota": 20, "Providers": 2,
		"UserPolicySizeQuota": 2048, "GroupPolicySizeQuota": 5120, "RolePolicySizeQuota": 10240, "AssumeRolePolicySizeQuota": 2048,
		"GroupsPerUserQuota": 10, "SigningCertificatesPerUserQuota": 2, "AccessKeysPerUserQuota": 2,
		"AttachedPoliciesPerUserQuota": 10, "AttachedPoliciesPerGroupQuota": 10, "AttachedPoliciesPerRoleQuota": 20,
		"MFADevices": 0, "MFADevicesInUse": 0, "AccountMFAEnabled": 0, "AccountAccessKeysPresent": 1, "AccountPasswordPresent": 0,
		"AccountSigningCertificatesPresent": 1, "GlobalEndpointTokenVersion": 1,
	}, out.SummaryMap)
	assert.Len(t, out.SummaryMap, len(types.SummaryKeyType("").Values()), "every key that the SDK knows")
}

func TestPasswordPolicy(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	c := client(a)
	_, err := c.GetAccountPasswordPolicy(ctx, nil)
	refused(t, err, 404, "NoSuchEntity", "The Password Policy with domain name 111122223333 cannot be found.")
	a.SetPasswordPolicy(types.PasswordPolicy{MinimumPasswordLength: aws.Int32(14), ExpirePasswords: true})
	out, err := c.GetAccountPasswordPolicy(ctx, nil)
	require.NoError(t, err)
	assert.False(t, out.PasswordPolicy.ExpirePasswords, "derived from the age")
	assert.Nil(t, out.PasswordPolicy.MaxPasswordAge, "absent, not 0")
	a.SetPasswordPolicy(types.PasswordPolicy{MaxPasswordAge: aws.Int32(90)})
	out, err = c.GetAccountPasswordPolicy(ctx, nil)
	require.NoError(t, err)
	assert.True(t, out.PasswordPolicy.ExpirePasswords)
	assert.EqualValues(t, 6, *out.PasswordPolicy.MinimumPasswordLength)
	a.SetPasswordPolicy(types.PasswordPolicy{MaxPasswordAge: aws.Int32(0)})
	assert.ErrorContains(t, a.Err(), "Value '0' at 'maxPasswordAge'")
}

func TestAuthorizationDetailsAreOneStream(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.AddPolicy("custom", readBuckets, fakes.PolicyVersion(readBuckets, true))
	a.AddGroup("ops", fakes.AttachPolicy("custom"))
	a.AddUser("alice", fakes.InGroup("ops"), fakes.AttachPolicy("AdministratorAccess"), fakes.Tag("k", "v"))
	a.AddUser("bob", fakes.Boundary("PowerUserAccess"))
	a.AddRole("app", fakes.TrustService("ec2.amazonaws.com"))
	require.NoError(t, a.Err())
	c := client(a)
	var kinds []string
	for p := iam.NewGetAccountAuthorizationDetailsPaginator(c, &iam.GetAccountAuthorizationDetailsInput{MaxItems: aws.Int32(2)}); p.HasMorePages(); {
		out, err := p.NextPage(ctx)
		require.NoError(t, err)
		assert.LessOrEqual(t, len(out.UserDetailList)+len(out.GroupDetailList)+len(out.RoleDetailList)+len(out.Policies), 2)
		for _, u := range out.UserDetailList {
			kinds = append(kinds, "user "+*u.UserName)
		}
		for _, g := range out.GroupDetailList {
			kinds = append(kinds, "group "+*g.GroupName)
		}
		for _, r := range out.RoleDetailList {
			kinds = append(kinds, "role "+*r.RoleName)
		}
		for _, p := range out.Policies {
			kinds = append(kinds, "policy "+*p.PolicyName)
		}
		kinds = append(kinds, "|")
	}
	assert.Equal(t, "user alice user bob | group ops role app | policy custom policy AdministratorAccess | policy PowerUserAccess |", strings.Join(kinds, " "),
		"AWS managed policies only if they are in use")

	out, err := c.GetAccountAuthorizationDetails(ctx, &iam.GetAccountAuthorizationDetailsInput{Filter: []types.EntityType{types.EntityTypeLocalManagedPolicy, types.EntityTypeUser}})
	require.NoError(t, err)
	assert.Empty(t, out.GroupDetailList)
	assert.Empty(t, out.RoleDetailList)
	require.Len(t, out.UserDetailList, 2)
	assert.Equal(t, []string{"ops"}, out.UserDetailList[0].GroupList)
	assert.Equal(t, "AdministratorAccess", *out.UserDetailList[0].AttachedManagedPolicies[0].PolicyName)
	require.Len(t, out.Policies, 1)
	require.Len(t, out.Policies[0].PolicyVersionList, 2)
	assert.Equal(t, "v2", *out.Policies[0].DefaultVersionId)
	assert.True(t, out.Policies[0].PolicyVersionList[0].IsDefaultVersion)
	assert.NotNil(t, out.Policies[0].PolicyVersionList[1].Document)
}

// rows reads the account's credential report.
func rows(t *testing.T, a *fakes.Account) map[string]map[string]string {
	t.Helper()
	out, err := client(a).GetCredentialReport(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, types.ReportFormatTypeTextCsv, out.ReportFormat)
	records, err := csv.NewReader(strings.NewReader(string(out.Content))).ReadAll()
	require.NoError(t, err)
	assert.Equal(t, "<root_account>", records[1][0], "the root user comes first")
	byUser := make(map[string]map[string]string)
	for _, r := range records[1:] {
		row := make(map[string]string)
		for i, column := range records[0] {
			row[column] = r[i]
		}
		byUser[r[0]] = row
	}
	return byUser
}

func TestCredentialReportStates(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.AddUser("alice")
	c := client(a)
	generate := func() types.ReportStateType {
		out, err := c.GenerateCredentialReport(ctx, nil)
		require.NoError(t, err)
		return out.State
	}
	_, err := c.GetCredentialReport(ctx, nil)
	refused(t, err, 410, "ReportNotPresent", "use GenerateCredentialReport")
	var absent *types.CredentialReportNotPresentException
	require.ErrorAs(t, err, &absent)
	out, err := c.GenerateCredentialReport(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, types.ReportStateTypeStarted, out.State)
	assert.NotEmpty(t, out.Description)
	_, err = c.GetCredentialReport(ctx, nil)
	refused(t, err, 404, "ReportInProgress", "still being generated")
	var notReady *types.CredentialReportNotReadyException
	require.ErrorAs(t, err, &notReady)
	first, err := c.GetCredentialReport(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, types.ReportStateTypeComplete, generate())

	a.AddUser("bob")
	a.Advance(4*time.Hour - time.Second)
	assert.Equal(t, types.ReportStateTypeComplete, generate(), "within four hours the earlier report is served")
	again, err := c.GetCredentialReport(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, first.GeneratedTime, again.GeneratedTime)
	assert.NotContains(t, string(again.Content), "bob", "the report is frozen at its GeneratedTime")

	a.Advance(time.Second)
	_, err = c.GetCredentialReport(ctx, nil)
	refused(t, err, 410, "ReportExpired", "has expired")
	a.ReportPolls(2)
	assert.Equal(t, types.ReportStateTypeStarted, generate())
	assert.Equal(t, types.ReportStateTypeInprogress, generate())
	assert.Equal(t, types.ReportStateTypeInprogress, generate())
	assert.Equal(t, types.ReportStateTypeComplete, generate())
	assert.Contains(t, rows(t, a), "bob")

	a.Fail(fakes.Op[iam.GenerateCredentialReportInput](), fakes.APIError("LimitExceeded", "Too many requests."))
	_, err = c.GenerateCredentialReport(ctx, nil)
	refused(t, err, 409, "LimitExceeded", "Too many requests.")
}

func TestCredentialReportRows(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	day := func(n int) time.Time { return noon.AddDate(0, 0, -n) }
	a.SetPasswordPolicy(types.PasswordPolicy{MaxPasswordAge: aws.Int32(90)})
	a.Root(fakes.RootCreated(day(1000)), fakes.RootPassword(day(3)), fakes.VirtualMFA())
	a.AddUser("alice", fakes.Created(day(100)), fakes.ConsolePassword(func(p *fakes.Password) { p.LastUsed, p.Changed = day(1), day(10) }), fakes.VirtualMFA())
	a.AddUser("bob", fakes.Path("/eng/"), fakes.ConsolePassword(), fakes.AccessKey(func(k *fakes.Key) { k.Created = day(50) }),
		fakes.AccessKey(func(k *fakes.Key) { k.Inactive, k.LastUsed, k.Region, k.Service = true, day(5), "", "s3" }), fakes.SigningCertificate())
	a.AddUser("doe,jane+=@x")
	require.NoError(t, a.Err())
	a.ReportPolls(0)
	c := client(a)
	_, err := c.GenerateCredentialReport(ctx, nil)
	require.NoError(t, err)
	report := rows(t, a)
	require.Len(t, report, 4)
	expect := func(user string, want map[string]string) {
		t.Helper()
		for column, value := range want {
			assert.Equal(t, value, report[user][column], "%s: %s", user, column)
		}
	}
	expect("<root_account>", map[string]string{
		"arn": "arn:aws:iam::111122223333:root", "user_creation_time": "2020-08-18T12:00:00+00:00", "password_enabled": "not_supported",
		"password_last_used": "2023-05-12T12:00:00+00:00", "password_last_changed": "not_supported", "password_next_rotation": "not_supported",
		"mfa_active": "true", "access_key_1_active": "false", "access_key_1_last_rotated": "N/A",
	})
	expect("alice", map[string]string{
		"password_enabled": "true", "password_last_used": "2023-05-14T12:00:00+00:00", "password_last_changed": "2023-05-05T12:00:00+00:00",
		"password_next_rotation": "2023-08-03T12:00:00+00:00", "mfa_active": "true", "cert_1_active": "false", "cert_1_last_rotated": "N/A",
	})
	expect("bob", map[string]string{
		"arn": "arn:aws:iam::111122223333:user/eng/bob", "password_last_used": "no_information", "mfa_active": "false",
		"access_key_1_active": "true", "access_key_1_last_rotated": "2023-03-26T12:00:00+00:00", "access_key_1_last_used_date": "N/A",
		"access_key_1_last_used_region": "N/A", "access_key_1_last_used_service": "N/A",
		"access_key_2_active": "false", "access_key_2_last_rotated": "2023-05-15T12:00:00+00:00", "access_key_2_last_used_date": "2023-05-10T12:00:00+00:00",
		"access_key_2_last_used_region": "N/A", "access_key_2_last_used_service": "s3", "cert_1_active": "true",
	})
	expect("doe,jane+=@x", map[string]string{"password_enabled": "false", "password_last_used": "N/A", "password_last_changed": "N/A", "password_next_rotation": "N/A"})
	out, err := c.GetCredentialReport(ctx, nil)
	require.NoError(t, err)
	assert.Contains(t, string(out.Content), `"doe,jane+=@x","arn:aws:iam::111122223333:user/doe,jane+=@x",`)
}

func TestCredentialReportOfTheRootPassword(t *testing.T) {
	for name, tt := range map[string]struct {
		modern bool
		option fakes.RootOption
		want   string
	}{
		"documented":         {false, fakes.RootPassword(noon), "not_supported"},
		"newer":              {true, fakes.RootPassword(noon), "true"},
		"newer, no password": {true, fakes.NoRootPassword(), "false"},
	} {
		t.Run(name, func(t *testing.T) {
			a := fakes.NewAccount("111122223333")
			a.Root(tt.option)
			a.RootPasswordInReport(tt.modern)
			a.ReportPolls(0)
			_, err := client(a).GenerateCredentialReport(ctx, nil)
			require.NoError(t, err)
			assert.Equal(t, tt.want, rows(t, a)["<root_account>"]["password_enabled"])
		})
	}
}

func TestUserGoneSinceTheReport(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.AddUser("alice")
	a.ReportPolls(0)
	c := client(a)
	_, err := c.GenerateCredentialReport(ctx, nil)
	require.NoError(t, err)
	_, err = c.DeleteUser(ctx, &iam.DeleteUserInput{UserName: aws.String("alice")})
	require.NoError(t, err)
	assert.Contains(t, rows(t, a), "alice")
	_, err = c.GetUser(ctx, &iam.GetUserInput{UserName: aws.String("alice")})
	refused(t, err, 404, "NoSuchEntity", "alice")
}

func TestIDsAndPartitions(t *testing.T) {
	build := func(partition string) (ids, arns []string) {
		a := fakes.NewAccount("111122223333", func(o *fakes.Options) { o.Partition = partition })
		u := a.AddUser("alice", fakes.Path("/eng/"), fakes.AccessKey(), fakes.AttachPolicy("ReadOnlyAccess"))
		list := []fakes.Entity{u.Entity, a.AddGroup("g"), a.AddRole("r", fakes.TrustService("ec2.amazonaws.com")), a.AddPolicy("p", readBuckets),
			a.AddInstanceProfile("r", "r"), a.AddServerCertificate("c")}
		for _, e := range list {
			ids, arns = append(ids, e.ID), append(arns, e.ARN)
		}
		assert.NoError(t, a.Err())
		return append(ids, u.AccessKeyIDs...), arns
	}
	ids, arns := build("aws")
	for i, prefix := range []string{"AIDA", "AGPA", "AROA", "ANPA", "AIPA", "ASCA", "AKIA"} {
		assert.Regexp(t, "^"+prefix+"[A-Z2-7]{16,17}$", ids[i])
	}
	again, _ := build("aws")
	assert.Equal(t, ids, again, "ids are the same in every run")
	assert.Equal(t, "arn:aws:iam::111122223333:user/eng/alice", arns[0])
	assert.Equal(t, "arn:aws:iam::111122223333:server-certificate/c", arns[5])
	_, arns = build("aws-us-gov")
	assert.Equal(t, "arn:aws-us-gov:iam::111122223333:user/eng/alice", arns[0])
}

func TestPathsAndNames(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.AddUser("alice", fakes.Path("/eng/"))
	a.AddUser("bob", fakes.Path("/eng/core/"))
	a.AddUser("carol")
	a.AddServiceLinkedRole("support.amazonaws.com", "AWSServiceRoleForSupport", "AWSSupportServiceRolePolicy")
	a.AddRole("AWSReservedSSO_Admin_0123456789abcdef", fakes.TrustService("sso.amazonaws.com"), fakes.Path("/aws-reserved/sso.amazonaws.com/"))
	require.NoError(t, a.Err())
	c := client(a)
	for prefix, want := range map[string]int{"/": 3, "/eng": 2, "/eng/": 2, "/eng/core/": 1, "/ops/": 0} {
		out, err := c.ListUsers(ctx, &iam.ListUsersInput{PathPrefix: &prefix})
		require.NoError(t, err)
		assert.Len(t, out.Users, want, prefix)
	}
	_, err := c.ListUsers(ctx, &iam.ListUsersInput{PathPrefix: aws.String("eng")})
	refused(t, err, 400, "ValidationError", "The specified value for pathPrefix is invalid.")
	roles, err := c.ListRoles(ctx, &iam.ListRolesInput{PathPrefix: aws.String("/aws-service-role/")})
	require.NoError(t, err)
	require.Len(t, roles.Roles, 1)
	assert.Equal(t, "arn:aws:iam::111122223333:role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport", *roles.Roles[0].Arn)
	out, err := c.GetUser(ctx, &iam.GetUserInput{UserName: aws.String("ALICE")})
	require.NoError(t, err, "names are not told apart by case")
	assert.Equal(t, "alice", *out.User.UserName)
	a.AddUser("Alice")
	assert.ErrorContains(t, a.Err(), "AddUser: Alice: User with name Alice already exists.")
	assert.ErrorContains(t, a.Err(), "iam_account_test.go")
}

func TestAWSManagedPolicies(t *testing.T) {
	for _, partition := range []string{"aws", "aws-cn"} {
		a := fakes.NewAccount("111122223333", func(o *fakes.Options) { o.Partition = partition })
		c := client(a)
		out, err := c.ListPolicies(ctx, &iam.ListPoliciesInput{Scope: types.PolicyScopeTypeAws})
		require.NoError(t, err)
		assert.Greater(t, len(out.Policies), 10)
		for _, p := range out.Policies {
			assert.Regexp(t, "^arn:"+partition+":iam::aws:policy/", *p.Arn)
			assert.Greater(t, p.CreateDate.Year(), 2014, *p.PolicyName)
			v, err := c.GetPolicyVersion(ctx, &iam.GetPolicyVersionInput{PolicyArn: p.Arn, VersionId: p.DefaultVersionId})
			require.NoError(t, err)
			assert.NotContains(t, *v.PolicyVersion.Document, "arn%3Aaws%3A"+map[string]string{"aws": "-", "aws-cn": ""}[partition])
		}
	}
}

func TestEntitiesOfPolicies(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	p := a.AddPolicy("p", readBuckets)
	a.AddGroup("ops", fakes.AttachPolicy("p"))
	a.AddUser("alice", fakes.Path("/eng/"), fakes.AttachPolicy("p"))
	a.AddUser("bob", fakes.Boundary("p"))
	a.AddRole("app", fakes.TrustService("ec2.amazonaws.com"), fakes.AttachPolicy(p.ARN))
	require.NoError(t, a.Err())
	c := client(a)
	list := func(in iam.ListEntitiesForPolicyInput) string {
		in.PolicyArn, in.MaxItems = &p.ARN, aws.Int32(1)
		var names []string
		for pages := iam.NewListEntitiesForPolicyPaginator(c, &in); pages.HasMorePages(); {
			out, err := pages.NextPage(ctx)
			require.NoError(t, err)
			for _, x := range out.PolicyGroups {
				names = append(names, *x.GroupName)
			}
			for _, x := range out.PolicyUsers {
				names = append(names, *x.UserName)
			}
			for _, x := range out.PolicyRoles {
				names = append(names, *x.RoleName)
			}
		}
		return strings.Join(names, " ")
	}
	assert.Equal(t, "ops alice bob app", list(iam.ListEntitiesForPolicyInput{}))
	assert.Equal(t, "alice bob", list(iam.ListEntitiesForPolicyInput{EntityFilter: types.EntityTypeUser}))
	assert.Equal(t, "bob", list(iam.ListEntitiesForPolicyInput{PolicyUsageFilter: types.PolicyUsageTypePermissionsBoundary}))
	assert.Equal(t, "ops alice app", list(iam.ListEntitiesForPolicyInput{PolicyUsageFilter: types.PolicyUsageTypePermissionsPolicy}))
	assert.Equal(t, "alice", list(iam.ListEntitiesForPolicyInput{PathPrefix: aws.String("/eng/")}))
	out, err := c.ListPolicies(ctx, &iam.ListPoliciesInput{OnlyAttached: true})
	require.NoError(t, err)
	require.Len(t, out.Policies, 1)
	assert.EqualValues(t, 3, *out.Policies[0].AttachmentCount)
}
