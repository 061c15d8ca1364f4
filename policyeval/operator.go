package policyeval

import "strings"

// family groups the condition operators by the type of their operands.
type family uint8

const (
	familyString family = iota
	familyNumeric
	familyDate
	familyBool
	familyBinary
	familyIP
	familyARN
	familyNull
)

// comparison is what an operator does with a pair of operands.
type comparison uint8

const (
	compareEquals comparison = iota
	compareEqualsIgnoreCase
	compareLike
	compareLess
	compareLessEquals
	compareGreater
	compareGreaterEquals
)

// qualifier is the set prefix of an operator.
type qualifier uint8

const (
	qualifierNone qualifier = iota
	qualifierAll            // ForAllValues:
	qualifierAny            // ForAnyValue:
)

// operator is a condition operator taken apart: qualifier, base name, suffix.
type operator struct {
	family    family
	compare   comparison
	negated   bool // the base name is a negation: its value is NOT of the positive one
	qualifier qualifier
	ifExists  bool
}

// wild reports whether * and ? are wildcards in the values of the operator.
func (o operator) wild() bool { return o.family == familyARN || o.compare == compareLike }

// variables reports whether values of the operator may hold ${...} (rule V2).
func (o operator) variables() bool { return o.family == familyString || o.family == familyARN }

type baseOperator struct {
	name string
	operator
}

// baseOperators lists the 27 base names.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
var baseOperators = [...]baseOperator{
	{"StringEquals", operator{family: familyString}},
	{"StringNotEquals", operator{family: familyString, negated: true}},
	{"StringEqualsIgnoreCase", operator{family: familyString, compare: compareEqualsIgnoreCase}},
	{"StringNotEqualsIgnoreCase", operator{family: familyString, compare: compareEqualsIgnoreCase, negated: true}},
	{"StringLike", operator{family: familyString, compare: compareLike}},
	{"StringNotLike", operator{family: familyString, compare: compareLike, negated: true}},
	{"NumericEquals", operator{family: familyNumeric}},
	{"NumericNotEquals", operator{family: familyNumeric, negated: true}},
	{"NumericLessThan", operator{family: familyNumeric, compare: compareLess}},
	{"NumericLessThanEquals", operator{family: familyNumeric, compare: compareLessEquals}},
	{"NumericGreaterThan", operator{family: familyNumeric, compare: compareGreater}},
	{"NumericGreaterThanEquals", operator{family: familyNumeric, compare: compareGreaterEquals}},
	{"DateEquals", operator{family: familyDate}},
	{"DateNotEquals", operator{family: familyDate, negated: true}},
	{"DateLessThan", operator{family: familyDate, compare: compareLess}},
	{"DateLessThanEquals", operator{family: familyDate, compare: compareLessEquals}},
	{"DateGreaterThan", operator{family: familyDate, compare: compareGreater}},
	{"DateGreaterThanEquals", operator{family: familyDate, compare: compareGreaterEquals}},
	{"Bool", operator{family: familyBool}},
	{"BinaryEquals", operator{family: familyBinary}},
	{"IpAddress", operator{family: familyIP}},
	{"NotIpAddress", operator{family: familyIP, negated: true}},
	{"ArnEquals", operator{family: familyARN}},
	{"ArnLike", operator{family: familyARN}},
	{"ArnNotEquals", operator{family: familyARN, negated: true}},
	{"ArnNotLike", operator{family: familyARN, negated: true}},
	{"Null", operator{family: familyNull}},
}

// parseOperator takes an operator name apart. It ignores the case of ASCII
// letters (rule C2); canonical is the name in AWS's spelling, so that a caller
// can warn when the two differ. It reports false for an unknown name, a wrong
// qualifier and NullIfExists (rule C11).
func parseOperator(name string) (op operator, canonical string, ok bool) {
	base := name
	q, prefix := qualifierNone, ""
	if head, tail, found := strings.Cut(name, ":"); found {
		switch {
		case equalASCII(head, "ForAllValues"):
			q, prefix = qualifierAll, "ForAllValues:"
		case equalASCII(head, "ForAnyValue"):
			q, prefix = qualifierAny, "ForAnyValue:"
		default:
			return operator{}, "", false
		}
		base = tail
	}
	const suffix = "IfExists"
	ifExists := len(base) > len(suffix) && equalASCII(base[len(base)-len(suffix):], suffix)
	if ifExists {
		base = base[:len(base)-len(suffix)]
	}
	for i := range baseOperators {
		b := &baseOperators[i]
		if !equalASCII(b.name, base) {
			continue
		}
		op = b.operator
		if ifExists && op.family == familyNull {
			return operator{}, "", false
		}
		op.qualifier, op.ifExists = q, ifExists
		canonical = b.name
		if ifExists {
			canonical += suffix
		}
		if prefix != "" {
			canonical = prefix + canonical
		}
		return op, canonical, true
	}
	return operator{}, "", false
}
