package checks_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

func TestPresetText(t *testing.T) {
	for p, text := range map[checks.Preset]string{
		checks.Standard: "standard", checks.Strict: "strict", checks.Relaxed: "relaxed",
	} {
		assert.Equal(t, text, p.String())
		data, err := json.Marshal(p)
		require.NoError(t, err)
		assert.Equal(t, `"`+text+`"`, string(data))
		var back checks.Preset
		require.NoError(t, json.Unmarshal(data, &back))
		assert.Equal(t, p, back)
	}
	assert.Equal(t, checks.Standard, checks.Preset(0), "the zero value is Standard")
}

func TestPresetInvalid(t *testing.T) {
	assert.Equal(t, "Preset(9)", checks.Preset(9).String())
	_, err := checks.Preset(9).MarshalText()
	require.EqualError(t, err, "checks: 9 is not a preset")
	p := checks.Strict
	for _, text := range []string{"", "Strict", "lax"} {
		require.ErrorContains(t, p.UnmarshalText([]byte(text)), "want strict, standard or relaxed")
		assert.Equal(t, checks.Strict, p, "a failed read changes nothing")
	}
}
