package fakes

import (
	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/fakes/internal/stsmodel"
)

// addModels adds the models of services. A model that needs the Cloud when it
// is made, or that is an Authorizer or a Directory, sets itself there.
func addModels(c *model.Cloud) {
	c.Add(stsmodel.Service{})
}
