package escalation

import (
	"slices"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
	"github.com/iamhygiene/sdk/policyeval/permissions"
)

// administrator says whether a set of policies makes an administrator.
type administrator struct {
	level level
	keys  []string // the context keys on which a maybe hangs
	lacks catalog.ActionSet
}

// yardstick is what a policy that allows everything gives.
type yardstick struct {
	full     catalog.ActionSet // held for certain on what no statement names
	changes  catalog.ActionSet // of these, what changes something, or all of a service that has no such action
	services int               // that changes is about
	grants   catalog.ActionSet // the ways to give out permissions
}

// grantActions give permissions to a principal. Who has none of them is no
// administrator, whatever else is allowed.
var grantActions = [...]string{
	"iam:AttachUserPolicy", "iam:AttachGroupPolicy", "iam:AttachRolePolicy",
	"iam:PutUserPolicy", "iam:PutGroupPolicy", "iam:PutRolePolicy",
	"iam:CreatePolicyVersion", "iam:UpdateAssumeRolePolicy",
}

// measureYardstick finds out what a policy that allows everything gives a user
// of the account. Service control policies count: what nobody in the account can
// do is not missed by its administrators.
func (e *engine) measureYardstick() error {
	x := e.anybody()
	p := &profile{policies: policyeval.Policies{Identity: []*policyeval.Policy{e.allowAll}, SCPs: e.scps, RCPs: e.rcps}, sample: x}
	var err error
	if p.base, err = policyeval.Compile(p.policies); err != nil {
		return err
	}
	named := p.policies
	named.Resource = e.accountTrust
	if p.account, err = policyeval.Compile(named); err != nil {
		return err
	}
	request := x.access.Request()
	can, err := permissions.Of(p.policies, &request)
	if err != nil {
		return err
	}
	e.full.full = can.Allowed()
	var more []catalog.Action
	for a := range can.Undetermined().All() {
		if p.anyone(e, a).level == yes {
			more = append(more, a)
		}
	}
	e.full.full = e.full.full.Union(catalog.NewActionSet(more...))
	e.full.changes = e.full.full.WithAccessLevel(catalog.Write, catalog.PermissionsManagement, catalog.Tagging)
	changing := map[string]bool{}
	for service := range e.full.changes.Services() {
		changing[service.Prefix()] = true
	}
	for service := range e.full.full.Services() {
		e.full.services++
		if changing[service.Prefix()] {
			continue
		}
		own, err := catalog.Expand(service.Prefix() + ":*")
		if err != nil {
			return err
		}
		e.full.changes = e.full.changes.Union(e.full.full.Intersect(own))
	}
	grants, err := catalog.Expand(grantActions[:]...)
	e.full.grants = grants.Intersect(e.full.full)
	return err
}

// enough reports whether what is left without some actions still makes an
// administrator: of every service something that changes it, and a way to give
// out permissions.
func (y *yardstick) enough(without catalog.ActionSet) bool {
	if y.grants.Difference(without).IsEmpty() {
		return false
	}
	services := 0
	for range y.changes.Difference(without).Services() {
		services++
	}
	return services == y.services
}

// judge decides whether the policies make an administrator.
func (p *profile) judge(e *engine, can *permissions.Permissions) administrator {
	missing := e.full.full.Difference(can.Allowed())
	lacks := missing.Intersect(can.Refused())
	if !e.full.enough(lacks) {
		return administrator{lacks: lacks}
	}
	var refused, doubtful []catalog.Action
	var keys []string
	alike := p.alike(e)
	for a := range missing.Intersect(can.Undetermined()).All() {
		switch v := alike.anyone(a); v.level {
		case no:
			refused = append(refused, a)
		case maybe:
			doubtful = append(doubtful, a)
			for _, key := range v.keys {
				if !slices.Contains(keys, key) {
					keys = append(keys, key)
				}
			}
		}
	}
	lacks = lacks.Union(catalog.NewActionSet(refused...))
	switch {
	case !e.full.enough(lacks):
		return administrator{lacks: lacks}
	case e.full.enough(lacks.Union(catalog.NewActionSet(doubtful...))):
		return administrator{level: yes, lacks: lacks}
	}
	slices.Sort(keys)
	return administrator{level: maybe, keys: keys, lacks: lacks}
}
