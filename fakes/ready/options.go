package ready

import (
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/account/types"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/internal/accountmodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// DefaultID is the id of an account that [Options.ID] does not name.
const DefaultID = "111122223333"

// Options are the options of a ready-made account. The zero value of each field
// stands for the default that it names.
type Options struct {
	// ID is the id of the account, by default [DefaultID]. [Organization] counts
	// its members from it.
	ID string
	// Clock and Partition are those of [fakes.Options]. All ages are counted from
	// the time that the clock shows when the account is made.
	Clock     func() time.Time
	Partition string
	// Organization is the organization that the account joins, whose clock and
	// partition then count. Without it, a clean account is in an organization of
	// its own and a troubled one in none. [Organization] does not look at it.
	Organization *fakes.Organization
}

// read applies the options that a caller gave.
func read(options []func(*Options)) Options {
	o := Options{ID: DefaultID}
	for _, f := range options {
		f(&o)
	}
	if o.ID == "" {
		o.ID = DefaultID
	}
	return o
}

// fake hands the options on to package fakes.
func (o Options) fake(f *fakes.Options) { f.Clock, f.Partition = o.Clock, o.Partition }

// A site is an account while it is furnished.
type site struct {
	*fakes.Account
	now               time.Time
	partition, region string
}

func siteOf(a *fakes.Account) site {
	parts := strings.SplitN(a.Root().ARN, ":", 3)
	return site{Account: a, now: a.Now(), partition: parts[1], region: a.Config().Region}
}

// ago returns the time some days back.
func (s site) ago(days int) time.Time { return s.now.AddDate(0, 0, -days) }

// iam returns the ARN of something of IAM, such as "role/web".
func (s site) iam(resource string) string {
	return "arn:" + s.partition + ":iam::" + s.ID() + ":" + resource
}

// managed returns the ARN of an AWS managed policy.
func (s site) managed(name string) string { return "arn:" + s.partition + ":iam::aws:policy/" + name }

// far returns a Region of the partition other than the account's own.
func (s site) far() string {
	switch s.partition {
	case "aws-cn":
		return "cn-northwest-1"
	case "aws-us-gov":
		return "us-gov-east-1"
	}
	return "eu-west-1"
}

// regions returns the Regions that the account has enabled.
func (s site) regions() []string {
	service := fakes.Install(s.Account, accountmodel.New)
	var enabled []string
	fakes.Build(s.Account, func(_ *model.Cloud, a *model.Account) error {
		for region, status := range service.Regions(a) {
			if status == types.RegionOptStatusEnabled || status == types.RegionOptStatusEnabledByDefault {
				enabled = append(enabled, region)
			}
		}
		return nil
	})
	slices.Sort(enabled)
	return enabled
}
