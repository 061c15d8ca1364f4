package fakes

import (
	"fmt"
	"runtime"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// A NotAnsweredError is the error of a call to an operation that nothing
// answers: no registration, no reactor, no model. It is never retried.
type NotAnsweredError struct {
	// Package is the Go package of the client, such as "iam"; Operation is the
	// name of the operation.
	Package, Operation string
	// Account is the id of the account that called.
	Account string
}

var _ error = (*NotAnsweredError)(nil)

// Error names the operation and shows the registration that is missing.
func (e *NotAnsweredError) Error() string {
	return fmt.Sprintf("fakes: nothing answers %[1]s:%[2]s in account %[3]s; register an answer: "+
		"fakes.On(account, func(ctx context.Context, in *%[1]s.%[2]sInput) (*%[1]s.%[2]sOutput, error) { ... })",
		e.Package, e.Operation, e.Account)
}

// A NotModeledError is the error of a call that a model cannot answer as AWS
// would: the operation is modelled, but not what the call asks for.
type NotModeledError = model.NotModeledError

// A UsageError says that a fake was set up wrongly. Functions that set up a
// fake return nothing, so that tests stay short; instead, every call to a fake
// that was set up wrongly fails with the first such error, as does
// [Account.Err].
type UsageError struct {
	// File and Line are where the fake was set up.
	File string
	Line int
	// Message says what is wrong and what to do.
	Message string
}

var _ error = (*UsageError)(nil)

// Error returns place and message.
func (e *UsageError) Error() string {
	return fmt.Sprintf("fakes: %s:%d: %s", e.File, e.Line, e.Message)
}

// usage returns a UsageError at the caller of the exported function that calls
// usage; skip counts the functions in between.
func usage(skip int, format string, args ...any) *UsageError {
	e := &UsageError{Message: fmt.Sprintf(format, args...)}
	_, e.File, e.Line, _ = runtime.Caller(skip + 2)
	return e
}
