package fakes_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

// behaviours are the behaviours of AWS that an account must model to be trusted:
// the rows of BEHAVIOUR.md. Each is shown once here, through the real client; the
// tests that the document names beside go into details.
var behaviours = []struct {
	row  string
	test func(*testing.T)
}{
	{"Pagination", func(t *testing.T) {
		a := users(t, 150)
		out, err := client(a).ListUsers(ctx, nil)
		require.NoError(t, err)
		assert.Len(t, out.Users, 100)
		assert.True(t, out.IsTruncated)
		out, err = client(a).ListUsers(ctx, &iam.ListUsersInput{Marker: out.Marker})
		require.NoError(t, err)
		assert.Len(t, out.Users, 50)
		_, err = client(a).ListUsers(ctx, &iam.ListUsersInput{Marker: aws.String("x")})
		refused(t, err, 400, "ValidationError", "Invalid Marker.")
	}},
	{"Last page that is full", func(t *testing.T) {
		a := users(t, 2)
		out, err := client(a).ListUsers(ctx, &iam.ListUsersInput{MaxItems: aws.Int32(2)})
		require.NoError(t, err)
		assert.False(t, out.IsTruncated)
		a.FinalEmptyPage(true)
		out, err = client(a).ListUsers(ctx, &iam.ListUsersInput{MaxItems: aws.Int32(2)})
		require.NoError(t, err)
		assert.True(t, out.IsTruncated)
		out, err = client(a).ListUsers(ctx, &iam.ListUsersInput{Marker: out.Marker})
		require.NoError(t, err)
		assert.Empty(t, out.Users)
	}},
	{"Lists omit fields", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		a.AddUser("alice", fakes.Tag("team", "core"))
		list, err := client(a).ListUsers(ctx, nil)
		require.NoError(t, err)
		assert.Nil(t, list.Users[0].Tags)
		one, err := client(a).GetUser(ctx, &iam.GetUserInput{UserName: aws.String("alice")})
		require.NoError(t, err)
		assert.Len(t, one.User.Tags, 1)
	}},
	{"Account details are one stream", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		a.AddUser("alice")
		a.AddGroup("ops")
		a.PageSize(1)
		out, err := client(a).GetAccountAuthorizationDetails(ctx, nil)
		require.NoError(t, err)
		assert.Len(t, out.UserDetailList, 1)
		assert.Empty(t, out.GroupDetailList)
		assert.True(t, out.IsTruncated)
	}},
	{"Documents are percent-encoded", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		a.AddUser("alice", fakes.InlinePolicy("p", readBuckets))
		out, err := client(a).GetUserPolicy(ctx, &iam.GetUserPolicyInput{UserName: aws.String("alice"), PolicyName: aws.String("p")})
		require.NoError(t, err)
		assert.Equal(t, strings.ReplaceAll(url.QueryEscape(readBuckets), "+", "%20"), *out.PolicyDocument)
		text, err := url.PathUnescape(*out.PolicyDocument)
		require.NoError(t, err)
		assert.Equal(t, readBuckets, text, "with its plus sign")
	}},
	{"Some documents are plain", func(t *testing.T) {
		org := fakes.NewOrganization()
		id := org.AttachSCP("leave", denyLeave)
		out, err := organizations.NewFromConfig(org.Management().Config()).DescribePolicy(ctx, &organizations.DescribePolicyInput{PolicyId: &id})
		require.NoError(t, err)
		assert.JSONEq(t, denyLeave, *out.Policy.Content)
	}},
	{"Error codes and statuses", func(t *testing.T) {
		a := users(t, 1)
		_, err := client(a).GetUser(ctx, &iam.GetUserInput{UserName: aws.String("nobody")})
		refused(t, err, 404, "NoSuchEntity", "The user with name nobody cannot be found.")
		_, err = client(a).CreateUser(ctx, &iam.CreateUserInput{UserName: aws.String("user-000")})
		refused(t, err, 409, "EntityAlreadyExists", "user-000")
	}},
	{"Go names of errors", func(t *testing.T) {
		_, err := client(fakes.NewAccount(mainID)).GetCredentialReport(ctx, nil)
		assert.True(t, as[*types.CredentialReportNotPresentException](err))
		refused(t, err, 410, "ReportNotPresent", "")
	}},
	{"Protected entities", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		a.AddServiceLinkedRole("support.amazonaws.com", "AWSServiceRoleForSupport", "AWSSupportServiceRolePolicy")
		_, err := client(a).DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: aws.String("AWSServiceRoleForSupport")})
		refused(t, err, 400, "UnmodifiableEntity", "only modifiable by AWS")
		_, err = client(a).DeletePolicy(ctx, &iam.DeletePolicyInput{PolicyArn: aws.String("arn:aws:iam::aws:policy/ReadOnlyAccess")})
		refused(t, err, 403, "AccessDenied", "iam:DeletePolicy on resource: policy arn:aws:iam::aws:policy/ReadOnlyAccess")
	}},
	{"DeleteConflict", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		a.AddUser("alice", fakes.AccessKey())
		_, err := client(a).DeleteUser(ctx, &iam.DeleteUserInput{UserName: aws.String("alice")})
		refused(t, err, 409, "DeleteConflict", "Cannot delete entity, must")
	}},
	{"Quotas", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		a.AddUser("alice", fakes.AccessKey(), fakes.AccessKey())
		_, err := client(a).CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: aws.String("alice")})
		refused(t, err, 409, "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2")
	}},
	{"Credential report", func(t *testing.T) {
		a := users(t, 1)
		c := client(a)
		for _, want := range []types.ReportStateType{types.ReportStateTypeStarted, types.ReportStateTypeInprogress, types.ReportStateTypeComplete} {
			out, err := c.GenerateCredentialReport(ctx, nil)
			require.NoError(t, err)
			assert.Equal(t, want, out.State)
		}
		a.AddUser("late")
		a.Advance(3 * time.Hour)
		out, err := c.GetCredentialReport(ctx, nil)
		require.NoError(t, err)
		assert.Equal(t, noon, *out.GeneratedTime)
		assert.NotContains(t, string(out.Content), "late", "the report is what was")
		a.Advance(time.Hour)
		_, err = c.GetCredentialReport(ctx, nil)
		refused(t, err, 410, "ReportExpired", "")
	}},
	{"Rows of the credential report", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		a.AddUser("doe,jane", fakes.AccessKey())
		a.ReportPolls(0)
		_, err := client(a).GenerateCredentialReport(ctx, nil)
		require.NoError(t, err)
		out, err := client(a).GetCredentialReport(ctx, nil)
		require.NoError(t, err)
		lines := strings.Split(string(out.Content), "\n")
		assert.Equal(t, "<root_account>,arn:aws:iam::111122223333:root,2023-05-15T12:00:00+00:00,not_supported,no_information,not_supported,not_supported,false,"+
			"false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A", lines[1])
		assert.Equal(t, `"doe,jane","arn:aws:iam::111122223333:user/doe,jane",2023-05-15T12:00:00+00:00,false,N/A,N/A,N/A,false,`+
			`true,2023-05-15T12:00:00+00:00,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`, lines[2])
	}},
	{"Last use of access keys", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		alice := a.AddUser("alice", fakes.AccessKey())
		out, err := client(a).GetAccessKeyLastUsed(ctx, &iam.GetAccessKeyLastUsedInput{AccessKeyId: &alice.AccessKeyIDs[0]})
		require.NoError(t, err)
		assert.Equal(t, types.AccessKeyLastUsed{Region: aws.String("N/A"), ServiceName: aws.String("N/A")}, *out.AccessKeyLastUsed)
		assert.Equal(t, "alice", *out.UserName)
	}},
	{"The caller is the default user", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		alice := a.AddUser("alice", fakes.InlinePolicy("p", allowAll))
		out, err := iam.NewFromConfig(a.ConfigAs(alice.ARN)).GetUser(ctx, nil)
		require.NoError(t, err)
		assert.Equal(t, alice.ARN, *out.User.Arn)
		out, err = iam.NewFromConfig(a.ConfigAs("arn:aws:iam::"+mainID+":root")).GetUser(ctx, nil)
		require.NoError(t, err)
		assert.Equal(t, "arn:aws:iam::"+mainID+":root "+mainID, *out.User.Arn+" "+*out.User.UserId)
	}},
	{"MFA devices", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		a.Root(fakes.HardwareMFA("GAHT12345678"))
		a.AddUser("alice", fakes.SecurityKey())
		a.AddVirtualMFADevice("spare")
		list, err := client(a).ListVirtualMFADevices(ctx, nil)
		require.NoError(t, err)
		require.Len(t, list.VirtualMFADevices, 1)
		assert.Equal(t, "arn:aws:iam::"+mainID+":mfa/spare", *list.VirtualMFADevices[0].SerialNumber)
		summary, err := client(a).GetAccountSummary(ctx, nil)
		require.NoError(t, err)
		assert.EqualValues(t, 1, summary.SummaryMap["AccountMFAEnabled"], "the root user's device is in no list")
		devices, err := client(a).ListMFADevices(ctx, &iam.ListMFADevicesInput{UserName: aws.String("alice")})
		require.NoError(t, err)
		assert.Contains(t, *devices.MFADevices[0].SerialNumber, ":u2f/user/alice/")
	}},
	{"Account summary", func(t *testing.T) {
		out, err := client(fakes.NewAccount(mainID)).GetAccountSummary(ctx, nil)
		require.NoError(t, err)
		for _, key := range types.SummaryKeyType("").Values() {
			assert.Contains(t, out.SummaryMap, string(key))
		}
		assert.EqualValues(t, 1, out.SummaryMap["AccountPasswordPresent"])
	}},
	{"Password policy", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		_, err := client(a).GetAccountPasswordPolicy(ctx, nil)
		refused(t, err, 404, "NoSuchEntity", "The Password Policy with domain name 111122223333 cannot be found.")
		a.SetPasswordPolicy(types.PasswordPolicy{})
		out, err := client(a).GetAccountPasswordPolicy(ctx, nil)
		require.NoError(t, err)
		assert.Nil(t, out.PasswordPolicy.MaxPasswordAge)
		assert.False(t, out.PasswordPolicy.ExpirePasswords)
	}},
	{"Login profile", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		a.AddUser("alice")
		a.AddUser("bob", fakes.ConsolePassword(func(p *fakes.Password) { p.ResetRequired = true }))
		_, err := client(a).GetLoginProfile(ctx, &iam.GetLoginProfileInput{UserName: aws.String("alice")})
		refused(t, err, 404, "NoSuchEntity", "Login Profile for User alice cannot be found.")
		out, err := client(a).GetLoginProfile(ctx, &iam.GetLoginProfileInput{UserName: aws.String("bob")})
		require.NoError(t, err)
		assert.True(t, out.LoginProfile.PasswordResetRequired)
	}},
	{"Service last accessed", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		alice := a.AddUser("alice", fakes.InlinePolicy("p", readBuckets))
		job, err := client(a).GenerateServiceLastAccessedDetails(ctx, &iam.GenerateServiceLastAccessedDetailsInput{Arn: &alice.ARN})
		require.NoError(t, err)
		for _, want := range []types.JobStatusType{types.JobStatusTypeInProgress, types.JobStatusTypeCompleted} {
			out, err := client(a).GetServiceLastAccessedDetails(ctx, &iam.GetServiceLastAccessedDetailsInput{JobId: job.JobId})
			require.NoError(t, err)
			assert.Equal(t, want, out.JobStatus)
			assert.NotNil(t, out.JobCreationDate)
		}
	}},
	{"Other reports", func(t *testing.T) {
		org := fakes.NewOrganization()
		org.TrustService("iam.amazonaws.com")
		c, path := client(org.Management()), org.ID()+"/"+org.RootID()
		_, err := c.GenerateOrganizationsAccessReport(ctx, &iam.GenerateOrganizationsAccessReportInput{EntityPath: &path})
		require.NoError(t, err)
		_, err = c.ListOrganizationsFeatures(ctx, nil)
		require.NoError(t, err)
		_, err = c.GetAccountProperties(ctx, &iam.GetAccountPropertiesInput{})
		require.NoError(t, err)
		org.Management().AddUser("alice", fakes.VirtualMFA())
		device, err := c.GetMFADevice(ctx, &iam.GetMFADeviceInput{SerialNumber: aws.String("arn:aws:iam::999999999999:mfa/alice"), UserName: aws.String("alice")})
		require.NoError(t, err)
		assert.Equal(t, noon, *device.EnableDate)
	}},
	{"Eventual consistency", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		a.Lag(1)
		a.AuthorizationLag(1)
		role, err := client(a).CreateRole(ctx, &iam.CreateRoleInput{RoleName: aws.String("new"), AssumeRolePolicyDocument: aws.String(fakes.TrustAccount(mainID))})
		require.NoError(t, err)
		_, err = client(a).GetRole(ctx, &iam.GetRoleInput{RoleName: aws.String("new")})
		refused(t, err, 404, "NoSuchEntity", "new")
		_, err = client(a).UpdateRole(ctx, &iam.UpdateRoleInput{RoleName: aws.String("new"), Description: aws.String("x")})
		require.NoError(t, err)
		_, err = sts.NewFromConfig(a.Config()).AssumeRole(ctx, &sts.AssumeRoleInput{RoleArn: role.Role.Arn, RoleSessionName: aws.String("scan")})
		require.NoError(t, err, "the role is old enough; its description is not")
	}},
	{"Unique ids", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		alice := a.AddUser("alice", fakes.AccessKey())
		assert.Regexp(t, "^AIDA[A-Z2-7]{16,17}$", alice.ID)
		out, err := sts.NewFromConfig(fakes.NewAccount(otherID).Config()).GetAccessKeyInfo(ctx, &sts.GetAccessKeyInfoInput{AccessKeyId: &alice.AccessKeyIDs[0]})
		require.NoError(t, err)
		assert.Equal(t, mainID, *out.Account, "a key tells its account to everybody")
	}},
	{"Partitions", func(t *testing.T) {
		a := fakes.NewAccount(mainID, func(o *fakes.Options) { o.Partition = "aws-cn" })
		assert.Equal(t, "arn:aws-cn:iam::111122223333:user/alice", a.AddUser("alice").ARN)
		require.NoError(t, readUsers(in(a.Config(), "cn-northwest-1")), "IAM is global in its partition")
	}},
	{"Paths and names", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		a.AddUser("alice", fakes.Path("/eng/"))
		_, err := client(a).CreateUser(ctx, &iam.CreateUserInput{UserName: aws.String("ALICE")})
		refused(t, err, 409, "EntityAlreadyExists", "ALICE")
		out, err := client(a).ListUsers(ctx, &iam.ListUsersInput{PathPrefix: aws.String("/ops/")})
		require.NoError(t, err)
		assert.Empty(t, out.Users)
	}},
	{"AWS managed policies", func(t *testing.T) {
		c := client(fakes.NewAccount(mainID))
		for _, name := range []string{"AdministratorAccess", "ReadOnlyAccess", "SecurityAudit", "IAMUserChangePassword", "AWSSupportAccess"} {
			_, err := c.GetPolicy(ctx, &iam.GetPolicyInput{PolicyArn: aws.String("arn:aws:iam::aws:policy/" + name)})
			assert.NoError(t, err)
		}
	}},
	{"STS", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		alice := a.AddUser("alice", fakes.InlinePolicy("p", allow("*", `"sts:AssumeRole"`)))
		vendor := a.AddRole("Vendor", fakes.TrustExternal(mainID, "secret"))
		c := sts.NewFromConfig(a.ConfigAs(alice.ARN))
		_, err := c.GetCallerIdentity(ctx, nil)
		require.NoError(t, err, "it needs no permission")
		in := &sts.AssumeRoleInput{RoleArn: &vendor.ARN, RoleSessionName: aws.String("scan")}
		_, err = c.AssumeRole(ctx, in)
		denial(t, err, "AccessDenied")
		in.ExternalId = aws.String("secret")
		out, err := c.AssumeRole(ctx, in)
		require.NoError(t, err)
		assert.Equal(t, "arn:aws:sts::111122223333:assumed-role/Vendor/scan", *out.AssumedRoleUser.Arn)
	}},
	{"Organizations", func(t *testing.T) {
		_, err := organizations.NewFromConfig(fakes.NewAccount(mainID).Config()).DescribeOrganization(ctx, nil)
		assert.True(t, as[*orgtypes.AWSOrganizationsNotInUseException](err))
		org := fakes.NewOrganization()
		_, err = organizations.NewFromConfig(org.Account(mainID).Config()).ListAccounts(ctx, nil)
		assert.True(t, as[*orgtypes.AccessDeniedException](err), "members may not")
		out, err := organizations.NewFromConfig(org.Management().Config()).ListPoliciesForTarget(ctx,
			&organizations.ListPoliciesForTargetInput{TargetId: aws.String(mainID), Filter: orgtypes.PolicyTypeServiceControlPolicy})
		require.NoError(t, err)
		assert.Equal(t, "FullAWSAccess", *out.Policies[0].Name)
	}},
	{"Calls that are denied", func(t *testing.T) {
		a := users(t, 1)
		audit := a.AddRole("Audit", fakes.TrustAccount(mainID), fakes.InlinePolicy("p", allow("*", `"iam:ListUsers"`)))
		cfg := a.ConfigAs(audit.ARN)
		require.NoError(t, readUsers(cfg))
		assert.Contains(t, denial(t, readUser(cfg, "user-000"), "AccessDenied"), "is not authorized to perform: iam:GetUser on resource: user user-000")
	}},
	{"Regions that are not enabled", func(t *testing.T) {
		_, err := accessanalyzer.NewFromConfig(in(fakes.NewAccount(mainID).Config(), "me-south-1")).ListAnalyzers(ctx, nil)
		refused(t, err, 400, "UnrecognizedClientException", "security token")
	}},
	{"Suspended accounts", func(t *testing.T) {
		org := fakes.NewOrganization()
		a := org.Account(mainID)
		org.Suspend(mainID)
		refused(t, readUsers(a.Config()), 403, "InvalidClientTokenId", "security token")
	}},
}

