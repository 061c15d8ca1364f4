package policytest

import (
	"fmt"
	"strings"
)

// A FormatError is a fault of a case file: text that is not JSON, or a case
// that is not of the format. Parse and Load return it for the first fault.
type FormatError struct {
	// File is the name of the file.
	File string
	// Line and Column are counted from 1; Column counts bytes.
	Line, Column int
	// Case is the name of the case with the fault, "" if it has none or the
	// fault is not inside a case.
	Case string
	// Path is the JSON pointer (RFC 6901) of the faulty value, "" for the file.
	Path string
	// Reason says what is wrong and what to do.
	Reason string
	// Err is the underlying error, or nil.
	Err error
}

// Error returns one line with the place and the reason.
func (e *FormatError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "policytest: %s:%d:%d: ", e.File, e.Line, e.Column)
	if e.Case != "" {
		fmt.Fprintf(&b, "case %q: ", e.Case)
	}
	if e.Path != "" {
		b.WriteString(e.Path)
		b.WriteString(": ")
	}
	b.WriteString(e.Reason)
	if e.Err != nil {
		b.WriteString(": ")
		b.WriteString(e.Err.Error())
	}
	return b.String()
}

// Unwrap returns Err.
func (e *FormatError) Unwrap() error { return e.Err }
