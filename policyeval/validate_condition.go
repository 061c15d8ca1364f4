package policyeval

import (
	"fmt"
	"strings"
)

// condition checks a Condition element (C2, C8, C11-C13, D16, M1, M9, V2). Each
// entry is judged alone, because each fails closed alone.
func (v *validator) condition(s *Statement) {
	c := s.Condition
	if c == nil {
		return
	}
	if len(c.Operators) == 0 && v.warn {
		v.warning("D16", statementPlace(s, ElementCondition, c.Offset), "the Condition is empty; an Allow never applies, and a Deny applies as if it had no Condition")
	}
	for i := range c.Operators {
		op := &c.Operators[i]
		at := statementPlace(s, ElementCondition, op.Offset)
		at.operator = i
		parsed, canonical, ok := parseOperator(op.Name)
		if !ok {
			v.fault("C11", at, "there is no condition operator "+quote(op.Name), operatorAdvice(op.Name))
			continue
		}
		if v.warn {
			v.operatorRemarks(at, op, parsed, canonical)
		}
		for j := range op.Keys {
			at.key = j
			v.conditionKey(at, &op.Keys[j], parsed)
		}
	}
	if v.warn {
		v.conditionRemarks(s)
	}
}

func (v *validator) operatorRemarks(at place, op *ConditionOperator, parsed operator, canonical string) {
	if canonical != op.Name {
		v.warning("C2", at, "the operator "+quote(op.Name)+" is written "+canonical+" by AWS; it is read as that")
	}
	if len(op.Keys) == 0 && op.raw == "" {
		v.warning("D16", at, "the operator "+quote(op.Name)+" has no keys; an Allow never applies, and in a Deny it is satisfied")
	}
	if parsed.family == familyNull && parsed.qualifier != qualifierNone {
		v.warning("M9", at, fmt.Sprintf("%s is always %t", canonical, parsed.qualifier == qualifierAll))
	}
}

// operatorAdvice helps with the operators that people invent.
func operatorAdvice(name string) string {
	base := name
	if head, tail, found := strings.Cut(name, ":"); found {
		if !equalASCII(head, "ForAllValues") && !equalASCII(head, "ForAnyValue") {
			return "the qualifiers are ForAllValues and ForAnyValue"
		}
		base = tail
	}
	switch {
	case equalASCII(base, "NullIfExists"):
		return "Null takes no IfExists; it tests for presence itself"
	case equalASCII(base, "BinaryNotEquals"):
		return "BinaryEquals is the only operator for binary values"
	}
	for i := range baseOperators {
		if oneEdit(strings.ToLower(strings.TrimSuffix(base, "IfExists")), strings.ToLower(baseOperators[i].name)) {
			return "did you mean " + baseOperators[i].name + "?"
		}
	}
	return "use an operator of the IAM policy language, such as StringEquals"
}

// oneEdit reports whether inserting, dropping or changing one byte makes the
// texts equal.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch len(b) - len(a) {
	case 0:
		return i == len(a) || a[i+1:] == b[i+1:]
	case 1:
		return a[i:] == b[i+1:]
	}
	return false
}

func (v *validator) conditionKey(at place, k *ConditionKey, op operator) {
	at.offset = k.Offset
	if v.policy.HasVariables() && hasVariable(k.Key) {
		v.fault("V2", at, "the condition key "+quote(k.Key)+" contains a policy variable", "write the name of the key; variables work in values")
		return
	}
	if k.raw != "" {
		return
	}
	if v.warn {
		v.keyRemarks(at, k, op)
	}
	for i := range k.Values {
		at.offset = k.Values[i].Offset
		if !k.Bare {
			at.member = i
		}
		v.operand(at, op, k.Values[i].Text)
	}
}

func (v *validator) keyRemarks(at place, k *ConditionKey, op operator) {
	if !strings.Contains(k.Key, ":") {
		v.warning("C14", at, "the condition key "+quote(k.Key)+" is no key of AWS, which all contain a colon; it is normally absent")
	}
	folded := foldKey(k.Key)
	switch {
	case op.family == familyNull:
	case op.qualifier != qualifierNone && singleValuedKey(folded):
		v.warning("M6", at, "the key "+quote(k.Key)+" has one value; the set operator treats it as a set of one")
	case op.qualifier == qualifierNone && multivaluedKey(folded):
		v.warning("M7", at, "the key "+quote(k.Key)+" may have several values; without ForAllValues or ForAnyValue a request with more than one fails closed")
	}
	if len(k.Values) == 0 {
		v.warning("C12", at, "the list of values is empty; "+emptyListMeaning(op))
	}
	if op.family == familyNull && op.qualifier == qualifierNone && len(k.Values) > 1 {
		var yes, no bool
		for i := range k.Values {
			value, ok := parseBool(k.Values[i].Text)
			yes, no = yes || ok && value, no || ok && !value
		}
		if yes && no {
			v.warning("C8", at, "Null with both true and false is always satisfied")
		}
	}
}

func emptyListMeaning(op operator) string {
	switch {
	case op.family == familyNull && op.qualifier != qualifierNone:
		return "the operator has a fixed value whatever is listed"
	case op.qualifier == qualifierAny && op.ifExists:
		return "it is satisfied only if the key is absent"
	case op.qualifier == qualifierAny:
		return "it is never satisfied"
	case op.qualifier == qualifierAll:
		return "it is satisfied only if the request has no values for the key"
	case op.ifExists:
		return "it is satisfied only if the key is absent"
	}
	return "an Allow never applies, and in a Deny it is satisfied"
}

// conditionRemarks warns about entries that must be seen together: two that
// fold to one (C2), and ForAllValues in an Allow, which is satisfied when the
// key is absent (M1).
func (v *validator) conditionRemarks(s *Statement) {
	type entry struct{ operator, key string }
	seen := map[entry]bool{}
	present := map[string]bool{} // keys with Null: false
	for i := range s.Condition.Operators {
		op := &s.Condition.Operators[i]
		parsed, canonical, ok := parseOperator(op.Name)
		if !ok {
			continue
		}
		for j := range op.Keys {
			k := &op.Keys[j]
			key := foldKey(k.Key)
			if seen[entry{canonical, key}] && !k.faulty {
				at := statementPlace(s, ElementCondition, k.Offset)
				at.operator, at.key = i, j
				v.warning("C2", at, "the same operator and key stand twice in the Condition, in other letters; both must hold")
			}
			seen[entry{canonical, key}] = true
			if parsed.family == familyNull && parsed.qualifier == qualifierNone && len(k.Values) == 1 && equalASCII(k.Values[0].Text, "false") {
				present[key] = true
			}
		}
	}
	if s.Effect != Allow {
		return
	}
	for i := range s.Condition.Operators {
		op := &s.Condition.Operators[i]
		if parsed, _, ok := parseOperator(op.Name); !ok || parsed.qualifier != qualifierAll || parsed.family == familyNull {
			continue
		}
		for j := range op.Keys {
			if !present[foldKey(op.Keys[j].Key)] {
				at := statementPlace(s, ElementCondition, op.Keys[j].Offset)
				at.operator, at.key = i, j
				v.warning("M1", at, "ForAllValues is satisfied when the request has no such key; add \"Null\" with \"false\" for it")
			}
		}
	}
}
