package fakes_test

import (
	"context"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	ststypes "github.com/aws/aws-sdk-go-v2/service/sts/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

const (
	allowAll  = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`
	mainID    = "111122223333"
	otherID   = "444455556666"
	userAlice = "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: "
)

// allow is a policy that allows actions on a resource.
func allow(resource string, actions string) string {
	return `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":` + actions + `,"Resource":"` + resource + `"}}`
}

// denial requires an error with a code and returns its message.
func denial(t *testing.T, err error, code string) string {
	t.Helper()
	var api smithy.APIError
	require.ErrorAs(t, err, &api)
	require.Equal(t, code, api.ErrorCode(), err)
	return api.ErrorMessage()
}

func readUser(cfg aws.Config, name string) error {
	_, err := iam.NewFromConfig(cfg).GetUser(context.Background(), &iam.GetUserInput{UserName: &name})
	return err
}

func readUsers(cfg aws.Config) error {
	_, err := iam.NewFromConfig(cfg).ListUsers(context.Background(), &iam.ListUsersInput{})
	return err
}

// TestEnforcement tries one call under many policies.
func TestEnforcement(t *testing.T) {
	users := allow("arn:aws:iam::"+mainID+":user/*", `"iam:GetUser"`)
	for _, c := range []struct {
		name, reason string
		options      []fakes.UserOption
		set          func(*fakes.Account)
		want         string // the message after userAlice, "" for allowed
	}{
		{"no policy", "nothing allows", nil, nil,
			"iam:GetUser on resource: user bob because no identity-based policy allows the iam:GetUser action"},
		{"inline", "an inline policy on users", []fakes.UserOption{fakes.InlinePolicy("p", users)}, nil, ""},
		{"another action", "one action less", []fakes.UserOption{fakes.InlinePolicy("p", allow("*", `"iam:ListUsers"`))}, nil,
			"iam:GetUser on resource: user bob because no identity-based policy allows the iam:GetUser action"},
		{"another resource", "the path of bob is /ops/", []fakes.UserOption{fakes.InlinePolicy("p", allow("arn:aws:iam::*:user/dev/*", `"iam:*"`))}, nil,
			"iam:GetUser on resource: user bob because no identity-based policy allows the iam:GetUser action"},
		{"its path", "the resource has the path", []fakes.UserOption{fakes.InlinePolicy("p", allow("arn:aws:iam::*:user/ops/*", `"iam:*"`))}, nil, ""},
		{"group", "the policies of groups count", []fakes.UserOption{fakes.InGroup("readers")}, nil, ""},
		{"managed", "the default version counts", []fakes.UserOption{fakes.AttachPolicy("Versions")}, nil, ""},
		{"boundary", "the boundary allows listing alone", []fakes.UserOption{fakes.AttachPolicy("Everything"), fakes.Boundary("ListOnly")}, nil,
			"iam:GetUser on resource: user bob because no permissions boundary allows the iam:GetUser action"},
		{"deny", "a Deny wins", []fakes.UserOption{fakes.AttachPolicy("Everything"), fakes.InlinePolicy("no", `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:Get*","Resource":"*"}}`)}, nil,
			"iam:GetUser on resource: user bob with an explicit deny in an identity-based policy"},
		{"deny in boundary", "a Deny wins wherever it is", []fakes.UserOption{fakes.AttachPolicy("Everything"), fakes.Boundary("DenyGet")}, nil,
			"iam:GetUser on resource: user bob with an explicit deny in a permissions boundary"},
		{"condition on the address", "the fake does not know it", []fakes.UserOption{fakes.InlinePolicy("p", fromOffice)}, nil,
			"iam:GetUser on resource: user bob because no identity-based policy allows the iam:GetUser action"},
		{"address", "the test knows it", []fakes.UserOption{fakes.InlinePolicy("p", fromOffice)},
			func(a *fakes.Account) { a.SetContextKey("aws:SourceIp", "203.0.113.9") }, ""},
		{"Region", "IAM is global", []fakes.UserOption{fakes.InlinePolicy("p", when(`"StringEquals":{"aws:RequestedRegion":"us-east-1"}`))}, nil, ""},
		{"time", "the clock is the fake's", []fakes.UserOption{fakes.InlinePolicy("p", when(`"DateLessThan":{"aws:CurrentTime":"2023-06-01T00:00:00Z"}`))}, nil, ""},
		{"time is over", "and it can be moved", []fakes.UserOption{fakes.InlinePolicy("p", when(`"DateLessThan":{"aws:CurrentTime":"2023-06-01T00:00:00Z"}`))},
			func(a *fakes.Account) { a.Advance(30 * 24 * time.Hour) }, "iam:GetUser on resource: user bob because no identity-based policy allows the iam:GetUser action"},
		{"name", "aws:username", []fakes.UserOption{fakes.InlinePolicy("p", when(`"StringEquals":{"aws:username":"alice"}`))}, nil, ""},
		{"encrypted", "aws:SecureTransport", []fakes.UserOption{fakes.InlinePolicy("p", when(`"Bool":{"aws:SecureTransport":"true"}`))}, nil, ""},
		{"MFA", "access keys carry no MFA", []fakes.UserOption{fakes.InlinePolicy("p", when(`"Bool":{"aws:MultiFactorAuthPresent":"true"}`))}, nil,
			"iam:GetUser on resource: user bob because no identity-based policy allows the iam:GetUser action"},
		{"same team", "tags of principal and resource", []fakes.UserOption{fakes.Tag("team", "blue"), fakes.InlinePolicy("p", sameTeam)}, nil, ""},
		{"another team", "tags differ", []fakes.UserOption{fakes.Tag("team", "red"), fakes.InlinePolicy("p", sameTeam)}, nil,
			"iam:GetUser on resource: user bob because no identity-based policy allows the iam:GetUser action"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := fakes.NewAccount(mainID)
			a.AddPolicy("Everything", allowAll)
			a.AddPolicy("ListOnly", allow("*", `"iam:List*"`))
			a.AddPolicy("DenyGet", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"iam:Get*","Resource":"*"}]}`)
			a.AddPolicy("Versions", allow("*", `"s3:*"`), fakes.PolicyVersion(users, true))
			a.AddGroup("readers", fakes.InlinePolicy("p", users))
			a.AddUser("bob", fakes.Path("/ops/"), fakes.Tag("team", "blue"))
			alice := a.AddUser("alice", c.options...)
			if c.set != nil {
				c.set(a)
			}
			err := readUser(a.ConfigAs(alice.ARN), "bob")
			if c.want == "" {
				assert.NoError(t, err, c.reason)
				return
			}
			assert.Equal(t, userAlice+c.want, denial(t, err, "AccessDenied"), c.reason)
		})
	}
}

const sameTeam = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:GetUser","Resource":"*","Condition":{"StringEquals":{"iam:ResourceTag/team":"${aws:PrincipalTag/team}"}}}}`

var fromOffice = when(`"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}`)

// when is a policy that allows IAM under a condition.
func when(condition string) string {
	return `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*","Condition":{` + condition + `}}}`
}

func TestARoleSufficesOrNot(t *testing.T) {
	a := fakes.NewAccount(mainID)
	a.AddUser("bob")
	enough := a.AddRole("Scanner", fakes.TrustAccount(mainID), fakes.InlinePolicy("p", allow("*", `["iam:ListUsers","iam:GetUser"]`)))
	less := a.AddRole("Lister", fakes.TrustAccount(mainID), fakes.InlinePolicy("p", allow("*", `["iam:ListUsers"]`)))
	assert.NoError(t, readUsers(a.ConfigAs(enough.ARN)))
	assert.NoError(t, readUser(a.ConfigAs(enough.ARN), "bob"))
	assert.NoError(t, readUsers(a.ConfigAs(less.ARN)))
	assert.Equal(t, "User: arn:aws:sts::111122223333:assumed-role/Lister/fakes is not authorized to perform: iam:GetUser on resource: user bob because no identity-based policy allows the iam:GetUser action",
		denial(t, readUser(a.ConfigAs(less.ARN), "bob"), "AccessDenied"))
	var gone *iamtypes.NoSuchEntityException
	assert.ErrorAs(t, readUser(a.ConfigAs(enough.ARN), "carol"), &gone, "who may ask learns that there is nobody")
	assert.Contains(t, denial(t, readUser(a.ConfigAs(less.ARN), "carol"), "AccessDenied"), "user carol", "who may not, does not")
}

func TestResourcesInRefusals(t *testing.T) {
	ctx := context.Background()
	a := fakes.NewAccount(mainID)
	role := a.AddRole("Nobody", fakes.TrustAccount(mainID), fakes.InlinePolicy("pass", allow("*", `["iam:AddRoleToInstanceProfile","iam:CreateUser"]`)))
	a.AddInstanceProfile("web", "")
	client := iam.NewFromConfig(a.ConfigAs(role.ARN))
	for _, c := range []struct {
		want string
		call func() error
	}{
		{"iam:ListUsers on resource: arn:aws:iam::111122223333:user/ because", func() error { _, err := client.ListUsers(ctx, &iam.ListUsersInput{}); return err }},
		{"iam:GetAccountSummary on resource: * because", func() error { _, err := client.GetAccountSummary(ctx, &iam.GetAccountSummaryInput{}); return err }},
		{"iam:ListPolicies on resource: policy path / because", func() error { _, err := client.ListPolicies(ctx, &iam.ListPoliciesInput{}); return err }},
		{"iam:GetRole on resource: role Nobody because", func() error {
			_, err := client.GetRole(ctx, &iam.GetRoleInput{RoleName: aws.String("Nobody")})
			return err
		}},
		{"iam:CreateRole on resource: arn:aws:iam::111122223333:role/x/New because", func() error {
			_, err := client.CreateRole(ctx, &iam.CreateRoleInput{RoleName: aws.String("New"), Path: aws.String("/x/"), AssumeRolePolicyDocument: aws.String(fakes.TrustAccount(mainID))})
			return err
		}},
		{"iam:PassRole on resource: arn:aws:iam::111122223333:role/Nobody because", func() error {
			_, err := client.AddRoleToInstanceProfile(ctx, &iam.AddRoleToInstanceProfileInput{InstanceProfileName: aws.String("web"), RoleName: aws.String("Nobody")})
			return err
		}},
		{"iam:TagUser on resource: arn:aws:iam::111122223333:user/new because", func() error {
			_, err := client.CreateUser(ctx, &iam.CreateUserInput{UserName: aws.String("new"), Tags: []iamtypes.Tag{{Key: aws.String("a"), Value: aws.String("b")}}})
			return err
		}},
		{"iam:GetPolicy on resource: policy arn:aws:iam::aws:policy/ReadOnlyAccess because", func() error {
			_, err := client.GetPolicy(ctx, &iam.GetPolicyInput{PolicyArn: aws.String("arn:aws:iam::aws:policy/ReadOnlyAccess")})
			return err
		}},
	} {
		assert.Contains(t, denial(t, c.call(), "AccessDenied"), c.want)
	}
}

func TestPoliciesChange(t *testing.T) {
	a := fakes.NewAccount(mainID)
	alice := a.AddUser("alice")
	cfg := a.ConfigAs(alice.ARN)
	admin := iam.NewFromConfig(a.Config())
	denial(t, readUsers(cfg), "AccessDenied")
	for range 2 {
		_, err := admin.PutUserPolicy(ctx, &iam.PutUserPolicyInput{UserName: aws.String("alice"), PolicyName: aws.String("p"), PolicyDocument: aws.String(allowAll)})
		require.NoError(t, err)
		require.NoError(t, readUsers(cfg), "a new policy counts for the next call")
		_, err = admin.DeleteUserPolicy(ctx, &iam.DeleteUserPolicyInput{UserName: aws.String("alice"), PolicyName: aws.String("p")})
		require.NoError(t, err)
		denial(t, readUsers(cfg), "AccessDenied")
	}
}

func TestRenamingNeedsBothNames(t *testing.T) {
	a := fakes.NewAccount(mainID)
	a.AddUser("bob", fakes.Path("/ops/"))
	alice := a.AddUser("alice", fakes.InlinePolicy("p", allow("arn:aws:iam::*:user/ops/*", `"iam:UpdateUser"`)))
	client := iam.NewFromConfig(a.ConfigAs(alice.ARN))
	_, err := client.UpdateUser(ctx, &iam.UpdateUserInput{UserName: aws.String("bob"), NewPath: aws.String("/board/")})
	assert.Contains(t, denial(t, err, "AccessDenied"), "iam:UpdateUser on resource: arn:aws:iam::111122223333:user/board/bob because")
	_, err = client.UpdateUser(ctx, &iam.UpdateUserInput{UserName: aws.String("BOB"), NewUserName: aws.String("robert")})
	require.NoError(t, err)
	_, err = client.UpdateUser(ctx, &iam.UpdateUserInput{UserName: aws.String("alice"), NewPath: aws.String("/ops/")})
	assert.Contains(t, denial(t, err, "AccessDenied"), "iam:UpdateUser on resource: user alice because")
}

func TestDelegatedAdministrator(t *testing.T) {
	org := fakes.NewOrganization()
	member := org.Account(mainID)
	org.Delegate(mainID, "securityhub.amazonaws.com")
	list := func(document string) error {
		alice := member.AddUser("alice"+string(rune('a'+len(member.Calls()))), fakes.InlinePolicy("p", document))
		_, err := organizations.NewFromConfig(member.ConfigAs(alice.ARN)).ListPoliciesForTarget(ctx, &organizations.ListPoliciesForTargetInput{
			TargetId: aws.String(mainID), Filter: "SERVICE_CONTROL_POLICY",
		})
		return err
	}
	assert.NoError(t, list(allow("arn:aws:organizations::999999999999:account/o-*/"+mainID, `"organizations:ListPoliciesForTarget"`)),
		"the resource is the management account's, and its own policies decide")
	denial(t, list(allow("arn:aws:organizations::999999999999:account/o-*/"+otherID, `"organizations:ListPoliciesForTarget"`)), "AccessDeniedException")
}

func TestResourceThatIsNoARN(t *testing.T) {
	a := fakes.NewAccount(mainID)
	alice := a.AddUser("alice", fakes.AttachPolicy("AdministratorAccess"))
	_, err := iam.NewFromConfig(a.ConfigAs(alice.ARN)).GetPolicy(ctx, &iam.GetPolicyInput{PolicyArn: aws.String("arn:this-is-no-policy")})
	assert.Contains(t, denial(t, err, "ValidationError"), "arn:this-is-no-policy is invalid")
}

func TestRootSession(t *testing.T) {
	org := fakes.NewOrganization()
	member := org.Account(mainID)
	root := member.Root(fakes.AccessKey())
	org.TrustService("iam.amazonaws.com")
	boss := org.Management().AddUser("boss", fakes.InlinePolicy("p", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRoot","Resource":"*",
		"Condition":{"StringEquals":{"sts:TaskPolicyArn":"arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials"}}}}`))
	cfg := org.Management().ConfigAs(boss.ARN)
	begin := func(task string) (*sts.AssumeRootOutput, error) {
		return sts.NewFromConfig(cfg).AssumeRoot(ctx, &sts.AssumeRootInput{
			TargetPrincipal: aws.String(mainID), TaskPolicyArn: &ststypes.PolicyDescriptorType{Arn: aws.String("arn:aws:iam::aws:policy/root-task/" + task)},
		})
	}
	_, err := begin("IAMDeleteRootUserCredentials")
	denial(t, err, "AccessDenied") // the organization has not enabled root sessions
	_, err = iam.NewFromConfig(org.Management().Config()).EnableOrganizationsRootSessions(ctx, nil)
	require.NoError(t, err)
	_, err = begin("IAMAuditRootUserCredentials")
	assert.Contains(t, denial(t, err, "AccessDenied"), "sts:AssumeRoot on resource: arn:aws:iam::111122223333:root because no identity-based policy allows")
	out, err := begin("IAMDeleteRootUserCredentials")
	require.NoError(t, err)
	session := iam.NewFromConfig(with(cfg, out.Credentials))
	_, err = session.DeleteAccessKey(ctx, &iam.DeleteAccessKeyInput{AccessKeyId: &root.AccessKeyIDs[0]})
	require.NoError(t, err)
	keys, err := session.ListAccessKeys(ctx, nil)
	require.NoError(t, err)
	assert.Empty(t, keys.AccessKeyMetadata)
	_, err = session.ListUsers(ctx, nil)
	assert.Contains(t, denial(t, err, "AccessDenied"), "because no session policy allows the iam:ListUsers action")
}

func TestServiceControlPolicies(t *testing.T) {
	org := fakes.NewOrganization()
	member := org.Account(mainID)
	alice := member.AddUser("alice", fakes.AttachPolicy("AdministratorAccess"))
	boss := org.Management().AddUser("boss", fakes.AttachPolicy("AdministratorAccess"))
	require.NoError(t, readUsers(member.ConfigAs(alice.ARN)))
	org.AttachSCP("NoIAM", `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:*","Resource":"*"}}`)
	assert.Contains(t, denial(t, readUsers(member.ConfigAs(alice.ARN)), "AccessDenied"), "with an explicit deny in a service control policy")
	assert.Contains(t, denial(t, readUsers(member.ConfigAs("arn:aws:iam::"+mainID+":root")), "AccessDenied"), "with an explicit deny in a service control policy", "SCPs bind the root user")
	assert.NoError(t, readUsers(org.Management().ConfigAs(boss.ARN)), "and not the management account")
	require.NoError(t, org.Err())

	_, err := organizations.NewFromConfig(member.ConfigAs(member.AddUser("carol").ARN)).DescribeOrganization(context.Background(), &organizations.DescribeOrganizationInput{})
	assert.Contains(t, denial(t, err, "AccessDeniedException"), "organizations:DescribeOrganization on resource: * because no identity-based policy allows")
	_, err = sts.NewFromConfig(member.ConfigAs(alice.ARN)).GetCallerIdentity(context.Background(), &sts.GetCallerIdentityInput{})
	assert.NoError(t, err, "needs no permission")
}

func TestAllowListSCP(t *testing.T) {
	org := fakes.NewOrganization()
	member := org.Account(mainID)
	alice := member.AddUser("alice", fakes.AttachPolicy("AdministratorAccess"))
	member.AttachSCP("OnlyS3", allow("*", `"s3:*"`))
	member.DetachSCP("FullAWSAccess")
	assert.Contains(t, denial(t, readUsers(member.ConfigAs(alice.ARN)), "AccessDenied"), "because no service control policy allows the iam:ListUsers action")
}

func TestTagCondition(t *testing.T) {
	a := fakes.NewAccount(mainID)
	role := a.AddRole("Ops", fakes.TrustAccount(mainID), fakes.Tag("team", "red"), fakes.InlinePolicy("p", sameTeam))
	a.AddUser("bob", fakes.Tag("team", "blue"))
	assume := a.AddUser("alice", fakes.InlinePolicy("p", allow("*", `["sts:AssumeRole","sts:TagSession"]`)))
	client := sts.NewFromConfig(a.ConfigAs(assume.ARN))
	denial(t, readUser(a.ConfigAs(role.ARN), "bob"), "AccessDenied")
	_, err := client.AssumeRole(context.Background(), &sts.AssumeRoleInput{
		RoleArn: &role.ARN, RoleSessionName: aws.String("tagged"), Tags: []ststypes.Tag{{Key: aws.String("Team"), Value: aws.String("blue")}},
	})
	denial(t, err, "AccessDenied") // the trust policy does not allow sts:TagSession
	trusting := a.AddRole("Tagged", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"`+mainID+`"},"Action":["sts:AssumeRole","sts:TagSession"]}}`,
		fakes.Tag("team", "red"), fakes.InlinePolicy("p", sameTeam))
	out, err := client.AssumeRole(context.Background(), &sts.AssumeRoleInput{
		RoleArn: &trusting.ARN, RoleSessionName: aws.String("tagged"), Tags: []ststypes.Tag{{Key: aws.String("Team"), Value: aws.String("blue")}},
	})
	require.NoError(t, err)
	assert.NoError(t, readUser(with(a.Config(), out.Credentials), "bob"), "session tags win over those of the role")
}

// with returns the configuration with other credentials.
func with(cfg aws.Config, c *ststypes.Credentials) aws.Config {
	cfg.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: *c.AccessKeyId, SecretAccessKey: *c.SecretAccessKey, SessionToken: *c.SessionToken}, nil
	})
	return cfg
}
