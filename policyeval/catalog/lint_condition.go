package catalog

import (
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
)

// carrierKey names a condition key of a service.
type carrierKey struct {
	service Service
	key     string
}

// condition checks the keys and operators of a statement. It returns a key that
// no request for the actions carries and without which the Condition is never
// satisfied, or nothing.
func (l *linter) condition(st *lintStatement) (missing string) {
	if st.Condition == nil {
		return ""
	}
	for i := range st.Condition.Operators {
		op := &st.Condition.Operators[i]
		o := newLintOperator(op.Name, st.Effect)
		for j := range op.Keys {
			k := &op.Keys[j]
			at := keyPlace(st.Statement, op, k)
			key, known := LookupConditionKey(k.Key)
			if !known {
				l.unknownKey(at, k.Key)
				continue
			}
			l.operatorType(at, o, op.Name, key, k.Key)
			l.qualifier(at, o, key, k.Key)
			if l.carried(at, st, o, key, k) && missing == "" {
				missing = k.Key
			}
		}
	}
	return missing
}

// unknownKey reports a key that the catalog does not have. Keys of identity
// providers start with a host name of anybody's choice; those without a colon
// are a warning of package policyeval.
func (l *linter) unknownKey(at lintPlace, name string) {
	prefix, rest, ok := strings.Cut(name, ":")
	if !ok || strings.ContainsAny(prefix, "./") || lower(prefix) == "saml" {
		return
	}
	if prefix == "" || rest == "" {
		l.add(LintError, RuleUnknownKey, at, "the condition key "+quoteText(name)+" has an empty part", "write service:Name or aws:Name")
		return
	}
	message, advice := "AWS had no condition key "+quoteText(name)+" on "+Updated, "look the key up in the service authorization reference"
	if len(name) <= 128 && l.budget > 0 {
		l.budget -= 1 << 14
		if near, ok := NearestConditionKey(name); ok {
			advice = "did you mean " + near.Name() + "?"
		}
	}
	l.add(LintError, RuleUnknownKey, at, message, advice)
}

// operatorFamilies are the operators that fit each type of key. String
// operators fit ARNs as well: AWS compares their text then.
var operatorFamilies = [...][]string{
	StringKey:    {"String", "Binary"},
	NumericKey:   {"Numeric"},
	DateKey:      {"Date"},
	BoolKey:      {"Bool"},
	IPAddressKey: {"IpAddress"},
	ARNKey:       {"Arn", "String"},
}

// operatorType checks an operator against the type of its key. aws:EpochTime
// is a date that numeric operators compare too (O11).
func (l *linter) operatorType(at lintPlace, o lintOperator, operator string, key ConditionKey, name string) {
	if o.base == "Null" || slices.Contains(operatorFamilies[key.Type()], o.base) || equalFold(key.Name(), "aws:EpochTime") && o.base == "Numeric" {
		return
	}
	l.add(LintWarning, RuleOperatorType, at,
		"the operator "+quoteText(operator)+" does not fit the key "+quoteText(name)+", whose type is "+key.Type().String(),
		"use an operator whose name has "+operatorFamilies[key.Type()][0])
}

// qualifier checks for a set operator that is missing or misplaced, under the
// rules by which package policyeval reports it for global keys. Keys of identity
// providers start with a host name; the reference does not know which of them
// have several values, as cognito-identity.amazonaws.com:amr has.
func (l *linter) qualifier(at lintPlace, o lintOperator, key ConditionKey, name string) {
	prefix, _, _ := strings.Cut(name, ":")
	switch {
	case o.base == "Null", strings.Contains(prefix, "."):
	case (o.all || o.any) && !key.Multivalued():
		l.add(o.qualifierSeverity(), "M6", at, "the key "+quoteText(name)+" has one value; the set operator treats it as a set of one", "remove ForAllValues: or ForAnyValue:")
	case !o.all && !o.any && key.Multivalued():
		l.add(LintWarning, "M7", at, "the key "+quoteText(name)+" may have several values; without ForAllValues or ForAnyValue a request with more than one fails closed", "write ForAnyValue: or ForAllValues: before the operator")
	}
}

