package formats

import (
	"testing"

	"github.com/joshdk/go-junit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestJUnit reads the file as a CI server does and compares the counts that it
// makes with those that the file states.
func TestJUnit(t *testing.T) {
	for name, text := range subjects(t, "report.junit.xml", "junit") {
		t.Run(name, func(t *testing.T) {
			suites, err := junit.Ingest(text)
			require.NoError(t, err)
			require.NotEmpty(t, suites)
			for _, s := range suites {
				stated := s.Totals
				s.Aggregate()
				assert.Equal(t, s.Totals, stated, s.Name)
				assert.NotEmpty(t, s.Properties["run_id"])
				for _, c := range s.Tests {
					assert.NotEmpty(t, c.Name)
					assert.NotEmpty(t, c.Classname)
				}
			}
		})
	}
}
