package ec2fake

import (
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	acct "github.com/aws/aws-sdk-go-v2/service/account/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (m *compute) describeRegions(c *model.Call, in *ec2.DescribeRegionsInput) (*ec2.DescribeRegionsOutput, error) {
	status := m.account.Regions(c.Account)
	for _, name := range in.RegionNames {
		if _, ok := status[name]; !ok {
			return nil, invalidValue("Invalid region: [%s]", name)
		}
	}
	suffix := ".amazonaws.com"
	if c.Account.Partition == "aws-cn" {
		suffix += ".cn"
	}
	var all []types.Region
	for _, name := range slices.Sorted(maps.Keys(status)) {
		opt := optIn(status[name])
		if len(in.RegionNames) > 0 && !slices.Contains(in.RegionNames, name) || opt == "not-opted-in" && !aws.ToBool(in.AllRegions) {
			continue
		}
		all = append(all, types.Region{RegionName: aws.String(name), OptInStatus: aws.String(opt), Endpoint: aws.String("ec2." + name + suffix)})
	}
	all, err := filter(c, all, in.Filters, func(r types.Region) properties {
		return properties{"region-name": text(r.RegionName), "opt-in-status": text(r.OptInStatus), "endpoint": text(r.Endpoint)}
	})
	return &ec2.DescribeRegionsOutput{Regions: all}, err
}

// optIn is the status of a Region in the words of EC2.
func optIn(s acct.RegionOptStatus) string {
	switch s {
	case acct.RegionOptStatusEnabledByDefault:
		return "opt-in-not-required"
	case acct.RegionOptStatusEnabled, acct.RegionOptStatusDisabling:
		return "opted-in"
	}
	return "not-opted-in"
}
