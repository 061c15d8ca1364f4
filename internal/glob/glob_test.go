package glob_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/internal/glob"
)

// TestMatch compares Match with its definition on all short patterns and texts.
func TestMatch(t *testing.T) {
	for _, pattern := range words("ab?*", 5) {
		for _, text := range words("ab*", 5) {
			assert.Equal(t, defined(pattern, text), glob.Match(pattern, text), "%q on %q", pattern, text)
		}
	}
	assert.True(t, glob.Match("arn:*:iam::aws:policy/*FullAccess*", "arn:aws-cn:iam::aws:policy/job/AmazonS3FullAccess"), "stars cross slashes")
	assert.False(t, glob.Match("dev", "devops"), "the whole text counts")
}

// defined is what a glob means: a star stands for one run of characters, a
// question mark for one.
func defined(pattern, text string) bool {
	switch {
	case pattern == "":
		return text == ""
	case pattern[0] == '*':
		for i := 0; i <= len(text); i++ {
			if defined(pattern[1:], text[i:]) {
				return true
			}
		}
		return false
	}
	return text != "" && (pattern[0] == '?' || pattern[0] == text[0]) && defined(pattern[1:], text[1:])
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
