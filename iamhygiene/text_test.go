package iamhygiene_test

import (
	"encoding"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
)

func TestStatusText(t *testing.T) {
	want := map[iamhygiene.Status]string{
		iamhygiene.Unknown: "UNKNOWN", iamhygiene.Pass: "PASS", iamhygiene.Fail: "FAIL",
		iamhygiene.NotApplicable: "NOT_APPLICABLE", iamhygiene.Manual: "MANUAL",
	}
	for s, text := range want {
		assert.Equal(t, text, s.String())
		roundTrip(t, s, new(iamhygiene.Status))
	}
	var s iamhygiene.Status
	assert.Equal(t, iamhygiene.Unknown, s, "a status that nobody set must not read as a pass")
	assert.ErrorContains(t, s.UnmarshalText([]byte("pass")), `"pass" is not a status`)
	_, err := iamhygiene.Status(9).MarshalText()
	assert.Error(t, err)
	assert.Equal(t, "Status(9)", iamhygiene.Status(9).String())
}

func TestSeverityText(t *testing.T) {
	for i, s := range iamhygiene.Severities() {
		roundTrip(t, s, new(iamhygiene.Severity))
		assert.Equal(t, []string{"critical", "high", "medium", "low", "info"}[i], s.String())
	}
	var s iamhygiene.Severity
	roundTrip(t, s, new(iamhygiene.Severity))
	assert.ErrorContains(t, s.UnmarshalText([]byte("HIGH")), `"HIGH" is not a severity`)
	_, err := iamhygiene.Severity(9).MarshalText()
	assert.Error(t, err)
	assert.Greater(t, iamhygiene.SeverityCritical, iamhygiene.SeverityHigh)
}

func roundTrip[T encoding.TextMarshaler, P interface {
	*T
	encoding.TextUnmarshaler
}](t *testing.T, v T, into P) {
	t.Helper()
	text, err := v.MarshalText()
	require.NoError(t, err)
	require.NoError(t, into.UnmarshalText(text))
	assert.Equal(t, v, *into)
}
