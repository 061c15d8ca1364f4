package checks_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

func TestPresets(t *testing.T) {
	for _, tt := range []struct {
		check, param              string
		strict, standard, relaxed string
	}{
		{"password-unused", "max_unused", "30d", "45d", "90d"},
		{"user-dormant", "max_unused", "30d", "45d", "90d"},
		{"access-key-unused", "max_unused", "30d", "45d", "90d"},
		{"access-key-instead-of-role", "max_unused", "30d", "45d", "90d"},
		{"access-key-rotation", "max_age", "30d", "90d", "90d"},
		{"signing-certificate-age", "max_age", "30d", "90d", "90d"},
		{"password-rotation", "max_age", "60d", "90d", "90d"},
		{"access-key-never-used", "grace", "1d", "7d", "14d"},
		{"access-key-two-active", "grace", "0d", "7d", "14d"},
		{"access-key-inactive-left", "grace", "7d", "30d", "90d"},
		{"access-key-at-setup", "slack", "1m0s", "1m0s", "1m0s"},
		{"policy-unattached", "grace", "7d", "7d", "7d"},
		{"user-direct-policy", "ignore", ignored, ignored, ignored},
		{"policy-managed-broad", "allow", "none", "none", "none"},
		{"policy-inline", "ignore_roles", "none", "none", "none"},
		{"entity-required-tags", "keys", "none", "none", "none"},
	} {
		for preset, want := range map[checks.Preset]string{checks.Strict: tt.strict, checks.Standard: tt.standard, checks.Relaxed: tt.relaxed} {
			cs, err := checks.Select(preset, []string{tt.check}, nil)
			require.NoError(t, err)
			require.Len(t, cs, 1)
			assert.Equal(t, want, cs[0].Info().Params[tt.param], "%v: %s %s", preset, tt.check, tt.param)
		}
	}
}

const ignored = "arn:*:iam::aws:policy/IAMUserChangePassword, arn:*:iam::aws:policy/AWSCompromisedKeyQuarantine*"
