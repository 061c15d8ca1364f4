package seam

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"time"

	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/iamhygiene/sdk/fakes/internal/wire"
)

func noDelay(int, error) (time.Duration, error) { return 0, nil }

// A reply is what comes from the network: a response, or the error of the
// transport.
type reply struct {
	response *http.Response
	err      error
}

// transport stands where the HTTP client would be called and hands the reply
// to the client's deserializer.
var transport = middleware.DeserializeMiddlewareFunc("fakes.transport", func(
	ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler,
) (middleware.DeserializeOutput, middleware.Metadata, error) {
	o, ok := middleware.GetStackValue(ctx, outcomeKey{}).(*reply)
	if !ok {
		return next.HandleDeserialize(ctx, in)
	}
	raw := &smithyhttp.Response{Response: o.response}
	return middleware.DeserializeOutput{RawResponse: raw}, middleware.Metadata{}, o.err
})

// outcome says what the network would deliver in place of err: nil if err is
// none of the service's errors nor one of the connection.
func outcome(ctx context.Context, r Request, id string, err error) *reply {
	// As in the SDK's HTTP client: no response, and cancellation wins.
	silence := &http.Response{Header: http.Header{}, Body: http.NoBody}
	if ctx.Err() != nil {
		return &reply{response: silence, err: &smithy.CanceledError{Err: ctx.Err()}}
	}
	var send *smithyhttp.RequestSendError
	if errors.As(err, &send) {
		return &reply{response: silence, err: send}
	}
	var api smithy.APIError
	if !errors.As(err, &api) {
		return nil
	}
	e := wire.Error{
		Code:      api.ErrorCode(),
		Message:   api.ErrorMessage(),
		RequestID: id,
	}
	var status interface{ HTTPStatusCode() int }
	if errors.As(err, &status) {
		e.StatusCode = status.HTTPStatusCode()
	}
	if e.StatusCode < 300 {
		e.StatusCode = r.Protocol.Status(e.Code, api.ErrorFault() == smithy.FaultServer)
	}
	if name, ok := overridden(api); ok {
		e.Code, e.QueryCode = name, e.Code
	}
	return &reply{response: r.Protocol.Response(e)}
}

// overridden tells the name of a typed error whose ErrorCodeOverride is set, as
// the clients of services do that once spoke another protocol (SQS,
// CloudWatch): the name travels in the body, the code in a header.
func overridden(api smithy.APIError) (string, bool) {
	v := reflect.ValueOf(api)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct {
		return "", false
	}
	f := v.Elem().FieldByName("ErrorCodeOverride")
	if !f.IsValid() || f.Kind() != reflect.Pointer || f.IsNil() {
		return "", false
	}
	return v.Elem().Type().Name(), true
}

// fill completes an error that came through the deserializer with the fields
// of the error that the fake meant (a reason, the id of a resource), where both
// have the same type. The wire form of those fields is known to the client
// alone, so the seam does not write them into the response.
func fill(received, meant error) {
	var api smithy.APIError
	if !errors.As(meant, &api) {
		return
	}
	src := reflect.ValueOf(api)
	if src.Kind() != reflect.Pointer || src.IsNil() || src.Elem().Kind() != reflect.Struct {
		return
	}
	target := reflect.New(src.Type())
	if !as(received, target) {
		return
	}
	dst := target.Elem()
	if dst.Pointer() == src.Pointer() {
		return
	}
	for i := range src.Elem().NumField() {
		if f := dst.Elem().Field(i); f.CanSet() && f.IsZero() {
			f.Set(src.Elem().Field(i))
		}
	}
}

// as is errors.As for a target whose type is known at run time only; the type
// implements error, so that errors.As does not panic.
func as(err error, target reflect.Value) bool {
	return err != nil && errors.As(err, target.Interface())
}
