package iamhygiene_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
)

func TestMFAKindOf(t *testing.T) {
	const arn = "arn:aws-us-gov:iam::111122223333:"
	for serial, want := range map[string]iamhygiene.MFAKind{
		arn + "mfa/vera":      iamhygiene.MFAVirtual,
		arn + "u2f/user/vera": iamhygiene.MFASecurityKey,
		arn + "sms-mfa/vera":  iamhygiene.MFASMS,
		arn + "hologram/vera": iamhygiene.MFAOther,
		"GAHT12345678":        iamhygiene.MFAToken,
		"":                    iamhygiene.MFAOther, // nobody knows what it is
		"arn:aws:iam":         iamhygiene.MFAOther,
	} {
		got := iamhygiene.MFAKindOf(serial)
		assert.Equal(t, want, got, serial)
		assert.Equal(t, want == iamhygiene.MFASecurityKey || want == iamhygiene.MFAToken, got.Hardware(), serial)
	}
}

// TestWordsOfAWS: what AWS may answer beside what is asked for reads as the
// worse case.
func TestWordsOfAWS(t *testing.T) {
	for arn, want := range map[string]bool{
		"": false, "PendingConfirmation": false, "Deleted": false, // R70
		"arn:aws:sns:us-east-1:111122223333:alarms:0a1b": true, "arn:aws-cn:sns:cn-north-1:111122223333:alarms:0a1b": true,
	} {
		assert.Equal(t, want, iamhygiene.Subscription{ARN: arn}.Confirmed(), arn)
	}
	for status, want := range map[string]bool{"": true, "ACTIVE": true, "REOPENED": true, "ARCHIVED": false, "RESOLVED": false} { // R68
		assert.Equal(t, want, iamhygiene.AnalyzerFinding{Status: status}.Active(), status)
	}
	root := map[string]bool{
		"arn:aws:iam::111122223333:root": true, "arn:aws-cn:iam::111122223333:root": true,
		"arn:aws:iam::111122223333:user/root": false, "arn:aws:iam::111122223333:user/groot": false, "root": false, "": false, // R06, R07
	}
	for user, want := range root {
		assert.Equal(t, want, iamhygiene.VirtualMFADevice{User: user}.OfRoot(), user)
	}
}

// TestKeysThatAreNotAllListed: a listing with an error of its user is not whole,
// unless the error is about the use of a key.
func TestKeysThatAreNotAllListed(t *testing.T) {
	const vera = "arn:aws:iam::111122223333:user/vera"
	at := time.Date(2024, time.March, 12, 0, 0, 0, 0, time.UTC)
	for operation, whole := range map[string]bool{"iam:ListAccessKeys": false, "": false, "iam:GetAccessKeyLastUsed": true} {
		keys := map[string][]iamhygiene.AccessKeyDetail{vera: {{ID: "AKIAIOSFODNN7EXAMPLE", Active: true, Created: at}}}
		s := iamhygiene.NewSnapshot("111122223333", "aws", at,
			iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{Users: []iamhygiene.UserDetail{{ARN: vera, Name: "vera"}}}, at),
			iamhygiene.AccessKeyDetails.With(keys, at, &iamhygiene.DataError{Scope: vera, Code: "Throttling", Operation: operation}))
		for u, err := range s.Users() {
			assert.NoError(t, err)
			got, err := u.AccessKeys()
			assert.Len(t, got, 1, "what is known is returned")
			assert.Equal(t, whole, err == nil, "%q: %v", operation, err)
		}
	}
}

// TestErrorFor: the first error counts that is about the scope or the whole, and
// a scope is compared whole.
func TestErrorFor(t *testing.T) {
	at := time.Date(2024, time.March, 12, 0, 0, 0, 0, time.UTC)
	failed := func(scopes ...string) *iamhygiene.Snapshot {
		var errs []*iamhygiene.DataError
		for i, scope := range scopes {
			errs = append(errs, &iamhygiene.DataError{Scope: scope, Code: "E" + string(rune('0'+i))})
		}
		return iamhygiene.NewSnapshot("111122223333", "aws", at, iamhygiene.SSHKeys.With(nil, at, errs...))
	}
	for _, tt := range []struct {
		scopes []string
		ask    string
		want   string
	}{
		{nil, "a", ""},
		{[]string{"a", "b", "a"}, "a", "E0"},
		{[]string{"a", "b"}, "c", ""},
		{[]string{"ab"}, "a", ""},
		{[]string{"a", ""}, "a", "E0"},
		{[]string{"", "a"}, "a", "E0"},
		{[]string{"a", ""}, "b", "E1"},
		{[]string{"a"}, "", ""},
	} {
		got := ""
		if e := iamhygiene.SSHKeys.ErrorFor(failed(tt.scopes...), tt.ask); e != nil {
			got = e.Code
		}
		assert.Equal(t, tt.want, got, "%v asked for %q", tt.scopes, tt.ask)
	}
	assert.Nil(t, iamhygiene.SSHKeys.ErrorFor(iamhygiene.NewSnapshot("111122223333", "aws", at), "a"))
}
