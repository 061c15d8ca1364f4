package collect

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// configRules collects the rules of AWS Config, those that services made
// included.
func configRules(ctx context.Context, p *Pass) (iamhygiene.Regional[iamhygiene.ConfigRule], error) {
	return InRegions(ctx, p, func(ctx context.Context, cfg aws.Config, region string) ([]iamhygiene.ConfigRule, error) {
		client := configservice.NewFromConfig(cfg)
		all, err := List(ctx, "config:DescribeConfigRules", func(ctx context.Context, token *string) ([]iamhygiene.ConfigRule, *string, error) {
			out, err := client.DescribeConfigRules(ctx, &configservice.DescribeConfigRulesInput{NextToken: token})
			if err != nil {
				return nil, nil, err
			}
			return convert(out.ConfigRules, func(r types.ConfigRule) iamhygiene.ConfigRule {
				rule := iamhygiene.ConfigRule{
					ARN: aws.ToString(r.ConfigRuleArn), Name: aws.ToString(r.ConfigRuleName), Region: region,
					State: string(r.ConfigRuleState), Parameters: aws.ToString(r.InputParameters),
				}
				if r.Source != nil {
					rule.Owner, rule.Source = string(r.Source.Owner), aws.ToString(r.Source.SourceIdentifier)
				}
				return rule
			}), out.NextToken, nil
		})
		slices.SortFunc(all, func(a, b iamhygiene.ConfigRule) int { return compare(a.ARN, b.ARN) })
		return all, err
	})
}
