//go:build compute

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/ec2fake"
	"github.com/iamhygiene/sdk/fakes/lambdafake"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// modelCompute adds what the collectors of this build call.
func modelCompute(acct *fakes.Account) {
	ec2fake.Of(acct)
	lambdafake.Of(acct)
}

// TestComputeCollected: a build with the collectors of instances and functions
// decides the checks that need them.
func TestComputeCollected(t *testing.T) {
	acct := weak(t)
	acct.AddInstanceProfile("deploy", "deploy")
	ec2fake.Of(acct).In("eu-west-1").RunInstance(ec2fake.Profile("deploy"))
	require.NoError(t, acct.Err())
	code, out, errs := runLive(t, t.Context(), acct, "-profile", "audit", "-checks", "instance-admin-role,function-static-keys", "-regions", "eu-west-1")
	assert.Equal(t, exitFindings, code, out)
	assert.Empty(t, errs, "nothing is left out")

	_, r := liveJSON(t, acct, "-checks", "instance-admin-role,function-static-keys", "-regions", "eu-west-1")
	for _, f := range r.Findings {
		assert.NotEqual(t, iamhygiene.Unknown, f.Status, f.Message)
	}
	assert.Equal(t, 1, r.Count().Fail)
}
