package fakes_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

// readByScanners are the operations of IAM by which a scanner reads an account.
const readByScanners = `GenerateCredentialReport GetCredentialReport GetAccountSummary GetAccountPasswordPolicy GetAccountAuthorizationDetails
ListAccountAliases GetAccountProperties ListUsers GetUser ListUserTags ListGroupsForUser ListUserPolicies GetUserPolicy ListAttachedUserPolicies
GetLoginProfile ListAccessKeys GetAccessKeyLastUsed ListMFADevices GetMFADevice ListVirtualMFADevices ListMFADeviceTags ListSigningCertificates
ListSSHPublicKeys GetSSHPublicKey ListServiceSpecificCredentials ListGroups GetGroup ListGroupPolicies GetGroupPolicy ListAttachedGroupPolicies
ListRoles GetRole ListRoleTags ListRolePolicies GetRolePolicy ListAttachedRolePolicies ListInstanceProfiles GetInstanceProfile
ListInstanceProfilesForRole ListPolicies GetPolicy GetPolicyVersion ListPolicyVersions ListEntitiesForPolicy ListPolicyTags
ListPoliciesGrantingServiceAccess ListOpenIDConnectProviders GetOpenIDConnectProvider ListOpenIDConnectProviderTags ListSAMLProviders
GetSAMLProvider ListSAMLProviderTags ListServerCertificates GetServerCertificate ListServerCertificateTags GenerateServiceLastAccessedDetails
GetServiceLastAccessedDetails GetServiceLastAccessedDetailsWithEntities ListOrganizationsFeatures GetOutboundWebIdentityFederationInfo
SimulatePrincipalPolicy SimulateCustomPolicy GetContextKeysForPrincipalPolicy GetContextKeysForCustomPolicy
GenerateOrganizationsAccessReport GetOrganizationsAccessReport ListDelegationRequests`

func TestScannersAreAnswered(t *testing.T) {
	modeled := fakes.NewAccount("111122223333").Modeled()
	for _, op := range strings.Fields(readByScanners) {
		assert.Contains(t, modeled, "iam:"+op)
	}
	for _, op := range []string{"GetHumanReadableSummary", "GetDelegationRequest", "CreateDelegationRequest"} {
		assert.NotContains(t, modeled, "iam:"+op, "the documentation says that this is not modelled")
	}
}

