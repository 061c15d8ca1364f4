package policyeval

import "strings"

func (st *state) compareText(l *leaf, value string) Truth {
	t := False
	for i := range l.texts {
		g := &l.texts[i]
		switch st.bind(g) {
		case valuesMissing: // V10, V11
			continue
		case valuesUnknown:
			if st.mayEqual(l, g, value) {
				t = Unknown
			}
			continue
		}
		if l.compare == compareEqualsIgnoreCase {
			if g.equalFold(value, st.values) {
				return True
			}
			continue
		}
		if g.match(value, st.values) {
			return True
		}
	}
	return t
}

// mayEqual tells whether the value matches a text with unknown variables for
// some values of theirs. The variables must have been bound.
func (st *state) mayEqual(l *leaf, g *glob, value string) bool {
	if l.compare == compareEqualsIgnoreCase {
		return g.overlapsFold(value, st.values, st.unbound)
	}
	return g.overlaps(value, st.values, st.unbound)
}

// equalFold compares with a glob that has no wildcards, by Unicode simple
// folding of each code point (O1).
func (g *glob) equalFold(text string, values []string) bool {
	if lit, ok := g.literal(); ok {
		return strings.EqualFold(lit, text)
	}
	// Folding changes the length of a code point but never their number, so the
	// pieces are compared one after the other, rune by rune.
	for i := range g.segments[0].atoms {
		lit := g.segments[0].atoms[i].literal(values)
		n := runePrefix(text, lit)
		if n < 0 || !strings.EqualFold(text[:n], lit) {
			return false
		}
		text = text[n:]
	}
	return text == ""
}

// runePrefix returns the length of the part of text that has as many code
// points as like, or -1 if text has fewer.
func runePrefix(text, like string) int {
	n := 0
	for range like {
		if n == len(text) {
			return -1
		}
		n += runeLengthString(text[n:])
	}
	return n
}

func (st *state) compareARN(l *leaf, value string) (Truth, bool) {
	var fields [6]string
	rest, ok := value, true
	for i := range fields[:5] {
		if fields[i], rest, ok = strings.Cut(rest, ":"); !ok {
			return False, false
		}
	}
	fields[5] = rest
	t := False
	for i := range l.arns {
		o := &l.arns[i]
		if o.any {
			return True, true
		}
		if t = t.or(st.matchARN(o, &fields)); t == True {
			break
		}
	}
	return t, true
}

func (st *state) matchARN(o *arnOperand, fields *[6]string) Truth {
	t := True
	for i := range o.fields {
		g := &o.fields[i]
		switch st.bind(g) {
		case valuesMissing: // V10, V11
			return False
		case valuesUnknown:
			if !g.overlaps(fields[i], st.values, st.unbound) {
				return False
			}
			t = Unknown
			continue
		}
		if !g.match(fields[i], st.values) {
			return False
		}
	}
	return t
}
