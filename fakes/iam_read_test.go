package fakes_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

// Everything below is called through the real client.
var ctx = context.Background()

// noon is when the clock of a fake stands still.
var noon = time.Date(2023, time.May, 15, 12, 0, 0, 0, time.UTC)

const readBuckets = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::bucket/* +"}]}`

func client(a *fakes.Account) *iam.Client { return iam.NewFromConfig(a.Config()) }

// as reports whether an error is of a type.
func as[T error](err error) bool {
	var target T
	return errors.As(err, &target)
}

// refused asserts that an error is one of AWS with a code, a status, and a part
// of the text.
func refused(t *testing.T, err error, status int, code, text string) {
	t.Helper()
	var api smithy.APIError
	require.ErrorAs(t, err, &api)
	assert.Equal(t, code, api.ErrorCode())
	assert.Contains(t, api.ErrorMessage(), text)
	assert.ErrorContains(t, err, fmt.Sprintf("StatusCode: %d", status))
}

// users makes an account with users named user-000 and so on.
func users(t *testing.T, n int) *fakes.Account {
	a := fakes.NewAccount("111122223333")
	for i := range n {
		a.AddUser(fmt.Sprintf("user-%03d", i))
	}
	require.NoError(t, a.Err())
	return a
}

func TestPagination(t *testing.T) {
	a := users(t, 250)
	c := client(a)
	t.Run("the default page has 100 items", func(t *testing.T) {
		out, err := c.ListUsers(ctx, nil)
		require.NoError(t, err)
		assert.Len(t, out.Users, 100)
		assert.True(t, out.IsTruncated)
		assert.NotContains(t, aws.ToString(out.Marker), "100", "the marker is opaque")
	})
	t.Run("paginators see everything once", func(t *testing.T) {
		var names []string
		pages := 0
		for p := iam.NewListUsersPaginator(c, &iam.ListUsersInput{MaxItems: aws.Int32(60)}); p.HasMorePages(); pages++ {
			out, err := p.NextPage(ctx)
			require.NoError(t, err)
			for _, u := range out.Users {
				names = append(names, *u.UserName)
			}
		}
		assert.Equal(t, 5, pages)
		require.Len(t, names, 250)
		assert.IsIncreasing(t, names)
	})
	t.Run("MaxItems is 1 to 1000", func(t *testing.T) {
		out, err := c.ListUsers(ctx, &iam.ListUsersInput{MaxItems: aws.Int32(1000)})
		require.NoError(t, err)
		assert.Len(t, out.Users, 250)
		assert.Nil(t, out.Marker)
		_, err = c.ListUsers(ctx, &iam.ListUsersInput{MaxItems: aws.Int32(0)})
		refused(t, err, 400, "ValidationError", "at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1")
		_, err = c.ListUsers(ctx, &iam.ListUsersInput{MaxItems: aws.Int32(1001)})
		refused(t, err, 400, "ValidationError", "Member must have value less than or equal to 1000")
	})
	t.Run("a marker of nobody is an error", func(t *testing.T) {
		_, err := c.ListUsers(ctx, &iam.ListUsersInput{Marker: aws.String("bad")})
		refused(t, err, 400, "ValidationError", "Invalid Marker.")
		var generic *smithy.GenericAPIError
		assert.ErrorAs(t, err, &generic, "ValidationError has no type")
		out, err := c.ListUsers(ctx, nil)
		require.NoError(t, err)
		_, err = c.ListRoles(ctx, &iam.ListRolesInput{Marker: out.Marker})
		refused(t, err, 400, "ValidationError", "Invalid Marker.")
	})
	t.Run("a page may have fewer items than MaxItems", func(t *testing.T) {
		a := users(t, 5)
		a.PageSize(2)
		out, err := client(a).ListUsers(ctx, &iam.ListUsersInput{MaxItems: aws.Int32(4)})
		require.NoError(t, err)
		assert.Len(t, out.Users, 2)
		assert.True(t, out.IsTruncated)
	})
}

func TestPaginationBoundary(t *testing.T) {
	a := users(t, 4)
	count := func(size int32) (sizes []int) {
		for p := iam.NewListUsersPaginator(client(a), &iam.ListUsersInput{MaxItems: &size}); p.HasMorePages(); {
			out, err := p.NextPage(ctx)
			require.NoError(t, err)
			sizes = append(sizes, len(out.Users))
		}
		return sizes
	}
	assert.Equal(t, []int{4}, count(4), "N items and MaxItems N are one page")
	assert.Equal(t, []int{2, 2}, count(2))
	assert.Equal(t, []int{3, 1}, count(3))
	a.FinalEmptyPage(true)
	assert.Equal(t, []int{4, 0}, count(4), "some lists of AWS end with an empty page")
	assert.Equal(t, []int{2, 2, 0}, count(2))
	assert.Equal(t, []int{3, 1}, count(3))
	out, err := client(a).ListRoles(ctx, nil)
	require.NoError(t, err)
	assert.False(t, out.IsTruncated, "a list of nothing has one page")
}

func TestListsOmitFieldsThatGetHas(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	used := noon.Add(-time.Hour)
	boundary := a.AddPolicy("bounds", readBuckets, fakes.Description("what is allowed at most"), fakes.Tag("team", "core"))
	a.AddUser("alice", fakes.Boundary("bounds"), fakes.Tag("team", "core"), fakes.ConsolePassword(func(p *fakes.Password) { p.LastUsed = used }))
	a.AddRole("app", fakes.TrustService("ec2.amazonaws.com"), fakes.Boundary("bounds"), fakes.Tag("team", "core"), fakes.Description("the app"),
		fakes.RoleUsed(used, "eu-west-1"), fakes.MaxSession(2*time.Hour))
	a.AddInstanceProfile("app", "app")
	c := client(a)

	users, err := c.ListUsers(ctx, nil)
	require.NoError(t, err)
	assert.Nil(t, users.Users[0].PermissionsBoundary)
	assert.Nil(t, users.Users[0].Tags)
	assert.Equal(t, used, *users.Users[0].PasswordLastUsed)
	user, err := c.GetUser(ctx, &iam.GetUserInput{UserName: aws.String("alice")})
	require.NoError(t, err)
	assert.Equal(t, boundary.ARN, *user.User.PermissionsBoundary.PermissionsBoundaryArn)
	assert.Equal(t, []types.Tag{{Key: aws.String("team"), Value: aws.String("core")}}, user.User.Tags)

	roles, err := c.ListRoles(ctx, nil)
	require.NoError(t, err)
	r := roles.Roles[0]
	assert.Nil(t, r.PermissionsBoundary)
	assert.Nil(t, r.RoleLastUsed)
	assert.Nil(t, r.Tags)
	assert.Equal(t, "the app", *r.Description)
	assert.EqualValues(t, 7200, *r.MaxSessionDuration)
	role, err := c.GetRole(ctx, &iam.GetRoleInput{RoleName: aws.String("app")})
	require.NoError(t, err)
	assert.Equal(t, types.RoleLastUsed{LastUsedDate: &used, Region: aws.String("eu-west-1")}, *role.Role.RoleLastUsed)
	assert.NotNil(t, role.Role.PermissionsBoundary)
	a.Advance(401 * 24 * time.Hour)
	role, err = c.GetRole(ctx, &iam.GetRoleInput{RoleName: aws.String("app")})
	require.NoError(t, err)
	assert.Equal(t, types.RoleLastUsed{}, *role.Role.RoleLastUsed, "uses are forgotten after 400 days")

	policies, err := c.ListPolicies(ctx, &iam.ListPoliciesInput{Scope: types.PolicyScopeTypeLocal})
	require.NoError(t, err)
	assert.Nil(t, policies.Policies[0].Description)
	assert.EqualValues(t, 0, *policies.Policies[0].AttachmentCount)
	assert.EqualValues(t, 2, *policies.Policies[0].PermissionsBoundaryUsageCount)
	policy, err := c.GetPolicy(ctx, &iam.GetPolicyInput{PolicyArn: &boundary.ARN})
	require.NoError(t, err)
	assert.Equal(t, "what is allowed at most", *policy.Policy.Description)
	assert.Len(t, policy.Policy.Tags, 1)
	versions, err := c.ListPolicyVersions(ctx, &iam.ListPolicyVersionsInput{PolicyArn: &boundary.ARN})
	require.NoError(t, err)
	assert.Nil(t, versions.Versions[0].Document)

	profiles, err := c.ListInstanceProfiles(ctx, nil)
	require.NoError(t, err)
	require.Len(t, profiles.InstanceProfiles[0].Roles, 1)
	assert.Nil(t, profiles.InstanceProfiles[0].Tags)
}

func TestPercentEncoding(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	trust := fakes.TrustService("ec2.amazonaws.com")
	policy := a.AddPolicy("managed", readBuckets)
	a.AddGroup("ops", fakes.InlinePolicy("inline", readBuckets))
	a.AddUser("alice", fakes.InlinePolicy("inline", readBuckets), fakes.AttachPolicy("managed"))
	a.AddRole("app", trust, fakes.InlinePolicy("inline", readBuckets))
	a.AddInstanceProfile("app", "app")
	require.NoError(t, a.Err())
	c := client(a)
	name, inline := aws.String("alice"), aws.String("inline")
	check := func(what, plain string, encoded *string, err error) {
		t.Helper()
		require.NoError(t, err, what)
		require.NotNil(t, encoded, what)
		assert.NotContains(t, *encoded, "+", "%s: a space is %%20", what)
		assert.NotContains(t, *encoded, "/", what)
		assert.NotContains(t, *encoded, "*", what)
		assert.True(t, strings.HasPrefix(*encoded, "%7B%22Version%22%3A%222012-10-17%22"), what)
		decoded, err := url.PathUnescape(*encoded)
		require.NoError(t, err, what)
		assert.Equal(t, plain, decoded, what)
	}
	u, err := c.GetUserPolicy(ctx, &iam.GetUserPolicyInput{UserName: name, PolicyName: inline})
	check("GetUserPolicy", readBuckets, u.PolicyDocument, err)
	g, err := c.GetGroupPolicy(ctx, &iam.GetGroupPolicyInput{GroupName: aws.String("ops"), PolicyName: inline})
	check("GetGroupPolicy", readBuckets, g.PolicyDocument, err)
	r, err := c.GetRolePolicy(ctx, &iam.GetRolePolicyInput{RoleName: aws.String("app"), PolicyName: inline})
	check("GetRolePolicy", readBuckets, r.PolicyDocument, err)
	v, err := c.GetPolicyVersion(ctx, &iam.GetPolicyVersionInput{PolicyArn: &policy.ARN, VersionId: aws.String("v1")})
	check("GetPolicyVersion", readBuckets, v.PolicyVersion.Document, err)
	role, err := c.GetRole(ctx, &iam.GetRoleInput{RoleName: aws.String("app")})
	check("GetRole", trust, role.Role.AssumeRolePolicyDocument, err)
	roles, err := c.ListRoles(ctx, nil)
	check("ListRoles", trust, roles.Roles[0].AssumeRolePolicyDocument, err)
	profile, err := c.GetInstanceProfile(ctx, &iam.GetInstanceProfileInput{InstanceProfileName: aws.String("app")})
	check("GetInstanceProfile", trust, profile.InstanceProfile.Roles[0].AssumeRolePolicyDocument, err)
	details, err := c.GetAccountAuthorizationDetails(ctx, nil)
	check("details of a user", readBuckets, details.UserDetailList[0].UserPolicyList[0].PolicyDocument, err)
	check("details of a group", readBuckets, details.GroupDetailList[0].GroupPolicyList[0].PolicyDocument, err)
	check("details of a role", readBuckets, details.RoleDetailList[0].RolePolicyList[0].PolicyDocument, err)
	check("trust in details", trust, details.RoleDetailList[0].AssumeRolePolicyDocument, err)
	check("profile in details", trust, details.RoleDetailList[0].InstanceProfileList[0].Roles[0].AssumeRolePolicyDocument, err)
	check("details of a policy", readBuckets, details.Policies[0].PolicyVersionList[0].Document, err)
}

func TestErrorsOfReads(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.AddUser("alice")
	c := client(a)
	none, alice := aws.String("nope"), aws.String("alice")
	arn := aws.String("arn:aws:iam::111122223333:policy/nope")
	for name, tt := range map[string]struct {
		call func() error
		text string
	}{
		"user":          {func() error { _, err := c.GetUser(ctx, &iam.GetUserInput{UserName: none}); return err }, "The user with name nope cannot be found."},
		"group":         {func() error { _, err := c.GetGroup(ctx, &iam.GetGroupInput{GroupName: none}); return err }, "The group with name nope cannot be found."},
		"role":          {func() error { _, err := c.GetRole(ctx, &iam.GetRoleInput{RoleName: none}); return err }, "The role with name nope cannot be found."},
		"policy":        {func() error { _, err := c.GetPolicy(ctx, &iam.GetPolicyInput{PolicyArn: arn}); return err }, "Policy " + *arn + " was not found."},
		"login profile": {func() error { _, err := c.GetLoginProfile(ctx, &iam.GetLoginProfileInput{UserName: alice}); return err }, "Login Profile for User alice cannot be found."},
		"user policy": {func() error {
			_, err := c.GetUserPolicy(ctx, &iam.GetUserPolicyInput{UserName: alice, PolicyName: none})
			return err
		}, "The user policy with name nope cannot be found."},
		"password rules": {func() error { _, err := c.GetAccountPasswordPolicy(ctx, nil); return err }, "The Password Policy with domain name 111122223333 cannot be found."},
	} {
		t.Run(name, func(t *testing.T) {
			err := tt.call()
			refused(t, err, 404, "NoSuchEntity", tt.text)
			var typed *types.NoSuchEntityException
			assert.ErrorAs(t, err, &typed)
		})
	}
	t.Run("an AWS managed policy that the fake does not have is not refused as AWS would", func(t *testing.T) {
		_, err := c.GetPolicy(ctx, &iam.GetPolicyInput{PolicyArn: aws.String("arn:aws:iam::aws:policy/AmazonEC2FullAccess")})
		var missing *fakes.NotModeledError
		require.ErrorAs(t, err, &missing)
		assert.Equal(t, "GetPolicy", missing.Operation)
		a.AddAWSManagedPolicy("AmazonEC2FullAccess", "/", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]}`)
		_, err = c.GetPolicy(ctx, &iam.GetPolicyInput{PolicyArn: aws.String("arn:aws:iam::aws:policy/AmazonEC2FullAccess")})
		assert.NoError(t, err)
	})
}

func TestCallerIsTheDefaultUser(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.SetPasswordPolicy(types.PasswordPolicy{})
	alice := a.AddUser("alice", fakes.ConsolePassword(), fakes.AccessKey(), fakes.VirtualMFA())
	root := a.Root(fakes.AccessKey(), fakes.HardwareMFA("GAHT12345678"))
	require.NoError(t, a.Err())
	fakes.AllowEverybody(a)
	c := iam.NewFromConfig(a.ConfigAs(alice.ARN))

	user, err := c.GetUser(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, alice.ARN, *user.User.Arn)
	keys, err := c.ListAccessKeys(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, alice.AccessKeyIDs[0], *keys.AccessKeyMetadata[0].AccessKeyId)
	devices, err := c.ListMFADevices(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, "arn:aws:iam::111122223333:mfa/alice", *devices.MFADevices[0].SerialNumber)
	login, err := c.GetLoginProfile(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, "alice", *login.LoginProfile.UserName)

	c = iam.NewFromConfig(a.ConfigAs(root.ARN))
	user, err = c.GetUser(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, "arn:aws:iam::111122223333:root", *user.User.Arn)
	assert.Equal(t, "111122223333", *user.User.UserId)
	assert.Nil(t, user.User.UserName)
	keys, err = c.ListAccessKeys(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, root.AccessKeyIDs[0], *keys.AccessKeyMetadata[0].AccessKeyId)

	_, err = client(a).GetUser(ctx, nil)
	refused(t, err, 400, "ValidationError", "Must specify userName when calling with non-User credentials")
}

func TestAccessKeysFindAccountAndPrincipal(t *testing.T) {
	org := fakes.NewOrganization()
	a, b := org.Account("111122223333"), org.Account("444455556666")
	fakes.AllowEverybody(a)
	alice := a.AddUser("alice", fakes.AccessKey(), fakes.AccessKey(func(k *fakes.Key) { k.Inactive = true }))
	whoAmI := func(key string) (string, error) {
		cfg := b.Config() // another account's configuration: the key decides
		cfg.Credentials = credentials.NewStaticCredentialsProvider(key, "secret", "")
		out, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, nil)
		if err != nil {
			return "", err
		}
		return aws.ToString(out.Arn), nil
	}
	arn, err := whoAmI(alice.AccessKeyIDs[0])
	require.NoError(t, err)
	assert.Equal(t, alice.ARN, arn)
	_, err = whoAmI(alice.AccessKeyIDs[1])
	refused(t, err, 403, "InvalidClientTokenId", "The security token included in the request is invalid.")
	assert.Regexp(t, `^AKIA[A-Z2-7]{16}$`, alice.AccessKeyIDs[0])
}

func TestAccessKeyLastUsed(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	at := noon.Add(-48 * time.Hour)
	alice := a.AddUser("alice", fakes.AccessKey(), fakes.AccessKey(func(k *fakes.Key) { k.LastUsed, k.Region, k.Service = at, "eu-west-1", "s3" }))
	c := client(a)
	out, err := c.GetAccessKeyLastUsed(ctx, &iam.GetAccessKeyLastUsedInput{AccessKeyId: &alice.AccessKeyIDs[0]})
	require.NoError(t, err)
	assert.Equal(t, "alice", *out.UserName)
	assert.Equal(t, types.AccessKeyLastUsed{Region: aws.String("N/A"), ServiceName: aws.String("N/A")}, *out.AccessKeyLastUsed)
	out, err = c.GetAccessKeyLastUsed(ctx, &iam.GetAccessKeyLastUsedInput{AccessKeyId: &alice.AccessKeyIDs[1]})
	require.NoError(t, err)
	assert.Equal(t, types.AccessKeyLastUsed{LastUsedDate: &at, Region: aws.String("eu-west-1"), ServiceName: aws.String("s3")}, *out.AccessKeyLastUsed)
	_, err = c.GetAccessKeyLastUsed(ctx, &iam.GetAccessKeyLastUsedInput{AccessKeyId: aws.String("AKIAIOSFODNN7EXAMPLE")})
	refused(t, err, 403, "AccessDenied", "is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key AKIAIOSFODNN7EXAMPLE")
}

func TestMFA(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.AddUser("alice", fakes.VirtualMFA(func(d *fakes.Device) { d.Name = "phone" }), fakes.HardwareMFA("GAHT12345678"),
		fakes.SecurityKey(func(d *fakes.Device) { d.Name, d.Certifications = "blue", map[string]string{"FIDO": "L1"} }), fakes.SMSMFA("+15555550100"))
	spare := a.AddVirtualMFADevice("spare")
	a.Root(fakes.VirtualMFA(func(d *fakes.Device) { d.Name = "my-old-phone" }), fakes.SecurityKey())
	require.NoError(t, a.Err())
	c := client(a)

	out, err := c.ListMFADevices(ctx, &iam.ListMFADevicesInput{UserName: aws.String("alice")})
	require.NoError(t, err)
	var serials []string
	for _, d := range out.MFADevices {
		serials = append(serials, *d.SerialNumber)
	}
	require.Len(t, serials, 4)
	assert.Equal(t, "arn:aws:iam::111122223333:mfa/phone", serials[0])
	assert.Equal(t, "arn:aws:iam::111122223333:sms-mfa/+15555550100", serials[1])
	assert.Regexp(t, `^arn:aws:iam::111122223333:u2f/user/alice/blue-[A-Z2-7]+$`, serials[2])
	assert.Equal(t, "GAHT12345678", serials[3], "a hardware token has no ARN")
	device, err := c.GetMFADevice(ctx, &iam.GetMFADeviceInput{UserName: aws.String("alice"), SerialNumber: &serials[2]})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"FIDO": "L1"}, device.Certifications)

	list := func(s types.AssignmentStatusType) (found []string) {
		out, err := c.ListVirtualMFADevices(ctx, &iam.ListVirtualMFADevicesInput{AssignmentStatus: s})
		require.NoError(t, err)
		for _, d := range out.VirtualMFADevices {
			owner := ""
			if d.User != nil {
				owner = *d.User.Arn
			}
			found = append(found, strings.TrimPrefix(*d.SerialNumber, "arn:aws:iam::111122223333:mfa/")+" "+strings.TrimPrefix(owner, "arn:aws:iam::111122223333:"))
		}
		return found
	}
	assert.Equal(t, []string{"my-old-phone root", "phone user/alice", "spare "}, list(""), "the root user's device has any name; security keys are in no list")
	assert.Equal(t, []string{"my-old-phone root", "phone user/alice"}, list(types.AssignmentStatusTypeAssigned))
	assert.Equal(t, []string{"spare "}, list(types.AssignmentStatusTypeUnassigned))
	assert.Equal(t, "arn:aws:iam::111122223333:mfa/spare", spare.ARN)
	_, err = c.ListVirtualMFADevices(ctx, &iam.ListVirtualMFADevicesInput{AssignmentStatus: "Some"})
	refused(t, err, 400, "ValidationError", "enum value set")

	summary, err := c.GetAccountSummary(ctx, nil)
	require.NoError(t, err)
	assert.EqualValues(t, 1, summary.SummaryMap["AccountMFAEnabled"])
	assert.EqualValues(t, 7, summary.SummaryMap["MFADevices"])
	assert.EqualValues(t, 6, summary.SummaryMap["MFADevicesInUse"])
}

func TestRootHardwareMFAIsInNoList(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.Root(fakes.HardwareMFA("GAHT12345678"))
	out, err := client(a).ListVirtualMFADevices(ctx, nil)
	require.NoError(t, err)
	assert.Empty(t, out.VirtualMFADevices)
	summary, err := client(a).GetAccountSummary(ctx, nil)
	require.NoError(t, err)
	assert.EqualValues(t, 1, summary.SummaryMap["AccountMFAEnabled"])
	b := fakes.NewAccount("111122223333")
	b.Root(fakes.VirtualMFA())
	out, err = client(b).ListVirtualMFADevices(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, "arn:aws:iam::111122223333:mfa/root-account-mfa-device", *out.VirtualMFADevices[0].SerialNumber)
}
