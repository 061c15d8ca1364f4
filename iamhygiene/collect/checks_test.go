package collect_test

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// overGlobal are the built-in checks that need no more than the global
// datasets.
func overGlobal() []iamhygiene.Check {
	return slices.DeleteFunc(checks.Catalogue(checks.Strict), func(c iamhygiene.Check) bool {
		return slices.ContainsFunc(c.Info().Needs, func(n string) bool { return !slices.Contains(global, n) })
	})
}

// What is collected is enough to decide: of an account that can be read, no
// check is left undecided for want of data.
func TestChecksDecide(t *testing.T) {
	_, acct := inhabited(t)
	s := live(t, acct, everything)
	all := overGlobal()
	require.Greater(t, len(all), 50)
	results, err := new(iamhygiene.Runner).Run(t.Context(), s, all...)
	require.NoError(t, err)
	statuses := make(map[iamhygiene.Status]int)
	for _, f := range results.Findings {
		statuses[f.Status]++
		if f.Status != iamhygiene.Unknown || !slices.Contains(global, f.Unknown.Dataset) {
			continue
		}
		// IAM records the use of neither SSH keys nor service-specific
		// credentials; no call would tell more.
		assert.Equal(t, "user-dormant", f.Check, "%s: %s", f.Resource.ARN, f.Message)
		assert.Contains(t, f.Message, "IAM does not record the use of one")
	}
	assert.Greater(t, statuses[iamhygiene.Fail], 10)
	assert.Greater(t, statuses[iamhygiene.Pass], 50)
}

// What was refused is never a pass: with every dataset refused, no check that
// needs one passes.
func TestChecksOfNothing(t *testing.T) {
	_, acct := inhabited(t)
	acct.Fail(fakes.Operation{}, fakes.AccessDenied().When(func(c fakes.Call) bool { return c.Operation != "GetCallerIdentity" }))
	s := live(t, acct, everything)
	all := slices.DeleteFunc(overGlobal(), func(c iamhygiene.Check) bool { return len(c.Info().Needs) == 0 })
	results, err := new(iamhygiene.Runner).Run(context.Background(), s, all...)
	require.NoError(t, err)
	for _, f := range results.Findings {
		assert.Contains(t, []iamhygiene.Status{iamhygiene.Unknown, iamhygiene.NotApplicable, iamhygiene.Manual}, f.Status, "%s: %s", f.Check, f.Message)
	}
	policy, err := collect.Policy(everything)
	require.NoError(t, err)
	for _, action := range results.MissingActions() {
		assert.Contains(t, policy, `"`+action+`"`, "what findings ask for is what collection takes")
	}
}
