package catalog

import (
	"sort"
	"strconv"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
)

// lintPlace is where a finding is. The JSON pointer is made from it.
type lintPlace struct {
	statement int // -1: the document
	tokens    []string
	offset    int
}

// pointerEscapes are those of RFC 6901.
var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

func (at lintPlace) pointer(p *policyeval.Policy) string {
	var b strings.Builder
	if at.statement >= 0 {
		b.WriteString("/Statement")
		if !p.StatementBare {
			b.WriteString("/" + strconv.Itoa(at.statement))
		}
	}
	for _, token := range at.tokens {
		b.WriteString("/" + pointerEscapes.Replace(token))
	}
	return b.String()
}

func statementPlace(s *policyeval.Statement) lintPlace {
	return lintPlace{statement: s.Index, offset: s.Offset}
}

// memberPlace is the place of a member of a list. The tokens name the list.
func memberPlace(s *policyeval.Statement, list *policyeval.List, member int, tokens ...string) lintPlace {
	at := lintPlace{statement: s.Index, tokens: tokens, offset: list.Members[member].Offset}
	if !list.Bare {
		at.tokens = append(at.tokens, strconv.Itoa(member))
	}
	return at
}

func keyPlace(s *policyeval.Statement, op *policyeval.ConditionOperator, k *policyeval.ConditionKey) lintPlace {
	return lintPlace{statement: s.Index, tokens: []string{"Condition", op.Name, k.Key}, offset: k.Offset}
}

func valuePlace(s *policyeval.Statement, op *policyeval.ConditionOperator, k *policyeval.ConditionKey, value int) lintPlace {
	at := keyPlace(s, op, k)
	at.offset = k.Values[value].Offset
	if !k.Bare {
		at.tokens = append(at.tokens, strconv.Itoa(value))
	}
	return at
}

// statementOf returns the statement that an offset is in, -1 if none: offsets
// are all that a warning has.
func statementOf(p *policyeval.Policy, offset int) int {
	i := sort.Search(len(p.Statements), func(i int) bool { return p.Statements[i].Offset > offset })
	if i == 0 || offset < p.StatementOffset {
		return -1
	}
	if p.Version != nil && p.Version.Offset == offset || p.ID != nil && p.ID.Offset == offset {
		return -1 // after the statements
	}
	return i - 1
}

// quoteText quotes a text of the document for a message, not more than anybody
// wants to read.
func quoteText(s string) string {
	const limit = 120
	if len(s) > limit {
		return strconv.Quote(strings.ToValidUTF8(s[:limit], "")) + "..."
	}
	return strconv.Quote(s)
}

// lintOperator is the name of a condition operator taken apart.
type lintOperator struct {
	base               string // "String", "Arn", and so on
	all, any, ifExists bool
	negated            bool
	deny               bool // it stands in a Deny statement
}

func newLintOperator(name string, effect policyeval.Effect) lintOperator {
	o := lintOperator{deny: effect == policyeval.Deny}
	name = lower(name)
	if rest, ok := strings.CutPrefix(name, "forallvalues:"); ok {
		o.all, name = true, rest
	} else if rest, ok := strings.CutPrefix(name, "foranyvalue:"); ok {
		o.any, name = true, rest
	}
	name, o.ifExists = strings.CutSuffix(name, "ifexists")
	o.negated = strings.Contains(name, "not")
	for _, base := range []string{"String", "Numeric", "Date", "Bool", "Binary", "Arn", "Null"} {
		if strings.HasPrefix(name, lower(base)) {
			o.base = base
		}
	}
	if strings.HasSuffix(name, "ipaddress") {
		o.base = "IpAddress"
	}
	return o
}

// operatorsByOffset finds the operator of a warning about a key.
func (l *linter) operatorsByOffset() map[int]lintOperator {
	found := make(map[int]lintOperator)
	for _, s := range l.policy.Statements {
		if s.Condition == nil {
			continue
		}
		for i := range s.Condition.Operators {
			op := &s.Condition.Operators[i]
			for j := range op.Keys {
				found[op.Keys[j].Offset] = newLintOperator(op.Name, s.Effect)
			}
		}
	}
	return found
}

// warningSeverity classes a warning of package policyeval as Access Analyzer
// classes the same fact, but for a set operator that is missing (M7): that is an
// error there, and a warning here, because AWS's own examples work without one
// where requests have one value.
func warningSeverity(w policyeval.Warning, op lintOperator) LintSeverity {
	switch w.Rule {
	case "A5", "A6":
		return LintError
	case "M1", "STS5":
		return LintSecurityWarning
	case "M6":
		return op.qualifierSeverity()
	case "D15", "D16", "C12", "M9", "C2":
		return LintSuggestion
	}
	return LintWarning
}

// qualifierSeverity classes a set operator on a key with one value: in an
// Allow, ForAllValues is satisfied by a request without the key.
func (o lintOperator) qualifierSeverity() LintSeverity {
	if o.all && !o.deny {
		return LintSecurityWarning
	}
	return LintWarning
}
