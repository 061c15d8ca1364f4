//go:build !compute

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// modelCompute adds nothing: this build does not call EC2 and Lambda.
func modelCompute(*fakes.Account) {}

// TestComputeLeftOut: a build without the collectors of instances and functions
// says so, where a check would like to have them.
func TestComputeLeftOut(t *testing.T) {
	for _, c := range []struct{ name, checks, want string }{
		{"both", "instance-*,function-*", "scan: this build leaves out the EC2 instances and the Lambda functions; go run -tags compute ./examples/scan collects them too\n"},
		{"one", "function-static-keys", "scan: this build leaves out the Lambda functions; go run -tags compute ./examples/scan collects them too\n"},
		{"none", "root-mfa", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, errs := runLive(t, t.Context(), weak(t), "-profile", "audit", "-checks", c.checks)
			assert.Equal(t, c.want, errs)
		})
	}
	code, r := liveJSON(t, weak(t), "-checks", "function-static-keys")
	assert.Equal(t, exitClean, code)
	for _, f := range r.Findings {
		assert.Equal(t, iamhygiene.Unknown, f.Status)
		assert.Contains(t, f.Unknown.Grant(), "lambda:ListFunctions")
	}
	assert.NotEmpty(t, r.Findings)
}
