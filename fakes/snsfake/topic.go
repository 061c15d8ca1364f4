package snsfake

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awssns "github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// A topic with its subscriptions in the order in which they were made.
type topic struct {
	arn           string
	attributes    map[string]string // those that were given
	tags          map[string]string
	subscriptions []*subscription
	deleted       int
}

func (t *topic) copy() *topic {
	c := *t
	c.attributes, c.tags, c.subscriptions = maps.Clone(t.attributes), maps.Clone(t.tags), nil
	for _, s := range t.subscriptions {
		other := *s
		c.subscriptions = append(c.subscriptions, &other)
	}
	return &c
}

var (
	topicName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)
	topicARN  = regexp.MustCompile(`^arn:[a-z-]+:sns:([a-z0-9-]+):([0-9]{12}):[A-Za-z0-9_-]+(\.fifo)?$`)
)

// known are the attributes that CreateTopic takes (API_CreateTopic).
var known = map[string]bool{
	"DeliveryPolicy": true, "DisplayName": true, "FifoTopic": true, "Policy": true, "SignatureVersion": true, "TracingConfig": true,
	"KmsMasterKeyId": true, "ContentBasedDeduplication": true, "ArchivePolicy": true, "FifoThroughputScope": true,
}

// create makes a topic, or returns the one that is there and is the same.
func (st *store) create(owner *model.Account, region, name string, attributes, tags map[string]string) (*topic, error) {
	base, fifo := strings.CutSuffix(name, ".fifo")
	if !topicName.MatchString(base) {
		return nil, invalid("Topic Name", "")
	}
	if fifo != (attributes["FifoTopic"] == "true") {
		return nil, invalid("Topic Name", "the name of a FIFO topic, and of no other, ends in .fifo")
	}
	for key := range attributes {
		if !known[key] {
			return nil, invalid("Attributes", "unknown attribute "+key)
		}
	}
	if p := attributes["Policy"]; p != "" && !json.Valid([]byte(p)) {
		return nil, invalid("Policy Error: null", "")
	}
	arn := owner.RegionalARN("sns", region, name)
	if t := st.topics[arn]; t != nil {
		for key, value := range attributes {
			if t.attributes[key] != value {
				return nil, invalid("Attributes", "Topic already exists with different attributes")
			}
		}
		if len(tags) > 0 && !maps.Equal(t.tags, tags) {
			return nil, invalid("Tags", "Topic already exists with different tags")
		}
		return t, nil
	}
	t := &topic{arn: arn, attributes: maps.Clone(attributes), tags: maps.Clone(tags)}
	st.topics[arn] = t
	return t, nil
}

// find returns a topic of the caller's account and Region.
func (st *store) find(c *model.Call, arn *string) (*topic, error) {
	parts := topicARN.FindStringSubmatch(aws.ToString(arn))
	switch {
	case parts == nil, parts[1] != c.Region:
		return nil, invalid("TopicArn", "")
	case parts[2] != c.Account.ID:
		return nil, model.Errorf("AuthorizationError", "User: %s is not authorized to perform: SNS:%s on resource: %s because no resource-based policy allows the SNS:%s action",
			c.Caller.ARN, c.Operation, *arn, c.Operation)
	}
	if t := st.topics[*arn]; t != nil {
		return t, nil
	}
	return nil, model.Errorf("NotFound", "Topic does not exist")
}

func (m *sns) createTopic(_ context.Context, c *model.Call, in *awssns.CreateTopicInput) (*awssns.CreateTopicOutput, error) {
	if in.DataProtectionPolicy != nil {
		return nil, model.NotModeled(c, "the data protection policy")
	}
	tags := map[string]string{}
	for _, tag := range in.Tags {
		tags[aws.ToString(tag.Key)] = aws.ToString(tag.Value)
	}
	if len(tags) > 50 {
		return nil, model.Errorf("TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded")
	}
	t, err := m.state.Write(c).create(c.Account, c.Region, aws.ToString(in.Name), in.Attributes, tags)
	if err != nil {
		return nil, err
	}
	return &awssns.CreateTopicOutput{TopicArn: &t.arn}, nil
}

// deleteTopic deletes a topic and its subscriptions. One that is not there is no
// error.
func (m *sns) deleteTopic(_ context.Context, c *model.Call, in *awssns.DeleteTopicInput) (*awssns.DeleteTopicOutput, error) {
	st := m.state.Write(c)
	t, err := st.find(c, in.TopicArn)
	if err == nil {
		delete(st.topics, t.arn)
	} else if parts := topicARN.FindStringSubmatch(*in.TopicArn); parts != nil && parts[1] == c.Region && parts[2] == c.Account.ID {
		err = nil
	}
	return nil, err
}

func (m *sns) listTopics(_ context.Context, c *model.Call, in *awssns.ListTopicsInput) (*awssns.ListTopicsOutput, error) {
	all := []types.Topic{}
	for _, t := range m.state.Read(c).sorted() {
		all = append(all, types.Topic{TopicArn: &t.arn})
	}
	topics, next, err := page(c, all, func(t types.Topic) string { return *t.TopicArn }, in.NextToken)
	return &awssns.ListTopicsOutput{Topics: topics, NextToken: next}, err
}

// delivery is the delivery policy that a topic has at first
// (sns-message-delivery-retries).
const delivery = `{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,"numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},"disableSubscriptionOverrides":false,"defaultRequestPolicy":{"headerContentType":"text/plain; charset=UTF-8"}}}`

// policy is the access policy that a topic has at first: the account's own
// principals alone.
const policy = `{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID","Effect":"Allow","Principal":{"AWS":"*"},` +
	`"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes","SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe","SNS:ListSubscriptionsByTopic","SNS:Publish"],` +
	`"Resource":%q,"Condition":{"StringEquals":{"AWS:SourceOwner":%q}}}]}`

func (m *sns) getTopicAttributes(_ context.Context, c *model.Call, in *awssns.GetTopicAttributesInput) (*awssns.GetTopicAttributesOutput, error) {
	t, err := m.state.Read(c).find(c, in.TopicArn)
	if err != nil {
		return nil, err
	}
	confirmed, pending := 0, 0
	for _, s := range t.current(c.Now()) {
		if s.pending {
			pending++
		} else {
			confirmed++
		}
	}
	attributes := map[string]string{
		"TopicArn": t.arn, "Owner": c.Account.ID, "DisplayName": "", "EffectiveDeliveryPolicy": delivery,
		"Policy":                 fmt.Sprintf(policy, t.arn, c.Account.ID),
		"SubscriptionsConfirmed": strconv.Itoa(confirmed), "SubscriptionsPending": strconv.Itoa(pending), "SubscriptionsDeleted": strconv.Itoa(t.deleted),
	}
	maps.Copy(attributes, t.attributes)
	if own := t.attributes["DeliveryPolicy"]; own != "" {
		attributes["EffectiveDeliveryPolicy"] = own
	}
	return &awssns.GetTopicAttributesOutput{Attributes: attributes}, nil
}
