package ssofake_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/ssofake"
)

const (
	management = "999999999999"
	member     = "111122223333"
	admin      = "arn:aws:iam::aws:policy/AdministratorAccess"
)

var ctx = context.Background()

// person is the id of a user or group.
func person(n int) string { return fmt.Sprintf("9067642c3f-00000000-0000-4000-8000-%012d", n) }

type stage struct {
	org      *fakes.Organization
	root     *fakes.Account
	member   *fakes.Account
	center   *ssofake.Service
	client   *ssoadmin.Client
	instance *string
}

func newStage(t *testing.T) stage {
	org := fakes.NewOrganization()
	s := stage{org: org, root: org.Account(management), member: org.Account(member)}
	s.center = ssofake.Of(s.root)
	s.client = ssoadmin.NewFromConfig(s.root.Config())
	s.instance = aws.String(s.center.InstanceARN())
	require.NoError(t, s.root.Err())
	return s
}

// roles are the names of the roles of an account that come from permission sets.
func roles(t *testing.T, a *fakes.Account) []string {
	t.Helper()
	out, err := iam.NewFromConfig(a.Config()).ListRoles(ctx, &iam.ListRolesInput{PathPrefix: aws.String("/aws-reserved/")})
	require.NoError(t, err)
	var names []string
	for _, r := range out.Roles {
		names = append(names, *r.RoleName)
	}
	return names
}

func TestInstances(t *testing.T) {
	s := newStage(t)
	list := func(a *fakes.Account, region string) []types.InstanceMetadata {
		out, err := ssoadmin.NewFromConfig(a.Config()).ListInstances(ctx, nil, func(o *ssoadmin.Options) { o.Region = region })
		require.NoError(t, err)
		return out.Instances
	}
	mine := list(s.root, "us-east-1")
	require.Len(t, mine, 1)
	assert.Regexp(t, `^arn:aws:sso:::instance/ssoins-[0-9a-f]{16}$`, *mine[0].InstanceArn)
	assert.Equal(t, management, *mine[0].OwnerAccountId)
	assert.Empty(t, list(s.root, "eu-west-1"), "an instance belongs to a Region")
	assert.Equal(t, mine, list(s.member, "us-east-1"), "members see the instance of the organization")
	outside := fakes.NewAccount("444455556666", func(o *fakes.Options) { o.Beside = s.root })
	assert.Empty(t, list(outside, "us-east-1"))

	_, err := s.client.ListPermissionSets(ctx, &ssoadmin.ListPermissionSetsInput{InstanceArn: s.instance}, func(o *ssoadmin.Options) { o.Region = "eu-west-1" })
	var missing *types.ResourceNotFoundException
	require.ErrorAs(t, err, &missing)
	own := ssofake.Of(s.member).InstanceARN()
	_, err = ssoadmin.NewFromConfig(s.member.Config()).ListPermissionSets(ctx, &ssoadmin.ListPermissionSetsInput{InstanceArn: &own})
	var invalid *types.ValidationException
	require.ErrorAs(t, err, &invalid, "an account instance has no permission sets")
}

