package fakes

import (
	"context"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/middleware"

	"github.com/iamhygiene/sdk/fakes/internal/seam"
)

// TB is what [EveryCallFails] needs of a *testing.T.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// EveryCallFailsOptions are the options of [EveryCallFails].
type EveryCallFailsOptions struct {
	// Fault is how calls fail, by default [AccessDenied]. All attempts of the
	// call fail, so that the SDK's retries do not survive it. The number of
	// times and the condition of the fault do not count.
	Fault Fault
	// Tolerate returns true for calls whose failure the code under test may
	// survive; their failure is still tried, but not expected to be reported.
	Tolerate func(Call) bool
}

// EveryCallFails runs a scenario again and again, and makes one call fail in
// each run: first the first one, then the second. The scenario must return an
// error each time. If it returns nil, an error was lost on the way, and code that
// goes on without an answer takes what it does not know for nothing to report.
//
// The first run has no failure and must succeed. Each run has a configuration of
// its own, from the function; where the scenario only reads, account.Config
// will do, and where it writes, a function that makes a new account:
//
//	fakes.EveryCallFails(t, account.Config, func(cfg aws.Config) error {
//		_, err := Scan(ctx, cfg)
//		return err
//	})
//
// Calls are told apart by their operation and by their place among the calls of
// that operation, so a scenario may call in any order and from many goroutines.
// Clients must be made from the configuration that the scenario gets.
func EveryCallFails(t TB, config func() aws.Config, scenario func(aws.Config) error, options ...func(*EveryCallFailsOptions)) {
	t.Helper()
	o := EveryCallFailsOptions{Fault: AccessDenied()}
	for _, fn := range options {
		fn(&o)
	}
	if o.Fault.make == nil {
		t.Fatalf("fakes: EveryCallFails: the fault is empty; make one with a function such as fakes.AccessDenied()")
		return
	}
	rehearsal := newTrial(o.Fault)
	if err := rehearsal.run(config(), scenario); err != nil {
		t.Fatalf("fakes: EveryCallFails: the scenario must succeed when no call fails, but returned: %v", err)
		return
	}
	if len(rehearsal.order) == 0 {
		t.Fatalf("fakes: EveryCallFails: no call reached a fake; make the clients from the configuration that the scenario gets")
		return
	}
	for _, target := range rehearsal.order {
		one := newTrial(o.Fault)
		one.target = target
		err := one.run(config(), scenario)
		switch {
		case one.failed == nil:
			t.Errorf("fakes: EveryCallFails: call %d of %s was not made again; the scenario must make the same calls in each run", target.number, target.name)
		case err == nil && (o.Tolerate == nil || !o.Tolerate(*one.failed)):
			t.Errorf("fakes: EveryCallFails: the scenario returned no error although call %d of %s failed (%v)", target.number, target.name, one.cause)
		}
	}
}

// A place is the place of a call in a scenario.
type place struct {
	name   string // iam:ListUsers
	number int    // among the calls of that operation, from 1
}

// A trial is one run of a scenario.
type trial struct {
	fault  Fault
	target place

	mu     sync.Mutex
	order  []place
	counts map[string]int
	places map[string]place // by invocation, so that retries keep their place
	failed *Call
	cause  error
}

func newTrial(f Fault) *trial {
	return &trial{fault: f, counts: make(map[string]int), places: make(map[string]place)}
}

type interruptKey struct{}

func (t *trial) run(cfg aws.Config, scenario func(aws.Config) error) error {
	mark := middleware.InitializeMiddlewareFunc("fakes.trial", func(
		ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
	) (middleware.InitializeOutput, middleware.Metadata, error) {
		return next.HandleInitialize(context.WithValue(ctx, interruptKey{}, t), in)
	})
	cfg = cfg.Copy()
	cfg.APIOptions = append(cfg.APIOptions[:len(cfg.APIOptions):len(cfg.APIOptions)], func(stack *middleware.Stack) error {
		return stack.Initialize.Add(mark, middleware.Before)
	})
	return scenario(cfg)
}

// interrupted returns the error of a call that is to fail in a trial.
func interrupted(ctx context.Context, c Call, r seam.Request) error {
	t, ok := ctx.Value(interruptKey{}).(*trial)
	if !ok {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	at, again := t.places[r.Invocation]
	if !again {
		t.counts[c.String()]++
		at = place{c.String(), t.counts[c.String()]}
		t.places[r.Invocation] = at
		t.order = append(t.order, at)
	}
	if at != t.target {
		return nil
	}
	t.failed, t.cause = &c, t.fault.make(c, r)
	return t.cause
}
