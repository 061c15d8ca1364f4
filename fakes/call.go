package fakes

import (
	"context"
	"reflect"
	"time"

	"github.com/iamhygiene/sdk/fakes/internal/clone"
)

// A Call is one call that reached a fake. A retried call is one Call for each
// attempt, as it is one request each for AWS.
//
// Calls are copies: changing one changes nothing in the fake.
type Call struct {
	// Service is the SDK's id of the service, such as "IAM" or "Config
	// Service".
	Service string
	// Package is the Go package of the client, such as "iam" or
	// "configservice".
	Package string
	// Operation is the name of the operation, such as "ListUsers".
	Operation string
	// Action is what IAM policies call the operation, such as "iam:ListUsers".
	// Operations that need several actions have more in a policy: see
	// [MinimalPolicy].
	Action string
	// Region is the Region of the client, also for global services.
	Region string
	// Account is the id of the account that called, Principal the ARN of the
	// caller, "" if the request was not signed.
	Account, Principal string
	// AccessKeyID is the access key id that signed the request.
	AccessKeyID string
	// RequestID is the id that the caller finds in the output's metadata or in
	// the error.
	RequestID string
	// Attempt counts the attempts of one call of the client, from 1.
	Attempt int
	// Time is the time of the fake.
	Time time.Time
	// Input is the input of the operation, a pointer such as
	// *iam.ListUsersInput. It is deeply copied, except for streams.
	Input any
	// Err is what the fake answered, nil for an output and for calls that are
	// not answered yet. It is not wrapped or typed as the caller's error is.
	Err error
}

// String names the operation: "iam:ListUsers".
func (c Call) String() string { return c.Package + ":" + c.Operation }

// Is reports whether the call is one of the operation: c.Is(Op[iam.ListUsersInput]()).
func (c Call) Is(op Operation) bool { return op.matches(reflect.TypeOf(c.Input)) }

type callKey struct{}

// CallFrom returns the call that a function given to [On] answers: who calls,
// from which account and Region. It returns false for other contexts.
func CallFrom(ctx context.Context) (Call, bool) {
	c, ok := ctx.Value(callKey{}).(Call)
	return c, ok
}

// A Target is what answers, reactors and faults are registered with: an
// [Account], for the calls of its principals, or an [Organization], for the
// calls of all its accounts.
type Target interface {
	hooks() *hooks
	cloudOf() *cloud
}

// CallsTo returns the inputs of the calls to one operation, in the order in
// which they arrived, each attempt counted. They are deep copies.
//
//	fakes.CallsTo[iam.ListUsersInput](account)
func CallsTo[In any](t Target) []*In {
	var inputs []*In
	h := t.hooks()
	for _, c := range h.recorded() {
		if in, ok := c.Input.(*In); ok {
			inputs = append(inputs, clone.Copy(h.copier, in))
		}
	}
	return inputs
}

// An Operation is an operation of a service. The zero value stands for every
// operation of every service.
type Operation struct {
	input reflect.Type // the input struct, nil for all
}

// Op returns the operation whose input is In: Op[iam.ListUsersInput]().
func Op[In any]() Operation { return Operation{input: reflect.TypeFor[In]()} }

func (o Operation) matches(input reflect.Type) bool {
	return o.input == nil || input != nil && input.Kind() == reflect.Pointer && input.Elem() == o.input
}
