package escalation

import (
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

const ec2Service = "ec2.amazonaws.com"

// serviceLinks finds the roles that a principal reaches by having a service act
// with them. rest is the answer for the actions that have no target.
func (e *engine) serviceLinks(x *person, method int) (rest level, links []link) {
	m := &e.methods[method]
	how, _ := e.compute.state(m)
	if how == absent {
		return no, nil // told as not evaluated
	}
	if len(m.PassTo) > 0 {
		links = e.passed(x, m)
	} else if m.Target == TargetOutside {
		links = e.holding(x, m)
	}
	switch m.Target {
	case TargetInstance, TargetFunction:
		links = e.onExisting(x, m, how)
		return yes, links
	case TargetRunningInstance:
		if len(m.PassTo) == 0 {
			return yes, e.onExisting(x, m, how)
		}
	}
	if len(links) == 0 {
		return no, nil
	}
	v := e.restOf(x, method)
	if v.level == no {
		return no, nil
	}
	return v.level, links
}

// restOf answers for the actions of a method beside iam:PassRole, once for a
// profile.
func (e *engine) restOf(x *person, method int) verdict {
	p := x.profile
	p.mu.Lock()
	v, ok := p.rest[method]
	p.mu.Unlock()
	if !ok {
		v = e.tryRest(nil, x, method)
		p.mu.Lock()
		p.rest[method] = v
		p.mu.Unlock()
	}
	return v
}

// tryRest is restOf with evidence.
func (e *engine) tryRest(t *trace, x *person, method int) verdict {
	m := &e.methods[method]
	actions := actionsBeside(m)
	var places []string
	how, _ := e.compute.state(m)
	switch m.Target {
	case TargetRunningInstance:
		places = e.compute.runningAny
	case TargetAnyFunction:
		places = e.compute.anyFunction
	default:
		return x.somewhere(e, t, actions...)
	}
	best, at := verdict{}, ""
	for _, arn := range places {
		if v := e.onPlace(nil, x, actions, arn); v.level > best.level {
			if best, at = v, arn; best.level == yes {
				break
			}
		}
	}
	if t != nil && best.level != no {
		e.onPlace(t, x, actions, at)
	}
	if best.level == no && how == partly {
		return x.somewhere(e, t, actions...).doubted("unread:" + m.Needs[0])
	}
	return best
}

// actionsBeside are the required actions without iam:PassRole.
func actionsBeside(m *Method) (list []string) {
	for _, choice := range m.Actions {
		if choice[0] != passRole {
			list = append(list, choice[0])
		}
	}
	return list
}

// onPlace asks about actions on one existing resource; those that take no such
// resource may be used on any.
func (e *engine) onPlace(t *trace, x *person, actions []string, arn string) verdict {
	v := verdict{level: yes}
	for _, name := range actions {
		a, _ := catalog.Lookup(name)
		takes := false
		for typ := range a.ResourceTypes() {
			takes = takes || typ.Matches(arn)
		}
		if takes {
			v = v.and(x.can(e, t, question{action: name, resource: arn}))
		} else {
			v = v.and(x.somewhere(e, t, name))
		}
		if name == "ssm:SendCommand" && v.level != no {
			// The document is a resource of the request as well.
			document := "arn:" + e.partition + ":ssm:" + field(arn, 3) + "::document/AWS-RunShellScript"
			v = v.and(x.can(e, t, question{action: name, resource: document}))
		}
		if v.level == no {
			return v
		}
	}
	return v
}

// onExisting finds the instances or functions with a stronger role that the
// principal gets at. Where not all are known, others may be there.
func (e *engine) onExisting(x *person, m *Method, how known) (links []link) {
	places, actions := e.compute.onInstance, actionsBeside(m)
	if m.Target == TargetFunction {
		places = e.compute.withRole
	}
	beyond := verdict{}
	if how == partly {
		beyond = x.somewhere(e, nil, actions...)
	}
	for _, r := range e.people {
		if r.role == nil || r == x || len(places[r.arn]) == 0 && beyond.level == no {
			continue
		}
		s := e.stronger(r.profile, x.profile).and(e.agent(m, r))
		if s.level == no {
			continue
		}
		best, at := verdict{}, ""
		for _, arn := range places[r.arn] {
			if m.Target == TargetRunningInstance && !e.compute.running[arn] {
				continue
			}
			if v := e.onPlace(nil, x, actions, arn).and(s); v.level > best.level {
				if best, at = v, arn; best.level == yes {
					break
				}
			}
		}
		switch accepts := r.trust.services[m.Service]; {
		case best.level != no:
			links = append(links, link{to: int32(r.index), level: best.level, res: at})
		case beyond.level != no && accepts.level != no:
			links = append(links, link{to: int32(r.index), level: beyond.and(s).and(accepts).level, conf: min(m.Confidence, Medium)})
		}
	}
	return links
}

// agent is in doubt for methods of Systems Manager whose role may not report to
// it: then the instance is managed only if something else lets its agent in.
func (e *engine) agent(m *Method, r *person) verdict {
	if !strings.HasPrefix(m.Actions[0][0], "ssm:") {
		return verdict{level: yes}
	}
	for _, action := range [...]string{"ssmmessages:CreateControlChannel", "ec2messages:GetMessages"} {
		if v, _ := decideFor(e, r, r.profile.base, action, "*"); v.level != no {
			return verdict{level: yes}
		}
	}
	return verdict{maybe, []string{"whether the instance is managed: its role does not allow ssmmessages or ec2messages"}}
}

// holding finds the stronger roles that something outside of the snapshot may
// hold: those that trust the service.
func (e *engine) holding(x *person, m *Method) (links []link) {
	for _, r := range e.accepting[m.Service] {
		if r == x || m.Service == ec2Service && !e.compute.inProfile(r.arn) {
			continue
		}
		v := r.trust.services[m.Service].and(e.stronger(r.profile, x.profile))
		if v.level != no {
			links = append(links, link{to: int32(r.index), level: v.level})
		}
	}
	return links
}

// passed finds the stronger roles that the principal may pass as the method
// needs it; the principal itself may be among them. Where roles go to two
// services, one of them has to be stronger. Lists are shared between methods.
func (e *engine) passed(x *person, m *Method) (links []link) {
	if len(m.PassTo) == 1 {
		return e.passesTo(x, m.PassTo[0], existingProfile(m))
	}
	for i, service := range m.PassTo {
		ok := verdict{level: yes}
		for j, other := range m.PassTo {
			if i != j {
				ok = ok.and(e.passesAny(x, other))
			}
		}
		if ok.level == no {
			continue
		}
		for _, l := range e.passesTo(x, service, existingProfile(m) && service == ec2Service) {
			if !slices.ContainsFunc(links, func(k link) bool { return k.to == l.to }) {
				l.level = min(l.level, ok.level)
				links = append(links, l)
			}
		}
	}
	return links
}

// existingProfile reports whether the method needs an instance profile that is
// there already.
func existingProfile(m *Method) bool {
	return m.Target == TargetInstanceProfile || m.Target == TargetRunningInstance || strings.HasPrefix(m.ID, "autoscaling-")
}

// passesTo returns the stronger roles that trust a service and that the
// principal may pass to it, once for a profile.
func (e *engine) passesTo(x *person, service string, profiled bool) []link {
	p, key := x.profile, service
	if profiled {
		key += " by instance profile"
	}
	p.mu.Lock()
	links, ok := p.passing[key]
	p.mu.Unlock()
	if ok {
		return links
	}
	if profiled {
		for _, l := range e.passesTo(x, service, false) {
			if e.compute.inProfile(e.people[l.to].arn) {
				links = append(links, l)
			}
		}
		p.mu.Lock()
		p.passing[key] = links
		p.mu.Unlock()
		return links
	}
	for _, r := range e.accepting[service] {
		v := r.trust.services[service].and(e.stronger(r.profile, p))
		if v.level != no {
			v = v.and(e.passes(nil, x, r, service))
		}
		if v.level != no {
			links = append(links, link{to: int32(r.index), level: v.level})
		}
	}
	p.mu.Lock()
	p.passing[service] = links
	p.mu.Unlock()
	return links
}

// passes asks about iam:PassRole for one role and service.
func (e *engine) passes(t *trace, x, r *person, service string) verdict {
	q := question{
		action: passRole, resource: r.arn, tags: r.tags,
		context: e.passedTo[service],
	}
	// What a trust policy calls it may be what the request calls it, as in China.
	if name := r.trust.names[service]; name != "" {
		other := q
		other.context = policyeval.Context{"iam:PassedToService": {name}}
		if x.can(e, nil, other).level > x.can(e, nil, q).level {
			q = other
		}
	}
	return x.can(e, t, q)
}

// passesAny answers whether the principal may pass some role to a service,
// however strong it is.
func (e *engine) passesAny(x *person, service string) verdict {
	p := x.profile
	p.mu.Lock()
	best, ok := p.passAny[service]
	p.mu.Unlock()
	if ok {
		return best
	}
	for _, r := range e.accepting[service] {
		if best = best.better(r.trust.services[service].and(e.passes(nil, x, r, service))); best.level == yes {
			break
		}
	}
	p.mu.Lock()
	p.passAny[service] = best
	p.mu.Unlock()
	return best
}

// identityCenter says whether permission sets of the account can exist, and how
// sure that is: they are kept in the management account, or in one to which it
// delegated them.
func (e *engine) identityCenter() (Confidence, bool) {
	if list, err := iamhygiene.IdentityCenter.Get(e.snapshot); err == nil && len(list.Items) == 0 && len(iamhygiene.IdentityCenter.Errors(e.snapshot)) == 0 {
		return 0, false
	}
	o, err := iamhygiene.OrganizationDetails.Get(e.snapshot)
	switch {
	case err != nil:
		return Medium, true
	case !o.Member:
		return 0, false
	case o.ManagementAccount == e.id:
		return High, true
	}
	return Medium, true
}
