package yamlfile

import _ "embed"

//go:embed schema/exemptions-v1.json
var exemptions string

//go:embed schema/attestations-v1.json
var attestations string

// ExemptionSchema returns the JSON Schema (draft 2020-12) of a file of
// exemptions, as JSON text.
func ExemptionSchema() []byte { return []byte(exemptions) }

// AttestationSchema returns the JSON Schema (draft 2020-12) of a file of
// attestations, as JSON text.
func AttestationSchema() []byte { return []byte(attestations) }
