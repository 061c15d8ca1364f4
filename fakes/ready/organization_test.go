package ready_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/ready"
)

// inMember returns a configuration of the role for scans in a member.
func inMember(management aws.Config, id, externalID string) aws.Config {
	cfg := management.Copy()
	role := "arn:aws:iam::" + id + ":role/" + ready.ScanRole
	cfg.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(sts.NewFromConfig(management), role, func(o *stscreds.AssumeRoleOptions) {
		o.ExternalID = aws.String(externalID)
	}))
	return cfg
}

// Code that goes through the accounts of an organization, and counts users.
func ExampleOrganization() {
	ctx := context.Background()
	management := ready.Organization(4).Management().Config()
	pages := organizations.NewListAccountsPaginator(organizations.NewFromConfig(management), &organizations.ListAccountsInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, a := range page.Accounts {
			if *a.Id == "999999999999" {
				continue // the management account itself
			}
			_, err := iam.NewFromConfig(inMember(management, *a.Id, ready.ExternalID)).ListUsers(ctx, nil)
			fmt.Println(*a.Id, a.Status, err == nil)
		}
	}
	// Output:
	// 111122223333 ACTIVE true
	// 111122223334 ACTIVE true
	// 111122223335 ACTIVE true
	// 111122223336 SUSPENDED false
}

// TestScanRole: the external id opens the role, which reads and does no more.
func TestScanRole(t *testing.T) {
	org := ready.Organization(3)
	require.NoError(t, org.Err())
	scanner := func(a *fakes.Account) aws.Config { // whose policies count
		role := a.AddRole("scanner", fakes.TrustAccount(a.ID()), fakes.InlinePolicy("scan", `{"Version":"2012-10-17","Statement":{
			"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::*:role/`+ready.ScanRole+`"}}`))
		return a.ConfigAs(role.ARN)
	}
	management, member := scanner(org.Management()), scanner(org.Account("111122223333"))
	for _, id := range []string{"111122223333", "111122223334"} {
		client := iam.NewFromConfig(inMember(management, id, ready.ExternalID))
		_, err := client.GetAccountAuthorizationDetails(t.Context(), nil)
		require.NoError(t, err)
		_, err = client.CreateUser(t.Context(), &iam.CreateUserInput{UserName: aws.String("intruder")})
		assert.ErrorContains(t, err, "is not authorized to perform: iam:CreateUser")
		_, err = iam.NewFromConfig(inMember(management, id, "another")).ListUsers(t.Context(), nil)
		assert.ErrorContains(t, err, "is not authorized to perform: sts:AssumeRole")
		_, err = iam.NewFromConfig(inMember(member, id, ready.ExternalID)).ListUsers(t.Context(), nil)
		assert.ErrorContains(t, err, "is not authorized to perform: sts:AssumeRole", "members do not scan each other")
	}
}

// TestOrganizationSizes: health goes in turn, and one account is suspended from
// two on.
func TestOrganizationSizes(t *testing.T) {
	for n := range 8 {
		org := ready.Organization(n)
		require.NoError(t, org.Err(), n)
		assert.Len(t, org.Accounts(), n+1)
		out, err := organizations.NewFromConfig(org.Management().Config()).ListAccounts(t.Context(), nil)
		require.NoError(t, err)
		suspended := 0
		for _, a := range out.Accounts {
			if a.Status == types.AccountStatusSuspended {
				suspended++
			}
		}
		assert.Equal(t, n > 1, suspended == 1, n)
		for _, a := range org.Accounts() {
			require.NoError(t, a.Err(), a.ID())
		}
	}
}

// TestOrganizationHealth: what each kind of member has.
func TestOrganizationHealth(t *testing.T) {
	org := ready.Organization(4, func(o *ready.Options) { o.ID = "200000000000" })
	users := func(a *fakes.Account) int {
		out, err := iam.NewFromConfig(a.Config()).ListUsers(t.Context(), nil)
		require.NoError(t, err)
		return len(out.Users)
	}
	assert.Equal(t, users(ready.Clean()), users(org.Account("200000000000")))
	assert.Equal(t, users(ready.Troubled()), users(org.Account("200000000001")))
	assert.Zero(t, users(org.Account("200000000002")))
	_, err := iam.NewFromConfig(org.Account("200000000003").Config()).ListUsers(t.Context(), nil)
	assert.Error(t, err, "it is suspended")
}