// carried reports a key that requests for actions of the statement do not
// carry. The result is whether that holds for all actions and keeps the
// Condition from ever being satisfied.
func (l *linter) carried(at lintPlace, st *lintStatement, o lintOperator, key ConditionKey, k *policyeval.ConditionKey) bool {
	if st.open || len(st.actions) == 0 || isGlobal(key) {
		return false
	}
	var without []string // exact names
	all := true
	for i := range st.actions {
		a := &st.actions[i]
		carry := l.carry(a.set, key)
		all = all && !carry
		if !carry && a.exact {
			without = append(without, a.text)
		}
	}
	fails := o.failsWhenAbsent(k)
	if !all && (len(without) == 0 || !fails) {
		return false
	}
	severity, meaning := LintWarning, "; without the key this part of the Condition is always satisfied"
	switch {
	case fails && st.Effect == policyeval.Deny:
		severity, meaning = LintSecurityWarning, "; without the key the Deny does not apply"
	case fails:
		meaning = "; without the key the Allow does not apply"
	}
	who := "no action of the statement carries the key " + quoteText(k.Key)
	if !all {
		who = "requests for " + strings.Join(without[:min(3, len(without))], ", ")
		if len(without) > 3 {
			who += " and others"
		}
		who += " do not carry the key " + quoteText(k.Key)
	}
	l.add(severity, RuleUnsupportedKey, at, who+meaning, "use a key that the action supports, or a statement of its own for the other actions")
	return all && fails
}

// failsWhenAbsent reports whether the operator is not satisfied by a request
// without the key (C4 to C8, M1, M2).
func (o lintOperator) failsWhenAbsent(k *policyeval.ConditionKey) bool {
	switch {
	case o.base == "Null":
		return !o.all && !o.any && len(k.Values) == 1 && equalFold(k.Values[0].Text, "false")
	case o.ifExists || o.all:
		return false
	}
	return o.any || !o.negated
}

// isGlobal reports whether every request may carry the key. The three tag keys
// that describe the resource or the request are on AWS's list of global keys,
// but only services that support them send them.
func isGlobal(key ConditionKey) bool {
	if isTagKey(key) {
		return false
	}
	_, ok := findKey(ref().global, key.Name())
	return ok
}

func isTagKey(key ConditionKey) bool {
	switch key.Name() {
	case "aws:ResourceTag/${TagKey}", "aws:RequestTag/${TagKey}", "aws:TagKeys":
		return true
	}
	return false
}

// carry reports whether some action of the set carries the key.
func (l *linter) carry(set ActionSet, key ConditionKey) bool {
	for s := range set.Services() {
		if !set.Intersect(l.carriersIn(s, key)).IsEmpty() {
			return true
		}
	}
	return false
}

// carriersIn returns the actions of a service that carry the key. For tag keys
// they are all or none: the reference lists them for actions with gaps, but
// whether a service supports tags at all it knows.
func (l *linter) carriersIn(s Service, key ConditionKey) ActionSet {
	at := carrierKey{s, lower(key.Name())}
	if set, ok := l.carriers[at]; ok {
		return set
	}
	same := func(k ConditionKey) bool { return equalFold(k.Name(), key.Name()) }
	var set ActionSet
	switch keys := s.index().decode().keys; {
	case !slices.ContainsFunc(keys, same):
	case isTagKey(key):
		set.addRange(s.index().first, s.index().first+s.index().count)
	default:
		for a := range s.Actions() {
			for k := range a.ConditionKeys() {
				if same(k) {
					set.add(a.number())
					break
				}
			}
		}
	}
	l.carriers[at] = set
	return set
}
