package policyeval

import (
	"strings"
	"unicode/utf8"
)

// glob is a pattern with wildcards and policy variables, split once at
// compile time. The stars cut it into segments: the first is anchored at the
// start of the text, the last at its end, the others are found left to right.
// Taking the leftmost place for each is always right, because a segment
// matches a fixed number of code points; so there is nothing to backtrack to
// and the time is bounded by pattern length times text length, whatever the
// pattern. A single literal segment is searched with strings.Index.
//
// A glob is immutable and safe for concurrent use.
type glob struct {
	segments []segment
	vars     []variable // in the order of appearance
}

// segment is a run of parts without a star. Its text is set when the segment
// is one literal, the usual case.
type segment struct {
	text  string
	atoms []atom // nil for a literal segment
}

// atom is one piece of a segment that is not a single literal.
type atom struct {
	kind partKind // partText, partAny or partVariable
	text string
	slot int // index of the variable in glob.vars
}

// variable is a reference to a context key within a glob.
type variable struct {
	key        string // as written
	slot       int32  // of the key in the evaluation state; set when compiled
	text       string // default
	hasDefault bool
}

// newGlob builds a glob from split text.
func newGlob(parts []part) glob {
	n := 1
	for i := range parts {
		if parts[i].kind == partStar {
			n++
		}
	}
	g := glob{segments: make([]segment, 0, n)}
	for {
		end := 0
		for end < len(parts) && parts[end].kind != partStar {
			end++
		}
		g.segments = append(g.segments, g.segment(parts[:end]))
		if end == len(parts) {
			return g
		}
		parts = parts[end+1:]
	}
}

func (g *glob) segment(parts []part) segment {
	if len(parts) == 0 {
		return segment{}
	}
	if len(parts) == 1 && parts[0].kind == partText {
		return segment{text: parts[0].text}
	}
	s := segment{atoms: make([]atom, len(parts))}
	for i, p := range parts {
		s.atoms[i] = atom{kind: p.kind, text: p.text}
		if p.kind == partVariable {
			s.atoms[i].slot = len(g.vars)
			g.vars = append(g.vars, variable{key: p.key, text: p.text, hasDefault: p.hasDefault})
		}
	}
	return s
}

// compileGlob splits and builds in one step.
func compileGlob(s string, mode textMode) (glob, error) {
	parts, err := splitText(s, mode)
	if err != nil {
		return glob{}, err
	}
	return newGlob(parts), nil
}

// literal returns the text of a glob without wildcards and variables.
func (g *glob) literal() (string, bool) {
	if len(g.segments) == 1 && g.segments[0].atoms == nil {
		return g.segments[0].text, true
	}
	return "", false
}

// match reports whether the whole text matches. The values of the variables
// are taken as literal text (rule V6).
func (g *glob) match(text string, values []string) bool {
	segs := g.segments
	n := len(segs)
	if n == 0 {
		return text == ""
	}
	end, ok := segs[0].prefix(text, values)
	if !ok {
		return false
	}
	if n == 1 {
		return end == len(text)
	}
	text = text[end:]
	start, ok := segs[n-1].suffix(text, values)
	if !ok {
		return false
	}
	text = text[:start]
	for i := 1; i < n-1; i++ {
		end, ok := segs[i].find(text, values)
		if !ok {
			return false
		}
		text = text[end:]
	}
	return true
}

// prefix matches the segment at the start of the text and returns its end.
func (s *segment) prefix(text string, values []string) (int, bool) {
	if s.atoms == nil {
		return len(s.text), strings.HasPrefix(text, s.text)
	}
	at := 0
	for i := range s.atoms {
		a := &s.atoms[i]
		switch a.kind {
		case partAny:
			if at == len(text) {
				return 0, false
			}
			_, n := utf8.DecodeRuneInString(text[at:])
			at += n
		default:
			lit := a.literal(values)
			if !strings.HasPrefix(text[at:], lit) {
				return 0, false
			}
			at += len(lit)
		}
	}
	return at, true
}

// suffix matches the segment at the end of the text and returns its start.
func (s *segment) suffix(text string, values []string) (int, bool) {
	if s.atoms == nil {
		return len(text) - len(s.text), strings.HasSuffix(text, s.text)
	}
	end := len(text)
	for i := len(s.atoms) - 1; i >= 0; i-- {
		a := &s.atoms[i]
		switch a.kind {
		case partAny:
			if end == 0 {
				return 0, false
			}
			_, n := utf8.DecodeLastRuneInString(text[:end])
			end -= n
		default:
			lit := a.literal(values)
			if !strings.HasSuffix(text[:end], lit) {
				return 0, false
			}
			end -= len(lit)
		}
	}
	return end, true
}

// find looks for the leftmost place of the segment and returns its end.
func (s *segment) find(text string, values []string) (int, bool) {
	if s.atoms == nil {
		i := strings.Index(text, s.text)
		return i + len(s.text), i >= 0
	}
	for at := 0; at <= len(text); {
		if end, ok := s.prefix(text[at:], values); ok {
			return at + end, true
		}
		_, n := utf8.DecodeRuneInString(text[at:])
		at += max(n, 1)
	}
	return 0, false
}

func (a *atom) literal(values []string) string {
	if a.kind == partVariable {
		return values[a.slot]
	}
	return a.text
}
