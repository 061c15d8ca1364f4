package ssofake_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes/ssofake"
)

const document = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}`

// TestTakingPoliciesAway: what a remediation does with a permission set.
func TestTakingPoliciesAway(t *testing.T) {
	s := newStage(t)
	set := aws.String(s.center.AddPermissionSet("A", ssofake.Managed(admin), ssofake.Inline(document), ssofake.Boundary(admin)))
	require.NoError(t, s.root.Err())
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"inline policy", func() error {
			_, err := s.client.DeleteInlinePolicyFromPermissionSet(ctx, &ssoadmin.DeleteInlinePolicyFromPermissionSetInput{InstanceArn: s.instance, PermissionSetArn: set})
			return err
		}},
		{"managed policy", func() error {
			_, err := s.client.DetachManagedPolicyFromPermissionSet(ctx, &ssoadmin.DetachManagedPolicyFromPermissionSetInput{InstanceArn: s.instance, PermissionSetArn: set, ManagedPolicyArn: aws.String(admin)})
			return err
		}},
		{"boundary", func() error {
			_, err := s.client.DeletePermissionsBoundaryFromPermissionSet(ctx, &ssoadmin.DeletePermissionsBoundaryFromPermissionSetInput{InstanceArn: s.instance, PermissionSetArn: set})
			return err
		}},
		{"permission set", func() error {
			_, err := s.client.DeletePermissionSet(ctx, &ssoadmin.DeletePermissionSetInput{InstanceArn: s.instance, PermissionSetArn: set})
			return err
		}},
	} {
		require.NoError(t, step.do(), step.name)
		var missing *types.ResourceNotFoundException
		require.ErrorAs(t, step.do(), &missing, "%s: it is gone", step.name)
	}
}

func TestReferences(t *testing.T) {
	s := newStage(t)
	set := aws.String(s.center.AddPermissionSet("A"))
	ref := &types.CustomerManagedPolicyReference{Name: aws.String("Own")}
	attach := &ssoadmin.AttachCustomerManagedPolicyReferenceToPermissionSetInput{InstanceArn: s.instance, PermissionSetArn: set, CustomerManagedPolicyReference: ref}
	_, err := s.client.AttachCustomerManagedPolicyReferenceToPermissionSet(ctx, attach)
	require.NoError(t, err)
	_, err = s.client.AttachCustomerManagedPolicyReferenceToPermissionSet(ctx, attach)
	var conflict *types.ConflictException
	require.ErrorAs(t, err, &conflict)
	out, err := s.client.ListCustomerManagedPolicyReferencesInPermissionSet(ctx, &ssoadmin.ListCustomerManagedPolicyReferencesInPermissionSetInput{InstanceArn: s.instance, PermissionSetArn: set})
	require.NoError(t, err)
	require.Len(t, out.CustomerManagedPolicyReferences, 1)
	assert.Equal(t, "/", *out.CustomerManagedPolicyReferences[0].Path)
	_, err = s.client.DetachCustomerManagedPolicyReferenceFromPermissionSet(ctx, &ssoadmin.DetachCustomerManagedPolicyReferenceFromPermissionSetInput{InstanceArn: s.instance, PermissionSetArn: set, CustomerManagedPolicyReference: ref})
	require.NoError(t, err)
	s.center.AddPermissionSet("B", ssofake.CustomerManaged("no/slash", "Own"))
	assert.ErrorContains(t, s.root.Err(), "AddPermissionSet: B: The reference to the policy no/slashOwn is not valid.")
}

func TestRoleHasWhatTheSetHas(t *testing.T) {
	s := newStage(t)
	set := s.center.AddPermissionSet("A", ssofake.Inline(document), ssofake.Boundary(admin))
	s.center.AssignUser(set, member, person(1))
	require.NoError(t, s.root.Err())
	client, name := iam.NewFromConfig(s.member.Config()), aws.String(roles(t, s.member)[0])
	role, err := client.GetRole(ctx, &iam.GetRoleInput{RoleName: name})
	require.NoError(t, err)
	assert.Equal(t, admin, *role.Role.PermissionsBoundary.PermissionsBoundaryArn)
	_, err = client.GetRolePolicy(ctx, &iam.GetRolePolicyInput{RoleName: name, PolicyName: aws.String("AwsSSOInlinePolicy")})
	require.NoError(t, err)
}

func TestRoleOfAnotherRegion(t *testing.T) {
	s := newStage(t)
	center := s.center.In("eu-central-1")
	arn := center.AssignUser(center.AddPermissionSet("A"), member, person(1))
	assert.Contains(t, arn, ":role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_A_")
}

func TestDeletionStatusAndLag(t *testing.T) {
	s := newStage(t)
	set := s.center.AddPermissionSet("A")
	s.center.AssignUser(set, member, person(1))
	s.root.Lag(1)
	list := func() int {
		out, err := s.client.ListAccountAssignments(ctx, &ssoadmin.ListAccountAssignmentsInput{InstanceArn: s.instance, AccountId: aws.String(member), PermissionSetArn: &set})
		require.NoError(t, err)
		return len(out.AccountAssignments)
	}
	in := &ssoadmin.DeleteAccountAssignmentInput{InstanceArn: s.instance, PermissionSetArn: &set, PrincipalId: aws.String(person(1)), PrincipalType: types.PrincipalTypeUser, TargetId: aws.String(member), TargetType: types.TargetTypeAwsAccount}
	out, err := s.client.DeleteAccountAssignment(ctx, in)
	require.NoError(t, err)
	assert.Equal(t, 1, list(), "one call later it still shows")
	assert.Zero(t, list())
	status, err := s.client.DescribeAccountAssignmentDeletionStatus(ctx, &ssoadmin.DescribeAccountAssignmentDeletionStatusInput{InstanceArn: s.instance, AccountAssignmentDeletionRequestId: out.AccountAssignmentDeletionStatus.RequestId})
	require.NoError(t, err)
	assert.Equal(t, types.StatusValuesSucceeded, status.AccountAssignmentDeletionStatus.Status)
}
