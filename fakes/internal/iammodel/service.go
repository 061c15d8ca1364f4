package iammodel

import (
	"context"
	"errors"
	"time"

	"github.com/iamhygiene/sdk/fakes/internal/clone"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// A Service answers the operations of IAM, and is the directory of the Cloud's
// principals. Make one with [New]. Its methods run under the lock of the Cloud.
type Service struct {
	// Organization answers for the organization, nil if the cloud has no model
	// of one. It is set before the first call.
	Organization Organization

	cloud  *model.Cloud
	stores model.State[Store]
	jobs   model.State[Jobs] // without Copy: jobs are not subject to lag
	copier clone.Copier
}

var (
	_ model.Service   = (*Service)(nil)
	_ model.Directory = (*Service)(nil)
)

// New returns the model of IAM for a cloud, and makes it the cloud's directory.
func New(c *model.Cloud) *Service {
	s := &Service{cloud: c}
	s.stores.New = s.newStore
	s.stores.Copy = func(st *Store) *Store { return clone.Copy(&s.copier, st) }
	c.Directory = s
	return s
}

// handle registers an operation and completes what the parts of the model, which
// do not know for whom they work, say about what is not modelled.
func handle[In, Out any](r *model.Registry, fn func(*model.Call, *In) (*Out, error)) {
	model.Handle(r, func(_ context.Context, c *model.Call, in *In) (*Out, error) {
		out, err := fn(c, in)
		var unknown *model.NotModeledError
		if errors.As(err, &unknown) && unknown.Operation == "" {
			return nil, model.NotModeled(c, unknown.What)
		}
		return out, err
	})
}

// Store returns the IAM of an account, up to date, for builders.
func (s *Service) Store(a *model.Account) *Store { return s.stores.At(a) }

// Settled returns the IAM of an account as authorization sees it: without the
// writes of the last calls, if the account has a lag of authorization.
func (s *Service) Settled(a *model.Account) *Store { return s.stores.Settled(a) }

// Jobs returns the jobs of an account, for builders.
func (s *Service) Jobs(a *model.Account) *Jobs { return s.jobs.At(a) }

// storeOf returns the store of an account, nil if the cloud does not have it.
func (s *Service) storeOf(account string) *Store {
	a := s.cloud.Lookup(account)
	if a == nil {
		return nil
	}
	return s.stores.At(a)
}

// settledOf is storeOf as authorization sees it.
func (s *Service) settledOf(account string) *Store {
	a := s.cloud.Lookup(account)
	if a == nil {
		return nil
	}
	return s.stores.Settled(a)
}

// User returns the user with the name, and false if the account has none.
func (s *Service) User(account, name string) (model.User, bool) {
	if st := s.settledOf(account); st != nil {
		if u := st.Users.Get(name); u != nil && u.Name == name {
			return model.User{ARN: u.ARN, ID: u.ID, Name: u.Name}, true
		}
	}
	return model.User{}, false
}

// Role returns the role with the name, and false if the account has none.
func (s *Service) Role(account, name string) (model.Role, bool) {
	if st := s.settledOf(account); st != nil {
		if r := st.Roles.Get(name); r != nil && r.Name == name {
			return model.Role{
				ARN: r.ARN, ID: r.ID, Name: r.Name, TrustPolicy: r.Trust,
				MaxSession: time.Duration(r.MaxSession) * time.Second,
			}, true
		}
	}
	return model.Role{}, false
}
