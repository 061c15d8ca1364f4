package fakes

import (
	"errors"
	"fmt"
	"strings"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/internal/awscli"
)

// A LoadError says what is wrong with an export that [LoadAccount] reads, and
// where.
type LoadError struct {
	// Input is the file, or what the input is: "authorization details".
	Input string
	// Line and Column count from 1, in the report's CSV if it is one; 0 if they
	// are not known.
	Line, Column int
	// Path is the JSON path, such as $.UserDetailList[3].Tags, or in a
	// credential report the name of the column; "" if there is none.
	Path string
	// Subject is whom the error is about: "user alice"; "" if nobody.
	Subject string
	// Problem is what is wrong, Hint what to do.
	Problem, Hint string
	// Err is the cause, such as a *credreport.RowError or the reader's error; it
	// may be nil.
	Err error
}

// Error returns where, what is wrong and what to do.
func (e *LoadError) Error() string {
	var b strings.Builder
	b.WriteString("fakes: " + e.Input + ": ")
	if e.Line > 0 {
		fmt.Fprintf(&b, "line %d", e.Line)
		if e.Column > 0 {
			fmt.Fprintf(&b, ", column %d", e.Column)
		}
		b.WriteString(": ")
	}
	for _, s := range []string{e.Path, e.Subject} {
		if s != "" {
			b.WriteString(s + ": ")
		}
	}
	b.WriteString(e.Problem)
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *LoadError) Unwrap() error { return e.Err }

// LoadErrors are what is wrong with parts of the exports, at least one.
type LoadErrors []*LoadError

// Error returns the first error and the number of the others.
func (e LoadErrors) Error() string {
	switch len(e) {
	case 0:
		return "fakes: no errors"
	case 1:
		return e[0].Error()
	}
	return fmt.Sprintf("%v (and %d more)", e[0], len(e)-1)
}

// Unwrap returns the errors.
func (e LoadErrors) Unwrap() []error {
	all := make([]error, len(e))
	for i := range e {
		all[i] = e[i]
	}
	return all
}

// ofCLI translates an error of package awscli, which callers cannot name.
func ofCLI(input string, err error) *LoadError {
	var part *awscli.Error
	var call *awscli.CallError
	switch {
	case errors.As(err, &part):
		e := &LoadError{
			Input: input, Line: part.Line, Column: part.Column, Path: part.Path, Subject: part.Subject,
			Problem: part.Problem, Hint: part.Hint, Err: part.Err,
		}
		if part.Err != nil {
			e.Problem += ": " + part.Err.Error()
		}
		return e
	case errors.As(err, &call):
		return &LoadError{
			Input:   input,
			Problem: fmt.Sprintf("the file holds no output but the message that %s failed with %s: %s", call.Operation, call.Code, call.Message),
			Hint:    "export it again with credentials that may call it",
		}
	}
	return &LoadError{Input: input, Problem: err.Error(), Err: err}
}

// ofReport translates an error of package credreport about a whole report.
func ofReport(input string, err error) *LoadError {
	e := &LoadError{Input: input, Problem: strings.TrimPrefix(err.Error(), "credreport: "), Err: err}
	var format *credreport.FormatError
	if errors.As(err, &format) {
		e.Path = format.Path // the text has the line
	}
	return e
}

// ofRow translates an error about a row of the report.
func ofRow(input string, row *credreport.RowError) *LoadError {
	e := &LoadError{Input: input, Line: row.Line, Path: row.Column, Problem: row.Problem.Error(), Err: row,
		Hint: "generate the report again, or correct the row; what is wrong with it is not known of the account"}
	if row.Value != "" {
		e.Problem += fmt.Sprintf(": %.80q", row.Value)
	}
	if row.Detail != "" {
		e.Problem += ": " + row.Detail
	}
	if row.User != "" {
		e.Subject = "user " + row.User
	}
	return e
}
