package fakes

import (
	"github.com/iamhygiene/sdk/fakes/internal/accountmodel"
	"github.com/iamhygiene/sdk/fakes/internal/analyzermodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/fakes/internal/orgmodel"
)

// orgModels are the models of what is above the resources of an account. They
// know each other.
type orgModels struct {
	org      *orgmodel.Service
	account  *accountmodel.Service
	analyzer *analyzermodel.Service
}

// orgModelsOf returns the models of a fake, which are made on the first call.
func orgModelsOf(c *model.Cloud) orgModels {
	var m orgModels
	m.account = model.Install(c, accountmodel.New)
	m.org = model.Install(c, func(c *model.Cloud) *orgmodel.Service { return orgmodel.New(c, m.account.Profile) })
	m.analyzer = model.Install(c, func(c *model.Cloud) *analyzermodel.Service { return analyzermodel.New(c, m.org) })
	c.Do(func() { m.account.Organization = m.org })
	return m
}
