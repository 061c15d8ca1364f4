package reference

import (
	"errors"
	"strings"
)

// condition is a Condition element; leaves are ANDed (C1). empty counts what
// D16 takes against the requester.
type condition struct {
	empty  bool
	leaves []leaf
}

type leaf struct {
	operator operator
	key      string
	values   []policyValue
}

// conditionElement checks the element (C11, C13, D9, D16, V2).
func (l loader) conditionElement(n node) (*condition, error) {
	if n.kind != 'o' {
		return nil, errors.New("D9: Condition must be an object")
	}
	c := &condition{empty: len(n.members) == 0}
	for _, m := range n.members {
		o, err := parseOperator(m.name)
		if err != nil {
			return nil, err
		}
		if m.value.kind != 'o' {
			return nil, errors.New("D9: an operator holds an object")
		}
		if len(m.value.members) == 0 { // D16
			c.empty = true
		}
		for _, k := range m.value.members {
			if l.variables && strings.Contains(k.name, "${") {
				return nil, errors.New("V2: variable in a condition key")
			}
			leaf := leaf{operator: o, key: k.name}
			for _, item := range k.value.list() {
				v, err := l.parseValue(o, item)
				if err != nil {
					return nil, err
				}
				leaf.values = append(leaf.values, v)
			}
			c.leaves = append(c.leaves, leaf)
		}
	}
	return c, nil
}

// conditionApplies is the Condition element (C1, D16).
func (s statement) conditionApplies(e *env) logic {
	failClosed := known(!s.allow)
	if s.conditionFault {
		return failClosed
	}
	if s.condition == nil {
		return known(true)
	}
	var results []logic
	if s.condition.empty {
		results = append(results, failClosed)
	}
	for _, l := range s.condition.leaves {
		results = append(results, l.eval(e, failClosed))
	}
	return and(results...)
}

// eval is one operator on one key (sections 5-7).
func (l leaf) eval(e *env, failClosed logic) logic {
	o := l.operator
	k := e.key(l.key)
	switch {
	case k.conflict: // C3: "every leaf on that key"
		return failClosed
	case o.family == nullFamily:
		return l.evalNull(k, failClosed)
	case len(l.values) == 0 && !o.ifExists:
		return l.evalEmptyList(k, failClosed)
	case k.unknown:
		return l.evalUnknown(e, k)
	case len(k.values) == 0: // C10: no values is absent
		return l.evalAbsent()
	case len(l.values) == 0: // C12: with IfExists true iff the key is absent
		return known(o.forAll && isNull(k.values))
	case (o.forAll || o.forAny) && isNull(k.values):
		return known(o.forAll) // M1, M2, M3
	case o.forAll:
		return and(l.evalEach(e, k.values, failClosed)...) // M1, M4, M11
	case o.forAny:
		return or(l.evalEach(e, k.values, failClosed)...) // M2, M5, M11
	case len(k.values) > 1: // M7, M8
		return failClosed
	}
	return l.evalEach(e, k.values, failClosed)[0]
}

// isNull is C9.
func isNull(values []string) bool {
	for _, v := range values {
		if v != "" {
			return false
		}
	}
	return true
}

// evalNull is C8, C9 and M9.
func (l leaf) evalNull(k keyState, failClosed logic) logic {
	switch {
	case l.operator.forAll && len(l.values) == 0 && !(!k.unknown && isNull(k.values)):
		// M9 says always true, C12 false for a present key: fail closed.
		if k.unknown && failClosed.truth == no {
			return unknown(k.name)
		}
		return failClosed
	case l.operator.forAll: // M9
		return known(true)
	case l.operator.forAny:
		return known(false)
	case len(l.values) == 0: // C12
		return failClosed
	}
	wantNull, wantValue := false, false
	for _, v := range l.values {
		b, _ := readBool(v.text)
		wantNull = wantNull || b
		wantValue = wantValue || !b
	}
	switch {
	case wantNull && wantValue: // C8: always true
		return known(true)
	case k.unknown:
		return unknown(k.name)
	}
	return known(isNull(k.values) == wantNull)
}

// evalEmptyList is C12 without IfExists.
func (l leaf) evalEmptyList(k keyState, failClosed logic) logic {
	switch {
	case l.operator.forAny:
		return known(false)
	case !l.operator.forAll:
		return failClosed
	case k.unknown:
		return unknown(k.name)
	}
	return known(isNull(k.values))
}

// evalAbsent is C4-C7 and M1-M3.
func (l leaf) evalAbsent() logic {
	o := l.operator
	switch {
	case o.ifExists, o.forAll: // C6, M1, M3
		return known(true)
	case o.forAny: // M2
		return known(false)
	}
	return known(o.negated) // C4, C5
}

// evalUnknown is a leaf on an unknown key: maybe, on the key and on every
// unknown variable that may still matter once the key is known.
func (l leaf) evalUnknown(e *env, k keyState) logic {
	keys := []string{k.name}
	for _, v := range l.values {
		x := e.expand(v.parts)
		for _, f := range v.fields {
			y := e.expand(f)
			x.noValue = x.noValue || y.noValue
			x.unknown = append(x.unknown, y.unknown...)
		}
		if !x.noValue {
			keys = append(keys, x.unknown...)
		}
	}
	return unknown(keys...)
}

// evalEach tests every request value against the whole list: OR of the pairs,
// negated for a negated operator (C1, M4), failClosed for a malformed value.
func (l leaf) evalEach(e *env, values []string, failClosed logic) []logic {
	var results []logic
	for _, request := range values {
		var pairs []logic
		malformed := false
		for _, v := range l.values {
			pair, bad := l.operator.comparePair(e, request, v)
			malformed = malformed || bad
			pairs = append(pairs, pair)
		}
		result := or(pairs...)
		if l.operator.negated {
			result = not(result)
		}
		if malformed { // C13
			result = failClosed
		}
		results = append(results, result)
	}
	return results
}
