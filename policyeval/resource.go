package policyeval

import "strings"

// resourceMember is one member of Resource or NotResource.
type resourceMember struct {
	text        string   // as written
	any         bool     // only stars (R1)
	serviceWild bool     // a wildcard in the service field (R15)
	fields      [4]field // partition, service, region, account
	resource    glob     // field 6
}

// field is the pattern of one ARN field. Most are plain texts.
type field struct {
	text string // if glob is nil
	any  bool
	glob *glob
}

// resourceMatcher is a compiled Resource or NotResource element. With
// ElementNone the statement is about the resource that the policy is attached
// to and always matches.
type resourceMatcher struct {
	element Element
	faulty  bool
	members []resourceMember
}

func (a *Authorizer) compileResource(l *List, which Element, faulty, variables bool) (resourceMatcher, error) {
	m := resourceMatcher{element: which, faulty: faulty}
	if l == nil || faulty {
		return m, nil
	}
	m.members = make([]resourceMember, len(l.Members))
	for i, member := range l.Members {
		var err error
		if m.members[i], err = a.compileMember(member.Value, variables); err != nil {
			return resourceMatcher{}, err
		}
	}
	return m, nil
}

// compileMember prepares one ARN pattern. The fields that a short one lacks
// count as stars (R9).
func (a *Authorizer) compileMember(text string, variables bool) (resourceMember, error) {
	if onlyStars(text) {
		return resourceMember{text: text, any: true}, nil
	}
	var whole [6]string
	if f, ok := splitARN(text); ok && !(variables && hasVariable(text)) {
		whole = [6]string{"arn", f.partition, f.service, f.region, f.account, f.resource}
	} else {
		fields := splitFields(text, variables)
		for i := copy(whole[:], fields); i < len(whole); i++ {
			whole[i] = "*"
		}
	}
	m := resourceMember{text: text, serviceWild: strings.ContainsAny(whole[2], "*?")}
	for i := range m.fields {
		m.fields[i] = compileField(whole[i+1])
	}
	mode := modeWild
	if variables {
		mode |= modeVariables
	}
	var err error
	m.resource, err = compileGlob(whole[5], mode)
	a.bindSlots(&m.resource)
	return m, err
}

// compileField prepares a field that has no variables.
func compileField(text string) field {
	if onlyStars(text) {
		return field{text: text, any: true}
	}
	if !strings.ContainsAny(text, "*?") {
		return field{text: text}
	}
	g, _ := compileGlob(text, modeWild) // no error without variables
	return field{text: text, glob: &g}
}

func (f *field) match(text string) bool {
	switch {
	case f.any:
		return true
	case f.glob != nil:
		return f.glob.match(text, nil)
	}
	return f.text == text
}

// requestResource is the resource of a request, prepared.
type requestResource struct {
	star    bool // "*": the action takes no resource
	pattern bool // wildcards mean a set of ARNs
	arn
	language *arnLanguage // of a pattern
}

// matchResource matches the element of a statement.
func (st *state) matchResource(m *resourceMatcher, deny bool) node {
	switch {
	case m.faulty:
		return known(deny)
	case m.element == ElementNone:
		return node{value: True}
	case m.element == ElementNotResource:
		return st.matchNotResource(m, deny)
	}
	var n node
	for i := range m.members {
		member := &m.members[i]
		if member.serviceWild && !deny { // R15
			continue
		}
		one, _ := st.matchMember(member)
		n = n.or(one)
		if n.value == True {
			break
		}
	}
	return n
}

// matchNotResource is true if no member matches (R12). A member whose variable
// has no value matches nothing in a Deny and stops an Allow altogether (R13):
// for each effect the reading that does not open access.
func (st *state) matchNotResource(m *resourceMatcher, deny bool) node {
	var hit node
	for i := range m.members {
		member := &m.members[i]
		if member.serviceWild && deny { // R15
			continue
		}
		one, values := st.matchMember(member)
		if !deny {
			switch {
			case values == valuesMissing:
				return node{}
			case values == valuesUnknown && one.value == False && st.mayLackValue(&member.resource):
				one = st.unknownVariables(member)
			}
		}
		hit = hit.or(one)
		if hit.value == True { // a missing value further on changes nothing
			break
		}
	}
	return hit.not()
}

// matchMember matches one member, and says how its variables stood.
func (st *state) matchMember(m *resourceMember) (node, valuesState) {
	r := &st.resource
	if m.any {
		return node{value: True}, valuesKnown
	}
	values := st.bind(&m.resource)
	if values == valuesMissing {
		st.warnVariables(m)
		return node{}, values
	}
	if r.star { // R16
		return node{}, values
	}
	if r.pattern {
		return st.matchLanguage(m, values), values
	}
	if !m.fields[1].match(r.service) || !m.fields[0].match(r.partition) || !m.fields[2].match(r.region) || !m.fields[3].match(r.account) {
		return node{}, values
	}
	if values == valuesUnknown {
		if m.resource.overlaps(r.resource, st.values, st.unbound) {
			return st.unknownVariables(m), values
		}
		return node{}, values
	}
	return known(m.resource.match(r.resource, st.values)), values
}
