package iamhygiene_test

import (
	"bytes"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
)

type ticket struct {
	ID    string `json:"id"`
	Owner string `json:"owner"`
}

var tickets = iamhygiene.NewDataset[map[string]ticket](iamhygiene.DatasetInfo{Name: "tickets", Title: "the tickets"})

func full() *iamhygiene.Snapshot {
	return iamhygiene.NewSnapshot(account, "aws-us-gov", now,
		report(entry("alice", true)),
		iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
			Users: []iamhygiene.UserDetail{{
				ARN: userARN("alice"), Name: "alice", Path: "/", Created: now.AddDate(-1, 0, 0), Groups: []string{"devs"},
				Permissions: iamhygiene.Permissions{
					Attached: []iamhygiene.AttachedPolicy{{Name: "A", ARN: "arn:aws:iam::aws:policy/A"}},
					Inline:   []iamhygiene.InlinePolicy{{Name: "i", Document: "{ \"Version\":\"2012-10-17\" ,\n\"Statement\":[]}"}},
				},
				Tags: map[string]string{"a": "<b>"},
			}},
			Groups: []iamhygiene.GroupDetail{},
		}, now, &iamhygiene.DataError{Scope: "Policies", Code: iamhygiene.CodeTruncated, Message: "cut"}),
		iamhygiene.Summary.With(iamhygiene.AccountSummary{"AccountMFAEnabled": 1}, now),
		iamhygiene.Passwords.Failed(&iamhygiene.DataError{Code: "AccessDenied", Operation: "iam:GetAccountPasswordPolicy"}),
		tickets.With(map[string]ticket{"alice": {"T-1", "bob"}}, time.Time{}),
	)
}

// TestSnapshotJSON: what is read back is what was written, also datasets that
// the library does not know, and writing again gives the same bytes.
func TestSnapshotJSON(t *testing.T) {
	was := full()
	text, err := json.Marshal(was)
	require.NoError(t, err)
	got, err := iamhygiene.ReadSnapshot(bytes.NewReader(text))
	require.NoError(t, err)

	assert.Equal(t, was.AccountID(), got.AccountID())
	assert.Equal(t, was.Partition(), got.Partition())
	assert.Equal(t, was.Now(), got.Now())
	assert.Equal(t, []string{"account-summary", "authorization-details", "credential-report", "tickets"}, got.Datasets())
	assert.Equal(t, was.Errors(), got.Errors())
	assert.Equal(t, now.Add(-time.Minute), iamhygiene.CredentialReport.At(got))
	same(t, iamhygiene.CredentialReport, was, got)
	same(t, iamhygiene.Authorization, was, got)
	same(t, iamhygiene.Summary, was, got)
	same(t, tickets, was, got)
	_, err = iamhygiene.Passwords.Get(got)
	assert.Equal(t, "cannot decide: iam:GetAccountPasswordPolicy denied", err.Error())

	again, err := json.Marshal(got)
	require.NoError(t, err)
	assert.Equal(t, string(text), string(again))
}

func same[T any](t *testing.T, d iamhygiene.Dataset[T], a, b *iamhygiene.Snapshot) {
	t.Helper()
	x, err := d.Get(a)
	require.NoError(t, err)
	y, err := d.Get(b)
	require.NoError(t, err)
	assert.Equal(t, x, y, d.Name())
}

func TestReadSnapshotErrors(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"not JSON", "user,arn\n", "iamhygiene: snapshot: line 1, column 1: invalid character 'u' looking for beginning of value"},
		{"a typo on line 2", "{\n  \"schema\": ,", "iamhygiene: snapshot: line 2, column 13: invalid character ',' looking for beginning of value"},
		{"another JSON file", `{"UserDetailList": []}`, `iamhygiene: snapshot: schema is "", want "iamhygiene/snapshot": this is not a snapshot that -save-snapshot or MarshalJSON wrote`},
		{"the future", `{"schema":"iamhygiene/snapshot","version":9}`, "iamhygiene: snapshot: version 9 is not supported: this library reads 1 to 1"},
		{"no account", `{"schema":"iamhygiene/snapshot","version":1}`, `iamhygiene: snapshot: account is "", want 12 digits`},
		{"no time", `{"schema":"iamhygiene/snapshot","version":1,"account":"111122223333","partition":"aws"}`, "iamhygiene: snapshot: time is missing"},
		{"a dataset of the wrong shape", head + `{"account-summary":{"value":[1]}}}`, "iamhygiene: snapshot: dataset account-summary: the account summary in the snapshot cannot be read: json: cannot unmarshal array into Go value of type iamhygiene.AccountSummary"},
		{"a dataset that says nothing", head + `{"account-summary":{}}}`, "iamhygiene: snapshot: datasets: account-summary has neither value nor errors"},
		{"null for a dataset", head + `{"account-summary":null}}`, "iamhygiene: snapshot: datasets: account-summary is null"},
		{"null for an error", head + `{"account-summary":{"errors":[null]}}}`, "iamhygiene: snapshot: datasets: account-summary: errors holds null"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := iamhygiene.ReadSnapshot(bytes.NewReader([]byte(c.text)))
			assert.EqualError(t, err, c.want)
		})
	}
}

