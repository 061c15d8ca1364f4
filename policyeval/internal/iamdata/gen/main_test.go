package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	const source = "../testdata/package"
	var files [2][2]string
	for i := range files {
		var out strings.Builder
		folder := t.TempDir()
		require.NoError(t, run([]string{"-o", folder, source, source}, &out))
		assert.Contains(t, out.String(), "1.2.3: 2 services, 5 actions")
		for j, name := range []string{"data.bin", "version.go"} {
			data, err := os.ReadFile(filepath.Join(folder, name))
			require.NoError(t, err)
			files[i][j] = string(data)
		}
	}
	assert.Equal(t, files[0], files[1], "equal input gives equal files")
	assert.Contains(t, files[0][1], `Version          = "1.2.3"`)
	assert.Contains(t, files[0][1], `Updated          = "2026-01-02"`)
}

func TestRunErrors(t *testing.T) {
	folder := t.TempDir()
	for _, args := range [][]string{nil, {"one"}, {"", ""}, {"a", "b", "c"}, {"-o", folder, "nowhere", "nowhere"}, {"-o", folder, "../testdata/package", "nowhere"}, {"-x"}} {
		var out strings.Builder
		assert.Error(t, run(args, &out), args)
	}
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	assert.Empty(t, entries, "nothing is written after an error")
}
