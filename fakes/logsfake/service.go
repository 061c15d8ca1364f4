package logsfake

import (
	"fmt"
	"maps"
	"slices"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// A Service is CloudWatch Logs in one Region of an account. Its methods are
// builders; a mistake in them is a fakes.UsageError of the account. They are safe
// for concurrent use. Make one with [Of].
type Service struct {
	account *fakes.Account
	region  string
	model   *logs
}

// Of returns the account's CloudWatch Logs, in the Region of [fakes.Options], and
// adds the model to the fake on the first call.
func Of(a *fakes.Account) *Service {
	return &Service{account: a, region: a.Config().Region, model: fakes.Install(a, newModel)}
}

// In returns the account's CloudWatch Logs in another Region.
func (s *Service) In(region string) *Service {
	return &Service{account: s.account, region: region, model: s.model}
}

func (s *Service) build(builder, name string, fn func(*model.Account) error) {
	fakes.Build(s.account, func(_ *model.Cloud, a *model.Account) error {
		if err := fn(a); err != nil {
			return fmt.Errorf("logsfake: %s: %q: %w", builder, name, err)
		}
		return nil
	})
}

// logs is the model. It runs under the lock of the Cloud.
type logs struct {
	cloud *model.Cloud
	state model.Regional[store]
}

var _ model.Finder = (*logs)(nil)

// A store has the log groups of a Region by name.
type store struct{ groups map[string]*group }

func newModel(c *model.Cloud) *logs {
	m := &logs{cloud: c}
	m.state.New = func(*model.Account, string) *store { return &store{groups: map[string]*group{}} }
	m.state.Copy = func(st *store) *store {
		c := &store{groups: maps.Clone(st.groups)}
		for name, g := range c.groups {
			c.groups[name] = g.copy()
		}
		return c
	}
	return m
}

// Register names the operations that are modelled.
func (m *logs) Register(r *model.Registry) {
	model.Handle(r, m.describeLogGroups)
	model.Handle(r, m.createLogGroup)
	model.Handle(r, m.deleteLogGroup)
	model.Handle(r, m.describeMetricFilters)
	model.Handle(r, m.putMetricFilter)
	model.Handle(r, m.deleteMetricFilter)
}

// Prefix is the service's name in actions.
func (*logs) Prefix() string { return "logs" }

// Find tells the tags of a log group, for the policies that ask.
func (m *logs) Find(a *model.Account, region, kind, name string) (model.Resource, bool) {
	g := m.state.At(a, region).groups[name]
	if kind != "log-group" || g == nil {
		return model.Resource{}, false
	}
	tags := map[string]string{}
	maps.Copy(tags, g.tags)
	return model.Resource{ARN: *g.LogGroupArn, Tags: tags}, true
}

// sorted returns the log groups by name.
func (st *store) sorted() []*group {
	var all []*group
	for _, name := range slices.Sorted(maps.Keys(st.groups)) {
		all = append(all, st.groups[name])
	}
	return all
}

// maxPage is the most items of a page, and the default.
const maxPage = 50

// page cuts a list into pages. The key tells an item from the others.
func page[T any](c *model.Call, items []T, key func(T) string, token *string, limit *int32) ([]T, *string, error) {
	if limit != nil && (*limit < 1 || *limit > maxPage) {
		return nil, nil, invalid("The limit is between 1 and 50.")
	}
	out, next, ok := model.Page(c, items, key, token, limit, maxPage)
	if !ok {
		return nil, nil, invalid("The specified nextToken is invalid.")
	}
	return out, next, nil
}

func invalid(message string) error { return model.Errorf("InvalidParameterException", "%s", message) }

func noGroup() error {
	return model.Errorf("ResourceNotFoundException", "The specified log group does not exist.")
}
