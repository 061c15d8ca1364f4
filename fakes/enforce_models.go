package fakes

import (
	"github.com/iamhygiene/sdk/fakes/internal/enforce"
	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/fakes/internal/orgmodel"
	"github.com/iamhygiene/sdk/fakes/internal/stsmodel"
)

// addEnforcement adds what decides about calls, and STS, which asks it.
func addEnforcement(c *model.Cloud, iam *iammodel.Service, org *orgmodel.Service) {
	ids := identities{cloud: c, iam: iam}
	model.Install(c, func(c *model.Cloud) *enforce.Enforcer { return enforce.New(c, ids, org) })
	model.Install(c, func(*model.Cloud) stsmodel.Service {
		return stsmodel.Service{Identities: ids, Organization: org, Decode: enforce.Decode}
	})
}

// SetContextKey sets a condition key for the calls of the account's principals
// whose policies are enforced, such as aws:SourceIp, aws:SourceVpce or
// aws:UserAgent, which a fake cannot know. Without values the key is absent, as
// it is at first. The keys that a call implies (aws:PrincipalArn,
// aws:RequestedRegion, aws:CurrentTime, aws:MultiFactorAuthPresent and so on) are
// set by the fake; a value that contradicts the caller makes calls fail.
func (a *Account) SetContextKey(key string, values ...string) {
	e := Install(a, func(c *model.Cloud) *enforce.Enforcer { return enforce.New(c, nil, nil) }) // every fake has one
	a.cloud.model.Do(func() { e.SetContext(a.id, key, values) })
}
