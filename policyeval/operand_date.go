package policyeval

import (
	"strings"
	"time"
)

// instant is a point in time with a fraction of any length: comparing digits
// is exact where rounding to nanoseconds would not be. The fraction counts
// upwards from seconds.
type instant struct {
	seconds int64 // since 1970-01-01T00:00:00Z
	nanos   int32
	rest    string // digits of the fraction beyond the ninth, without trailing zeros
}

// instantAt is the instant of a time.
func instantAt(t time.Time) instant {
	return instant{seconds: t.Unix(), nanos: int32(t.Nanosecond())}
}

// withFraction adds the digits of a fraction.
func (t instant) withFraction(digits string) instant {
	for i := 0; i < 9; i++ {
		t.nanos *= 10
		if i < len(digits) {
			t.nanos += int32(digits[i] - '0')
		}
	}
	if len(digits) > 9 {
		t.rest = strings.TrimRight(digits[9:], "0")
	}
	return t
}

// maxEpochDigits bounds seconds since 1970: enough for 30 million years.
const maxEpochDigits = 15

// parseInstant reads a date of the W3C profile of ISO 8601, or seconds since
// 1970 (rule O8). zoneless reports a time of day without a zone, which is read
// as UTC. Exactly four digits are malformed: they may be a year or seconds.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
func parseInstant(s string) (t instant, zoneless, ok bool) {
	n := digits(s)
	if n == 0 {
		return instant{}, false, false
	}
	if n == len(s) || s[n] == '.' {
		t, ok = parseEpoch(s, n)
		return t, false, ok
	}
	return parseDate(s)
}

func parseEpoch(s string, n int) (instant, bool) {
	whole, frac := s[:n], ""
	if n < len(s) {
		frac = s[n+1:]
		if frac == "" || digits(frac) != len(frac) {
			return instant{}, false
		}
	} else if n == 4 {
		return instant{}, false
	}
	whole = strings.TrimLeft(whole, "0")
	if len(whole) > maxEpochDigits {
		return instant{}, false
	}
	var sec int64
	for i := 0; i < len(whole); i++ {
		sec = sec*10 + int64(whole[i]-'0')
	}
	return instant{seconds: sec}.withFraction(frac), true
}

// dateReader takes fixed-width numbers and separators off the front of a text.
type dateReader struct {
	s   string
	bad bool
}

func (r *dateReader) number(width, low, high int) int {
	if len(r.s) < width || digits(r.s[:width]) != width {
		r.bad = true
		return low
	}
	v := 0
	for i := 0; i < width; i++ {
		v = v*10 + int(r.s[i]-'0')
	}
	r.s = r.s[width:]
	if v < low || v > high {
		r.bad = true
		return low
	}
	return v
}

func (r *dateReader) accept(c byte) bool {
	if r.s == "" || r.s[0] != c {
		return false
	}
	r.s = r.s[1:]
	return true
}

func (r *dateReader) expect(c byte) {
	if !r.accept(c) {
		r.bad = true
	}
}

func parseDate(s string) (t instant, zoneless, ok bool) {
	r := dateReader{s: s}
	year := r.number(4, 0, 9999)
	r.expect('-')
	month := r.number(2, 1, 12)
	day := 1
	if r.accept('-') {
		day = r.number(2, 1, daysIn(year, month))
		if r.accept('T') {
			return parseClock(r, year, month, day)
		}
	}
	if r.bad || r.s != "" {
		return instant{}, false, false
	}
	return instant{seconds: unixSeconds(year, month, day, 0, 0, 0)}, false, true
}

func parseClock(r dateReader, year, month, day int) (t instant, zoneless, ok bool) {
	hour := r.number(2, 0, 23)
	r.expect(':')
	minute := r.number(2, 0, 59)
	second, fraction := 0, ""
	if r.accept(':') {
		second = r.number(2, 0, 59)
		if r.accept('.') {
			n := digits(r.s)
			if n == 0 {
				r.bad = true
			}
			fraction, r.s = r.s[:n], r.s[n:]
		}
	}
	offset := 0
	switch {
	case r.accept('Z'):
	case r.accept('+'):
		offset = parseOffset(&r)
	case r.accept('-'):
		offset = -parseOffset(&r)
	default:
		zoneless = true
	}
	if r.bad || r.s != "" {
		return instant{}, false, false
	}
	t = instant{seconds: unixSeconds(year, month, day, hour, minute, second) - int64(offset)}
	return t.withFraction(fraction), zoneless, true
}

// parseOffset reads hh:mm and returns seconds.
func parseOffset(r *dateReader) int {
	hours := r.number(2, 0, 23)
	r.expect(':')
	return (hours*60 + r.number(2, 0, 59)) * 60
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func unixSeconds(year, month, day, hour, minute, second int) int64 {
	return time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC).Unix()
}

// cmp returns -1, 0 or +1 as t is before, equal to or after u.
func (t instant) cmp(u instant) int {
	switch {
	case t.seconds < u.seconds:
		return -1
	case t.seconds > u.seconds:
		return 1
	case t.nanos < u.nanos:
		return -1
	case t.nanos > u.nanos:
		return 1
	}
	return strings.Compare(t.rest, u.rest)
}
