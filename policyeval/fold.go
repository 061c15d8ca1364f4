package policyeval

import (
	"unicode"
	"unicode/utf8"
)

// Names of context keys ignore case, also after the slash where they end in
// a tag key (rule C2). Tag keys may hold any letter, so folding is Unicode
// simple folding; everything ASCII takes the short way.

// foldKey returns the canonical form of a context key name.
func foldKey(name string) string {
	for i := 0; i < len(name); i++ {
		if c := name[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return string(appendFold(nil, name))
		}
	}
	return name
}

// appendFold appends the canonical form of name to buf.
func appendFold(buf []byte, name string) []byte {
	for i := 0; i < len(name); i++ {
		c := name[i]
		if c >= utf8.RuneSelf {
			return appendFoldUnicode(buf, name[i:])
		}
		buf = append(buf, lowerASCII(c))
	}
	return buf
}

func appendFoldUnicode(buf []byte, name string) []byte {
	for i := 0; i < len(name); {
		r, n := utf8.DecodeRuneInString(name[i:])
		if r == utf8.RuneError && n == 1 {
			buf = append(buf, name[i]) // keep bad bytes apart
		} else {
			buf = utf8.AppendRune(buf, foldRune(r))
		}
		i += n
	}
	return buf
}

// foldRune returns one representative of the runes that fold together: the
// smallest, and of ASCII letters the lower case one.
func foldRune(r rune) rune {
	least := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		least = min(least, f)
	}
	if least < utf8.RuneSelf {
		return rune(lowerASCII(byte(least)))
	}
	return least
}

// appendLower appends s with the ASCII letters in lower case: the folding of
// action names (rule A1).
func appendLower(buf []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		buf = append(buf, lowerASCII(s[i]))
	}
	return buf
}

func lowerASCII(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + ('a' - 'A')
	}
	return c
}

// equalASCII reports whether two texts are equal when the case of ASCII
// letters is ignored.
func equalASCII(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := 0; i < len(a); i++ {
		if a[i] != b[i] && lowerASCII(a[i]) != lowerASCII(b[i]) {
			return false
		}
	}
	return true
}
