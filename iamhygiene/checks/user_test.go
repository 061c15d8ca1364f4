package checks_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

const (
	pass          = iamhygiene.Pass
	fail          = iamhygiene.Fail
	unknown       = iamhygiene.Unknown
	notApplicable = iamhygiene.NotApplicable
)

func TestUserMFA(t *testing.T) {
	mfa := fields{"mfa_active": "true"}
	console, all := checks.UserConsoleMFA{}, checks.UserMFAAll{}
	for _, tt := range []reportCase{
		{name: "R11 service user", reason: "a user without password does not sign in", check: console, row: key1, want: notApplicable, message: "vera has no console password"},
		{name: "password without MFA", reason: "the practice", check: console, row: person, want: fail, message: "no MFA device"},
		{name: "password and MFA", reason: "the practice", check: console, row: person.and(mfa), want: pass, message: "vera has a console password and an MFA device"},
		{name: "R26 upper case", reason: "the documentation prints TRUE", check: console, row: fields{"password_enabled": "TRUE", "mfa_active": "FALSE"}, want: fail},
		{name: "R26 mixed case", reason: "case does not matter", check: console, row: fields{"password_enabled": "True", "mfa_active": "tRUE"}, want: pass},
		{name: "R26 password not_supported", reason: "not_supported is not false", check: console, row: fields{"password_enabled": "not_supported"}, want: unknown, message: "password_enabled=not_supported"},
		{name: "R26 MFA not_supported", reason: "not_supported is not false", check: console, row: person.and(fields{"mfa_active": "not_supported"}), want: unknown, message: "mfa_active=not_supported"},

		{name: "password", reason: "a password is usable", check: all, row: person, want: fail, message: "vera has a console password and no MFA device"},
		{name: "key", reason: "users without a password count here", check: all, row: key1, want: fail, message: "vera has an active access key and no MFA device"},
		{name: "certificate", reason: "a certificate signs requests too", check: all, row: fields{"cert_2_active": "true"}, want: fail, message: "an active signing certificate"},
		{name: "MFA", reason: "whatever the credentials", check: all, row: mfa.and(fields{"password_enabled": "?"}), want: pass, message: "vera has an MFA device"},
		{name: "nothing usable", reason: "MFA would protect nothing", check: all, row: fields{"access_key_1_last_rotated": ago(day)}, want: notApplicable},
		{name: "perhaps a password", reason: "an unknown password may be one", check: all, row: fields{"password_enabled": "?"}, want: unknown},
		{name: "perhaps a key", reason: "an unknown key may be active", check: all, row: fields{"access_key_2_active": "?"}, want: unknown},
		{name: "perhaps a certificate", reason: "an unknown certificate may be active", check: all, row: fields{"cert_1_active": "?"}, want: unknown},
		{name: "unknown key beside a password", reason: "one credential settles it", check: all, row: person.and(fields{"access_key_2_active": "?"}), want: fail},
		{name: "unknown MFA", reason: "the question itself", check: all, row: person.and(fields{"mfa_active": ""}), want: unknown},
	} {
		tt.run(t)
	}
}

