package checks_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

const slot1 = "vera/access_key_1"

func TestAccessKeyUse(t *testing.T) {
	unused, never := checks.AccessKeyUnused{}, checks.AccessKeyNeverUsed{}
	used := func(d time.Duration) fields { return key1.and(fields{"access_key_1_last_used_date": ago(d)}) }
	fresh := func(age time.Duration) fields {
		return key1.and(fields{"access_key_1_last_rotated": ago(age), "access_key_1_last_used_date": "N/A",
			"access_key_1_last_used_region": "N/A", "access_key_1_last_used_service": "N/A"})
	}
	inactive := fields{"access_key_1_active": "false"}
	for _, tt := range []reportCase{
		{name: "R17 exactly the limit", reason: "unused for 45 days or more fails", check: unused, row: used(45 * day), on: slot1, want: fail, message: "access_key_1 of vera was last used 45 days ago; the limit is less than 45 days"},
		{name: "R17 a nanosecond less", reason: "less than 45 days passes", check: unused, row: used(45*day - 1), on: slot1, want: pass},
		{name: "R17 a second less", reason: "less than 45 days passes", check: unused, row: used(45*day - time.Second), on: slot1, want: pass, message: "44 days ago"},
		{name: "R13 never used", reason: "the other check decides", check: unused, row: fresh(200 * day), on: slot1, want: notApplicable, message: "never used"},
		{name: "inactive", reason: "it cannot be used", check: unused, row: used(400 * day).and(inactive), on: slot1, want: notApplicable, message: "inactive"},
		{name: "no key", reason: "the user is not left out", check: unused, row: person, want: notApplicable, message: "vera has no access key"},
		{name: "date garbled", reason: "it may be any", check: unused, row: key1.and(fields{"access_key_1_last_used_date": "?"}), on: slot1, want: unknown},

		{name: "R13 never used", reason: "older than the grace period", check: never, row: fresh(200 * day), on: slot1, want: fail, message: "200 days old, and was never used"},
		{name: "R15 two minutes old", reason: "within the grace period", check: never, row: fresh(2 * time.Minute), on: slot1, want: pass, message: "2m0s old"},
		{name: "exactly the grace", reason: "created 7 days ago or earlier fails", check: never, row: fresh(7 * day), on: slot1, want: fail},
		{name: "a nanosecond less", reason: "younger than the grace passes", check: never, row: fresh(7*day - 1), on: slot1, want: pass},
		{name: "no grace", reason: "a negative duration means none", check: checks.AccessKeyNeverUsed{Grace: -1}, row: fresh(0), on: slot1, want: fail},
		{name: "used", reason: "however long ago", check: never, row: used(400 * day), on: slot1, want: pass},
		{name: "R16 no_information", reason: "never used, not a use at year 1", check: never, row: fresh(200 * day).and(fields{"access_key_1_last_used_date": "no_information"}), on: slot1, want: fail},
		{name: "inactive", reason: "another check looks at it", check: never, row: fresh(200 * day).and(inactive), on: slot1, want: notApplicable},
		{name: "age unknown", reason: "it may be within the grace", check: never, row: fresh(0).and(fields{"access_key_1_last_rotated": "N/A"}), on: slot1, want: unknown, message: "access_key_1_last_rotated=N/A"},
		{name: "use garbled", reason: "it may have been used", check: never, row: fresh(200 * day).and(fields{"access_key_1_last_used_date": "?"}), on: slot1, want: unknown},
		{name: "active garbled", reason: "it may be active", check: never, row: fresh(200 * day).and(fields{"access_key_1_active": "?"}), want: unknown},
	} {
		tt.run(t)
	}
	t.Run("evidence", func(t *testing.T) {
		f := only(t, evaluate(t, reported(t, used(50*day)), unused), slot1)
		assert.Equal(t, "50", fact(f, "age_days"))
		assert.Equal(t, "eu-west-1", fact(f, "access_key_1_last_used_region"))
		assert.Equal(t, "s3", fact(f, "access_key_1_last_used_service"))
		assert.Equal(t, "after 2024-01-27T00:00:00Z", f.Evidence[0].Expected)
	})
}

