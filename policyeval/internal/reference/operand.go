package reference

import (
	"encoding/base64"
	"math/big"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The readers of this file return false for malformed text (C13).

func readBool(text string) (value, ok bool) { // O6
	switch lowerASCII(text) {
	case "true":
		return true, true
	case "false":
		return false, true
	}
	return false, false
}

var numberForm = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?([eE]([+-]?[0-9]+))?$`)

// readNumber is O7. Reading: a digit is required on both sides of a point.
func readNumber(text string) (*big.Rat, bool) {
	m := numberForm.FindStringSubmatch(text)
	if m == nil || len(text) > 400 {
		return nil, false
	}
	if m[3] != "" {
		exponent, err := strconv.Atoi(m[3])
		if err != nil || exponent > 400 || exponent < -400 {
			return nil, false
		}
	}
	return new(big.Rat).SetString(text)
}

var (
	monthForm  = regexp.MustCompile(`^([0-9]{4})-([0-9]{2})$`)
	dayForm    = regexp.MustCompile(`^([0-9]{4})-([0-9]{2})-([0-9]{2})$`)
	timeForm   = regexp.MustCompile(`^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?$`)
	secondForm = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
)

// readDate is O8: seconds since 1970 as an exact number.
func readDate(text string) (*big.Rat, bool) {
	if secondForm.MatchString(text) {
		if len(text) == 4 && !strings.Contains(text, ".") {
			return nil, false // a year or seconds?
		}
		return new(big.Rat).SetString(text)
	}
	if m := monthForm.FindStringSubmatch(text); m != nil {
		return instant(m[1], m[2], "01", "00", "00", "00", "", "Z")
	}
	if m := dayForm.FindStringSubmatch(text); m != nil {
		return instant(m[1], m[2], m[3], "00", "00", "00", "", "Z")
	}
	if m := timeForm.FindStringSubmatch(text); m != nil {
		return instant(m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8])
	}
	return nil, false
}

func instant(year, month, day, hour, minute, second, fraction, zone string) (*big.Rat, bool) {
	number := func(s string) int { n, _ := strconv.Atoi(s); return n } // "" is 0
	h, m, s := number(hour), number(minute), number(second)
	t := time.Date(number(year), time.Month(number(month)), number(day), h, m, s, 0, time.UTC)
	// time.Date carries an impossible day or month over; the parts differ then.
	if h > 23 || m > 59 || s > 59 || t.Day() != number(day) || int(t.Month()) != number(month) {
		return nil, false
	}
	seconds := t.Unix()
	if zone != "" && zone != "Z" {
		zh, zm := number(zone[1:3]), number(zone[4:6])
		if zh > 23 || zm > 59 {
			return nil, false
		}
		offset := int64(zh*3600 + zm*60)
		if zone[0] == '-' {
			offset = -offset
		}
		seconds -= offset
	}
	r := new(big.Rat).SetInt64(seconds)
	if fraction != "" {
		f, _ := new(big.Rat).SetString("0" + fraction)
		r.Add(r, f)
	}
	return r, true
}

// readAddress is the request half of O9. Reading: a request value is one
// address; a range is malformed there.
func readAddress(text string) (netip.Addr, bool) {
	a, err := netip.ParseAddr(text)
	if err != nil || a.Zone() != "" {
		return netip.Addr{}, false
	}
	return a.Unmap(), true
}

// readRange is the policy half of O9. A range inside ::ffff:0:0/96 is the IPv4
// range it maps to; a wider one is an IPv6 range and holds no IPv4 address.
func readRange(text string) (netip.Prefix, bool) {
	if a, ok := readAddress(text); ok {
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return netip.Prefix{}, false
	}
	if p.Addr().Is4In6() && p.Bits() >= 96 {
		p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
	}
	return p.Masked(), true
}

// readBinary is O10: padded standard base64 without line breaks.
func readBinary(text string) (string, bool) {
	if strings.ContainsAny(text, "\r\n") {
		return "", false
	}
	b, err := base64.StdEncoding.DecodeString(text)
	return string(b), err == nil
}
