package policyeval_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
)

func TestPolicyTypeText(t *testing.T) {
	seen := map[string]bool{}
	for want := policyeval.UnknownPolicyType; want <= policyeval.VPCEndpointPolicy; want++ {
		text, err := want.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, want.String(), string(text))
		assert.False(t, seen[want.String()], "two types have the name %s", want)
		seen[want.String()] = true
		var got policyeval.PolicyType
		require.NoError(t, got.UnmarshalText(text))
		assert.Equal(t, want, got)
	}
	_, err := policyeval.PolicyType(200).MarshalText()
	assert.Error(t, err)
	assert.Equal(t, "PolicyType(200)", policyeval.PolicyType(200).String())
	var got policyeval.PolicyType
	assert.Error(t, got.UnmarshalText([]byte("Identity")))
}

func TestEffectText(t *testing.T) {
	for _, want := range []policyeval.Effect{policyeval.Allow, policyeval.Deny} {
		text, err := want.MarshalText()
		require.NoError(t, err)
		var got policyeval.Effect
		require.NoError(t, got.UnmarshalText(text))
		assert.Equal(t, want, got)
	}
	var zero policyeval.Effect
	assert.Equal(t, "", zero.String())
	_, err := zero.MarshalText()
	assert.Error(t, err)
	assert.Error(t, zero.UnmarshalText([]byte("allow")))
	assert.Equal(t, "Effect(9)", policyeval.Effect(9).String())
}

func TestElementAndKindNames(t *testing.T) {
	assert.Equal(t, "NotPrincipal", policyeval.ElementNotPrincipal.String())
	assert.Equal(t, "", policyeval.ElementNone.String())
	assert.Equal(t, "Element(99)", policyeval.Element(99).String())
	assert.Equal(t, "number", policyeval.NumberValue.String())
	assert.Equal(t, "ValueKind(9)", policyeval.ValueKind(9).String())
}
