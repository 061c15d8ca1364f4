package fakes_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

var str = aws.String

func TestDeleteConflictOfUsers(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.AddGroup("ops")
	a.AddPolicy("p", readBuckets)
	for name, tt := range map[string]struct {
		option fakes.UserOption
		text   string
	}{
		"key":                {fakes.AccessKey(), "must delete access keys first"},
		"login-profile":      {fakes.ConsolePassword(), "must delete login profile first"},
		"mfa":                {fakes.VirtualMFA(), "must delete MFA device first"},
		"group":              {fakes.InGroup("ops"), "must remove users from group first"},
		"inline":             {fakes.InlinePolicy("p", readBuckets), "must delete policies first"},
		"attached":           {fakes.AttachPolicy("p"), "must detach all policies first"},
		"certificate":        {fakes.SigningCertificate(), "must remove referenced objects first"},
		"ssh-key":            {fakes.SSHPublicKey(), "must remove referenced objects first"},
		"service-credential": {fakes.ServiceSpecificCredential("codecommit.amazonaws.com"), "must remove referenced objects first"},
	} {
		t.Run(name, func(t *testing.T) {
			a.AddUser(name, tt.option)
			require.NoError(t, a.Err())
			_, err := client(a).DeleteUser(ctx, &iam.DeleteUserInput{UserName: &name})
			refused(t, err, 409, "DeleteConflict", "Cannot delete entity, "+tt.text)
			var typed *types.DeleteConflictException
			assert.ErrorAs(t, err, &typed)
		})
	}
}

func TestOffboardingAUser(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.AddGroup("ops")
	a.AddPolicy("p", readBuckets)
	alice := a.AddUser("alice", fakes.AccessKey(), fakes.ConsolePassword(), fakes.VirtualMFA(), fakes.HardwareMFA("GAHT12345678"), fakes.InGroup("ops"),
		fakes.InlinePolicy("i", readBuckets), fakes.AttachPolicy("p"), fakes.SigningCertificate(), fakes.SSHPublicKey(),
		fakes.ServiceSpecificCredential("bedrock.amazonaws.com"), fakes.Boundary("p"))
	require.NoError(t, a.Err())
	c, name := client(a), str("alice")
	do := func(what string, err error) {
		t.Helper()
		require.NoError(t, err, what)
	}
	_, err := c.DeleteAccessKey(ctx, &iam.DeleteAccessKeyInput{UserName: name, AccessKeyId: &alice.AccessKeyIDs[0]})
	do("key", err)
	_, err = c.DeleteLoginProfile(ctx, &iam.DeleteLoginProfileInput{UserName: name})
	do("login", err)
	devices, err := c.ListMFADevices(ctx, &iam.ListMFADevicesInput{UserName: name})
	do("list", err)
	for _, d := range devices.MFADevices {
		_, err = c.DeactivateMFADevice(ctx, &iam.DeactivateMFADeviceInput{UserName: name, SerialNumber: d.SerialNumber})
		do("mfa", err)
	}
	_, err = c.RemoveUserFromGroup(ctx, &iam.RemoveUserFromGroupInput{UserName: name, GroupName: str("ops")})
	do("group", err)
	_, err = c.DeleteUserPolicy(ctx, &iam.DeleteUserPolicyInput{UserName: name, PolicyName: str("i")})
	do("inline", err)
	_, err = c.DetachUserPolicy(ctx, &iam.DetachUserPolicyInput{UserName: name, PolicyArn: str("arn:aws:iam::111122223333:policy/p")})
	do("attached", err)
	certs, err := c.ListSigningCertificates(ctx, &iam.ListSigningCertificatesInput{UserName: name})
	do("list", err)
	_, err = c.DeleteSigningCertificate(ctx, &iam.DeleteSigningCertificateInput{UserName: name, CertificateId: certs.Certificates[0].CertificateId})
	do("certificate", err)
	keys, err := c.ListSSHPublicKeys(ctx, &iam.ListSSHPublicKeysInput{UserName: name})
	do("list", err)
	_, err = c.DeleteSSHPublicKey(ctx, &iam.DeleteSSHPublicKeyInput{UserName: name, SSHPublicKeyId: keys.SSHPublicKeys[0].SSHPublicKeyId})
	do("ssh", err)
	service, err := c.ListServiceSpecificCredentials(ctx, &iam.ListServiceSpecificCredentialsInput{AllUsers: aws.Bool(true)})
	do("list", err)
	_, err = c.DeleteServiceSpecificCredential(ctx, &iam.DeleteServiceSpecificCredentialInput{UserName: name, ServiceSpecificCredentialId: service.ServiceSpecificCredentials[0].ServiceSpecificCredentialId})
	do("service", err)
	_, err = c.DeleteUser(ctx, &iam.DeleteUserInput{UserName: name})
	do("user", err)

	_, err = c.GetUser(ctx, &iam.GetUserInput{UserName: name})
	refused(t, err, 404, "NoSuchEntity", "alice")
	virtual, err := c.ListVirtualMFADevices(ctx, nil)
	do("list", err)
	require.Len(t, virtual.VirtualMFADevices, 1, "a virtual device stays, the hardware token is forgotten")
	assert.Nil(t, virtual.VirtualMFADevices[0].User)
	_, err = c.DeleteVirtualMFADevice(ctx, &iam.DeleteVirtualMFADeviceInput{SerialNumber: virtual.VirtualMFADevices[0].SerialNumber})
	do("device", err)
	_, err = c.DeletePolicy(ctx, &iam.DeletePolicyInput{PolicyArn: str("arn:aws:iam::111122223333:policy/p")})
	do("the boundary went with the user", err)
}

