package policyeval_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/internal/reference"
)

// TestIndexFindsWhatATraceFinds: Authorize looks at the statements that its
// index yields and Explain at all of them. The documents are long, so that the
// index divides its lists by resource too.
func TestIndexFindsWhatATraceFinds(t *testing.T) {
	const together = 40
	var statements []json.RawMessage
	var requests []reference.Case
	outcomes := map[policyeval.Outcome]int{}
	generated(t, 3000, func(c reference.Case) {
		for _, document := range c.Identity {
			var d struct {
				Version   string
				Statement json.RawMessage
			}
			require.NoError(t, json.Unmarshal(document, &d))
			var list []json.RawMessage
			if json.Unmarshal(d.Statement, &list) == nil && d.Version == "2012-10-17" {
				statements = append(statements, list...)
			}
		}
		requests = append(requests, c)
		if len(statements) < together {
			return
		}
		text, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": statements})
		require.NoError(t, err)
		a, err := policyeval.Compile(policyeval.Policies{Identity: []*policyeval.Policy{parse(t, string(text))}})
		require.NoError(t, err)
		for _, r := range requests {
			req := requestOf(r.Request, r.Settings)
			d, err := a.Authorize(req)
			if err != nil {
				continue
			}
			e, err := a.Explain(req)
			require.NoError(t, err)
			outcomes[d.Outcome]++
			assert.Equal(t, e.Decision, d, "%s\n%s", text, r.Request.Resource)
		}
		statements, requests = nil, nil
	})
	for _, o := range []policyeval.Outcome{policyeval.ExplicitDeny, policyeval.ImplicitDeny, policyeval.Undetermined} {
		assert.NotZero(t, outcomes[o], o.String())
	}
}
