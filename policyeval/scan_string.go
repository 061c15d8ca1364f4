package policyeval

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// str reads the string that the scanner stands at. Without escapes the result
// shares the document's memory.
func (s *scanner) str() (string, bool) {
	start := s.pos + 1
	for i := start; i < len(s.src); i++ {
		switch c := s.src[i]; {
		case c == '"':
			s.pos = i + 1
			return s.src[start:i], true
		case c == '\\':
			return s.escapedString(start, i)
		case c < ' ':
			return "", s.controlCharacter(i)
		}
	}
	return "", s.fail("JSON", s.pos, "the string has no closing quote", "close it, or escape a quote inside it as \\\"")
}

func (s *scanner) controlCharacter(i int) bool {
	return s.fail("JSON", i, fmt.Sprintf("the string contains the control character %q", s.src[i]),
		"write it as an escape such as \\n, or close the string on its line")
}

// escapedString is str for a string whose first backslash stands at i.
func (s *scanner) escapedString(start, i int) (string, bool) {
	var b strings.Builder
	b.WriteString(s.src[start:i])
	for i < len(s.src) {
		switch c := s.src[i]; {
		case c == '"':
			s.pos = i + 1
			return b.String(), true
		case c == '\\':
			r, n := s.escape(i)
			if n == 0 {
				return "", false
			}
			b.WriteRune(r)
			i += n
		case c < ' ':
			return "", s.controlCharacter(i)
		default:
			b.WriteByte(c)
			i++
		}
	}
	return "", s.fail("JSON", start-1, "the string has no closing quote", "close it, or escape a quote inside it as \\\"")
}

// escape decodes the escape sequence at i and returns its length, 0 on error.
func (s *scanner) escape(i int) (rune, int) {
	if i+1 < len(s.src) {
		switch c := s.src[i+1]; c {
		case '"', '\\', '/':
			return rune(c), 2
		case 'b':
			return '\b', 2
		case 'f':
			return '\f', 2
		case 'n':
			return '\n', 2
		case 'r':
			return '\r', 2
		case 't':
			return '\t', 2
		case 'u':
			return s.unicodeEscape(i)
		}
	}
	s.fail("JSON", i, "the string contains an escape that JSON does not have", "write a backslash itself as \\\\")
	return 0, 0
}

func (s *scanner) unicodeEscape(i int) (rune, int) {
	r, ok := hex4(s.src, i)
	switch {
	case !ok:
		s.fail("JSON", i, "\\u is not followed by four hexadecimal digits", "write a backslash itself as \\\\")
		return 0, 0
	case !utf16.IsSurrogate(r):
		return r, 6
	}
	if low, ok := hex4(s.src, i+6); ok {
		if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
			return pair, 12
		}
	}
	// encoding/json turns this into U+FFFD, so that two different names become
	// one text. Half a character cannot be written in UTF-8 either, hence D1.
	s.fail("D1", i, fmt.Sprintf("\\u%s is half of a surrogate pair", s.src[i+2:i+6]), "write the whole character")
	return 0, 0
}

// hex4 reads `\uXXXX` at i.
func hex4(src string, i int) (rune, bool) {
	if len(src)-i < 6 || src[i] != '\\' || src[i+1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range []byte(src[i+2 : i+6]) {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}
