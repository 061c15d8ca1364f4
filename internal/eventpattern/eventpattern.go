// Package eventpattern reads the event patterns of Amazon EventBridge and says
// whether one matches every event of a kind. It does not route events.
//
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
package eventpattern

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/internal/event"
)

// A Pattern is an event pattern that has been read. It is immutable.
type Pattern struct{ all []clause }

// A clause is what a pattern asks of one field, or with $or a choice.
type clause struct {
	path     string
	matchers []matcher // one of them has to hold
	or       []Pattern
}

// A matcher reports whether it certainly holds of the field.
type matcher func(event.Field) bool

// A SyntaxError says what is wrong with a pattern.
type SyntaxError struct {
	// Path is where: "detail.userIdentity".
	Path string
	// Problem says what is wrong.
	Problem string
}

// Error returns "eventpattern: path: problem".
func (e *SyntaxError) Error() string {
	if e.Path == "" {
		return "eventpattern: " + e.Problem
	}
	return "eventpattern: " + e.Path + ": " + e.Problem
}

// maxDepth bounds objects inside each other.
const maxDepth = 64

// Parse reads a pattern. The error is a [*SyntaxError]; it also stands for
// operators that this package does not know.
func Parse(text string) (Pattern, error) {
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return Pattern{}, &SyntaxError{Problem: err.Error()}
	}
	object, ok := v.(map[string]any)
	if !ok {
		return Pattern{}, &SyntaxError{Problem: "want a JSON object"}
	}
	return parse("", object, 0)
}

// Covers reports whether the pattern certainly matches every event of the shape.
// What the shape leaves open may be anything.
func (p Pattern) Covers(s event.Shape) bool {
	for _, c := range p.all {
		if !c.covers(s) {
			return false
		}
	}
	return true
}

func (c clause) covers(s event.Shape) bool {
	if c.or != nil {
		return slices.ContainsFunc(c.or, func(p Pattern) bool { return p.Covers(s) })
	}
	f := s.At(c.path)
	return slices.ContainsFunc(c.matchers, func(m matcher) bool { return m(f) })
}

func parse(path string, object map[string]any, depth int) (Pattern, error) {
	var p Pattern
	if depth > maxDepth {
		return p, &SyntaxError{Path: path, Problem: "too many objects inside each other"}
	}
	if len(object) == 0 {
		return p, &SyntaxError{Path: path, Problem: "an empty object is no pattern"}
	}
	for name, v := range object {
		full := name
		if path != "" {
			full = path + "." + name
		}
		switch v := v.(type) {
		case map[string]any:
			inner, err := parse(full, v, depth+1)
			if err != nil {
				return p, err
			}
			p.all = append(p.all, inner.all...)
		case []any:
			c, err := parseClause(path, name, full, v, depth)
			if err != nil {
				return p, err
			}
			p.all = append(p.all, c)
		default:
			return p, &SyntaxError{Path: full, Problem: "want a list of values or an object"}
		}
	}
	return p, nil
}

func parseClause(path, name, full string, list []any, depth int) (clause, error) {
	if len(list) == 0 {
		return clause{}, &SyntaxError{Path: full, Problem: "an empty list matches nothing"}
	}
	if name == "$or" {
		c := clause{}
		for _, v := range list {
			object, ok := v.(map[string]any)
			if !ok {
				return c, &SyntaxError{Path: full, Problem: "want a list of objects"}
			}
			alternative, err := parse(path, object, depth+1)
			if err != nil {
				return c, err
			}
			c.or = append(c.or, alternative)
		}
		return c, nil
	}
	c := clause{path: full}
	for _, v := range list {
		m, err := parseMatcher(full, v)
		if err != nil {
			return c, err
		}
		c.matchers = append(c.matchers, m)
	}
	return c, nil
}

// is matches a field that holds the value: a text, number, truth value or null.
func is(want any) matcher {
	return func(f event.Field) bool {
		v, ok := f.Value()
		return ok && v == want
	}
}

// like matches a field that holds a text which the pattern matches. Only * is a
// wildcard.
func like(pattern string) matcher { return func(f event.Field) bool { return f.Like(pattern) } }

// fold matches a field that holds a text in any letter case.
func fold(test func(value string) bool) matcher {
	return func(f event.Field) bool {
		v, _ := f.Value()
		s, ok := v.(string)
		return ok && test(strings.ToLower(s))
	}
}

func parseMatcher(path string, v any) (matcher, error) {
	fail := func(format string, args ...any) (matcher, error) {
		return nil, &SyntaxError{Path: path, Problem: fmt.Sprintf(format, args...)}
	}
	switch v := v.(type) {
	case string, float64, bool, nil:
		return is(v), nil
	case map[string]any:
		if len(v) != 1 {
			return fail("want one operator")
		}
		for operator, operand := range v {
			if operator == "exists" {
				there, ok := operand.(bool)
				if !ok {
					return fail("exists: want true or false")
				}
				// EventBridge looks at leaves only: an object does not exist.
				return func(f event.Field) bool { return there && f.Leaf() || !there && f.Missing() }, nil
			}
			if operator == "anything-but" {
				return parseAnythingBut(path, operand)
			}
			if operator == "numeric" {
				return parseNumeric(path, operand)
			}
			return parseText(path, operator, operand)
		}
	}
	return fail("want a text, a number, true, false, null or an operator")
}

// parseText reads an operator that takes a text.
func parseText(path, operator string, operand any) (matcher, error) {
	if o, ok := operand.(map[string]any); ok && len(o) == 1 && (operator == "prefix" || operator == "suffix") {
		if s, ok := o["equals-ignore-case"].(string); ok {
			s = strings.ToLower(s)
			if operator == "prefix" {
				return fold(func(v string) bool { return strings.HasPrefix(v, s) }), nil
			}
			return fold(func(v string) bool { return strings.HasSuffix(v, s) }), nil
		}
	}
	s, ok := operand.(string)
	if !ok {
		return nil, &SyntaxError{Path: path, Problem: operator + ": want a text"}
	}
	switch operator {
	case "prefix":
		return affix(s, "*"), nil
	case "suffix":
		return affix("*", s), nil
	case "equals-ignore-case":
		s = strings.ToLower(s)
		return fold(func(v string) bool { return v == s }), nil
	case "wildcard":
		if strings.Contains(s, `\`) {
			return nil, &SyntaxError{Path: path, Problem: "wildcard: escapes are not known here"}
		}
		return like(s), nil
	case "cidr":
		network, err := netip.ParsePrefix(s)
		if err != nil {
			return nil, &SyntaxError{Path: path, Problem: "cidr: " + err.Error()}
		}
		return func(f event.Field) bool {
			v, _ := f.Value()
			text, _ := v.(string)
			addr, err := netip.ParseAddr(text)
			return err == nil && network.Contains(addr)
		}, nil
	}
	return nil, &SyntaxError{Path: path, Problem: "the operator " + operator + " is not known"}
}

// affix matches texts that begin or end so; one of the two is a star. A star in
// the other one is no wildcard.
func affix(head, tail string) matcher {
	if literal := strings.Replace(head+tail, "*", "", 1); strings.Contains(literal, "*") {
		return func(f event.Field) bool {
			v, _ := f.Value()
			s, ok := v.(string)
			return ok && (tail == "*" && strings.HasPrefix(s, head) || head == "*" && strings.HasSuffix(s, tail))
		}
	}
	return like(head + tail)
}
