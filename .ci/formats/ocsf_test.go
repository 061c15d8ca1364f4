package formats

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestOCSF validates by a schema that was written from the definition of the
// class, because none is published as a package. It refuses what the class does
// not define.
func TestOCSF(t *testing.T) {
	schema := compile(t, "testdata/ocsf-compliance-finding-1.5.0.json", "")
	for name, text := range subjects(t, "report.ocsf.jsonl", "ocsf") {
		t.Run(name, func(t *testing.T) {
			for line := range bytes.Lines(text) {
				assert.NoError(t, validate(t, schema, line))
			}
		})
	}
}