func TestPermissionSets(t *testing.T) {
	s := newStage(t)
	create := func(name, session string) (*types.PermissionSet, error) {
		out, err := s.client.CreatePermissionSet(ctx, &ssoadmin.CreatePermissionSetInput{InstanceArn: s.instance, Name: &name, SessionDuration: aws.String(session), Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("a")}}})
		if err != nil {
			return nil, err
		}
		return out.PermissionSet, nil
	}
	var invalid *types.ValidationException
	for _, bad := range [][2]string{{"a b", "PT1H"}, {"a", "PT13H"}, {"a", "1h"}, {"a", "PT"}, {"a", "PT59M"}} {
		_, err := create(bad[0], bad[1])
		require.ErrorAs(t, err, &invalid, bad)
	}
	set, err := create("Auditor", "PT8H")
	require.NoError(t, err)
	_, err = create("auditor", "PT8H")
	var conflict *types.ConflictException
	require.ErrorAs(t, err, &conflict)
	arn := set.PermissionSetArn
	tags, err := s.client.ListTagsForResource(ctx, &ssoadmin.ListTagsForResourceInput{InstanceArn: s.instance, ResourceArn: arn})
	require.NoError(t, err)
	assert.Len(t, tags.Tags, 1)

	none, err := s.client.GetInlinePolicyForPermissionSet(ctx, &ssoadmin.GetInlinePolicyForPermissionSetInput{InstanceArn: s.instance, PermissionSetArn: arn})
	require.NoError(t, err)
	assert.Empty(t, aws.ToString(none.InlinePolicy), "no policy is an empty text")
	_, err = s.client.PutInlinePolicyToPermissionSet(ctx, &ssoadmin.PutInlinePolicyToPermissionSetInput{InstanceArn: s.instance, PermissionSetArn: arn, InlinePolicy: aws.String("{")})
	require.ErrorAs(t, err, &invalid)
	document := `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}`
	_, err = s.client.PutInlinePolicyToPermissionSet(ctx, &ssoadmin.PutInlinePolicyToPermissionSetInput{InstanceArn: s.instance, PermissionSetArn: arn, InlinePolicy: &document})
	require.NoError(t, err)
	inline, err := s.client.GetInlinePolicyForPermissionSet(ctx, &ssoadmin.GetInlinePolicyForPermissionSetInput{InstanceArn: s.instance, PermissionSetArn: arn})
	require.NoError(t, err)
	assert.Equal(t, document, *inline.InlinePolicy, "plain JSON")

	attach := func(policy string) error {
		_, err := s.client.AttachManagedPolicyToPermissionSet(ctx, &ssoadmin.AttachManagedPolicyToPermissionSetInput{InstanceArn: s.instance, PermissionSetArn: arn, ManagedPolicyArn: &policy})
		return err
	}
	require.NoError(t, attach(admin))
	require.ErrorAs(t, attach(admin), &conflict)
	require.ErrorAs(t, attach("arn:aws:iam::111122223333:policy/Own"), &invalid)
	var not *fakes.NotModeledError
	require.ErrorAs(t, attach("arn:aws:iam::aws:policy/OfNextYear"), &not, "the fake does not know all AWS managed policies")
	managed, err := s.client.ListManagedPoliciesInPermissionSet(ctx, &ssoadmin.ListManagedPoliciesInPermissionSetInput{InstanceArn: s.instance, PermissionSetArn: arn})
	require.NoError(t, err)
	assert.Equal(t, "AdministratorAccess", *managed.AttachedManagedPolicies[0].Name)

	_, err = s.client.GetPermissionsBoundaryForPermissionSet(ctx, &ssoadmin.GetPermissionsBoundaryForPermissionSetInput{InstanceArn: s.instance, PermissionSetArn: arn})
	var missing *types.ResourceNotFoundException
	require.ErrorAs(t, err, &missing)
	_, err = s.client.PutPermissionsBoundaryToPermissionSet(ctx, &ssoadmin.PutPermissionsBoundaryToPermissionSetInput{InstanceArn: s.instance, PermissionSetArn: arn, PermissionsBoundary: &types.PermissionsBoundary{ManagedPolicyArn: aws.String(admin)}})
	require.NoError(t, err)
	boundary, err := s.client.GetPermissionsBoundaryForPermissionSet(ctx, &ssoadmin.GetPermissionsBoundaryForPermissionSetInput{InstanceArn: s.instance, PermissionSetArn: arn})
	require.NoError(t, err)
	assert.Equal(t, admin, *boundary.PermissionsBoundary.ManagedPolicyArn)
	_, err = s.client.DescribePermissionSet(ctx, &ssoadmin.DescribePermissionSetInput{InstanceArn: s.instance, PermissionSetArn: aws.String(*arn + "0")})
	require.ErrorAs(t, err, &missing)
}

