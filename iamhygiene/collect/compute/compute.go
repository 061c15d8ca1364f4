package compute

import (
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// Collectors returns the collectors of the datasets iamhygiene.Instances and
// iamhygiene.Functions, for collect.Options.Collectors. They take the
// permissions ec2:DescribeInstances and lambda:ListFunctions.
func Collectors() []collect.Collector {
	return []collect.Collector{
		collect.New(iamhygiene.Instances, instances, collect.Regional),
		collect.New(iamhygiene.Functions, functions, collect.Regional),
	}
}