func TestAccessKeyAge(t *testing.T) {
	rotation, left := checks.AccessKeyRotation{}, checks.AccessKeyInactiveLeft{}
	aged := func(d time.Duration) fields { return key1.and(fields{"access_key_1_last_rotated": ago(d)}) }
	inactive := fields{"access_key_1_active": "false"}
	for _, tt := range []reportCase{
		{name: "R18 exactly the limit", reason: "90 days or less is fine", check: rotation, row: aged(90 * day), on: slot1, want: pass, message: "access_key_1 of vera is 90 days old; the limit is 90 days"},
		{name: "R18 a nanosecond more", reason: "more than 90 days fails", check: rotation, row: aged(90*day + 1), on: slot1, want: fail},
		{name: "R18 a second more", reason: "more than 90 days fails, and the message says more", check: rotation, row: aged(90*day + time.Second), on: slot1, want: fail, message: "more than 90 days old; the limit is 90 days"},
		{name: "R19 inactive", reason: "it need not be rotated but deleted", check: rotation, row: aged(400 * day).and(inactive), on: slot1, want: notApplicable},
		{name: "age garbled", reason: "it may be any", check: rotation, row: key1.and(fields{"access_key_1_last_rotated": "N/A"}), on: slot1, want: unknown},
		{name: "no key", reason: "the user is not left out", check: rotation, row: fields{}, want: notApplicable},

		{name: "R19 inactive", reason: "a date without an active key is an inactive key", check: left, row: aged(400 * day).and(inactive), on: slot1, want: fail, message: "last changed 400 days ago"},
		{name: "exactly the grace", reason: "younger than 30 days only", check: left, row: aged(30 * day).and(inactive), on: slot1, want: fail},
		{name: "a nanosecond less", reason: "it may be kept for a while", check: left, row: aged(30*day - 1).and(inactive), on: slot1, want: notApplicable, message: "29 days ago"},
		{name: "active", reason: "it is not left behind", check: left, row: aged(400 * day), on: slot1, want: pass},
		{name: "no key", reason: "nothing to delete", check: left, row: fields{}, want: notApplicable},
		{name: "change unknown", reason: "it may have been deactivated today", check: left, row: key1.and(inactive).and(fields{"access_key_1_last_rotated": "N/A"}), on: slot1, want: unknown},
	} {
		tt.run(t)
	}
	f := only(t, evaluate(t, reported(t, aged(91*day)), rotation), slot1)
	assert.Equal(t, "a lower bound", fact(f, "age_is"), "the report does not know CreateDate")
	assert.Equal(t, "not before 2023-12-13T00:00:00Z", f.Evidence[0].Expected)
}

func TestAccessKeyAtSetup(t *testing.T) {
	c := checks.AccessKeyAtSetup{}
	created := fields{"user_creation_time": ago(200 * day)}
	made := func(after time.Duration) fields {
		return person.and(created).and(key1).and(fields{"access_key_1_last_rotated": ago(200*day - after), "access_key_1_last_used_date": "N/A"})
	}
	for _, tt := range []reportCase{
		{name: "with the user", reason: "the practice", check: c, row: made(8 * time.Second), want: fail, message: "created 8s apart from the user"},
		{name: "exactly the slack", reason: "within the slack", check: c, row: made(time.Minute), want: fail},
		{name: "a nanosecond later", reason: "outside the slack", check: c, row: made(time.Minute + 1), want: pass},
		{name: "no slack", reason: "a negative duration means none", check: checks.AccessKeyAtSetup{Slack: -1}, row: made(1), want: pass},
		{name: "used since", reason: "somebody needs it", check: c, row: made(0).and(fields{"access_key_1_last_used_date": ago(day)}), want: pass},
		{name: "inactive", reason: "it cannot be used", check: c, row: made(0).and(fields{"access_key_1_active": "false"}), want: pass},
		{name: "no password", reason: "a user for a program needs a key", check: c, row: made(0).and(fields{"password_enabled": "false"}), want: notApplicable},
		{name: "R22 in the second slot", reason: "slots have no order", check: c, row: made(day).and(key2).and(fields{
			"access_key_2_last_rotated": ago(200 * day), "access_key_2_last_used_date": "N/A"}), want: fail, message: "access_key_2 of vera"},
		{name: "creation unknown", reason: "the question itself", check: c, row: made(0).and(fields{"user_creation_time": "N/A"}), want: unknown},
		{name: "one key unknown, the other at setup", reason: "one is enough", check: c, row: made(0).and(key2).and(fields{"access_key_2_last_used_date": "?"}), want: fail},
		{name: "one key unknown, the other not", reason: "the unknown one may be", check: c, row: made(day).and(key2).and(fields{"access_key_2_last_used_date": "?"}), want: unknown},
	} {
		tt.run(t)
	}
	t.Run("R15 a user of two minutes", func(t *testing.T) {
		row := person.and(key1).and(fields{"user_creation_time": ago(2 * time.Minute),
			"access_key_1_last_rotated": ago(119 * time.Second), "access_key_1_last_used_date": "N/A"})
		fs := evaluate(t, reported(t, row), c, checks.AccessKeyNeverUsed{})
		assert.Equal(t, []string{"access-key-at-setup vera low"}, lines(fs, fail))
		assert.Equal(t, []string{"access-key-never-used vera/access_key_1 medium"}, lines(fs, pass))
	})
}

