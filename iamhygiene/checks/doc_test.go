package checks_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// The package documentation lists every check, by type, and so does not fall
// behind.
func TestDocListsChecks(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments|parser.PackageClauseOnly)
	require.NoError(t, err)
	require.NotNil(t, file.Doc)
	text := (&ast.CommentGroup{List: file.Doc.List}).Text()
	for _, c := range checks.Catalogue(checks.Standard) {
		assert.Contains(t, text, "["+reflect.TypeOf(c).Name()+"]")
	}
}
