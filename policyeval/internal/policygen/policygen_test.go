package policygen_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval/internal/policygen"
	"github.com/iamhygiene/sdk/policyeval/internal/reference"
)

// A generator that never reaches an answer tests nothing, so every decision
// must be common.
func TestEveryDecisionIsCommon(t *testing.T) {
	const cases = 4000
	count := map[reference.Decision]int{}
	for seed := range uint64(cases) {
		c := policygen.Seeded(seed, 600).Case()
		count[reference.Evaluate(c, reference.Options{}).Decision]++
	}
	t.Log(count)
	for _, d := range []reference.Decision{reference.Allowed, reference.ImplicitDeny, reference.ExplicitDeny, reference.Undetermined, reference.Invalid} {
		assert.Greater(t, count[d], cases/50, "%s", d)
	}
	assert.Less(t, count[reference.Invalid], cases/2, "most cases load")
}

func TestFaultsOffLoads(t *testing.T) {
	for seed := range uint64(2000) {
		s := policygen.Seeded(seed, 600)
		s.Faults = false
		c := s.Case()
		r := reference.Evaluate(c, reference.Options{})
		text, err := json.Marshal(c)
		require.NoError(t, err)
		assert.NotEqual(t, reference.Invalid, r.Decision, "%v\n%s", r.Err, text)
	}
}

func TestCasesSurviveTheFileFormat(t *testing.T) {
	for seed := range uint64(500) {
		c := policygen.Seeded(seed, 600).Case()
		text, err := json.Marshal(c)
		require.NoError(t, err)
		back, err := reference.ParseCase(text)
		require.NoError(t, err, string(text))
		assert.Equal(t, reference.Evaluate(c, reference.Options{}).Decision, reference.Evaluate(back, reference.Options{}).Decision, string(text))
	}
}

func TestNoBytesIsThePlainestCase(t *testing.T) {
	c := policygen.NewSource(nil).Case()
	assert.Equal(t, "s3:GetObject", c.Request.Action)
	assert.Empty(t, c.Request.Unknown)
	assert.NotEqual(t, reference.Invalid, reference.Evaluate(c, reference.Options{}).Decision)
}
