package catalog

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// FuzzOverlaps compares overlaps with a search through short texts: two
// patterns overlap if some text matches both.
func FuzzOverlaps(f *testing.F) {
	f.Add("a*b", "?b", "/")
	f.Add("*", "", "")
	f.Add("+", "a/", "/")
	f.Add("a+", "*/", "/")
	f.Add("+/+", "a*?", "")
	f.Fuzz(func(t *testing.T, left, right, not string) {
		if len(left) > 4 || len(right) > 4 {
			return
		}
		a, ok := smallPattern(left, not)
		b, ok2 := smallPattern(right, "")
		if !ok || !ok2 {
			return
		}
		// The shortest text that matches both is no longer than both patterns.
		want := false
		var try func(text []byte)
		try = func(text []byte) {
			if want || len(text) > len(a)+len(b) {
				return
			}
			if want = naive(a, text) && naive(b, text); !want {
				for _, c := range []byte("ab/") {
					try(append(text[:len(text):len(text)], c))
				}
			}
		}
		try(nil)
		assert.Equal(t, want, overlaps(a, b), "%q %q", left, right)
		assert.Equal(t, want, overlaps(b, a), "%q %q", right, left)
	})
}

// smallPattern reads a pattern over a, b and /; + is a placeholder.
func smallPattern(text, not string) (list []token, ok bool) {
	if not != "/" {
		not = ""
	}
	for _, c := range []byte(text) {
		switch c {
		case 'a', 'b', '/':
			list = append(list, token{char: c})
		case '*':
			list = append(list, token{kind: run})
		case '?':
			list = append(list, token{kind: one})
		case '+':
			list = append(list, token{kind: one, not: not}, token{kind: run, not: not})
		default:
			return nil, false
		}
	}
	return list, true
}

func naive(p []token, text []byte) bool {
	if len(p) == 0 {
		return len(text) == 0
	}
	if p[0].kind == run && naive(p[1:], text) {
		return true
	}
	if len(text) == 0 || !share(p[0], token{char: text[0]}) {
		return false
	}
	if p[0].kind == run {
		return naive(p, text[1:])
	}
	return naive(p[1:], text[1:])
}
