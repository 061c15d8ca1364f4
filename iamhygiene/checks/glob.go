package checks

import "strings"

// globAny reports whether one of the patterns matches the whole text.
func globAny(patterns []string, text string) bool {
	for _, p := range patterns {
		if glob(p, text) {
			return true
		}
	}
	return false
}

// glob reports whether the pattern, in which '*' stands for any run of
// characters, matches the whole text: "dev" does not match "devops". Unlike
// that of path.Match its '*' crosses slashes, which the paths in ARNs need. It
// takes the earliest place for each piece between two stars, which leaves the
// most for those that follow, so it never has to go back.
func glob(pattern, text string) bool {
	first, rest, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == text
	}
	text, ok := strings.CutPrefix(text, first)
	if !ok {
		return false
	}
	for {
		piece, next, star := strings.Cut(rest, "*")
		if !star {
			return strings.HasSuffix(text, piece)
		}
		i := strings.Index(text, piece)
		if i < 0 {
			return false
		}
		text, rest = text[i+len(piece):], next
	}
}
