package analyzermodel

import "strings"

// anything is the pattern of all ARNs.
const anything = "arn:*:*:*:*:*"

// fields splits the pattern of an ARN; "*" is every ARN.
func fields(pattern string) [6]string {
	if pattern == "*" {
		pattern = anything
	}
	f := [6]string{"*", "*", "*", "*", "*", "*"} // fields that are missing match everything
	copy(f[:], strings.SplitN(pattern, ":", 6))
	return f
}

// arnCovers reports whether every ARN of the pattern b is one of a. It may miss
// that several wildcards mean the same, and never errs the other way.
func arnCovers(a, b string) bool {
	x, y := fields(a), fields(b)
	for i := range x {
		if !globCovers(x[i], y[i]) {
			return false
		}
	}
	return true
}

// arnOverlaps reports whether some ARN matches both patterns.
func arnOverlaps(a, b string) bool {
	x, y := fields(a), fields(b)
	for i := range x {
		if !globOverlaps(x[i], y[i]) {
			return false
		}
	}
	return true
}

// globCovers matches b, whose own wildcards are characters that only wildcards
// match, against a.
func globCovers(a, b string) bool {
	row := make([]bool, len(b)+1)
	row[0] = true
	for i := range len(a) {
		next := make([]bool, len(b)+1)
		next[0] = row[0] && a[i] == '*'
		for j := range len(b) {
			switch {
			case a[i] == '*':
				next[j+1] = row[j+1] || next[j]
			case a[i] == '?':
				next[j+1] = row[j] && b[j] != '*'
			default:
				next[j+1] = row[j] && a[i] == b[j]
			}
		}
		row = next
	}
	return row[len(b)]
}

// globOverlaps reports whether some text matches both patterns.
func globOverlaps(a, b string) bool {
	row := make([]bool, len(b)+1)
	row[0] = true
	for j := range len(b) {
		row[j+1] = row[j] && b[j] == '*'
	}
	for i := range len(a) {
		next := make([]bool, len(b)+1)
		next[0] = row[0] && a[i] == '*'
		for j := range len(b) {
			switch {
			case a[i] == '*' || b[j] == '*':
				next[j+1] = row[j+1] || next[j] || row[j]
			default:
				next[j+1] = row[j] && (a[i] == b[j] || a[i] == '?' || b[j] == '?')
			}
		}
		row = next
	}
	return row[len(b)]
}