func TestAccessKeyTwoActive(t *testing.T) {
	c := checks.AccessKeyTwoActive{}
	both := func(first, second time.Duration) fields {
		return key1.and(key2).and(fields{"access_key_1_last_rotated": ago(first), "access_key_2_last_rotated": ago(second)})
	}
	for _, tt := range []reportCase{
		{name: "R21 rotation in progress", reason: "the younger key is 2 days old", check: c, row: both(400*day, 2*day), want: pass, message: "the younger 2 days old; a rotation may take 7 days"},
		{name: "R22 the newer key in slot 1", reason: "slots have no order", check: c, row: both(2*day, 400*day), want: pass},
		{name: "exactly the grace", reason: "not older than the grace", check: c, row: both(400*day, 7*day), want: pass},
		{name: "a nanosecond more", reason: "older than the grace", check: c, row: both(400*day, 7*day+1), want: fail, message: "more than 7 days old"},
		{name: "R22 old, the newer in slot 1", reason: "slots have no order", check: c, row: both(8*day, 400*day), want: fail, message: "the younger 8 days old"},
		{name: "no grace", reason: "a negative duration means none", check: checks.AccessKeyTwoActive{Grace: -1}, row: both(day, 1), want: fail},
		{name: "one active", reason: "the other is inactive", check: c, row: both(400*day, 400*day).and(fields{"access_key_2_active": "false"}), want: pass, message: "one active access key"},
		{name: "none", reason: "not two", check: c, row: fields{}, want: pass},
		{name: "one age unknown, the other in grace", reason: "the younger is no older", check: c, row: both(day, 0).and(fields{"access_key_2_last_rotated": "N/A"}), want: pass},
		{name: "one age unknown, the other old", reason: "the unknown one may be new", check: c, row: both(day, 400*day).and(fields{"access_key_1_last_rotated": "N/A"}), want: unknown},
		{name: "active garbled", reason: "there may be two", check: c, row: key1.and(fields{"access_key_2_active": "?"}), want: unknown},
	} {
		tt.run(t)
	}
}

func TestAccessKeyInsteadOfRole(t *testing.T) {
	c := checks.AccessKeyInsteadOfRole{}
	service := func(name string) fields { return key1.and(fields{"access_key_1_last_used_service": name}) }
	for _, tt := range []reportCase{
		{name: "workload", reason: "the practice", check: c, row: key1, on: slot1, want: fail, message: "was used 1 day ago on s3"},
		{name: "person", reason: "the user signs in too", check: c, row: key1.and(person), on: slot1, want: pass},
		{name: "iam only", reason: "shows no workload", check: c, row: service("iam"), on: slot1, want: pass},
		{name: "sts only", reason: "shows no workload", check: c, row: service("sts"), on: slot1, want: pass},
		{name: "exactly the limit", reason: "no longer in use", check: c, row: key1.and(fields{"access_key_1_last_used_date": ago(45 * day)}), on: slot1, want: pass},
		{name: "a nanosecond less", reason: "still in use", check: c, row: key1.and(fields{"access_key_1_last_used_date": ago(45*day - 1)}), on: slot1, want: fail},
		{name: "never used", reason: "another check looks at it", check: c, row: key1.and(fields{"access_key_1_last_used_date": "N/A"}), on: slot1, want: notApplicable},
		{name: "inactive", reason: "another check looks at it", check: c, row: key1.and(fields{"access_key_1_active": "false"}), on: slot1, want: notApplicable},
		{name: "third party by name", reason: "it cannot assume a role", check: checks.AccessKeyInsteadOfRole{ThirdPartyUsers: []string{"vera"}}, row: key1, on: slot1, want: pass},
		{name: "third party by ARN", reason: "the list takes globs", check: checks.AccessKeyInsteadOfRole{ThirdPartyUsers: []string{"arn:*:user/ve*"}}, row: key1, on: slot1, want: pass},
		{name: "part of a name", reason: "names are matched whole", check: checks.AccessKeyInsteadOfRole{ThirdPartyUsers: []string{"ver", "user/vera"}}, row: key1, on: slot1, want: fail},
		{name: "service unknown", reason: "it may be sts", check: c, row: service("N/A"), on: slot1, want: unknown, message: "access_key_1_last_used_service=N/A"},
		{name: "service not_supported", reason: "emulators print it", check: c, row: service("not_supported"), on: slot1, want: unknown},
		{name: "password unknown", reason: "it may be a person's", check: c, row: key1.and(fields{"password_enabled": "?"}), on: slot1, want: unknown},
		{name: "password unknown, iam only", reason: "the service settles it", check: c, row: service("iam").and(fields{"password_enabled": "?"}), on: slot1, want: pass},
	} {
		tt.run(t)
	}
}

