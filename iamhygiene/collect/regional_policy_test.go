package collect_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// audited is the configuration of a role that may do what the actions say, and
// nothing else, and to whom policies are applied.
func audited(t *testing.T, acct *fakes.Account, actions []string) aws.Config {
	t.Helper()
	document, err := json.Marshal(map[string]any{
		"Version": "2012-10-17", "Statement": map[string]any{"Effect": "Allow", "Action": actions, "Resource": "*"},
	})
	require.NoError(t, err)
	role := acct.AddRole("audit", fakes.TrustAccount(accountID), fakes.InlinePolicy("audit", string(document)))
	require.NoError(t, acct.Err())
	return acct.ConfigAs(role.ARN)
}

// Under the policy that a dataset requires nothing of it is refused. Without any
// one of its actions it says so.
func TestRequiredPolicyOfRegions(t *testing.T) {
	for _, name := range regional {
		asks := check{needs: []string{name}}
		actions := allowed(t, collect.RequiredPolicy(asks))
		collected := func(actions []string) *iamhygiene.Snapshot {
			acct := widespread(t)
			// All enabled Regions: the policy has account:ListRegions.
			s, err := collect.Snapshot(t.Context(), audited(t, acct, actions), patient(acct), func(o *collect.Options) { o.Checks = []iamhygiene.Check{asks} })
			require.NoError(t, err)
			return s
		}
		t.Run(name, func(t *testing.T) {
			s := collected(actions)
			assert.Empty(t, s.Errors())
			assert.Contains(t, s.Datasets(), name)
		})
		for i, action := range actions {
			t.Run(name+" without "+action, func(t *testing.T) {
				s := collected(slices.Delete(slices.Clone(actions), i, i+1))
				errs := s.Errors()
				require.NotEmpty(t, errs)
				for _, e := range errs {
					assert.Equal(t, []string{action}, e.Grant(), "%s", e.Dataset)
				}
				// That the Regions are not known is said by what is collected in them.
				if action != "account:ListRegions" {
					assert.NotEmpty(t, errorsOf(s, name))
				}
			})
		}
	}
}

// Every action that any dataset asks for is one that IAM knows.
func TestRequiredActionsExist(t *testing.T) {
	text, err := collect.Policy(everything, func(o *collect.Options) {
		o.Datasets, o.Checks = slices.Concat(global, regional), []iamhygiene.Check{check{needs: []string{"instances", "functions"}}}
	})
	require.NoError(t, err)
	actions := allowed(t, text)
	assert.Greater(t, len(actions), 40)
	for _, action := range actions {
		known, err := catalog.Expand(action)
		require.NoError(t, err, action)
		assert.Equal(t, 1, known.Len(), "%s is no action; it may be that of an operation with another name", action)
	}
}

// Each built-in check of regional datasets runs under the policy that it
// requires.
func TestRequiredPolicyOfRegionalChecks(t *testing.T) {
	ran := 0
	for _, c := range checks.Catalogue(checks.Strict) {
		info := c.Info()
		names := slices.Concat(info.Needs, info.Uses)
		if len(names) == 0 || slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(regional, n) }) {
			continue
		}
		ran++
		acct := widespread(t)
		s, err := collect.Snapshot(t.Context(), audited(t, acct, allowed(t, collect.RequiredPolicy(c))), patient(acct), both, func(o *collect.Options) {
			o.Checks, o.Datasets = []iamhygiene.Check{c}, nil
		})
		require.NoError(t, err, info.ID)
		assert.Empty(t, s.Errors(), info.ID)
		for _, f := range c.Run(t.Context(), s) {
			if f.Status == iamhygiene.Unknown { // only what another account would have to say
				assert.Equal(t, iamhygiene.CodeNotInData, f.Unknown.Code, "%s: %s", info.ID, f.Message)
			}
		}
	}
	assert.Greater(t, ran, 10)
}
