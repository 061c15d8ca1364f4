package report

import _ "embed"

//go:embed schema/findings-v1.json
var findingsSchema string

//go:embed schema/baseline-v1.json
var baselineSchema string

// JSONSchema returns the JSON Schema (draft 2020-12) of what [JSON] writes. A
// line of [JSONLines] is described by its definition "#/$defs/line". Members
// that the schema does not name are allowed, because later versions of the
// library may add some.
func JSONSchema() string { return findingsSchema }

// BaselineSchema returns the JSON Schema (draft 2020-12) of what
// [Baseline.Write] writes.
func BaselineSchema() string { return baselineSchema }
