package sample_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/examples/internal/sample"
	"github.com/iamhygiene/sdk/fakes/ready"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
	"github.com/iamhygiene/sdk/iamhygiene/collect/compute"
)

var update = flag.Bool("update", false, "write the golden file anew")

// TestSnapshotIsTroubled: the file is what a live scan of the ready-made account
// collects, instances and functions included.
func TestSnapshotIsTroubled(t *testing.T) {
	acct := ready.Troubled(func(o *ready.Options) { o.Clock = sample.Time })
	s, err := collect.Snapshot(t.Context(), acct.Config(), func(o *collect.Options) {
		o.Checks, o.Collectors, o.Now = checks.Catalogue(checks.Strict), compute.Collectors(), acct.Now
		o.Concurrency = 1
		o.LastAccessed.MaxJobs = 1000
		o.Sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	})
	require.NoError(t, err)
	for _, e := range s.Errors() {
		e.RequestID = "" // which depends on the order of the calls
	}
	text, err := json.MarshalIndent(s, "", " ")
	require.NoError(t, err)
	text = append(text, '\n')
	if *update {
		require.NoError(t, os.WriteFile("snapshot.json", text, 0o644))
	}
	want, err := os.ReadFile("snapshot.json")
	require.NoError(t, err)
	require.True(t, bytes.Equal(want, text), "snapshot.json differs from what is collected: run the test with -update")
}

// TestClocks: both accounts are as old as they are told to be.
func TestClocks(t *testing.T) {
	later := sample.Time().AddDate(0, 1, 0)
	for _, read := range []func(time.Time) (*iamhygiene.Snapshot, error){sample.Snapshot, sample.Exports} {
		s, err := read(later)
		require.NoError(t, err)
		assert.Equal(t, later, s.Now())
		report, err := iamhygiene.CredentialReport.Get(s)
		require.NoError(t, err)
		assert.NotEmpty(t, report.Entries)
	}
}
