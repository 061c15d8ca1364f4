package formats

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// TestMarkdown parses GitHub Flavored Markdown and looks for markup that a name
// in the data might have made.
func TestMarkdown(t *testing.T) {
	for name, source := range subjects(t, "report.md", "markdown") {
		t.Run(name, func(t *testing.T) {
			doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
			tables := 0
			err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
				if !entering {
					return ast.WalkContinue, nil
				}
				switch n := n.(type) {
				case *east.Table:
					tables++
					for row := n.FirstChild(); row != nil; row = row.NextSibling() {
						assert.Equal(t, len(n.Alignments), row.ChildCount())
					}
				case *ast.Link:
					assert.True(t, bytes.HasPrefix(n.Destination, []byte("https://docs.aws.amazon.com/")), "%s", n.Destination)
				case *ast.AutoLink, *ast.Image, *ast.CodeSpan, *east.Strikethrough:
					t.Errorf("a %s that nobody wrote", n.Kind())
				case *ast.Emphasis:
					assert.Equal(t, 2, n.Level)
				case *ast.RawHTML:
					html := n.Segments.Value(source)
					assert.Regexp(t, `^(<!-- [0-9a-f]{64} -->|<!-- -->|<a id="[a-z0-9-]+">|</a>)$`, string(html))
				case *ast.HTMLBlock:
					for i := range n.Lines().Len() {
						line := n.Lines().At(i)
						assert.Regexp(t, `^(<details><summary>Evidence and remediation</summary>|</details>)\s*$`, string(line.Value(source)))
					}
				case *ast.List:
					_, quoted := n.Parent().(*ast.Blockquote)
					assert.True(t, quoted, "only the header has a list")
				}
				return ast.WalkContinue, nil
			})
			require.NoError(t, err)
			assert.Greater(t, tables, 3)
		})
	}
}
