package compute

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Ids and secrets are those of AWS's documentation; none of them works.
const (
	keyID  = "AKIAIOSFODNN7EXAMPLE"
	secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)

func TestHasKeyID(t *testing.T) {
	for name, c := range map[string]struct {
		value string
		want  bool
		why   string
	}{
		"alone":          {keyID, true, "the usual case"},
		"digits":         {"AKIAI44QH8DHBEXAMPLE", true, "old ids have all digits"},
		"space":          {" " + keyID + "\n", true, "as it was pasted"},
		"pair":           {keyID + ":" + secret, true, "a key with its secret"},
		"JSON":           {`{"accessKeyId":"` + keyID + `"}`, true, "among other things"},
		"URL":            {"s3://" + keyID + "@bucket", true, "among other things"},
		"underscore":     {"key_" + keyID, true, "an underscore is not part of an id"},
		"second":         {"AKIA " + keyID, true, "the first is none"},
		"overlap":        {"AKIAAKIA" + keyID[4:], false, "24 capitals are no id"},
		"temporary":      {"ASIAIOSFODNN7EXAMPLE", false, "a temporary key ends by itself"},
		"role":           {"AROAIOSFODNN7EXAMPLE", false, "the id of a role is no key"},
		"short":          {keyID[:19], false, "one letter less"},
		"long":           {keyID + "X", false, "one letter more"},
		"long, small":    {keyID + "x", false, "inside of a word"},
		"before":         {"x" + keyID, false, "inside of a word"},
		"small letters":  {strings.ToLower(keyID), false, "ids have capitals"},
		"mixed":          {"AKIAiosfodnn7example", false, "ids have capitals"},
		"base64":         {"q1AKIAIOSFODNN7EXAMPLEd3", false, "a long run of base64"},
		"prefix":         {"AKIA", false, "the prefix alone"},
		"empty":          {"", false, ""},
		"end":            {"xAKI", false, ""},
		"other alphabet": {"AKIAIOSFODNN7EXAMPLÉ", false, "not a letter of ids"},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.want, hasKeyID(c.value), c.why) })
	}
}

func TestNamesSecret(t *testing.T) {
	for name, want := range map[string]bool{
		"AWS_SECRET_ACCESS_KEY": true, "aws_secret_access_key": true, "BACKUP_AWS_SECRET_ACCESS_KEY": true, "SecretAccessKey": true,
		"S3_SECRET_ACCESS_KEY_2": true, "AWS_SECRET_KEY": true, "AWS_SECRET": true,
		"AWS_REGION": false, "SECRET_KEY": false, "PASSWORD": false, "": false,
	} {
		assert.Equal(t, want, namesSecret(name), name)
	}
}

func TestIsSecret(t *testing.T) {
	for name, c := range map[string]struct {
		value string
		want  bool
		why   string
	}{
		"secret":    {secret, true, ""},
		"space":     {secret + "\n", true, "as it was pasted"},
		"short":     {secret[1:], false, "39 characters"},
		"reference": {"arn:aws:secretsmanager:eu-west-1:1:secret:x", false, "where a secret is kept"},
		"parameter": {"/production/service/secret-access-key-xx", false, "the name of a parameter, of 40 characters"},
		"resolve":   {"{{resolve:secretsmanager:x:SecretString}", false, "what CloudFormation fills in"},
		"empty":     {"", false, ""},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.want, isSecret(c.value), c.why) })
	}
}

// FuzzHasKeyID: an id is found wherever it stands alone, and what is found
// contains one.
func FuzzHasKeyID(f *testing.F) {
	for _, s := range []string{"", keyID, "key=" + keyID, "AKIAAKIA", secret, "AKIA\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if hasKeyID(value) {
			assert.Contains(t, value, "AKIA")
			assert.GreaterOrEqual(t, len(value), 20)
		}
		assert.True(t, hasKeyID(value+" "+keyID))
		assert.True(t, hasKeyID(keyID+"\x00"+value))
		assert.False(t, hasKeyID(strings.ToLower(value)))
	})
}