// Every list has the same paging; here each is read in pages of one, with what
// it lists in the account twice.
func TestEveryListPages(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	two := func(add func(i int)) { add(0); add(1) }
	two(func(i int) {
		a.AddPolicy(fmt.Sprintf("p%d", i), readBuckets, fakes.Tag("a", "1"), fakes.Tag("b", "2"), fakes.PolicyVersion(readBuckets, true))
	})
	two(func(i int) {
		a.AddGroup(fmt.Sprintf("g%d", i), fakes.AttachPolicy("p0", "p1"), fakes.InlinePolicy("x", readBuckets), fakes.InlinePolicy("y", readBuckets))
	})
	body := func(t *testing.T) func(*fakes.Certificate) {
		pem, _ := certificate(t, noon)
		return func(c *fakes.Certificate) { c.Body = pem }
	}
	two(func(i int) {
		a.AddUser(fmt.Sprintf("u%d", i), fakes.AttachPolicy("p0", "p1"), fakes.InlinePolicy("x", readBuckets), fakes.InlinePolicy("y", readBuckets),
			fakes.Tag("a", "1"), fakes.Tag("b", "2"), fakes.InGroup("g0", "g1"), fakes.AccessKey(), fakes.AccessKey(), fakes.VirtualMFA(), fakes.SecurityKey(),
			fakes.SigningCertificate(), fakes.SigningCertificate(body(t)), fakes.ServiceSpecificCredential("logs.amazonaws.com"), fakes.ServiceSpecificCredential("codecommit.amazonaws.com"))
	})
	two(func(i int) {
		a.AddRole(fmt.Sprintf("r%d", i), fakes.TrustService("ec2.amazonaws.com"), fakes.AttachPolicy("p0", "p1"), fakes.InlinePolicy("x", readBuckets),
			fakes.InlinePolicy("y", readBuckets), fakes.Tag("a", "1"), fakes.Tag("b", "2"))
	})
	two(func(i int) { a.AddInstanceProfile(fmt.Sprintf("i%d", i), "r0") })
	two(func(i int) { a.AddServerCertificate(fmt.Sprintf("c%d", i)) })
	require.NoError(t, a.Err())
	c := client(a)
	u, g, r, p := str("u0"), str("g0"), str("r0"), str("arn:aws:iam::111122223333:policy/p0")
	one := aws.Int32(1)
	for name, list := range map[string]func(marker *string) (int, bool, *string, error){
		"ListUsers": func(m *string) (int, bool, *string, error) {
			o, err := c.ListUsers(ctx, &iam.ListUsersInput{Marker: m, MaxItems: one})
			return len(o.Users), o.IsTruncated, o.Marker, err
		},
		"ListGroups": func(m *string) (int, bool, *string, error) {
			o, err := c.ListGroups(ctx, &iam.ListGroupsInput{Marker: m, MaxItems: one})
			return len(o.Groups), o.IsTruncated, o.Marker, err
		},
		"ListRoles": func(m *string) (int, bool, *string, error) {
			o, err := c.ListRoles(ctx, &iam.ListRolesInput{Marker: m, MaxItems: one})
			return len(o.Roles), o.IsTruncated, o.Marker, err
		},
		"ListPolicies": func(m *string) (int, bool, *string, error) {
			o, err := c.ListPolicies(ctx, &iam.ListPoliciesInput{Marker: m, MaxItems: one, Scope: types.PolicyScopeTypeLocal})
			return len(o.Policies), o.IsTruncated, o.Marker, err
		},
		"ListPolicyVersions": func(m *string) (int, bool, *string, error) {
			o, err := c.ListPolicyVersions(ctx, &iam.ListPolicyVersionsInput{PolicyArn: p, Marker: m, MaxItems: one})
			return len(o.Versions), o.IsTruncated, o.Marker, err
		},
		"ListPolicyTags": func(m *string) (int, bool, *string, error) {
			o, err := c.ListPolicyTags(ctx, &iam.ListPolicyTagsInput{PolicyArn: p, Marker: m, MaxItems: one})
			return len(o.Tags), o.IsTruncated, o.Marker, err
		},
		"ListUserTags": func(m *string) (int, bool, *string, error) {
			o, err := c.ListUserTags(ctx, &iam.ListUserTagsInput{UserName: u, Marker: m, MaxItems: one})
			return len(o.Tags), o.IsTruncated, o.Marker, err
		},
		"ListRoleTags": func(m *string) (int, bool, *string, error) {
			o, err := c.ListRoleTags(ctx, &iam.ListRoleTagsInput{RoleName: r, Marker: m, MaxItems: one})
			return len(o.Tags), o.IsTruncated, o.Marker, err
		},
		"ListGroupsForUser": func(m *string) (int, bool, *string, error) {
			o, err := c.ListGroupsForUser(ctx, &iam.ListGroupsForUserInput{UserName: u, Marker: m, MaxItems: one})
			return len(o.Groups), o.IsTruncated, o.Marker, err
		},
		"GetGroup": func(m *string) (int, bool, *string, error) {
			o, err := c.GetGroup(ctx, &iam.GetGroupInput{GroupName: g, Marker: m, MaxItems: one})
			return len(o.Users), o.IsTruncated, o.Marker, err
		},
		"ListUserPolicies": func(m *string) (int, bool, *string, error) {
			o, err := c.ListUserPolicies(ctx, &iam.ListUserPoliciesInput{UserName: u, Marker: m, MaxItems: one})
			return len(o.PolicyNames), o.IsTruncated, o.Marker, err
		},
		"ListGroupPolicies": func(m *string) (int, bool, *string, error) {
			o, err := c.ListGroupPolicies(ctx, &iam.ListGroupPoliciesInput{GroupName: g, Marker: m, MaxItems: one})
			return len(o.PolicyNames), o.IsTruncated, o.Marker, err
		},
		"ListRolePolicies": func(m *string) (int, bool, *string, error) {
			o, err := c.ListRolePolicies(ctx, &iam.ListRolePoliciesInput{RoleName: r, Marker: m, MaxItems: one})
			return len(o.PolicyNames), o.IsTruncated, o.Marker, err
		},
		"ListAttachedUserPolicies": func(m *string) (int, bool, *string, error) {
			o, err := c.ListAttachedUserPolicies(ctx, &iam.ListAttachedUserPoliciesInput{UserName: u, Marker: m, MaxItems: one})
			return len(o.AttachedPolicies), o.IsTruncated, o.Marker, err
		},
		"ListAttachedGroupPolicies": func(m *string) (int, bool, *string, error) {
			o, err := c.ListAttachedGroupPolicies(ctx, &iam.ListAttachedGroupPoliciesInput{GroupName: g, Marker: m, MaxItems: one})
			return len(o.AttachedPolicies), o.IsTruncated, o.Marker, err
		},
		"ListAttachedRolePolicies": func(m *string) (int, bool, *string, error) {
			o, err := c.ListAttachedRolePolicies(ctx, &iam.ListAttachedRolePoliciesInput{RoleName: r, Marker: m, MaxItems: one})
			return len(o.AttachedPolicies), o.IsTruncated, o.Marker, err
		},
		"ListAccessKeys": func(m *string) (int, bool, *string, error) {
			o, err := c.ListAccessKeys(ctx, &iam.ListAccessKeysInput{UserName: u, Marker: m, MaxItems: one})
			return len(o.AccessKeyMetadata), o.IsTruncated, o.Marker, err
		},
		"ListMFADevices": func(m *string) (int, bool, *string, error) {
			o, err := c.ListMFADevices(ctx, &iam.ListMFADevicesInput{UserName: u, Marker: m, MaxItems: one})
			return len(o.MFADevices), o.IsTruncated, o.Marker, err
		},
		"ListVirtualMFADevices": func(m *string) (int, bool, *string, error) {
			o, err := c.ListVirtualMFADevices(ctx, &iam.ListVirtualMFADevicesInput{Marker: m, MaxItems: one})
			return len(o.VirtualMFADevices), o.IsTruncated, o.Marker, err
		},
		"ListSigningCertificates": func(m *string) (int, bool, *string, error) {
			o, err := c.ListSigningCertificates(ctx, &iam.ListSigningCertificatesInput{UserName: u, Marker: m, MaxItems: one})
			return len(o.Certificates), o.IsTruncated, o.Marker, err
		},
		"ListServiceSpecificCredentials": func(m *string) (int, bool, *string, error) {
			o, err := c.ListServiceSpecificCredentials(ctx, &iam.ListServiceSpecificCredentialsInput{UserName: u, Marker: m, MaxItems: one})
			return len(o.ServiceSpecificCredentials), o.IsTruncated, o.Marker, err
		},
		"ListInstanceProfiles": func(m *string) (int, bool, *string, error) {
			o, err := c.ListInstanceProfiles(ctx, &iam.ListInstanceProfilesInput{Marker: m, MaxItems: one})
			return len(o.InstanceProfiles), o.IsTruncated, o.Marker, err
		},
		"ListInstanceProfilesForRole": func(m *string) (int, bool, *string, error) {
			o, err := c.ListInstanceProfilesForRole(ctx, &iam.ListInstanceProfilesForRoleInput{RoleName: r, Marker: m, MaxItems: one})
			return len(o.InstanceProfiles), o.IsTruncated, o.Marker, err
		},
		"ListServerCertificates": func(m *string) (int, bool, *string, error) {
			o, err := c.ListServerCertificates(ctx, &iam.ListServerCertificatesInput{Marker: m, MaxItems: one})
			return len(o.ServerCertificateMetadataList), o.IsTruncated, o.Marker, err
		},
	} {
		t.Run(name, func(t *testing.T) {
			n, truncated, marker, err := list(nil)
			require.NoError(t, err)
			assert.Equal(t, 1, n)
			assert.True(t, truncated)
			require.NotNil(t, marker)
			n, truncated, marker, err = list(marker)
			require.NoError(t, err)
			assert.Equal(t, 1, n)
			assert.False(t, truncated)
			assert.Nil(t, marker)
		})
	}
}