func TestDeleteConflictOfOthers(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	p := a.AddPolicy("p", readBuckets)
	two := a.AddPolicy("two", readBuckets, fakes.PolicyVersion(readBuckets, false))
	a.AddGroup("members")
	a.AddGroup("attached", fakes.AttachPolicy("p"))
	a.AddGroup("inline", fakes.InlinePolicy("i", readBuckets))
	a.AddUser("alice", fakes.InGroup("members"))
	a.AddRole("attached", fakes.TrustService("ec2.amazonaws.com"), fakes.AttachPolicy("p"))
	a.AddRole("profile", fakes.TrustService("ec2.amazonaws.com"))
	a.AddInstanceProfile("profile", "profile")
	require.NoError(t, a.Err())
	c := client(a)
	for group, text := range map[string]string{"members": "must remove users from group first", "attached": "must detach all policies first", "inline": "must delete policies first"} {
		_, err := c.DeleteGroup(ctx, &iam.DeleteGroupInput{GroupName: &group})
		refused(t, err, 409, "DeleteConflict", text)
	}
	for role, text := range map[string]string{"attached": "must detach all policies first", "profile": "must remove roles from instance profile first"} {
		_, err := c.DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: &role})
		refused(t, err, 409, "DeleteConflict", text)
	}
	_, err := c.DeleteInstanceProfile(ctx, &iam.DeleteInstanceProfileInput{InstanceProfileName: str("profile")})
	refused(t, err, 409, "DeleteConflict", "must remove roles from instance profile first")
	_, err = c.DeletePolicy(ctx, &iam.DeletePolicyInput{PolicyArn: &p.ARN})
	refused(t, err, 409, "DeleteConflict", "Cannot delete a policy attached to entities.")
	_, err = c.DeletePolicy(ctx, &iam.DeletePolicyInput{PolicyArn: &two.ARN})
	refused(t, err, 409, "DeleteConflict", "This policy has more than one version.")
	_, err = c.DeletePolicyVersion(ctx, &iam.DeletePolicyVersionInput{PolicyArn: &two.ARN, VersionId: str("v1")})
	refused(t, err, 409, "DeleteConflict", "Cannot delete the default version of a policy.")

	_, err = c.RemoveRoleFromInstanceProfile(ctx, &iam.RemoveRoleFromInstanceProfileInput{InstanceProfileName: str("profile"), RoleName: str("profile")})
	require.NoError(t, err)
	_, err = c.DeleteInstanceProfile(ctx, &iam.DeleteInstanceProfileInput{InstanceProfileName: str("profile")})
	require.NoError(t, err)
	_, err = c.DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: str("profile")})
	require.NoError(t, err)
	_, err = c.DeletePolicyVersion(ctx, &iam.DeletePolicyVersionInput{PolicyArn: &two.ARN, VersionId: str("v2")})
	require.NoError(t, err)
	_, err = c.DeletePolicy(ctx, &iam.DeletePolicyInput{PolicyArn: &two.ARN})
	require.NoError(t, err)
}

