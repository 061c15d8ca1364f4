package load

import (
	"errors"
	"fmt"
	"strings"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/awscli"
)

// A FileError says that a file cannot be used. It has the fields of
// collect.FileError, which is what callers see.
type FileError struct {
	// File is the name of the file; "" where no single one is meant.
	File string
	// Line and Column count from 1; 0 where the whole file is meant.
	Line, Column int
	// Path is the JSON path; "" where there is none.
	Path string
	// Problem is what is wrong, in words.
	Problem string
	// Hint is what to do; it may be empty.
	Hint string
	// Err is the cause; it may be nil.
	Err error
}

// Text returns where, what and what to do.
func (e *FileError) Text() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File + ": ")
	}
	if e.Line > 0 {
		fmt.Fprintf(&b, "line %d", e.Line)
		if e.Column > 0 {
			fmt.Fprintf(&b, ", column %d", e.Column)
		}
		b.WriteString(": ")
	}
	if e.Path != "" {
		b.WriteString(e.Path + ": ")
	}
	b.WriteString(e.Problem)
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	return b.String()
}

// Error returns Text with the name of the package.
func (e *FileError) Error() string { return "load: " + e.Text() }

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Err }

// An AccountError says that two files, or two parts of one, are of different
// accounts. It has the fields of collect.AccountError.
type AccountError struct {
	// File is of the account Account.
	File, Account string
	// OtherFile is of the account OtherAccount; "" where the caller asked for
	// that account.
	OtherFile, OtherAccount string
}

// Text returns both files and both accounts.
func (e *AccountError) Text() string {
	switch e.OtherFile {
	case "":
		return fmt.Sprintf("%s is of account %s, but account %s was asked for", e.File, e.Account, e.OtherAccount)
	case e.File:
		return fmt.Sprintf("%s is of two accounts, %s and %s; give the files of one account at a time", e.File, e.OtherAccount, e.Account)
	}
	return fmt.Sprintf("%s is of account %s, but %s is of account %s; give the files of one account at a time",
		e.OtherFile, e.OtherAccount, e.File, e.Account)
}

// Error returns Text with the name of the package.
func (e *AccountError) Error() string { return "load: " + e.Text() }

// Texts returns the texts of the errors that Snapshot joined, without the name
// of this package, which callers of the public ones need not know.
func Texts(err error) []string {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		if e, ok := err.(interface{ Text() string }); ok {
			return []string{e.Text()}
		}
		return []string{err.Error()}
	}
	var texts []string
	for _, e := range joined.Unwrap() {
		texts = append(texts, Texts(e)...)
	}
	return texts
}

// fileError makes a FileError of what reading a file returned.
func fileError(file string, err error) *FileError {
	out := &FileError{File: file, Err: err}
	if cli := (*awscli.Error)(nil); errors.As(err, &cli) {
		out.Line, out.Column, out.Path, out.Problem, out.Hint, out.Err = cli.Line, cli.Column, cli.Path, cli.Problem, cli.Hint, cli.Err
		if cli.Err != nil {
			out.Problem += ": " + cli.Err.Error()
		}
		return out
	}
	out.Problem = strings.TrimPrefix(err.Error(), "credreport: ")
	if f := (*credreport.FormatError)(nil); errors.As(err, &f) {
		out.Line, out.Path = f.Line, f.Path
	}
	if c := (*credreport.ColumnError)(nil); errors.As(err, &c) {
		out.Line = c.Line
	}
	// Text says line and path by itself.
	if out.Line > 0 {
		out.Problem = strings.TrimPrefix(out.Problem, fmt.Sprintf("line %d: ", out.Line))
	}
	if out.Path != "" {
		out.Problem = strings.TrimPrefix(out.Problem, out.Path+": ")
	}
	return out
}

// refused makes the error of a dataset of the message of a failed call.
func refused(call *awscli.CallError) *iamhygiene.DataError {
	e := &iamhygiene.DataError{
		Operation: "iam:" + call.Operation, Action: "iam:" + call.Operation,
		Code: call.Code, Retryable: call.Retryable(),
	}
	if call.Message != "" {
		// AWS's text is kept: it says who was denied, and by which kind of
		// policy.
		e.Message = e.Operation + " failed with " + call.Code + ": " + strings.TrimSuffix(call.Message, ".")
	}
	return e
}

// damaged makes the error of a part of a dataset.
func damaged(file, operation string, e *awscli.Error) *iamhygiene.DataError {
	out := &iamhygiene.DataError{
		Operation: operation, Code: iamhygiene.CodeInvalid, Scope: e.ARN,
		Message: fmt.Sprintf("%s: line %d, column %d: %s", file, e.Line, e.Column, e.Text()),
	}
	if out.Scope == "" {
		out.Scope = e.Element
	}
	return out
}

// merge makes one error of those that share a scope, because the scope is what
// tells two findings about lost parts apart. The first gives the code.
func merge(errs []*iamhygiene.DataError) []*iamhygiene.DataError {
	const most = 5 // messages in one error
	at := make(map[string]int)
	count := make(map[string]int)
	var out []*iamhygiene.DataError
	for _, e := range errs {
		i, ok := at[e.Scope]
		count[e.Scope]++
		switch n := count[e.Scope]; {
		case !ok:
			at[e.Scope] = len(out)
			c := *e
			out = append(out, &c)
		case out[i].Message == "" || e.Message == "" || n > most+1:
		case n == most+1:
			out[i].Message += "; and more"
		default:
			out[i].Message += "; " + e.Message
		}
	}
	return out
}
