package fakes_test

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

// TestDeletingWhileListing is what remediation tools do: each item is deleted on
// the page that shows it. Nothing may be skipped or repeated.
func TestDeletingWhileListing(t *testing.T) {
	t.Run("users", func(t *testing.T) {
		a := users(t, 7)
		a.PageSize(2)
		c := client(a)
		var deleted []string
		for p := iam.NewListUsersPaginator(c, nil); p.HasMorePages(); {
			page, err := p.NextPage(ctx)
			require.NoError(t, err)
			for _, u := range page.Users {
				_, err := c.DeleteUser(ctx, &iam.DeleteUserInput{UserName: u.UserName})
				require.NoError(t, err)
				deleted = append(deleted, *u.UserName)
			}
		}
		assert.Equal(t, []string{"user-000", "user-001", "user-002", "user-003", "user-004", "user-005", "user-006"}, deleted)
	})
	t.Run("some users, from earlier pages too", func(t *testing.T) {
		a := users(t, 8)
		a.PageSize(2)
		c := client(a)
		var seen []string
		for p := iam.NewListUsersPaginator(c, nil); p.HasMorePages(); {
			page, err := p.NextPage(ctx)
			require.NoError(t, err)
			for _, u := range page.Users {
				seen = append(seen, *u.UserName)
			}
			if len(seen) == 4 { // the second page and the end of the first
				for _, name := range seen[1:] {
					_, err := c.DeleteUser(ctx, &iam.DeleteUserInput{UserName: &name})
					require.NoError(t, err)
				}
				_, err := c.CreateUser(ctx, &iam.CreateUserInput{UserName: aws.String("aaa")})
				require.NoError(t, err)
			}
		}
		assert.Equal(t, []string{"user-000", "user-001", "user-002", "user-003", "user-004", "user-005", "user-006", "user-007"}, seen,
			"a user that comes in front of the place is not on a later page")
	})
	t.Run("access keys", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		a.SetQuota("AccessKeysPerUserQuota", 5)
		a.AddUser("alice", fakes.AccessKey(), fakes.AccessKey(), fakes.AccessKey(), fakes.AccessKey(), fakes.AccessKey())
		a.PageSize(2)
		c, n := client(a), 0
		for p := iam.NewListAccessKeysPaginator(c, &iam.ListAccessKeysInput{UserName: aws.String("alice")}); p.HasMorePages(); {
			page, err := p.NextPage(ctx)
			require.NoError(t, err)
			for _, k := range page.AccessKeyMetadata {
				_, err := c.DeleteAccessKey(ctx, &iam.DeleteAccessKeyInput{UserName: k.UserName, AccessKeyId: k.AccessKeyId})
				require.NoError(t, err)
				n++
			}
		}
		assert.Equal(t, 5, n)
	})
	t.Run("versions of a policy, the newest first", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		more := fakes.PolicyVersion(readBuckets, false)
		arn := aws.String(a.AddPolicy("p", readBuckets, more, more, more, more).ARN)
		a.PageSize(2)
		c := client(a)
		var deleted []string
		for p := iam.NewListPolicyVersionsPaginator(c, &iam.ListPolicyVersionsInput{PolicyArn: arn}); p.HasMorePages(); {
			page, err := p.NextPage(ctx)
			require.NoError(t, err)
			for _, v := range page.Versions {
				if v.IsDefaultVersion {
					continue
				}
				_, err := c.DeletePolicyVersion(ctx, &iam.DeletePolicyVersionInput{PolicyArn: arn, VersionId: v.VersionId})
				require.NoError(t, err)
				deleted = append(deleted, *v.VersionId)
			}
		}
		assert.Equal(t, []string{"v5", "v4", "v3", "v2"}, deleted)
	})
	t.Run("attached policies, tags, and the stream of account details", func(t *testing.T) {
		a := fakes.NewAccount(mainID)
		var names []string
		for i := range 5 {
			names = append(names, fmt.Sprintf("p%d", i))
			a.AddPolicy(names[i], readBuckets)
		}
		a.AddUser("alice", fakes.AttachPolicy(names...), fakes.Tag("a", ""), fakes.Tag("b", ""), fakes.Tag("c", ""), fakes.Tag("d", ""), fakes.Tag("e", ""))
		a.AddUser("bob")
		a.PageSize(2)
		c, alice := client(a), aws.String("alice")
		detached, untagged, seen := 0, 0, map[string]int{}
		for p := iam.NewListAttachedUserPoliciesPaginator(c, &iam.ListAttachedUserPoliciesInput{UserName: alice}); p.HasMorePages(); {
			page, err := p.NextPage(ctx)
			require.NoError(t, err)
			for _, x := range page.AttachedPolicies {
				_, err := c.DetachUserPolicy(ctx, &iam.DetachUserPolicyInput{UserName: alice, PolicyArn: x.PolicyArn})
				require.NoError(t, err)
				detached++
			}
		}
		for p := iam.NewListUserTagsPaginator(c, &iam.ListUserTagsInput{UserName: alice}); p.HasMorePages(); {
			page, err := p.NextPage(ctx)
			require.NoError(t, err)
			for _, x := range page.Tags {
				_, err := c.UntagUser(ctx, &iam.UntagUserInput{UserName: alice, TagKeys: []string{*x.Key}})
				require.NoError(t, err)
				untagged++
			}
		}
		for p := iam.NewGetAccountAuthorizationDetailsPaginator(c, nil); p.HasMorePages(); {
			page, err := p.NextPage(ctx)
			require.NoError(t, err)
			for _, u := range page.UserDetailList {
				_, err := c.DeleteUser(ctx, &iam.DeleteUserInput{UserName: u.UserName})
				require.NoError(t, err)
				seen[*u.UserName]++
			}
			for _, x := range page.Policies {
				_, err := c.DeletePolicy(ctx, &iam.DeletePolicyInput{PolicyArn: x.Arn})
				require.NoError(t, err)
				seen[*x.PolicyName]++
			}
		}
		assert.Equal(t, 5, detached)
		assert.Equal(t, 5, untagged)
		assert.Equal(t, map[string]int{"alice": 1, "bob": 1, "p0": 1, "p1": 1, "p2": 1, "p3": 1, "p4": 1}, seen)
	})
	t.Run("policies of an organization", func(t *testing.T) {
		org := fakes.NewOrganization()
		for i := range 5 {
			org.AttachSCP(fmt.Sprintf("p%d", i), denyLeave)
			if i == 3 {
				break // five to a target, FullAWSAccess among them
			}
		}
		require.NoError(t, org.Err())
		org.Management().PageSize(2)
		c, n := organizations.NewFromConfig(org.Management().Config()), 0
		in := &organizations.ListPoliciesForTargetInput{TargetId: aws.String(org.RootID()), Filter: orgtypes.PolicyTypeServiceControlPolicy}
		for p := organizations.NewListPoliciesForTargetPaginator(c, in); p.HasMorePages(); {
			page, err := p.NextPage(ctx)
			require.NoError(t, err)
			for _, x := range page.Policies {
				n++
				if x.AwsManaged {
					continue
				}
				_, err := c.DetachPolicy(ctx, &organizations.DetachPolicyInput{PolicyId: x.Id, TargetId: in.TargetId})
				require.NoError(t, err)
			}
		}
		assert.Equal(t, 5, n)
	})
}

// TestMarkersBelongToAnAccount uses a marker where it was not given.
func TestMarkersBelongToAnAccount(t *testing.T) {
	a := users(t, 3)
	a.PageSize(2)
	out, err := client(a).ListUsers(ctx, nil)
	require.NoError(t, err)
	for range 2 { // a retry may use a marker twice
		again, err := client(a).ListUsers(ctx, &iam.ListUsersInput{Marker: out.Marker})
		require.NoError(t, err)
		assert.Len(t, again.Users, 1)
	}
	other := fakes.NewAccount("444455556666", func(o *fakes.Options) { o.Beside = a })
	_, err = client(other).ListUsers(ctx, &iam.ListUsersInput{Marker: out.Marker})
	refused(t, err, 400, "ValidationError", "Invalid Marker.")
	_, err = client(users(t, 3)).ListUsers(ctx, &iam.ListUsersInput{Marker: out.Marker})
	refused(t, err, 400, "ValidationError", "Invalid Marker.")
	_, err = client(a).ListPolicies(ctx, &iam.ListPoliciesInput{Marker: out.Marker, Scope: types.PolicyScopeTypeLocal})
	refused(t, err, 400, "ValidationError", "Invalid Marker.")
}
