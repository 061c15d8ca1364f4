package reference

import (
	"math/big"
	"strings"
	"unicode"
)

// comparePair is one pair of a request value and a policy value (17.2). malformed
// speaks of the request value alone (C13).
func (o operator) comparePair(e *env, request string, v policyValue) (result logic, malformed bool) {
	switch o.family {
	case stringFamily:
		return o.compareString(e, request, v), false
	case arnFamily:
		fields := splitARN(request)
		if len(fields) != 6 {
			return logic{}, true
		}
		return compareARN(e, fields, v), false
	case numericFamily:
		a, ok := readNumber(request)
		b, _ := readNumber(v.text)
		return known(ok && ordered(a, o.baseOperator.compare, b)), !ok
	case dateFamily:
		a, ok := readDate(request)
		b, _ := readDate(v.text)
		return known(ok && ordered(a, o.baseOperator.compare, b)), !ok
	case boolFamily:
		a, ok := readBool(request)
		b, _ := readBool(v.text)
		return known(ok && a == b), !ok
	case binaryFamily:
		a, ok := readBinary(request)
		b, _ := readBinary(v.text)
		return known(ok && a == b), !ok
	default: // ipFamily; a range of the other family does not contain it (O9)
		a, ok := readAddress(request)
		p, _ := readRange(v.text)
		return known(ok && p.Contains(a)), !ok
	}
}

// compareString is O1, O2, V10 and V11.
func (o operator) compareString(e *env, request string, v policyValue) logic {
	x := e.expand(v.parts)
	switch {
	case x.noValue:
		return known(false)
	case len(x.unknown) > 0 && !e.coarse && !o.mayMatch(e, v.parts, request):
		return known(false)
	case len(x.unknown) > 0:
		return unknown(x.unknown...)
	case o.baseOperator.compare == "like":
		return known(matches(x.symbols, request))
	case o.baseOperator.compare == "fold":
		return known(simpleFold(plain(x.symbols)) == simpleFold(request))
	}
	return known(plain(x.symbols) == request)
}

// mayMatch: some value of the unknown variables makes the texts match.
func (o operator) mayMatch(e *env, parts []part, request string) bool {
	var pattern []symbol
	for _, p := range parts {
		x := e.expand([]part{p})
		for _, s := range x.symbols {
			// Outside of unknown variables only StringLike has wildcards.
			if len(x.unknown) == 0 && o.baseOperator.compare != "like" {
				s.wild = false
			}
			if o.baseOperator.compare == "fold" && !s.wild {
				s.r = []rune(simpleFold(string(s.r)))[0]
			}
			pattern = append(pattern, s)
		}
	}
	if o.baseOperator.compare == "fold" {
		request = simpleFold(request)
	}
	return matches(pattern, request)
}

// compareARN is O4.
func compareARN(e *env, request []string, v policyValue) logic {
	var unknownKeys []string
	match := true
	for i, parts := range v.fields {
		x := e.expand(parts)
		if x.noValue { // V10, V11
			return known(false)
		}
		unknownKeys = append(unknownKeys, x.unknown...)
		match = match && (e.coarse && len(x.unknown) > 0 || matches(x.symbols, request[i]))
	}
	if match && len(unknownKeys) > 0 {
		return unknown(unknownKeys...)
	}
	return known(match)
}

// simpleFold maps every code point to the smallest of those that fold to it.
func simpleFold(s string) string {
	return strings.Map(func(r rune) rune {
		smallest := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			smallest = min(smallest, f)
		}
		return smallest
	}, s)
}

func ordered(a *big.Rat, relation string, b *big.Rat) bool { // O7
	c := a.Cmp(b)
	switch relation {
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	case ">=":
		return c >= 0
	}
	return c == 0
}
