package policyeval

import (
	"slices"
	"strings"
)

// leaf is one entry of a Condition: an operator, a context key and the values
// to compare with, all prepared at compile time.
type leaf struct {
	operator
	slot   int32
	empty  bool // an operator without keys: fails closed (D16)
	name   string
	offset int
	source *ConditionKey
	operands
}

// conditionMatcher is a compiled Condition element. It fails closed as a whole if
// it is empty (D16) or if any of its entries has a fault: nobody can tell what the
// faulty entry was to narrow the statement to.
type conditionMatcher struct {
	faulty bool
	leaves []leaf
}

func (a *Authorizer) compileCondition(c *Condition, faulty, variables bool) (conditionMatcher, error) {
	m := conditionMatcher{faulty: faulty}
	if c == nil || faulty {
		return m, nil
	}
	if len(c.Operators) == 0 { // D16
		m.faulty = true
		return m, nil
	}
	n := 0
	for i := range c.Operators {
		n += max(1, len(c.Operators[i].Keys))
	}
	m.leaves = make([]leaf, 0, n)
	for i := range c.Operators {
		o := &c.Operators[i]
		op, _, ok := parseOperator(o.Name)
		if !ok || o.Faulty() { // C11
			return conditionMatcher{faulty: true}, nil
		}
		if len(o.Keys) == 0 { // D16
			m.leaves = append(m.leaves, leaf{empty: true, name: o.Name, offset: o.Offset})
			continue
		}
		for j := range o.Keys {
			k := &o.Keys[j]
			if k.Faulty() {
				return conditionMatcher{faulty: true}, nil
			}
			l := leaf{operator: op, slot: a.keys.slot(k.Key), name: o.Name, offset: k.Offset, source: k}
			if err := a.compileOperands(&l, k.Values, variables); err != nil {
				return conditionMatcher{}, err
			}
			m.leaves = append(m.leaves, l)
		}
	}
	return m, nil
}

// matchCondition is true if all entries are. deny tells the effect, for
// entries that fail closed. failed is the first entry that is not true.
func (st *state) matchCondition(m *conditionMatcher, deny bool) (result node, failed *leaf) {
	if m.faulty {
		return known(deny), nil
	}
	result = node{value: True}
	for i := range m.leaves {
		l := &m.leaves[i]
		n := st.matchLeaf(l, deny)
		if failed == nil && n.value != True || n.value == False && result.value == Unknown {
			failed = l
		}
		if result = result.and(n); result.value == False {
			break
		}
	}
	return result, failed
}

// matchLeaf evaluates one entry (rules C1-C13, M1-M11, section 17.2).
func (st *state) matchLeaf(l *leaf, deny bool) node {
	if l.empty {
		return known(deny)
	}
	if l.family == familyDate && l.slot <= slotEpochTime && l.count > 0 {
		if t, ok := st.requestInstant(l.slot); ok {
			return known(l.compareInstant(t) != l.negated)
		}
	}
	k := st.key(l.slot)
	if k.ambiguous { // C3
		if st.tracing {
			st.warn("C3", "the context has the key "+st.a.keys.names[l.slot]+" in two spellings with different values; the condition fails closed")
		}
		return known(deny)
	}
	switch {
	case l.family == familyNull:
		return st.matchNull(l, k, deny)
	case l.count == 0:
		return st.matchEmptyList(l, k, deny)
	}
	switch k.presence {
	case keyUnknown:
		return st.unknownLeaf(l)
	case keyAbsent:
		switch {
		case l.qualifier == qualifierAll:
			return node{value: True} // M1
		case l.qualifier == qualifierAny:
			return known(l.ifExists) // M2, M3
		}
		return known(l.ifExists || l.negated) // C4-C6
	}
	var t Truth
	switch l.qualifier {
	case qualifierNone:
		if len(k.values) > 1 { // M7
			if st.tracing {
				st.warn("M7", "the key "+st.a.keys.names[l.slot]+" has several values and "+l.name+" has no ForAllValues or ForAnyValue; the condition fails closed")
			}
			return known(deny)
		}
		t = st.matchOne(l, k.values[0], deny)
	case qualifierAll:
		t = True
		if !k.isNull() {
			for i := 0; i < len(k.values) && t != False; i++ {
				t = t.and(st.matchOne(l, k.values[i], deny))
			}
		}
	case qualifierAny:
		t = False
		if !k.isNull() {
			for i := 0; i < len(k.values) && t != True; i++ {
				t = t.or(st.matchOne(l, k.values[i], deny))
			}
		}
	}
	if t == Unknown {
		return st.unknownLeaf(l)
	}
	return node{value: t}
}