func TestSigningCertificateAge(t *testing.T) {
	c := checks.SigningCertificateAge{}
	cert := func(d time.Duration) fields {
		return fields{"cert_2_active": "true", "cert_2_last_rotated": ago(d)}
	}
	for _, tt := range []reportCase{
		{name: "exactly the limit", reason: "90 days or less is fine", check: c, row: cert(90 * day), on: "vera/cert_2", want: pass},
		{name: "a nanosecond more", reason: "more than 90 days fails", check: c, row: cert(90*day + 1), on: "vera/cert_2", want: fail, message: "cert_2 of vera is active and more than 90 days old"},
		{name: "inactive", reason: "it signs nothing", check: c, row: cert(400 * day).and(fields{"cert_2_active": "false"}), on: "vera/cert_2", want: pass},
		{name: "none", reason: "none active", check: c, row: key1, want: pass},
		{name: "age unknown", reason: "the question itself", check: c, row: cert(0).and(fields{"cert_2_last_rotated": "N/A"}), on: "vera/cert_2", want: unknown},
		{name: "one garbled", reason: "it may be active", check: c, row: cert(day).and(fields{"cert_1_active": "?"}), want: unknown},
	} {
		tt.run(t)
	}
	f := only(t, evaluate(t, reported(t, cert(91*day)), c), "vera/cert_2")
	assert.Equal(t, "cert_2", f.Discriminator)
	assert.Equal(t, iamhygiene.TypeCertificate, f.Resource.Type)
}

func TestAccessKeyExposed(t *testing.T) {
	c := checks.AccessKeyExposed{}
	user := func(name string, policies ...string) iamhygiene.UserDetail {
		return iamhygiene.UserDetail{ARN: arn + "user/" + name, Name: name, Permissions: attached(policies...)}
	}
	d := iamhygiene.AuthorizationDetails{Users: []iamhygiene.UserDetail{
		user("vera", "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3"),
		user("gov", "arn:aws-us-gov:iam::aws:policy/AWSCompromisedKeyQuarantine"),
		user("own", arn+"policy/AWSCompromisedKeyQuarantineV3"),
		user("other", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
	}}
	fs := evaluate(t, detailed(d), c)
	assert.Equal(t, []string{"access-key-exposed gov critical", "access-key-exposed vera critical"}, lines(fs, fail), "the ARN counts, not the name, in any partition")
	assert.Contains(t, only(t, fs, "vera").Message, "which access keys are active is not known", "the report only explains")

	report, err := credreport.Parse(strings.NewReader(string(reportCSV(t, key1, fields{"user": "gone"}))))
	require.NoError(t, err)
	fs = evaluate(t, detailed(d, iamhygiene.CredentialReport.With(report, clock.Add(-5*time.Hour))), c)
	assert.Contains(t, only(t, fs, "vera").Message, "active access keys: access_key_1")
	assert.NotContains(t, only(t, fs, "vera").Message, "may predate", "the policy decides, not the report")
	assert.Equal(t, "true", fact(only(t, fs, "vera"), "access_key_1_active"))
	assert.Equal(t, unknown, only(t, fs, "gone").Status, "the details do not know the user")
}

func ExampleAccessKeyUnused() {
	report, err := credreport.Parse(strings.NewReader(`user,arn,password_enabled,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated
deploy,arn:aws:iam::111122223333:user/deploy,false,false,true,2023-01-09T10:00:00+00:00,2024-02-20T08:00:00+00:00,eu-west-1,s3,false,N/A
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2024, time.March, 12, 0, 0, 0, 0, time.UTC)
	s := iamhygiene.NewSnapshot("111122223333", "aws", now, iamhygiene.CredentialReport.With(report, now))
	for _, c := range []checks.AccessKeyUnused{{}, {MaxUnused: 14 * 24 * time.Hour}} {
		for _, f := range c.Run(context.Background(), s) {
			fmt.Printf("%v: %s\n", f.Status, f.Message)
		}
	}
	// Output:
	// PASS: access_key_1 of deploy was last used 20 days ago; the limit is less than 45 days
	// FAIL: access_key_1 of deploy was last used 20 days ago; the limit is less than 14 days
}