func TestQuotas(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.AddRole("r", fakes.TrustService("ec2.amazonaws.com"))
	p := a.AddPolicy("p", readBuckets)
	a.AddUser("alice")
	c, name := client(a), str("alice")
	// until repeats a call until it is refused, and tells how often it was not.
	until := func(call func(i int) error) (n int, err error) {
		for err = call(0); err == nil && n < 50; n++ {
			err = call(n + 1)
		}
		return n, err
	}
	check := func(what string, want int, text string, call func(i int) error) {
		t.Helper()
		n, err := until(call)
		assert.Equal(t, want, n, what)
		refused(t, err, 409, "LimitExceeded", text)
	}
	check("access keys", 2, "Cannot exceed quota for AccessKeysPerUser: 2", func(int) error {
		_, err := c.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: name})
		return err
	})
	check("MFA devices", 8, "Cannot exceed quota for MFADevicesPerUser: 8", func(i int) error {
		_, err := c.EnableMFADevice(ctx, &iam.EnableMFADeviceInput{UserName: name, SerialNumber: str(fmt.Sprintf("GAHT0000%04d", i)), AuthenticationCode1: str("123456"), AuthenticationCode2: str("654321")})
		return err
	})
	summary, err := c.GetAccountSummary(ctx, nil)
	require.NoError(t, err)
	assert.EqualValues(t, 8, summary.SummaryMap["MFADevicesInUse"], "the summary has devices, not the quota")
	for i := range 11 {
		a.AddGroup(fmt.Sprintf("g%d", i))
	}
	check("groups", 10, "Cannot exceed quota for GroupsPerUser: 10", func(i int) error {
		_, err := c.AddUserToGroup(ctx, &iam.AddUserToGroupInput{UserName: name, GroupName: str(fmt.Sprintf("g%d", i))})
		return err
	})
	check("versions", 4, "A managed policy can have up to 5 versions.", func(int) error {
		_, err := c.CreatePolicyVersion(ctx, &iam.CreatePolicyVersionInput{PolicyArn: &p.ARN, PolicyDocument: str(readBuckets)})
		return err
	})
	for i := range 21 {
		a.AddPolicy(fmt.Sprintf("p%d", i), readBuckets)
	}
	attach := func(i int) error {
		_, err := c.AttachRolePolicy(ctx, &iam.AttachRolePolicyInput{RoleName: str("r"), PolicyArn: str(fmt.Sprintf("arn:aws:iam::111122223333:policy/p%d", i))})
		return err
	}
	check("attached policies", 10, "Cannot exceed quota for PoliciesPerRole: 10", attach)
	arn := func(i int) *string { return str(fmt.Sprintf("arn:aws:iam::111122223333:policy/p%d", i)) }
	check("attached policies of a user", 10, "Cannot exceed quota for PoliciesPerUser: 10", func(i int) error {
		_, err := c.AttachUserPolicy(ctx, &iam.AttachUserPolicyInput{UserName: name, PolicyArn: arn(i)})
		return err
	})
	check("attached policies of a group", 10, "Cannot exceed quota for PoliciesPerGroup: 10", func(i int) error {
		_, err := c.AttachGroupPolicy(ctx, &iam.AttachGroupPolicyInput{GroupName: str("g0"), PolicyArn: arn(i)})
		return err
	})
	a.SetQuota("AttachedPoliciesPerRoleQuota", 20)
	check("attached policies, raised", 20, "Cannot exceed quota for PoliciesPerRole: 20", attach)

	big := func(n int) *string {
		return str(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::` + strings.Repeat("x", n) + `"}]}`)
	}
	_, err = c.PutUserPolicy(ctx, &iam.PutUserPolicyInput{UserName: name, PolicyName: str("big"), PolicyDocument: big(2048)})
	refused(t, err, 409, "LimitExceeded", "Maximum policy size of 2048 bytes exceeded for user alice")
	_, err = c.PutUserPolicy(ctx, &iam.PutUserPolicyInput{UserName: name, PolicyName: str("one"), PolicyDocument: big(1000)})
	require.NoError(t, err)
	_, err = c.PutUserPolicy(ctx, &iam.PutUserPolicyInput{UserName: name, PolicyName: str("two"), PolicyDocument: big(1000)})
	refused(t, err, 409, "LimitExceeded", "Maximum policy size of 2048 bytes exceeded for user alice")
	_, err = c.PutUserPolicy(ctx, &iam.PutUserPolicyInput{UserName: name, PolicyName: str("one"), PolicyDocument: big(1100)})
	require.NoError(t, err, "a policy replaces itself")
	_, err = c.PutGroupPolicy(ctx, &iam.PutGroupPolicyInput{GroupName: str("g0"), PolicyName: str("big"), PolicyDocument: big(5120)})
	refused(t, err, 409, "LimitExceeded", "Maximum policy size of 5120 bytes exceeded for group g0")
	_, err = c.PutRolePolicy(ctx, &iam.PutRolePolicyInput{RoleName: str("r"), PolicyName: str("big"), PolicyDocument: big(10240)})
	refused(t, err, 409, "LimitExceeded", "Maximum policy size of 10240 bytes exceeded for role r")
	_, err = c.CreatePolicy(ctx, &iam.CreatePolicyInput{PolicyName: str("big"), PolicyDocument: big(6144)})
	refused(t, err, 409, "LimitExceeded", "Cannot exceed quota for PolicySize: 6144")
	_, err = c.UpdateAssumeRolePolicy(ctx, &iam.UpdateAssumeRolePolicyInput{RoleName: str("r"), PolicyDocument: str(fakes.TrustExternal("444455556666", strings.Repeat("x", 2048)))})
	refused(t, err, 409, "LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048")

	for quota, call := range map[string]func() error{
		"Users":  func() error { _, err := c.CreateUser(ctx, &iam.CreateUserInput{UserName: str("x")}); return err },
		"Groups": func() error { _, err := c.CreateGroup(ctx, &iam.CreateGroupInput{GroupName: str("x")}); return err },
		"Policies": func() error {
			_, err := c.CreatePolicy(ctx, &iam.CreatePolicyInput{PolicyName: str("x"), PolicyDocument: str(readBuckets)})
			return err
		},
		"Roles": func() error {
			_, err := c.CreateRole(ctx, &iam.CreateRoleInput{RoleName: str("x"), AssumeRolePolicyDocument: str(fakes.TrustService("ec2.amazonaws.com"))})
			return err
		},
	} {
		a.SetQuota(quota+"Quota", 1)
		require.NoError(t, a.Err())
		refused(t, call(), 409, "LimitExceeded", "Cannot exceed quota for "+quota+"PerAccount: 1")
	}
}