func TestAssignments(t *testing.T) {
	s := newStage(t)
	set := s.center.AddPermissionSet("Admin", ssofake.Managed(admin), ssofake.CustomerManaged("/", "Extra"), ssofake.Session(4*time.Hour))
	create := func(account, who string) (types.StatusValues, error) {
		out, err := s.client.CreateAccountAssignment(ctx, &ssoadmin.CreateAccountAssignmentInput{InstanceArn: s.instance, PermissionSetArn: &set, PrincipalId: &who, PrincipalType: types.PrincipalTypeGroup, TargetId: &account, TargetType: types.TargetTypeAwsAccount})
		if err != nil {
			return "", err
		}
		assert.Equal(t, types.StatusValuesInProgress, out.AccountAssignmentCreationStatus.Status)
		status, err := s.client.DescribeAccountAssignmentCreationStatus(ctx, &ssoadmin.DescribeAccountAssignmentCreationStatusInput{InstanceArn: s.instance, AccountAssignmentCreationRequestId: out.AccountAssignmentCreationStatus.RequestId})
		require.NoError(t, err)
		return status.AccountAssignmentCreationStatus.Status, nil
	}
	var missing *types.ResourceNotFoundException
	_, err := create("444455556666", person(1))
	require.ErrorAs(t, err, &missing, "not in the organization")
	var invalid *types.ValidationException
	_, err = create(member, "alice")
	require.ErrorAs(t, err, &invalid)
	status, err := create(member, person(1))
	require.NoError(t, err)
	assert.Equal(t, types.StatusValuesFailed, status, "the account lacks the policy that the set refers to")
	assert.Empty(t, roles(t, s.member))

	s.member.AddPolicy("Extra", `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:*","Resource":"*"}}`)
	for n := range 2 {
		status, err = create(member, person(n))
		require.NoError(t, err)
		assert.Equal(t, types.StatusValuesSucceeded, status)
	}
	names := roles(t, s.member)
	require.Len(t, names, 1, "one role for everybody")
	assert.Regexp(t, `^AWSReservedSSO_Admin_[0-9a-f]{16}$`, names[0])
	client := iam.NewFromConfig(s.member.Config())
	role, err := client.GetRole(ctx, &iam.GetRoleInput{RoleName: &names[0]})
	require.NoError(t, err)
	assert.Equal(t, int32(14400), *role.Role.MaxSessionDuration)
	assert.Contains(t, *role.Role.AssumeRolePolicyDocument, "saml-provider%2FAWSSSO_")
	attached, err := client.ListAttachedRolePolicies(ctx, &iam.ListAttachedRolePoliciesInput{RoleName: &names[0]})
	require.NoError(t, err)
	assert.Len(t, attached.AttachedPolicies, 2)
	_, err = client.DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: &names[0]})
	assert.ErrorContains(t, err, "UnmodifiableEntity", "only Identity Center changes its roles")

	list, err := s.client.ListAccountAssignments(ctx, &ssoadmin.ListAccountAssignmentsInput{InstanceArn: s.instance, AccountId: aws.String(member), PermissionSetArn: &set})
	require.NoError(t, err)
	assert.Len(t, list.AccountAssignments, 2)
	accounts, err := s.client.ListAccountsForProvisionedPermissionSet(ctx, &ssoadmin.ListAccountsForProvisionedPermissionSetInput{InstanceArn: s.instance, PermissionSetArn: &set})
	require.NoError(t, err)
	assert.Equal(t, []string{member}, accounts.AccountIds)

	for n := range 2 {
		assert.Len(t, roles(t, s.member), 1)
		_, err := s.client.DeleteAccountAssignment(ctx, &ssoadmin.DeleteAccountAssignmentInput{InstanceArn: s.instance, PermissionSetArn: &set, PrincipalId: aws.String(person(n)), PrincipalType: types.PrincipalTypeGroup, TargetId: aws.String(member), TargetType: types.TargetTypeAwsAccount})
		require.NoError(t, err)
	}
	assert.Empty(t, roles(t, s.member), "the role goes with the last assignment")
}