func TestPasswordUnused(t *testing.T) {
	c := checks.PasswordUnused{}
	used := func(d time.Duration) fields { return person.and(fields{"password_last_used": ago(d)}) }
	never := func(changed string) fields {
		return person.and(fields{"password_last_used": "no_information", "password_last_changed": changed})
	}
	for _, tt := range []reportCase{
		{name: "R17 exactly the limit", reason: "unused for 45 days or more fails", check: c, row: used(45 * day), want: fail, message: "the password of vera was last used 45 days ago; the limit is less than 45 days"},
		{name: "R17 a nanosecond less", reason: "less than 45 days passes", check: c, row: used(45*day - 1), want: pass},
		{name: "R17 a second less", reason: "less than 45 days passes", check: c, row: used(45*day - time.Second), want: pass, message: "44 days ago"},
		{name: "other limit", reason: "the limit is a parameter", check: checks.PasswordUnused{MaxUnused: 46 * day}, row: used(45 * day), want: pass, message: "less than 46 days"},
		{name: "R14 never used", reason: "counts from when the password was set", check: c, row: never(ago(200 * day)), want: fail, message: "was never used, and password_last_changed was 200 days ago"},
		{name: "R16 never used, new", reason: "no_information is not year 1", check: c, row: never(ago(44 * day)), want: pass},
		{name: "R16 never used, at the limit", reason: "no_information is not today", check: c, row: never(ago(45 * day)), want: fail},
		{name: "never used, change unknown", reason: "falls back to the creation of the user, 300 days ago", check: c, row: never("N/A"), want: fail, message: "user_creation_time was 300 days ago"},
		{name: "never used, change garbled", reason: "a date that cannot be read may be any", check: c, row: never("last year"), want: unknown, message: "password_last_changed=last year"},
		{name: "never used, nothing known", reason: "no date is left", check: c, row: never("N/A").and(fields{"user_creation_time": "N/A"}), want: unknown, message: "user_creation_time=N/A"},
		{name: "N/A beside a password", reason: "N/A stands for no password: a contradiction", check: c, row: person.and(fields{"password_last_used": "N/A"}), want: unknown, message: "password_last_used=N/A"},
		{name: "no password", reason: "nothing to use", check: c, row: fields{}, want: notApplicable},
		{name: "R25 Z", reason: "a form of date", check: c, row: person.and(fields{"password_last_used": "2024-01-27T00:00:01Z"}), want: pass},
		{name: "R25 offset", reason: "a form of date: 23:59:59 UTC the day before", check: c, row: person.and(fields{"password_last_used": "2024-01-27T01:59:59+02:00"}), want: fail},
		{name: "R25 fraction", reason: "a form of date", check: c, row: person.and(fields{"password_last_used": "2024-01-27T00:00:00.001+00:00"}), want: pass},
	} {
		tt.run(t)
	}
	t.Run("R14 evidence", func(t *testing.T) {
		f := only(t, evaluate(t, reported(t, never(ago(200*day))), c), "vera")
		assert.Equal(t, ago(200*day), fact(f, "password_last_changed"))
		assert.Equal(t, "password_last_changed", fact(f, "ref_source"))
		assert.Equal(t, "200", fact(f, "age_days"))
		assert.Equal(t, "true", fact(f, "never_used"))
		assert.Equal(t, "after 2024-01-27T00:00:00Z", f.Evidence[0].Expected)
	})
}

func TestPasswordRotation(t *testing.T) {
	c := checks.PasswordRotation{}
	changed := func(d time.Duration) fields { return person.and(fields{"password_last_changed": ago(d)}) }
	for _, tt := range []reportCase{
		{name: "exactly the limit", reason: "90 days or less is fine", check: c, row: changed(90 * day), want: pass, message: "90 days old; the limit is 90 days"},
		{name: "a nanosecond more", reason: "more than 90 days fails", check: c, row: changed(90*day + 1), want: fail, message: "more than 90 days old; the limit is 90 days"},
		{name: "expired", reason: "the password policy has expired it", check: c, row: changed(day).and(fields{"password_next_rotation": ago(1)}), want: fail, message: "expired on"},
		{name: "expires now", reason: "not yet in the past", check: c, row: changed(day).and(fields{"password_next_rotation": ago(0)}), want: pass},
		{name: "old, expiry garbled", reason: "the age settles it", check: c, row: changed(91 * day).and(fields{"password_next_rotation": "?"}), want: fail},
		{name: "new, expiry garbled", reason: "it may have expired", check: c, row: changed(day).and(fields{"password_next_rotation": "?"}), want: unknown, message: "password_next_rotation=?"},
		{name: "expired, age unknown", reason: "expiry settles it", check: c, row: person.and(fields{"password_last_changed": "N/A", "password_next_rotation": ago(day)}), want: fail},
		{name: "age unknown", reason: "the question itself", check: c, row: person.and(fields{"password_last_changed": "N/A"}), want: unknown, message: "password_last_changed=N/A"},
		{name: "no password", reason: "nothing to change", check: c, row: key1, want: notApplicable},
	} {
		tt.run(t)
	}
}