func TestErrorsOfWrites(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.AddUser("alice", fakes.ConsolePassword())
	a.AddGroup("ops")
	a.AddRole("r", fakes.TrustService("ec2.amazonaws.com"))
	a.AddServiceLinkedRole("support.amazonaws.com", "AWSServiceRoleForSupport", "AWSSupportServiceRolePolicy")
	a.AddPolicy("p", readBuckets)
	require.NoError(t, a.Err())
	c, alice := client(a), str("alice")
	admin := str("arn:aws:iam::aws:policy/AdministratorAccess")
	put := func(document string) error {
		_, err := c.PutUserPolicy(ctx, &iam.PutUserPolicyInput{UserName: alice, PolicyName: str("p"), PolicyDocument: &document})
		return err
	}
	trust := func(document string) error {
		_, err := c.UpdateAssumeRolePolicy(ctx, &iam.UpdateAssumeRolePolicyInput{RoleName: str("r"), PolicyDocument: &document})
		return err
	}
	for name, tt := range map[string]struct {
		err    error
		status int
		code   string
		text   string
	}{
		"user exists":     {second(c.CreateUser(ctx, &iam.CreateUserInput{UserName: str("ALICE")})), 409, "EntityAlreadyExists", "User with name ALICE already exists."},
		"group exists":    {second(c.CreateGroup(ctx, &iam.CreateGroupInput{GroupName: str("ops")})), 409, "EntityAlreadyExists", "Group with name ops already exists."},
		"policy exists":   {second(c.CreatePolicy(ctx, &iam.CreatePolicyInput{PolicyName: str("p"), PolicyDocument: str(readBuckets)})), 409, "EntityAlreadyExists", "A policy called p already exists. Duplicate names are not allowed."},
		"password exists": {second(c.CreateLoginProfile(ctx, &iam.CreateLoginProfileInput{UserName: alice, Password: str("Correct-Horse-1")})), 409, "EntityAlreadyExists", "Login Profile for user alice already exists."},
		"bad name":        {second(c.CreateUser(ctx, &iam.CreateUserInput{UserName: str("a b")})), 400, "ValidationError", "The specified value for userName is invalid."},
		"long name":       {second(c.CreateUser(ctx, &iam.CreateUserInput{UserName: str(strings.Repeat("a", 65))})), 400, "ValidationError", "Member must have length less than or equal to 64"},
		"bad path":        {second(c.CreateUser(ctx, &iam.CreateUserInput{UserName: str("x"), Path: str("eng")})), 400, "ValidationError", "The specified value for path is invalid."},
		"two tags":        {second(c.TagUser(ctx, &iam.TagUserInput{UserName: alice, Tags: []types.Tag{{Key: str("a"), Value: str("1")}, {Key: str("A"), Value: str("2")}}})), 400, "InvalidInput", "Duplicate tag keys found."},
		"not JSON":        {put("{"), 400, "MalformedPolicyDocument", "Syntax errors in policy."},
		"encoded":         {put("%7B%7D"), 400, "MalformedPolicyDocument", "Syntax errors in policy."},
		"no resource":     {put(`{"Statement":[{"Effect":"Allow","Action":"s3:*"}]}`), 400, "MalformedPolicyDocument", "Policy statement must contain resources."},
		"no action":       {put(`{"Statement":[{"Effect":"Allow","Resource":"*"}]}`), 400, "MalformedPolicyDocument", "Policy statement must contain actions."},
		"no vendor":       {put(`{"Statement":[{"Effect":"Allow","Action":"Get","Resource":"*"}]}`), 400, "MalformedPolicyDocument", "must be prefaced by a vendor"},
		"principal":       {put(`{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}]}`), 400, "MalformedPolicyDocument", "Policy document should not specify a principal."},
		"not Latin":       {put(`{"Statement":[{"Sid":"€","Effect":"Allow","Action":"s3:*","Resource":"*"}]}`), 400, "ValidationError", "It must contain only printable ASCII characters."},
		"trust resource":  {trust(`{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}]}`), 400, "MalformedPolicyDocument", "Has prohibited field Resource"},
		"trust nobody":    {trust(fakes.TrustAccount("111122223333", "arn:aws:iam::111122223333:user/nope")), 400, "MalformedPolicyDocument", `Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:user/nope"`},
		"linked role":     {second(c.DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: str("AWSServiceRoleForSupport")})), 400, "UnmodifiableEntity", "Cannot perform the operation on the protected role 'AWSServiceRoleForSupport'"},
		"AWS's policy":    {second(c.DeletePolicy(ctx, &iam.DeletePolicyInput{PolicyArn: admin})), 403, "AccessDenied", "policy arn:aws:iam::aws:policy/AdministratorAccess"},
		"service policy":  {second(c.AttachRolePolicy(ctx, &iam.AttachRolePolicyInput{RoleName: str("r"), PolicyArn: str("arn:aws:iam::aws:policy/aws-service-role/AWSSupportServiceRolePolicy")})), 400, "PolicyNotAttachable", "Cannot attach a Service Role Policy to a Customer Role."},
		"no such policy":  {second(c.AttachUserPolicy(ctx, &iam.AttachUserPolicyInput{UserName: alice, PolicyArn: str("arn:aws:iam::111122223333:policy/nope")})), 404, "NoSuchEntity", "Policy arn:aws:iam::111122223333:policy/nope does not exist or is not attachable."},
		"not attached":    {second(c.DetachUserPolicy(ctx, &iam.DetachUserPolicyInput{UserName: alice, PolicyArn: admin})), 404, "NoSuchEntity", "was not found."},
		"no such key":     {second(c.DeleteAccessKey(ctx, &iam.DeleteAccessKeyInput{UserName: alice, AccessKeyId: str("AKIAIOSFODNN7EXAMPLE")})), 404, "NoSuchEntity", "The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found."},
		"no such device":  {second(c.DeleteVirtualMFADevice(ctx, &iam.DeleteVirtualMFADeviceInput{SerialNumber: str("arn:aws:iam::111122223333:mfa/nope")})), 404, "NoSuchEntity", "VirtualMFADevice with serial number arn:aws:iam::111122223333:mfa/nope doesn't exist."},
	} {
		t.Run(name, func(t *testing.T) { refused(t, tt.err, tt.status, tt.code, tt.text) })
	}
	t.Run("errors are typed where the operation has the type", func(t *testing.T) {
		var unmodifiable *types.UnmodifiableEntityException
		assert.ErrorAs(t, second(c.DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: str("AWSServiceRoleForSupport")})), &unmodifiable)
		assert.False(t, as[*types.UnmodifiableEntityException](second(c.DeletePolicy(ctx, &iam.DeletePolicyInput{PolicyArn: admin}))))
		assert.True(t, as[*types.MalformedPolicyDocumentException](put("{")))
	})
}

// second drops the output of a call.
func second[T any](_ T, err error) error { return err }

