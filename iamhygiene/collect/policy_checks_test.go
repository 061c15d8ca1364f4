package collect_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// Each built-in check runs under the policy that it requires, on what its
// datasets hold. Datasets of other services are other tests' business.
func TestRequiredPolicyOfEachCheck(t *testing.T) {
	_, acct := inhabited(t)
	for _, c := range checks.Catalogue(checks.Strict) {
		info := c.Info()
		names := slices.Concat(info.Needs, info.Uses)
		if slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(global, n) }) {
			continue
		}
		text := collect.RequiredPolicy(c)
		if text == "" {
			assert.Empty(t, names, info.ID)
			continue
		}
		role := acct.AddRole("audit-"+info.ID, fakes.TrustAccount(accountID), fakes.InlinePolicy("audit", text))
		s, err := collect.Snapshot(t.Context(), acct.ConfigAs(role.ARN), patient(acct), func(o *collect.Options) {
			o.Checks = []iamhygiene.Check{c}
			o.LastAccessed.MaxJobs = 1000
		})
		require.NoError(t, err, info.ID)
		assert.Empty(t, s.Errors(), info.ID)
		for _, name := range names {
			assert.Contains(t, s.Datasets(), name, info.ID)
		}
	}
	require.NoError(t, acct.Err())
}
