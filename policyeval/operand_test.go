package policyeval

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseDecimal(t *testing.T) {
	for _, text := range []string{"0", "10", "+5", "-0.0", "1e1", "1E+2", "0.5", "007", "123.4500", "1e-400", strings.Repeat("9", 400)} {
		_, ok := parseDecimal(text)
		assert.True(t, ok, text)
	}
	for _, text := range []string{"", "+", ".5", "5.", "10abc", " 1", "1 ", "0x1", "NaN", "Inf", "1e", "1e401", "1_000", "--1", "1.2.3", strings.Repeat("9", 401)} {
		_, ok := parseDecimal(text)
		assert.False(t, ok, text)
	}
}

// TestDecimalComparesExactly checks the order of numbers against fractions of
// any precision (property 24).
func TestDecimalComparesExactly(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	number := func() string {
		s := []string{"", "-", "+"}[r.IntN(3)] + strings.Repeat("0", r.IntN(3)) + strconv.Itoa(r.IntN(12)*[]int{1, 10}[r.IntN(2)])
		if r.IntN(2) == 0 {
			s += "." + strconv.Itoa(r.IntN(12)) + strings.Repeat("0", r.IntN(3))
		}
		if r.IntN(3) == 0 {
			s += "e" + strconv.Itoa(r.IntN(7)-3)
		}
		return s
	}
	equal := 0
	for range 50_000 {
		x, y := number(), number()
		a, ok := parseDecimal(x)
		require.True(t, ok, x)
		b, ok := parseDecimal(y)
		require.True(t, ok, y)
		p, _ := new(big.Rat).SetString(x)
		q, _ := new(big.Rat).SetString(y)
		want := p.Cmp(q)
		if want == 0 {
			equal++
		}
		require.Equal(t, want, a.cmp(&b), "%s and %s", x, y)
		require.Equal(t, -want, b.cmp(&a), "%s and %s", y, x)
	}
	assert.Greater(t, equal, 100, "too few equal numbers to prove anything")
}

func TestDecimalKeepsEveryDigit(t *testing.T) {
	a, _ := parseDecimal("0.50000000000000000001")
	b, _ := parseDecimal("0.5")
	assert.Equal(t, 1, a.cmp(&b))
	one, _ := parseDecimal("1e400")
	two, ok := parseDecimal("1" + strings.Repeat("0", 390) + "e10")
	require.True(t, ok)
	assert.Equal(t, 0, one.cmp(&two))
}

func TestParseInstant(t *testing.T) {
	at := func(s string) int64 {
		v, err := time.Parse(time.RFC3339, s)
		require.NoError(t, err)
		return v.Unix()
	}
	for _, tt := range []struct {
		text     string
		seconds  int64
		zoneless bool
	}{
		{"2024-01", at("2024-01-01T00:00:00Z"), false},
		{"2024-02-29", at("2024-02-29T00:00:00Z"), false},
		{"2024-01-31T12:30Z", at("2024-01-31T12:30:00Z"), false},
		{"2024-01-31T12:30:05Z", at("2024-01-31T12:30:05Z"), false},
		{"2024-01-31T12:30:05+02:00", at("2024-01-31T10:30:05Z"), false},
		{"2024-01-31T12:30-05:30", at("2024-01-31T18:00:00Z"), false},
		{"2024-01-31T12:30:05", at("2024-01-31T12:30:05Z"), true},
		{"1704067200", at("2024-01-01T00:00:00Z"), false},
		{"1704067200.000", at("2024-01-01T00:00:00Z"), false},
		{"2024.0", 2024, false},
		{"02024", 2024, false},
		{"1969-12-31T23:59:59Z", -1, false},
		{"0000-01-01", at("0000-01-01T00:00:00Z"), false},
	} {
		got, zoneless, ok := parseInstant(tt.text)
		if assert.True(t, ok, tt.text) {
			assert.Equal(t, instant{seconds: tt.seconds}, got, tt.text)
			assert.Equal(t, tt.zoneless, zoneless, tt.text)
		}
	}
	for _, text := range []string{"", "2024", "2024-13", "2023-02-29", "2024-01-31T24:00Z", "2024-01-31T12:60Z", "2024-01-31T12:30:60Z",
		"2024-01-31t12:30Z", "2024-01-31T12:30z", "2024-1-31", "2024-01-31 12:30Z", "2024-01-31T12Z", "2024-01-31T12:30:05.Z",
		"2024-01-31T12:30+0200", "2024-01-31T12:30+24:00", "-5", "12.", "1e9", "2024-01-31T12:30Zx", "1234567890123456"} {
		_, _, ok := parseInstant(text)
		assert.False(t, ok, text)
	}
}

func TestInstantComparesFractions(t *testing.T) {
	ascending := []string{"2024-01-01T00:00:00Z", "2024-01-01T00:00:00.0000000001Z", "2024-01-01T00:00:00.05Z",
		"1704067200.5", "2024-01-01T00:00:00.50000000001Z", "2024-01-01T00:00:01Z"}
	for i, x := range ascending {
		for j, y := range ascending {
			a, _, ok := parseInstant(x)
			require.True(t, ok, x)
			b, _, ok := parseInstant(y)
			require.True(t, ok, y)
			assert.Equal(t, min(1, max(-1, i-j)), a.cmp(b), "%s and %s", x, y)
		}
	}
	half := time.Date(2024, 1, 1, 0, 0, 0, 500_000_000, time.FixedZone("", 3600))
	b, _, _ := parseInstant("2023-12-31T23:00:00.5Z")
	assert.Equal(t, 0, instantAt(half).cmp(b), "a time.Time and its text")
}