func TestRotatingAKey(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	fakes.AllowEverybody(a)
	alice := a.AddUser("alice", fakes.AccessKey())
	c, name, old := client(a), str("alice"), alice.AccessKeyIDs[0]
	created, err := c.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: name})
	require.NoError(t, err)
	as := func(id, secret string) error {
		cfg := a.Config()
		cfg.Credentials = credentials.NewStaticCredentialsProvider(id, secret, "")
		out, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, nil)
		if err == nil {
			assert.Equal(t, alice.ARN, *out.Arn)
		}
		return err
	}
	require.NoError(t, as(*created.AccessKey.AccessKeyId, *created.AccessKey.SecretAccessKey), "the new key signs calls")
	a.Advance(time.Hour)
	_, err = c.UpdateAccessKey(ctx, &iam.UpdateAccessKeyInput{UserName: name, AccessKeyId: &old, Status: types.StatusTypeInactive})
	require.NoError(t, err)
	refused(t, as(old, "x"), 403, "InvalidClientTokenId", "invalid")
	list, err := c.ListAccessKeys(ctx, &iam.ListAccessKeysInput{UserName: name})
	require.NoError(t, err)
	assert.Equal(t, types.StatusTypeInactive, list.AccessKeyMetadata[0].Status)
	a.ReportPolls(0)
	_, err = c.GenerateCredentialReport(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, "2023-05-15T13:00:00+00:00", rows(t, a)["alice"]["access_key_1_last_rotated"], "a change of status counts as a rotation")
	_, err = c.UpdateAccessKey(ctx, &iam.UpdateAccessKeyInput{UserName: name, AccessKeyId: &old, Status: types.StatusTypeActive})
	require.NoError(t, err)
	require.NoError(t, as(old, "x"))
	_, err = c.DeleteAccessKey(ctx, &iam.DeleteAccessKeyInput{UserName: name, AccessKeyId: &old})
	require.NoError(t, err)
	refused(t, as(old, "x"), 403, "InvalidClientTokenId", "invalid")
	_, err = c.UpdateAccessKey(ctx, &iam.UpdateAccessKeyInput{UserName: name, AccessKeyId: created.AccessKey.AccessKeyId, Status: types.StatusTypeExpired})
	refused(t, err, 400, "ValidationError", "enum value set: [Active, Inactive]")
}

func TestRenamingKeepsWhatBelongsTogether(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	fakes.AllowEverybody(a)
	a.AddGroup("ops")
	alice := a.AddUser("alice", fakes.AccessKey(), fakes.VirtualMFA(), fakes.InGroup("ops"))
	c := client(a)
	_, err := c.UpdateUser(ctx, &iam.UpdateUserInput{UserName: str("alice"), NewUserName: str("alicia"), NewPath: str("/eng/")})
	require.NoError(t, err)
	_, err = c.UpdateGroup(ctx, &iam.UpdateGroupInput{GroupName: str("ops"), NewGroupName: str("operators")})
	require.NoError(t, err)
	user, err := c.GetUser(ctx, &iam.GetUserInput{UserName: str("alicia")})
	require.NoError(t, err)
	assert.Equal(t, "arn:aws:iam::111122223333:user/eng/alicia", *user.User.Arn)
	assert.Equal(t, alice.ID, *user.User.UserId)
	group, err := c.GetGroup(ctx, &iam.GetGroupInput{GroupName: str("operators")})
	require.NoError(t, err)
	assert.Len(t, group.Users, 1)
	devices, err := c.ListMFADevices(ctx, &iam.ListMFADevicesInput{UserName: str("alicia")})
	require.NoError(t, err)
	assert.Len(t, devices.MFADevices, 1)
	cfg := a.Config()
	cfg.Credentials = credentials.NewStaticCredentialsProvider(alice.AccessKeyIDs[0], "x", "")
	who, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, *user.User.Arn, *who.Arn)
	_, err = c.GetUser(ctx, &iam.GetUserInput{UserName: str("alice")})
	refused(t, err, 404, "NoSuchEntity", "alice")
}

func TestPoliciesAndVersions(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	c := client(a)
	created, err := c.CreatePolicy(ctx, &iam.CreatePolicyInput{PolicyName: str("p"), Path: str("/team/"), PolicyDocument: str(readBuckets), Description: str("d"), Tags: []types.Tag{{Key: str("k"), Value: str("v")}}})
	require.NoError(t, err)
	arn := created.Policy.Arn
	assert.Equal(t, "arn:aws:iam::111122223333:policy/team/p", *arn)
	a.Advance(time.Hour)
	v, err := c.CreatePolicyVersion(ctx, &iam.CreatePolicyVersionInput{PolicyArn: arn, PolicyDocument: str(readBuckets), SetAsDefault: true})
	require.NoError(t, err)
	assert.Equal(t, "v2", *v.PolicyVersion.VersionId)
	_, err = c.SetDefaultPolicyVersion(ctx, &iam.SetDefaultPolicyVersionInput{PolicyArn: arn, VersionId: str("v1")})
	require.NoError(t, err)
	_, err = c.DeletePolicyVersion(ctx, &iam.DeletePolicyVersionInput{PolicyArn: arn, VersionId: str("v2")})
	require.NoError(t, err)
	v, err = c.CreatePolicyVersion(ctx, &iam.CreatePolicyVersionInput{PolicyArn: arn, PolicyDocument: str(readBuckets)})
	require.NoError(t, err)
	assert.Equal(t, "v3", *v.PolicyVersion.VersionId, "numbers are not used twice")
	got, err := c.GetPolicy(ctx, &iam.GetPolicyInput{PolicyArn: arn})
	require.NoError(t, err)
	assert.Equal(t, "v1", *got.Policy.DefaultVersionId)
	assert.Equal(t, noon.Add(time.Hour), *got.Policy.UpdateDate)
	_, err = c.UntagPolicy(ctx, &iam.UntagPolicyInput{PolicyArn: arn, TagKeys: []string{"K", "none"}})
	require.NoError(t, err)
	tags, err := c.ListPolicyTags(ctx, &iam.ListPolicyTagsInput{PolicyArn: arn})
	require.NoError(t, err)
	assert.Empty(t, tags.Tags)
	_, err = c.GetPolicyVersion(ctx, &iam.GetPolicyVersionInput{PolicyArn: arn, VersionId: str("v9")})
	refused(t, err, 404, "NoSuchEntity", "version v9 does not exist")
	_, err = c.GetPolicyVersion(ctx, &iam.GetPolicyVersionInput{PolicyArn: arn, VersionId: str("latest")})
	refused(t, err, 400, "ValidationError", "'versionId'")
}

