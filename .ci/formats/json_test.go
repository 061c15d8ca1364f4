package formats

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// compile reads a schema from a file; at is a definition in it, or empty.
func compile(t *testing.T, file, at string) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return compileText(t, text, at)
}

func compileText(t *testing.T, text []byte, at string) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	require.NoError(t, c.AddResource("urn:schema", doc))
	schema, err := c.Compile("urn:schema" + at)
	require.NoError(t, err)
	return schema
}

func validate(t *testing.T, schema *jsonschema.Schema, text []byte) error {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	return schema.Validate(doc)
}

const ours = root + "/iamhygiene/report/schema"

func TestJSON(t *testing.T) {
	schema := compile(t, filepath.Join(ours, "findings-v1.json"), "")
	for name, text := range subjects(t, "report.json", "json") {
		t.Run(name, func(t *testing.T) { assert.NoError(t, validate(t, schema, text)) })
	}
}

// TestSchemaRefuses: the schema is no formality.
func TestSchemaRefuses(t *testing.T) {
	schema := compile(t, filepath.Join(ours, "findings-v1.json"), "")
	text := string(subjects(t, "report.json", "")["golden"])
	for name, edit := range map[string][2]string{
		"an unknown status":          {`"status":"FAIL"`, `"status":"FAILED"`},
		"an unknown severity":        {`"severity":"high"`, `"severity":"severe"`},
		"a short fingerprint":        {`"fingerprint":"`, `"fingerprint":"x`},
		"a failure with a cause":     {`"status":"UNKNOWN"`, `"status":"FAIL"`},
		"unknown without a cause":    {`"unknown":{`, `"unknwon":{`},
		"a pass under an exemption":  {`"status":"FAIL","severity":"high","message":"has a password and no MFA","resource":{"arn":"arn:aws:iam::111122223333:user/exempted"`, `"status":"PASS","severity":"high","message":"has a password and no MFA","resource":{"arn":"arn:aws:iam::111122223333:user/exempted"`},
		"a time that is none":        {`"observed_at":"2024-03-12T08:30:00Z"`, `"observed_at":"yesterday"`},
		"another version":            {`"version":1`, `"version":2`},
		"a resource without account": {`"account":"111122223333","partition":"aws","region"`, `"partition":"aws","region"`},
	} {
		changed := strings.Replace(text, edit[0], edit[1], 1)
		require.NotEqual(t, text, changed, name)
		assert.Error(t, validate(t, schema, []byte(changed)), name)
	}
}

func TestJSONLines(t *testing.T) {
	schema := compile(t, filepath.Join(ours, "findings-v1.json"), "#/$defs/line")
	for line := range bytes.Lines(subjects(t, "report.jsonl", "jsonl")["golden"]) {
		assert.NoError(t, validate(t, schema, line))
	}
	for line := range bytes.Lines(subjects(t, "report.jsonl", "jsonl")["sample"]) {
		assert.NoError(t, validate(t, schema, line))
	}
}

func TestBaseline(t *testing.T) {
	schema := compile(t, filepath.Join(ours, "baseline-v1.json"), "")
	assert.NoError(t, validate(t, schema, subjects(t, "baseline.json", "")["golden"]))
}
