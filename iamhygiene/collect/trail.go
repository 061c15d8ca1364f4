package collect

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// trails collects the trails that record the account. A multi-Region trail is
// shown in every Region, and one of the organization in every account, as a
// shadow trail: so each trail that any Region shows is here, once.
//
// The shadows are asked for, although each Region tells of its own trails
// without them: the trails of an organization are known by nothing else, and a
// multi-Region trail shows where its home Region cannot be read.
func trails(ctx context.Context, p *Pass) ([]iamhygiene.Trail, error) {
	shown, err := InRegions(ctx, p, describeTrails)
	if err != nil {
		return nil, err
	}
	all := shown.Items
	slices.SortStableFunc(all, func(a, b iamhygiene.Trail) int { return compare(a.ARN, b.ARN) })
	all = slices.CompactFunc(all, func(a, b iamhygiene.Trail) bool { return a.ARN == b.ARN })
	arns := make([]string, len(all))
	byARN := make(map[string]*iamhygiene.Trail, len(all))
	for i := range all {
		arns[i] = all[i].ARN
		byARN[all[i].ARN] = &all[i]
	}
	// No call is spared where the first are refused: there are few trails, and
	// that there are any is known all the same.
	errs, _, err := p.each(ctx, arns, 0, func(ctx context.Context, arn string) error {
		trail := byARN[arn]
		return describeTrail(ctx, cloudtrail.NewFromConfig(p.In(trail.HomeRegion)), trail)
	})
	if err != nil {
		return nil, err
	}
	for i, arn := range arns {
		p.Lost(arn, errs[i])
	}
	return all, nil
}

// describeTrails returns the trails that a Region shows, which come in one page.
func describeTrails(ctx context.Context, cfg aws.Config, _ string) ([]iamhygiene.Trail, error) {
	const operation = "cloudtrail:DescribeTrails"
	out, err := cloudtrail.NewFromConfig(cfg).DescribeTrails(ctx, &cloudtrail.DescribeTrailsInput{IncludeShadowTrails: aws.Bool(true)})
	if err != nil {
		return nil, err
	}
	for _, t := range out.TrailList {
		if aws.ToString(t.TrailARN) == "" || aws.ToString(t.HomeRegion) == "" {
			return nil, invalid(operation, operation+" returned a trail without its ARN or home Region")
		}
	}
	return convert(out.TrailList, func(t types.Trail) iamhygiene.Trail {
		return iamhygiene.Trail{
			ARN: *t.TrailARN, Name: aws.ToString(t.Name), HomeRegion: *t.HomeRegion,
			MultiRegion: aws.ToBool(t.IsMultiRegionTrail), Organization: aws.ToBool(t.IsOrganizationTrail),
			GlobalEvents: aws.ToBool(t.IncludeGlobalServiceEvents),
			Bucket:       aws.ToString(t.S3BucketName), LogGroup: aws.ToString(t.CloudWatchLogsLogGroupArn),
		}
	}), nil
}

// describeTrail asks what a trail does now. One answer counts without the other.
// That a trail is not found is no answer: it is what a member of an organization
// may be told of a trail that records it.
func describeTrail(ctx context.Context, client *cloudtrail.Client, trail *iamhygiene.Trail) error {
	status, statusErr := client.GetTrailStatus(ctx, &cloudtrail.GetTrailStatusInput{Name: aws.String(trail.ARN)})
	if statusErr == nil && status.IsLogging == nil {
		statusErr = invalid("cloudtrail:GetTrailStatus", "cloudtrail:GetTrailStatus does not say whether the trail logs")
	}
	if statusErr == nil {
		trail.Logging = status.IsLogging
	}
	selectors, err := client.GetEventSelectors(ctx, &cloudtrail.GetEventSelectorsInput{TrailName: aws.String(trail.ARN)})
	if err == nil {
		trail.Selectors = &iamhygiene.EventSelectors{
			Basic:    orNil(convert(selectors.EventSelectors, basicSelector)),
			Advanced: orNil(convert(selectors.AdvancedEventSelectors, advancedSelector)),
		}
	}
	return either(statusErr, err)
}

// basicSelector converts a basic event selector. What it leaves out has the
// default of the API.
func basicSelector(s types.EventSelector) iamhygiene.EventSelector {
	kind := string(s.ReadWriteType)
	if kind == "" {
		kind = string(types.ReadWriteTypeAll)
	}
	return iamhygiene.EventSelector{
		ReadWrite: kind, Management: s.IncludeManagementEvents == nil || *s.IncludeManagementEvents,
		Excluded: orNil(s.ExcludeManagementEventSources),
	}
}

func advancedSelector(s types.AdvancedEventSelector) iamhygiene.AdvancedEventSelector {
	return iamhygiene.AdvancedEventSelector{
		Name: aws.ToString(s.Name),
		Fields: convert(s.FieldSelectors, func(f types.AdvancedFieldSelector) iamhygiene.FieldSelector {
			return iamhygiene.FieldSelector{
				Field: aws.ToString(f.Field), Equals: orNil(f.Equals), NotEquals: orNil(f.NotEquals),
				StartsWith: orNil(f.StartsWith), NotStartsWith: orNil(f.NotStartsWith),
				EndsWith: orNil(f.EndsWith), NotEndsWith: orNil(f.NotEndsWith),
			}
		}),
	}
}
