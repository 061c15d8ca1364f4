package model

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// A Service is a model of an AWS service.
type Service interface {
	// Register names the operations that the model answers, by [Handle]. It
	// is called once, before the first call.
	Register(*Registry)
}

// A HandlerFunc answers a call with a pointer to the operation's output.
type HandlerFunc func(context.Context, *Call) (any, error)

// A Registry holds the operations that the models of a [Cloud] answer. It is
// filled before the first call and read-only from then on.
type Registry struct {
	handlers map[reflect.Type]HandlerFunc
	err      error
}

// Handle registers fn for the operation whose input and output are In and Out.
// A pair that belongs to no operation, or an operation that is registered
// already, makes the Registry fail: every call of the Cloud is answered with
// that error.
func Handle[In, Out any](r *Registry, fn func(context.Context, *Call, *In) (*Out, error)) {
	if err := CheckPair(reflect.TypeFor[In](), reflect.TypeFor[Out]()); err != nil {
		r.fail(err)
		return
	}
	in := reflect.TypeFor[*In]()
	if _, ok := r.handlers[in]; ok {
		r.fail(fmt.Errorf("fakes: two models answer %s", OperationOf(in.Elem())))
		return
	}
	if r.handlers == nil {
		r.handlers = make(map[reflect.Type]HandlerFunc)
	}
	r.handlers[in] = func(ctx context.Context, c *Call) (any, error) {
		out, err := fn(ctx, c, c.Input.(*In))
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = new(Out) // operations without output members
		}
		return out, nil
	}
}

func (r *Registry) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// Operations lists the operations that are answered, as "iam:ListUsers",
// sorted.
func (r *Registry) Operations() []string {
	var names []string
	for t := range r.handlers {
		names = append(names, OperationOf(t.Elem()))
	}
	slices.Sort(names)
	return names
}

// CheckPair returns an error unless in and out are the input and the output
// struct of one operation of the SDK.
func CheckPair(in, out reflect.Type) error {
	op, ok := strings.CutSuffix(in.Name(), "Input")
	if !ok || op == "" || in.Kind() != reflect.Struct || out.Kind() != reflect.Struct || out.Name() != op+"Output" || in.PkgPath() != out.PkgPath() {
		return fmt.Errorf("fakes: %v and %v are not the input and the output of one operation; take both from the same api_op file of the client", in, out)
	}
	return nil
}

// OperationOf names the operation of an input struct: "iam:ListUsers", from
// the Go package of the client.
func OperationOf(in reflect.Type) string {
	return last(in.PkgPath()) + ":" + strings.TrimSuffix(in.Name(), "Input")
}

func packageOf(input any) string {
	t := reflect.TypeOf(input)
	if t == nil || t.Kind() != reflect.Pointer {
		return ""
	}
	return last(t.Elem().PkgPath())
}
