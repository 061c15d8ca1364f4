package fakes

import (
	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// iamModelOf returns the model of IAM of a fake, which is made on the first
// call. It asks the model of AWS Organizations.
func iamModelOf(c *model.Cloud) *iammodel.Service {
	s := model.Install(c, iammodel.New)
	org := orgModelsOf(c).org
	c.Do(func() { s.Organization = org })
	return s
}
