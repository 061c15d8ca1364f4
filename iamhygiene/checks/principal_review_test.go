package checks_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// TestSensitiveActions: the actions that a caller names count as they are,
// reading ones too.
func TestSensitiveActions(t *testing.T) {
	admin := inline(allowing("*"), denying(`iam:* if {"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}`))
	for _, tt := range []struct {
		name    string
		actions []string
		want    iamhygiene.Status
	}{
		{"writing actions that take MFA", []string{"iam:Put*"}, pass},
		{"a reading action that does not", []string{"secretsmanager:GetSecretValue"}, fail},
		{"reading actions that take MFA", []string{"iam:List*"}, pass},
		{"no such action", []string{"nosuchservice:*"}, unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := only(t, evaluate(t, veraWith(t, person.and(key1), admin, iamhygiene.AuthorizationDetails{}), checks.MFANotEnforced{SensitiveActions: tt.actions}), "vera")
			assert.Equal(t, tt.want, f.Status, f.Message)
		})
	}
}

// TestServiceAccessOfNobody: an empty answer is an answer, and none is not.
func TestServiceAccessOfNobody(t *testing.T) {
	none := map[string]iamhygiene.ServiceAccess{vera: {Generated: clock, Services: []iamhygiene.AccessedService{}}}
	f := only(t, evaluate(t, with(t, person, iamhygiene.LastAccessed.With(none, clock)), checks.ServiceUnused{}), "vera")
	assert.Equal(t, pass, f.Status, f.Message)
	spent := &iamhygiene.DataError{Scope: arn + "user/wim", Code: iamhygiene.CodeNotCollected, Message: "1 job is the limit"}
	fs := evaluate(t, with(t, person, iamhygiene.LastAccessed.With(none, clock, spent)), checks.ServiceUnused{})
	assert.Equal(t, unknown, only(t, fs, "111122223333").Status, "R63: the budget is spent, and that is told")
}

// TestKeysOfThePrivileged: of a privileged user with keys alone the evidence
// says whether policies demand MFA of them.
func TestKeysOfThePrivileged(t *testing.T) {
	f := only(t, evaluate(t, veraWith(t, key1, inline(allowing("*")), iamhygiene.AuthorizationDetails{}), checks.UserPrivilegedMFA{}), "vera")
	assert.Equal(t, fail, f.Status)
	assert.Equal(t, iamhygiene.SeverityHigh, f.Severity)
	assert.Equal(t, "FAIL", fact(f, "mfa-not-enforced"))
	f = only(t, evaluate(t, veraWith(t, person, inline(allowing("*")), iamhygiene.AuthorizationDetails{}), checks.UserPrivilegedMFA{}), "vera")
	assert.Equal(t, iamhygiene.SeverityCritical, f.Severity)
	assert.Equal(t, "no evidence", fact(f, "mfa-not-enforced"), "MFA at the sign-in is what counts")
}
