// Package glob matches names and ARNs against patterns: exemptions, and lists of
// policies in checks. It is not for policy documents, whose patterns have rules
// of their own; package policyeval has those.
package glob

// Match reports whether the whole text matches the pattern, in which '*' stands
// for any run of characters, slashes and colons included, and '?' for one byte. It takes time proportional
// to the product of the lengths at worst.
func Match(pattern, text string) bool {
	p, t, star, mark := 0, 0, -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
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

// Any reports whether one of the patterns matches the whole text.
func Any(patterns []string, text string) bool {
	for _, p := range patterns {
		if Match(p, text) {
			return true
		}
	}
	return false
}
