package checks

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestGlob compares glob with its definition on all short patterns and texts.
func TestGlob(t *testing.T) {
	for _, pattern := range words("ab*", 5) {
		for _, text := range words("ab", 5) {
			assert.Equal(t, defined(pattern, text), glob(pattern, text), "%q on %q", pattern, text)
		}
	}
	assert.True(t, glob("arn:*:iam::aws:policy/*FullAccess*", "arn:aws-cn:iam::aws:policy/job/AmazonS3FullAccess"), "stars cross slashes")
	assert.False(t, glob("dev", "devops"), "the whole text counts")
}

// defined is what a glob means: each star stands for one run of characters.
func defined(pattern, text string) bool {
	first, rest, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == text
	}
	if !strings.HasPrefix(text, first) {
		return false
	}
	text = text[len(first):]
	for i := 0; i <= len(text); i++ {
		if defined(rest, text[i:]) {
			return true
		}
	}
	return false
}

// words are all words of up to n letters.
func words(letters string, n int) []string {
	all, last := []string{""}, []string{""}
	for range n {
		var next []string
		for _, w := range last {
			for _, l := range letters {
				next = append(next, w+string(l))
			}
		}
		all, last = append(all, next...), next
	}
	return all
}
