package policyeval

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Limits of a document (D1). They are this package's own and far above what
// any service stores; they bound the work that a hostile text can cause.
const (
	maxDocumentBytes = 1 << 20
	maxDepth         = 32
)

// scanner reads JSON from a text that is known to be valid UTF-8.
//
// The package has its own scanner because json.Decoder drops what a policy
// needs: it keeps the last of two members with one name, gives offsets only
// after a token, replaces half a surrogate pair, and its Token method alone
// takes longer than Parse does with all its checks (BenchmarkParse).
//
// Errors are sticky: after the first, err is set and every method returns at
// once with its zero result.
type scanner struct {
	src   string
	pos   int
	depth int
	err   *ParseError

	name    string // of the member that nextMember stands at
	nameOff int
}

// fail records the first error; it always returns false.
func (s *scanner) fail(rule string, offset int, message, advice string) bool {
	if s.err == nil {
		s.err = &ParseError{
			Rule: rule, Offset: offset, Message: message, Advice: advice,
			Statement: -1, Operator: -1, Key: -1,
		}
	}
	return false
}

// peek skips white space and returns the next byte, 0 at the end.
func (s *scanner) peek() byte {
	for s.pos < len(s.src) {
		switch c := s.src[s.pos]; c {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return c
		}
	}
	return 0
}

// open consumes the bracket that the scanner stands at.
func (s *scanner) open() bool {
	if s.depth++; s.depth > maxDepth {
		return s.fail("D1", s.pos, fmt.Sprintf("the document is nested more than %d deep", maxDepth),
			"a policy needs 6 levels; pass the policy itself")
	}
	s.pos++
	return true
}

// next moves to member number n of an object or array that ends with the given
// bracket. It returns false after the last one, and then has consumed the bracket.
func (s *scanner) next(n int, end byte) bool {
	if s.err != nil {
		return false
	}
	c := s.peek()
	if c == end {
		s.pos++
		s.depth--
		return false
	}
	if n == 0 {
		return true
	}
	if c != ',' {
		return s.unexpected(fmt.Sprintf("',' or '%c'", end))
	}
	comma := s.pos
	s.pos++
	if s.peek() == end {
		return s.fail("JSON", comma, fmt.Sprintf("a comma stands before '%c'", end), "remove it: JSON has no trailing commas")
	}
	return true
}

// nextMember is next for objects; it consumes the name and the colon.
func (s *scanner) nextMember(n int) bool {
	if !s.next(n, '}') {
		return false
	}
	if s.peek() != '"' {
		return s.unexpected("a member name in double quotes")
	}
	s.nameOff = s.pos
	var ok bool
	if s.name, ok = s.str(); !ok {
		return false
	}
	if s.peek() != ':' {
		return s.unexpected("':' after the member name")
	}
	s.pos++
	return true
}

// number reads the number that the scanner stands at and returns its text.
func (s *scanner) number() (string, bool) {
	n := numberLength(s.src[s.pos:])
	if n == 0 {
		return "", s.fail("JSON", s.pos, "the number is malformed", "write it as JSON does, or put it in quotes")
	}
	s.pos += n
	return s.src[s.pos-n : s.pos], true
}

// numberLength returns how many bytes at the start of text are a JSON number,
// 0 if it does not begin with one.
func numberLength(text string) int {
	i := 0
	digits := func() bool {
		from := i
		for i < len(text) && '0' <= text[i] && text[i] <= '9' {
			i++
		}
		return i > from
	}
	if i < len(text) && text[i] == '-' {
		i++
	}
	if i < len(text) && text[i] == '0' {
		i++
	} else if !digits() {
		return 0
	}
	if i < len(text) && text[i] == '.' {
		i++
		if !digits() {
			return 0
		}
	}
	if i < len(text) && (text[i] == 'e' || text[i] == 'E') {
		i++
		if i < len(text) && (text[i] == '+' || text[i] == '-') {
			i++
		}
		if !digits() {
			return 0
		}
	}
	return i
}

// word reads true, false or null and returns it.
func (s *scanner) word() (string, bool) {
	for _, w := range [...]string{"true", "false", "null"} {
		if strings.HasPrefix(s.src[s.pos:], w) {
			s.pos += len(w)
			return w, true
		}
	}
	return "", s.unexpected("a value")
}

// skip reads any value and reports whether it is well-formed.
func (s *scanner) skip() bool {
	switch c := s.peek(); {
	case c == '"':
		s.str()
	case c == '{':
		if s.open() {
			for n := 0; s.nextMember(n); n++ {
				s.skip()
			}
		}
	case c == '[':
		if s.open() {
			for n := 0; s.next(n, ']'); n++ {
				s.skip()
			}
		}
	case c == '-' || '0' <= c && c <= '9':
		s.number()
	default:
		s.word()
	}
	return s.err == nil
}

// unexpected reports that something else than the expected text stands at the
// position, with advice for what people write by habit from other notations.
func (s *scanner) unexpected(want string) bool {
	rest := s.src[s.pos:]
	if rest == "" {
		return s.fail("JSON", s.pos, "the document ends where "+want+" is expected", "check that it was not cut off")
	}
	r, _ := utf8.DecodeRuneInString(rest)
	advice := "JSON needs " + want + " here"
	switch {
	case strings.HasPrefix(rest, "//") || strings.HasPrefix(rest, "/*") || r == '#':
		advice = "remove the comment: JSON has none"
	case r == '\'' || r == '`' || r == '\u201c' || r == '\u201d' || r == '\u2018' || r == '\u2019':
		advice = `use plain double quotes (")`
	case r == '"' && strings.HasPrefix(want, "','"):
		advice = "a comma is missing before it"
	}
	return s.fail("JSON", s.pos, fmt.Sprintf("unexpected %q", r), advice)
}
