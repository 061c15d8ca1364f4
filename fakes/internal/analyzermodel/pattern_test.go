package analyzermodel

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// match is the meaning of a pattern, as plainly as it can be written.
func match(pattern, text string) bool {
	switch {
	case pattern == "":
		return text == ""
	case pattern[0] == '*':
		return match(pattern[1:], text) || text != "" && match(pattern, text[1:])
	}
	return text != "" && (pattern[0] == '?' || pattern[0] == text[0]) && match(pattern[1:], text[1:])
}

// words returns all texts over a, b and c of at most n characters; c is in no
// pattern.
func words(n int) []string {
	all := []string{""}
	for from := 0; n > 0; n-- {
		to := len(all)
		for _, w := range all[from:to] {
			all = append(all, w+"a", w+"b", w+"c")
		}
		from = to
	}
	return all
}

func TestGlobsAgreeWithTheirMeaning(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	texts := words(6)
	pattern := func() string {
		p := make([]byte, random.IntN(5))
		for i := range p {
			p[i] = "ab*?"[random.IntN(4)]
		}
		return string(p)
	}
	covered := 0
	for range 400 {
		a, b := pattern(), pattern()
		all, some := true, false
		for _, text := range texts {
			if match(b, text) {
				all = all && match(a, text)
				some = some || match(a, text)
			}
		}
		require.Equal(t, some, globOverlaps(a, b), "%q and %q", a, b)
		require.Equal(t, some, globOverlaps(b, a), "%q and %q", b, a)
		if globCovers(a, b) {
			covered++
			require.True(t, all, "%q is said to cover %q", a, b)
		}
	}
	assert.Greater(t, covered, 40)
}

func TestARNPatterns(t *testing.T) {
	for _, c := range []struct {
		name, reason     string
		a, b             string
		covers, overlaps bool
	}{
		{"star", "it is every ARN", "*", "arn:aws:s3:::b/*", true, true},
		{"longer", "a prefix covers", "arn:aws:s3:::b/*", "arn:aws:s3:::b/x/*", true, true},
		{"shorter", "the other way round it overlaps", "arn:aws:s3:::b/x/*", "arn:aws:s3:::b/*", false, true},
		{"crossing", "neither covers the other", "arn:aws:s3:::b/a*", "arn:aws:s3:::b/*a", false, true},
		{"field by field", "a wildcard does not cross a colon before the last field", "arn:aws:s3:*:b", "arn:aws:s3:::b", false, false},
		{"other bucket", "no ARN is both", "arn:aws:s3:::b/*", "arn:aws:s3:::c/*", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.covers, arnCovers(c.a, c.b), c.reason)
			assert.Equal(t, c.overlaps, arnOverlaps(c.a, c.b), c.reason)
		})
	}
}
