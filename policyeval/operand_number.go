package policyeval

import "strings"

// Limits of numbers (rule O7): they bound the time of a comparison.
const (
	maxNumberLength   = 400
	maxNumberExponent = 400
)

// decimal is an exact decimal number: 0.DIGITS times ten to the power exp.
// The digits are those of intText followed by those of fracText, which are
// parts of the source text, so reading a number allocates nothing. Leading
// and trailing zeros are cut; zero has no digits.
type decimal struct {
	negative          bool
	intText, fracText string
	exp               int
}

// parseDecimal reads a number: sign, digits with an optional fraction, an
// optional exponent. Blanks, hexadecimal and NaN are malformed.
func parseDecimal(s string) (decimal, bool) {
	if len(s) > maxNumberLength {
		return decimal{}, false
	}
	var d decimal
	if s != "" && (s[0] == '+' || s[0] == '-') {
		d.negative = s[0] == '-'
		s = s[1:]
	}
	n := digits(s)
	d.intText, s = s[:n], s[n:]
	if s != "" && s[0] == '.' {
		n := digits(s[1:])
		if n == 0 {
			return decimal{}, false
		}
		d.fracText, s = s[1:1+n], s[1+n:]
	}
	if d.intText == "" {
		return decimal{}, false
	}
	exponent := 0
	if s != "" {
		if s[0] != 'e' && s[0] != 'E' {
			return decimal{}, false
		}
		var ok bool
		if exponent, ok = parseExponent(s[1:]); !ok {
			return decimal{}, false
		}
	}
	d.normalize(exponent)
	return d, true
}

func parseExponent(s string) (int, bool) {
	negative := false
	if s != "" && (s[0] == '+' || s[0] == '-') {
		negative = s[0] == '-'
		s = s[1:]
	}
	if s == "" || digits(s) != len(s) {
		return 0, false
	}
	e := 0
	for i := 0; i < len(s); i++ {
		if e = e*10 + int(s[i]-'0'); e > maxNumberExponent {
			return 0, false
		}
	}
	if negative {
		e = -e
	}
	return e, true
}

// normalize cuts zeros at both ends, so that equal numbers have equal digits
// and equal exponents.
func (d *decimal) normalize(exponent int) {
	d.exp = exponent
	d.intText = strings.TrimLeft(d.intText, "0")
	d.exp += len(d.intText)
	if d.intText == "" {
		n := len(d.fracText)
		d.fracText = strings.TrimLeft(d.fracText, "0")
		d.exp -= n - len(d.fracText)
	}
	d.fracText = strings.TrimRight(d.fracText, "0")
	if d.fracText == "" {
		d.intText = strings.TrimRight(d.intText, "0")
	}
	if d.intText == "" && d.fracText == "" {
		*d = decimal{} // also -0
	}
}

func (d *decimal) isZero() bool { return d.intText == "" && d.fracText == "" }

// digit returns the i-th significant digit, '0' beyond the last.
func (d *decimal) digit(i int) byte {
	if i < len(d.intText) {
		return d.intText[i]
	}
	if i -= len(d.intText); i < len(d.fracText) {
		return d.fracText[i]
	}
	return '0'
}

// cmp returns -1, 0 or +1 as d is less than, equal to or greater than e.
func (d *decimal) cmp(e *decimal) int {
	if d.negative != e.negative {
		if d.negative {
			return -1
		}
		return 1
	}
	c := d.cmpAbs(e)
	if d.negative {
		return -c
	}
	return c
}

func (d *decimal) cmpAbs(e *decimal) int {
	switch {
	case d.isZero() && e.isZero():
		return 0
	case d.isZero():
		return -1
	case e.isZero():
		return 1
	case d.exp != e.exp:
		if d.exp < e.exp {
			return -1
		}
		return 1
	}
	n := max(len(d.intText)+len(d.fracText), len(e.intText)+len(e.fracText))
	for i := 0; i < n; i++ {
		if a, b := d.digit(i), e.digit(i); a != b {
			if a < b {
				return -1
			}
			return 1
		}
	}
	return 0
}

// digits returns the length of the run of decimal digits at the start of s.
func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}