func TestRolesAreMadeAndChanged(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.AddPolicy("p", readBuckets)
	c := client(a)
	created, err := c.CreateRole(ctx, &iam.CreateRoleInput{RoleName: str("r"), AssumeRolePolicyDocument: str(fakes.TrustAccount("444455556666")), MaxSessionDuration: aws.Int32(7200),
		PermissionsBoundary: str("arn:aws:iam::111122223333:policy/p"), Description: str("d")})
	require.NoError(t, err)
	assert.Regexp(t, "^AROA", *created.Role.RoleId)
	_, err = c.UpdateRole(ctx, &iam.UpdateRoleInput{RoleName: str("r"), MaxSessionDuration: aws.Int32(60)})
	refused(t, err, 400, "ValidationError", "'maxSessionDuration'")
	_, err = c.UpdateAssumeRolePolicy(ctx, &iam.UpdateAssumeRolePolicyInput{RoleName: str("r"), PolicyDocument: str(fakes.TrustExternal("444455556666", "id"))})
	require.NoError(t, err)
	_, err = c.DeleteRolePermissionsBoundary(ctx, &iam.DeleteRolePermissionsBoundaryInput{RoleName: str("r")})
	require.NoError(t, err)
	_, err = c.DeleteRolePermissionsBoundary(ctx, &iam.DeleteRolePermissionsBoundaryInput{RoleName: str("r")})
	refused(t, err, 404, "NoSuchEntity", "permissions boundary")
	role, err := c.GetRole(ctx, &iam.GetRoleInput{RoleName: str("r")})
	require.NoError(t, err)
	assert.Contains(t, *role.Role.AssumeRolePolicyDocument, "ExternalId")
	assert.Nil(t, role.Role.PermissionsBoundary)
	linked, err := c.CreateServiceLinkedRole(ctx, &iam.CreateServiceLinkedRoleInput{AWSServiceName: str("elasticbeanstalk.amazonaws.com")})
	require.NoError(t, err)
	assert.Equal(t, "/aws-service-role/elasticbeanstalk.amazonaws.com/", *linked.Role.Path)
	task, err := c.DeleteServiceLinkedRole(ctx, &iam.DeleteServiceLinkedRoleInput{RoleName: linked.Role.RoleName})
	require.NoError(t, err)
	status, err := c.GetServiceLinkedRoleDeletionStatus(ctx, &iam.GetServiceLinkedRoleDeletionStatusInput{DeletionTaskId: task.DeletionTaskId})
	require.NoError(t, err)
	assert.Equal(t, types.DeletionTaskStatusTypeSucceeded, status.Status)
}

func TestMFADevicesAreMadeAndAssigned(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.AddUser("alice")
	c, alice := client(a), str("alice")
	made, err := c.CreateVirtualMFADevice(ctx, &iam.CreateVirtualMFADeviceInput{VirtualMFADeviceName: str("phone")})
	require.NoError(t, err)
	assert.Len(t, made.VirtualMFADevice.Base32StringSeed, 64)
	serial := made.VirtualMFADevice.SerialNumber
	enable := &iam.EnableMFADeviceInput{UserName: alice, SerialNumber: serial, AuthenticationCode1: str("123456"), AuthenticationCode2: str("123456")}
	_, err = c.EnableMFADevice(ctx, enable)
	refused(t, err, 403, "InvalidAuthenticationCode", "not valid")
	enable.AuthenticationCode2 = str("654321")
	_, err = c.EnableMFADevice(ctx, enable)
	require.NoError(t, err)
	_, err = c.EnableMFADevice(ctx, enable)
	refused(t, err, 409, "EntityAlreadyExists", "already in use")
	_, err = c.DeleteVirtualMFADevice(ctx, &iam.DeleteVirtualMFADeviceInput{SerialNumber: serial})
	refused(t, err, 409, "DeleteConflict", "Must deactivate first.")
	_, err = c.DeactivateMFADevice(ctx, &iam.DeactivateMFADeviceInput{UserName: alice, SerialNumber: serial})
	require.NoError(t, err)
	_, err = c.DeleteVirtualMFADevice(ctx, &iam.DeleteVirtualMFADeviceInput{SerialNumber: serial})
	require.NoError(t, err)
}

