package collect

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// noOrganization is the code by which Organizations says that the account is in
// none, which is a fact.
const noOrganization = "AWSOrganizationsNotInUseException"

// organization collects the organization of the account.
func organization(ctx context.Context, p *Pass) (*iamhygiene.Organization, error) {
	org, err := describeOrganization(ctx, p)
	if org == nil || err != nil {
		return &iamhygiene.Organization{}, err
	}
	return &iamhygiene.Organization{
		Member: true, ID: aws.ToString(org.Id), ARN: aws.ToString(org.Arn), FeatureSet: string(org.FeatureSet),
		ManagementAccount: aws.ToString(org.MasterAccountId),
	}, nil
}

// describeOrganization returns nil for an account that is in none.
func describeOrganization(ctx context.Context, p *Pass) (*types.Organization, error) {
	out, err := organizations.NewFromConfig(p.Config).DescribeOrganization(ctx, &organizations.DescribeOrganizationInput{})
	if hasCode(err, noOrganization) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if out.Organization == nil {
		return nil, invalid("organizations:DescribeOrganization", "organizations:DescribeOrganization returned no organization")
	}
	return out.Organization, nil
}

// organizationAccounts collects the accounts of the organization.
func organizationAccounts(ctx context.Context, p *Pass) ([]iamhygiene.OrganizationAccount, error) {
	client := organizations.NewFromConfig(p.Config)
	all, err := List(ctx, "organizations:ListAccounts", func(ctx context.Context, token *string) ([]iamhygiene.OrganizationAccount, *string, error) {
		out, err := client.ListAccounts(ctx, &organizations.ListAccountsInput{NextToken: token})
		if err != nil {
			return nil, nil, err
		}
		return convert(out.Accounts, func(a types.Account) iamhygiene.OrganizationAccount {
			state := string(a.State)
			if state == "" {
				state = string(a.Status) // which AWS is about to drop for State
			}
			return iamhygiene.OrganizationAccount{ID: aws.ToString(a.Id), Name: aws.ToString(a.Name), State: state}
		}), out.NextToken, nil
	})
	if hasCode(err, noOrganization) {
		return []iamhygiene.OrganizationAccount{}, nil
	}
	slices.SortFunc(all, func(a, b iamhygiene.OrganizationAccount) int { return compare(a.ID, b.ID) })
	return all, forManagers(p, err)
}

// forManagers adds to a refusal what no permission of the account's own mends:
// AWS answers this call to the managers of the organization alone, and its words
// do not tell that from a policy that is missing.
func forManagers(p *Pass, err error) error {
	org, orgErr := iamhygiene.OrganizationDetails.Get(p.Snapshot)
	if !denied(err) || orgErr != nil || org.ManagementAccount == p.Account {
		return err
	}
	e := dataError("", err)
	who := "the account is not the management account of the organization: only that and delegated administrators may call it"
	if !org.Member {
		who = "the account is in no organization: only the managers of one may call it"
		e.Action, e.Actions = "", nil // no permission mends that
	}
	e.Message += " (" + who + ")"
	return e
}

// rootFeatures collects the features of centralised root access. The refusals
// that the API models are facts about the account.
func rootFeatures(ctx context.Context, p *Pass) (*iamhygiene.RootManagement, error) {
	out, err := iam.NewFromConfig(p.Config).ListOrganizationsFeatures(ctx, &iam.ListOrganizationsFeaturesInput{})
	for _, code := range [...]string{
		"AccountNotManagementOrDelegatedAdministratorException", "OrganizationNotFoundException",
		"OrganizationNotInAllFeaturesModeException", "ServiceAccessNotEnabledException",
	} {
		if hasCode(err, code) {
			return &iamhygiene.RootManagement{Enabled: []string{}, Code: code}, nil
		}
	}
	if err != nil {
		return nil, err
	}
	enabled := []string{}
	for _, f := range out.EnabledFeatures {
		enabled = append(enabled, string(f))
	}
	slices.Sort(enabled)
	return &iamhygiene.RootManagement{Enabled: enabled}, nil
}
