package fakes

import (
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// addModels adds the models that every fake has.
func addModels(c *model.Cloud) {
	addEnforcement(c, iamModelOf(c), orgModelsOf(c).org)
}

// Install returns the model of type S of a fake, which is made and registered if
// the fake has none. All accounts of a fake share it.
//
// Only the packages below fakes can call it, because the types of a model are
// internal: those that model services that are too heavy to be in every fake.
// To answer operations in a test, use [On].
func Install[S model.Service](t Target, make func(*model.Cloud) S) S {
	return model.Install(t.cloudOf().model, make)
}

// Modeled lists the operations that models answer in the account, as
// "iam:ListUsers", sorted. Other operations need [On].
func (a *Account) Modeled() []string { return a.cloud.model.Operations() }