func TestParseNetwork(t *testing.T) {
	for _, tt := range []struct {
		network, address string
		want             bool
		why              string
	}{
		{"203.0.113.9", "203.0.113.9", true, "an address alone"},
		{"203.0.113.9", "203.0.113.8", false, "/32"},
		{"203.0.113.9/24", "203.0.113.255", true, "host bits are ignored"},
		{"2001:db8::1", "2001:db8::2", false, "an IPv6 address alone is /128"},
		{"2001:db8::/32", "2001:0DB8:0::9", true, "addresses, not text"},
		{"0.0.0.0/0", "::1", false, "no IPv6 address"},
		{"::/0", "203.0.113.9", false, "no IPv4 address"},
		{"::/0", "::ffff:203.0.113.9", false, "a mapped address counts as IPv4"},
		{"203.0.113.0/24", "::ffff:203.0.113.9", true, "mapped in the request"},
		{"::ffff:203.0.113.0/120", "203.0.113.9", true, "mapped in the policy"},
		{"::ffff:203.0.113.9", "203.0.113.9", true, "mapped in the policy, alone"},
	} {
		p, ok := parseNetwork(tt.network)
		require.True(t, ok, tt.network)
		a, ok := parseAddress(tt.address)
		require.True(t, ok, tt.address)
		assert.Equal(t, tt.want, p.Contains(a), "%s in %s: %s", tt.address, tt.network, tt.why)
	}
	for _, text := range []string{"", "host", "203.0.113.9/33", "203.0.113.9/-1", "203.0.113.9/024", "010.0.0.1", "fe80::1%eth0", "fe80::1%eth0/64", "1.2.3"} {
		_, ok := parseNetwork(text)
		assert.False(t, ok, text)
	}
	for _, text := range []string{"", "host", "203.0.113.0/24", "fe80::1%eth0"} {
		_, ok := parseAddress(text)
		assert.False(t, ok, text)
	}
}

// TestNetworkIsMonotone is part of property 24: a shorter prefix contains what
// a longer one contains.
func TestNetworkIsMonotone(t *testing.T) {
	address, _ := parseAddress("203.0.113.77")
	inside := true
	for bits := 0; bits <= 32; bits++ {
		p, ok := parseNetwork("203.0.113.9/" + strconv.Itoa(bits))
		require.True(t, ok)
		now := p.Contains(address)
		assert.False(t, now && !inside, "/%d", bits)
		inside = now
	}
	assert.False(t, inside)
}

func TestAppendBinary(t *testing.T) {
	got, ok := appendBinary([]byte("x"), "AQID")
	assert.True(t, ok)
	assert.Equal(t, []byte{'x', 1, 2, 3}, got)
	for _, text := range []string{"AQI", "AQ=", "A-_D", "AQ\nID", "AQID "} {
		got, ok = appendBinary([]byte("x"), text)
		assert.False(t, ok, text)
		assert.Equal(t, []byte("x"), got, text)
	}
	got, ok = appendBinary(nil, "")
	assert.True(t, ok)
	assert.Empty(t, got)
}

func TestParseOperator(t *testing.T) {
	op, canonical, ok := parseOperator("forallvalues:stringNOTlikeifexists")
	require.True(t, ok)
	assert.Equal(t, "ForAllValues:StringNotLikeIfExists", canonical)
	assert.Equal(t, operator{family: familyString, compare: compareLike, negated: true, qualifier: qualifierAll, ifExists: true}, op)
	for _, b := range baseOperators {
		_, canonical, ok := parseOperator(b.name)
		assert.True(t, ok, b.name)
		assert.Equal(t, b.name, canonical)
		_, _, ok = parseOperator(b.name + "IfExists")
		assert.Equal(t, b.family != familyNull, ok, b.name)
	}
	assert.Len(t, baseOperators, 27)
	for _, name := range []string{"", "IfExists", "StringMatches", "BinaryNotEquals", "ForSomeValues:Bool", "ForAnyValue:", "NullIfExists", "BoolIfExistsIfExists", "ForAnyValue:ForAnyValue:Bool"} {
		_, _, ok := parseOperator(name)
		assert.False(t, ok, name)
	}
}

func TestFoldKey(t *testing.T) {
	for _, names := range [][]string{
		{"aws:username", "AWS:UserName"},
		{"aws:RequestTag/Kosten", "aws:requesttag/\u212aosten"},
		{"aws:PrincipalTag/ÄΣ", "aws:principaltag/äς"},
	} {
		assert.Equal(t, foldKey(names[0]), foldKey(names[1]))
	}
	assert.NotEqual(t, foldKey("a\xff"), foldKey("a\xfe"), "bad bytes are kept apart")
	assert.NotEqual(t, foldKey("a\xff"), foldKey("a\ufffd"))
}
