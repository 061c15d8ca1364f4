// Package seam puts a function in the place of the network under a client of
// the AWS SDK for Go v2.
//
// The answer comes at the end of the client's Finalize step, after signing.
// There, input validation, serialization, credentials, endpoint rules, retries,
// paginators, waiters and cancellation have run as they do in production, and
// the access key id of the caller stands in the Authorization header. An answer
// at an earlier step is never retried and ignores a cancelled context.
//
// An output goes to the caller as it is. An error goes the long way: the seam
// writes the HTTP response by which the service would report it, and the
// client's own deserializer reads it. So an error has the type, the text and the
// retry behaviour that it has in production, for every operation of every
// service and in every version of the SDK.
package seam

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/iamhygiene/sdk/fakes/internal/wire"
)

// A Request is one attempt to call an operation.
type Request struct {
	// Service is the SDK's id of the service ("IAM", "Config Service"),
	// Package the name of the client's Go package ("iam", "configservice").
	Service, Package string
	Operation        string
	// Region is that of the client, Endpoint that of the endpoint it calls.
	// They differ for global services.
	Region, Endpoint string
	// SigningName is the service's name in the signature ("iam", "config"),
	// AccessKeyID whose signature it is. Both are empty for operations that
	// are not signed.
	SigningName, AccessKeyID string
	SessionToken             string
	// Invocation identifies the call of the client that the attempt is one of.
	Invocation string
	// Attempt counts from 1; retries have higher numbers.
	Attempt  int
	Protocol wire.Protocol
	// Input is the caller's own pointer to the operation's input.
	Input any
}

// A Handler answers requests: with a pointer to the operation's output, or an
// error. The request id is used in both cases.
type Handler func(context.Context, Request) (out any, requestID string, err error)

type (
	inputKey   struct{}
	outcomeKey struct{}
)

// APIOption returns the function for aws.Config.APIOptions that makes clients
// ask h instead of the network.
func APIOption(h Handler) func(*middleware.Stack) error {
	return func(stack *middleware.Stack) error {
		if _, ok := stack.Finalize.Get((*retry.Attempt)(nil).ID()); !ok {
			// A presign client: it makes no request, and its last step
			// returns the URL where an answer would be taken for one.
			return nil
		}
		if err := stack.Initialize.Add(capture, middleware.Before); err != nil {
			return fmt.Errorf("fakes: add to the client's Initialize step: %w", err)
		}
		// At the end rather than right behind "Signing", so that what else
		// looks at signed requests, such as interceptors, still runs.
		if err := stack.Finalize.Add(answer{h}, middleware.After); err != nil {
			return fmt.Errorf("fakes: add to the client's Finalize step: %w", err)
		}
		if err := stack.Deserialize.Add(transport, middleware.After); err != nil {
			return fmt.Errorf("fakes: add to the client's Deserialize step: %w", err)
		}
		return nil
	}
}

// capture keeps the input: when the call is answered only the HTTP request is
// left of it.
var capture = middleware.InitializeMiddlewareFunc("fakes.capture", func(
	ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
) (middleware.InitializeOutput, middleware.Metadata, error) {
	return next.HandleInitialize(middleware.WithStackValue(ctx, inputKey{}, in.Parameters), in)
})

type answer struct{ handler Handler }

var _ middleware.FinalizeMiddleware = answer{}

// ID names the step in the errors of a stack.
func (answer) ID() string { return "fakes.answer" }

// HandleFinalize answers the call.
func (a answer) HandleFinalize(
	ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler,
) (middleware.FinalizeOutput, middleware.Metadata, error) {
	var none middleware.FinalizeOutput
	var metadata middleware.Metadata
	request, ok := in.Request.(*smithyhttp.Request)
	if !ok {
		return none, metadata, fmt.Errorf("fakes: the client sends a %T, want an HTTP request", in.Request)
	}
	r := read(ctx, request)
	result, id, err := a.handler(ctx, r)
	if err == nil {
		err = checkOutput(r, result)
	} else {
		err = checkError(r, err)
	}
	if err == nil && ctx.Err() == nil {
		awsmiddleware.SetRequestIDMetadata(&metadata, id)
		return middleware.FinalizeOutput{Result: result}, metadata, nil
	}
	o := outcome(ctx, r, id, err)
	if o == nil {
		// The fake has something to say to the author of the test, not the
		// service to its caller.
		awsmiddleware.SetRequestIDMetadata(&metadata, id)
		return none, metadata, err
	}
	out, metadata, received := next.HandleFinalize(middleware.WithStackValue(ctx, outcomeKey{}, o), in)
	fill(received, err)
	return out, metadata, received
}

