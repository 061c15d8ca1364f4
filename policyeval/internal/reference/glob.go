package reference

import "strings"

// symbol is one code point of a pattern. A wild symbol is an active '*' or
// '?'; the same characters from a substituted value are not wild (V6, V9).
type symbol struct {
	r    rune
	wild bool
}

// globOf reads text in which '*' and '?' are wildcards (A4, R5, O1).
func globOf(text string) []symbol {
	var out []symbol
	for _, r := range text {
		out = append(out, symbol{r, r == '*' || r == '?'})
	}
	return out
}

// literal reads text in which nothing is special (V6).
func literal(text string) []symbol {
	var out []symbol
	for _, r := range text {
		out = append(out, symbol{r, false})
	}
	return out
}

// plain forgets which symbols are wild: the text an equality operator sees.
func plain(p []symbol) string {
	var b strings.Builder
	for _, s := range p {
		b.WriteRune(s.r)
	}
	return b.String()
}

// matches reports whether the whole text is in the language of p (A4, R5, O2):
// '*' is any run of code points, '?' exactly one.
func matches(p []symbol, text string) bool {
	runes := []rune(text)
	seen := map[[2]int]bool{} // positions that are known to fail
	var at func(i, j int) bool
	at = func(i, j int) bool {
		if i == len(p) {
			return j == len(runes)
		}
		if seen[[2]int{i, j}] {
			return false
		}
		ok := false
		switch {
		case p[i].wild && p[i].r == '*':
			ok = at(i+1, j) || (j < len(runes) && at(i, j+1))
		case j < len(runes) && (p[i].wild || p[i].r == runes[j]):
			ok = at(i+1, j+1)
		}
		if !ok {
			seen[[2]int{i, j}] = true
		}
		return ok
	}
	return at(0, 0)
}

// onlyStars reports whether text is one or more '*' and nothing else (A2, R1).
func onlyStars(text string) bool {
	return text != "" && strings.Trim(text, "*") == ""
}

func hasWildcard(text string) bool { return strings.ContainsAny(text, "*?") }

// lowerASCII folds A-Z only (A1, C2).
func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
