package policyeval

import (
	"fmt"
	"slices"
)

// text reads a value that must be a string; it returns nil after a fault.
func (r *reader) text(rule string, at place, advice string) *Text {
	c := r.peek()
	at.offset = r.pos
	if c != '"' {
		if kind := r.skipped(); r.err == nil {
			r.fault(rule, at, fmt.Sprintf("%s is %s, not a string", at.element, kind), advice)
		}
		return nil
	}
	v, _ := r.str()
	return &Text{Value: v, Offset: at.offset}
}

// skipped skips a value and returns what it is, with an article.
func (r *reader) skipped() string {
	c := r.peek()
	r.skip()
	switch c {
	case '"':
		return "a string"
	case '{':
		return "an object"
	case '[':
		return "a list"
	case 't', 'f':
		return "a Boolean"
	case 'n':
		return "null"
	}
	return "a number"
}

// list reads a string or a list of strings (D8, D9); it returns nil after a
// fault.
func (r *reader) list(at place) *List {
	c := r.peek()
	l := &List{Offset: r.pos}
	at.offset = r.pos
	switch c {
	case '"':
		v, _ := r.str()
		l.Bare = true
		l.Members = []Text{{Value: v, Offset: at.offset}}
		return l
	case '[':
		ok := true
		r.texts = r.texts[:0]
		r.open()
		for n := 0; r.next(n, ']'); n++ {
			c, at.offset = r.peek(), r.pos
			if c == '"' {
				v, _ := r.str()
				r.texts = append(r.texts, Text{Value: v, Offset: at.offset})
				continue
			}
			ok, at.member = false, n
			if kind := r.skipped(); r.err == nil {
				r.fault("D9", at, fmt.Sprintf("a member of %s is %s, not a string", listName(at), kind), "write each member in quotes")
			}
		}
		if !ok {
			return nil
		}
		l.Members = slices.Clone(r.texts)
		return l
	}
	if kind := r.skipped(); r.err == nil {
		r.fault("D9", at, fmt.Sprintf("%s is %s, not a string or a list of strings", listName(at), kind), "write a string or [\"...\", \"...\"]")
	}
	return nil
}

func listName(at place) string {
	if at.named {
		return at.element.String() + " " + quote(at.name)
	}
	return at.element.String()
}

// nameSet finds repeated names. Objects of policies have few members, so names
// are compared one by one; only a long object pays for a map.
type nameSet struct {
	few  []string
	many map[string]struct{}
}

// add returns false if the name was there already.
func (s *nameSet) add(name string) bool {
	const limit = 16
	if s.many == nil {
		if slices.Contains(s.few, name) {
			return false
		}
		if len(s.few) < limit {
			s.few = append(s.few, name)
			return true
		}
		s.many = make(map[string]struct{}, 4*limit)
		for _, f := range s.few {
			s.many[f] = struct{}{}
		}
	}
	if _, dup := s.many[name]; dup {
		return false
	}
	s.many[name] = struct{}{}
	return true
}

// compactJSON returns well-formed JSON without white space between tokens.
func compactJSON(text string) string {
	b := make([]byte, 0, len(text))
	inString := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inString && c == '\\':
			b = append(b, c, text[i+1])
			i++
		case c == '"':
			inString = !inString
			b = append(b, c)
		case !inString && (c == ' ' || c == '\t' || c == '\n' || c == '\r'):
		default:
			b = append(b, c)
		}
	}
	return string(b)
}
