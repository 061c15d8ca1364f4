package policyeval

import "fmt"

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
