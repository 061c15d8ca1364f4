package keyrotate_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

// A real account is replayed as it was when it was exported: what the tool would
// have done that day, and what it does after writes, is tested without AWS. The
// ages are those of the export, however old it gets.
func TestReplay(t *testing.T) {
	a, err := fakes.LoadAccountFS(os.DirFS("testdata"), fakes.ExportFiles{
		AuthorizationDetails: "authorization-details.json",
		CredentialReport:     "credential-report.json",
	})
	require.NoError(t, err)
	r, err := rotate(a, a.Config())
	require.NoError(t, err)
	assert.Equal(t, 2, r.Users)
	assert.Equal(t, 3, r.Keys)
	assert.Equal(t, []string{
		"deactivate of ci: last used 2023-08-30, 194 days ago",
		"delete of ci: never used, made 2020-12-30, 1167 days ago",
	}, lines(r))

	r, err = rotate(a, a.Config())
	require.NoError(t, err)
	assert.Equal(t, []string{"delete of ci: last used 2023-08-30, 194 days ago"}, lines(r))
	assert.Len(t, state(t, a), 1, "ci has no keys any more")
}
