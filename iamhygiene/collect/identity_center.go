package collect

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// identityCenter collects the instances of IAM Identity Center. One that is
// replicated to further Regions shows in each of them; it is here once, in the
// Region where it was enabled.
func identityCenter(ctx context.Context, p *Pass) (iamhygiene.Regional[iamhygiene.IdentityCenterInstance], error) {
	all, err := InRegions(ctx, p, func(ctx context.Context, cfg aws.Config, region string) ([]iamhygiene.IdentityCenterInstance, error) {
		client := ssoadmin.NewFromConfig(cfg)
		return List(ctx, "sso:ListInstances", func(ctx context.Context, token *string) ([]iamhygiene.IdentityCenterInstance, *string, error) {
			out, err := client.ListInstances(ctx, &ssoadmin.ListInstancesInput{NextToken: token})
			if err != nil {
				return nil, nil, err
			}
			return convert(out.Instances, func(i types.InstanceMetadata) iamhygiene.IdentityCenterInstance {
				home := aws.ToString(i.PrimaryRegion)
				if home == "" {
					home = region
				}
				return iamhygiene.IdentityCenterInstance{
					ARN: aws.ToString(i.InstanceArn), Region: home, Name: aws.ToString(i.Name), Owner: aws.ToString(i.OwnerAccountId),
					Status: string(i.Status), Created: aws.ToTime(i.CreatedDate),
				}
			}), out.NextToken, nil
		})
	})
	slices.SortStableFunc(all.Items, func(a, b iamhygiene.IdentityCenterInstance) int { return compare(a.Region, b.Region, a.ARN, b.ARN) })
	all.Items = slices.CompactFunc(all.Items, func(a, b iamhygiene.IdentityCenterInstance) bool { return a.ARN == b.ARN })
	return all, err
}
