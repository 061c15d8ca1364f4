package policyeval

import "slices"

// index finds the statements that an action may concern. Patterns of one
// service and one name, by far the most, are found by hashing; those with a
// wildcard in the name are listed by service; the rest (wildcards for the
// service, NotAction, faulty elements) concern every action. Deny statements
// stand first in each list.
type index struct {
	services map[string]*serviceIndex
	always   []int32 // statements whose action element must be asked
}

type serviceIndex struct {
	names map[string][]int32
	wild  []wildEntry
}

type wildEntry struct {
	name      string // pattern
	statement int32
}

func (x *index) add(s *statement, number int32) {
	if s.inert {
		return
	}
	if s.action.faulty || s.action.element == ElementNotAction {
		if !s.action.faulty || s.deny {
			x.always = append(x.always, number)
		}
		return
	}
	for i := range s.action.patterns {
		p := &s.action.patterns[i]
		switch {
		case p.dead:
		case p.any || p.serviceWild:
			if n := len(x.always); n == 0 || x.always[n-1] != number {
				x.always = append(x.always, number)
			}
		default:
			if x.services == nil {
				x.services = map[string]*serviceIndex{}
			}
			service := x.services[p.service]
			if service == nil {
				service = &serviceIndex{}
				x.services[p.service] = service
			}
			service.add(p, number)
		}
	}
}

func (x *serviceIndex) add(p *actionPattern, number int32) {
	if p.nameWild {
		x.wild = append(x.wild, wildEntry{p.name, number})
		return
	}
	if x.names == nil {
		x.names = map[string][]int32{}
	}
	list := x.names[p.name]
	if n := len(list); n == 0 || list[n-1] != number {
		x.names[p.name] = append(list, number)
	}
}

// finish puts Deny statements first.
func (x *index) finish(statements []statement) {
	byEffect := func(a, b int32) int {
		switch da, db := statements[a].deny, statements[b].deny; {
		case da == db:
			return 0
		case da:
			return -1
		}
		return 1
	}
	slices.SortStableFunc(x.always, byEffect)
	for _, service := range x.services {
		slices.SortStableFunc(service.wild, func(a, b wildEntry) int { return byEffect(a.statement, b.statement) })
		for _, list := range service.names {
			if len(list) > 1 {
				slices.SortStableFunc(list, byEffect)
			}
		}
	}
}

// scan evaluates every statement that the action concerns.
func (st *state) scan() {
	x := &st.a.index
	for _, number := range x.always {
		s := &st.a.statements[number]
		if !st.results[s.group].settled(s, st.a.groups[s.group].layer) && s.action.match(st.service, st.name, s.deny) {
			st.apply(s)
		}
	}
	service := x.services[string(st.service)]
	if service == nil {
		return
	}
	for _, number := range service.names[string(st.name)] {
		st.apply(&st.a.statements[number])
	}
	for i := range service.wild {
		if e := &service.wild[i]; wildMatch(e.name, st.name) {
			st.apply(&st.a.statements[e.statement])
		}
	}
}

func (st *state) apply(s *statement) {
	r := &st.results[s.group]
	if r.settled(s, st.a.groups[s.group].layer) {
		return
	}
	n, g := st.evaluate(s, nil)
	if n.value != False {
		r.collect(s, n, g)
	}
}
