package fakes

import (
	"context"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// AllowEverybody lets every principal do everything, for tests of what depends
// on the caller but not on its policies.
func AllowEverybody(a *Account) {
	a.cloud.model.Do(func() { a.cloud.model.Authorizer = everybody{} })
}

type everybody struct{}

func (everybody) Authorize(context.Context, *model.Call) error { return nil }

func (everybody) AuthorizeAssumeRole(context.Context, *model.Call, model.AssumeRole) error {
	return nil
}
