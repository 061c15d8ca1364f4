package policyeval

import "slices"

// In pattern mode a request names a set of ARNs, and a member of a policy is
// compared with it as one language with another: it may cover the set, be
// disjoint from it, or overlap in part (rules W1-W3).

// symbol is one element of a pattern: a code point or one of the wildcards.
type symbol rune

const (
	symbolStar symbol = -1 - iota // any run of code points
	symbolAny                     // one code point
)

// symbols returns the glob as a flat pattern. Variables stand for their values;
// one that is unbound stands for any text, because its value is not known.
func (g *glob) symbols(values []string, unbound []bool) []symbol {
	var out []symbol
	for i := range g.segments {
		if i > 0 {
			out = appendStar(out)
		}
		s := &g.segments[i]
		out = appendLiteral(out, s.text)
		for j := range s.atoms {
			switch a := &s.atoms[j]; {
			case a.kind == partAny:
				out = append(out, symbolAny)
			case a.kind == partVariable && a.slot < len(unbound) && unbound[a.slot]:
				// Only a default can be empty (V5, V8).
				if v := &g.vars[a.slot]; !v.hasDefault || v.text != "" {
					out = append(out, symbolAny)
				}
				out = appendStar(out)
			default:
				out = appendLiteral(out, a.literal(values))
			}
		}
	}
	return out
}

func appendLiteral(out []symbol, text string) []symbol {
	for _, r := range text {
		out = append(out, symbol(r))
	}
	return out
}

func appendStar(out []symbol) []symbol {
	if n := len(out); n > 0 && out[n-1] == symbolStar {
		return out
	}
	return append(out, symbolStar)
}

// symbols returns the pattern of one field.
func (f *field) symbols() []symbol {
	switch {
	case f.any:
		return []symbol{symbolStar}
	case f.glob != nil:
		return f.glob.symbols(nil, nil)
	}
	return appendLiteral(nil, f.text)
}

// overlaps reports whether the text matches the glob for some value of the
// unbound variables. Two uses of one variable are taken as independent, so the
// answer may be yes where it should be no, never the other way round.
func (g *glob) overlaps(text string, values []string, unbound []bool) bool {
	return intersects(g.symbols(values, unbound), appendLiteral(nil, text))
}

// overlapsFold is overlaps for comparisons that ignore case.
func (g *glob) overlapsFold(text string, values []string, unbound []bool) bool {
	return intersects(foldSymbols(g.symbols(values, unbound)), foldSymbols(appendLiteral(nil, text)))
}

func foldSymbols(pattern []symbol) []symbol {
	for i, s := range pattern {
		if s >= 0 {
			pattern[i] = symbol(foldRune(rune(s)))
		}
	}
	return pattern
}

// compareLanguages returns True if every text of request is one of member,
// False if none is, and Unknown otherwise.
func compareLanguages(member, request []symbol) Truth {
	if !intersects(member, request) {
		return False
	}
	c := containment{member: member, request: request, budget: containmentBudget}
	if c.covers(0, c.start()) {
		return True
	}
	return Unknown
}

// intersects reports whether some text matches both patterns.
func intersects(a, b []symbol) bool {
	// row[j] tells whether a[i:] and b[j:] have a text in common; it is filled
	// from the end.
	row := make([]bool, len(b)+1)
	next := make([]bool, len(b)+1)
	for i := len(a); i >= 0; i-- {
		row, next = next, row
		for j := len(b); j >= 0; j-- {
			switch {
			case i == len(a) && j == len(b):
				row[j] = true
			case i < len(a) && a[i] == symbolStar:
				row[j] = next[j] || j < len(b) && row[j+1]
			case j < len(b) && b[j] == symbolStar:
				row[j] = row[j+1] || i < len(a) && next[j]
			case i == len(a) || j == len(b):
				row[j] = false
			default:
				row[j] = next[j+1] && (a[i] == b[j] || a[i] == symbolAny || b[j] == symbolAny)
			}
		}
	}
	return row[0]
}

// arnLanguage holds the fields of a request pattern.
type arnLanguage struct {
	fields   [4][]symbol
	resource []symbol
}

func newARNLanguage(a arn) *arnLanguage {
	l := &arnLanguage{}
	for i, text := range [...]string{a.partition, a.service, a.region, a.account} {
		f := compileField(text)
		l.fields[i] = f.symbols()
	}
	g, _ := compileGlob(a.resource, modeWild) // no error without variables
	l.resource = g.symbols(nil, nil)
	return l
}

// wild reports whether the pattern denotes more than one ARN.
func (l *arnLanguage) wild() bool {
	for i := range l.fields {
		if hasWildcard(l.fields[i]) {
			return true
		}
	}
	return hasWildcard(l.resource)
}

func hasWildcard(pattern []symbol) bool {
	return slices.ContainsFunc(pattern, func(s symbol) bool { return s < 0 })
}

// compare compares field by field: a set of ARNs is the product of its fields,
// so it is covered if all fields are, and disjoint if one is.
func (l *arnLanguage) compare(m *resourceMember, values []string, unbound []bool) Truth {
	t := compareLanguages(m.resource.symbols(values, unbound), l.resource)
	for i := range m.fields {
		if t == False {
			break
		}
		t = t.and(compareLanguages(m.fields[i].symbols(), l.fields[i]))
	}
	return t
}

// matchLanguage matches a member against the set of ARNs of the request.
func (st *state) matchLanguage(m *resourceMember, values valuesState) node {
	if values != valuesUnknown {
		t := st.resource.language.compare(m, st.values, nil)
		if t != Unknown {
			return node{value: t}
		}
		return st.fact(FactResourcePattern, "every ARN of the request matches ", m.text)
	}
	if st.resource.language.compare(m, st.values, st.unbound) == False {
		return node{}
	}
	// Which ARNs match hangs on the variables, and perhaps not on them alone.
	n := st.unknownVariables(m)
	if n.expr != nil && st.resource.language.wild() {
		n.expr.DependsOn = append(n.expr.DependsOn, FactResourcePattern)
	}
	return n
}
