package policyeval

import (
	"encoding/json"
	"slices"
	"strings"
)

// Expr is what is left of a decision once everything known has been worked in:
// a Boolean expression over context conditions and facts that are not known. It
// is one of And, Or, Not, Condition test and Fact, told apart by Kind.
//
// An expression is reduced (definite parts are dropped) but not simplified: no
// claim is made that it can be true or false (x = v and x != v stays).
// Expressions are immutable.
type Expr struct {
	Kind ExprKind
	// Args are the operands of ExprAnd and ExprOr, two or more, or the one of
	// ExprNot.
	Args []*Expr
	// Operator, Key and Values are those of an ExprCondition. The operator is
	// always a positive one; negations are written with ExprNot.
	Operator, Key string
	Values        []string
	// Fact and Text describe an ExprFact: the name of the fact, and in words
	// what it would have to be.
	Fact, Text string
	// DependsOn names the unknown keys and facts that a leaf reads.
	DependsOn []string
}

// ExprKind is the kind of an Expr.
type ExprKind uint8

// The kinds of expression.
const (
	ExprTrue ExprKind = iota + 1
	ExprFalse
	ExprAnd
	ExprOr
	ExprNot
	ExprCondition
	ExprFact
)

// String writes the expression on one line, for example
//
//	(StringEquals(aws:RequestedRegion, "eu-west-1") and not(Bool(aws:SecureTransport, "false")))
func (e *Expr) String() string {
	var b strings.Builder
	e.write(&b)
	return b.String()
}

func (e *Expr) write(b *strings.Builder) {
	switch e.Kind {
	case ExprTrue:
		b.WriteString("true")
	case ExprFalse:
		b.WriteString("false")
	case ExprAnd, ExprOr:
		sep := " and "
		if e.Kind == ExprOr {
			sep = " or "
		}
		b.WriteByte('(')
		for i, arg := range e.Args {
			if i > 0 {
				b.WriteString(sep)
			}
			arg.write(b)
		}
		b.WriteByte(')')
	case ExprNot:
		b.WriteString("not(")
		e.Args[0].write(b)
		b.WriteByte(')')
	case ExprCondition:
		b.WriteString(e.Operator)
		b.WriteByte('(')
		b.WriteString(e.Key)
		for _, v := range e.Values {
			b.WriteString(", ")
			b.WriteString(quote(v))
		}
		b.WriteByte(')')
	case ExprFact:
		b.WriteString(e.Fact)
		b.WriteString(": ")
		b.WriteString(e.Text)
	}
}

// MarshalJSON writes true, false, {"and":[...]}, {"or":[...]}, {"not":...},
// {"condition":{"operator":...,"key":...,"values":[...]},"dependsOn":[...]} or
// {"fact":...,"text":...}.
func (e *Expr) MarshalJSON() ([]byte, error) {
	type condition struct {
		Operator string   `json:"operator"`
		Key      string   `json:"key"`
		Values   []string `json:"values"`
	}
	switch e.Kind {
	case ExprTrue, ExprFalse:
		return json.Marshal(e.Kind == ExprTrue)
	case ExprAnd:
		return json.Marshal(map[string]any{"and": e.Args})
	case ExprOr:
		return json.Marshal(map[string]any{"or": e.Args})
	case ExprNot:
		return json.Marshal(map[string]any{"not": e.Args[0]})
	case ExprCondition:
		return json.Marshal(struct {
			Condition condition `json:"condition"`
			DependsOn []string  `json:"dependsOn"`
		}{condition{e.Operator, e.Key, e.Values}, e.DependsOn})
	}
	return json.Marshal(struct {
		Fact      string   `json:"fact"`
		Text      string   `json:"text"`
		DependsOn []string `json:"dependsOn"`
	}{e.Fact, e.Text, e.DependsOn})
}

// dependencies adds the names that the leaves of e read.
func (e *Expr) dependencies(names []string) []string {
	if e == nil {
		return names
	}
	for _, arg := range e.Args {
		names = arg.dependencies(names)
	}
	for _, name := range e.DependsOn {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// node is a truth value and, when the engine traces and the value is Unknown,
// the expression behind it. Without tracing the expression is always nil, so
// the same formulas serve both and the untraced ones allocate nothing.
type node struct {
	value Truth
	expr  *Expr
}

func known(b bool) node { return node{value: truthOf(b)} }

func (n node) and(m node) node {
	return node{n.value.and(m.value), nil}.join(ExprAnd, n, m)
}

func (n node) or(m node) node {
	return node{n.value.or(m.value), nil}.join(ExprOr, n, m)
}

func (n node) not() node {
	n.value = n.value.not()
	if e := n.expr; e != nil {
		if e.Kind == ExprNot {
			n.expr = e.Args[0]
		} else {
			n.expr = &Expr{Kind: ExprNot, Args: []*Expr{e}}
		}
	}
	return n
}

// join completes an Unknown result with the expression over its unknown
// operands; the definite ones are dropped.
func (n node) join(kind ExprKind, a, b node) node {
	switch {
	case n.value != Unknown:
	case a.expr == nil:
		n.expr = b.expr
	case b.expr == nil:
		n.expr = a.expr
	default:
		n.expr = joinExpr(kind, a.expr, b.expr)
	}
	return n
}

// joinExpr flattens nested expressions of the same kind. It never appends to
// the arguments of an existing one, which may be shared.
func joinExpr(kind ExprKind, a, b *Expr) *Expr {
	e := &Expr{Kind: kind}
	for _, x := range [...]*Expr{a, b} {
		if x.Kind == kind {
			e.Args = append(e.Args, x.Args...)
		} else {
			e.Args = append(e.Args, x)
		}
	}
	return e
}

// choose is "if cond then a else b" for a condition that may be unknown: it is
// definite where both branches agree.
func choose(cond, a, b node) node {
	switch {
	case cond.value == True:
		return a
	case cond.value == False:
		return b
	case a.value == b.value && a.value != Unknown:
		return a
	}
	n := cond.and(a).or(cond.not().and(b))
	n.value = Unknown
	return n
}

// residual returns the expression of a node that is not an operand any more.
func (n node) residual() *Expr {
	switch n.value {
	case True:
		return &Expr{Kind: ExprTrue}
	case False:
		return &Expr{Kind: ExprFalse}
	}
	return n.expr
}
