package policyeval_test

import (
	"encoding"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
)

type text2 interface {
	encoding.TextMarshaler
	String() string
}

// roundTrip marshals a value as text and reads it back.
func roundTrip[T text2](t *testing.T, v T, read func([]byte) (T, error)) {
	t.Helper()
	b, err := v.MarshalText()
	require.NoError(t, err)
	assert.Equal(t, v.String(), string(b))
	back, err := read(b)
	require.NoError(t, err)
	assert.Equal(t, v, back)
}

func TestTextsRoundTrip(t *testing.T) {
	for _, o := range []policyeval.Outcome{policyeval.Allowed, policyeval.ExplicitDeny, policyeval.ImplicitDeny, policyeval.Undetermined} {
		roundTrip(t, o, func(b []byte) (v policyeval.Outcome, err error) { return v, v.UnmarshalText(b) })
	}
	for s := policyeval.Outcomes(0); s < 8; s++ {
		roundTrip(t, s, func(b []byte) (v policyeval.Outcomes, err error) { return v, v.UnmarshalText(b) })
	}
	for l := policyeval.LayerSCP; l <= policyeval.LayerServiceRule; l++ {
		roundTrip(t, l, func(b []byte) (v policyeval.Layer, err error) { return v, v.UnmarshalText(b) })
		roundTrip(t, policyeval.LayersOf(l, policyeval.LayerSCP), func(b []byte) (v policyeval.Layers, err error) { return v, v.UnmarshalText(b) })
	}
	roundTrip(t, policyeval.Layers(0), func(b []byte) (v policyeval.Layers, err error) { return v, v.UnmarshalText(b) })
	for _, v := range []policyeval.Truth{policyeval.False, policyeval.Unknown, policyeval.True} {
		roundTrip(t, v, func(b []byte) (v policyeval.Truth, err error) { return v, v.UnmarshalText(b) })
	}
	for _, g := range []policyeval.Grade{policyeval.GradeNone, policyeval.GradeAccount, policyeval.GradeEntity, policyeval.GradeDirect} {
		roundTrip(t, g, func(b []byte) (v policyeval.Grade, err error) { return v, v.UnmarshalText(b) })
	}
}

func TestTextsRefuseOtherValues(t *testing.T) {
	for _, v := range []encoding.TextMarshaler{policyeval.Outcome(9), policyeval.Layer(99), policyeval.Truth(7), policyeval.Grade(9)} {
		_, err := v.MarshalText()
		assert.ErrorContains(t, err, "policyeval: ")
	}
	for text, v := range map[string]encoding.TextUnmarshaler{
		"allowed": new(policyeval.Outcome), "Allowed|Undetermined": new(policyeval.Outcomes), "": new(policyeval.Outcomes),
		"group": new(policyeval.Layer), "scp|": new(policyeval.Layers), "True": new(policyeval.Truth), "Direct": new(policyeval.Grade),
	} {
		assert.ErrorContains(t, v.UnmarshalText([]byte(text)), "policyeval: ", text)
	}
}

// TestZeroValuesDeny: what nobody filled in grants nothing.
func TestZeroValuesDeny(t *testing.T) {
	var d policyeval.Decision
	assert.Equal(t, policyeval.ImplicitDeny, d.Outcome)
	assert.Equal(t, policyeval.ImplicitDeny, d.Strict())
	assert.False(t, d.Allowed())
	assert.False(t, d.CanBeAllowed())
	var truth policyeval.Truth
	assert.Equal(t, policyeval.False, truth)
}

// TestDecisionTable is the table of section 17.3, one document for each row.
func TestDecisionTable(t *testing.T) {
	const (
		no    = ""
		yes   = `{"Effect": "%s", "Action": "*", "Resource": "*"}`
		maybe = `{"Effect": "%s", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"k:x": "a"}}}`
	)
	for _, tt := range []struct {
		deny, allow string
		want        policyeval.Outcome
		possible    string
		can         bool
		strict      policyeval.Outcome
	}{
		{yes, yes, policyeval.ExplicitDeny, "ExplicitDeny", false, policyeval.ExplicitDeny},
		{yes, maybe, policyeval.ExplicitDeny, "ExplicitDeny", false, policyeval.ExplicitDeny},
		{yes, no, policyeval.ExplicitDeny, "ExplicitDeny", false, policyeval.ExplicitDeny},
		{no, yes, policyeval.Allowed, "Allowed", true, policyeval.Allowed},
		{no, no, policyeval.ImplicitDeny, "ImplicitDeny", false, policyeval.ImplicitDeny},
		{no, maybe, policyeval.Undetermined, "Allowed|ImplicitDeny", true, policyeval.ImplicitDeny},
		{maybe, yes, policyeval.Undetermined, "Allowed|ExplicitDeny", true, policyeval.ExplicitDeny},
		{maybe, no, policyeval.Undetermined, "ExplicitDeny|ImplicitDeny", false, policyeval.ExplicitDeny},
		{maybe, maybe, policyeval.Undetermined, "Allowed|ExplicitDeny|ImplicitDeny", true, policyeval.ExplicitDeny},
	} {
		var p policyeval.Policies
		for effect, statement := range map[string]string{"Deny": tt.deny, "Allow": tt.allow} {
			if statement != no {
				p.Identity = append(p.Identity, parse(t, `{"Version": "2012-10-17", "Statement": `+fmt.Sprintf(statement, effect)+`}`))
			}
		}
		req := &policyeval.Request{Principal: alice, Action: "s3:GetObject", Resource: "*", Unknown: policyeval.UnknownKeys("k:x")}
		d, err := policyeval.Evaluate(p, req)
		require.NoError(t, err)
		assert.Equal(t, tt.want, d.Outcome)
		assert.Equal(t, tt.possible, d.Possible.String())
		assert.Equal(t, tt.can, d.CanBeAllowed())
		assert.Equal(t, tt.strict, d.Strict())
		assert.Equal(t, tt.want == policyeval.Undetermined, len(d.DependsOn) > 0)

		b, err := json.Marshal(d)
		require.NoError(t, err)
		var back policyeval.Decision
		require.NoError(t, json.Unmarshal(b, &back))
		assert.Equal(t, d, back, "JSON keeps a decision")
	}
}

func TestElementTextsRoundTrip(t *testing.T) {
	for e := policyeval.ElementNone; e <= policyeval.ElementCondition; e++ {
		roundTrip(t, e, func(b []byte) (v policyeval.Element, err error) { return v, v.UnmarshalText(b) })
	}
}
