package escalation

import (
	"slices"
	"sync"

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
	once sync.Once
	err  error

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

// yardsticks holds a yardstick for all, or where a control policy spares some
// principals one for each.
type yardsticks struct {
	mu   sync.Mutex
	of   map[string]*yardstick
	each bool
}

// yardstickOf returns what a principal is compared with. Service control policies
// count: what a principal could not do even if it was allowed everything, it does
// not miss.
func (e *engine) yardstickOf(x *person) (*yardstick, error) {
	key := ""
	if e.full.each {
		key = x.arn
	} else {
		x = e.newcomer
	}
	e.full.mu.Lock()
	y := e.full.of[key]
	if y == nil {
		y = &yardstick{}
		e.full.of[key] = y
	}
	e.full.mu.Unlock()
	y.once.Do(func() { y.err = y.measure(e, x) })
	return y, y.err
}

// measure finds out what a policy that allows everything gives somebody of the
// account.
func (y *yardstick) measure(e *engine, x *person) error {
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
	grants, err := catalog.Expand(grantActions[:]...)
	if err != nil {
		return err
	}
	var more, doubtful []catalog.Action
	for a := range can.Undetermined().All() {
		switch p.anyone(e, a).level {
		case yes:
			more = append(more, a)
		case maybe:
			doubtful = append(doubtful, a)
		}
	}
	y.full = can.Allowed().Union(catalog.NewActionSet(more...))
	if y.full.Intersect(grants).IsEmpty() {
		// A control policy makes everything hang on a condition. Administrators are
		// then conditional, not none.
		y.full = y.full.Union(catalog.NewActionSet(doubtful...))
	}
	y.changes = y.full.WithAccessLevel(catalog.Write, catalog.PermissionsManagement, catalog.Tagging)
	changing := map[string]bool{}
	for service := range y.changes.Services() {
		changing[service.Prefix()] = true
	}
	for service := range y.full.Services() {
		y.services++
		if changing[service.Prefix()] {
			continue
		}
		own, err := catalog.Expand(service.Prefix() + ":*")
		if err != nil {
			return err
		}
		y.changes = y.changes.Union(y.full.Intersect(own))
	}
	y.grants = grants.Intersect(y.full)
	return nil
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
func (p *profile) judge(e *engine, y *yardstick, can *permissions.Permissions) administrator {
	missing := y.full.Difference(can.Allowed())
	lacks := missing.Intersect(can.Refused())
	if !y.enough(lacks) {
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
	case !y.enough(lacks):
		return administrator{lacks: lacks}
	case y.enough(lacks.Union(catalog.NewActionSet(doubtful...))):
		return administrator{level: yes, lacks: lacks}
	}
	slices.Sort(keys)
	return administrator{level: maybe, keys: keys, lacks: lacks}
}
