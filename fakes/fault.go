package fakes

import (
	"fmt"
	"io"
	"reflect"
	"slices"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/iamhygiene/sdk/fakes/internal/seam"
)

// A Fault is a failure on demand, for [Account.Fail]. Make one with [Throttle],
// [AccessDenied], [APIError], [ServiceFailure], [Disconnect] or [Failure], and
// narrow it with [Fault.Times] and [Fault.When].
type Fault struct {
	make  func(Call, seam.Request) error
	times int
	when  func(Call) bool
}

// Throttle makes n calls fail as if they came too soon. The SDK's retryer makes
// three attempts, so Throttle(2) is survived and Throttle(3) is not. The code is
// the service's own: Throttling for IAM, TooManyRequestsException for
// Organizations.
func Throttle(n int) Fault {
	return Fault{times: n, make: func(_ Call, r seam.Request) error {
		return &smithy.GenericAPIError{Code: r.Protocol.Throttled(r.Service), Message: "Rate exceeded"}
	}}
}

// AccessDenied makes calls fail as if the caller had no permission, with the
// code of the service and in IAM's words.
func AccessDenied() Fault {
	return Fault{make: func(c Call, r seam.Request) error {
		return &smithy.GenericAPIError{Code: r.Protocol.AccessDenied(r.Service), Message: fmt.Sprintf(
			"User: %s is not authorized to perform: %s because no identity-based policy allows the %s action", c.Principal, c.Action, c.Action)}
	}}
}

// ReportLimit makes n calls fail as if too many reports had been asked for, with
// the code that the operation knows: LimitExceeded for GenerateCredentialReport,
// ReportGenerationLimitExceeded for others, such as
// GenerateOrganizationsAccessReport. The SDK does not retry them.
func ReportLimit(n int) Fault {
	return Fault{times: n, make: func(c Call, _ seam.Request) error {
		code := "ReportGenerationLimitExceeded"
		if c.Operation == "GenerateCredentialReport" {
			code = "LimitExceeded"
		}
		return &smithy.GenericAPIError{Code: code, Message: "The request failed because the maximum number of concurrent requests for this account are already running."}
	}}
}

// APIError makes calls fail with an error of the service.
func APIError(code, message string) Fault {
	return Failure(&smithy.GenericAPIError{Code: code, Message: message})
}

// ServiceFailure makes calls fail with HTTP status 500 and the code that the
// service uses for its own faults. The SDK retries such calls.
func ServiceFailure() Fault {
	return Fault{make: func(_ Call, r seam.Request) error {
		return &smithy.GenericAPIError{Code: r.Protocol.Failed(r.Service), Message: "The request processing has failed because of an unknown error, exception or failure.", Fault: smithy.FaultServer}
	}}
}

// Disconnect makes n calls fail as if the connection broke before a response
// came. The SDK retries such calls.
func Disconnect(n int) Fault {
	f := Failure(&smithyhttp.RequestSendError{Err: io.ErrUnexpectedEOF})
	f.times = n
	return f
}

// Failure makes calls fail with an error, which reaches the caller as it would
// from a function given to [On].
func Failure(err error) Fault {
	return Fault{make: func(Call, seam.Request) error { return err }}
}

// Times returns the fault for the next n calls only; calls after them are
// answered as usual. 0 means all calls.
func (f Fault) Times(n int) Fault {
	f.times = n
	return f
}

// When returns the fault for calls for which the function returns true: for one
// user, or in one Region. It is called from many goroutines at once if the code
// under test calls so.
func (f Fault) When(match func(Call) bool) Fault {
	f.when = match
	return f
}

// armed is a fault that is waiting for its calls.
type armed struct {
	op    Operation
	fault Fault
	left  int  // calls still to fail, if the fault has a number of times
	spent bool // no call is left
}

// fail arms a fault.
func (h *hooks) fail(op Operation, f Fault) {
	switch {
	case f.make == nil:
		h.refuse(usage(1, "Fail: the fault is empty; make one with a function such as fakes.AccessDenied()"))
		return
	case f.times < 0:
		h.refuse(usage(1, "Fail: a fault cannot happen %d times", f.times))
		return
	case f.make(Call{}, seam.Request{}) == nil:
		h.refuse(usage(1, "Fail: the error of the fault is nil"))
		return
	case op.input != nil && (op.input.Kind() != reflect.Struct || !isInput(op.input)):
		h.refuse(usage(1, "Fail: %v is not the input of an operation", op.input))
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.faults = append(h.faults, &armed{op: op, fault: f, left: f.times})
}

func isInput(t reflect.Type) bool {
	const suffix = "Input"
	return len(t.Name()) > len(suffix) && t.Name()[len(t.Name())-len(suffix):] == suffix
}

// fault returns the error of the oldest fault that is armed for the call.
func (h *hooks) fault(c Call, r seam.Request) error {
	h.mu.Lock()
	faults := slices.Clone(h.faults)
	h.mu.Unlock()
	for _, a := range faults {
		if !c.Is(a.op) || a.fault.when != nil && !a.fault.when(c) {
			continue
		}
		if h.spend(a) {
			return a.fault.make(c, r)
		}
	}
	return nil
}

// spend takes one of the times of a fault, and returns false if another call
// took the last one meanwhile.
func (h *hooks) spend(a *armed) bool {
	if a.fault.times == 0 {
		return true
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if a.spent {
		return false
	}
	if a.left--; a.left == 0 {
		a.spent = true
		h.faults = slices.DeleteFunc(slices.Clone(h.faults), func(b *armed) bool { return b == a })
	}
	return true
}

// disarm ends all faults.
func (h *hooks) disarm() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.faults = nil
}