func TestUserDormant(t *testing.T) {
	c := checks.UserDormant{}
	old := person.and(fields{"password_last_used": ago(100 * day)})
	oldKey := key1.and(fields{"access_key_1_last_used_date": ago(60 * day)})
	for _, tt := range []reportCase{
		{name: "password in use", reason: "one credential is enough", check: c, row: person.and(oldKey), want: pass, message: "vera was active 1 day ago (password_last_used)"},
		{name: "key in use", reason: "one credential is enough", check: c, row: old.and(key1), want: pass, message: "(access_key_1_last_used_date)"},
		{name: "all past the limit", reason: "the newest use counts", check: c, row: old.and(oldKey), want: fail, message: "vera used none of 2 credentials for 60 days (access_key_1_last_used_date)"},
		{name: "exactly the limit", reason: "45 days or more is dormant", check: c, row: person.and(fields{"password_last_used": ago(45 * day)}), want: fail},
		{name: "a nanosecond less", reason: "less than 45 days is not", check: c, row: person.and(fields{"password_last_used": ago(45*day - 1)}), want: pass},
		{name: "new key, not used yet", reason: "a key counts from its creation", check: c, row: old.and(key1).and(fields{"access_key_1_last_used_date": "N/A"}), want: pass, message: "(access_key_1_last_rotated)"},
		{name: "second key in use", reason: "both slots count", check: c, row: oldKey.and(key2), want: pass, message: "access_key_2"},
		{name: "inactive key", reason: "it is not enabled, however recent", check: c, row: old.and(key1).and(fields{"access_key_1_active": "false"}), want: fail, message: "none of 1 credential for"},
		{name: "no credentials", reason: "nothing to be dormant", check: c, row: fields{"access_key_1_last_rotated": ago(day), "cert_1_active": "true"}, want: notApplicable, message: "no credentials"},
		{name: "one unreadable, the other in use", reason: "one credential is enough", check: c, row: key1.and(fields{"password_enabled": "?"}), want: pass},
		{name: "one unreadable, the rest dormant", reason: "the unreadable one may be in use", check: c, row: oldKey.and(fields{"password_enabled": "?"}), want: unknown},
		{name: "date unreadable, the rest dormant", reason: "the key may be in use", check: c, row: old.and(key1).and(fields{"access_key_1_last_used_date": "?"}), want: unknown},
	} {
		tt.run(t)
	}
	f := only(t, evaluate(t, reported(t, fields{}), c), "vera")
	assert.Equal(t, iamhygiene.SeverityInfo, f.Severity, "a user without credentials is worth knowing, no more")
}

func TestUserPasswordAndKey(t *testing.T) {
	c := checks.UserPasswordAndKey{}
	for _, tt := range []reportCase{
		{name: "both", reason: "the practice", check: c, row: person.and(key1).and(key2), want: fail, message: "(access_key_1, access_key_2)"},
		{name: "password", reason: "a person", check: c, row: person, want: pass},
		{name: "key", reason: "a program", check: c, row: key1, want: pass},
		{name: "inactive key", reason: "it cannot be used", check: c, row: person.and(key1).and(fields{"access_key_1_active": "false"}), want: pass},
		{name: "neither", reason: "nothing to separate", check: c, row: fields{}, want: notApplicable},
		{name: "key unreadable", reason: "it may be active", check: c, row: person.and(fields{"access_key_1_active": "?"}), want: unknown},
		{name: "password unreadable", reason: "there may be one", check: c, row: key1.and(fields{"password_enabled": "?"}), want: unknown},
	} {
		tt.run(t)
	}
	f := only(t, evaluate(t, reported(t, person.and(key1)), c), "vera")
	assert.Equal(t, "true", fact(f, "password_enabled"))
	assert.NotEqual(t, "no evidence", fact(f, "password_last_used"))
	assert.NotEqual(t, "no evidence", fact(f, "access_key_1_last_used_date"))
}

