package collect

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// configRecorders collects the customer managed recorders of AWS Config, of
// which a Region has one at most. The recorders of services record for them.
func configRecorders(ctx context.Context, p *Pass) (iamhygiene.Regional[iamhygiene.ConfigRecorder], error) {
	return InRegions(ctx, p, func(ctx context.Context, cfg aws.Config, region string) ([]iamhygiene.ConfigRecorder, error) {
		client := configservice.NewFromConfig(cfg)
		// Neither operation has pages.
		out, err := client.DescribeConfigurationRecorders(ctx, &configservice.DescribeConfigurationRecordersInput{})
		if err != nil {
			return nil, err
		}
		customers := slices.DeleteFunc(slices.Clone(out.ConfigurationRecorders), func(r types.ConfigurationRecorder) bool {
			return aws.ToString(r.ServicePrincipal) != ""
		})
		recorders := convert(customers, func(r types.ConfigurationRecorder) iamhygiene.ConfigRecorder { return recorder(r, region) })
		if len(recorders) == 0 {
			return recorders, nil
		}
		// The recorders are known even if their status is not.
		p.Lost(region, recorderStatus(ctx, client, recorders))
		return recorders, nil
	})
}

func recorder(r types.ConfigurationRecorder, region string) iamhygiene.ConfigRecorder {
	out := iamhygiene.ConfigRecorder{Name: aws.ToString(r.Name), Region: region}
	g := r.RecordingGroup
	if g == nil {
		return out
	}
	text := func(t types.ResourceType) string { return string(t) }
	out.AllSupported, out.GlobalTypes = g.AllSupported, g.IncludeGlobalResourceTypes
	if g.RecordingStrategy != nil {
		out.Strategy = string(g.RecordingStrategy.UseOnly)
	}
	out.Types = orNil(convert(g.ResourceTypes, text))
	if g.ExclusionByResourceTypes != nil {
		out.Excluded = orNil(convert(g.ExclusionByResourceTypes.ResourceTypes, text))
	}
	return out
}

// recorderStatus fills in whether recorders record.
func recorderStatus(ctx context.Context, client *configservice.Client, recorders []iamhygiene.ConfigRecorder) error {
	const operation = "config:DescribeConfigurationRecorderStatus"
	out, err := client.DescribeConfigurationRecorderStatus(ctx, &configservice.DescribeConfigurationRecorderStatusInput{})
	if err != nil {
		return err
	}
	for i := range recorders {
		r := &recorders[i]
		at := slices.IndexFunc(out.ConfigurationRecordersStatus, func(s types.ConfigurationRecorderStatus) bool {
			return aws.ToString(s.Name) == r.Name
		})
		if at < 0 {
			return invalid(operation, operation+" says nothing about the recorder "+r.Name)
		}
		r.Recording = aws.Bool(out.ConfigurationRecordersStatus[at].Recording)
		r.LastStatus = string(out.ConfigurationRecordersStatus[at].LastStatus)
	}
	return nil
}
