package cloudtrailfake

import (
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/fakes/internal/orgmodel"
)

// A Service is CloudTrail in one Region of an account. Its methods are builders:
// they put things there as if they had always been there, and a mistake in them is
// a fakes.UsageError of the account. They are safe for concurrent use. Make one
// with [Of].
type Service struct {
	account *fakes.Account
	region  string
	model   *cloudTrail
}

// Of returns the account's CloudTrail, in the Region of [fakes.Options], and adds
// the model to the fake on the first call.
func Of(a *fakes.Account) *Service {
	org := fakes.Install(a, func(*model.Cloud) *orgmodel.Service { return nil }) // every fake has one
	m := fakes.Install(a, func(c *model.Cloud) *cloudTrail { return newModel(c, org) })
	return &Service{account: a, region: a.Config().Region, model: m}
}

// In returns the account's CloudTrail in another Region.
func (s *Service) In(region string) *Service {
	return &Service{account: s.account, region: region, model: s.model}
}

// principal is the name by which an organization trusts CloudTrail.
const principal = "cloudtrail.amazonaws.com"

// An organization tells whether it lets services work for it. The model of
// Organizations is one.
type organization interface{ Trusts(service string) bool }

// cloudTrail is the model. It runs under the lock of the Cloud.
type cloudTrail struct {
	cloud *model.Cloud
	org   organization
	state model.State[store]
}

var _ model.Finder = (*cloudTrail)(nil)

// A store has what an account has in all Regions: shadow trails and ARNs reach
// across them.
type store struct {
	trails []*trail
	stores []*dataStore
	events map[string][]types.Event // by Region
}

func newModel(c *model.Cloud, org organization) *cloudTrail {
	m := &cloudTrail{cloud: c, org: org}
	m.state.Copy = func(st *store) *store {
		c := &store{trails: slices.Clone(st.trails), stores: slices.Clone(st.stores), events: maps.Clone(st.events)}
		for i, t := range c.trails {
			c.trails[i] = t.copy()
		}
		for i, d := range c.stores {
			c.stores[i] = d.copy()
		}
		return c
	}
	return m
}

// Register names the operations that are modelled.
func (m *cloudTrail) Register(r *model.Registry) {
	model.Handle(r, m.describeTrails)
	model.Handle(r, m.listTrails)
	model.Handle(r, m.getTrail)
	model.Handle(r, m.getTrailStatus)
	model.Handle(r, m.createTrail)
	model.Handle(r, m.updateTrail)
	model.Handle(r, m.deleteTrail)
	model.Handle(r, m.startLogging)
	model.Handle(r, m.stopLogging)

	model.Handle(r, m.getEventSelectors)
	model.Handle(r, m.putEventSelectors)
	model.Handle(r, m.getInsightSelectors)
	model.Handle(r, m.listEventDataStores)
	model.Handle(r, m.getEventDataStore)
	model.Handle(r, m.lookupEvents)
	model.Handle(r, m.listTags)
	model.Handle(r, m.addTags)
}

// Prefix is the service's name in actions.
func (*cloudTrail) Prefix() string { return "cloudtrail" }

// Find tells the tags of a trail or an event data store, for the policies that
// ask.
func (m *cloudTrail) Find(a *model.Account, region, kind, name string) (model.Resource, bool) {
	st := m.state.At(a)
	switch kind {
	case "trail":
		for _, t := range st.trails {
			if t.arn == name || t.name == name && t.home == region {
				return model.Resource{ARN: t.arn, Tags: t.tags.plain()}, true
			}
		}
	case "eventdatastore":
		if d := st.dataStore(region, name); d != nil {
			return model.Resource{ARN: d.arn, Tags: d.tags.plain()}, true
		}
	}
	return model.Resource{}, false
}

// standardPage is how much a page holds where the API reference does not say.
const standardPage = 100

// page cuts a list into pages. The key tells an item from the others.
func page[T any](c *model.Call, items []T, key func(T) string, token *string, asked *int32, standard int) ([]T, *string, error) {
	out, next, ok := model.Page(c, items, key, token, asked, standard)
	if !ok {
		return nil, nil, model.Errorf("InvalidNextTokenException", "The token is invalid.")
	}
	return out, next, nil
}
