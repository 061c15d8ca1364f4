package reference

// rest is the statement without its principal element.
func (s statement) rest(e *env) logic {
	return and(s.actionApplies(e.action), s.resourceApplies(e), s.conditionApplies(e), s.otherApplies())
}

// applies is whether the statement applies to the request in any grade: action
// and resource and principal and condition.
func (s statement) applies(q *question) logic {
	return q.collapse(s.allow, and(s.principalApplies(q.env).any(), s.rest(q.env)))
}

// appliesBy is applies for each grade of the principal match.
func (s statement) appliesBy(q *question) grades {
	rest := s.rest(q.env)
	p := s.principalApplies(q.env)
	return grades{
		direct:  q.collapse(s.allow, and(p.direct, rest)),
		entity:  q.collapse(s.allow, and(p.entity, rest)),
		account: q.collapse(s.allow, and(p.account, rest)),
	}
}

// otherApplies is the fault of an unknown element (D3, lenient loading).
func (s statement) otherApplies() logic { return known(!s.otherFault || !s.allow) }

// collapse is U2: in strict evaluation an Allow that may apply does not, a Deny
// that may apply does.
func (q *question) collapse(allow bool, x logic) logic {
	if q.strict && x.truth == maybe {
		return known(!allow)
	}
	return x
}

// grants ORs the Allow statements of a layer by grade (S3).
func (q *question) grants(docs []document) grades {
	var d, e, a []logic
	for _, doc := range docs {
		for _, s := range doc.statements {
			if s.allow {
				g := s.appliesBy(q)
				d, e, a = append(d, g.direct), append(e, g.entity), append(a, g.account)
			}
		}
	}
	return grades{or(d...), or(e...), or(a...)}
}

// allows ORs the Allow statements of a layer whose grades do not matter.
func (q *question) allows(docs []document) logic { return q.anyApplies(docs, true) }

// denies ORs the Deny statements of a layer (S1, S3).
func (q *question) denies(docs []document) logic { return q.anyApplies(docs, false) }

func (q *question) anyApplies(docs []document, allow bool) logic {
	var hits []logic
	for _, doc := range docs {
		for _, s := range doc.statements {
			if s.allow == allow {
				hits = append(hits, s.applies(q))
			}
		}
	}
	return or(hits...)
}

func (q *question) anyLevelDenies(levels [][]document) logic {
	var hits []logic
	for _, level := range levels {
		hits = append(hits, q.denies(level))
	}
	return or(hits...)
}

// resourceGrants are Rd, Re and Ra; with resource:Policy each may be.
func (q *question) resourceGrants() grades {
	if q.unknownPolicy {
		u := q.collapse(true, unknown("resource:Policy"))
		return grades{u, u, u}
	}
	return q.grants(q.resource)
}

func (q *question) resourceDenies() logic {
	if q.unknownPolicy {
		return q.collapse(false, unknown("resource:Policy"))
	}
	return q.denies(q.resource)
}

// bySCP: SCPs bind the caller (G4, G5, N3).
func (q *question) bySCP() bool {
	return q.env.caller.isAWS() && !q.env.caller.serviceLinked()
}

// byRCP: RCPs apply to the caller (G8, N3).
func (q *question) byRCP() bool { return !q.env.caller.serviceLinked() }

// scpFilter is G1: every level must allow.
func (q *question) scpFilter() logic {
	if !q.bySCP() {
		return known(true)
	}
	var levels []logic
	for _, level := range q.scps {
		levels = append(levels, q.allows(level))
	}
	return and(levels...)
}

// endpointFilter is EP1-EP3: every endpoint policy must allow.
func (q *question) endpointFilter() logic {
	var all []logic
	for _, d := range q.endpoint {
		all = append(all, q.allows([]document{d}))
	}
	return and(all...)
}

// deny is D of 17.2: any Deny in any layer that is consulted.
func (q *question) deny() logic {
	hits := []logic{q.resourceDenies(), q.denies(q.endpoint), q.denies(q.boundary)}
	if !q.needsNoPermission() { // STS7
		hits = append(hits, q.denies(q.identity), q.denies(q.session))
	}
	if q.bySCP() {
		hits = append(hits, q.anyLevelDenies(q.scps))
	}
	if q.byRCP() {
		hits = append(hits, q.anyLevelDenies(q.rcps)) // G6
	}
	return or(hits...)
}

// allow is "A and O and C and V" of section 9. C is always true, because the
// full-access RCP is always attached (G6).
func (q *question) allow() logic {
	return and(q.scpFilter(), q.endpointFilter(), q.permission())
}
