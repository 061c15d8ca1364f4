package load_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/internal/load"
)

// Most of this package is tested through package collect. Here is what only
// package checktest uses.

var now = time.Date(2024, 3, 12, 0, 0, 0, 0, time.UTC)

func summary(text string) load.Inputs {
	return load.Inputs{AccountSummary: load.Input{Name: "s.json", Reader: strings.NewReader(text)}}
}

func TestDefaultAccount(t *testing.T) {
	s, err := load.Snapshot(now, summary(`{"SummaryMap": {}}`), load.Options{DefaultAccount: "111122223333"})
	require.NoError(t, err)
	assert.Equal(t, "111122223333", s.AccountID(), "no file says otherwise")

	in := load.Inputs{CredentialReport: load.Input{Name: "r.csv", Reader: strings.NewReader(
		"user,arn,password_enabled,mfa_active,access_key_1_active\n<root_account>,arn:aws:iam::444455556666:root,not_supported,true,false\n")}}
	s, err = load.Snapshot(now, in, load.Options{DefaultAccount: "111122223333"})
	require.NoError(t, err)
	assert.Equal(t, "444455556666", s.AccountID(), "what a file says counts")
}

func TestFailures(t *testing.T) {
	failures := []*iamhygiene.DataError{
		{Dataset: "account-summary", Code: "Throttling", Scope: "Users"},
		{Dataset: "password-policy", Code: "AccessDenied"},
		{Dataset: "somebody-elses", Code: "AccessDenied"},
	}
	s, err := load.Snapshot(now, summary(`{"SummaryMap": {"Users": 1}}`), load.Options{DefaultAccount: "111122223333", Failures: failures})
	require.NoError(t, err)
	_, err = iamhygiene.Summary.Get(s)
	require.NoError(t, err, "a part failed, not the whole")
	assert.Equal(t, "Throttling", iamhygiene.Summary.ErrorFor(s, "Users").Code)
	_, err = iamhygiene.Passwords.Get(s)
	assert.Equal(t, "AccessDenied", iamhygiene.AsDataError(err).Code, "a dataset without a file")
	_, err = iamhygiene.Authorization.Get(s)
	assert.Equal(t, iamhygiene.CodeNotCollected, iamhygiene.AsDataError(err).Code, "nothing is said of it")
	assert.Len(t, s.Errors(), 2, "a dataset that this package does not know is its caller's")
}

// One error for each scope, however many rows of a report are bad.
func TestManyErrorsOfOneScope(t *testing.T) {
	var failures []*iamhygiene.DataError
	for i := range 100 {
		failures = append(failures, &iamhygiene.DataError{Dataset: "account-summary", Code: fmt.Sprint("Code", i), Scope: "x", Message: fmt.Sprint("message ", i)})
	}
	s, err := load.Snapshot(now, summary(`{"SummaryMap": {}}`), load.Options{DefaultAccount: "111122223333", Failures: failures})
	require.NoError(t, err)
	require.Len(t, s.Errors(), 1)
	assert.Equal(t, "Code0", s.Errors()[0].Code)
	assert.Equal(t, "message 0; message 1; message 2; message 3; message 4; and more", s.Errors()[0].Message)
	assert.Equal(t, "message 0", failures[0].Message, "the caller's errors are not changed")
}

func TestTexts(t *testing.T) {
	_, err := load.Snapshot(time.Time{}, summary(""), load.Options{})
	assert.Equal(t, []string{
		"the clock is the zero time; pass time.Now(), or the time at which the files were saved",
		"s.json: the input is empty; save the output of: aws iam get-account-summary --output json",
	}, load.Texts(err))
	assert.EqualError(t, err, "load: the clock is the zero time; pass time.Now(), or the time at which the files were saved\n"+
		"load: s.json: the input is empty; save the output of: aws iam get-account-summary --output json")
	assert.Equal(t, []string{"other"}, load.Texts(errors.New("other")))
	assert.EqualError(t, &load.AccountError{File: "a", Account: "1", OtherFile: "b", OtherAccount: "2"},
		"load: b is of account 2, but a is of account 1; give the files of one account at a time")
}
