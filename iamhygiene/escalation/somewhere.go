package escalation

import (
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// fresh is a name that no statement mentions: what a policy says of it, it says
// of everything that it does not single out.
const fresh = "x0unnamed"

// freshRegion stands for a Region where a pattern leaves it open.
const freshRegion = "x0region"

// unnamed shows such names as what they stand for.
var unnamed = strings.NewReplacer(fresh, "*", freshRegion, "*")

// typesOf returns the types of resource that a request for the action names, all
// of them if together and one of them otherwise. None means "*".
func typesOf(a catalog.Action) (types []catalog.ResourceType, together bool) {
	var needed, others []catalog.ResourceType
	for t, required := range a.ResourceTypes() {
		if required {
			needed = append(needed, t)
		} else {
			others = append(others, t)
		}
	}
	switch {
	case len(needed) == 0:
		return others, false
	case a.Service().Prefix() == "bedrock-agentcore":
		return needed, false // the reference marks alternatives as required
	}
	return needed, true
}

// anyone answers for an action on resources that no statement names.
func (p *profile) anyone(e *engine, a catalog.Action) verdict {
	types, together := typesOf(a)
	x := p.person()
	ask := func(resource string) verdict {
		v, _ := decideFor(e, x, p.authorizer(a.String()), a.String(), resource)
		return v
	}
	if len(types) == 0 {
		return ask("*")
	}
	best, worst := verdict{}, verdict{level: yes}
	if !together {
		best = ask("*")
	}
	for _, t := range types {
		v := verdict{}
		for _, arn := range e.freshARNs(t) {
			v = v.better(ask(arn))
		}
		best, worst = best.better(v), worst.and(v)
	}
	if together {
		return worst
	}
	return best
}

// decideFor asks without any choice of the principal's.
func decideFor(e *engine, x *person, a *policyeval.Authorizer, action, resource string) (verdict, bool) {
	q := question{action: action, resource: resource}
	request := x.ask(e, &q)
	return decide(a, &request)
}

// freshARNs returns an ARN of the account for each form of a type, with names
// that no statement mentions.
func (e *engine) freshARNs(t catalog.ResourceType) []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if list, ok := e.fresh[t]; ok {
		return list
	}
	var list []string
	for pattern := range t.ARNPatterns() {
		if strings.Count(pattern, ":") < 5 {
			continue
		}
		if arn := e.example(stars(pattern)); !slices.Contains(list, arn) {
			list = append(list, arn)
		}
	}
	e.fresh[t] = list
	return list
}

// stars replaces the placeholders of a pattern of the reference, ${...}, by
// stars. The reference once forgets the dollar sign.
func stars(pattern string) string {
	var b strings.Builder
	for {
		start, end := strings.IndexByte(pattern, '{'), strings.IndexByte(pattern, '}')
		if start < 0 || end < start {
			b.WriteString(pattern)
			return b.String()
		}
		b.WriteString(strings.TrimSuffix(pattern[:start], "$"))
		b.WriteByte('*')
		pattern = pattern[end+1:]
	}
}

// example turns a pattern of ARNs into one ARN.
func (e *engine) example(pattern string) string {
	fields := strings.SplitN(pattern, ":", 6)
	for i := range fields {
		if !strings.ContainsAny(fields[i], "*?") {
			continue
		}
		switch {
		case i == 1:
			fields[i] = e.partition
		case i == 3 && fields[i] == "*":
			fields[i] = freshRegion
		case i == 4:
			fields[i] = e.id
		default:
			fields[i] = strings.ReplaceAll(strings.ReplaceAll(fields[i], "*", fresh), "?", "x")
		}
	}
	return strings.Join(fields, ":")
}

// somewhere answers whether a principal may use all of the actions, on resources
// of its choice. Actions on the same type of resource must be allowed on the
// same resource.
func (x *person) somewhere(e *engine, t *trace, actions ...string) verdict {
	together := map[catalog.ResourceType][]string{}
	var order []catalog.ResourceType
	result := verdict{level: yes}
	for _, name := range actions {
		a, known := catalog.Lookup(name)
		types, all := typesOf(a)
		switch {
		case !known || len(types) == 0:
			result = result.and(x.can(e, t, x.plain(name, "*")))
		case all:
			for _, typ := range types {
				if together[typ] == nil {
					order = append(order, typ)
				}
				together[typ] = append(together[typ], name)
			}
		default:
			result = result.and(x.onOne(e, t, name, types))
		}
		if result.level == no {
			return result
		}
	}
	for _, typ := range order {
		v := x.onSame(e, t, typ, func(t *trace, arn string) verdict {
			v := verdict{level: yes}
			for _, name := range together[typ] {
				if v = v.and(x.can(e, t, x.plain(name, arn))); v.level == no {
					break
				}
			}
			return v
		})
		if result = result.and(v); result.level == no {
			return result
		}
	}
	return result
}

// plain is the question about an action without anything that a method adds.
func (x *person) plain(action, resource string) question {
	return question{authorizer: x.profile.authorizer(action), action: action, resource: resource}
}

// onOne asks about an action on a resource of one of the types, or on none.
func (x *person) onOne(e *engine, t *trace, action string, types []catalog.ResourceType) verdict {
	best, at := x.can(e, nil, x.plain(action, "*")), "*"
	for _, typ := range types {
		for _, arn := range x.profile.examplesOf(e, x, typ) {
			if best.level == yes {
				break
			}
			if v := x.can(e, nil, x.plain(action, arn)); v.level > best.level {
				best, at = v, arn
			}
		}
	}
	if t != nil && best.level != no {
		x.can(e, t, x.plain(action, at))
	}
	return best
}

// onSame finds the resource of a type on which ask proves most.
func (x *person) onSame(e *engine, t *trace, typ catalog.ResourceType, ask func(*trace, string) verdict) verdict {
	best, at := verdict{}, ""
	for _, arn := range x.profile.examplesOf(e, x, typ) {
		if v := ask(nil, arn); v.level > best.level {
			if best, at = v, arn; best.level == yes {
				break
			}
		}
	}
	if t != nil && best.level != no {
		ask(t, at)
	}
	return best
}
