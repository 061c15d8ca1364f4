package catalog

import "sort"

// IAM compares the names of services, actions and condition keys without
// regard to the case of ASCII letters. These functions do so without making
// lower-case copies.

func lowerByte(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		b += 'a' - 'A'
	}
	return b
}

// lower returns the text with ASCII letters in lower case.
func lower(s string) string {
	for i := range len(s) {
		if lowerByte(s[i]) != s[i] {
			b := []byte(s)
			for ; i < len(b); i++ {
				b[i] = lowerByte(b[i])
			}
			return string(b)
		}
	}
	return s
}

func compareFold(a, b string) int {
	for i := range min(len(a), len(b)) {
		if x, y := lowerByte(a[i]), lowerByte(b[i]); x != y {
			return int(x) - int(y)
		}
	}
	return len(a) - len(b)
}

func equalFold(a, b string) bool { return len(a) == len(b) && compareFold(a, b) == 0 }

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && compareFold(s[:len(prefix)], prefix) == 0
}

// search returns the place of a name in a list of n names in order.
func search(n int, name string, at func(int) string) (int, bool) {
	i := sort.Search(n, func(i int) bool { return compareFold(at(i), name) >= 0 })
	return i, i < n && equalFold(at(i), name)
}

// matchFold matches a pattern in lower case with * and ? against the whole
// text. After a mismatch it only ever returns to the last star, so the time is
// at most pattern length times text length. The texts are names of actions and
// services, which are ASCII.
func matchFold(pattern, text string) bool {
	p, t := 0, 0
	star, mark := -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == lowerByte(text[t])):
			p++
			t++
		case star >= 0:
			mark++
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
