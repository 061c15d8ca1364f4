package keyrotate_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/examples/unittest/keyrotate"
	"github.com/iamhygiene/sdk/fakes"
)

// policy.json is exactly what the tool calls: a call more fails this test before
// it fails in production, and a call less shows a permission to take away.
func TestPolicyIsMinimal(t *testing.T) {
	a := company()
	_, err := rotate(a, a.Config())
	require.NoError(t, err)
	assert.JSONEq(t, fakes.MinimalPolicy(a.Calls()), keyrotate.Policy)
}

// The tool's role can do all of it with policy.json, evaluated as IAM does; and
// without any one action of it the run fails and says which is missing.
func TestPolicyIsEnforced(t *testing.T) {
	var policy struct {
		Version   string
		Statement []struct {
			Effect           string
			Action, Resource []string
		}
	}
	require.NoError(t, json.Unmarshal([]byte(keyrotate.Policy), &policy))
	all := policy.Statement[0].Action

	a := company()
	role := a.AddRole("KeyRotation", fakes.TrustService("lambda.amazonaws.com"), fakes.InlinePolicy("keyrotate", keyrotate.Policy))
	r, err := rotate(a, a.ConfigAs(role.ARN))
	require.NoError(t, err)
	assert.Equal(t, companySteps, lines(r))

	for i, missing := range all {
		t.Run("without "+strings.TrimPrefix(missing, "iam:"), func(t *testing.T) {
			policy.Statement[0].Action = append(append([]string{}, all[:i]...), all[i+1:]...)
			text, err := json.Marshal(policy)
			require.NoError(t, err)
			a := company()
			role := a.AddRole("KeyRotation", fakes.TrustService("lambda.amazonaws.com"), fakes.InlinePolicy("keyrotate", string(text)))
			_, err = rotate(a, a.ConfigAs(role.ARN))
			var api smithy.APIError
			require.ErrorAs(t, err, &api)
			assert.Equal(t, "AccessDenied", api.ErrorCode())
			assert.Contains(t, api.ErrorMessage(), "is not authorized to perform: "+missing)
		})
	}
}

// Guardrails of the organization count too: this one protects the keys of a
// user from everybody.
func TestServiceControlPolicy(t *testing.T) {
	org := fakes.NewOrganization()
	a := org.Account("111122223333")
	a.AddUser("idle", usedAgo(a, 100, false))
	a.AddUser("breakglass", fakes.Path("/break-glass/"), usedAgo(a, 700, false))
	a.AttachSCP("break-glass", `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:UpdateAccessKey","Resource":"arn:aws:iam::*:user/break-glass/*"}}`)
	role := a.AddRole("KeyRotation", fakes.TrustService("lambda.amazonaws.com"), fakes.InlinePolicy("keyrotate", keyrotate.Policy))
	r, err := rotate(a, a.ConfigAs(role.ARN))
	require.ErrorContains(t, err, "explicit deny in a service control policy")
	assert.Equal(t, []string{"deactivate of idle: last used 2023-02-04, 100 days ago"}, lines(r))
	require.Len(t, r.Failed, 1)
	assert.Equal(t, "breakglass", r.Failed[0].User)
}
