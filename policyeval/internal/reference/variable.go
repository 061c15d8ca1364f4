package reference

import (
	"errors"
	"strings"
)

// part is a piece of a text with policy variables: literal text, whose '*' and
// '?' are wildcards where wildcards work, or a variable.
type part struct {
	text      string
	special   bool // ${*}, ${?}, ${$} (V9): text is the character
	variable  bool // text is the key
	byDefault *string
}

// parseParts finds the variables of a text (V3, V5, V9, V12). With variables
// off the text is one literal piece (V1).
func parseParts(text string, variables bool) ([]part, error) {
	var parts []part
	for variables {
		before, rest, found := strings.Cut(text, "${")
		if !found {
			break
		}
		// Reading: the first closing brace ends the variable, so a default
		// cannot contain one; the alternative ends at the last quote and brace.
		body, after, closed := strings.Cut(rest, "}")
		if !closed {
			return nil, errors.New("V5: no closing brace")
		}
		v, err := parseVariable(body)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part{text: before}, v)
		text = after
	}
	return append(parts, part{text: text}), nil
}

// parseVariable reads what stands between the braces (V5, V9).
func parseVariable(body string) (part, error) {
	if body == "*" || body == "?" || body == "$" {
		return part{text: body, special: true}, nil
	}
	name, def, hasDefault := strings.Cut(body, ",")
	if name == "" || hasBlank(name) {
		return part{}, errors.New("V5: empty name or blank in the name")
	}
	if !hasDefault {
		return part{text: name, variable: true}, nil
	}
	quoted, ok := strings.CutPrefix(def, " '")
	if !ok || !strings.HasSuffix(quoted, "'") {
		return part{}, errors.New("V5: a default is a comma, one blank and a text in single quotes")
	}
	value := strings.TrimSuffix(quoted, "'")
	return part{text: name, variable: true, byDefault: &value}, nil
}

// expansion is a text with its variables replaced. It has no value when one of
// its variables has none; that outweighs unknown variables.
type expansion struct {
	symbols []symbol // an unknown variable stands as a run of any text
	noValue bool
	unknown []string // keys that its unknown variables read
}

// expand replaces the variables (V3-V9).
func (e *env) expand(parts []part) expansion {
	var x expansion
	for _, p := range parts {
		switch {
		case p.special: // V9
			x.symbols = append(x.symbols, literal(p.text)...)
		case !p.variable:
			x.symbols = append(x.symbols, globOf(p.text)...)
		default:
			e.expandVariable(p, &x)
		}
	}
	return x
}

func (e *env) expandVariable(p part, x *expansion) {
	k := e.key(p.text)
	switch {
	case k.unknown:
		x.unknown = append(x.unknown, k.name)
		// A value is never empty (V8), so at least one character stands here,
		// unless the default is the empty text.
		if p.byDefault == nil || *p.byDefault != "" {
			x.symbols = append(x.symbols, symbol{'?', true})
		}
		x.symbols = append(x.symbols, symbol{'*', true})
	case k.conflict: // Reading: C3 speaks of leaves; a variable gets no value.
		x.noValue = true
	case len(k.values) == 0 && p.byDefault != nil: // V5
		x.symbols = append(x.symbols, literal(*p.byDefault)...)
	case len(k.values) != 1 || k.values[0] == "": // V4, V7, V8
		x.noValue = true
	default: // V3, V6
		x.symbols = append(x.symbols, literal(k.values[0])...)
	}
}
