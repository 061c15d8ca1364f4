package snsfake

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awssns "github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// pendingFor is how long a subscription waits for its confirmation
// (sns-create-subscribe-endpoint-to-topic).
const pendingFor = 48 * time.Hour

// A subscription of an endpoint to a topic.
type subscription struct {
	arn, topic, owner, protocol, endpoint, token string
	attributes                                   map[string]string
	pending                                      bool
	created                                      time.Time
}

// endpoints are the protocols, the form that their endpoints have, and whether the
// endpoint is asked to confirm.
var endpoints = map[string]struct {
	form  *regexp.Regexp
	asked bool
}{
	"email":       {regexp.MustCompile(`^[^@\s]+@[^@\s]+$`), true},
	"email-json":  {regexp.MustCompile(`^[^@\s]+@[^@\s]+$`), true},
	"http":        {regexp.MustCompile(`^http://[^/\s]+`), true},
	"https":       {regexp.MustCompile(`^https://[^/\s]+`), true},
	"sms":         {regexp.MustCompile(`^\+?[0-9()\s-]{3,30}$`), false},
	"sqs":         {regexp.MustCompile(`^arn:[a-z-]+:sqs:[a-z0-9-]+:[0-9]{12}:.+$`), false},
	"lambda":      {regexp.MustCompile(`^arn:[a-z-]+:lambda:[a-z0-9-]+:[0-9]{12}:function:.+$`), false},
	"firehose":    {regexp.MustCompile(`^arn:[a-z-]+:firehose:[a-z0-9-]+:[0-9]{12}:deliverystream/.+$`), false},
	"application": {regexp.MustCompile(`^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:endpoint/.+$`), false},
}

// add subscribes an endpoint, or returns its subscription if there is one.
func (m *sns) add(t *topic, owner, protocol, endpoint string, attributes map[string]string) (*subscription, error) {
	p, ok := endpoints[protocol]
	if !ok {
		return nil, invalid("Amazon SNS does not support this protocol string: "+protocol, "")
	}
	if !p.form.MatchString(endpoint) {
		return nil, invalid("Endpoint", "not of the form that the protocol "+protocol+" has")
	}
	now := m.cloud.Now()
	t.subscriptions = t.current(now)
	for _, s := range t.subscriptions {
		if s.protocol != protocol || s.endpoint != endpoint {
			continue
		}
		if !maps.Equal(s.attributes, attributes) {
			return nil, invalid("Attributes", "Subscription already exists with different attributes")
		}
		return s, nil
	}
	s := &subscription{
		arn: t.arn + ":" + m.cloud.IDs.UUID(), topic: t.arn, owner: owner, protocol: protocol, endpoint: endpoint,
		attributes: attributes, pending: p.asked, created: now, token: m.cloud.IDs.Hex(64),
	}
	t.subscriptions = append(t.subscriptions, s)
	return s, nil
}

// current are the subscriptions without those that nobody confirmed in time.
func (t *topic) current(now time.Time) []*subscription {
	var live []*subscription
	for _, s := range t.subscriptions {
		if !s.pending || now.Before(s.created.Add(pendingFor)) {
			live = append(live, s)
		}
	}
	return live
}

// shown is the subscription as lists have it.
func (s *subscription) shown() types.Subscription {
	arn := &s.arn
	if s.pending {
		arn = aws.String("PendingConfirmation")
	}
	return types.Subscription{SubscriptionArn: arn, TopicArn: &s.topic, Owner: &s.owner, Protocol: &s.protocol, Endpoint: &s.endpoint}
}

// list pages through subscriptions, of which the pending ones have no ARN to tell
// them apart by.
func list(c *model.Call, topics []*topic, token *string) ([]types.Subscription, *string, error) {
	var all []*subscription
	for _, t := range topics {
		all = append(all, t.current(c.Now())...)
	}
	found, next, err := page(c, all, func(s *subscription) string { return s.arn }, token)
	shown := []types.Subscription{}
	for _, s := range found {
		shown = append(shown, s.shown())
	}
	return shown, next, err
}

func (m *sns) listSubscriptions(_ context.Context, c *model.Call, in *awssns.ListSubscriptionsInput) (*awssns.ListSubscriptionsOutput, error) {
	found, next, err := list(c, m.state.Read(c).sorted(), in.NextToken)
	return &awssns.ListSubscriptionsOutput{Subscriptions: found, NextToken: next}, err
}

func (m *sns) listSubscriptionsByTopic(_ context.Context, c *model.Call, in *awssns.ListSubscriptionsByTopicInput) (*awssns.ListSubscriptionsByTopicOutput, error) {
	t, err := m.state.Read(c).find(c, in.TopicArn)
	if err != nil {
		return nil, err
	}
	found, next, err := list(c, []*topic{t}, in.NextToken)
	return &awssns.ListSubscriptionsByTopicOutput{Subscriptions: found, NextToken: next}, err
}

func (m *sns) subscribe(_ context.Context, c *model.Call, in *awssns.SubscribeInput) (*awssns.SubscribeOutput, error) {
	t, err := m.state.Write(c).find(c, in.TopicArn)
	if err != nil {
		return nil, err
	}
	s, err := m.add(t, c.Account.ID, aws.ToString(in.Protocol), aws.ToString(in.Endpoint), in.Attributes)
	if err != nil {
		return nil, err
	}
	out := &awssns.SubscribeOutput{SubscriptionArn: &s.arn}
	if s.pending && !in.ReturnSubscriptionArn {
		out.SubscriptionArn = aws.String("pending confirmation")
	}
	return out, nil
}

func (m *sns) confirmSubscription(_ context.Context, c *model.Call, in *awssns.ConfirmSubscriptionInput) (*awssns.ConfirmSubscriptionOutput, error) {
	if aws.ToString(in.AuthenticateOnUnsubscribe) == "true" {
		return nil, model.NotModeled(c, "the parameter AuthenticateOnUnsubscribe")
	}
	t, err := m.state.Write(c).find(c, in.TopicArn)
	if err != nil {
		return nil, err
	}
	for _, s := range t.current(c.Now()) {
		if s.token == aws.ToString(in.Token) {
			s.pending = false
			return &awssns.ConfirmSubscriptionOutput{SubscriptionArn: &s.arn}, nil
		}
	}
	return nil, invalid("Token", "")
}

func (m *sns) unsubscribe(_ context.Context, c *model.Call, in *awssns.UnsubscribeInput) (*awssns.UnsubscribeOutput, error) {
	arn := aws.ToString(in.SubscriptionArn)
	last := strings.LastIndexByte(arn, ':')
	if last < 0 || !topicARN.MatchString(arn[:last]) {
		return nil, invalid("SubscriptionArn", "An ARN of a subscription is that of its topic with an id at the end")
	}
	t, err := m.state.Write(c).find(c, aws.String(arn[:last]))
	if err != nil {
		return nil, err
	}
	kept := slices.DeleteFunc(t.current(c.Now()), func(s *subscription) bool { return s.arn == arn })
	if len(kept) == len(t.current(c.Now())) {
		return nil, model.Errorf("NotFound", "Subscription does not exist")
	}
	t.subscriptions = kept
	t.deleted++
	return nil, nil
}
