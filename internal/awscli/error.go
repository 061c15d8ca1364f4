package awscli

import (
	"fmt"
	"strings"
)

// A Reason names what is wrong with an input or a part of it.
type Reason string

// Reasons that concern the input as a whole.
const (
	// Empty: nothing, or only white space.
	Empty Reason = "empty"
	// UTF16: UTF-16 text, as the > of old PowerShell versions writes.
	UTF16 Reason = "utf16"
	// Binary: not text; a packed file.
	Binary Reason = "binary"
	// Markup: an HTML or XML page.
	Markup Reason = "markup"
	// OutputFormat: the output of the CLI as YAML, text or table.
	OutputFormat Reason = "output-format"
	// Command: the output of another command.
	Command Reason = "command"
	// Cut: the JSON ends early.
	Cut Reason = "cut"
	// Syntax: not JSON.
	Syntax Reason = "syntax"
	// Read: the reader failed.
	Read Reason = "read"
)

// Reasons that concern a part.
const (
	// Type: a value of another JSON type than AWS documents.
	Type Reason = "type"
	// Missing: a member without which the element means nothing.
	Missing Reason = "missing"
	// BadTime: a text or number that is no time.
	BadTime Reason = "time"
	// BadDocument: a policy document that is not a JSON object.
	BadDocument Reason = "document"
	// BadARN: not the ARN of a user, group, role or policy.
	BadARN Reason = "arn"
	// Duplicate: an earlier element has the same ARN.
	Duplicate Reason = "duplicate"
)

// An Error says what is wrong with an input and where.
type Error struct {
	// File is the name that the caller gave to the input.
	File string
	// Line and Column count from 1, the column in bytes; 0 where the whole
	// input is meant.
	Line, Column int
	// Path is the JSON path, such as $.UserDetailList[3].Tags; "" where there
	// is none.
	Path string
	// Element is the list and index of the element, such as UserDetailList[3],
	// with the number of the page before it from the second page on:
	// [1].UserDetailList[3]. It is "" where no element is meant.
	Element string
	// Subject is whom the element is about: "user alice"; "" where the
	// element has no name.
	Subject string
	// ARN is the ARN of the element, where it could be read.
	ARN string
	// Reason is what is wrong, for programs.
	Reason Reason
	// Problem is what is wrong, in words.
	Problem string
	// Hint is what to do; it may be empty.
	Hint string
	// Err is the cause, such as the reader's own error; it may be nil.
	Err error
}

// Error returns file, line, column, path, subject, what is wrong and what to
// do.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("awscli: ")
	if e.File != "" {
		b.WriteString(e.File + ": ")
	}
	if e.Line > 0 {
		fmt.Fprintf(&b, "line %d, column %d: ", e.Line, e.Column)
	}
	b.WriteString(e.Text())
	return b.String()
}

// Text returns the part of the error text that does not depend on the file:
// path, subject, what is wrong and what to do.
func (e *Error) Text() string {
	var b strings.Builder
	if e.Path != "" {
		b.WriteString(e.Path + ": ")
	}
	if e.Subject != "" {
		b.WriteString(e.Subject + ": ")
	}
	b.WriteString(e.Problem)
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// quote quotes text for an error message and shortens what nobody would read.
func quote(s string) string {
	const limit = 80
	if len(s) > limit {
		s = strings.ToValidUTF8(s[:limit], "") + "..."
	}
	return fmt.Sprintf("%q", s)
}
