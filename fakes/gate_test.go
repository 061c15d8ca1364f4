package fakes_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

// in is a configuration with another Region.
func in(cfg aws.Config, region string) aws.Config {
	cfg.Region = region
	return cfg
}

func listAnalyzers(cfg aws.Config) error {
	_, err := accessanalyzer.NewFromConfig(cfg).ListAnalyzers(ctx, nil)
	return err
}

func whoAmI(cfg aws.Config) error {
	_, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, nil)
	return err
}

func TestRegionsThatAreNotEnabled(t *testing.T) {
	a := fakes.NewAccount(mainID)
	cfg := a.Config()
	for _, region := range []string{"us-east-1", "eu-west-1", "xx-future-1"} {
		require.NoError(t, listAnalyzers(in(cfg, region)), "%s is enabled for everybody, or unknown", region)
	}
	refused(t, listAnalyzers(in(cfg, "eu-south-1")), 400, "UnrecognizedClientException", "security token")
	refused(t, whoAmI(in(cfg, "eu-south-1")), 403, "InvalidClientTokenId", "security token")
	require.NoError(t, readUsers(in(cfg, "eu-south-1")), "IAM answers from one Region for all")
	_, err := organizations.NewFromConfig(in(cfg, "eu-south-1")).DescribeOrganization(ctx, nil)
	assert.True(t, as[*orgtypes.AWSOrganizationsNotInUseException](err), "so does Organizations: %v", err)

	regions := account.NewFromConfig(in(cfg, "eu-south-1"))
	_, err = regions.EnableRegion(ctx, &account.EnableRegionInput{RegionName: aws.String("eu-south-1")})
	require.NoError(t, err, "and Account Management, or nobody could enable a Region from it")
	refused(t, listAnalyzers(in(cfg, "eu-south-1")), 400, "UnrecognizedClientException", "security token")
	_, err = regions.GetRegionOptStatus(ctx, &account.GetRegionOptStatusInput{RegionName: aws.String("eu-south-1")})
	require.NoError(t, err)
	require.NoError(t, listAnalyzers(in(cfg, "eu-south-1")), "the Region was being enabled, and is now")

	other := fakes.NewAccount(otherID, func(o *fakes.Options) { o.Beside = a })
	require.Error(t, listAnalyzers(in(other.Config(), "eu-south-1")), "each account chooses for itself")
	a.DisableRegions("eu-south-1")
	require.Error(t, listAnalyzers(in(cfg, "eu-south-1")))

	fakes.On(a, func(context.Context, *accessanalyzer.ListAnalyzersInput) (*accessanalyzer.ListAnalyzersOutput, error) {
		return nil, nil
	})
	require.Error(t, listAnalyzers(in(cfg, "eu-south-1")), "what a test registers is behind the door too")
	assert.Len(t, fakes.CallsTo[accessanalyzer.ListAnalyzersInput](other), 1, "refused calls are recorded too")
}

func TestSuspendedAccounts(t *testing.T) {
	org := fakes.NewOrganization()
	home, shop := org.Account(mainID), org.Account(otherID)
	audit := shop.AddRole("Audit", fakes.TrustAccount(mainID)).ARN
	assume := func(from *fakes.Account) error {
		_, err := sts.NewFromConfig(from.Config()).AssumeRole(ctx, &sts.AssumeRoleInput{RoleArn: &audit, RoleSessionName: aws.String("scan")})
		return err
	}
	session, err := sts.NewFromConfig(home.Config()).AssumeRole(ctx, &sts.AssumeRoleInput{RoleArn: &audit, RoleSessionName: aws.String("scan")})
	require.NoError(t, err)
	inside := with(home.Config(), session.Credentials)
	require.NoError(t, whoAmI(inside))

	org.Suspend(otherID)
	refused(t, readUsers(shop.Config()), 403, "InvalidClientTokenId", "security token")
	refused(t, listAnalyzers(shop.Config()), 400, "UnrecognizedClientException", "security token")
	refused(t, whoAmI(inside), 403, "InvalidClientTokenId", "security token")
	refused(t, assume(home), 403, "AccessDenied", "is not authorized to perform: sts:AssumeRole on resource: "+audit)
	require.NoError(t, readUsers(home.Config()), "the other accounts work")
	out, err := organizations.NewFromConfig(org.Management().Config()).DescribeAccount(ctx, &organizations.DescribeAccountInput{AccountId: aws.String(otherID)})
	require.NoError(t, err, "the organization still lists the account")
	assert.Equal(t, orgtypes.AccountStatusSuspended, out.Account.Status)

	org.Reinstate(otherID)
	require.NoError(t, readUsers(shop.Config()))
	require.NoError(t, assume(home))
	org.CloseAccount(otherID)
	require.NoError(t, readUsers(shop.Config()), "an account whose closure is pending still works")
}
