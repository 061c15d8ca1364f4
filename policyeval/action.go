package policyeval

import (
	"strings"
	"unicode/utf8"
)

// actionPattern is one member of Action or NotAction in lower case, split at
// the first colon (A3).
type actionPattern struct {
	any                   bool // only stars (A2)
	dead                  bool // matches nothing (A5, A6)
	service, name         string
	serviceWild, nameWild bool
}

// actionMatcher is a compiled Action or NotAction element.
type actionMatcher struct {
	element  Element
	faulty   bool
	patterns []actionPattern
}

func compileAction(l *List, which Element, faulty bool) actionMatcher {
	m := actionMatcher{element: which, faulty: faulty}
	if l == nil || faulty {
		return m
	}
	m.patterns = make([]actionPattern, len(l.Members))
	for i, member := range l.Members {
		m.patterns[i] = compileActionPattern(member.Value)
	}
	return m
}

func compileActionPattern(text string) actionPattern {
	if onlyStars(text) {
		return actionPattern{any: true}
	}
	service, name, found := strings.Cut(text, ":")
	if !found || service == "" || name == "" || strings.ContainsAny(text, ", \t\r\n\v\f") {
		return actionPattern{dead: true}
	}
	return actionPattern{
		service: lower(service), name: lower(name),
		serviceWild: strings.ContainsAny(service, "*?"), nameWild: strings.ContainsAny(name, "*?"),
	}
}

// lower folds ASCII letters, without allocation if there is nothing to fold.
func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if 'A' <= s[i] && s[i] <= 'Z' {
			return string(appendLower(make([]byte, 0, len(s)), s))
		}
	}
	return s
}

// match reports whether the pattern matches an action in lower case, given as
// its two parts.
func (p *actionPattern) match(service, name []byte) bool {
	switch {
	case p.any:
		return true
	case p.dead:
		return false
	case p.serviceWild:
		if !wildMatch(p.service, service) {
			return false
		}
	case p.service != string(service):
		return false
	}
	if p.nameWild {
		return wildMatch(p.name, name)
	}
	return p.name == string(name)
}

// match reports whether the element matches. deny tells the effect, for
// elements that fail closed.
func (m *actionMatcher) match(service, name []byte, deny bool) bool {
	if m.faulty {
		return deny
	}
	hit := false
	for i := range m.patterns {
		if m.patterns[i].match(service, name) {
			hit = true
			break
		}
	}
	return hit != (m.element == ElementNotAction)
}

// wildMatch matches a pattern with * and ? against the whole text. After a
// mismatch it only ever returns to the last star, which takes one more
// character then; so the time is at most pattern length times text length.
func wildMatch(pattern string, text []byte) bool {
	p, t := 0, 0
	star, mark := -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, t
			p++
		case p < len(pattern) && pattern[p] == '?':
			p++
			t += runeLength(text[t:])
		case p < len(pattern) && pattern[p] == text[t]:
			p++
			t++
		case star >= 0:
			mark += runeLength(text[mark:])
			p, t = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

func runeLength(b []byte) int {
	if b[0] < utf8.RuneSelf {
		return 1
	}
	_, n := utf8.DecodeRune(b)
	return n
}

func runeLengthString(s string) int {
	if s[0] < utf8.RuneSelf {
		return 1
	}
	_, n := utf8.DecodeRuneInString(s)
	return n
}
