package policyeval

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSplitText(t *testing.T) {
	text := func(s string) part { return part{kind: partText, text: s} }
	star, any := part{kind: partStar}, part{kind: partAny}
	key := func(s string) part { return part{kind: partVariable, key: s} }
	for _, tt := range []struct {
		name, in string
		mode     textMode
		want     []part
	}{
		{"nothing", "", modeWild | modeVariables, nil},
		{"wildcards", "a*?b", modeWild, []part{text("a"), star, any, text("b")}},
		{"neighbouring stars", "**", modeWild, []part{star}},
		{"no wildcards", "a*?b", 0, []part{text("a*?b")}},
		{"variable", "a/${aws:username}", modeWild | modeVariables, []part{text("a/"), key("aws:username")}},
		{"variables off (V1)", "${aws:username}", modeWild, []part{text("${aws:username}")}},
		{"wildcards in a variable that is off (V1)", "${*}", modeWild, []part{text("${"), star, text("}")}},
		{"escapes (V9)", "${*}${?}${$}", modeWild | modeVariables, []part{text("*?$")}},
		{"lone dollar (V12)", "a$b$", modeVariables, []part{text("a$b$")}},
		{"default (V5)", "${k, 'x y'}z", modeVariables, []part{{kind: partVariable, key: "k", text: "x y", hasDefault: true}, text("z")}},
		{"empty default (V5)", "${k, ''}", modeVariables, []part{{kind: partVariable, key: "k", hasDefault: true}}},
		{"quote in a default (V5)", "${k, 'it's'}", modeVariables, []part{{kind: partVariable, key: "k", text: "it's", hasDefault: true}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := splitText(tt.in, tt.mode)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestSplitTextRefusesMalformedVariables(t *testing.T) {
	for in, reason := range map[string]string{
		"a${":           "no closing brace",
		"${}":           "empty variable",
		"${k,'x'}":      "malformed default",
		"${k,  'x'}":    "malformed default",
		"${k, x}":       "malformed default",
		"${k, '}":       "malformed default",
		"${a b}":        "blank in the key name",
		"${, 'x'}":      "default without a key",
		"ok${ok}${a\tb": "no closing brace",
	} {
		_, err := splitText(in, modeVariables)
		require.Error(t, err, in)
		assert.Contains(t, err.Error(), reason, in)
	}
	_, err := splitText("abc${}", modeVariables)
	assert.EqualError(t, err, "policy variable at byte 3: empty variable; name a context key between the braces")
}

func TestSplitFields(t *testing.T) {
	assert.Equal(t, []string{"arn", "aws", "s3", "", "", "a:b:c"}, splitFields("arn:aws:s3:::a:b:c", true))
	assert.Equal(t, []string{"arn", "${aws:x}", "s3", "", "", "${aws:y}"}, splitFields("arn:${aws:x}:s3:::${aws:y}", true))
	assert.Equal(t, []string{"arn", "${aws", "x}", "s3", "", ":r"}, splitFields("arn:${aws:x}:s3:::r", false), "version 2008: a colon is a colon")
	assert.Equal(t, []string{"arn", "aws", "s3*"}, splitFields("arn:aws:s3*", true))
}

func TestSplitARN(t *testing.T) {
	a, ok := splitARN("arn:aws:s3:eu:1:x:y/z")
	assert.True(t, ok)
	assert.Equal(t, arn{"aws", "s3", "eu", "1", "x:y/z"}, a)
	for _, s := range []string{"", "arn", "arn:aws:s3::", "ARN:aws:s3:::b", "x:aws:s3:::b"} {
		_, ok := splitARN(s)
		assert.False(t, ok, s)
	}
}
