// Package event describes kinds of CloudTrail events by what is known of their
// fields, so that filters and patterns can be asked whether they match every
// event of a kind. It is not for reading events.
package event

import (
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/internal/glob"
)

// A Shape is a set of events: all those whose fields are as it says. Fields are
// named by their path: "userIdentity.type". A field that is not mentioned may be
// absent or hold anything, unless the shape is closed.
type Shape struct {
	Fields map[string]Field
	// Closed says that the event has no other fields.
	Closed bool
}

// A Field says what is known of one field in the events of a shape.
type Field struct {
	kind  kind
	value any // of one that is exact: string, float64, bool or nil
	// Of a text that is not known: how it begins, and what it is not.
	prefix string
	not    []string
}

type kind uint8

const (
	unknown kind = iota
	absent
	exact
	text
	object
)

// Is is a field with that value: a string, float64, bool, or nil for null.
func Is(value any) Field { return Field{kind: exact, value: value} }

// Absent is a field that the events do not have.
func Absent() Field { return Field{kind: absent} }

// Text is a field that holds a text which begins with the prefix and is none of
// those given.
func Text(prefix string, not ...string) Field { return Field{kind: text, prefix: prefix, not: not} }

// At returns what is known of the field with that path.
func (s Shape) At(path string) Field {
	if f, ok := s.Fields[path]; ok {
		return f
	}
	for name, f := range s.Fields {
		if f.kind != absent && strings.HasPrefix(name, path+".") {
			return Field{kind: object}
		}
		// What is below a text or a missing object is missing.
		if f.kind != unknown && f.kind != object && strings.HasPrefix(path, name+".") {
			return Absent()
		}
	}
	if s.Closed {
		return Absent()
	}
	return Field{}
}

// With returns the shape with further fields.
func (s Shape) With(fields map[string]Field) Shape {
	all := make(map[string]Field, len(s.Fields)+len(fields))
	for k, v := range s.Fields {
		all[k] = v
	}
	for k, v := range fields {
		all[k] = v
	}
	return Shape{Fields: all, Closed: s.Closed}
}

// Under returns the shape of events that hold those of s in the field of that
// name.
func (s Shape) Under(name string) Shape {
	all := make(map[string]Field, len(s.Fields))
	for k, v := range s.Fields {
		all[name+"."+k] = v
	}
	return Shape{Fields: all, Closed: s.Closed}
}

// Missing reports whether the field is certainly absent.
func (f Field) Missing() bool { return f.kind == absent }

// Present reports whether the field is certainly there.
func (f Field) Present() bool { return f.kind == exact || f.kind == text || f.kind == object }

// Leaf reports whether the field is certainly there and no object.
func (f Field) Leaf() bool { return f.kind == exact || f.kind == text }

// Value returns the value of a field that is exact.
func (f Field) Value() (any, bool) { return f.value, f.kind == exact }

// Like reports whether the field certainly holds a text that the pattern
// matches, in which * stands for any run of characters.
func (f Field) Like(pattern string) bool {
	switch f.kind {
	case exact:
		s, ok := f.value.(string)
		return ok && stars(pattern, s)
	case text:
		head, rest, wild := strings.Cut(pattern, "*")
		return wild && strings.Trim(rest, "*") == "" && strings.HasPrefix(f.prefix, head)
	}
	return false
}

// Unlike reports whether the field certainly holds a text that the pattern does
// not match.
func (f Field) Unlike(pattern string) bool {
	switch f.kind {
	case exact:
		s, ok := f.value.(string)
		return ok && !stars(pattern, s)
	case text:
		head, _, wild := strings.Cut(pattern, "*")
		if !wild && slices.Contains(f.not, pattern) {
			return true
		}
		if !strings.HasPrefix(head, f.prefix) && !strings.HasPrefix(f.prefix, head) {
			return true
		}
		return !wild && !strings.HasPrefix(head, f.prefix)
	}
	return false
}

// stars matches a whole text against a pattern in which only * is special.
func stars(pattern, s string) bool {
	if !strings.Contains(pattern, "?") {
		return glob.Match(pattern, s)
	}
	// glob gives ? a meaning that it has not here: take it out of both sides,
	// under a character that neither has.
	const mark = "\x00"
	if strings.Contains(pattern, mark) || strings.Contains(s, mark) {
		return false
	}
	return glob.Match(strings.ReplaceAll(pattern, "?", mark), strings.ReplaceAll(s, "?", mark))
}
