package formats

import (
	"bytes"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Limits of code scanning:
// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
const (
	maxTags     = 20
	maxResults  = 25_000
	maxRuleText = 1024
)

// sarifSchema is the schema of the standard, which the module that parses SARIF
// holds in a constant that it does not export. Its own Validate does not look at
// the text but at what it would write itself.
func sarifSchema(t *testing.T) []byte {
	t.Helper()
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	require.NoError(t, err)
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), nil, 0)
	require.NoError(t, err)
	literal := file.Decls[0].(*ast.GenDecl).Specs[0].(*ast.ValueSpec).Values[0].(*ast.BasicLit)
	return []byte(constant.StringVal(constant.MakeFromLiteral(literal.Value, literal.Kind, 0)))
}

// TestSARIF validates by the schema of the standard, and looks for what code
// scanning asks for beyond it.
func TestSARIF(t *testing.T) {
	schema := compileText(t, sarifSchema(t), "")
	for name, text := range subjects(t, "report.sarif", "sarif") {
		t.Run(name, func(t *testing.T) {
			log, err := sarif.FromBytes(text)
			require.NoError(t, err)
			require.NoError(t, validate(t, schema, text))
			assert.Error(t, validate(t, schema, bytes.Replace(text, []byte(`"kind":"fail"`), []byte(`"kind":"failed"`), 1)))
			require.Len(t, log.Runs, 1)
			run := log.Runs[0]
			assert.LessOrEqual(t, len(run.Results), maxResults)
			for _, r := range run.Tool.Driver.Rules {
				require.NotNil(t, r.ShortDescription, *r.ID)
				require.NotNil(t, r.FullDescription, *r.ID)
				require.NotNil(t, r.Help, *r.ID)
				assert.NotEmpty(t, *r.Help.Text, *r.ID)
				assert.LessOrEqual(t, len(*r.ShortDescription.Text), maxRuleText, *r.ID)
				assert.LessOrEqual(t, len(*r.FullDescription.Text), maxRuleText, *r.ID)
				assert.LessOrEqual(t, len(r.Properties.Tags), maxTags, *r.ID)
				assert.Contains(t, r.Properties.Tags, "security")
			}
			for _, r := range run.Results {
				require.Len(t, r.Locations, 1)
				assert.NotEmpty(t, *r.Locations[0].PhysicalLocation.ArtifactLocation.URI)
				assert.Equal(t, 1, *r.Locations[0].PhysicalLocation.Region.StartLine)
				assert.NotEmpty(t, r.PartialFingerprints["primaryLocationLineHash"])
			}
		})
	}
}

// TestSARIFRuns validates a log of several accounts.
func TestSARIFRuns(t *testing.T) {
	schema := compileText(t, sarifSchema(t), "")
	text := subjects(t, "runs.sarif", "")["golden"]
	log, err := sarif.FromBytes(text)
	require.NoError(t, err)
	require.NoError(t, validate(t, schema, text))
	require.Len(t, log.Runs, 3)
}
