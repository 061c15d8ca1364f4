package fakes

import (
	"context"
	"errors"
	"reflect"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// ErrPass is what a function given to [On] returns to leave a call to what was
// registered before it, and in the end to the model.
var ErrPass = errors.New("fakes: pass the call on")

// On registers the answer of one operation: of any service, whether it is
// modelled or not. It goes in front of what is registered already.
//
//	fakes.On(account, func(ctx context.Context, in *cloudtrail.DescribeTrailsInput) (*cloudtrail.DescribeTrailsOutput, error) {
//		return &cloudtrail.DescribeTrailsOutput{TrailList: trails}, nil
//	})
//
// The function gets a copy of the input and its output is copied; a nil output
// without an error is an empty output. An error that is a smithy.APIError, such as
// the exceptions of the client's package types or &smithy.GenericAPIError{Code:
// ...}, reaches the caller as it would from the service: with an HTTP status,
// a request id, and the type that the client gives to that code for that
// operation. Wrap it in a value with a method HTTPStatusCode() int for another
// status than the usual one. Other errors reach the caller as they are and are
// not retried. [ErrPass] leaves the call to the next in line.
//
// In and Out must be the input and the output of one operation. If they are
// not, On registers nothing and every call of the target fails with a
// [UsageError].
//
// The function is called from many goroutines at once if the code under test
// does so.
func On[In, Out any](t Target, fn func(context.Context, *In) (*Out, error)) {
	h := t.hooks()
	if err := model.CheckPair(reflect.TypeFor[In](), reflect.TypeFor[Out]()); err != nil {
		h.refuse(usage(0, "On: %v and %v are not the input and the output of one operation; take both from the same api_op file of the client",
			reflect.TypeFor[In](), reflect.TypeFor[Out]()))
		return
	}
	if fn == nil {
		h.refuse(usage(0, "On: the function for %s is nil", model.OperationOf(reflect.TypeFor[In]())))
		return
	}
	h.react(Op[In](), func(ctx context.Context, c Call) (bool, any, error) {
		in, ok := c.Input.(*In)
		if !ok {
			return false, nil, nil
		}
		out, err := fn(context.WithValue(ctx, callKey{}, c), in)
		switch {
		case errors.Is(err, ErrPass):
			return false, nil, nil
		case err != nil:
			return true, nil, err
		case out == nil:
			out = new(Out)
		}
		return true, out, nil
	})
}
