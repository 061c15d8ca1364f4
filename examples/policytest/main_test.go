package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	passing   = "testdata/bucket.json"
	failing   = "testdata/failing.json"
	malformed = "testdata/malformed.json"
)

func TestRun(t *testing.T) {
	malformedText := `policytest: testdata/malformed.json:4:2: case "a member is misspelt": /cases/0/boundry: unknown member; `
	for name, tt := range map[string]struct {
		files  []string
		status int
		lines  []string // prefixes of the lines on standard output
		errors []string // prefixes of the lines on standard error
	}{
		"every case passes": {[]string{passing}, 0, []string{"5 passed, 0 failed"}, nil},
		"two cases fail": {[]string{failing}, 1, []string{
			"testdata/failing.json: a Deny is forgotten: want ExplicitDeny, got Allowed: ",
			"testdata/failing.json: an error is not expected: want ImplicitDeny, got Invalid: policyeval: request Principal \"alice\": ",
			"1 passed, 2 failed"}, nil},
		"several files": {[]string{passing, failing}, 1, []string{
			"testdata/failing.json: a Deny is forgotten: ", "testdata/failing.json: an error is not expected: ",
			"6 passed, 2 failed"}, nil},
		"malformed file":            {[]string{malformed}, 2, []string{"0 passed, 0 failed"}, []string{malformedText}},
		"malformed file and others": {[]string{malformed, passing}, 2, []string{"5 passed, 0 failed"}, []string{malformedText}},
		"a fault outranks a failure": {[]string{failing, malformed}, 2, []string{
			"testdata/failing.json: a Deny is forgotten: ", "testdata/failing.json: an error is not expected: ",
			"1 passed, 2 failed"}, []string{malformedText}},
		"file that is not there": {[]string{"testdata/none.json"}, 2, []string{"0 passed, 0 failed"}, []string{"policytest: open testdata/none.json: "}},
		"no file":                {nil, 2, nil, []string{"usage: policytest FILE...", "Runs policy case files"}},
		"help":                   {[]string{"-h"}, 2, nil, []string{"usage: policytest FILE...", "Runs policy case files"}},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			assert.Equal(t, tt.status, run(tt.files, &stdout, &stderr))
			assertLines(t, tt.lines, stdout.String())
			assertLines(t, tt.errors, stderr.String())
		})
	}
}

func assertLines(t *testing.T, want []string, got string) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
	if got == "" {
		lines = nil
	}
	require.Len(t, lines, len(want), got)
	for i, prefix := range want {
		assert.True(t, strings.HasPrefix(lines[i], prefix), "line %d: %s", i+1, lines[i])
	}
}

// TestCorpus runs the program on the cases of the evaluator itself.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("../../policyeval/testdata/cases/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var stdout, stderr bytes.Buffer
	assert.Equal(t, 0, run(files, &stdout, &stderr))
	assert.Regexp(t, `^[0-9]{4,} passed, 0 failed\n$`, stdout.String())
	assert.Empty(t, stderr.String())
}
