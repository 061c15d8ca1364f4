package keyrotate_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/examples/unittest/keyrotate"
	"github.com/iamhygiene/sdk/fakes"
)

const day = 24 * time.Hour

// usedAgo is a key that was last used some days ago.
func usedAgo(a *fakes.Account, days int, inactive bool) fakes.UserOption {
	return fakes.AccessKey(func(k *fakes.Key) {
		k.Created, k.LastUsed, k.Inactive = a.Now().Add(-1000*day), a.Now().Add(-time.Duration(days)*day), inactive
	})
}

// neverUsed is a key that was made some days ago.
func neverUsed(a *fakes.Account, days int, inactive bool) fakes.UserOption {
	return fakes.AccessKey(func(k *fakes.Key) {
		k.Created, k.Inactive = a.Now().Add(-time.Duration(days)*day), inactive
	})
}

// company is the account of most tests: one user for each thing to decide.
func company() *fakes.Account {
	a := fakes.NewAccount("111122223333")
	a.AddUser("active", usedAgo(a, 3, false), usedAgo(a, 89, false))
	a.AddUser("both", usedAgo(a, 200, false), usedAgo(a, 200, true))
	a.AddUser("idle", usedAgo(a, 90, false), usedAgo(a, 179, true))
	a.AddUser("never", neverUsed(a, 90, false), neverUsed(a, 180, true))
	a.AddUser("none")
	return a
}

func rotate(a *fakes.Account, cfg aws.Config) (*keyrotate.Report, error) {
	return keyrotate.Rotate(context.Background(), cfg, keyrotate.Options{Now: a.Now})
}

// lines are the steps without the ids of keys.
func lines(r *keyrotate.Report) []string {
	var all []string
	for _, s := range r.Steps {
		all = append(all, strings.Replace(s.String(), " "+s.KeyID, "", 1))
	}
	return all
}

var companySteps = []string{
	"deactivate of both: last used 2022-10-27, 200 days ago",
	"delete of both: last used 2022-10-27, 200 days ago",
	"deactivate of idle: last used 2023-02-14, 90 days ago",
	"deactivate of never: never used, made 2023-02-14, 90 days ago",
	"delete of never: never used, made 2022-11-16, 180 days ago",
}

// state is the status of all keys of the account, read by a client of our own.
func state(t *testing.T, a *fakes.Account) map[string][]types.StatusType {
	t.Helper()
	client, all := iam.NewFromConfig(a.Config()), make(map[string][]types.StatusType)
	users, err := client.ListUsers(context.Background(), &iam.ListUsersInput{})
	require.NoError(t, err)
	for _, u := range users.Users {
		keys, err := client.ListAccessKeys(context.Background(), &iam.ListAccessKeysInput{UserName: u.UserName})
		require.NoError(t, err)
		for _, k := range keys.AccessKeyMetadata {
			all[*u.UserName] = append(all[*u.UserName], k.Status)
		}
	}
	return all
}

// The account changes as the report says.
func TestRotate(t *testing.T) {
	a := company()
	r, err := rotate(a, a.Config())
	require.NoError(t, err)
	assert.Equal(t, companySteps, lines(r))
	assert.Equal(t, 5, r.Users)
	assert.Equal(t, 8, r.Keys)
	assert.Equal(t, map[string][]types.StatusType{
		"active": {"Active", "Active"}, "both": {"Inactive"}, "idle": {"Inactive", "Inactive"}, "never": {"Inactive"},
	}, state(t, a))

	r, err = rotate(a, a.Config())
	require.NoError(t, err)
	assert.Equal(t, []string{"delete of both: last used 2022-10-27, 200 days ago"}, lines(r),
		"the second run deletes what the first deactivated, if it is old enough for that")

	a.Advance(400 * day) // nothing is used any more
	for range 2 {
		_, err = rotate(a, a.Config())
		require.NoError(t, err)
	}
	assert.Empty(t, state(t, a))
}

// A dry run reports the same and calls nothing that writes.
func TestDryRun(t *testing.T) {
	a := company()
	before := state(t, a)
	a.ForgetCalls()
	r, err := keyrotate.Rotate(context.Background(), a.Config(), keyrotate.Options{Now: a.Now, DryRun: true})
	require.NoError(t, err)
	assert.Equal(t, companySteps, lines(r))
	assert.Empty(t, fakes.CallsTo[iam.UpdateAccessKeyInput](a))
	assert.Empty(t, fakes.CallsTo[iam.DeleteAccessKeyInput](a))
	assert.Equal(t, before, state(t, a))
}

// With pages of one item, all pages are read, also while keys are deleted in
// between, and an empty page at the end is not taken for trouble.
func TestPages(t *testing.T) {
	for name, setUp := range map[string]func(*fakes.Account){
		"small":           func(a *fakes.Account) { a.PageSize(1) },
		"empty last page": func(a *fakes.Account) { a.PageSize(1); a.FinalEmptyPage(true) },
	} {
		t.Run(name, func(t *testing.T) {
			a := company()
			setUp(a)
			r, err := rotate(a, a.Config())
			require.NoError(t, err)
			assert.Equal(t, companySteps, lines(r))
			assert.Equal(t, 8, r.Keys)
		})
	}
}

func TestOptions(t *testing.T) {
	a := company()
	r, err := keyrotate.Rotate(context.Background(), a.Config(), keyrotate.Options{Now: a.Now, UnusedFor: 2 * day, DeleteAfter: 190 * day})
	require.NoError(t, err)
	assert.Len(t, r.Steps, 6)

	var b strings.Builder
	_, err = r.WriteTo(&b)
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(b.String(), "5 users, 8 keys, changed 6\n  deactivate AKIA"), b.String())
}
