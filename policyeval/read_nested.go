package policyeval

import (
	"fmt"
	"slices"
)

// principals reads the value of Principal or NotPrincipal; it returns nil after
// a fault that leaves nothing to keep.
func (r *reader) principals(at place) *PrincipalElement {
	const advice = `write "*" or {"AWS": "..."}`
	c := r.peek()
	at.offset = r.pos
	el := &PrincipalElement{Offset: r.pos}
	switch c {
	case '"':
		v, ok := r.str()
		if v == "*" {
			el.Wildcard = true
			return el
		}
		if ok {
			r.fault("P2", at, fmt.Sprintf("%s is the string %s; only \"*\" may stand alone", at.element, quote(v)),
				fmt.Sprintf("name the kind of principal: {\"AWS\": %s}", quote(v)))
		}
		return nil
	case '{':
		return r.principalEntries(el, at)
	case '[':
		if r.skipEmptyList() {
			el.emptyList = true
			return el
		}
	}
	if kind := r.skipped(); r.err == nil {
		r.fault("D9", at, fmt.Sprintf("%s is %s, not \"*\" or an object", at.element, kind), advice)
	}
	return nil
}

// skipEmptyList consumes `[]`, which D15 gives a meaning where an object is
// expected, and leaves any other list alone.
func (r *reader) skipEmptyList() bool {
	start := r.pos
	r.pos++
	if r.peek() == ']' {
		r.pos++
		return true
	}
	r.pos = start
	return false
}

func (r *reader) principalEntries(el *PrincipalElement, at place) *PrincipalElement {
	ok := true
	var seen nameSet
	at.named = true
	r.open()
	for n := 0; r.nextMember(n); n++ {
		entry := PrincipalEntry{Kind: PrincipalKind(r.name), Offset: r.nameOff}
		at.name, at.offset = r.name, r.nameOff
		switch {
		case !seen.add(r.name):
			r.repeated(at, r.name)
			ok = false
		case !knownPrincipalKind(entry.Kind):
			r.fault("P3", at, fmt.Sprintf("there is no kind of principal %s", quote(r.name)),
				"the kinds are AWS, Service, Federated and CanonicalUser, in these letters")
			ok = false
		}
		if l := r.list(at); l != nil {
			entry.Values = *l
		} else {
			ok = false
		}
		el.Entries = append(el.Entries, entry)
	}
	if !ok {
		return nil
	}
	return el
}

func knownPrincipalKind(k PrincipalKind) bool {
	switch k {
	case PrincipalAWS, PrincipalService, PrincipalFederated, PrincipalCanonicalUser:
		return true
	}
	return false
}

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

// nameSet finds repeated names. Objects of policies have few members, so names
// are compared one by one; only a long object pays for a map.
type nameSet struct {
	few  []string
	many map[string]struct{}
}

// add returns false if the name was there already.
func (s *nameSet) add(name string) bool {
	const limit = 16
	if s.many == nil {
		if slices.Contains(s.few, name) {
			return false
		}
		if len(s.few) < limit {
			s.few = append(s.few, name)
			return true
		}
		s.many = make(map[string]struct{}, 4*limit)
		for _, f := range s.few {
			s.many[f] = struct{}{}
		}
	}
	if _, dup := s.many[name]; dup {
		return false
	}
	s.many[name] = struct{}{}
	return true
}

// compactJSON returns well-formed JSON without white space between tokens.
func compactJSON(text string) string {
	b := make([]byte, 0, len(text))
	inString := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inString && c == '\\':
			b = append(b, c, text[i+1])
			i++
		case c == '"':
			inString = !inString
			b = append(b, c)
		case !inString && (c == ' ' || c == '\t' || c == '\n' || c == '\r'):
		default:
			b = append(b, c)
		}
	}
	return string(b)
}
