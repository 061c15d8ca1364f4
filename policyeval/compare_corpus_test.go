package policyeval_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval/internal/reference"
)

// corpusCases are the cases of the corpus, each as written.
func corpusCases(t *testing.T) map[string][]json.RawMessage {
	t.Helper()
	files, err := filepath.Glob("testdata/cases/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	cases := map[string][]json.RawMessage{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		var parsed struct {
			Cases []json.RawMessage `json:"cases"`
		}
		require.NoError(t, json.Unmarshal(data, &parsed), file)
		cases[filepath.Base(file)] = parsed.Cases
	}
	return cases
}

// referenceAnswer is what a case file expects: strict unless the case asks a
// three-valued question (U2).
func referenceAnswer(c reference.Case) reference.Result {
	if len(c.Request.Unknown) > 0 || c.Request.Open || c.Request.Pattern {
		return reference.Evaluate(c, reference.Options{})
	}
	return reference.Strict(c, reference.Options{})
}

// TestCompareCorpus runs the corpus through the reference evaluator, which was
// written from the rules without sight of the corpus.
func TestCompareCorpus(t *testing.T) {
	for file, cases := range corpusCases(t) {
		t.Run(file, func(t *testing.T) {
			for _, raw := range cases {
				c, err := reference.ParseCase(raw)
				if !assert.NoError(t, err, string(raw)) {
					continue
				}
				got := referenceAnswer(c)
				assert.Equal(t, c.Expect, string(got.Decision), "%s: %s\n%v\n%s", c.Rule, c.Name, got, raw)
			}
		})
	}
}
