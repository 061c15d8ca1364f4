package collect_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// Wherever it is interrupted, Snapshot returns an error and no snapshot, and
// makes no further calls.
func TestCancel(t *testing.T) {
	_, acct := inhabited(t)
	live(t, acct, everything)
	total := len(acct.Calls())
	for n := 1; n < total; n += 7 {
		_, acct := inhabited(t)
		ctx, cancel := context.WithCancelCause(t.Context())
		var calls atomic.Int64
		reason := errors.New("enough")
		fakes.React(acct, func(context.Context, fakes.Call) (bool, any, error) {
			if calls.Add(1) == int64(n) {
				cancel(reason)
			}
			return false, nil, nil
		})
		s, err := collect.Snapshot(ctx, acct.Config(), patient(acct), everything, func(o *collect.Options) { o.Concurrency = 3 })
		require.ErrorIs(t, err, reason, "after %d calls", n)
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorContains(t, err, "collect: interrupted before the snapshot was complete: ")
		assert.Nil(t, s)
		assert.LessOrEqual(t, calls.Load(), int64(n+3), "only the calls that were under way end")
		cancel(nil)
	}
	ctx, cancel := context.WithTimeout(t.Context(), -time.Second)
	defer cancel()
	_, err := collect.Snapshot(ctx, acct.Config())
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

// Calls are made several at a time, and never more than the option says.
func TestConcurrency(t *testing.T) {
	for _, limit := range []int{1, 3} {
		_, acct := inhabited(t)
		var now, most atomic.Int64
		fakes.React(acct, func(context.Context, fakes.Call) (bool, any, error) {
			n := now.Add(1)
			defer now.Add(-1)
			for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
			}
			time.Sleep(time.Millisecond)
			return false, nil, nil
		})
		want := datasets(t, live(t, acct, everything, func(o *collect.Options) { o.Concurrency = limit }))
		assert.LessOrEqual(t, most.Load(), int64(limit))
		assert.Equal(t, limit > 1, most.Load() > 1, "side by side where it may")
		_, acct = inhabited(t)
		assert.Equal(t, want, datasets(t, live(t, acct, everything)), "the order of calls does not matter")
	}
}

// A collector may make its calls from as many goroutines as it likes.
func TestConcurrencyOfACaller(t *testing.T) {
	acct := fakes.NewAccount(accountID)
	var now, most atomic.Int64
	fakes.React(acct, func(context.Context, fakes.Call) (bool, any, error) {
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		defer now.Add(-1)
		time.Sleep(time.Millisecond)
		return false, nil, nil
	})
	greedy := collect.New(first, func(ctx context.Context, p *collect.Pass) (string, error) {
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() { _, _ = iam.NewFromConfig(p.In("eu-west-1")).ListUsers(ctx, nil) })
		}
		group.Wait()
		return "", nil
	})
	_, err := collect.Snapshot(t.Context(), acct.Config(), only([]string{"first"}, greedy), func(o *collect.Options) { o.Concurrency = 2 })
	require.NoError(t, err)
	assert.LessOrEqual(t, most.Load(), int64(2))
	assert.Len(t, fakes.CallsTo[iam.ListUsersInput](acct), 20)
}

func TestProgress(t *testing.T) {
	_, acct := inhabited(t)
	acct.Fail(fakes.Op[iam.GetAccountSummaryInput](), fakes.AccessDenied())
	var busy atomic.Bool
	var events []collect.Event
	live(t, acct, everything, func(o *collect.Options) {
		o.Progress = func(e collect.Event) {
			assert.False(t, busy.Swap(true), "never called concurrently")
			events = append(events, e)
			time.Sleep(10 * time.Microsecond)
			busy.Store(false)
		}
	})
	whole := make(map[string]int)
	parts := make(map[string][]collect.Event)
	for _, e := range events {
		if e.Scope != "" {
			parts[e.Dataset] = append(parts[e.Dataset], e)
			assert.Zero(t, whole[e.Dataset], "parts come before the whole")
			continue
		}
		whole[e.Dataset]++
		assert.Equal(t, len(whole), e.Done)
		assert.Equal(t, len(global), e.Total)
		assert.Equal(t, e.Dataset == "account-summary", e.Err != nil)
	}
	assert.Len(t, whole, len(global))
	require.Len(t, parts["ssh-keys"], 5, "one for each user")
	for _, e := range parts["ssh-keys"] {
		assert.Contains(t, e.Scope, ":user/")
		assert.Equal(t, 5, e.Total)
	}
	assert.Len(t, parts["alternate-contacts"], 3)
}

// The defaults collect whatever the package can, but for the jobs.
func TestDefaults(t *testing.T) {
	acct := fakes.NewAccount(accountID)
	s := live(t, acct, func(o *collect.Options) { o.Regions = []string{"us-east-1"} })
	for _, name := range global {
		if name != "last-accessed" && name != "root-email" {
			assert.Contains(t, s.Datasets(), name)
		}
	}
	assert.NotContains(t, s.Datasets(), "last-accessed")
}

// The configuration of the caller stays as it was.
func TestConfigIsNotChanged(t *testing.T) {
	cfg := fakes.NewAccount(accountID).Config()
	before := len(cfg.APIOptions)
	_, err := collect.Snapshot(t.Context(), cfg, named("account-summary"))
	require.NoError(t, err)
	assert.Len(t, cfg.APIOptions, before)
	assert.Equal(t, "us-east-1", cfg.Region)
}

// Several accounts are collected side by side with the same collectors.
func TestAccountsSideBySide(t *testing.T) {
	org := fakes.NewOrganization()
	var group sync.WaitGroup
	for _, id := range []string{"111122223333", "444455556666", "777788889999"} {
		acct := org.Account(id)
		acct.AddUser("user-of-" + id)
		group.Go(func() {
			s, err := collect.Snapshot(t.Context(), acct.Config(), patient(acct), named("authorization-details", "ssh-keys"))
			if assert.NoError(t, err) {
				assert.Equal(t, id, s.AccountID())
				d, err := iamhygiene.Authorization.Get(s)
				assert.NoError(t, err)
				assert.Equal(t, "user-of-"+id, d.Users[0].Name)
			}
		})
	}
	group.Wait()
}

// The default wait is a real one, which ends with the context.
func TestDefaultSleep(t *testing.T) {
	acct := fakes.NewAccount(accountID)
	acct.ReportPolls(1000)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := collect.Snapshot(ctx, acct.Config(), named("credential-report"))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Len(t, fakes.CallsTo[iam.GenerateCredentialReportInput](acct), 1, "the wait was not skipped")
}

// Where only the managers of an organization may ask, the error says so: no
// policy of the account's own would help.
func TestForManagers(t *testing.T) {
	for name, c := range map[string]struct {
		acct *fakes.Account
		want string
	}{
		"member": {fakes.NewOrganization().Account(accountID), "the account is not the management account of the organization: only that and delegated administrators may call it"},
		"alone":  {fakes.NewAccount(accountID), "the account is in no organization: only the managers of one may call it"},
	} {
		t.Run(name, func(t *testing.T) {
			s := live(t, c.acct, named("organization", "organization-accounts", "root-email"))
			_, err := iamhygiene.RootEmail.Get(s)
			require.ErrorContains(t, err, c.want)
			_, err = iamhygiene.OrganizationAccounts.Get(s)
			if name == "alone" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}
