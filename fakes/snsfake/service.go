package snsfake

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// A Service is SNS in one Region of an account. Its methods are builders; a
// mistake in them is a fakes.UsageError of the account. They are safe for
// concurrent use. Make one with [Of].
type Service struct {
	account *fakes.Account
	region  string
	model   *sns
}

// Of returns the account's SNS, in the Region of [fakes.Options], and adds the
// model to the fake on the first call.
func Of(a *fakes.Account) *Service {
	return &Service{account: a, region: a.Config().Region, model: fakes.Install(a, newModel)}
}

// In returns the account's SNS in another Region.
func (s *Service) In(region string) *Service {
	return &Service{account: s.account, region: region, model: s.model}
}

func (s *Service) build(builder, name string, fn func(*model.Account) error) {
	fakes.Build(s.account, func(_ *model.Cloud, a *model.Account) error {
		if err := fn(a); err != nil {
			return fmt.Errorf("snsfake: %s: %q: %w", builder, name, err)
		}
		return nil
	})
}

// sns is the model. It runs under the lock of the Cloud.
type sns struct {
	cloud *model.Cloud
	state model.Regional[store]
}

var _ model.Finder = (*sns)(nil)

// A store has the topics of a Region by ARN.
type store struct{ topics map[string]*topic }

func newModel(c *model.Cloud) *sns {
	m := &sns{cloud: c}
	m.state.New = func(*model.Account, string) *store { return &store{topics: map[string]*topic{}} }
	m.state.Copy = func(st *store) *store {
		c := &store{topics: maps.Clone(st.topics)}
		for arn, t := range c.topics {
			c.topics[arn] = t.copy()
		}
		return c
	}
	return m
}

// Register names the operations that are modelled.
func (m *sns) Register(r *model.Registry) {
	model.Handle(r, m.listTopics)
	model.Handle(r, m.createTopic)
	model.Handle(r, m.deleteTopic)
	model.Handle(r, m.getTopicAttributes)
	model.Handle(r, m.listSubscriptions)
	model.Handle(r, m.listSubscriptionsByTopic)
	model.Handle(r, m.subscribe)
	model.Handle(r, m.confirmSubscription)
	model.Handle(r, m.unsubscribe)
}

// Prefix is the service's name in actions.
func (*sns) Prefix() string { return "sns" }

// Find tells the tags of a topic, for the policies that ask.
func (m *sns) Find(a *model.Account, region, kind, name string) (model.Resource, bool) {
	if !strings.HasPrefix(name, "arn:") {
		name = a.RegionalARN("sns", region, name)
	}
	t := m.state.At(a, region).topics[name]
	if kind != "topic" || t == nil {
		return model.Resource{}, false
	}
	tags := map[string]string{}
	maps.Copy(tags, t.tags)
	return model.Resource{ARN: t.arn, Tags: tags}, true
}

// sorted returns the topics by ARN.
func (st *store) sorted() []*topic {
	var all []*topic
	for _, arn := range slices.Sorted(maps.Keys(st.topics)) {
		all = append(all, st.topics[arn])
	}
	return all
}

// maxPage is how many items a page has; no caller can ask for less.
const maxPage = 100

// page cuts a list into pages. The key tells an item from the others.
func page[T any](c *model.Call, items []T, key func(T) string, token *string) ([]T, *string, error) {
	out, next, ok := model.Page(c, items, key, token, nil, maxPage)
	if !ok {
		return nil, nil, invalid("NextToken", "the token is not from this operation")
	}
	return out, next, nil
}

func invalid(what, why string) error {
	if why != "" {
		what += " Reason: " + why
	}
	return model.Errorf("InvalidParameter", "Invalid parameter: %s", what)
}
