package escalation_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene/escalation"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// TestMethods counts the methods: a change of the table is meant, and shows here.
func TestMethods(t *testing.T) {
	methods := escalation.Methods()
	require.Len(t, methods, 114)
	count, passing, ids := map[escalation.Confidence]int{}, 0, map[string]bool{}
	for _, m := range methods {
		count[m.Confidence]++
		assert.False(t, ids[m.ID], "%s stands twice", m.ID)
		ids[m.ID] = true
		hasPass := false
		for _, list := range m.Actions {
			require.NotEmpty(t, list, m.ID)
			for _, name := range list {
				a, ok := catalog.Lookup(name)
				if assert.True(t, ok, "%s requires %s, which is no action", m.ID, name) {
					assert.Equal(t, name, a.String(), "%s: spelling", m.ID)
				}
				hasPass = hasPass || name == "iam:PassRole"
			}
		}
		if hasPass {
			passing++
		}
		assert.Equal(t, hasPass, len(m.PassTo) > 0, "%s: a role is passed to a service", m.ID)
		assert.Regexp(t, regexp.MustCompile(`^[A-Z].*\.$`), m.Title, m.ID)
		assert.Regexp(t, regexp.MustCompile(`^[A-Z].*\.$`), m.Remediation, m.ID)
		assert.NotEmpty(t, m.Target, m.ID)
		if m.Target == escalation.TargetOutside && len(m.PassTo) == 0 {
			assert.True(t, strings.HasSuffix(m.Service, ".amazonaws.com"), "%s: the role it reaches trusts a service", m.ID)
		}
	}
	assert.Equal(t, map[escalation.Confidence]int{escalation.High: 66, escalation.Medium: 44, escalation.Low: 4}, count)
	assert.Equal(t, 53, passing)
}

// TestMethodsAreCopies: a caller who changes what Methods returned changes no
// analysis.
func TestMethodsAreCopies(t *testing.T) {
	first := escalation.Methods()
	for i := range first {
		first[i].Actions[0][0] = "none"
		if len(first[i].PassTo) > 0 {
			first[i].PassTo[0] = "none"
		}
	}
	for _, m := range escalation.Methods() {
		assert.NotEqual(t, "none", m.Actions[0][0])
		assert.NotContains(t, m.PassTo, "none")
	}
}

func TestConfidence(t *testing.T) {
	for _, c := range []escalation.Confidence{escalation.Low, escalation.Medium, escalation.High} {
		text, err := json.Marshal(c)
		require.NoError(t, err)
		var back escalation.Confidence
		require.NoError(t, json.Unmarshal(text, &back))
		assert.Equal(t, c, back)
	}
	_, err := escalation.Confidence(0).MarshalText()
	assert.EqualError(t, err, "escalation: Confidence(0) is no confidence: want low, medium or high")
	var c escalation.Confidence
	assert.EqualError(t, c.UnmarshalText([]byte("none")), `escalation: "none" is no confidence: want low, medium, high`)
}
