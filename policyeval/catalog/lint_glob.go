package catalog

import (
	"strings"
	"unicode/utf8"

	"github.com/iamhygiene/sdk/policyeval"
)

// A pattern for the test of containment is a list of symbols: characters, the
// wildcards, and policy variables. A variable stands for one unknown text, the
// same wherever it has the same name, so that it equals itself and is covered
// by a star, but by nothing else.
type symbol int32

const (
	symStar  symbol = -1
	symAny   symbol = -2
	symFresh symbol = -3 // a character that no pattern names
	symFirst symbol = -4 // the first variable; the others count down
)

// symbols compiles a pattern. With variables, those of the document get their
// numbers from the linter, and ${*}, ${?} and ${$} are characters.
func (l *linter) symbols(text string, variables bool, names map[string]symbol) []symbol {
	out := make([]symbol, 0, len(text))
	for text != "" {
		if variables && strings.HasPrefix(text, "${") {
			if end := strings.IndexByte(text, '}'); end > 0 {
				name := text[2:end]
				text = text[end+1:]
				if name == "*" || name == "?" || name == "$" {
					out = append(out, symbol(name[0]))
					continue
				}
				if _, ok := names[name]; !ok {
					names[name] = symFirst - symbol(len(names))
				}
				out = append(out, names[name])
				continue
			}
		}
		switch r, size := utf8.DecodeRuneInString(text); r {
		case '*':
			if len(out) == 0 || out[len(out)-1] != symStar {
				out = append(out, symStar)
			}
			text = text[1:]
		case '?':
			out = append(out, symAny)
			text = text[1:]
		default:
			out = append(out, symbol(r))
			text = text[size:]
		}
	}
	return out
}

// covers decides whether a matches every text that b matches. It follows the
// places in a that the texts of b may lead to. A wildcard of b stands for a
// character that a does not name, since whatever accepts that accepts all.
// When the budget of the linter is spent the answer is false.
func (l *linter) covers(a, b []symbol) bool {
	if l.budget -= len(a) + len(b); l.budget < 0 {
		return false
	}
	places := make([]bool, len(a)+1)
	reach(a, places, 0)
	return l.coversFrom(a, b, places, make(map[string]bool))
}

// reach adds a place, and those behind stars, which may be empty.
func reach(a []symbol, places []bool, i int) {
	for ; !places[i]; i++ {
		places[i] = true
		if i == len(a) || a[i] != symStar {
			return
		}
	}
}

// advance reads one symbol.
func advance(a []symbol, places []bool, read symbol) []bool {
	next := make([]bool, len(places))
	for i, here := range places[:len(a)] {
		switch {
		case !here:
		case a[i] == symStar:
			reach(a, next, i)
		case a[i] == read, a[i] == symAny && (read >= 0 || read == symFresh):
			reach(a, next, i+1)
		}
	}
	return next
}

func (l *linter) coversFrom(a, b []symbol, places []bool, seen map[string]bool) bool {
	for len(b) > 0 && b[0] != symStar {
		if l.budget -= len(places); l.budget < 0 {
			return false
		}
		read := b[0]
		if read == symAny {
			read = symFresh
		}
		places, b = advance(a, places, read), b[1:]
	}
	if len(b) == 0 {
		return places[len(a)]
	}
	// A star: the rest must be covered after a run of any length. The places
	// repeat, at the latest once every star of a has been reached.
	for {
		key := stateKey(len(b), places)
		if seen[key] {
			return true // examined, or being so; a failure has ended the test
		}
		seen[key] = true
		if !l.coversFrom(a, b[1:], places, seen) {
			return false
		}
		if l.budget -= len(places); l.budget < 0 {
			return false
		}
		places = advance(a, places, symFresh)
	}
}

func stateKey(rest int, places []bool) string {
	key := make([]byte, 0, len(places)+3)
	key = append(key, byte(rest), byte(rest>>8), byte(rest>>16))
	for _, p := range places {
		if p {
			key = append(key, 1)
		} else {
			key = append(key, 0)
		}
	}
	return string(key)
}

// lintPattern is a member of an Action or Resource element for comparisons.
type lintPattern struct {
	star   bool // every action, every resource
	fields [][]symbol
	tokens [][]token // of actions, for the test of overlap
	// wildService: an Allow with such a Resource never grants (R15).
	wildService bool
	variables   bool
}

// actionPattern compiles a member of Action or NotAction.
func (l *linter) actionPattern(text string) lintPattern {
	text = lower(text)
	if strings.Trim(text, "*") == "" {
		return lintPattern{star: true}
	}
	service, name, _ := strings.Cut(text, ":")
	p := lintPattern{}
	for _, field := range []string{service, name} {
		p.fields = append(p.fields, l.symbols(field, false, nil))
		p.tokens = append(p.tokens, globTokens(field, true))
	}
	return p
}

// resourcePattern compiles a member of Resource or NotResource.
func (l *linter) resourcePattern(text string, names map[string]symbol) lintPattern {
	if strings.Trim(text, "*") == "" {
		return lintPattern{star: true}
	}
	fields := strings.SplitN(text, ":", 6)
	for len(fields) < 6 {
		fields = append(fields, "*") // R9
	}
	p := lintPattern{wildService: strings.ContainsAny(fields[2], "*?")}
	for i, field := range fields {
		variables := i == 5 && l.policy.HasVariables()
		p.variables = p.variables || variables && strings.Contains(field, "${")
		p.fields = append(p.fields, l.symbols(field, variables, names))
	}
	return p
}

// covers reports whether p matches whatever q does, as members of a statement
// with that effect. "*" alone matches the requests that name no resource.
func (p *lintPattern) covers(l *linter, q *lintPattern, effect policyeval.Effect) bool {
	if p.star || q.star {
		return p.star
	}
	if p.wildService && effect == policyeval.Allow {
		return false
	}
	for i := len(p.fields) - 1; i >= 0; i-- {
		if !l.covers(p.fields[i], q.fields[i]) {
			return false
		}
	}
	return true
}

// overlaps reports whether two patterns of actions match one name.
func (p *lintPattern) overlaps(q *lintPattern) bool {
	return p.star || q.star || overlaps(p.tokens[0], q.tokens[0]) && overlaps(p.tokens[1], q.tokens[1])
}
