package reference

import (
	"errors"
	"math/big"
	"strings"
	"unicode"
)

// family is a row of the table in section 6.
type family int

const (
	stringFamily family = iota
	arnFamily
	numericFamily
	dateFamily
	boolFamily
	binaryFamily
	ipFamily
	nullFamily
)

// baseOperator is one of the 27 names.
type baseOperator struct {
	family  family
	negated bool
	compare string // which comparison of the family
}

func baseOperators() map[string]baseOperator {
	return map[string]baseOperator{
		"stringequals":              {stringFamily, false, "equals"},
		"stringnotequals":           {stringFamily, true, "equals"},
		"stringequalsignorecase":    {stringFamily, false, "fold"},
		"stringnotequalsignorecase": {stringFamily, true, "fold"},
		"stringlike":                {stringFamily, false, "like"},
		"stringnotlike":             {stringFamily, true, "like"},
		"numericequals":             {numericFamily, false, "="},
		"numericnotequals":          {numericFamily, true, "="},
		"numericlessthan":           {numericFamily, false, "<"},
		"numericlessthanequals":     {numericFamily, false, "<="},
		"numericgreaterthan":        {numericFamily, false, ">"},
		"numericgreaterthanequals":  {numericFamily, false, ">="},
		"dateequals":                {dateFamily, false, "="},
		"datenotequals":             {dateFamily, true, "="},
		"datelessthan":              {dateFamily, false, "<"},
		"datelessthanequals":        {dateFamily, false, "<="},
		"dategreaterthan":           {dateFamily, false, ">"},
		"dategreaterthanequals":     {dateFamily, false, ">="},
		"bool":                      {boolFamily, false, ""},
		"binaryequals":              {binaryFamily, false, ""},
		"ipaddress":                 {ipFamily, false, ""},
		"notipaddress":              {ipFamily, true, ""},
		"arnequals":                 {arnFamily, false, ""},
		"arnlike":                   {arnFamily, false, ""},
		"arnnotequals":              {arnFamily, true, ""},
		"arnnotlike":                {arnFamily, true, ""},
		"null":                      {nullFamily, false, ""},
	}
}

// operator is a name with its qualifier and suffix.
type operator struct {
	baseOperator
	forAll, forAny, ifExists bool
}

// parseOperator is C2 and C11.
func parseOperator(name string) (operator, error) {
	var o operator
	name = lowerASCII(name)
	if rest, ok := strings.CutPrefix(name, "forallvalues:"); ok {
		o.forAll, name = true, rest
	} else if rest, ok := strings.CutPrefix(name, "foranyvalue:"); ok {
		o.forAny, name = true, rest
	}
	if rest, ok := strings.CutSuffix(name, "ifexists"); ok {
		o.ifExists, name = true, rest
	}
	base, ok := baseOperators()[name]
	if !ok || (o.ifExists && base.family == nullFamily) {
		return o, errors.New("C11: unknown operator")
	}
	o.baseOperator = base
	return o, nil
}

// policyValue is one value of a condition, checked for its operator.
type policyValue struct {
	text   string
	parts  []part    // string operators
	fields [6][]part // ARN operators
}

// parseValue is the policy half of C13, with V2, O3 and O5-O10.
func (l loader) parseValue(o operator, n node) (policyValue, error) {
	v := policyValue{text: n.text}
	if n.kind != 's' && n.kind != 'n' && n.kind != 'b' {
		return v, errors.New("D9: a condition value is a string, number or Boolean")
	}
	var err error
	ok := true
	switch o.family {
	case stringFamily: // O3
		v.parts, err = parseParts(v.text, l.variables)
		return v, err
	case arnFamily:
		return l.parseARNValue(v)
	case numericFamily:
		_, ok = readNumber(v.text)
	case dateFamily:
		_, ok = readDate(v.text)
	case boolFamily, nullFamily:
		_, ok = readBool(v.text)
	case binaryFamily:
		_, ok = readBinary(v.text)
	case ipFamily:
		_, ok = readRange(v.text)
	}
	if !ok { // a variable is malformed text here, so this is V2 too
		return v, errors.New("C13: malformed value")
	}
	return v, nil
}

// parseARNValue is O5 and the ARN half of V3: a colon inside a variable does
// not separate fields.
func (l loader) parseARNValue(v policyValue) (policyValue, error) {
	if v.text == "*" { // O5
		for i := range v.fields {
			v.fields[i] = []part{{text: "*"}}
		}
		return v, nil
	}
	parts, err := parseParts(v.text, l.variables)
	if err != nil {
		return v, err
	}
	field := 0
	for _, p := range parts {
		for !p.variable && !p.special && field < 5 {
			before, after, found := strings.Cut(p.text, ":")
			if !found {
				break
			}
			v.fields[field] = append(v.fields[field], part{text: before})
			p.text = after
			field++
		}
		v.fields[field] = append(v.fields[field], p)
	}
	if field != 5 {
		return v, errors.New("O5: fewer than six fields")
	}
	// Reading: an operand whose first field can never be "arn" is no ARN, though
	// it has six fields. For request values C13 asks for six fields only.
	var first string
	for _, p := range v.fields[0] {
		if p.variable {
			return v, nil
		}
		first += p.text
	}
	if first != "arn" && !hasWildcard(first) {
		return v, errors.New("O5: not an ARN")
	}
	return v, nil
}

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
