package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// TestExplain: every check can be explained, in 100 columns, with all that its
// Info says.
func TestExplain(t *testing.T) {
	for _, c := range checks.Catalogue(checks.Standard) {
		info := c.Info()
		code, out, errs := scanWith("-explain", info.ID)
		require.Equal(t, exitClean, code, errs)
		assert.Empty(t, errs)
		for line := range strings.Lines(out) {
			line = strings.TrimSpace(line)
			assert.True(t, len([]rune(line)) <= 98 || !strings.Contains(line, " "), line)
		}
		words := strings.Join(strings.Fields(strings.ReplaceAll(out, " \\\n", "\n")), " ")
		for _, want := range []string{
			info.ID + ": " + info.Title, "severity " + info.Severity.String() + ",", info.Description, info.Risk,
			info.Remediation.Text, info.Remediation.Command, info.Remediation.URL,
		} {
			assert.Contains(t, words, strings.Join(strings.Fields(want), " "), info.ID)
		}
		for _, name := range info.Needs {
			assert.Contains(t, words, "needs "+name+": ", info.ID)
		}
		for _, name := range info.Uses {
			assert.Contains(t, words, "uses "+name+": ", info.ID)
		}
		for _, f := range info.Frameworks {
			assert.Contains(t, words, f.ID, info.ID)
		}
		assert.Equal(t, info.OptIn, strings.Contains(words, "opt-in: runs with -preset strict"), info.ID)
		var policy struct{ Statement []struct{ Action []string } }
		if text := collect.RequiredPolicy(c); text != "" {
			require.NoError(t, json.Unmarshal([]byte(text), &policy))
		}
		for _, s := range policy.Statement {
			for _, action := range s.Action {
				assert.Contains(t, words, action, info.ID)
			}
		}
	}
}

func TestExplainUnderAPreset(t *testing.T) {
	_, standard, _ := scanWith("-explain", "root-recent-use")
	assert.Regexp(t, `\nParameters under the preset standard\n(  .*\n)*  window 30d\n`, standard)
	_, strict, _ := scanWith("-explain", "root-recent-use", "-preset", "strict")
	assert.Regexp(t, `\nParameters under the preset strict\n(  .*\n)*  window 90d\n`, strict)
}

func TestExplainUnknown(t *testing.T) {
	code, out, errs := scanWith("-explain", "acces-key-rotation")
	assert.Equal(t, exitFailed, code)
	assert.Empty(t, out)
	assert.Equal(t, "scan: checks: no check is called \"acces-key-rotation\": did you mean access-key-rotation?\n", errs)
}

func TestList(t *testing.T) {
	code, out, errs := scanWith("-list")
	assert.Equal(t, exitClean, code)
	assert.Empty(t, errs)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	assert.Regexp(t, `^ID +SEVERITY +THEME +OPT-IN +TITLE$`, lines[0])
	assert.Len(t, lines[1:], len(checks.Catalogue(checks.Standard)), "opt-in checks are listed too")
	assert.Regexp(t, `(?m)^password-rotation +low +users +opt-in +Passwords are changed$`, out)
	_, out, _ = scanWith("-list", "-checks", "root-*", "-skip", "root-mfa")
	assert.NotContains(t, out, "root-mfa ")
	assert.NotContains(t, out, "user-console-mfa")
	assert.Contains(t, out, "root-access-key")
}

func TestRequiredPolicy(t *testing.T) {
	code, out, errs := scanWith("-required-policy", "-checks", "root-*,user-console-mfa")
	assert.Equal(t, exitClean, code)
	assert.Empty(t, errs)
	chosen, err := checks.Select(checks.Standard, []string{"root-*", "user-console-mfa"}, nil)
	require.NoError(t, err)
	assert.JSONEq(t, collect.RequiredPolicy(chosen...), out)

	_, named, _ := scanWith("-required-policy", "-checks", "root-*,user-console-mfa", "-regions", "eu-west-1")
	assert.Contains(t, out, "account:ListRegions")
	assert.NotContains(t, named, "account:ListRegions", "Regions that are named are not looked up")

	_, graph, _ := scanWith("-required-policy", "-checks", "root-mfa", "-graph", "g.dot")
	assert.Contains(t, graph, "iam:GetAccountAuthorizationDetails", "the graph takes data too")

	code, out, errs = scanWith("-required-policy", "-checks", "manual-root-mailbox")
	assert.Equal(t, exitClean, code)
	if out == "" {
		assert.Contains(t, errs, "take no permission")
	}
}

func TestNothingToDo(t *testing.T) {
	code, _, errs := scanWith("-checks", "root-mfa", "-skip", "root-*")
	assert.Equal(t, exitFailed, code)
	assert.Equal(t, "scan: no check is left to run: -skip leaves out all that -checks names\n", errs)
	code, _, errs = scanWith("-graph", "graph.svg")
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, errs, "-graph graph.svg: the name must end in .dot or .json")
}
