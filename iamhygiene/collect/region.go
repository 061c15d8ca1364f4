package collect

import (
	"context"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/account/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

const listRegions = "account:ListRegions"

// InRegions collects the items of all Regions of the account. f returns those of
// one Region, to the last page; cfg is the configuration for its clients there.
//
// A Region for which f fails is an error of the dataset with the Region as its
// scope. If the Regions of the account are not known, there is one with the
// scope [ScopeRegions]. If no Region could be read, InRegions returns an error:
// nothing is known, which is not the same as that there is nothing.
//
// The items are in the order of the Regions, and within one in that of f.
func InRegions[T any](ctx context.Context, p *Pass, f func(ctx context.Context, cfg aws.Config, region string) ([]T, error)) (iamhygiene.Regional[T], error) {
	regions, incomplete := p.Regions()
	return inThese(ctx, p, regions, incomplete, f)
}

// inThese is InRegions for Regions of the caller's choice.
func inThese[T any](ctx context.Context, p *Pass, regions []string, incomplete *iamhygiene.DataError, f func(ctx context.Context, cfg aws.Config, region string) ([]T, error)) (iamhygiene.Regional[T], error) {
	out := iamhygiene.Regional[T]{Regions: []string{}, Items: []T{}}
	var mu sync.Mutex
	items := make(map[string][]T, len(regions))
	// All Regions are tried, whatever the first ones say: a guardrail commonly
	// refuses every Region but the few that are in use.
	errs, _, err := p.each(ctx, regions, 0, func(ctx context.Context, region string) error {
		list, err := f(ctx, p.In(region), region)
		if err == nil {
			mu.Lock()
			defer mu.Unlock()
			items[region] = list
		}
		return err
	})
	if err != nil {
		return out, err
	}
	for i, region := range regions {
		if errs[i] != nil {
			p.Lost(region, errs[i])
			continue
		}
		out.Regions = append(out.Regions, region)
		out.Items = append(out.Items, items[region]...)
	}
	if incomplete != nil {
		p.Lost(ScopeRegions, incomplete)
	}
	if len(out.Regions) == 0 && len(errs) > 0 {
		return out, errs[0]
	}
	return out, nil
}

// findRegions sets the Regions that regional datasets are collected in.
func (r *run) findRegions(ctx context.Context) {
	if len(r.opts.Regions) > 0 {
		r.regions = slices.Compact(slices.Sorted(slices.Values(r.opts.Regions)))
		return
	}
	client := account.NewFromConfig(r.cfg)
	regions, err := List(ctx, listRegions, func(ctx context.Context, token *string) ([]types.Region, *string, error) {
		out, err := client.ListRegions(ctx, &account.ListRegionsInput{
			NextToken:               token,
			RegionOptStatusContains: []types.RegionOptStatus{types.RegionOptStatusEnabled, types.RegionOptStatusEnabledByDefault},
		})
		if err != nil {
			return nil, nil, err
		}
		return out.Regions, out.NextToken, nil
	})
	for _, region := range regions {
		if name := aws.ToString(region.RegionName); name != "" {
			r.regions = append(r.regions, name)
		}
	}
	if err == nil && len(r.regions) == 0 {
		err = &iamhygiene.DataError{Operation: listRegions, Code: iamhygiene.CodeInvalid, Message: listRegions + " returned no Region"}
	}
	if err != nil {
		e := dataError("", err)
		e.Message = "only the Region " + r.cfg.Region + " was read, because the Regions of the account are not known: " + e.Message
		r.regions, r.regionsErr = []string{r.cfg.Region}, e
		return
	}
	slices.Sort(r.regions)
	r.regions = slices.Compact(r.regions)
}
