package main

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// options scan the invented organization with a few checks.
func options(t *testing.T, org *fakes.Organization, ids ...string) scanOptions {
	t.Helper()
	chosen, err := checks.Select(checks.Standard, ids, nil)
	require.NoError(t, err)
	return scanOptions{
		Role: "Audit", Checks: chosen,
		Collect: func(o *collect.Options) {
			o.Now, o.Sleep, o.Regions = org.Management().Now, noWait, []string{"us-east-1"}
		},
	}
}

// TestScanOrganization: every account has its own results, or its own reason
// why not.
func TestScanOrganization(t *testing.T) {
	org, cfg := invented("Audit", "")
	require.NoError(t, org.Err())
	var done []string
	o := options(t, org, "root-access-key", "user-console-mfa", "policy-admin", "role-external-id-missing", "root-email-group", "scp-guardrails")
	o.Done = func(a Account, n, total int) {
		done = append(done, a.ID)
		assert.Equal(t, len(done), n)
		assert.Equal(t, 50, total)
	}
	accounts, err := scanOrganization(t.Context(), cfg, o)
	require.NoError(t, err)
	require.Len(t, accounts, 50)
	assert.Len(t, done, 50)

	byName := make(map[string]Account)
	for i, a := range accounts {
		byName[a.Name] = a
		if i > 0 {
			assert.Less(t, accounts[i-1].ID, a.ID, "sorted")
		}
		switch {
		case a.ID == "111122220017":
			assert.True(t, a.Skipped())
			assert.Nil(t, a.Results)
			assert.NoError(t, a.Err)
		case a.ID == "111122220007" || a.ID == "111122220022" || a.ID == "111122220038":
			assert.Nil(t, a.Results)
			assert.ErrorContains(t, a.Err, "AccessDenied")
		case a.ID == "111122220029":
			assert.Nil(t, a.Results)
			assert.ErrorContains(t, a.Err, "Throttling")
		default:
			require.NoError(t, a.Err, a.Name)
			require.Equal(t, a.ID, a.Results.Account)
			for _, f := range a.Results.Findings {
				assert.Equal(t, a.ID, f.Resource.Account, "no account has findings of another")
			}
		}
	}

	open := func(name, check string) (n int) {
		for _, f := range byName[name].Results.Findings {
			if f.Check == check && f.Open() {
				n++
			}
		}
		return n
	}
	// orders-prod is account 3: an administrator, who has MFA, and an old key.
	assert.Equal(t, 1, open("orders-prod", "policy-admin"))
	assert.Zero(t, open("orders-prod", "user-console-mfa"))
	// payments-dev is account 2: a user without MFA, and the administrator.
	assert.Equal(t, 1, open("payments-dev", "user-console-mfa"))
	assert.Equal(t, 1, open("payments-dev", "policy-admin"))
	assert.Zero(t, open("payments-dev", "root-access-key"))
	// billing-test is account 16: the first flaw again, with another one.
	assert.Equal(t, 1, open("billing-test", "root-access-key"))
	// Accounts whose number ends in 0 are in order.
	for _, name := range []string{"payments-prod", "search-test", "identity-dev", "web-prod"} {
		for _, check := range []string{"root-access-key", "user-console-mfa", "policy-admin"} {
			assert.Zero(t, open(name, check), name)
		}
	}
	// A throttled call takes away its data, and nothing else.
	assert.NotEmpty(t, byName["mobile-prod"].Results.DataErrors)
}

// TestManagerTellsMembers: what a member may not ask is known all the same, and
// the list of accounts is read once.
func TestManagerTellsMembers(t *testing.T) {
	org, cfg := invented("Audit", "")
	accounts, err := scanOrganization(t.Context(), cfg, options(t, org, "role-external-id-missing", "root-email-group", "scp-guardrails"))
	require.NoError(t, err)
	for _, a := range accounts {
		if a.Results == nil || a.Name == "mobile-prod" {
			continue
		}
		for _, f := range a.Results.Findings {
			assert.NotEqual(t, iamhygiene.Unknown, f.Status, "%s %s: %s", a.Name, f.Check, f.Message)
		}
	}
	pages := len(fakes.CallsTo[organizations.ListAccountsInput](org))
	assert.LessOrEqual(t, pages, 50/20+1)
}

func TestConcurrency(t *testing.T) {
	for _, want := range []int{1, 4} {
		org, cfg := invented("Audit", "")
		var now, most atomic.Int64
		fakes.On(org, func(ctx context.Context, in *iam.GetAccountPasswordPolicyInput) (*iam.GetAccountPasswordPolicyOutput, error) {
			n := now.Add(1)
			defer now.Add(-1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			return nil, fakes.ErrPass
		})
		o := options(t, org, "password-policy-length")
		o.Concurrency = want
		_, err := scanOrganization(t.Context(), cfg, o)
		require.NoError(t, err)
		assert.LessOrEqual(t, most.Load(), int64(want))
		assert.NotZero(t, most.Load())
	}
}

// TestCancelled: a scan that is cancelled midway returns the reason and calls
// no further accounts.
func TestCancelled(t *testing.T) {
	org, cfg := invented("Audit", "")
	ctx, cancel := context.WithCancel(t.Context())
	o := options(t, org, "password-policy-length")
	o.Concurrency = 2
	o.Done = func(_ Account, done, _ int) {
		if done == 5 {
			cancel()
		}
	}
	accounts, err := scanOrganization(ctx, cfg, o)
	assert.ErrorIs(t, err, context.Canceled)
	assert.Nil(t, accounts)
	assumed := make(map[string]bool)
	for _, in := range fakes.CallsTo[sts.AssumeRoleInput](org) {
		assumed[aws.ToString(in.RoleArn)] = true
	}
	assert.Less(t, len(assumed), 12, "the rest is not tried")
}

// TestEveryCallFails: an error is never lost. The failure of a call either
// fails an account, or is in its results, or the whole scan.
func TestEveryCallFails(t *testing.T) {
	small := func() aws.Config {
		org := fakes.NewOrganization()
		org.Management().AddUser("ann", fakes.ConsolePassword())
		member := org.AddAccount("111122223333")
		member.AddRole("Audit", fakes.TrustAccount(org.Management().ID()))
		return org.Management().Config()
	}
	fakes.EveryCallFails(t, small, func(cfg aws.Config) error {
		chosen, err := checks.Select(checks.Standard, []string{"user-console-mfa", "password-policy-length"}, nil)
		if err != nil {
			return err
		}
		accounts, err := scanOrganization(t.Context(), cfg, scanOptions{Role: "Audit", Checks: chosen, Collect: func(o *collect.Options) {
			o.Sleep = noWait
		}})
		if err != nil {
			return err
		}
		var lost []string
		for _, a := range accounts {
			if a.Err != nil {
				lost = append(lost, a.Err.Error())
				continue
			}
			for _, e := range a.Results.DataErrors {
				lost = append(lost, e.Error())
			}
		}
		if len(lost) > 0 {
			return fmt.Errorf("%s", strings.Join(lost, "; "))
		}
		return nil
	})
}
