package eventpattern

import (
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/internal/event"
)

// parseAnythingBut reads the operand of anything-but: a value, a list of values,
// or an operator on texts. The field has to be there.
func parseAnythingBut(path string, operand any) (matcher, error) {
	operator, values := "", []any{operand}
	switch o := operand.(type) {
	case []any:
		values = o
	case map[string]any:
		if len(o) != 1 {
			return nil, &SyntaxError{Path: path, Problem: "anything-but: want one operator"}
		}
		for name, v := range o {
			operator, values = name, []any{v}
			if list, ok := v.([]any); ok {
				values = list
			}
		}
	}
	if len(values) == 0 {
		return nil, &SyntaxError{Path: path, Problem: "anything-but: an empty list excludes nothing"}
	}
	var not []matcher
	for _, v := range values {
		m, err := parseExcluded(path, operator, v)
		if err != nil {
			return nil, err
		}
		not = append(not, m)
	}
	return func(f event.Field) bool {
		return f.Leaf() && !slices.ContainsFunc(not, func(m matcher) bool { return !m(f) })
	}, nil
}

// parseExcluded returns a matcher of the fields that are certainly not what is
// excluded.
func parseExcluded(path, operator string, v any) (matcher, error) {
	s, isText := v.(string)
	switch v.(type) {
	case string, float64, bool, nil:
	default:
		return nil, &SyntaxError{Path: path, Problem: "anything-but: want a text or a number"}
	}
	if operator != "" && !isText {
		return nil, &SyntaxError{Path: path, Problem: "anything-but: " + operator + ": want a text"}
	}
	other := func(f event.Field) bool { // a value that is no text, or unlike this one
		got, exact := f.Value()
		_, text := got.(string)
		return exact && !text
	}
	literal := strings.Contains(s, "*") // whose star is none of ours
	switch operator {
	case "":
		if !isText || literal {
			return func(f event.Field) bool {
				got, exact := f.Value()
				return exact && got != v
			}, nil
		}
		return func(f event.Field) bool { return other(f) || f.Unlike(s) }, nil
	case "equals-ignore-case":
		return func(f event.Field) bool {
			return other(f) || fold(func(g string) bool { return g != strings.ToLower(s) })(f)
		}, nil
	case "prefix", "suffix", "wildcard":
		pattern := s
		switch {
		case operator == "wildcard" && strings.Contains(s, `\`), operator != "wildcard" && literal:
			return nil, &SyntaxError{Path: path, Problem: fmt.Sprintf("anything-but: %s: %q cannot be read here", operator, s)}
		case operator == "prefix":
			pattern = s + "*"
		case operator == "suffix":
			pattern = "*" + s
		}
		return func(f event.Field) bool { return other(f) || f.Unlike(pattern) }, nil
	}
	return nil, &SyntaxError{Path: path, Problem: "anything-but: the operator " + operator + " is not known"}
}

// parseNumeric reads the operand of numeric: [">", 0, "<=", 5].
func parseNumeric(path string, operand any) (matcher, error) {
	list, _ := operand.([]any)
	if len(list) == 0 || len(list)%2 != 0 || len(list) > 4 {
		return nil, &SyntaxError{Path: path, Problem: "numeric: want an operator and a number, once or twice"}
	}
	var tests []func(float64) bool
	for i := 0; i < len(list); i += 2 {
		operator, _ := list[i].(string)
		limit, ok := list[i+1].(float64)
		if !ok {
			return nil, &SyntaxError{Path: path, Problem: "numeric: want a number after the operator"}
		}
		var test func(float64) bool
		switch operator {
		case "=":
			test = func(n float64) bool { return n == limit }
		case "<":
			test = func(n float64) bool { return n < limit }
		case "<=":
			test = func(n float64) bool { return n <= limit }
		case ">":
			test = func(n float64) bool { return n > limit }
		case ">=":
			test = func(n float64) bool { return n >= limit }
		default:
			return nil, &SyntaxError{Path: path, Problem: fmt.Sprintf("numeric: the operator %q is not known", operator)}
		}
		tests = append(tests, test)
	}
	return func(f event.Field) bool {
		v, _ := f.Value()
		n, ok := v.(float64)
		return ok && !slices.ContainsFunc(tests, func(t func(float64) bool) bool { return !t(n) })
	}, nil
}
