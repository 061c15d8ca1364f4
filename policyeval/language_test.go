package policyeval

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

func symbolsOf(pattern string) []symbol {
	g, _ := compileGlob(pattern, modeWild)
	return g.symbols(nil, nil)
}

func TestCompareLanguages(t *testing.T) {
	for _, tt := range []struct {
		name, member, request string
		want                  Truth
	}{
		{"equal texts", "b/k", "b/k", True},
		{"different texts", "b/k", "b/x", False},
		{"star covers a narrower star", "b/*", "b/x/*", True},
		{"a part is not the whole", "b/x/*", "b/*", Unknown},
		{"disjoint by the end", "*.txt", "b/*.csv", False},
		{"crossing stars overlap", "a*", "*b", Unknown},
		{"question mark does not cover a star", "b/?", "b/*", Unknown},
		{"star covers a question mark", "b/*", "b/?", True},
		{"wildcards in another order", "*?", "?*", True},
		{"one or more covers what ends in a letter", "?*", "*a", True},
		{"one or more does not cover none", "?*", "*", Unknown},
		{"two question marks and one", "??", "?", False},
		{"literal star is no wildcard of the request", "b", "*", Unknown},
		{"a star in the middle covers both sides", "a*c", "a*b*c", True},
		{"needs a letter twice", "*a*a*", "*a*", Unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, compareLanguages(symbolsOf(tt.member), symbolsOf(tt.request)))
		})
	}
}

// textsUpTo returns all texts over an alphabet, shortest first.
func textsUpTo(alphabet string, longest int) []string {
	texts := []string{""}
	for start, n := 0, 0; n < longest; n++ {
		end := len(texts)
		for _, text := range texts[start:end] {
			for _, letter := range alphabet {
				texts = append(texts, text+string(letter))
			}
		}
		start = end
	}
	return texts
}

// TestCompareLanguagesByEnumeration compares the answer with what all short
// texts say. The alphabet has a letter that no pattern has, and the texts are
// longer than any shortest counterexample for patterns of this length, so the
// answers must be equal, not only compatible.
func TestCompareLanguagesByEnumeration(t *testing.T) {
	texts := textsUpTo("abz", 7)
	runes := make([][]rune, len(texts))
	for i, text := range texts {
		runes[i] = []rune(text)
	}
	r := rand.New(rand.NewPCG(5, 6))
	seen := map[Truth]int{}
	for range 1500 {
		member, request := randomText(r, "ab*?", 4), randomText(r, "ab*?", 4)
		some, all := false, true
		for _, text := range runes {
			if naiveMatch([]rune(request), text) {
				if naiveMatch([]rune(member), text) {
					some = true
				} else {
					all = false
				}
			}
		}
		want := Unknown
		switch {
		case !some:
			want = False
		case all:
			want = True
		}
		seen[want]++
		assert.Equal(t, want, compareLanguages(symbolsOf(member), symbolsOf(request)), "member %q, request %q", member, request)
	}
	for _, truth := range []Truth{False, Unknown, True} {
		assert.Greater(t, seen[truth], 50, "too few answers %v to prove anything", truth)
	}
}

// TestCompareLanguagesGivesUpSoundly runs a comparison that exceeds the budget:
// the answer is Unknown, never a wrong definite one.
func TestCompareLanguagesGivesUpSoundly(t *testing.T) {
	member, request := "", ""
	for range 60 {
		member += "*a????????????"
		request += "*a????????????b"
	}
	assert.Equal(t, Unknown, compareLanguages(symbolsOf(member+"?*?a*"), symbolsOf(request+"*a*")))
}
