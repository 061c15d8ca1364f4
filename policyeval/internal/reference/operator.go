package reference

import (
	"errors"
	"strings"
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