func TestBehaviour(t *testing.T) {
	for _, b := range behaviours {
		t.Run(b.row, b.test)
	}
}

// TestBehaviourDocument checks BEHAVIOUR.md against the tests: each row is there
// once, in the same order, and the tests that it names exist.
func TestBehaviourDocument(t *testing.T) {
	document, err := os.ReadFile("BEHAVIOUR.md")
	require.NoError(t, err)
	var rows []string
	for _, m := range regexp.MustCompile(`(?m)^\| \*\*(.+?)\*\* \|.*\|(.*)\|$`).FindAllStringSubmatch(string(document), -1) {
		rows = append(rows, m[1])
		assert.Contains(t, m[2], "`Test", "the row %s names no test", m[1])
	}
	var want []string
	for _, b := range behaviours {
		want = append(want, b.row)
	}
	assert.Equal(t, want, rows)

	declared := make(map[string]bool)
	files, err := filepath.Glob("*_test.go")
	require.NoError(t, err)
	for _, name := range files {
		source, err := os.ReadFile(name)
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(`(?m)^func (Test\w+|Example\w*)\(`).FindAllStringSubmatch(string(source), -1) {
			declared[m[1]] = true
		}
	}
	named := regexp.MustCompile("`((?:Test|Example)\\w+)`").FindAllStringSubmatch(string(document), -1)
	require.Greater(t, len(named), len(want))
	for _, m := range named {
		assert.True(t, declared[m[1]], fmt.Sprintf("BEHAVIOUR.md names the test %s, which does not exist", m[1]))
	}
}