func TestProvisioning(t *testing.T) {
	s := newStage(t)
	set := s.center.AddPermissionSet("Reader", ssofake.Managed("arn:aws:iam::aws:policy/ReadOnlyAccess"))
	arn := s.center.AssignUser(set, member, person(1))
	assert.Contains(t, arn, "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Reader_")
	outdated := func() []string {
		out, err := s.client.ListPermissionSetsProvisionedToAccount(ctx, &ssoadmin.ListPermissionSetsProvisionedToAccountInput{InstanceArn: s.instance, AccountId: aws.String(member), ProvisioningStatus: types.ProvisioningStatusLatestPermissionSetNotProvisioned})
		require.NoError(t, err)
		return out.PermissionSets
	}
	policies := func() int {
		out, err := iam.NewFromConfig(s.member.Config()).ListRolePolicies(ctx, &iam.ListRolePoliciesInput{RoleName: aws.String(roles(t, s.member)[0])})
		require.NoError(t, err)
		return len(out.PolicyNames)
	}
	assert.Empty(t, outdated())
	_, err := s.client.PutInlinePolicyToPermissionSet(ctx, &ssoadmin.PutInlinePolicyToPermissionSetInput{InstanceArn: s.instance, PermissionSetArn: &set, InlinePolicy: aws.String(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}`)})
	require.NoError(t, err)
	assert.Equal(t, []string{set}, outdated())
	assert.Zero(t, policies(), "a change waits for provisioning")
	out, err := s.client.ProvisionPermissionSet(ctx, &ssoadmin.ProvisionPermissionSetInput{InstanceArn: s.instance, PermissionSetArn: &set, TargetType: types.ProvisionTargetTypeAllProvisionedAccounts})
	require.NoError(t, err)
	status, err := s.client.DescribePermissionSetProvisioningStatus(ctx, &ssoadmin.DescribePermissionSetProvisioningStatusInput{InstanceArn: s.instance, ProvisionPermissionSetRequestId: out.PermissionSetProvisioningStatus.RequestId})
	require.NoError(t, err)
	assert.Equal(t, types.StatusValuesSucceeded, status.PermissionSetProvisioningStatus.Status)
	assert.Empty(t, outdated())
	assert.Equal(t, 1, policies())
	_, err = s.client.DeletePermissionSet(ctx, &ssoadmin.DeletePermissionSetInput{InstanceArn: s.instance, PermissionSetArn: &set})
	var conflict *types.ConflictException
	require.ErrorAs(t, err, &conflict)
}

func TestDelegatedAdministrator(t *testing.T) {
	s := newStage(t)
	set := s.center.AddPermissionSet("A")
	delegate := ssoadmin.NewFromConfig(s.member.Config())
	in := &ssoadmin.ListPermissionSetsInput{InstanceArn: s.instance}
	_, err := delegate.ListPermissionSets(ctx, in)
	var denied *types.AccessDeniedException
	require.ErrorAs(t, err, &denied)
	org := organizations.NewFromConfig(s.root.Config())
	_, err = org.EnableAWSServiceAccess(ctx, &organizations.EnableAWSServiceAccessInput{ServicePrincipal: aws.String("sso.amazonaws.com")})
	require.NoError(t, err)
	_, err = org.RegisterDelegatedAdministrator(ctx, &organizations.RegisterDelegatedAdministratorInput{AccountId: aws.String(member), ServicePrincipal: aws.String("sso.amazonaws.com")})
	require.NoError(t, err)
	out, err := delegate.ListPermissionSets(ctx, in)
	require.NoError(t, err)
	assert.Equal(t, []string{set}, out.PermissionSets)
	_, err = delegate.CreateAccountAssignment(ctx, &ssoadmin.CreateAccountAssignmentInput{InstanceArn: s.instance, PermissionSetArn: &set, PrincipalId: aws.String(person(1)), PrincipalType: types.PrincipalTypeUser, TargetId: aws.String(management), TargetType: types.TargetTypeAwsAccount})
	require.ErrorAs(t, err, &denied, "not on the management account")
}

func TestPages(t *testing.T) {
	for _, n := range []int{100, 101} {
		s := newStage(t)
		for i := range n {
			s.center.AddPermissionSet(fmt.Sprintf("set-%d", i))
		}
		require.NoError(t, s.root.Err())
		pages, found := 0, 0
		for p := ssoadmin.NewListPermissionSetsPaginator(s.client, &ssoadmin.ListPermissionSetsInput{InstanceArn: s.instance}); p.HasMorePages(); pages++ {
			out, err := p.NextPage(ctx)
			require.NoError(t, err)
			found += len(out.PermissionSets)
		}
		assert.Equal(t, n, found)
		assert.Equal(t, (n+99)/100, pages)
		s.root.PageSize(7)
		out, err := s.client.ListPermissionSets(ctx, &ssoadmin.ListPermissionSetsInput{InstanceArn: s.instance})
		require.NoError(t, err)
		assert.Len(t, out.PermissionSets, 7)
		_, err = s.client.ListPermissionSets(ctx, &ssoadmin.ListPermissionSetsInput{InstanceArn: s.instance, NextToken: aws.String("bad")})
		var invalid *types.ValidationException
		require.ErrorAs(t, err, &invalid)
	}
}

func TestEnforced(t *testing.T) {
	s := newStage(t)
	mine, other := s.center.AddPermissionSet("Mine", ssofake.Tag("team", "a")), s.center.AddPermissionSet("Other")
	user := s.root.AddUser("alice", fakes.InlinePolicy("p", `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Action":"sso:*","Resource":["`+*s.instance+`","`+mine+`","arn:aws:sso:::account/111122223333"]}]}`))
	c := ssoadmin.NewFromConfig(s.root.ConfigAs(user.ARN))
	describe := func(c *ssoadmin.Client, set string) error {
		_, err := c.DescribePermissionSet(ctx, &ssoadmin.DescribePermissionSetInput{InstanceArn: s.instance, PermissionSetArn: &set})
		return err
	}
	require.NoError(t, describe(c, mine))
	err := describe(c, other)
	var denied *types.AccessDeniedException
	require.ErrorAs(t, err, &denied)
	assert.Contains(t, denied.ErrorMessage(), "User: "+user.ARN+" is not authorized to perform: sso:DescribePermissionSet on resource: "+other)
	assign := &ssoadmin.CreateAccountAssignmentInput{InstanceArn: s.instance, PermissionSetArn: &mine, PrincipalId: aws.String(person(1)), PrincipalType: types.PrincipalTypeUser, TargetId: aws.String(management), TargetType: types.TargetTypeAwsAccount}
	_, err = c.CreateAccountAssignment(ctx, assign)
	require.ErrorAs(t, err, &denied, "the policy names the other account")
	assign.TargetId = aws.String(member)
	_, err = c.CreateAccountAssignment(ctx, assign)
	require.NoError(t, err)

	policy := fakes.MinimalPolicy(s.root.Calls())
	bob := s.root.AddUser("bob", fakes.InlinePolicy("p", policy))
	assert.NoError(t, describe(ssoadmin.NewFromConfig(s.root.ConfigAs(bob.ARN)), other), "the minimal policy suffices: %s", policy)
}

func TestBuilderMistakes(t *testing.T) {
	s := newStage(t)
	ssofake.Of(s.member).AddPermissionSet("A")
	assert.ErrorContains(t, s.member.Err(), "ssofake: AddPermissionSet: A: only the management account of an organization has permission sets")
	s.center.AssignUser("x", member, person(1))
	assert.ErrorContains(t, s.root.Err(), `there is no permission set "x"; add it with AddPermissionSet`)
	assert.ErrorContains(t, s.root.Err(), "ssofake_test.go")
}

func TestConcurrentUse(t *testing.T) {
	s := newStage(t)
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			set := s.center.AddPermissionSet(fmt.Sprintf("set-%d", i))
			s.center.AssignUser(set, member, person(i))
			_, err := s.client.ListPermissionSets(ctx, &ssoadmin.ListPermissionSetsInput{InstanceArn: s.instance})
			assert.NoError(t, err)
		})
	}
	wg.Wait()
	assert.Len(t, roles(t, s.member), 50)
}
