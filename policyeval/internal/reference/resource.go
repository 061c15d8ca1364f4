package reference

import (
	"errors"
	"strings"
)

// resourceMember is one member of Resource or NotResource.
type resourceMember struct {
	all    bool      // made only of '*' (R1)
	fields [5]string // fields 1-5
	last   []part    // field 6
}

// splitARN splits at the first five colons (R3).
func splitARN(text string) []string { return strings.SplitN(text, ":", 6) }

// resourceElement checks the members (R2, R7, R9, V3, D15).
func (l loader) resourceElement(n node, negated bool) ([]resourceMember, error) {
	texts, err := n.texts()
	if err != nil {
		return nil, err
	}
	if len(texts) == 0 && negated {
		return nil, errors.New("D15: empty NotResource")
	}
	var members []resourceMember
	for _, t := range texts {
		m, err := l.resourceMember(t)
		if err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	return members, nil
}

func (l loader) resourceMember(text string) (resourceMember, error) {
	if onlyStars(text) {
		return resourceMember{all: true}, nil
	}
	if !strings.HasPrefix(text, "arn:") {
		return resourceMember{}, errors.New("R2: not an ARN")
	}
	fields := splitARN(text)
	if len(fields) < 6 { // R9
		if !strings.HasSuffix(text, "*") {
			return resourceMember{}, errors.New("R9: short ARN")
		}
		for len(fields) < 6 {
			fields = append(fields, "*")
		}
	}
	var m resourceMember
	copy(m.fields[:], fields)
	for i, f := range m.fields {
		if l.variables && strings.Contains(f, "${") {
			return m, errors.New("V3: variable in fields 1-5")
		}
		if i >= 1 && i <= 3 && f != lowerASCII(f) {
			return m, errors.New("R7: upper case in partition, service or region")
		}
	}
	var err error
	m.last, err = parseParts(fields[5], l.variables)
	return m, err
}

// resourceApplies is the Resource or NotResource element (R1, R12-R16).
func (s statement) resourceApplies(e *env) logic {
	if s.resourceFault {
		return known(!s.allow)
	}
	if !s.hasResource { // R1: the loader admits this only where it means "the resource"
		return known(true)
	}
	var hits []logic
	for _, m := range s.resources {
		hits = append(hits, s.memberMatches(m, e))
	}
	if s.notResource {
		return not(or(hits...))
	}
	return or(hits...)
}

// memberMatches is one member against the request's resource.
func (s statement) memberMatches(m resourceMember, e *env) logic {
	if m.all { // R1
		return known(true)
	}
	x := e.expand(m.last)
	if x.noValue {
		// V4: matches nothing. R13: under NotResource an Allow does not apply,
		// which is to say that the member excludes the resource.
		return known(s.notResource && s.allow)
	}
	hit := and(m.match(x, e), m.serviceWildcard(s))
	if len(x.unknown) == 0 {
		return hit
	}
	if hit.truth == no && !(s.notResource && s.allow) {
		return hit // 17.2: the text around the variable excludes the resource
	}
	reads := unknown(x.unknown...)
	if e.pattern && e.resource != nil && (e.coarse || hit.truth != no && hasWildcard(e.resource[5])) {
		// Once the variable is known the member may cover a part of the set.
		reads.keys["resource:pattern"] = true
	}
	if hit.truth != maybe {
		hit = known(true)
	}
	return and(hit, reads) // R13 per completion
}

// serviceWildcard is R15.
func (m resourceMember) serviceWildcard(s statement) logic {
	if !hasWildcard(m.fields[2]) {
		return known(true)
	}
	return known(s.allow == s.notResource)
}

// match compares field by field (R3-R8, R16, W1).
func (m resourceMember) match(x expansion, e *env) logic {
	if e.resource == nil { // R16: the request's resource is '*'
		return known(false)
	}
	patterns := [][]symbol{}
	for _, f := range m.fields {
		patterns = append(patterns, globOf(f))
	}
	return e.matchFields(append(patterns, x.symbols))
}

// matchFields compares six member fields with the request's resource.
func (e *env) matchFields(patterns [][]symbol) logic {
	var fields []logic
	for i, p := range patterns {
		fields = append(fields, e.matchField(p, i))
	}
	return and(fields...)
}

func (e *env) matchField(p []symbol, i int) logic {
	if !e.pattern {
		return known(matches(p, e.resource[i]))
	}
	t := compareLanguages(p, globOf(e.resource[i])) // W1, W2
	if t == maybe {
		return unknown("resource:Pattern")
	}
	return known(t == yes)
}

// checkResource is R18 and the request half of W2.
func checkResource(resource string, pattern bool) ([]string, error) {
	if resource == "*" && !pattern {
		return nil, nil
	}
	fields := splitARN(resource)
	if fields[0] != "arn" || len(fields) != 6 {
		return nil, errors.New("R18: the resource must be * or a six-field ARN")
	}
	return fields, nil
}
