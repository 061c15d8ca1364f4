package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// TestAttestations: what somebody attests answers a manual question.
func TestAttestations(t *testing.T) {
	file := filepath.Join(t.TempDir(), "attestations.yaml")
	require.NoError(t, os.WriteFile(file, []byte(`attestations:
  - id: manual-root-mailbox
    answer: yes
    who: jane@example.com
    date: 2025-03-01
    expires: 2026-03-01
`), 0o600))
	question := []string{"-checks", "manual-root-mailbox", "-now", "2025-06-02T08:00:00Z"}
	_, r := scanJSON(t, question...)
	require.Len(t, r.Findings, 1)
	assert.Equal(t, iamhygiene.Manual, r.Findings[0].Status)
	saved := filepath.Join(t.TempDir(), "snapshot.json")
	_, r = scanJSON(t, append(question, "-attestations", file, "-save-snapshot", saved)...)
	require.Len(t, r.Findings, 1)
	assert.Equal(t, iamhygiene.Pass, r.Findings[0].Status)
	_, r = scanJSON(t, append(question, "-snapshot", saved)...)
	assert.Equal(t, iamhygiene.Pass, r.Findings[0].Status, "the saved snapshot has the answer too")

	code, _, errs := scanWith("-attestations", "nowhere.yaml")
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, errs, "nowhere.yaml: no such file or directory")
	code, _, errs = scanWith("-attestations", "../internal/sample/account-summary.json")
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, errs, "account-summary.json: yamlfile: line ")
}

// TestHistoryFolder: the reports of a folder are a history too, whatever they
// are called.
func TestHistoryFolder(t *testing.T) {
	dir := t.TempDir()
	scanWith("-format", "json", "-now", "2025-05-01T08:00:00Z", "-o", filepath.Join(dir, "z.json"))
	scanWith("-format", "jsonl", "-now", "2025-06-01T08:00:00Z", "-o", filepath.Join(dir, "a.jsonl"))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o600))
	_, out, errs := scanWith("-history", dir, "-now", "2025-07-01T08:00:00Z", "-format", "html")
	assert.Empty(t, errs)
	assert.Contains(t, out, "3 runs from 2025-05-01 to 2025-07-01: ")
}
