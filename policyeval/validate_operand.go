package policyeval

import "strings"

// operand checks one value against the type of its operator (C13, O1, O5-O10,
// V2, V5, V12).
func (v *validator) operand(at place, op operator, text string) {
	variables := v.policy.HasVariables() && hasVariable(text)
	if variables && !op.variables() {
		v.fault("V2", at, "the value "+quote(text)+" contains a policy variable", "variables work with string and ARN operators only")
		return
	}
	if variables && !v.variables("V5", at, text) {
		return
	}
	refuse := func(rule, what, advice string) { v.fault(rule, at, "the value "+quote(text)+" is "+what, advice) }
	switch op.family {
	case familyString:
		if v.warn && !op.wild() && strings.ContainsAny(literalText(text, variables), "*?") {
			v.warning("O1", at, "the value "+quote(text)+" has a wildcard, which is an ordinary character for this operator; StringLike and StringNotLike match wildcards")
		}
	case familyNumeric:
		if _, ok := parseDecimal(text); !ok {
			refuse("O7", "no number", "write an integer or decimal such as 10 or 2.5")
		}
	case familyDate:
		_, zoneless, ok := parseInstant(text)
		switch {
		case !ok && len(text) == 4 && digits(text) == 4:
			refuse("O8", "either a year or seconds since 1970", "write a month as well, such as "+text+"-01")
		case !ok:
			refuse("O8", "no date", "write a date such as 2024-01-31T12:00:00Z, or seconds since 1970")
		case zoneless && v.warn:
			v.warning("O8", at, "the date "+quote(text)+" has no time zone; it is read as UTC")
		}
	case familyBool:
		if _, ok := parseBool(text); !ok {
			refuse("O6", "neither true nor false", "write true or false")
		}
	case familyNull:
		if _, ok := parseBool(text); !ok {
			refuse("C8", "neither true nor false", "write true if the key must be absent, false if it must be present")
		}
	case familyBinary:
		if _, ok := appendBinary(nil, text); !ok {
			refuse("O10", "no base64", "write padded standard base64")
		}
	case familyIP:
		if _, ok := parseNetwork(text); !ok {
			refuse("O9", "no IP address or CIDR block", "write an address such as 203.0.113.9, or a block such as 203.0.113.0/24 or 2001:db8::/32")
		}
	case familyARN:
		v.arnOperand(at, text, variables)
	}
}

// arnOperand checks a value of an ARN operator (O5).
func (v *validator) arnOperand(at place, text string, variables bool) {
	if onlyStars(text) {
		if v.warn {
			v.warning("O5", at, "the value "+quote(text)+" matches every ARN")
		}
		return
	}
	fields := splitFields(text, variables)
	if len(fields) < 6 {
		v.fault("O5", at, "the value "+quote(text)+" has fewer than the six fields of an ARN",
			"write arn:partition:service:region:account:resource; fields may be empty or \"*\"")
		return
	}
	if fields[0] != "arn" && !strings.ContainsAny(fields[0], "*?") && !(variables && hasVariable(fields[0])) {
		v.fault("O5", at, "the value "+quote(text)+" is no ARN: its first field is not \"arn\"", "write an ARN, or use a string operator")
	}
}

// literalText returns text without its policy variables, among them the escape
// `${*}`. The variables are known to be well-formed.
func literalText(text string, variables bool) string {
	if !variables {
		return text
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "${")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, text, _ = strings.Cut(rest, "}")
	}
}