func TestAccountSettings(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.AddUser("alice")
	c := client(a)
	_, err := c.UpdateAccountPasswordPolicy(ctx, &iam.UpdateAccountPasswordPolicyInput{MinimumPasswordLength: aws.Int32(14), RequireSymbols: true})
	require.NoError(t, err)
	_, err = c.CreateLoginProfile(ctx, &iam.CreateLoginProfileInput{UserName: str("alice"), Password: str("short")})
	refused(t, err, 400, "PasswordPolicyViolation", "minimum length of 14")
	_, err = c.CreateLoginProfile(ctx, &iam.CreateLoginProfileInput{UserName: str("alice"), Password: str("longer-than-needed"), PasswordResetRequired: true})
	require.NoError(t, err)
	_, err = c.UpdateLoginProfile(ctx, &iam.UpdateLoginProfileInput{UserName: str("alice"), Password: str("nosymbolsinthisone")})
	refused(t, err, 400, "PasswordPolicyViolation", "symbol")
	login, err := c.GetLoginProfile(ctx, &iam.GetLoginProfileInput{UserName: str("alice")})
	require.NoError(t, err)
	assert.True(t, login.LoginProfile.PasswordResetRequired)
	_, err = c.DeleteAccountPasswordPolicy(ctx, nil)
	require.NoError(t, err)
	_, err = c.DeleteAccountPasswordPolicy(ctx, nil)
	refused(t, err, 404, "NoSuchEntity", "PasswordPolicy")

	for _, alias := range []string{"first", "second"} {
		_, err = c.CreateAccountAlias(ctx, &iam.CreateAccountAliasInput{AccountAlias: &alias})
		require.NoError(t, err)
	}
	aliases, err := c.ListAccountAliases(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"second"}, aliases.AccountAliases, "an account has one alias")
	_, err = c.CreateAccountAlias(ctx, &iam.CreateAccountAliasInput{AccountAlias: str("No-Capitals")})
	refused(t, err, 400, "ValidationError", "'accountAlias'")
	_, err = c.DeleteAccountAlias(ctx, &iam.DeleteAccountAliasInput{AccountAlias: str("first")})
	refused(t, err, 404, "NoSuchEntity", "first")

	_, err = c.GetOutboundWebIdentityFederationInfo(ctx, nil)
	assert.True(t, as[*types.FeatureDisabledException](err))
	enabled, err := c.EnableOutboundWebIdentityFederation(ctx, nil)
	require.NoError(t, err)
	info, err := c.GetOutboundWebIdentityFederationInfo(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, enabled.IssuerIdentifier, info.IssuerIdentifier)
	_, err = c.SetSecurityTokenServicePreferences(ctx, &iam.SetSecurityTokenServicePreferencesInput{GlobalEndpointTokenVersion: types.GlobalEndpointTokenVersionV2Token})
	require.NoError(t, err)
	summary, err := c.GetAccountSummary(ctx, nil)
	require.NoError(t, err)
	assert.EqualValues(t, 2, summary.SummaryMap["GlobalEndpointTokenVersion"])
	_, err = c.PutAccountProperties(ctx, &iam.PutAccountPropertiesInput{Properties: map[string]string{"RoleManager/Enabled": "true"}})
	require.NoError(t, err)
	properties, err := c.GetAccountProperties(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"RoleManager/Enabled": "true"}, properties.Properties)
}

func TestProvidersAndCertificates(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	until := noon.AddDate(1, 0, 0)
	a.AddSAMLProvider("idp", until)
	c := client(a)
	list, err := c.ListSAMLProviders(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, until, *list.SAMLProviderList[0].ValidUntil)
	saml, err := c.GetSAMLProvider(ctx, &iam.GetSAMLProviderInput{SAMLProviderArn: list.SAMLProviderList[0].Arn})
	require.NoError(t, err)
	later := strings.Replace(*saml.SAMLMetadataDocument, "2024-05-15", "2026-05-15", 1)
	_, err = c.UpdateSAMLProvider(ctx, &iam.UpdateSAMLProviderInput{SAMLProviderArn: list.SAMLProviderList[0].Arn, SAMLMetadataDocument: &later})
	require.NoError(t, err)
	list, err = c.ListSAMLProviders(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, noon.AddDate(3, 0, 0), *list.SAMLProviderList[0].ValidUntil)
	_, err = c.CreateSAMLProvider(ctx, &iam.CreateSAMLProviderInput{Name: str("x"), SAMLMetadataDocument: str(strings.Repeat("x", 1000))})
	refused(t, err, 400, "InvalidInput", "Could not parse metadata")

	oidc, err := c.CreateOpenIDConnectProvider(ctx, &iam.CreateOpenIDConnectProviderInput{Url: str("https://token.example.com/a"), ClientIDList: []string{"sts.amazonaws.com"}})
	require.NoError(t, err)
	assert.Equal(t, "arn:aws:iam::111122223333:oidc-provider/token.example.com/a", *oidc.OpenIDConnectProviderArn)
	_, err = c.AddClientIDToOpenIDConnectProvider(ctx, &iam.AddClientIDToOpenIDConnectProviderInput{OpenIDConnectProviderArn: oidc.OpenIDConnectProviderArn, ClientID: str("second")})
	require.NoError(t, err)
	_, err = c.RemoveClientIDFromOpenIDConnectProvider(ctx, &iam.RemoveClientIDFromOpenIDConnectProviderInput{OpenIDConnectProviderArn: oidc.OpenIDConnectProviderArn, ClientID: str("sts.amazonaws.com")})
	require.NoError(t, err)
	provider, err := c.GetOpenIDConnectProvider(ctx, &iam.GetOpenIDConnectProviderInput{OpenIDConnectProviderArn: oidc.OpenIDConnectProviderArn})
	require.NoError(t, err)
	assert.Equal(t, "token.example.com/a", *provider.Url, "without the scheme")
	assert.Equal(t, []string{"second"}, provider.ClientIDList)
	_, err = c.CreateOpenIDConnectProvider(ctx, &iam.CreateOpenIDConnectProviderInput{Url: str("http://token.example.com")})
	refused(t, err, 400, "ValidationError", "Invalid Open ID Connect Provider URL")

	body, key := certificate(t, noon.AddDate(0, 1, 0))
	up, err := c.UploadServerCertificate(ctx, &iam.UploadServerCertificateInput{ServerCertificateName: str("web"), CertificateBody: &body, PrivateKey: &key})
	require.NoError(t, err)
	assert.Equal(t, noon.AddDate(0, 1, 0), *up.ServerCertificateMetadata.Expiration)
	_, other := certificate(t, noon)
	_, err = c.UploadServerCertificate(ctx, &iam.UploadServerCertificateInput{ServerCertificateName: str("x"), CertificateBody: &body, PrivateKey: &other})
	refused(t, err, 400, "KeyPairMismatch", "private key")
	_, err = c.UpdateServerCertificate(ctx, &iam.UpdateServerCertificateInput{ServerCertificateName: str("web"), NewServerCertificateName: str("old")})
	require.NoError(t, err)
	_, err = c.DeleteServerCertificate(ctx, &iam.DeleteServerCertificateInput{ServerCertificateName: str("old")})
	require.NoError(t, err)
	certs, err := c.ListServerCertificates(ctx, nil)
	require.NoError(t, err)
	assert.Empty(t, certs.ServerCertificateMetadataList)
}

