package collect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// Error makes an error of the dataset of what a client returned: the operation,
// the code and message of AWS, the request id, whether the call may succeed
// later, and the IAM action to grant if it was refused for want of permission.
// AWS's message is kept, because it says which kind of policy refused: "with an
// explicit deny in a service control policy".
//
// An error that is a [*iamhygiene.DataError] already is kept, with the scope if
// it has none. A call that AWS did not answer has the code
// [iamhygiene.CodeNoAnswer]. Any other error has [iamhygiene.CodeInvalid], and
// the first operation of the dataset.
func (p *Pass) Error(scope string, err error) *iamhygiene.DataError {
	e := dataError(scope, err)
	if e != nil {
		e.Dataset = p.dataset
		if e.Operation == "" && len(p.actions) > 0 {
			e.Operation = p.actions[0]
		}
	}
	return e
}

// whole makes the error of a dataset that could not be had at all, also of one
// that was about a part: the last part that was left.
func (p *Pass) whole(err error) *iamhygiene.DataError {
	e := p.Error("", err)
	e.Scope = ""
	return e
}

func dataError(scope string, err error) *iamhygiene.DataError {
	if err == nil {
		return nil
	}
	if e := (*iamhygiene.DataError)(nil); errors.As(err, &e) {
		c := *e
		if c.Scope == "" {
			c.Scope = scope
		}
		return &c
	}
	e := &iamhygiene.DataError{Scope: scope, Code: iamhygiene.CodeInvalid, Retryable: retryable(err)}
	text := err.Error()
	if op := (*smithy.OperationError)(nil); errors.As(err, &op) {
		e.Operation = prefix(op.ServiceID) + ":" + op.OperationName
		text = op.Err.Error()
	}
	if r := (*awshttp.ResponseError)(nil); errors.As(err, &r) {
		e.RequestID = r.ServiceRequestID()
	}
	if api := smithy.APIError(nil); errors.As(err, &api) {
		e.Code = api.ErrorCode()
		text = api.ErrorMessage()
	} else if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		e.Code = iamhygiene.CodeCancelled
	} else if e.Operation != "" {
		e.Code = iamhygiene.CodeNoAnswer
	}
	if denied(err) {
		e.Action = actionOf(e.Operation)
	}
	if e.Operation == "" {
		e.Message = text
		return e
	}
	e.Message = e.Operation + " failed with " + e.Code
	if text = strings.TrimSuffix(text, "."); text != "" {
		e.Message += ": " + text
	}
	return e
}

// actionOf returns the IAM action that an operation takes, which is called as
// the operation is. Of those that this package calls there is one exception.
//
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiamaccessanalyzer.html
func actionOf(operation string) string {
	if operation == "access-analyzer:ListFindingsV2" {
		return "access-analyzer:ListFindings"
	}
	return operation
}

// retryable reports whether the SDK would have made the call again.
func retryable(err error) bool {
	return retry.IsErrorRetryables(retry.DefaultRetryables).IsErrorRetryable(err) == aws.TrueTernary
}

// denials are the codes by which services say that a permission is missing.
var denials = []string{
	"AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation", "UnauthorizedException",
}

// denied reports whether the call was refused for want of permission.
func denied(err error) bool {
	if e := (*iamhygiene.DataError)(nil); errors.As(err, &e) {
		return slices.Contains(denials, e.Code)
	}
	return hasCode(err, denials...)
}

// either returns the first error that there is of two calls about one thing. Where
// both were refused for want of permission, it asks for both permissions.
func either(a, b error) error {
	if a == nil {
		return b
	}
	if b == nil || !denied(a) || !denied(b) {
		return a
	}
	e := dataError("", a)
	e.Actions = []string{e.Action, dataError("", b).Action}
	return e
}

// hasCode reports whether the error is one of AWS with one of the codes.
func hasCode(err error, codes ...string) bool {
	api := smithy.APIError(nil)
	return errors.As(err, &api) && slices.Contains(codes, api.ErrorCode())
}

// prefix returns the prefix of the IAM actions of a service, by the id that the
// SDK gives to the service.
func prefix(serviceID string) string {
	switch serviceID {
	case "AccessAnalyzer":
		return "access-analyzer"
	case "CloudWatch Logs":
		return "logs"
	case "Config Service":
		return "config"
	case "EventBridge":
		return "events"
	case "SSO Admin":
		return "sso"
	}
	return strings.ToLower(strings.ReplaceAll(serviceID, " ", ""))
}

// guard calls f and turns a panic into an error.
func guard(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &iamhygiene.DataError{
				Code:    iamhygiene.CodeInternal,
				Message: fmt.Sprintf("the collector panicked: %v", r),
			}
		}
	}()
	return f()
}
