package collect

import (
	"context"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

const eventPage = 100

// eventRules collects the rules of all event buses, and their targets. The
// Region to which the events of IAM and of sign-ins go is always among those
// that are read: rules about the root user are there, whichever Regions the
// account works in. A rule without its targets is of no use, so if nobody may
// read any, the dataset fails.
func eventRules(ctx context.Context, p *Pass) (iamhygiene.Regional[iamhygiene.EventRule], error) {
	regions, incomplete := p.Regions()
	if home := globalRegion(p.Partition); home != "" && !slices.Contains(regions, home) {
		regions = slices.Sorted(slices.Values(append(slices.Clone(regions), home)))
	}
	all, err := inThese(ctx, p, regions, incomplete, rulesOfRegion)
	if err != nil {
		return all, err
	}
	arns := make([]string, len(all.Items))
	byARN := make(map[string]*iamhygiene.EventRule, len(all.Items))
	for i := range all.Items {
		arns[i] = all.Items[i].ARN
		byARN[arns[i]] = &all.Items[i]
	}
	var mu sync.Mutex
	deleted := make(map[string]bool)
	err = p.Each(ctx, arns, func(ctx context.Context, arn string) (err error) {
		rule := byARN[arn]
		rule.Targets, err = targetsOf(ctx, eventbridge.NewFromConfig(p.In(rule.Region)), rule)
		if hasCode(err, "ResourceNotFoundException") { // since the rules were listed
			mu.Lock()
			defer mu.Unlock()
			deleted[arn] = true
			return nil
		}
		return err
	})
	all.Items = slices.DeleteFunc(all.Items, func(r iamhygiene.EventRule) bool { return deleted[r.ARN] })
	return all, err
}

// globalRegion returns the Region whose default event bus gets the events of
// IAM, and those of sign-ins by the global endpoint, as those of the root user
// are; "" for a partition of which this is not known.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
func globalRegion(partition string) string {
	switch partition {
	case "aws":
		return "us-east-1"
	case "aws-us-gov":
		return "us-gov-west-1"
	case "aws-cn":
		return "cn-north-1"
	}
	return ""
}

// rulesOfRegion returns the rules of the event buses of a Region, without their
// targets.
func rulesOfRegion(ctx context.Context, cfg aws.Config, region string) ([]iamhygiene.EventRule, error) {
	client := eventbridge.NewFromConfig(cfg)
	buses, err := List(ctx, "events:ListEventBuses", func(ctx context.Context, token *string) ([]types.EventBus, *string, error) {
		out, err := client.ListEventBuses(ctx, &eventbridge.ListEventBusesInput{NextToken: token, Limit: aws.Int32(eventPage)})
		if err != nil {
			return nil, nil, err
		}
		return out.EventBuses, out.NextToken, nil
	})
	if err != nil {
		return nil, err
	}
	var all []iamhygiene.EventRule
	for _, bus := range buses {
		rules, err := rulesOfBus(ctx, client, region, aws.ToString(bus.Name))
		if err != nil {
			return nil, err
		}
		all = append(all, rules...)
	}
	slices.SortFunc(all, func(a, b iamhygiene.EventRule) int { return compare(a.ARN, b.ARN) })
	return all, nil
}

func rulesOfBus(ctx context.Context, client *eventbridge.Client, region, bus string) ([]iamhygiene.EventRule, error) {
	const operation = "events:ListRules"
	rules, err := List(ctx, operation, func(ctx context.Context, token *string) ([]iamhygiene.EventRule, *string, error) {
		out, err := client.ListRules(ctx, &eventbridge.ListRulesInput{EventBusName: aws.String(bus), NextToken: token, Limit: aws.Int32(eventPage)})
		if err != nil {
			return nil, nil, err
		}
		for _, r := range out.Rules {
			if aws.ToString(r.Arn) == "" || aws.ToString(r.Name) == "" {
				return nil, nil, invalid(operation, operation+" returned a rule without its ARN or name")
			}
		}
		return convert(out.Rules, func(r types.Rule) iamhygiene.EventRule {
			return iamhygiene.EventRule{
				ARN: *r.Arn, Name: *r.Name, Region: region, Bus: bus, State: string(r.State), Pattern: aws.ToString(r.EventPattern),
			}
		}), out.NextToken, nil
	})
	if hasCode(err, "ResourceNotFoundException") { // the bus was deleted, and its rules with it
		return nil, nil
	}
	return rules, err
}

// targetsOf returns the ARNs of the targets of a rule, sorted.
func targetsOf(ctx context.Context, client *eventbridge.Client, rule *iamhygiene.EventRule) ([]string, error) {
	arns, err := List(ctx, "events:ListTargetsByRule", func(ctx context.Context, token *string) ([]string, *string, error) {
		out, err := client.ListTargetsByRule(ctx, &eventbridge.ListTargetsByRuleInput{
			Rule: aws.String(rule.Name), EventBusName: aws.String(rule.Bus), NextToken: token, Limit: aws.Int32(eventPage),
		})
		if err != nil {
			return nil, nil, err
		}
		return convert(out.Targets, func(t types.Target) string { return aws.ToString(t.Arn) }), out.NextToken, nil
	})
	slices.Sort(arns)
	return arns, err
}
