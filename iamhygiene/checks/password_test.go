package checks_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/checktest"
)

func TestPasswordPolicy(t *testing.T) {
	checktest.Run(t, "testdata/password/*.txtar",
		checks.PasswordPolicyPresent{}, checks.PasswordPolicyLength{}, checks.PasswordPolicyUppercase{},
		checks.PasswordPolicyLowercase{}, checks.PasswordPolicyNumber{}, checks.PasswordPolicySymbol{},
		checks.PasswordPolicyReuse{}, checks.PasswordPolicyExpiry{}, checks.PasswordPolicySelfChange{})
}

// signedIn is a report with one user who has a password.
func signedIn() iamhygiene.SnapshotOption {
	return reportOf(noon, credreport.Entry{
		User: "alice", ARN: "arn:aws:iam::111122223333:user/alice", PasswordEnabled: credreport.BoolOf(true),
	})
}

func TestPasswordPolicyParameters(t *testing.T) {
	length := func(n int) *iamhygiene.PasswordPolicy {
		return &iamhygiene.PasswordPolicy{Set: true, MinimumLength: n}
	}
	reuse := func(n int) *iamhygiene.PasswordPolicy {
		return &iamhygiene.PasswordPolicy{Set: true, ReusePrevention: n}
	}
	expiry := func(n int) *iamhygiene.PasswordPolicy { return &iamhygiene.PasswordPolicy{Set: true, MaxAge: n} }
	const lengthID, reuseID, expiryID = "password-policy-length", "password-policy-reuse", "password-policy-expiry"
	tests := []struct {
		name   string
		reason string
		check  iamhygiene.Check
		policy *iamhygiene.PasswordPolicy
		want   iamhygiene.Status
	}{
		{"standard length", "14", pick(t, checks.Standard, lengthID), length(14), iamhygiene.Pass},
		{"standard length, one less", "14", pick(t, checks.Standard, lengthID), length(13), iamhygiene.Fail},
		{"strict length", "16", pick(t, checks.Strict, lengthID), length(16), iamhygiene.Pass},
		{"strict length, one less", "16", pick(t, checks.Strict, lengthID), length(15), iamhygiene.Fail},
		{"relaxed length", "8", pick(t, checks.Relaxed, lengthID), length(8), iamhygiene.Pass},
		{"relaxed length, one less", "8", pick(t, checks.Relaxed, lengthID), length(7), iamhygiene.Fail},
		{"relaxed length without a policy", "AWS's default counts as 8", pick(t, checks.Relaxed, lengthID), &iamhygiene.PasswordPolicy{}, iamhygiene.Pass},
		{"own length", "the parameter counts", checks.PasswordPolicyLength{Min: 20}, length(19), iamhygiene.Fail},
		{"no length", "a negative minimum is none", checks.PasswordPolicyLength{Min: -1}, length(6), iamhygiene.Pass},
		{"R32: standard reuse", "24 is enough for 24", pick(t, checks.Standard, reuseID), reuse(24), iamhygiene.Pass},
		{"R32: more than required", "compared by >=, not by equality", checks.PasswordPolicyReuse{Min: 5}, reuse(24), iamhygiene.Pass},
		{"strict reuse, one less", "24", pick(t, checks.Strict, reuseID), reuse(23), iamhygiene.Fail},
		{"relaxed reuse", "5", pick(t, checks.Relaxed, reuseID), reuse(5), iamhygiene.Pass},
		{"relaxed reuse, one less", "5", pick(t, checks.Relaxed, reuseID), reuse(4), iamhygiene.Fail},
		{"reuse without a rule", "zero is no rule", checks.PasswordPolicyReuse{Min: 1}, reuse(0), iamhygiene.Fail},
		{"default expiry", "90 days", pick(t, checks.Standard, expiryID), expiry(90), iamhygiene.Pass},
		{"default expiry, one more", "90 days", pick(t, checks.Standard, expiryID), expiry(91), iamhygiene.Fail},
		{"strict expiry", "60 days", pick(t, checks.Strict, expiryID), expiry(60), iamhygiene.Pass},
		{"strict expiry, one more", "60 days", pick(t, checks.Strict, expiryID), expiry(61), iamhygiene.Fail},
		{"relaxed expiry", "90 days", pick(t, checks.Relaxed, expiryID), expiry(90), iamhygiene.Pass},
		{"shortest expiry", "one day is an expiry", checks.PasswordPolicyExpiry{}, expiry(1), iamhygiene.Pass},
		{"R29: no expiry", "zero is never, not at once", checks.PasswordPolicyExpiry{}, expiry(0), iamhygiene.Fail},
		{"odd expiry limit", "IAM counts whole days: 36 hours hold one", checks.PasswordPolicyExpiry{MaxAge: 36 * time.Hour}, expiry(2), iamhygiene.Fail},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := single(t, tt.check, signedIn(), iamhygiene.Passwords.With(tt.policy, noon))
			assert.Equal(t, tt.want, f.Status, "%s: %s", tt.reason, f.Message)
		})
	}
}

func TestPasswordPolicyEvidence(t *testing.T) {
	for _, set := range []bool{true, false} {
		t.Run("policy_exists="+strconv.FormatBool(set), func(t *testing.T) {
			f := single(t, checks.PasswordPolicyLength{}, signedIn(), iamhygiene.Passwords.With(&iamhygiene.PasswordPolicy{Set: set, MinimumLength: 8}, noon))
			assert.Equal(t, []iamhygiene.Evidence{
				{Dataset: "password-policy", Path: "MinimumPasswordLength", Observed: "8", Expected: "at least 14", At: noon},
				{Dataset: "password-policy", Path: "policy_exists", Observed: strconv.FormatBool(set), At: noon},
			}, f.Evidence)
			assert.Equal(t, iamhygiene.TypePasswordPolicy, f.Resource.Type)
			assert.Equal(t, "arn:aws:iam::111122223333:root", f.Resource.ARN, "the policy has no ARN of its own")
		})
	}
}

// A nil policy is a mistake of whoever filled the snapshot, not an account
// without a policy.
func TestPasswordPolicyNull(t *testing.T) {
	f := single(t, checks.PasswordPolicyPresent{}, signedIn(), iamhygiene.Passwords.With(nil, noon))
	assert.Equal(t, iamhygiene.Unknown, f.Status)
	assert.Contains(t, f.Message, "the account password policy is null")
}

// The users may be known from the authorization details alone: an account
// without any has no password, one with users may have some.
func TestPasswordPolicyUsersWithoutReport(t *testing.T) {
	policy := iamhygiene.Passwords.With(&iamhygiene.PasswordPolicy{}, noon)
	none := iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{Users: []iamhygiene.UserDetail{}}, noon)
	some := iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
		Users: []iamhygiene.UserDetail{{ARN: "arn:aws:iam::111122223333:user/alice", Name: "alice"}},
	}, noon)
	assert.Equal(t, iamhygiene.NotApplicable, single(t, checks.PasswordPolicyPresent{}, policy, none).Status)
	assert.Equal(t, iamhygiene.Unknown, single(t, checks.PasswordPolicyPresent{}, policy, some).Status)
}