const head = `{"schema":"iamhygiene/snapshot","version":1,"account":"111122223333","partition":"aws","time":"2024-03-12T00:00:00Z","datasets":`

func TestDatasetGet(t *testing.T) {
	s := snapshot()
	_, err := tickets.Get(s)
	assert.EqualError(t, err, "cannot decide: nobody collected the tickets")

	truncated := snapshot(tickets.With(map[string]ticket{"a": {}}, now, &iamhygiene.DataError{Code: iamhygiene.CodeTruncated, Message: "only the first page is there"}))
	_, err = tickets.Get(truncated)
	assert.EqualError(t, err, "cannot decide: only the first page is there", "a part is never taken for the whole")
	part, ok := tickets.Partial(truncated)
	assert.True(t, ok)
	assert.Len(t, part, 1)

	scoped := snapshot(tickets.With(map[string]ticket{"a": {}}, now, &iamhygiene.DataError{Scope: "eu-west-1", Code: "Throttling"}))
	v, err := tickets.Get(scoped)
	require.NoError(t, err, "one Region is not the whole")
	assert.Len(t, v, 1)
	assert.NotNil(t, tickets.ErrorFor(scoped, "eu-west-1"))
	assert.Nil(t, tickets.ErrorFor(scoped, "eu-north-1"))

	other := iamhygiene.NewDataset[int](iamhygiene.DatasetInfo{Name: "tickets"})
	_, err = other.Get(scoped)
	assert.ErrorContains(t, err, "two datasets share the name")
}

func TestAtMovesTheClock(t *testing.T) {
	s := snapshot(report(entry("alice", true)))
	later := s.At(now.AddDate(1, 0, 0))
	for u := range later.Users() {
		assert.Equal(t, now.AddDate(1, 0, 0), u.Snapshot().Now())
	}
	assert.Equal(t, now, s.Now())
}

// TestWithAddsDatasets: the new snapshot has what the old one has and more, and
// the old one stays as it is.
func TestWithAddsDatasets(t *testing.T) {
	s := snapshot(report(entry("alice", true)), tickets.With(map[string]ticket{"a": {}}, now))
	more := s.With(tickets.With(map[string]ticket{"a": {}, "b": {}}, now), iamhygiene.Attestations.With([]iamhygiene.Attestation{{ID: "manual-root-mailbox"}}, now))
	assert.Equal(t, []string{"attestations", "credential-report", "tickets"}, more.Datasets())
	assert.Equal(t, []string{"credential-report", "tickets"}, s.Datasets())
	old, err := tickets.Get(s)
	require.NoError(t, err)
	assert.Len(t, old, 1)
	replaced, err := tickets.Get(more)
	require.NoError(t, err)
	assert.Len(t, replaced, 2)
	for u := range more.Users() {
		assert.Same(t, more, u.Snapshot())
	}
}

func TestSnapshotInParallel(t *testing.T) {
	text, err := json.Marshal(full())
	require.NoError(t, err)
	s := new(iamhygiene.Snapshot)
	require.NoError(t, json.Unmarshal(text, s))
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for u, err := range s.Users() {
				if assert.NoError(t, err) {
					assert.Equal(t, "alice", u.Name())
				}
			}
			_, err := iamhygiene.Summary.Get(s)
			assert.NoError(t, err)
		})
	}
	wg.Wait()
}