// checkOutput keeps the generated client from a type assertion that panics.
func checkOutput(r Request, out any) error {
	in, got := reflect.TypeOf(r.Input), reflect.TypeOf(out)
	if in != nil && got != nil && got.Kind() == reflect.Pointer && in.Kind() == reflect.Pointer &&
		got.Elem().PkgPath() == in.Elem().PkgPath() && got.Elem().Name() == r.Operation+"Output" && !reflect.ValueOf(out).IsNil() {
		return nil
	}
	return fmt.Errorf("fakes: %s:%s was answered with a %T; return a *%s.%sOutput", r.Package, r.Operation, out, r.Package, r.Operation)
}

// checkError keeps a nil exception, which is an error that is not nil, from
// being asked for its code.
func checkError(r Request, err error) error {
	var api smithy.APIError
	if errors.As(err, &api) {
		if v := reflect.ValueOf(api); v.Kind() == reflect.Pointer && v.IsNil() {
			return fmt.Errorf("fakes: %s:%s was answered with an error that is a nil %T; return nil or a pointer to an error", r.Package, r.Operation, api)
		}
	}
	return err
}

func read(ctx context.Context, request *smithyhttp.Request) Request {
	r := Request{
		Service:      awsmiddleware.GetServiceID(ctx),
		Operation:    awsmiddleware.GetOperationName(ctx),
		Region:       awsmiddleware.GetRegion(ctx),
		SessionToken: request.Header.Get("X-Amz-Security-Token"),
		Invocation:   request.Header.Get("Amz-Sdk-Invocation-Id"),
		Attempt:      attempt(request.Header.Get("Amz-Sdk-Request")),
		Input:        middleware.GetStackValue(ctx, inputKey{}),
	}
	if t := reflect.TypeOf(r.Input); t != nil && t.Kind() == reflect.Pointer {
		path := t.Elem().PkgPath()
		r.Package = path[strings.LastIndexByte(path, '/')+1:]
	}
	r.AccessKeyID, r.Endpoint, r.SigningName = credential(request.Header.Get("Authorization"))
	if r.Endpoint == "" {
		r.Endpoint = r.Region
	}
	r.Protocol = wire.Detect(request.Request, r.Service)
	return r
}

// credential reads the access key id, the Region and the service from the
// Credential of a signature: AKIDEXAMPLE/20230515/us-east-1/iam/aws4_request. A
// signature for several Regions (SigV4a) leaves the Region out.
func credential(authorization string) (keyID, region, service string) {
	_, rest, ok := strings.Cut(authorization, "Credential=")
	if !ok {
		return "", "", ""
	}
	scope, _, _ := strings.Cut(rest, ",")
	parts := strings.Split(strings.TrimSpace(scope), "/")
	if len(parts) < 4 {
		return parts[0], "", ""
	}
	if len(parts) > 4 {
		region = parts[2]
	}
	return parts[0], region, parts[len(parts)-2]
}

// attempt reads the number from "attempt=2; max=3".
func attempt(header string) int {
	_, rest, _ := strings.Cut(header, "attempt=")
	digits, _, _ := strings.Cut(rest, ";")
	if n, err := strconv.Atoi(digits); err == nil {
		return n
	}
	return 1
}

// Refuse is the HTTP client of a fake's configuration: whatever still tries to
// reach the network is told that it cannot.
type Refuse struct{}

var _ aws.HTTPClient = Refuse{}

// Do refuses the request.
func (Refuse) Do(r *http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("fakes: no request leaves the fake, not even %s %s; call through a client made from its configuration", r.Method, r.URL.Redacted())
}

// Retryer makes the retryer of a fake's configuration: the SDK's standard one,
// except that it does not wait between attempts and that no call uses up the
// retries of later ones.
func Retryer() aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.Backoff = retry.BackoffDelayerFunc(noDelay)
		o.RateLimiter = ratelimit.None
	})
}
