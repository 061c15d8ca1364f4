package eventbridgefake

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge/types"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// A Service is EventBridge in one Region of an account. Its methods are builders;
// a mistake in them is a fakes.UsageError of the account. They are safe for
// concurrent use. Make one with [Of].
type Service struct {
	account *fakes.Account
	region  string
	model   *eventBridge
}

// Of returns the account's EventBridge, in the Region of [fakes.Options], and adds
// the model to the fake on the first call.
func Of(a *fakes.Account) *Service {
	return &Service{account: a, region: a.Config().Region, model: fakes.Install(a, newModel)}
}

// In returns the account's EventBridge in another Region.
func (s *Service) In(region string) *Service {
	return &Service{account: s.account, region: region, model: s.model}
}

func (s *Service) build(builder, name string, fn func(*model.Account) error) {
	fakes.Build(s.account, func(_ *model.Cloud, a *model.Account) error {
		if err := fn(a); err != nil {
			return fmt.Errorf("eventbridgefake: %s: %q: %w", builder, name, err)
		}
		return nil
	})
}

// eventBridge is the model. It runs under the lock of the Cloud.
type eventBridge struct {
	cloud *model.Cloud
	state model.Regional[store]
}

var _ model.Finder = (*eventBridge)(nil)

// A store has the event buses of a Region by name.
type store struct{ buses map[string]*bus }

// A bus is an event bus with its rules by name.
type bus struct {
	types.EventBus
	rules map[string]*rule
}

// A rule with its targets in the order in which they were put.
type rule struct {
	types.Rule
	owner   string
	targets []types.Target
	tags    map[string]string
}

const defaultBus = "default"

func newModel(c *model.Cloud) *eventBridge {
	m := &eventBridge{cloud: c}
	m.state.New = func(a *model.Account, region string) *store {
		st := &store{buses: map[string]*bus{}}
		st.add(a, region, types.EventBus{Name: aws.String(defaultBus), CreationTime: &a.Joined, LastModifiedTime: &a.Joined})
		return st
	}
	m.state.Copy = func(st *store) *store {
		c := &store{buses: map[string]*bus{}}
		for name, b := range st.buses {
			other := &bus{EventBus: b.EventBus, rules: map[string]*rule{}}
			for name, r := range b.rules {
				changed := *r
				changed.targets = slices.Clone(r.targets)
				other.rules[name] = &changed
			}
			c.buses[name] = other
		}
		return c
	}
	return m
}

func (st *store) add(a *model.Account, region string, b types.EventBus) {
	b.Arn = aws.String(a.RegionalARN("events", region, "event-bus/"+*b.Name))
	st.buses[*b.Name] = &bus{EventBus: b, rules: map[string]*rule{}}
}

// Register names the operations that are modelled.
func (m *eventBridge) Register(r *model.Registry) {
	model.Handle(r, m.listEventBuses)
	model.Handle(r, m.describeEventBus)
	model.Handle(r, m.listRules)
	model.Handle(r, m.describeRule)
	model.Handle(r, m.putRule)
	model.Handle(r, m.deleteRule)
	model.Handle(r, m.enableRule)
	model.Handle(r, m.disableRule)
	model.Handle(r, m.listTargetsByRule)
	model.Handle(r, m.putTargets)
	model.Handle(r, m.removeTargets)
}

// Prefix is the service's name in actions.
func (*eventBridge) Prefix() string { return "events" }

// Find tells the tags of a rule, for the policies that ask. The name is that of the
// rule, with that of its bus and a slash in front unless it is the default one.
func (m *eventBridge) Find(a *model.Account, region, kind, name string) (model.Resource, bool) {
	busName, ruleName, ok := strings.Cut(name, "/")
	if !ok {
		busName, ruleName = defaultBus, name
	}
	b := m.state.At(a, region).buses[busName]
	if kind != "rule" || b == nil || b.rules[ruleName] == nil {
		return model.Resource{}, false
	}
	r, tags := b.rules[ruleName], map[string]string{}
	maps.Copy(tags, r.tags)
	return model.Resource{ARN: *r.Arn, Tags: tags}, true
}

// bus finds an event bus by name or ARN; none means the default one.
func (st *store) bus(name *string) (*bus, error) {
	want := aws.ToString(name)
	if want == "" {
		want = defaultBus
	}
	for _, b := range st.buses {
		if *b.Name == want || *b.Arn == want {
			return b, nil
		}
	}
	return nil, model.Errorf("ResourceNotFoundException", "Event bus %s does not exist.", want)
}

// rule finds a rule of an event bus.
func (st *store) rule(busName, name *string) (*bus, *rule, error) {
	b, err := st.bus(busName)
	if err != nil {
		return nil, nil, err
	}
	if r := b.rules[aws.ToString(name)]; r != nil {
		return b, r, nil
	}
	return b, nil, model.Errorf("ResourceNotFoundException", "Rule %s does not exist on EventBus %s.", aws.ToString(name), *b.Name)
}

// mayChange refuses to change a rule that a service of AWS manages.
func (r *rule) mayChange(force bool) error {
	if r.ManagedBy != nil && !force {
		return model.Errorf("ManagedRuleException", "Rule %s is managed by %s, and can be changed with Force.", *r.Name, *r.ManagedBy)
	}
	return nil
}

// maxPage is the most items of a page, and the default.
const maxPage = 100

// page cuts a list into pages. The key tells an item from the others.
func page[T any](c *model.Call, items []T, key func(T) string, token *string, limit *int32) ([]T, *string, error) {
	if limit != nil && (*limit < 1 || *limit > maxPage) {
		return nil, nil, invalid("The limit is between 1 and 100.")
	}
	out, next, ok := model.Page(c, items, key, token, limit, maxPage)
	if !ok {
		return nil, nil, invalid("The token is invalid.")
	}
	return out, next, nil
}

func invalid(message string) error { return model.Errorf("ValidationException", "%s", message) }
