package permissions

import (
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// Permissions is the answer to what one principal can do: for every action of
// the catalog, whether it is allowed always, sometimes or never. It is
// immutable and safe for concurrent use. Make one with [Of].
type Permissions struct {
	authorizer *policyeval.Authorizer
	request    policyeval.Request
	partition  string
	account    string
	resource   string
	statements []named
	classes    []class

	asked, allowed, possible, denied catalog.ActionSet
}

// class is a set of actions that the policies do not tell apart, with the
// answers for the resources that they do tell apart.
type class struct {
	actions catalog.ActionSet
	sample  catalog.Action
	units   []unit
}

// unit is one answer of the engine: for some actions of a class, on one space.
// The actions are many where the space is anySpace, and few otherwise.
type unit struct {
	space    int // anySpace, or a place in the table
	set      catalog.ActionSet
	list     []catalog.Action // instead of set
	decision policyeval.Decision
}

// actions returns the actions of the unit.
func (u *unit) actions() catalog.ActionSet {
	if u.list != nil {
		return catalog.NewActionSet(u.list...)
	}
	return u.set
}

// Options adjust [Of]. The zero value asks about all resources of the
// principal's own account.
type Options struct {
	// Resource is the ARN of the one resource to ask about, without wildcards.
	// Only the actions that take such a resource are then asked for; the others
	// are in none of the sets.
	Resource string
}

// OnResource is an option of [Of] that sets Options.Resource.
func OnResource(arn string) func(*Options) {
	return func(o *Options) { o.Resource = arn }
}

// Of finds out what the principal of the request can do under the policies, for
// all actions of the catalog. The request says who asks and what is known of the
// context, as for [policyeval.Authorizer.Authorize]; to learn what the principal
// can do in some context, set Open, which makes unknown what is not mentioned.
// The fields Action, Resource and Pattern are not used, and neither is
// ResourceAccount without [OnResource]: the resources are those of the
// principal's account. Session policies and service control policies count as far
// as they are given.
//
// Every action is asked on each form of ARN that the catalog has for it, and on
// "*" if it needs no resource. KMS keys, and roles for actions of STS, have a
// policy in any case, and what belongs to another account is of no use without
// one; it counts as unknown if Policies.Resource does not hold it, and is asked
// only about what identity policies may allow. Other resources are taken to have no policy but Policies.Resource. If that is not
// known either, list [policyeval.FactResourcePolicy] in Unknown.
//
// The error is that of [policyeval.Compile] or of Authorize: policies that do
// not fit their places, a request that contradicts itself, or a principal that
// belongs to no account.
func Of(policies policyeval.Policies, request *policyeval.Request, options ...func(*Options)) (*Permissions, error) {
	var o Options
	for _, option := range options {
		option(&o)
	}
	p, err := prepare(policies, request, o.Resource)
	if err != nil {
		return nil, err
	}
	if policies.Resource != nil && o.Resource == "" {
		return nil, &policyeval.RequestError{Field: "Resource", Reason: "a resource policy is about one resource; name it with OnResource"}
	}
	p.asked = catalog.AllActions()
	if o.Resource != "" {
		p.asked = catalog.ActionsOn(o.Resource)
	} else {
		p.request.ResourceAccount = p.account
	}
	p.statements = statementsOf(&policies)
	for _, actions := range classes(p.statements) {
		if actions = actions.Intersect(p.asked); actions.IsEmpty() {
			continue
		}
		p.classes = append(p.classes, p.divide(actions))
	}
	if err := p.decide(); err != nil {
		return nil, err
	}
	p.collect()
	return p, nil
}

// prepare compiles the policies and reads the request.
func prepare(policies policyeval.Policies, request *policyeval.Request, resource string) (*Permissions, error) {
	a, err := policyeval.Compile(policies)
	if err != nil {
		return nil, err
	}
	fields := strings.SplitN(request.Principal, ":", 6)
	if len(fields) < 6 || fields[0] != "arn" || fields[4] == "" {
		return nil, &policyeval.RequestError{Field: "Principal", Value: request.Principal, Reason: "not the ARN of a principal of an account; ask for others with Authorize"}
	}
	p := &Permissions{authorizer: a, request: *request, partition: fields[1], account: fields[4], resource: resource}
	p.request.Pattern = false
	return p, nil
}

// first returns an action of a set that is not empty.
func first(set catalog.ActionSet) catalog.Action {
	for a := range set.All() {
		return a
	}
	return catalog.Action{}
}

// divide makes the units of a class, one for each space that the statements tell
// apart, without their decisions.
func (p *Permissions) divide(actions catalog.ActionSet) class {
	c := class{actions: actions, sample: first(actions)}
	if p.resource != "" {
		c.units = []unit{{space: anySpace, set: actions}}
		return c
	}
	apart := p.apart(actions, c.sample)
	plain := actions
	if len(apart.told) > 0 {
		plain = plain.Difference(catalog.NewActionSet(apart.told...))
	}
	if !plain.IsEmpty() {
		c.units = append(c.units, unit{space: anySpace, set: plain})
	}
	for _, at := range apart.order {
		c.units = append(c.units, unit{space: at, list: apart.spaces[at]})
	}
	return c
}

// question is one request for several units, which differ in the action.
type question struct {
	request policyeval.Request
	actions []string
	units   []*unit
}

// decide asks the engine for all units, in one call for those that only differ
// in the action: the ARN patterns are then prepared once.
func (p *Permissions) decide() error {
	type key struct {
		space   int
		unknown bool // the policy of the resource
	}
	questions := map[key]*question{}
	for i := range p.classes {
		c := &p.classes[i]
		for j := range c.units {
			u := &c.units[j]
			sample := c.sample
			if u.list != nil {
				sample = u.list[0]
			}
			request := p.requestFor(sample, u.space)
			k := key{u.space, len(request.Unknown) > len(p.request.Unknown)}
			q := questions[k]
			if q == nil {
				q = &question{request: request}
				questions[k] = q
			}
			q.actions, q.units = append(q.actions, request.Action), append(q.units, u)
		}
	}
	for _, q := range questions {
		i := 0
		err := p.authorizer.AuthorizeActions(&q.request, slices.Values(q.actions), func(_ string, d policyeval.Decision) bool {
			q.units[i].decision = d
			i++
			return true
		})
		if err != nil {
			return err
		}
		for i, u := range q.units {
			q.request.Action = q.actions[i]
			if u.decision, err = p.limit(&q.request, u.decision); err != nil {
				return err
			}
		}
	}
	return nil
}

// apart holds the actions of a class that take resources which the statements
// tell apart.
type apart struct {
	told   []catalog.Action // all of whose resources are told apart
	spaces map[int][]catalog.Action
	order  []int
}

func (p *Permissions) apart(actions catalog.ActionSet, sample catalog.Action) apart {
	t := resources()
	services, all := mentioned(p.statements, sample)
	x := apart{spaces: map[int][]catalog.Action{}}
	told := func(at int) bool {
		s := t.spaces[at].service
		return all || s == "*" || slices.Contains(services, s)
	}
	add := func(a catalog.Action) {
		plain := t.bare[a]
		for _, at := range t.of[a] {
			if !told(at) {
				plain = true
				continue
			}
			if x.spaces[at] == nil {
				x.order = append(x.order, at)
			}
			x.spaces[at] = append(x.spaces[at], a)
		}
		if !plain {
			x.told = append(x.told, a)
		}
	}
	if all {
		for _, a := range t.everyARN {
			if actions.Contains(a) {
				add(a)
			}
		}
		return x
	}
	seen := map[catalog.Action]bool{}
	for _, service := range append(services, "*") {
		for _, a := range t.byService[service] {
			if actions.Contains(a) && !seen[a] {
				seen[a] = true
				add(a)
			}
		}
	}
	return x
}

// limit adjusts a decision on a request made by requestFor.
func (p *Permissions) limit(request *policyeval.Request, d policyeval.Decision) (policyeval.Decision, error) {
	if !d.CanBeAllowed() || d.Allowed() || len(request.Unknown) == len(p.request.Unknown) {
		return d, nil
	}
	// The policy of the resource was made unknown here, because without it
	// nothing at all would be allowed. That it may name the principal itself is
	// true of every resource and not counted.
	e, err := p.authorizer.Explain(request)
	identity := false
	for _, l := range e.Layers {
		switch l.Layer {
		case policyeval.LayerIdentity:
			identity = l.Allow != policyeval.False
		case policyeval.LayerBoundary, policyeval.LayerSession:
			identity = identity && l.Allow != policyeval.False // they come after it
		}
	}
	if identity {
		return d, err
	}
	if strings.HasSuffix(p.request.Principal, ":root") || strings.Contains(p.request.Principal, ":federated-user/") {
		return d, err // what they hold is in no identity policy
	}
	return policyeval.Decision{Possible: 1 << policyeval.ImplicitDeny, BlockedBy: policyeval.LayersOf(policyeval.LayerIdentity)}, err
}

// requestFor makes the request that asks about an action on a space.
func (p *Permissions) requestFor(a catalog.Action, at int) policyeval.Request {
	request := p.request
	request.Action = a.String()
	switch {
	case p.resource != "":
		request.Resource = p.resource
	case at == anySpace:
		request.Resource = "*"
	default:
		request.Resource, request.Pattern = resources().spaces[at].pattern(p.partition, p.account), true
	}
	p.needResourcePolicy(&request)
	return request
}

// needResourcePolicy makes the policy of the resource unknown if the resource
// has one in any case, or is out of reach without one.
func (p *Permissions) needResourcePolicy(request *policyeval.Request) {
	if p.needsResourcePolicy(strings.ToLower(request.Action), request.Resource) {
		request.Unknown = append(slices.Clip(request.Unknown), policyeval.UnknownKey{Name: policyeval.FactResourcePolicy})
	}
}

// needsResourcePolicy reports whether a resource has a policy in any case, or is
// out of reach without one.
//
// AWS: https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
func (p *Permissions) needsResourcePolicy(action, resource string) bool {
	fields := strings.SplitN(resource, ":", 6)
	if len(fields) < 6 {
		return false
	}
	if owner := fields[4]; p.resource != "" && owner != "" && owner != p.account && owner != "aws" {
		return true
	}
	return fields[2] == "kms" && strings.HasPrefix(fields[5], "key/") && strings.HasPrefix(action, "kms:") ||
		fields[2] == "iam" && strings.HasPrefix(fields[5], "role/") && strings.HasPrefix(action, "sts:")
}
