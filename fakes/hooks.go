package fakes

import (
	"context"
	"sync"

	"github.com/iamhygiene/sdk/fakes/internal/clone"
)

// hooks are what the author of a test has put in front of the models, and what
// was recorded. Its lock is never held while a reactor runs: a reactor may call
// the fake, register more, or wait.
type hooks struct {
	copier *clone.Copier

	mu       sync.Mutex
	reactors []reaction // the newest last
	faults   []*armed   // the oldest first
	calls    []*Call
	misuse   *UsageError
}

// A reaction is a reactor and the operation that it is for, which spares the
// others a copy of the input.
type reaction struct {
	op      Operation
	reactor Reactor
}

// react puts a reactor in front of the others.
func (h *hooks) react(op Operation, r Reactor) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.reactors = append(h.reactors, reaction{op, r})
}

// ask asks the reactors in turn, the newest first.
func (h *hooks) ask(ctx context.Context, c Call) (handled bool, out any, err error) {
	h.mu.Lock()
	chain := h.reactors // appending does not change what is here
	h.mu.Unlock()
	for i := len(chain) - 1; i >= 0; i-- {
		if !c.Is(chain[i].op) {
			continue
		}
		seen := c
		seen.Input = h.copier.Of(c.Input)
		if handled, out, err := chain[i].reactor(ctx, seen); handled || err != nil {
			return true, h.copier.Of(out), err
		}
	}
	return false, nil, nil
}

func (h *hooks) record(c *Call) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.calls = append(h.calls, c)
}

// finish notes how a recorded call was answered.
func (h *hooks) finish(c *Call, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	c.Err = err
}

// recorded returns the calls; their inputs are still the recorded ones.
func (h *hooks) recorded() []Call {
	h.mu.Lock()
	defer h.mu.Unlock()
	calls := make([]Call, len(h.calls))
	for i, c := range h.calls {
		calls[i] = *c
	}
	return calls
}

func (h *hooks) copies() []Call {
	calls := h.recorded()
	for i := range calls {
		calls[i].Input = h.copier.Of(calls[i].Input)
	}
	return calls
}

func (h *hooks) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.calls = nil
}

// refuse remembers the first error of usage.
func (h *hooks) refuse(e *UsageError) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.misuse == nil {
		h.misuse = e
	}
}

func (h *hooks) err() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.misuse == nil {
		return nil
	}
	return h.misuse
}

// A Reactor answers calls in front of the models: with an output or an error
// and handled set, or, with handled unset, by leaving the call to the next
// reactor. The output is a pointer to the output of the call's operation. An
// error counts as an answer, whatever handled says.
//
// Reactors are called from many goroutines at once, without a lock. The call is
// a copy.
type Reactor func(ctx context.Context, c Call) (handled bool, out any, err error)

// React puts a reactor in front of those that are registered already. It sees
// every call of the target; [On] is better where one operation is meant.
func React(t Target, r Reactor) {
	if r == nil {
		t.hooks().refuse(usage(0, "React: the reactor is nil"))
		return
	}
	t.hooks().react(Operation{}, r)
}