// matchOne compares one value of the request with the list. A malformed value
// fails closed, for a negated operator too (C13, M11).
func (st *state) matchOne(l *leaf, value string, deny bool) Truth {
	t, ok := st.compare(l, value)
	if !ok {
		if st.tracing {
			st.warn("C13", "the value "+quote(value)+" of "+st.a.keys.names[l.slot]+" is not of the type of "+l.name+"; the condition fails closed")
		}
		return truthOf(deny)
	}
	if l.negated {
		return t.not()
	}
	return t
}

// matchNull evaluates Null (C8, C9, M9).
func (st *state) matchNull(l *leaf, k *keyState, deny bool) node {
	switch l.qualifier {
	case qualifierAny:
		return node{}
	case qualifierAll:
		if l.count == 0 && k.presence == keyPresent && !k.isNull() {
			// C12 and M9 disagree; take what does not open access.
			return known(deny)
		}
		if l.count == 0 && k.presence == keyUnknown && !deny {
			return st.unknownLeaf(l)
		}
		return node{value: True}
	}
	if l.count == 0 { // C12
		return known(deny)
	}
	if l.wantNull && l.wantNotNull {
		return node{value: True}
	}
	if k.presence == keyUnknown {
		if k.nonEmpty {
			return known(l.wantNotNull)
		}
		return st.unknownLeaf(l)
	}
	return known(k.isNull() == l.wantNull)
}

// matchEmptyList evaluates an operator without values (C12). The suffix speaks
// about absence, also under ForAnyValue (M3).
func (st *state) matchEmptyList(l *leaf, k *keyState, deny bool) node {
	switch {
	case l.qualifier == qualifierAny && !l.ifExists:
		return node{}
	case l.qualifier == qualifierNone && !l.ifExists:
		return known(deny)
	case k.presence == keyUnknown:
		if k.nonEmpty || k.given && l.qualifier != qualifierAll {
			return node{}
		}
		return st.unknownLeaf(l)
	case l.qualifier == qualifierAll:
		return known(k.isNull())
	}
	return known(k.presence == keyAbsent)
}

// unknownLeaf is the node of an entry whose result is not known.
func (st *state) unknownLeaf(l *leaf) node {
	n := node{value: Unknown}
	if !st.tracing {
		return n
	}
	e := &Expr{Kind: ExprCondition, Operator: l.name, Key: st.a.keys.names[l.slot]}
	if _, canonical, ok := parseOperator(l.name); ok {
		e.Operator = canonical
	}
	e.Values = make([]string, len(l.source.Values))
	for i := range l.source.Values {
		e.Values[i] = l.source.Values[i].Text
	}
	k := st.key(l.slot)
	if k.presence == keyUnknown {
		e.DependsOn = st.appendDependencies(e.DependsOn, l.slot)
	}
	for i := range l.texts {
		if g := &l.texts[i]; st.bind(g) == valuesUnknown && (k.presence == keyUnknown || slices.ContainsFunc(k.values, func(v string) bool { return st.mayEqual(l, g, v) })) {
			e.DependsOn = st.unboundNames(g, e.DependsOn)
		}
	}
	for i := range l.arns {
		for j := range l.arns[i].fields {
			e.DependsOn = st.unboundNames(&l.arns[i].fields[j], e.DependsOn)
		}
	}
	n.expr = e
	return n
}

// describe puts an entry into words for a trace.
func (st *state) describe(l *leaf) string {
	var b strings.Builder
	b.WriteString(l.name)
	if l.source == nil {
		b.WriteString(" has no keys and fails closed")
		return b.String()
	}
	b.WriteString(" " + l.source.Key + " wants ")
	for i := range l.source.Values {
		if i > 0 {
			b.WriteString(" or ")
		}
		b.WriteString(quote(l.source.Values[i].Text))
	}
	if len(l.source.Values) == 0 {
		b.WriteString("nothing")
	}
	b.WriteString("; the request has ")
	switch k := st.key(l.slot); k.presence {
	case keyAbsent:
		b.WriteString("no such key")
	case keyUnknown:
		b.WriteString("an unknown value")
	default:
		for i, v := range k.values {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(quote(v))
		}
	}
	return b.String()
}
