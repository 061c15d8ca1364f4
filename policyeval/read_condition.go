package policyeval

import (
	"fmt"
	"slices"
)

// condition reads the value of Condition. Faults of single entries leave the
// element in place with the entry marked, because the other entries still
// filter.
func (r *reader) condition(s *Statement, at place) bool {
	if r.peek() != '{' {
		at.offset = r.pos
		if kind := r.skipped(); r.err == nil {
			r.fault("D9", at, "Condition is "+kind+", not an object", `write {"operator": {"key": "value"}}`)
		}
		return false
	}
	s.Condition = &Condition{Offset: r.pos}
	var seen nameSet
	r.open()
	for n := 0; r.nextMember(n); n++ {
		s.Condition.Operators = append(s.Condition.Operators, ConditionOperator{Name: r.name, Offset: r.nameOff})
		at.operator, at.offset = n, r.nameOff
		if !seen.add(r.name) {
			r.repeated(at, r.name)
		}
		r.conditionOperator(&s.Condition.Operators[n], at)
	}
	return true
}

func (r *reader) conditionOperator(op *ConditionOperator, at place) {
	if r.peek() != '{' {
		start := r.pos
		at.offset = start
		if kind := r.skipped(); r.err == nil {
			r.fault("D9", at, fmt.Sprintf("operator %s has %s, not an object of keys", quote(op.Name), kind), `write {"key": "value"}`)
			op.raw = compactJSON(r.src[start:r.pos])
		}
		return
	}
	var seen nameSet
	r.open()
	for n := 0; r.nextMember(n); n++ {
		op.Keys = append(op.Keys, ConditionKey{Key: r.name, Offset: r.nameOff})
		at.key, at.offset = n, r.nameOff
		if !seen.add(r.name) {
			r.repeated(at, r.name)
		}
		r.conditionKey(&op.Keys[n], at)
	}
}

func (r *reader) conditionKey(k *ConditionKey, at place) {
	c := r.peek()
	k.ValuesOffset = r.pos
	ok := true
	r.values = r.values[:0]
	if c == '[' {
		r.open()
		for n := 0; r.next(n, ']'); n++ {
			at.member = n
			ok = r.conditionValue(at) && ok
		}
	} else {
		k.Bare = true
		ok = r.conditionValue(at)
	}
	if ok {
		k.Values = slices.Clone(r.values)
		return
	}
	k.Bare = false
	if r.err == nil {
		k.raw = compactJSON(r.src[k.ValuesOffset:r.pos])
	}
}

// conditionValue reads one scalar (D9) into the scratch list.
func (r *reader) conditionValue(at place) bool {
	c := r.peek()
	v := ConditionValue{Offset: r.pos}
	var ok bool
	switch {
	case c == '"':
		v.Text, ok = r.str()
	case c == '-' || '0' <= c && c <= '9':
		v.Kind = NumberValue
		v.Text, ok = r.number()
	case c == 't' || c == 'f':
		v.Kind = BooleanValue
		v.Text, ok = r.word()
	default:
		at.offset = r.pos
		if kind := r.skipped(); r.err == nil {
			r.fault("D9", at, "the condition value is "+kind+", not a string, number or Boolean", "write the value in quotes")
		}
	}
	r.values = append(r.values, v)
	return ok
}
