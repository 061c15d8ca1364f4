package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/examples/internal/sample"
)

const user = "arn:aws:iam::111122223333:user/"

func ask(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, &out, &errs, time.Date(2030, time.January, 1, 0, 0, 0, 0, time.UTC))
	return code, out.String(), errs.String()
}

func askJSON(t *testing.T, to any, args ...string) int {
	t.Helper()
	code, out, errs := ask(append(args, "-format", "json")...)
	require.Empty(t, errs)
	require.NoError(t, json.Unmarshal([]byte(out), to))
	return code
}

func TestWho(t *testing.T) {
	args := []string{"-action", "s3:GetObject", "-resource", "arn:aws:s3:::example-assets/logo.png"}
	code, out, errs := ask(args...)
	assert.Equal(t, exitYes, code)
	assert.Empty(t, errs)
	assert.Contains(t, out, "Allowed  user alice ")
	assert.Contains(t, out, "root user <root_account>")
	assert.NotContains(t, out, "carol")
	assert.Contains(t, out, "9 can s3:GetObject on arn:aws:s3:::example-assets/logo.png, always or perhaps; 6 cannot\n")

	var got struct {
		Answers []struct {
			Principal struct{ Name string }
			Outcome   string
		}
		Refused int
	}
	assert.Equal(t, exitYes, askJSON(t, &got, args...))
	assert.Len(t, got.Answers, 9)
	assert.Equal(t, 6, got.Refused)
}

func TestPrincipal(t *testing.T) {
	code, out, errs := ask("-principal", user+"alice")
	assert.Equal(t, exitYes, code)
	assert.Empty(t, errs)
	assert.Contains(t, out, "Allowed on *\n  ec2:* s3:* sts:GetCallerIdentity\n")

	var got grantsOutputJSON
	askJSON(t, &got, "-principal", user+"alice", "-resource", "arn:aws:s3:::example-assets/logo.png")
	require.Len(t, got.Grants, 1)
	assert.Equal(t, "arn:aws:s3:::example-assets/logo.png", got.Grants[0].Resource)
	assert.NotZero(t, got.Allowed)
	code, _, _ = ask("-principal", user+"alice", "-resource", "arn:aws:sqs:eu-west-1:111122223333:q")
	assert.Equal(t, exitNo, code, "alice's boundary leaves no queues")
}

type grantsOutputJSON struct {
	Allowed int
	Grants  []struct {
		Resource string
		Actions  []string
	}
}

func TestReview(t *testing.T) {
	code, out, _ := ask("-review", user+"svc/ci-deploy")
	assert.Equal(t, exitYes, code)
	assert.Regexp(t, `(?m)^service +List +Read +Write +Permissions management +Tagging$`, out)
	assert.Regexp(t, `(?m)^ecr +(\d+)/\d+ `, out)
	var got reviewOutput
	askJSON(t, &got, "-review", user+"svc/ci-deploy")
	assert.Equal(t, "ecr", got.Services[0].Service)
	assert.Len(t, got.Services[0].Levels, 5)
}

func TestDiff(t *testing.T) {
	code, out, _ := ask("-diff", user+"alice", user+"svc/ci-deploy")
	assert.Equal(t, exitNo, code)
	assert.Contains(t, out, "only "+user+"svc/ci-deploy\n  ecr:* ecs:UpdateService")
	var got diffOutput
	assert.Equal(t, exitNo, askJSON(t, &got, "-diff", user+"alice", user+"svc/ci-deploy"))
	assert.Equal(t, []string{"ecr:*", "ecs:UpdateService"}, got.OnlySecond)
	code, out, _ = ask("-diff", user+"alice", user+"alice")
	assert.Equal(t, exitYes, code)
	assert.Empty(t, out)
}

// TestInputs: exports and snapshots give what the built-in sample gives.
func TestInputs(t *testing.T) {
	question := []string{"-action", "iam:PassRole", "-resource", "arn:aws:iam::111122223333:role/web"}
	_, want, _ := ask(question...)
	_, got, errs := ask(append(question, "-authorization-details", "../internal/sample/authorization-details.json", "-credential-report", "../internal/sample/credential-report.csv",
		"-account-summary", "../internal/sample/account-summary.json", "-password-policy", "../internal/sample/password-policy.json")...)
	assert.Empty(t, errs)
	assert.Equal(t, want, got)

	s, err := sample.Exports(sample.Time())
	require.NoError(t, err)
	text, err := json.Marshal(s)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "snapshot.json")
	require.NoError(t, os.WriteFile(file, text, 0o600))
	_, got, errs = ask(append(question, "-snapshot", file)...)
	assert.Empty(t, errs)
	assert.Equal(t, want, got)
}

func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		code int
		want string // on standard error
	}{
		{"no question", nil, exitFailed, "ask one question"},
		{"two questions", []string{"-review", "x", "-principal", "y"}, exitFailed, "ask one question"},
		{"an action without a resource", []string{"-action", "s3:GetObject"}, exitFailed, "-action needs -resource"},
		{"a malformed action", []string{"-action", "s3", "-resource", "*"}, exitFailed, "not of the form service:Name"},
		{"an unknown action", []string{"-action", "s3:GetObjct", "-resource", "arn:aws:s3:::b/k"}, exitYes, "did you mean s3:GetObject?"},
		{"a resource that is none", []string{"-action", "s3:GetObject", "-resource", "b"}, exitFailed, "not an ARN"},
		{"an unknown principal", []string{"-principal", user + "zoe"}, exitFailed, "has no user or role"},
		{"one ARN for -diff", []string{"-diff", user + "alice"}, exitFailed, "give a second ARN"},
		{"an argument", []string{"-review", user + "alice", "x"}, exitFailed, `unexpected argument "x"`},
		{"a format that does not exist", []string{"-review", user + "alice", "-format", "xml"}, exitFailed, "-format xml is not known"},
		{"a file that does not exist", []string{"-review", user + "alice", "-snapshot", "nowhere.json"}, exitFailed, "nowhere.json"},
		{"users are not known", []string{"-action", "s3:GetObject", "-resource", "arn:aws:s3:::b/k", "-credential-report", "../internal/sample/credential-report.csv"}, exitFailed, "not asked"},
		{"help", []string{"-help"}, exitYes, "-principal ARN"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, _, errs := ask(c.args...)
			assert.Equal(t, c.code, code, errs)
			assert.Contains(t, errs, c.want)
		})
	}
}
