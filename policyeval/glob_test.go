package policyeval

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGlobMatch(t *testing.T) {
	for _, tt := range []struct {
		name, pattern, text string
		want                bool
	}{
		{"literal", "b/k", "b/k", true},
		{"literal is not a prefix", "b", "b/k", false},
		{"empty pattern matches the empty text only", "", "", true},
		{"empty pattern and text", "", "a", false},
		{"star takes nothing", "b*", "b", true},
		{"star takes a slash", "b/*", "b/x/y/z", true},
		{"star takes a line feed (O2)", "a*c", "a\nc", true},
		{"question mark is one code point (R5)", "b/?", "b/é", true},
		{"question mark is not two", "b/?", "b/kk", false},
		{"question mark is not none", "b/?", "b/", false},
		{"question mark at the end after a star", "*?", "é", true},
		{"prefix and suffix do not share text", "ab*ba", "aba", false},
		{"segments are found left to right", "*a*b*", "xxbxxaxx", false},
		{"last segment is at the end", "*ab", "abab", true},
		{"regular expression signs are literal (A7)", "Get.bject", "GetObject", false},
		{"several stars are one", "a***b", "ab", true},
		{"segment with a question mark is searched", "*a?c*", "abbabcx", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g, err := compileGlob(tt.pattern, modeWild)
			require.NoError(t, err)
			assert.Equal(t, tt.want, g.match(tt.text, nil))
			assert.Equal(t, tt.want, wildMatch(tt.pattern, []byte(tt.text)), "the matcher of action names")
		})
	}
}

// naiveMatch is the definition of a glob, with exponential time.
func naiveMatch(pattern, text []rune) bool {
	if len(pattern) == 0 {
		return len(text) == 0
	}
	switch pattern[0] {
	case '*':
		return naiveMatch(pattern[1:], text) || len(text) > 0 && naiveMatch(pattern, text[1:])
	case '?':
		return len(text) > 0 && naiveMatch(pattern[1:], text[1:])
	}
	return len(text) > 0 && text[0] == pattern[0] && naiveMatch(pattern[1:], text[1:])
}

// randomText makes texts over an alphabet so small that patterns match often.
func randomText(r *rand.Rand, alphabet string, longest int) string {
	letters := []rune(alphabet)
	out := make([]rune, r.IntN(longest+1))
	for i := range out {
		out[i] = letters[r.IntN(len(letters))]
	}
	return string(out)
}

// TestGlobEqualsNaiveMatcher is property 16.
func TestGlobEqualsNaiveMatcher(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	hits := 0
	for range 50_000 {
		pattern, text := randomText(r, "ab*?é", 7), randomText(r, "abé", 8)
		want := naiveMatch([]rune(pattern), []rune(text))
		g, err := compileGlob(pattern, modeWild)
		require.NoError(t, err)
		require.Equal(t, want, g.match(text, nil), "pattern %q, text %q", pattern, text)
		require.Equal(t, want, wildMatch(pattern, []byte(text)), "pattern %q, text %q", pattern, text)
		if want {
			hits++
		}
	}
	assert.Greater(t, hits, 2000, "too few matches to prove anything")
}

func FuzzGlob(f *testing.F) {
	f.Add("a*b?c", "axxbyc")
	f.Add("*?*", "é")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if len(pattern) > 12 || len(text) > 16 || !utf8.ValidString(pattern) || !utf8.ValidString(text) {
			t.Skip("the naive matcher is exponential, and documents are UTF-8")
		}
		g, err := compileGlob(pattern, modeWild)
		require.NoError(t, err)
		want := naiveMatch([]rune(pattern), []rune(text))
		assert.Equal(t, want, g.match(text, nil))
		assert.Equal(t, want, wildMatch(pattern, []byte(text)))
	})
}

// TestGlobTakesHostilePatterns would not end with a matcher that backtracks.
func TestGlobTakesHostilePatterns(t *testing.T) {
	text := strings.Repeat("a", 1<<16)
	for _, pattern := range []string{
		strings.Repeat("*a", 1000) + "*b",
		strings.Repeat("*a", 1000) + "*b*",
		strings.Repeat("*?a", 200) + "*b?*",
		strings.Repeat("*aa?", 200) + "b*",
	} {
		g, err := compileGlob(pattern, modeWild)
		require.NoError(t, err)
		assert.False(t, g.match(text, nil))
	}
	assert.False(t, wildMatch(strings.Repeat("*a", 500)+"*b", []byte(text[:1<<12])))
}

// TestGlobVariablesAreLiteral is property 17 at the level of the matcher: what
// is substituted is never a pattern (V6).
func TestGlobVariablesAreLiteral(t *testing.T) {
	g, err := compileGlob("b/${k}/*", modeWild|modeVariables)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		value, text := randomText(r, "a*?/", 4), "b/"+randomText(r, "a*?/", 8)
		assert.Equal(t, strings.HasPrefix(text, "b/"+value+"/"), g.match(text, []string{value}), "value %q, text %q", value, text)
	}
}

func TestGlobEqualFold(t *testing.T) {
	g, err := compileGlob("a${k}é", modeVariables)
	require.NoError(t, err)
	assert.True(t, g.equalFold("AK\u212aÉ", []string{"kk"}), "the Kelvin sign folds with k")
	assert.False(t, g.equalFold("AKÉ", []string{"kk"}), "too short")
	assert.False(t, g.equalFold("AKKÉx", []string{"kk"}), "too long")
}
