package policyeval

import (
	"fmt"
	"strings"
)

// A ParseError is one fault of a policy document: what is wrong, where, and
// what to do. [Parse], [Policy.Check] and [Compile] return them, all together,
// as [ParseErrors]; errors.As finds the first.
type ParseError struct {
	// Rule is the number of the rule that the document breaks, for example
	// "D2"; "JSON" if the text is not JSON.
	Rule string
	// Offset is the byte offset of the fault, from 0.
	Offset int
	// Line and Column are counted from 1; Column counts bytes. Both are 0 for
	// a Policy that was not parsed.
	Line, Column int
	// Path is the JSON pointer (RFC 6901) of the faulty value, "" for the
	// document itself. A missing member is reported at the object that lacks it.
	Path string
	// Message says what is wrong, and Advice what to do.
	Message, Advice string

	// Statement is the index of the statement with the fault, -1 for a fault of
	// the document.
	Statement int
	// Element is the faulty element.
	Element Element
	// Operator and Key are indices into the Condition if the fault is one of a
	// single condition entry, otherwise -1. Key alone is -1 if the whole
	// operator is faulty.
	Operator, Key int
}

var _ error = (*ParseError)(nil)

// Error returns one line with place, message and advice.
func (e *ParseError) Error() string {
	var b strings.Builder
	b.WriteString("policyeval: ")
	e.write(&b)
	return b.String()
}

func (e *ParseError) write(b *strings.Builder) {
	if e.Line > 0 {
		fmt.Fprintf(b, "line %d, column %d", e.Line, e.Column)
		if e.Path != "" {
			fmt.Fprintf(b, " (%s)", e.Path)
		}
		b.WriteString(": ")
	} else if e.Path != "" {
		b.WriteString(e.Path)
		b.WriteString(": ")
	}
	b.WriteString(e.Message)
	if e.Advice != "" {
		b.WriteString("; ")
		b.WriteString(e.Advice)
	}
	if e.Rule != "" {
		fmt.Fprintf(b, " [%s]", e.Rule)
	}
}

// ParseErrors holds every fault that was found in one document, in the order of
// the text. It is never empty when returned as an error.
type ParseErrors []*ParseError

// Error returns the only fault on one line, or a count and one line for each.
func (e ParseErrors) Error() string {
	switch len(e) {
	case 0:
		return "policyeval: no fault"
	case 1:
		return e[0].Error()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "policyeval: %d faults in the policy document", len(e))
	for _, f := range e {
		b.WriteString("\n\t")
		f.write(&b)
	}
	return b.String()
}

// Unwrap gives errors.Is and errors.As access to the single faults.
func (e ParseErrors) Unwrap() []error {
	errs := make([]error, len(e))
	for i, f := range e {
		errs[i] = f
	}
	return errs
}

// A Warning is a remark about text that loads and has a fixed meaning, but
// probably not the one that its author had in mind. A warning never changes a
// decision.
type Warning struct {
	// Rule is the number of the rule behind the warning.
	Rule string
	// Offset, Line, Column and Path are as in [ParseError].
	Offset, Line, Column int
	Path                 string
	// Message says what is suspicious and what the text means.
	Message string
}

// String returns one line with place and message.
func (w Warning) String() string {
	e := ParseError{Rule: w.Rule, Line: w.Line, Column: w.Column, Path: w.Path, Message: w.Message}
	var b strings.Builder
	e.write(&b)
	return b.String()
}
