package logfilter

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// ErrNotJSON is the error for a pattern that is made of terms or columns.
var ErrNotJSON = errors.New("logfilter: the pattern is not written for JSON")

// A SyntaxError says where a pattern is wrong.
type SyntaxError struct {
	// Column counts bytes from 1.
	Column int
	// Problem says what is wrong.
	Problem string
}

// Error returns "logfilter: column N: problem".
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("logfilter: column %d: %s", e.Column, e.Problem)
}

// maxDepth bounds parentheses inside each other. AWS takes patterns of at most
// 1,024 characters.
const maxDepth = 200

// Parse reads a pattern. The error is [ErrNotJSON], or a [*SyntaxError]. An
// empty pattern, which matches every event, is the zero Filter.
//
// && binds more than ||. Texts stand in double or single quotation marks, or
// bare where they hold no space and no operator.
func Parse(pattern string) (Filter, error) {
	trimmed := strings.TrimSpace(pattern)
	if trimmed == "" {
		return Filter{}, nil
	}
	if trimmed[0] != '{' {
		return Filter{}, ErrNotJSON
	}
	p := &parser{text: pattern, at: strings.IndexByte(pattern, '{') + 1}
	root := p.or(0)
	p.space()
	if p.err == nil && !p.take("}") {
		p.fail("want }, && or ||")
	}
	p.space()
	if p.err == nil && p.at < len(p.text) {
		p.fail("more text follows")
	}
	if p.err != nil {
		return Filter{}, p.err
	}
	return Filter{root: root}, nil
}

// A parser is a place in a pattern. After the first error it goes nowhere.
type parser struct {
	text string
	at   int
	err  error
}

func (p *parser) fail(problem string) {
	if p.err == nil {
		p.err = &SyntaxError{Column: p.at + 1, Problem: problem}
	}
}

func (p *parser) space() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// take skips the word if it comes next.
func (p *parser) take(word string) bool {
	if p.err != nil || !strings.HasPrefix(p.text[p.at:], word) {
		return false
	}
	p.at += len(word)
	return true
}

func (p *parser) or(depth int) *node { return p.chain(opOr, "||", depth, p.and) }

func (p *parser) and(depth int) *node { return p.chain(opAnd, "&&", depth, p.unit) }

// chain reads operands joined by a word. One operand is itself; the operands of
// one of its kind, which parentheses set apart, are its own.
func (p *parser) chain(op nodeOp, word string, depth int, operand func(int) *node) *node {
	var args []*node
	for {
		n := operand(depth)
		if p.err != nil {
			return nil
		}
		if n.op == op {
			args = append(args, n.args...)
		} else {
			args = append(args, n)
		}
		p.space()
		if !p.take(word) {
			break
		}
	}
	if len(args) == 1 {
		return args[0]
	}
	return &node{op: op, args: args}
}

func (p *parser) unit(depth int) *node {
	p.space()
	if p.take("(") {
		if depth == maxDepth {
			p.fail("too many parentheses")
			return nil
		}
		n := p.or(depth + 1)
		p.space()
		if !p.take(")") {
			p.fail("want ), && or ||")
		}
		return n
	}
	return &node{test: p.test()}
}

func (p *parser) test() (t test) {
	if t.path = p.selector(); p.err != nil {
		return t
	}
	p.space()
	for _, o := range [...]string{notEqual, lessEqual, greaterEqual, equal, less, greater} {
		if p.take(o) {
			t.operator = o
			t.value = p.operand()
			if ordered := o != equal && o != notEqual; ordered && !t.value.number {
				p.fail("want a number after " + o)
			}
			return t
		}
	}
	for _, o := range [...]string{isNull, isTrue, isFalse, exists, notExists} {
		if p.words(o) {
			t.operator = o
			return t
		}
	}
	p.fail("want an operator such as =, != or NOT EXISTS")
	return t
}

// words skips words in any letter case with any space between them, and nothing
// that goes on in a letter.
func (p *parser) words(all string) bool {
	start := p.at
	for _, w := range strings.Fields(all) {
		p.space()
		end := p.at + len(w)
		if end > len(p.text) || !strings.EqualFold(p.text[p.at:end], w) || end < len(p.text) && wordByte(p.text[end]) {
			p.at = start
			return false
		}
		p.at = end
	}
	return true
}

func wordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// selector reads a property selector: $.a.b, $.a[0], $.a[*].b.
func (p *parser) selector() string {
	if !p.take("$") {
		p.fail("want a property selector such as $.eventName")
		return ""
	}
	var path strings.Builder
	for p.err == nil && p.at < len(p.text) {
		start := p.at
		switch {
		case p.take("."):
			name := p.run(func(c byte) bool { return strings.IndexByte(" \t\r\n.[]()=!<>&|{}\"'%", c) < 0 })
			if name == "" {
				p.at = start
				p.fail("want a name after the dot")
				return ""
			}
			if path.Len() > 0 {
				path.WriteByte('.')
			}
			path.WriteString(name)
		case p.take("["):
			index := p.run(func(c byte) bool { return c == '*' || c >= '0' && c <= '9' })
			if index == "" || !p.take("]") {
				p.at = start
				p.fail("want an index such as [0]")
				return ""
			}
			path.WriteString("[" + index + "]")
		default:
			if path.Len() == 0 {
				p.fail("want a name after $")
			}
			return path.String()
		}
	}
	if path.Len() == 0 {
		p.fail("want a name after $")
	}
	return path.String()
}

// run takes the bytes that ok accepts.
func (p *parser) run(ok func(byte) bool) string {
	start := p.at
	for p.at < len(p.text) && ok(p.text[p.at]) {
		p.at++
	}
	return p.text[start:p.at]
}

var number = regexp.MustCompile(`^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$`)

// operand reads a text in quotation marks, a regular expression between percent
// signs, a number, or a bare text.
func (p *parser) operand() operand {
	p.space()
	if p.at == len(p.text) {
		p.fail("want a value")
		return operand{}
	}
	switch c := p.text[p.at]; c {
	case '"', '\'':
		return operand{text: p.quoted(c)}
	case '%':
		p.at++
		end := strings.IndexByte(p.text[p.at:], '%')
		if end <= 0 {
			p.fail("the regular expression does not end")
			return operand{}
		}
		text := p.text[p.at : p.at+end]
		p.at += end + 1
		return operand{text: text, regex: true}
	}
	text := p.run(func(c byte) bool { return strings.IndexByte(" \t\r\n(){}&|\"'%=!<>", c) < 0 })
	if text == "" {
		p.fail("want a value")
	}
	return operand{text: text, number: number.MatchString(text)}
}

func (p *parser) quoted(quote byte) string {
	var text strings.Builder
	for i := p.at + 1; i < len(p.text); i++ {
		switch c := p.text[i]; {
		case c == '\\' && i+1 < len(p.text):
			if i++; p.text[i] == '*' {
				p.at = i // a star that is a wildcard would match more than this one
				p.fail("an escaped star is not known here")
				return ""
			}
			text.WriteByte(p.text[i])
		case c == quote:
			p.at = i + 1
			return text.String()
		default:
			text.WriteByte(c)
		}
	}
	p.fail("the text does not end")
	return ""
}

// compile returns the regular expression; nil where Go does not know it. AWS's
// syntax is a part of Go's.
func compile(text string) *regexp.Regexp {
	re, err := regexp.Compile(text)
	if err != nil {
		return nil
	}
	return re
}
