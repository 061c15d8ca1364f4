package policyeval

// statement is one compiled statement.
type statement struct {
	deny       bool
	inert      bool  // an Allow of an RCP (G6), or one that can never apply
	group      int32 // index in Authorizer.groups
	policy     int32 // index of the document in its group
	action     actionMatcher
	principal  principalMatcher
	resource   resourceMatcher
	conditions conditionMatcher
	source     *Statement
}

// group is a set of statements whose results are pooled: a layer, one level of
// SCPs or RCPs, or one endpoint policy.
type group struct {
	layer       Layer
	level       int
	policies    []*Policy
	first, last int32 // its statements
}

// compileStatement prepares a statement. faulty tells the elements that fail
// closed in a leniently loaded document.
func (a *Authorizer) compileStatement(g *group, s *Statement, faulty faultBits, variables bool) (statement, error) {
	c := statement{source: s, deny: s.Effect != Allow}
	if faulty.has(ElementEffect) {
		c.deny = true // it may have been a Deny
	}
	if faulty.has(ElementNone) && !c.deny {
		c.inert = true
	}
	if g.layer == LayerRCP && !c.deny {
		c.inert = true // G6
	}
	switch {
	case faulty.has(ElementAction) || faulty.has(ElementNotAction):
		c.action = compileAction(nil, ElementAction, true)
	case s.NotAction != nil:
		c.action = compileAction(s.NotAction, ElementNotAction, false)
	default:
		c.action = compileAction(s.Action, ElementAction, false)
	}
	var err error
	switch {
	case faulty.has(ElementResource) || faulty.has(ElementNotResource):
		c.resource, err = a.compileResource(nil, ElementResource, true, variables)
	case s.NotResource != nil:
		c.resource, err = a.compileResource(s.NotResource, ElementNotResource, false, variables)
	case s.Resource != nil:
		c.resource, err = a.compileResource(s.Resource, ElementResource, false, variables)
	}
	if err != nil {
		return statement{}, err
	}
	switch badPrincipal := faulty.has(ElementPrincipal) || faulty.has(ElementNotPrincipal); {
	case s.NotPrincipal != nil:
		c.principal = compilePrincipal(s.NotPrincipal, ElementNotPrincipal, badPrincipal)
	case s.Principal != nil || badPrincipal:
		c.principal = compilePrincipal(s.Principal, ElementPrincipal, badPrincipal)
	}
	if g.layer == LayerRCP && !c.principal.faulty {
		c.principal = principalMatcher{} // it must be "*" and selects nobody (G7)
	}
	if s.Condition != nil || faulty.has(ElementCondition) {
		c.conditions, err = a.compileCondition(s.Condition, faulty.has(ElementCondition), variables)
	}
	return c, err
}

// evaluate matches everything but the action. The first result says whether the
// statement applies; for statements with a principal the grades say how. Outside
// of a trace it stops at the first element that does not match.
func (st *state) evaluate(s *statement, t *StatementTrace) (node, grades) {
	resource := st.matchResource(&s.resource, s.deny)
	t.element(st, resource, s.resource.elementOr(ElementResource), s)
	if resource.value == False {
		return node{}, grades{}
	}
	g, who := st.matchWho(s)
	t.element(st, who, s.principal.elementOr(ElementPrincipal), s)
	if who.value == False {
		return node{}, grades{}
	}
	condition, failed := st.matchCondition(&s.conditions, s.deny)
	t.condition(st, condition, failed, s)
	if condition.value == False {
		return node{}, grades{}
	}
	rest := resource.and(condition)
	return who.and(rest), g.and(rest)
}

// matchWho matches Principal or NotPrincipal.
func (st *state) matchWho(s *statement) (grades, node) {
	m := &s.principal
	switch {
	case m.element == ElementNone:
		return grades{}, node{value: True}
	case m.element == ElementPrincipal:
		g := st.matchPrincipal(m, s.deny)
		return g, g.any()
	case !s.deny:
		n := st.allowNotPrincipal(m)
		return grades{entity: n}, n // P15
	case st.a.has.Has(LayerBoundary): // B6
		return matchDirect, node{value: True}
	}
	n := st.denyNotPrincipal(m)
	return grades{direct: n}, n
}

func (m *resourceMatcher) elementOr(e Element) Element {
	if m.element != ElementNone {
		return m.element
	}
	return e
}

func (m *principalMatcher) elementOr(e Element) Element {
	if m.element != ElementNone {
		return m.element
	}
	return e
}

// collect adds the result of a statement to that of its group.
func (r *groupResult) collect(s *statement, n node, g grades) {
	if s.deny {
		r.deny = r.deny.or(n)
		return
	}
	r.allow = r.allow.or(n)
	r.grades = r.grades.or(g)
}

// settled reports whether a further statement of the kind cannot change the
// group's result any more.
func (r *groupResult) settled(s *statement, layer Layer) bool {
	if s.deny {
		return r.deny.value == True
	}
	if layer == LayerResource {
		return r.grades.direct.value == True // it is enough for every formula
	}
	return r.allow.value == True
}