// TestAccountIsUsedByManyAtOnce is for the race detector.
func TestAccountIsUsedByManyAtOnce(t *testing.T) {
	t.Parallel()
	a := fakes.NewAccount("111122223333")
	a.Lag(1)
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			c, name := client(a), fmt.Sprintf("user-%d", i)
			a.AddUser(name, fakes.AccessKey(), fakes.Created(time.Unix(int64(i), 0)))
			_, err := c.TagUser(ctx, &iam.TagUserInput{UserName: &name, Tags: []types.Tag{{Key: str("k"), Value: str("v")}}})
			assert.NoError(t, err)
			out, err := c.ListUsers(ctx, nil)
			if assert.NoError(t, err) && len(out.Users) > 0 {
				*out.Users[0].Arn = "mine"
			}
			_, err = c.GetAccountAuthorizationDetails(ctx, nil)
			assert.NoError(t, err)
		})
	}
	wg.Wait()
	a.Lag(0)
	for range 3 {
		_, err := client(a).GetAccountSummary(ctx, nil)
		require.NoError(t, err)
	}
	out, err := client(a).ListUsers(ctx, nil)
	require.NoError(t, err)
	require.Len(t, out.Users, 20)
	for _, u := range out.Users {
		assert.NotEqual(t, "mine", *u.Arn)
	}
}
