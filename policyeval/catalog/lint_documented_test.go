package catalog_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// documented is a policy of AWS's user guide with the page and the first case
// of package policyeval that uses it.
type documented struct {
	page, name string
	text       []byte
	use        policyeval.PolicyType
}

// documentedPolicies returns the different policies of the cases that were
// taken from the guide.
func documentedPolicies(t testing.TB) []documented {
	var all []documented
	seen := make(map[string]bool)
	for _, file := range []string{"20-documented-examples.json", "21-documented-pages.json"} {
		data, err := os.ReadFile(filepath.Join("../testdata/cases", file))
		require.NoError(t, err)
		var cases struct {
			Cases []struct {
				Name, Source                string
				Request                     struct{ Action string }
				Identity, Boundary, Session []json.RawMessage
				Resource                    json.RawMessage
			}
		}
		require.NoError(t, json.Unmarshal(data, &cases))
		for _, c := range cases.Cases {
			add := func(use policyeval.PolicyType, texts ...json.RawMessage) {
				for _, text := range texts {
					if text == nil || seen[string(text)] {
						continue
					}
					seen[string(text)] = true
					all = append(all, documented{c.Source, c.Name, text, use})
				}
			}
			add(policyeval.IdentityPolicy, c.Identity...)
			add(policyeval.PermissionsBoundary, c.Boundary...)
			add(policyeval.SessionPolicy, c.Session...)
			if strings.HasPrefix(c.Request.Action, "sts:Assume") {
				add(policyeval.RoleTrustPolicy, c.Resource)
			} else {
				add(policyeval.ResourcePolicy, c.Resource)
			}
		}
	}
	return all
}

// TestLintDocumented records every finding on the policies of AWS's guide.
// Each was looked at, and none is false:
//
//   - service-prefix and someservice are placeholders of the guide.
//   - M1 and allow-not-*: the guide shows the elements and warns of them itself.
//   - dynamodb:DescribeStream takes streams, and the statement names a table.
//   - The SQS ARN without an account is a case of our own: it matches nothing.
//   - datapipeline:PipelineCreator is a list in the reference; the example works
//     as long as requests have one value, hence a warning and no error.
//
// Two rules know exceptions because of these policies: the lists of IAM on a
// path, and keys of identity providers with set operators.
func TestLintDocumented(t *testing.T) {
	const golden = "testdata/lint-documented.golden"
	policies := documentedPolicies(t)
	var b strings.Builder
	clean := 0
	for _, d := range policies {
		findings := catalog.LintText(d.text, catalog.WithPolicyType(d.use))
		if len(findings) == 0 {
			clean++
			continue
		}
		fmt.Fprintf(&b, "\n%s: %s\n", d.page, d.name)
		for _, f := range findings {
			fmt.Fprintf(&b, "\t%s\n", f)
		}
	}
	got := fmt.Sprintf("%d policies, %d without findings\n%s", len(policies), clean, b.String())
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(got), 0o666))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}