// TestReportAlone: R81, R24, R23, R20: shapes of whole reports.
func TestReportAlone(t *testing.T) {
	root := fields{"user": "<root_account>", "arn": arn + "root", "mfa_active": "true"}
	t.Run("R81 no users beside root", func(t *testing.T) {
		d := iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
			Users: []iamhygiene.UserDetail{}, Groups: []iamhygiene.GroupDetail{}, Roles: []iamhygiene.RoleDetail{}, Policies: []iamhygiene.PolicyDetail{},
		}, clock)
		fs := evaluate(t, sample(t, reportCSV(t, root), 0, d), credentialChecks(checks.Strict)...)
		assert.Len(t, fs, len(credentialChecks(checks.Strict)), "each check says something")
		for _, f := range fs {
			assert.Equal(t, notApplicable, f.Status, f.Check)
		}
	})
	t.Run("R24 a required column is missing", func(t *testing.T) {
		s := iamhygiene.NewSnapshot("111122223333", "aws", clock, iamhygiene.CredentialReport.Failed(
			&iamhygiene.DataError{Code: iamhygiene.CodeInvalid, Message: `column "mfa_active" is missing`}))
		for _, f := range evaluate(t, s, checks.UserConsoleMFA{}, checks.AccessKeyUnused{}) {
			assert.Equal(t, unknown, f.Status, f.Check)
			assert.Contains(t, f.Message, `column "mfa_active" is missing`)
		}
	})
	t.Run("R24 other order and an extra column", func(t *testing.T) {
		text := "mfa_active,extra,arn,user,access_key_1_active,password_enabled\n" +
			"true,x," + arn + "user/vera,vera,false,true\n" +
			"false,x," + arn + "user/wim,wim,false,true\n"
		fs := evaluate(t, sample(t, []byte(text), 0), checks.UserConsoleMFA{}, checks.PasswordUnused{})
		assert.Equal(t, []string{"user-console-mfa wim high"}, lines(fs, fail))
		assert.Equal(t, []string{"user-console-mfa vera high"}, lines(fs, pass))
		for _, f := range fs {
			if f.Status == unknown {
				assert.Contains(t, f.Message, "no password_last_used")
			}
		}
		assert.Len(t, lines(fs, unknown), 2, "a column that the report lacks is no date")
	})
	t.Run("R23 a comma in the name", func(t *testing.T) {
		f := only(t, evaluate(t, reported(t, person.and(fields{"user": "doe,jane@corp"})), checks.UserConsoleMFA{}), "doe,jane@corp")
		assert.Equal(t, fail, f.Status)
		assert.Equal(t, arn+"user/doe,jane@corp", f.Resource.ARN)
	})
	t.Run("R7 a user called root", func(t *testing.T) {
		f := only(t, evaluate(t, reported(t, root, person.and(fields{"user": "root"})), checks.UserConsoleMFA{}), "root")
		assert.Equal(t, fail, f.Status, "it is an ordinary user")
	})
	t.Run("R20 one name in two accounts", func(t *testing.T) {
		other := "arn:aws-cn:iam::444455556666:user/vera"
		first := evaluate(t, reported(t, person), checks.UserConsoleMFA{})
		report := reportCSV(t, person.and(fields{"mfa_active": "true", "arn": other}))
		second := evaluate(t, sample(t, report, 0), checks.UserConsoleMFA{})
		assert.Equal(t, fail, first[0].Status)
		assert.Equal(t, pass, second[0].Status)
		assert.Equal(t, "444455556666", second[0].Resource.Account)
		assert.Equal(t, "aws-cn", second[0].Resource.Partition)
		assert.NotEqual(t, first[0].Fingerprint, second[0].Fingerprint)
		both := evaluate(t, reported(t, person.and(key1), key2.and(fields{"arn": other})), checks.AccessKeyInsteadOfRole{}, checks.UserConsoleMFA{})
		assert.Len(t, both, 4, "keys are not mixed")
	})
	t.Run("no report", func(t *testing.T) {
		for _, c := range credentialChecks(checks.Strict) {
			info := c.Info()
			if !slices.Contains(append(info.Needs, info.Uses...), "credential-report") || slices.Contains(info.Needs, "authorization-details") {
				continue
			}
			s := iamhygiene.NewSnapshot("111122223333", "aws", clock, iamhygiene.CredentialReport.Failed(
				&iamhygiene.DataError{Operation: "iam:GetCredentialReport", Action: "iam:GetCredentialReport", Code: "AccessDenied"}))
			f := only(t, evaluate(t, s, c), "111122223333")
			assert.Equal(t, unknown, f.Status, f.Check)
			assert.Equal(t, "cannot decide: iam:GetCredentialReport denied; grant iam:GetCredentialReport", f.Message)
		}
	})
}