// certificate makes a self-signed certificate.
func certificate(t *testing.T, until time.Time) (body, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "web.example.com"}, NotBefore: noon.AddDate(-1, 0, 0), NotAfter: until}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	require.NoError(t, err)
	encoded, err := x509.MarshalECPrivateKey(private)
	require.NoError(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})), string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: encoded}))
}

func TestSSHKeysAndServiceCredentials(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.AddUser("alice", fakes.SSHPublicKey(), fakes.ServiceSpecificCredential("bedrock.amazonaws.com", func(s *fakes.ServiceCredential) { s.Expires = noon.AddDate(0, 0, 30) }))
	require.NoError(t, a.Err())
	c, alice := client(a), str("alice")
	keys, err := c.ListSSHPublicKeys(ctx, &iam.ListSSHPublicKeysInput{UserName: alice})
	require.NoError(t, err)
	id := keys.SSHPublicKeys[0].SSHPublicKeyId
	ssh, err := c.GetSSHPublicKey(ctx, &iam.GetSSHPublicKeyInput{UserName: alice, SSHPublicKeyId: id, Encoding: types.EncodingTypeSsh})
	require.NoError(t, err)
	asPEM, err := c.GetSSHPublicKey(ctx, &iam.GetSSHPublicKeyInput{UserName: alice, SSHPublicKeyId: id, Encoding: types.EncodingTypePem})
	require.NoError(t, err)
	assert.Contains(t, *asPEM.SSHPublicKey.SSHPublicKeyBody, "BEGIN PUBLIC KEY")
	a.AddUser("bob", fakes.SSHPublicKey(func(k *fakes.SSHKey) { k.Body = *asPEM.SSHPublicKey.SSHPublicKeyBody }))
	bobs, err := c.ListSSHPublicKeys(ctx, &iam.ListSSHPublicKeysInput{UserName: str("bob")})
	require.NoError(t, err)
	back, err := c.GetSSHPublicKey(ctx, &iam.GetSSHPublicKeyInput{UserName: str("bob"), SSHPublicKeyId: bobs.SSHPublicKeys[0].SSHPublicKeyId, Encoding: types.EncodingTypeSsh})
	require.NoError(t, err)
	assert.Equal(t, strings.Fields(*ssh.SSHPublicKey.SSHPublicKeyBody)[1], strings.Fields(*back.SSHPublicKey.SSHPublicKeyBody)[1])
	_, err = c.UploadSSHPublicKey(ctx, &iam.UploadSSHPublicKeyInput{UserName: alice, SSHPublicKeyBody: ssh.SSHPublicKey.SSHPublicKeyBody})
	refused(t, err, 400, "DuplicateSSHPublicKey", "already")
	_, err = c.UpdateSSHPublicKey(ctx, &iam.UpdateSSHPublicKeyInput{UserName: alice, SSHPublicKeyId: id, Status: types.StatusTypeInactive})
	require.NoError(t, err)

	git, err := c.CreateServiceSpecificCredential(ctx, &iam.CreateServiceSpecificCredentialInput{UserName: alice, ServiceName: str("codecommit.amazonaws.com")})
	require.NoError(t, err)
	assert.Equal(t, "alice-at-111122223333", *git.ServiceSpecificCredential.ServiceUserName)
	reset, err := c.ResetServiceSpecificCredential(ctx, &iam.ResetServiceSpecificCredentialInput{UserName: alice, ServiceSpecificCredentialId: git.ServiceSpecificCredential.ServiceSpecificCredentialId})
	require.NoError(t, err)
	assert.NotEqual(t, *git.ServiceSpecificCredential.ServicePassword, *reset.ServiceSpecificCredential.ServicePassword)
	a.Advance(31 * 24 * time.Hour)
	list, err := c.ListServiceSpecificCredentials(ctx, &iam.ListServiceSpecificCredentialsInput{UserName: alice, ServiceName: str("bedrock.amazonaws.com")})
	require.NoError(t, err)
	require.Len(t, list.ServiceSpecificCredentials, 1)
	assert.Equal(t, types.StatusTypeExpired, list.ServiceSpecificCredentials[0].Status)
	assert.NotNil(t, list.ServiceSpecificCredentials[0].ServiceCredentialAlias)
	_, err = c.CreateServiceSpecificCredential(ctx, &iam.CreateServiceSpecificCredentialInput{UserName: alice, ServiceName: str("s3.amazonaws.com")})
	refused(t, err, 404, "NotSupportedService", "s3.amazonaws.com")
	assert.True(t, as[*types.ServiceNotSupportedException](err))
}
