package collect

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// subscriptions collects the subscriptions to the topics that alarms publish to.
// A topic that does not exist has none. Topics of other accounts are asked
// about too: their policy may allow it.
func subscriptions(ctx context.Context, p *Pass) (map[string][]iamhygiene.Subscription, error) {
	alarms, err := iamhygiene.Alarms.Get(p.Snapshot)
	if err != nil {
		e := *iamhygiene.AsDataError(err)
		e.Message = "the topics of alarms are not known: " + e.Message
		return nil, &e
	}
	own, foreign := topics(alarms.Items, p.Account)
	var mu sync.Mutex
	all := make(map[string][]iamhygiene.Subscription, len(own)+len(foreign))
	ask := func(ctx context.Context, topic string) error {
		list, err := listSubscriptions(ctx, sns.NewFromConfig(p.In(arnField(topic, 3))), topic)
		if err == nil {
			mu.Lock()
			defer mu.Unlock()
			all[topic] = list
		}
		return err
	}
	if err := p.Each(ctx, own, ask); err != nil {
		return nil, err
	}
	// That other accounts refuse says nothing about the permissions here, however
	// many do.
	errs, _, err := p.each(ctx, foreign, 0, ask)
	if err != nil {
		return nil, err
	}
	for i, topic := range foreign {
		p.Lost(topic, errs[i])
	}
	return all, nil
}

// topics returns the ARNs of the topics that alarms publish to, sorted: those of
// the account, and others.
func topics(alarms []iamhygiene.Alarm, account string) (own, foreign []string) {
	for _, a := range alarms {
		for _, arn := range a.Actions {
			switch {
			case arnField(arn, 2) != "sns" || arnField(arn, 3) == "":
			case arnField(arn, 4) == account:
				own = append(own, arn)
			default:
				foreign = append(foreign, arn)
			}
		}
	}
	slices.Sort(own)
	slices.Sort(foreign)
	return slices.Compact(own), slices.Compact(foreign)
}

func listSubscriptions(ctx context.Context, client *sns.Client, topic string) ([]iamhygiene.Subscription, error) {
	list, err := List(ctx, "sns:ListSubscriptionsByTopic", func(ctx context.Context, token *string) ([]iamhygiene.Subscription, *string, error) {
		out, err := client.ListSubscriptionsByTopic(ctx, &sns.ListSubscriptionsByTopicInput{TopicArn: aws.String(topic), NextToken: token})
		if err != nil {
			return nil, nil, err
		}
		return convert(out.Subscriptions, func(s types.Subscription) iamhygiene.Subscription {
			arn := aws.ToString(s.SubscriptionArn)
			if !strings.HasPrefix(arn, "arn:") {
				arn = "" // "PendingConfirmation", or "Deleted" for some days
			}
			return iamhygiene.Subscription{ARN: arn, Protocol: aws.ToString(s.Protocol)}
		}), out.NextToken, nil
	})
	if hasCode(err, "NotFound", "NotFoundException") {
		return []iamhygiene.Subscription{}, nil
	}
	slices.SortStableFunc(list, func(a, b iamhygiene.Subscription) int { return compare(a.ARN, b.ARN, a.Protocol, b.Protocol) })
	return list, err
}

// arnField returns a field of an ARN: 1 the partition, 2 the service, 3 the
// Region, 4 the account; "" for what is no ARN.
func arnField(arn string, i int) string {
	f := strings.SplitN(arn, ":", 6)
	if len(f) < 6 || f[0] != "arn" {
		return ""
	}
	return f[i]
}
