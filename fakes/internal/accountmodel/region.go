package accountmodel

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/account/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// regions are those of one partition: enabled for everybody, and those that an
// account chooses.
type regions struct{ standard, optIn []string }

func regionsOf(partition string) regions {
	switch partition {
	case "aws-cn":
		return regions{standard: []string{"cn-north-1", "cn-northwest-1"}}
	case "aws-us-gov":
		return regions{standard: []string{"us-gov-east-1", "us-gov-west-1"}}
	}
	return regions{
		// Regions from before March 20, 2019.
		standard: []string{
			"ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
			"ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1",
			"us-east-1", "us-east-2", "us-west-1", "us-west-2",
		},
		optIn: []string{
			"af-south-1", "ap-east-1", "ap-east-2", "ap-south-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
			"ap-southeast-6", "ap-southeast-7", "ca-west-1", "eu-central-2", "eu-south-1", "eu-south-2", "il-central-1",
			"me-central-1", "me-south-1", "mx-central-1",
		},
	}
}

// status returns the status of a Region, and false for one that the partition
// does not have.
func (st *store) status(partition, region string) (types.RegionOptStatus, bool) {
	if slices.Contains(regionsOf(partition).standard, region) {
		return types.RegionOptStatusEnabledByDefault, true
	}
	status, ok := st.regions[region]
	return status, ok
}

// shown ends a change that a caller saw under way.
func (s *Service) shown(a *model.Account, region string, status types.RegionOptStatus) {
	st := s.state.At(a)
	if st.regions[region] != status {
		return // the caller saw the past
	}
	switch status {
	case types.RegionOptStatusEnabling:
		st.regions[region] = types.RegionOptStatusEnabled
	case types.RegionOptStatusDisabling:
		st.regions[region] = types.RegionOptStatusDisabled
	}
}

func (s *Service) listRegions(_ context.Context, c *model.Call, in *account.ListRegionsInput) (*account.ListRegionsOutput, error) {
	about, err := s.target(c, in.AccountId)
	if err != nil {
		return nil, err
	}
	if in.MaxResults != nil && (*in.MaxResults < 1 || *in.MaxResults > 50) {
		return nil, faulty("maxResults", "The value of maxResults must be between 1 and 50.")
	}
	for _, wanted := range in.RegionOptStatusContains {
		if !slices.Contains(wanted.Values(), wanted) {
			return nil, faulty("regionOptStatusContains", "The value of regionOptStatusContains has a status that does not exist.")
		}
	}
	st, known := s.state.Read(about), regionsOf(about.Account.Partition)
	names := slices.Concat(known.standard, known.optIn)
	slices.SortFunc(names, strings.Compare)
	var all []types.Region
	for _, name := range names {
		status, _ := st.status(about.Account.Partition, name)
		if len(in.RegionOptStatusContains) == 0 || slices.Contains(in.RegionOptStatusContains, status) {
			all = append(all, types.Region{RegionName: aws.String(name), RegionOptStatus: status})
		}
	}
	page, next, ok := model.Page(c, all, func(r types.Region) string { return *r.RegionName }, in.NextToken, in.MaxResults, 50)
	if !ok {
		return nil, faulty("nextToken", "The value of nextToken is invalid.")
	}
	for _, r := range page {
		s.shown(about.Account, *r.RegionName, r.RegionOptStatus)
	}
	return &account.ListRegionsOutput{Regions: page, NextToken: next}, nil
}

func (s *Service) getRegionOptStatus(_ context.Context, c *model.Call, in *account.GetRegionOptStatusInput) (*account.GetRegionOptStatusOutput, error) {
	about, err := s.target(c, in.AccountId)
	if err != nil {
		return nil, err
	}
	st := s.state.Read(about)
	status, ok := st.status(about.Account.Partition, aws.ToString(in.RegionName))
	if !ok {
		return nil, notRegion("The Region does not exist.")
	}
	s.shown(about.Account, *in.RegionName, status)
	return &account.GetRegionOptStatusOutput{RegionName: in.RegionName, RegionOptStatus: status}, nil
}

func notRegion(message string) error {
	return &types.ValidationException{Message: aws.String(message), Reason: types.ValidationExceptionReasonInvalidRegionOptTarget}
}

func (s *Service) enableRegion(_ context.Context, c *model.Call, in *account.EnableRegionInput) (*account.EnableRegionOutput, error) {
	return nil, s.opt(c, in.AccountId, in.RegionName, types.RegionOptStatusEnabling, types.RegionOptStatusEnabled)
}

func (s *Service) disableRegion(_ context.Context, c *model.Call, in *account.DisableRegionInput) (*account.DisableRegionOutput, error) {
	return nil, s.opt(c, in.AccountId, in.RegionName, types.RegionOptStatusDisabling, types.RegionOptStatusDisabled)
}

// opt begins to enable or to disable a Region. What is so already stays so.
func (s *Service) opt(c *model.Call, id, region *string, begins, ends types.RegionOptStatus) error {
	about, err := s.target(c, id)
	if err != nil {
		return err
	}
	st, name := s.state.Write(about), aws.ToString(region)
	switch status, ok := st.status(about.Account.Partition, name); {
	case !ok, status == types.RegionOptStatusEnabledByDefault:
		return notRegion("The Region cannot be enabled or disabled.")
	case status == begins, status == ends:
		return nil
	case status == types.RegionOptStatusEnabling, status == types.RegionOptStatusDisabling:
		return model.Errorf("ConflictException", "The Region is being enabled or disabled; try again later.")
	}
	st.regions[name] = begins
	return nil
}

// gate keeps the account out of Regions that it has not enabled: they do not
// have its keys. Global services answer from Regions that every account has.
//
// AWS: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
func (s *Service) gate(c *model.Call) error {
	if s.RegionEnabled(c.Account, c.Endpoint) {
		return nil
	}
	return model.ErrUnknownKey
}

// RegionEnabled reports whether the services of a Region know the account. A
// Region that AWS does not have counts as enabled, so that Regions from after
// this release work; so does one that is being disabled.
func (s *Service) RegionEnabled(a *model.Account, region string) bool {
	status, ok := s.state.At(a).status(a.Partition, region)
	return !ok || status != types.RegionOptStatusDisabled && status != types.RegionOptStatusEnabling
}

// Regions returns the Regions of the account's partition with their status.
func (s *Service) Regions(a *model.Account) map[string]types.RegionOptStatus {
	all, st := make(map[string]types.RegionOptStatus), s.state.At(a)
	for name, status := range st.regions {
		all[name] = status
	}
	for _, name := range regionsOf(a.Partition).standard {
		all[name] = types.RegionOptStatusEnabledByDefault
	}
	return all
}

// SetRegion enables or disables a Region at once. ok is false for one that
// cannot be chosen.
func (s *Service) SetRegion(a *model.Account, region string, enabled bool) (ok bool) {
	st := s.state.At(a)
	if _, ok := st.regions[region]; !ok {
		return false
	}
	st.regions[region] = types.RegionOptStatusDisabled
	if enabled {
		st.regions[region] = types.RegionOptStatusEnabled
	}
	return true
}
