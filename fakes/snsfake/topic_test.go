package snsfake_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/snsfake"
)

const topicARN = "arn:aws:sns:us-east-1:111122223333:"

var ctx = context.Background()

func in(a *fakes.Account, region string) *sns.Client {
	cfg := a.Config()
	cfg.Region = region
	return sns.NewFromConfig(cfg)
}

func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

func status(err error) int {
	var response *awshttp.ResponseError
	if errors.As(err, &response) {
		return response.HTTPStatusCode()
	}
	return 0
}

func TestTopics(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	other := fakes.NewAccount("444455556666", func(o *fakes.Options) { o.Beside = a })
	snsfake.Of(a)
	c := in(a, "us-east-1")
	out, err := c.CreateTopic(ctx, &sns.CreateTopicInput{Name: aws.String("alarms"), Attributes: map[string]string{"DisplayName": "Alarms"}})
	require.NoError(t, err)
	arn := out.TopicArn
	assert.Equal(t, topicARN+"alarms", *arn)
	again, err := c.CreateTopic(ctx, &sns.CreateTopicInput{Name: aws.String("alarms")})
	require.NoError(t, err, "creating is idempotent")
	assert.Equal(t, arn, again.TopicArn)
	for _, bad := range []sns.CreateTopicInput{
		{Name: aws.String("no spaces")},
		{Name: aws.String("queue.fifo")},
		{Name: aws.String("alarms"), Attributes: map[string]string{"DisplayName": "Other"}},
		{Name: aws.String("alarms"), Tags: []types.Tag{{Key: aws.String("a"), Value: aws.String("b")}}},
		{Name: aws.String("x"), Attributes: map[string]string{"Colour": "red"}},
		{Name: aws.String("x"), Attributes: map[string]string{"Policy": "{"}},
	} {
		_, err := c.CreateTopic(ctx, &bad)
		var invalid *types.InvalidParameterException
		require.ErrorAs(t, err, &invalid)
	}

	attributes, err := c.GetTopicAttributes(ctx, &sns.GetTopicAttributesInput{TopicArn: arn})
	require.NoError(t, err)
	assert.Equal(t, "Alarms", attributes.Attributes["DisplayName"])
	assert.JSONEq(t, `{"StringEquals":{"AWS:SourceOwner":"111122223333"}}`, condition(t, attributes.Attributes["Policy"]))

	_, err = c.GetTopicAttributes(ctx, &sns.GetTopicAttributesInput{TopicArn: aws.String(topicARN + "nobody")})
	var missing *types.NotFoundException
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, 404, status(err))
	_, err = in(a, "eu-west-1").GetTopicAttributes(ctx, &sns.GetTopicAttributesInput{TopicArn: arn})
	assert.Equal(t, "InvalidParameter", code(err), "a topic of another Region")
	_, err = in(other, "us-east-1").GetTopicAttributes(ctx, &sns.GetTopicAttributesInput{TopicArn: arn})
	var denied *types.AuthorizationErrorException
	require.ErrorAs(t, err, &denied, "a topic of another account")
	assert.Equal(t, 403, status(err))

	_, err = c.DeleteTopic(ctx, &sns.DeleteTopicInput{TopicArn: arn})
	require.NoError(t, err)
	_, err = c.DeleteTopic(ctx, &sns.DeleteTopicInput{TopicArn: arn})
	require.NoError(t, err, "deleting is idempotent")
	_, err = c.DeleteTopic(ctx, &sns.DeleteTopicInput{TopicArn: aws.String("alarms")})
	assert.Equal(t, "InvalidParameter", code(err))
	topics, err := c.ListTopics(ctx, nil)
	require.NoError(t, err)
	assert.Empty(t, topics.Topics)
}

