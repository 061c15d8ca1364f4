// Package logfilter reads the filter patterns of Amazon CloudWatch Logs that are
// written for JSON, such as
//
//	{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) }
//
// and says whether one matches every event of a kind. It does not match log
// events of other forms: a pattern of terms or of columns is [ErrNotJSON].
//
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
package logfilter

import (
	"strconv"
	"strings"

	"github.com/iamhygiene/sdk/internal/event"
)

// A Filter is a filter pattern that has been read. It is immutable. The zero
// Filter matches every event, as an empty pattern does.
type Filter struct{ root *node }

// A node is a conjunction, a disjunction or a test.
type node struct {
	op   nodeOp
	args []*node // of and, or
	test test
}

type nodeOp uint8

const (
	opTest nodeOp = iota
	opAnd
	opOr
)

// A test compares one field.
type test struct {
	path     string
	operator string // one of the op constants below
	value    operand
}

// The operators.
const (
	equal        = "="
	notEqual     = "!="
	less         = "<"
	lessEqual    = "<="
	greater      = ">"
	greaterEqual = ">="
	isNull       = "IS NULL"
	isTrue       = "IS TRUE"
	isFalse      = "IS FALSE"
	exists       = "EXISTS"
	notExists    = "NOT EXISTS"
)

// An operand is what a field is compared with.
type operand struct {
	text string
	// number says that the text was written as a number, without quotes.
	number bool
	// regex says that the text was written between percent signs.
	regex bool
}

// Covers reports whether the filter certainly matches every event of the shape.
// What the shape leaves open may be anything, so a test of it does not count. AWS
// does not say what != does with a field that is absent: it does not count
// either.
func (f Filter) Covers(s event.Shape) bool { return f.root == nil || f.root.covers(s) }

func (n *node) covers(s event.Shape) bool {
	switch n.op {
	case opAnd:
		for _, a := range n.args {
			if !a.covers(s) {
				return false
			}
		}
		return true
	case opOr:
		for _, a := range n.args {
			if a.covers(s) {
				return true
			}
		}
		return false
	}
	return n.test.covers(s.At(n.test.path))
}

func (t test) covers(f event.Field) bool {
	value, known := f.Value()
	switch t.operator {
	case exists:
		return f.Present()
	case notExists:
		return f.Missing()
	case isNull:
		return known && value == nil
	case isTrue:
		return known && value == true
	case isFalse:
		return known && value == false
	case equal, notEqual:
		return t.value.compare(f, t.operator == equal)
	}
	limit, err := strconv.ParseFloat(t.value.text, 64)
	n, ok := value.(float64)
	if err != nil || !ok {
		return false
	}
	switch t.operator {
	case less:
		return n < limit
	case lessEqual:
		return n <= limit
	case greater:
		return n > limit
	}
	return n >= limit
}

// compare reports whether the field certainly is, or is not, the operand.
func (o operand) compare(f event.Field, same bool) bool {
	if value, _ := f.Value(); o.number {
		if n, ok := value.(float64); ok {
			limit, err := strconv.ParseFloat(o.text, 64)
			return err == nil && (n == limit) == same
		}
	}
	switch {
	case o.regex:
		s, ok := f.Value()
		text, isText := s.(string)
		re := compile(o.text)
		return ok && isText && re != nil && re.MatchString(text) == same
	case same:
		return f.Like(o.text)
	}
	return f.Unlike(o.text)
}

// String returns the pattern in a form of its own: the same for patterns that
// differ in spaces, quotation marks and needless parentheses alone.
func (f Filter) String() string {
	if f.root == nil {
		return ""
	}
	return "{ " + f.root.text(opOr) + " }"
}

// text writes the node as part of one with the given operator.
func (n *node) text(outer nodeOp) string {
	if n.op == opTest {
		return n.test.text()
	}
	word := " && "
	if n.op == opOr {
		word = " || "
	}
	parts := make([]string, len(n.args))
	for i, a := range n.args {
		parts[i] = a.text(n.op)
	}
	text := strings.Join(parts, word)
	if n.op == opOr && outer == opAnd {
		return "(" + text + ")"
	}
	return text
}

func (t test) text() string {
	text := t.path + " " + t.operator
	if strings.HasPrefix(text, "[") {
		text = "$" + text
	} else {
		text = "$." + text
	}
	switch t.operator {
	case isNull, isTrue, isFalse, exists, notExists:
		return text
	}
	switch {
	case t.value.number:
		return text + " " + t.value.text
	case t.value.regex:
		return text + " %" + t.value.text + "%"
	}
	return text + ` "` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(t.value.text) + `"`
}
