package compute

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// instances collects the instances of all states. The account of an instance is
// that of its reservation.
func instances(ctx context.Context, p *collect.Pass) (iamhygiene.Regional[iamhygiene.Instance], error) {
	return collect.InRegions(ctx, p, func(ctx context.Context, cfg aws.Config, region string) ([]iamhygiene.Instance, error) {
		client := ec2.NewFromConfig(cfg)
		all, err := collect.List(ctx, "ec2:DescribeInstances", func(ctx context.Context, token *string) ([]iamhygiene.Instance, *string, error) {
			out, err := client.DescribeInstances(ctx, &ec2.DescribeInstancesInput{NextToken: token, MaxResults: aws.Int32(1000)})
			if err != nil {
				return nil, nil, err
			}
			var page []iamhygiene.Instance
			for _, r := range out.Reservations {
				for _, i := range r.Instances {
					page = append(page, instance(i, aws.ToString(r.OwnerId), region))
				}
			}
			return page, out.NextToken, nil
		})
		slices.SortFunc(all, func(a, b iamhygiene.Instance) int { return strings.Compare(a.ID, b.ID) })
		return all, err
	})
}

func instance(i types.Instance, account, region string) iamhygiene.Instance {
	out := iamhygiene.Instance{ID: aws.ToString(i.InstanceId), Region: region, Account: account}
	if i.State != nil {
		out.State = string(i.State.Name)
	}
	if i.IamInstanceProfile != nil {
		out.Profile, out.ProfileID = aws.ToString(i.IamInstanceProfile.Arn), aws.ToString(i.IamInstanceProfile.Id)
	}
	if i.MetadataOptions != nil {
		out.TokensRequired = i.MetadataOptions.HttpTokens == types.HttpTokensStateRequired
	}
	for _, t := range i.Tags {
		if out.Tags == nil {
			out.Tags = make(map[string]string, len(i.Tags))
		}
		out.Tags[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	return out
}
