package yamlfile

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// An Error says what is wrong in a file, and where.
type Error struct {
	// Line and Column count from 1; they are 0 where the parser of YAML failed
	// and Err says the line.
	Line, Column int
	// Path is the member: "exemptions[2].expires". Empty for the whole file.
	Path string
	// Err says what is wrong and what to do.
	Err error
}

// Error returns "yamlfile: line 3, column 5 (exemptions[0].id): problem".
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("yamlfile: ")
	if e.Line > 0 {
		fmt.Fprintf(&b, "line %d, column %d", e.Line, e.Column)
		if e.Path != "" {
			b.WriteString(" (" + e.Path + ")")
		}
		b.WriteString(": ")
	}
	b.WriteString(strings.TrimPrefix(strings.TrimPrefix(e.Err.Error(), "yaml: "), "iamhygiene: "))
	return b.String()
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

func at(n *yaml.Node, path string, err error) error {
	return &Error{Line: n.Line, Column: n.Column, Path: path, Err: err}
}
