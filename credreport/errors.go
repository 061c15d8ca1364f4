package credreport

import (
	"fmt"
	"strconv"
	"strings"
)

// A FormatError says that the input is not a report, or only the beginning of
// one. It ends the reading.
type FormatError struct {
	Problem Problem
	// Line is the line of the CSV, from 1; 0 if there is none.
	Line int
	// Path is the JSON path in the answer of the CLI, such as $.Content; "" in
	// other inputs.
	Path string
	// Offset is the byte in the JSON, or in the base64 text, from 0; -1 where it
	// has no meaning.
	Offset int64
	// Detail is what was found, in words; it may be empty.
	Detail string
	// Err is the cause, such as the reader's own error; it may be nil.
	Err error
}

// Error returns where, what and what to do.
func (e *FormatError) Error() string {
	var b strings.Builder
	b.WriteString("credreport: ")
	if e.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", e.Line)
	}
	if e.Path != "" {
		b.WriteString(e.Path + ": ")
	}
	if e.Offset >= 0 {
		fmt.Fprintf(&b, "byte %d: ", e.Offset)
	}
	about := e.Problem.about()
	b.WriteString(about.text)
	if e.Detail != "" {
		b.WriteString(" (" + e.Detail + ")")
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	if about.hint != "" {
		b.WriteString("; " + about.hint)
	}
	return b.String()
}

// Unwrap returns the Problem and, if there is one, the cause.
func (e *FormatError) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Problem}
	}
	return []error{e.Problem, e.Err}
}

// A ColumnError says that the header cannot be used. It ends the reading.
type ColumnError struct {
	Problem Problem // ErrMissing or ErrDuplicate
	// Columns are the names of the columns at fault, in AWS's order.
	Columns []string
	// Found is the header.
	Found []string
	// Line is the line of the header, from 1.
	Line int
}

// Error returns where, what, the columns that were found, and what to do.
func (e *ColumnError) Error() string {
	about := e.Problem.about()
	word, text := "column", about.text
	if len(e.Columns) > 1 {
		word, text = "columns", strings.Replace(text, "is ", "are ", 1)
	}
	quoted := make([]string, len(e.Columns))
	for i, c := range e.Columns {
		quoted[i] = quote(c)
	}
	return fmt.Sprintf("credreport: line %d: %s %s %s (found %s); %s",
		e.Line, word, strings.Join(quoted, ", "), text, shorten(strings.Join(e.Found, ","), 600), about.hint)
}

// Unwrap returns the Problem.
func (e *ColumnError) Unwrap() error { return e.Problem }

// A RowError says what is wrong with a field, or with a row as a whole. The error
// of a field does not affect the other fields. If it is the row that is damaged,
// Column is empty, and of its fields only the user and the ARN are good. Other
// rows are not affected. A RowError has a JSON form and is comparable by its
// fields.
type RowError struct {
	// Line is the line on which the row begins, from 1; 0 if the error is about
	// no single row.
	Line int `json:"line,omitempty"`
	// Column is the header name of the field; "" if the error is about the row.
	Column string `json:"column,omitempty"`
	// User is the user column of the row, if it could be read.
	User string `json:"user,omitempty"`
	// Value is the text of the field, or of a row that could not be split.
	Value string `json:"value,omitempty"`
	// Problem is what is wrong.
	Problem Problem `json:"problem"`
	// Detail is what was found, in words; it may be empty.
	Detail string `json:"detail,omitempty"`
}

// Error returns where, what and what to do.
func (e *RowError) Error() string { return "credreport: " + e.text() }

func (e *RowError) text() string {
	var b strings.Builder
	if e.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", e.Line)
	}
	if e.User != "" {
		b.WriteString("user " + quote(e.User) + ": ")
	}
	if e.Column != "" {
		name := e.Column
		if !validName(name) {
			name = quote(name) // a header may hold anything
		}
		b.WriteString("column " + name + ": " + quote(e.Value) + ": ")
	}
	about := e.Problem.about()
	b.WriteString(about.text)
	if e.Detail != "" {
		b.WriteString(" (" + e.Detail + ")")
	}
	if e.Column == "" && e.Value != "" {
		b.WriteString(": " + quote(e.Value))
	}
	if about.hint != "" {
		b.WriteString("; " + about.hint)
	}
	return b.String()
}

// Unwrap returns the Problem.
func (e *RowError) Unwrap() error { return e.Problem }

// RowErrors are the errors of one row, at least one, from left to right.
type RowErrors []*RowError

// Error returns the texts of all errors, separated by line breaks.
func (e RowErrors) Error() string {
	texts := make([]string, len(e))
	for i, err := range e {
		texts[i] = err.Error()
	}
	return strings.Join(texts, "\n")
}

// Unwrap returns the errors, so that errors.As finds the first *RowError and
// errors.Is any [Problem].
func (e RowErrors) Unwrap() []error {
	errs := make([]error, len(e))
	for i, err := range e {
		errs[i] = err
	}
	return errs
}

// enumError is the error of UnmarshalText and MarshalText.
type enumError struct{ kind, text string }

func (e *enumError) Error() string {
	return "credreport: " + quote(e.text) + " is not a " + e.kind
}

// jsonError is the error of the UnmarshalJSON methods.
type jsonError struct {
	kind string
	err  error
}

func (e *jsonError) Error() string { return "credreport: " + e.kind + ": " + e.err.Error() }
func (e *jsonError) Unwrap() error { return e.err }

// quote quotes s for an error text, and shortens what no one would read.
func quote(s string) string { return strconv.Quote(shorten(s, 120)) }

func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "..."
}

var (
	_ error = (*FormatError)(nil)
	_ error = (*ColumnError)(nil)
	_ error = (*RowError)(nil)
	_ error = RowErrors(nil)
	_ error = Problem(0)
)
