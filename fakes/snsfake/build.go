package snsfake

import (
	"errors"
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// AddTopic adds a topic and returns its ARN. One that is there already is no
// mistake.
func (s *Service) AddTopic(name string) (arn string) {
	s.build("AddTopic", name, func(a *model.Account) error {
		var attributes map[string]string
		if strings.HasSuffix(name, ".fifo") {
			attributes = map[string]string{"FifoTopic": "true"}
		}
		t, err := s.model.state.At(a, s.region).create(a, s.region, name, attributes, nil)
		if err == nil {
			arn = t.arn
		}
		return err
	})
	return arn
}

// A Subscription is a subscription to add.
type Subscription struct {
	// Protocol is one of SNS, such as "email"; Endpoint what goes with it, such
	// as "security@example.com".
	Protocol, Endpoint string
	// Pending leaves it unconfirmed.
	Pending bool
}

// AddSubscription subscribes an endpoint to a topic of the Region and returns the
// ARN of the subscription. It is confirmed unless it is Pending.
func (s *Service) AddSubscription(topicARN string, given Subscription) (arn string) {
	s.build("AddSubscription", given.Endpoint, func(a *model.Account) error {
		t, err := s.topic(a, topicARN)
		if err != nil {
			return err
		}
		added, err := s.model.add(t, a.ID, given.Protocol, given.Endpoint, nil)
		if err == nil {
			added.pending, arn = given.Pending, added.arn
		}
		return err
	})
	return arn
}

// Confirm confirms the subscriptions of an endpoint to a topic, as its owner does
// by the link in the message.
func (s *Service) Confirm(topicARN, endpoint string) {
	s.build("Confirm", endpoint, func(a *model.Account) error {
		found, err := s.subscriptions(a, topicARN, endpoint)
		for _, sub := range found {
			sub.pending = false
		}
		return err
	})
}

// Token returns the token in the message that asks an endpoint to confirm its
// subscription, for ConfirmSubscription.
func (s *Service) Token(topicARN, endpoint string) (token string) {
	s.build("Token", endpoint, func(a *model.Account) error {
		found, err := s.subscriptions(a, topicARN, endpoint)
		if err == nil {
			token = found[0].token
		}
		return err
	})
	return token
}

func (s *Service) topic(a *model.Account, arn string) (*topic, error) {
	t := s.model.state.At(a, s.region).topics[arn]
	if t == nil {
		return nil, errors.New("there is no topic " + arn + " in " + s.region + "; add it with AddTopic")
	}
	return t, nil
}

func (s *Service) subscriptions(a *model.Account, topicARN, endpoint string) (found []*subscription, err error) {
	t, err := s.topic(a, topicARN)
	if err != nil {
		return nil, err
	}
	for _, sub := range t.current(s.model.cloud.Now()) {
		if sub.endpoint == endpoint {
			found = append(found, sub)
		}
	}
	if found == nil {
		return nil, errors.New("the endpoint is not subscribed to " + topicARN)
	}
	return found, nil
}
