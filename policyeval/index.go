package policyeval

import "slices"

// index finds the statements that a request may concern, first by action.
// Patterns of one service and one name, by far the most, are found by hashing;
// those with a wildcard in the name are listed by service; the rest (wildcards
// for the service, NotAction, faulty elements) concern every action. Long lists
// are then told apart by resource; see candidates.
type index struct {
	services map[string]*serviceIndex
	always   candidates
}

type serviceIndex struct {
	names map[string]*candidates
	wild  candidates
}

// add files a statement under its actions.
func (x *index) add(s *statement, number int32) {
	if s.inert {
		return
	}
	if s.action.faulty || s.action.element == ElementNotAction {
		if !s.action.faulty || s.deny {
			x.always.add(candidate{ask: true, statement: number})
		}
		return
	}
	for i := range s.action.patterns {
		p := &s.action.patterns[i]
		switch {
		case p.dead:
		case p.any || p.serviceWild:
			x.always.add(candidate{ask: true, statement: number})
		default:
			x.service(p.service).add(p, number)
		}
	}
}

func (x *index) service(name string) *serviceIndex {
	if x.services == nil {
		x.services = map[string]*serviceIndex{}
	}
	service := x.services[name]
	if service == nil {
		service = &serviceIndex{}
		x.services[name] = service
	}
	return service
}

func (x *serviceIndex) add(p *actionPattern, number int32) {
	if p.nameWild {
		x.wild.add(candidate{name: p.name, statement: number})
		return
	}
	if x.names == nil {
		x.names = map[string]*candidates{}
	}
	list := x.names[p.name]
	if list == nil {
		list = &candidates{}
		x.names[p.name] = list
	}
	list.add(candidate{statement: number})
}

// finish prepares all lists.
func (x *index) finish(statements []statement) {
	x.always.finish(statements)
	for _, service := range x.services {
		service.wild.finish(statements)
		for _, list := range service.names {
			list.finish(statements)
		}
	}
}

// scan evaluates every statement that the request may concern.
func (st *state) scan() {
	x := &st.a.index
	st.scanList(&x.always)
	service := x.services[string(st.service)]
	if service == nil {
		return
	}
	if list := service.names[string(st.name)]; list != nil {
		st.scanList(list)
	}
	st.scanList(&service.wild)
}

// candidate is a statement in a list, with what is still to be asked about its
// action.
type candidate struct {
	name      string // pattern of action names, if not empty
	ask       bool   // the whole action element
	statement int32
}

// candidates is a list of statements. A long one is divided by the literal text
// with which the resources of a statement begin, such as the name of a bucket,
// so that a request meets only those statements that begin like its resource.
// The texts have few different lengths, and for each one lookup is enough.
type candidates struct {
	all      []candidate // Deny statements first
	rest     []candidate // of a divided list: whatever the resource
	lengths  []int       // of the texts, ascending
	prefixes map[string][]candidate
}

// dividedFrom is the length from which dividing a list is worth its cost.
const dividedFrom = 16

func (c *candidates) add(one candidate) {
	if n := len(c.all); n > 0 && c.all[n-1] == one {
		return // two patterns of one statement
	}
	c.all = append(c.all, one)
}

func (c *candidates) finish(statements []statement) {
	if len(c.all) > 1 {
		slices.SortStableFunc(c.all, func(a, b candidate) int {
			switch da, db := statements[a.statement].deny, statements[b.statement].deny; {
			case da == db:
				return 0
			case da:
				return -1
			}
			return 1
		})
	}
	if len(c.all) >= dividedFrom {
		c.divide(statements)
	}
}

func (c *candidates) divide(statements []statement) {
	c.prefixes = map[string][]candidate{}
	for _, one := range c.all {
		m := &statements[one.statement].resource
		if !m.dividable() {
			c.rest = append(c.rest, one)
			continue
		}
		for i := range m.members {
			prefix := m.members[i].resource.prefix()
			list := c.prefixes[prefix]
			if n := len(list); n == 0 || list[n-1] != one {
				c.prefixes[prefix] = append(list, one)
			}
			if at, found := slices.BinarySearch(c.lengths, len(prefix)); !found {
				c.lengths = slices.Insert(c.lengths, at, len(prefix))
			}
		}
	}
}

// dividable reports whether all members begin with literal text. Statements with
// NotResource or without resource do not.
func (m *resourceMatcher) dividable() bool {
	if m.faulty || m.element != ElementResource {
		return false
	}
	for i := range m.members {
		if m.members[i].any || m.members[i].resource.prefix() == "" {
			return false
		}
	}
	return true
}

// prefix returns the literal text with which every match begins.
func (g *glob) prefix() string {
	first := &g.segments[0]
	if first.atoms == nil {
		return first.text
	}
	if first.atoms[0].kind == partText {
		return first.atoms[0].text
	}
	return ""
}

func (st *state) scanList(c *candidates) {
	if c.prefixes == nil || st.resource.pattern {
		st.consider(c.all)
		return
	}
	st.consider(c.rest)
	text := st.resource.arn.resource
	for _, n := range c.lengths {
		if n > len(text) {
			return
		}
		st.consider(c.prefixes[text[:n]])
	}
}

// consider evaluates the statements of a list as far as they can still change
// the result of their group.
func (st *state) consider(list []candidate) {
	for i := range list {
		c := &list[i]
		s := &st.a.statements[c.statement]
		r := &st.results[s.group]
		switch {
		case r.settled(s, st.a.groups[s.group].layer):
		case c.name != "" && !wildMatch(c.name, st.name):
		case c.ask && !s.action.match(st.service, st.name, s.deny):
		default:
			if n, g := st.evaluate(s, nil); n.value != False {
				r.collect(s, n, g)
			}
		}
	}
}