func TestSubscribe(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	arn := snsfake.Of(a).AddTopic("alarms")
	c := in(a, "us-east-1")
	subscribe := func(protocol, endpoint string) (string, error) {
		out, err := c.Subscribe(ctx, &sns.SubscribeInput{TopicArn: &arn, Protocol: &protocol, Endpoint: &endpoint})
		if err != nil {
			return "", err
		}
		return *out.SubscriptionArn, nil
	}
	pending, err := subscribe("email", "a@example.com")
	require.NoError(t, err)
	assert.Equal(t, "pending confirmation", pending)
	queue, err := subscribe("sqs", "arn:aws:sqs:us-east-1:111122223333:q")
	require.NoError(t, err)
	assert.Contains(t, queue, arn+":")
	again, err := subscribe("sqs", "arn:aws:sqs:us-east-1:111122223333:q")
	require.NoError(t, err)
	assert.Equal(t, queue, again, "subscribing is idempotent")
	for protocol, endpoint := range map[string]string{"pigeon": "coop", "email": "nobody", "https": "http://example.com", "lambda": "f"} {
		_, err := subscribe(protocol, endpoint)
		assert.Equal(t, "InvalidParameter", code(err), protocol)
	}
	list := func() (arns []string) {
		out, err := c.ListSubscriptionsByTopic(ctx, &sns.ListSubscriptionsByTopicInput{TopicArn: &arn})
		require.NoError(t, err)
		for _, s := range out.Subscriptions {
			arns = append(arns, *s.SubscriptionArn)
		}
		return arns
	}
	counts := func() string {
		out, err := c.GetTopicAttributes(ctx, &sns.GetTopicAttributesInput{TopicArn: &arn})
		require.NoError(t, err)
		return out.Attributes["SubscriptionsConfirmed"] + out.Attributes["SubscriptionsPending"] + out.Attributes["SubscriptionsDeleted"]
	}
	assert.Equal(t, []string{"PendingConfirmation", queue}, list())
	assert.Equal(t, "110", counts())

	_, err = c.ConfirmSubscription(ctx, &sns.ConfirmSubscriptionInput{TopicArn: &arn, Token: aws.String("wrong")})
	assert.Equal(t, "InvalidParameter", code(err))
	confirmed, err := c.ConfirmSubscription(ctx, &sns.ConfirmSubscriptionInput{TopicArn: &arn, Token: aws.String(snsfake.Of(a).Token(arn, "a@example.com"))})
	require.NoError(t, err)
	assert.Equal(t, []string{*confirmed.SubscriptionArn, queue}, list())

	_, err = c.Unsubscribe(ctx, &sns.UnsubscribeInput{SubscriptionArn: aws.String("PendingConfirmation")})
	assert.Equal(t, "InvalidParameter", code(err))
	_, err = c.Unsubscribe(ctx, &sns.UnsubscribeInput{SubscriptionArn: &queue})
	require.NoError(t, err)
	_, err = c.Unsubscribe(ctx, &sns.UnsubscribeInput{SubscriptionArn: &queue})
	var missing *types.NotFoundException
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, "101", counts())

	_, err = subscribe("email", "late@example.com")
	require.NoError(t, err)
	a.Advance(48 * time.Hour)
	assert.Equal(t, "101", counts(), "nobody confirmed it in time")
}

func TestPages(t *testing.T) {
	for _, n := range []int{100, 101} {
		a := fakes.NewAccount("111122223333")
		arn := snsfake.Of(a).AddTopic("alarms")
		for i := range n {
			snsfake.Of(a).AddSubscription(arn, snsfake.Subscription{Protocol: "email", Endpoint: fmt.Sprintf("u%d@example.com", i), Pending: true})
		}
		seen, pages := map[string]bool{}, 0
		for p := sns.NewListSubscriptionsByTopicPaginator(in(a, "us-east-1"), &sns.ListSubscriptionsByTopicInput{TopicArn: &arn}); p.HasMorePages(); pages++ {
			out, err := p.NextPage(ctx)
			require.NoError(t, err)
			for _, s := range out.Subscriptions {
				seen[*s.Endpoint] = true
			}
		}
		assert.Len(t, seen, n)
		assert.Equal(t, n-99, pages)
		out, err := in(a, "us-east-1").ListSubscriptions(ctx, nil)
		require.NoError(t, err)
		assert.Len(t, out.Subscriptions, 100)
		_, err = in(a, "us-east-1").ListTopics(ctx, &sns.ListTopicsInput{NextToken: aws.String("x")})
		assert.Equal(t, "InvalidParameter", code(err))
	}
}

func TestLag(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.Lag(1)
	arn := snsfake.Of(a).AddTopic("alarms")
	c := in(a, "us-east-1")
	_, err := c.Subscribe(ctx, &sns.SubscribeInput{TopicArn: &arn, Protocol: aws.String("email"), Endpoint: aws.String("a@example.com")})
	require.NoError(t, err)
	for _, want := range []int{0, 1} {
		out, err := c.ListSubscriptionsByTopic(ctx, &sns.ListSubscriptionsByTopicInput{TopicArn: &arn})
		require.NoError(t, err)
		assert.Len(t, out.Subscriptions, want)
	}
}

func TestBuilderMistakes(t *testing.T) {
	for want, wrong := range map[string]func(*snsfake.Service){
		`snsfake: AddTopic: "a b": `:    func(s *snsfake.Service) { s.AddTopic("a b") },
		"there is no topic nothing":     func(s *snsfake.Service) { s.AddSubscription("nothing", snsfake.Subscription{}) },
		"the endpoint is not subscribe": func(s *snsfake.Service) { s.Confirm(s.AddTopic("x"), "a@example.com") },
		"support this protocol string":  func(s *snsfake.Service) { s.AddSubscription(s.AddTopic("x"), snsfake.Subscription{Protocol: "x"}) },
	} {
		a := fakes.NewAccount("111122223333")
		wrong(snsfake.Of(a))
		var usage *fakes.UsageError
		require.ErrorAs(t, a.Err(), &usage)
		assert.Contains(t, usage.Message, want)
		assert.Contains(t, usage.File, "topic_test.go")
	}
}

// condition returns the condition of the only statement of a policy.
func condition(t *testing.T, policy string) string {
	t.Helper()
	var document struct {
		Statement []struct{ Condition json.RawMessage }
	}
	require.NoError(t, json.Unmarshal([]byte(policy), &document))
	require.Len(t, document.Statement, 1)
	return string(document.Statement[0].Condition)
}
