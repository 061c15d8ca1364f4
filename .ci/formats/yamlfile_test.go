package formats

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// TestExemptionFiles: what an editor says of a file by the schema is what the
// reader says.
func TestExemptionFiles(t *testing.T) {
	const good = "id: e1, checks: [root-mfa], reason: a risk that we take, owner: me, expires: 2025-06-30"
	for _, tt := range []struct {
		name, text string
		ok         bool
	}{
		{"by ARN", "exemptions: [{" + good + ", resource: \"arn:*\"}]", true},
		{"by name", "exemptions: [{" + good + ", resource: bob, account: \"111122223333\"}]", true},
		{"by name without account", "exemptions: [{" + good + ", resource: bob}]", false},
		{"none", "exemptions: []", true},
		{"another name", "exemption: []", false},
		{"an unknown member", "exemptions: [{" + good + ", resource: \"arn:*\", until: x}]", false},
		{"no checks", "exemptions: [{id: e1, checks: [], resource: \"arn:*\", reason: a risk that we take, owner: me, expires: 2025-06-30}]", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			schema := compile(t, filepath.Join(root, "iamhygiene/yamlfile/schema/exemptions-v1.json"), "")
			assert.Equal(t, tt.ok, validate(t, schema, asJSON(t, tt.text)) == nil)
		})
	}
}

func TestAttestationFiles(t *testing.T) {
	schema := compile(t, filepath.Join(root, "iamhygiene/yamlfile/schema/attestations-v1.json"), "")
	assert.NoError(t, validate(t, schema, asJSON(t, "attestations: [{id: manual-x, answer: \"yes\", who: me, date: 2024-01-02, expires: 2025-01-02}]")))
	assert.Error(t, validate(t, schema, asJSON(t, "attestations: [{id: manual-x, answer: maybe, who: me, date: 2024-01-02, expires: 2025-01-02}]")))
}

// asJSON is a YAML document as an editor hands it to a validator: dates are
// texts there.
func asJSON(t *testing.T, text string) []byte {
	t.Helper()
	var doc yaml.Node
	require.NoError(t, yaml.Unmarshal([]byte(text), &doc))
	var plain func(n *yaml.Node) any
	plain = func(n *yaml.Node) any {
		switch n.Kind {
		case yaml.DocumentNode:
			return plain(n.Content[0])
		case yaml.SequenceNode:
			list := []any{}
			for _, c := range n.Content {
				list = append(list, plain(c))
			}
			return list
		case yaml.MappingNode:
			m := map[string]any{}
			for i := 0; i < len(n.Content); i += 2 {
				m[n.Content[i].Value] = plain(n.Content[i+1])
			}
			return m
		}
		return n.Value
	}
	out, err := json.Marshal(plain(&doc))
	require.NoError(t, err)
	return out
}
