package awscli_test

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/internal/awscli"
)

func TestReadAccountSummary(t *testing.T) {
	s, err := awscli.ReadAccountSummary("s.json", strings.NewReader(`{"SummaryMap": {"Users": 3, "AccountMFAEnabled": 1.0,
		"Groups": "many", "Roles": 1.5, "Odd key": null}, "Other": 1}`))
	require.NoError(t, err)
	assert.Equal(t, map[string]int{"Users": 3, "AccountMFAEnabled": 1}, s.SummaryMap, "the good values load")
	require.Len(t, s.Errors, 3)
	assert.EqualError(t, s.Errors[0], `awscli: s.json: line 2, column 13: $.SummaryMap.Groups: Groups: want a whole number, not "\"many\""; save the output of: aws iam get-account-summary --output json`)
	assert.Equal(t, `$.SummaryMap["Odd key"]`, s.Errors[1].Path)
	assert.Equal(t, "Roles", s.Errors[2].Subject)
}

func TestReadPasswordPolicy(t *testing.T) {
	p, set, err := awscli.ReadPasswordPolicy("p.json", strings.NewReader(`{"PasswordPolicy": {
		"MinimumPasswordLength": 14, "RequireSymbols": true, "RequireNumbers": true,
		"RequireUppercaseCharacters": true, "RequireLowercaseCharacters": true, "AllowUsersToChangePassword": true,
		"ExpirePasswords": true, "MaxPasswordAge": 90, "PasswordReusePrevention": 24, "HardExpiry": true}}`))
	require.NoError(t, err)
	assert.True(t, set)
	assert.Equal(t, awscli.PasswordPolicy{
		MinimumPasswordLength: 14, RequireSymbols: true, RequireNumbers: true, RequireUppercaseCharacters: true,
		RequireLowercaseCharacters: true, AllowUsersToChangePassword: true, MaxPasswordAge: 90,
		PasswordReusePrevention: 24, HardExpiry: true,
	}, p)

	_, set, err = awscli.ReadPasswordPolicy("p.json", strings.NewReader(
		"\nAn error occurred (NoSuchEntity) when calling the GetAccountPasswordPolicy operation: The Password Policy with domain name 111122223333 cannot be found.\n"))
	require.NoError(t, err, "R27: an account without a policy is a fact")
	assert.False(t, set)

	_, _, err = awscli.ReadPasswordPolicy("p.json", strings.NewReader(
		"An error occurred (AccessDenied) when calling the GetAccountPasswordPolicy operation: no\n"))
	var call *awscli.CallError
	require.ErrorAs(t, err, &call, "R28: a refused call is not an account without a policy")
	assert.EqualError(t, call, "awscli: p.json: GetAccountPasswordPolicy failed with AccessDenied: no")

	_, set, err = awscli.ReadPasswordPolicy("p.json", strings.NewReader(`{"PasswordPolicy": {"MinimumPasswordLength": "14"}}`))
	assert.False(t, set)
	require.EqualError(t, err, "awscli: p.json: line 1, column 46: $.PasswordPolicy.MinimumPasswordLength: want a whole number, not string; save the output of: aws iam get-account-password-policy --output json")
}

func TestWrongSmallFiles(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		reason awscli.Reason
		want   string
	}{
		"empty":         {"", awscli.Empty, "the input is empty"},
		"yaml":          {"SummaryMap:\n  Users: 3\n", awscli.OutputFormat, "YAML"},
		"text":          {"SUMMARYMAP\t1\t2\n", awscli.OutputFormat, "text output"},
		"html":          {"<html>", awscli.Markup, "HTML"},
		"cut":           {"{\"SummaryMap\": {\n\"Users\": 3", awscli.Cut, "line 2, column 11: the JSON ends early"},
		"syntax":        {"{\"SummaryMap\": {\n\"Users\": x}}", awscli.Syntax, "line 2, column 10: not JSON: invalid character 'x'"},
		"array":         {"[1]", awscli.Command, "$: want an object, not an array"},
		"other":         {`{"PasswordPolicy": {}}`, awscli.Command, "the JSON is the output of get-account-password-policy"},
		"query":         {`{"Users": 3, "AccountMFAEnabled": 1}`, awscli.Command, "the JSON is the SummaryMap by itself, saved with --query"},
		"query policy":  {`{"MinimumPasswordLength": 3}`, awscli.Command, "the JSON is the PasswordPolicy by itself, saved with --query"},
		"null":          {`{"SummaryMap": null}`, awscli.Command, "SummaryMap is null"},
		"list":          {`{"SummaryMap": []}`, awscli.Type, "$.SummaryMap: want an object, not an array"},
		"too long":      {`{"SummaryMap": {}, "x": "` + strings.Repeat("x", 1<<20) + `"}`, awscli.Command, "longer than 1 MiB"},
		"members":       {`{"g": 1, "f": 1, "e": 1, "d": 1, "c": 1, "b": 1, "a": 1}`, awscli.Command, "with the members a, b, c, d, e, f, ..."},
		"no such thing": {"An error occurred (NoSuchEntity) when calling the GetAccountPasswordPolicy operation: no", awscli.Command, "the message of a failed GetAccountPasswordPolicy"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := awscli.ReadAccountSummary("s.json", strings.NewReader(c.text))
			assert.Nil(t, s)
			var e *awscli.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, c.reason, e.Reason)
			assert.Contains(t, err.Error(), c.want)
			assert.Contains(t, err.Error(), "aws iam get-account-summary", "what to do")
		})
	}
	broken := errors.New("the disk is on fire")
	_, err := awscli.ReadAccountSummary("s.json", iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
	for _, text := range []string{`{"PasswordPolicy": []}`, `{"PasswordPolicy": 7}`} {
		_, _, err = awscli.ReadPasswordPolicy("p.json", strings.NewReader(text))
		require.ErrorContains(t, err, "$.PasswordPolicy: want an object")
	}
}
