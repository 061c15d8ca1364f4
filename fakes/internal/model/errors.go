package model

import (
	"fmt"

	"github.com/aws/smithy-go"
)

// Errorf returns the error by which the service answers: its code and message.
// The client gets it typed, if the operation types that code.
func Errorf(code, format string, args ...any) error {
	return &smithy.GenericAPIError{Code: code, Message: fmt.Sprintf(format, args...)}
}

// A NotModeledError says that a fake cannot answer a call faithfully: the
// operation is modelled, but not what this call asks for.
type NotModeledError struct {
	// Package is the Go package of the client, Operation the operation.
	Package, Operation string
	// What is not modelled, for example "the parameter PolicyArns".
	What string
}

var _ error = (*NotModeledError)(nil)

// Error says what is not modelled, and how to answer all the same.
func (e *NotModeledError) Error() string {
	return fmt.Sprintf("fakes: %s:%s: %s is not modelled; answer the call with fakes.On for *%s.%sInput", e.Package, e.Operation, e.What, e.Package, e.Operation)
}

// NotModeled returns the error for a call that the model cannot answer as AWS
// would.
func NotModeled(c *Call, what string) error {
	return &NotModeledError{Package: packageOf(c.Input), Operation: c.Operation, What: what}
}
