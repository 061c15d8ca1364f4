package fakes

import (
	"slices"
	"time"
)

// Options are the options of a fake. The zero value of each field stands for
// the default that it names.
type Options struct {
	// Clock tells the time of the fake: when users were created, how old a
	// credential report is. The default stands still at noon (UTC) of 15 May
	// 2023; Advance moves it. Signatures and the expiry of temporary credentials
	// follow the real time, as the SDK does.
	Clock func() time.Time
	// Region is the Region of the configurations, by default the first of the
	// partition: us-east-1, cn-north-1 or us-gov-west-1.
	Region string
	// Partition is "aws" by default, or "aws-cn" or "aws-us-gov". All accounts
	// of a fake are in one partition.
	Partition string
	// ManagementAccount is the id of the management account of an
	// organization, by default 999999999999.
	ManagementAccount string
	// Beside puts an account into the fake of another one, so that roles of one
	// can be assumed from the other. It does not make them members of one
	// organization; [Organization.Account] does. The other options are those
	// of the existing fake.
	Beside *Account
}

func (o Options) clock() func() time.Time {
	if o.Clock != nil {
		return o.Clock
	}
	return func() time.Time { return time.Date(2023, time.May, 15, 12, 0, 0, 0, time.UTC) }
}

func (o Options) partition() string {
	if o.Partition == "" {
		return "aws"
	}
	return o.Partition
}

// known reports whether the partition is one that the fakes know.
func (o Options) known() bool {
	return slices.Contains([]string{"aws", "aws-cn", "aws-us-gov"}, o.partition())
}

func (o Options) region() string {
	if o.Region != "" {
		return o.Region
	}
	switch o.Partition {
	case "aws-cn":
		return "cn-north-1"
	case "aws-us-gov":
		return "us-gov-west-1"
	}
	return "us-east-1"
}
