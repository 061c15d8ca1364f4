package report_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

// object is an object of a JSON Schema.
type object struct {
	Required   []string
	Properties map[string]struct {
		Ref  string `json:"$ref"`
		Type string
	}
	Defs map[string]object `json:"$defs"`
}

func schema(t *testing.T, text string) object {
	t.Helper()
	var s object
	require.NoError(t, json.Unmarshal([]byte(text), &s))
	return s
}

// members returns the JSON members of a struct, and those that are never left
// out.
func members(typ reflect.Type) (all, required []string) {
	for i := range typ.NumField() {
		name, options, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
		all = append(all, name)
		if !strings.Contains(options, "omit") {
			required = append(required, name)
		}
	}
	return all, required
}

// TestSchemaAgreesWithTypes: who adds a field adds it to the schema. That the
// files are valid by the schema is tested with a validator in .ci/formats.
func TestSchemaAgreesWithTypes(t *testing.T) {
	findings, baseline := schema(t, report.JSONSchema()), schema(t, report.BaselineSchema())
	for _, c := range []struct {
		name string
		got  object
		want any
	}{
		{"finding", findings.Defs["finding"], iamhygiene.Finding{}},
		{"resource", findings.Defs["resource"], iamhygiene.Resource{}},
		{"evidence", findings.Defs["evidence"], iamhygiene.Evidence{}},
		{"step", findings.Defs["step"], iamhygiene.Step{}},
		{"data_error", findings.Defs["data_error"], iamhygiene.DataError{}},
		{"check_error", findings.Defs["check_error"], iamhygiene.CheckError{}},
		{"control", findings.Defs["control"], iamhygiene.Control{}},
		{"remediation", findings.Defs["remediation"], iamhygiene.Remediation{}},
		{"suppression", findings.Defs["suppression"], iamhygiene.Suppression{}},
		{"summary", findings.Defs["summary"], iamhygiene.Counts{}},
		{"failure", baseline.Defs["failure"], report.BaselineEntry{}},
	} {
		all, required := members(reflect.TypeOf(c.want))
		assert.ElementsMatch(t, all, slices.Collect(maps.Keys(c.got.Properties)), c.name)
		assert.ElementsMatch(t, required, c.got.Required, c.name)
	}
}

// TestSchemaAgreesWithRun: the header of a run in which everything is set has
// exactly the members of the schema.
func TestSchemaAgreesWithRun(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, report.JSON(&out, results(t, panics{}), func(o *report.Options) { o.Preset, o.Floor = "strict", iamhygiene.SeverityLow }))
	var doc struct{ Run map[string]any }
	require.NoError(t, json.Unmarshal(out.Bytes(), &doc))
	assert.ElementsMatch(t, slices.Collect(maps.Keys(doc.Run)), slices.Collect(maps.Keys(schema(t, report.JSONSchema()).Defs["run"].Properties)))

	out.Reset()
	require.NoError(t, report.NewBaseline(results(t)).Write(&out))
	var file map[string]any
	require.NoError(t, json.Unmarshal(out.Bytes(), &file))
	assert.ElementsMatch(t, slices.Collect(maps.Keys(file)), slices.Collect(maps.Keys(schema(t, report.BaselineSchema()).Properties)))
}
