package collect

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"
)

// probe is how many calls Each makes before it believes that all are refused.
const probe = 8

// Each calls f for each scope, such as the ARNs of users, several at a time. An
// error of f is that of its scope, as by [Pass.Lost]; the others go on. f guards
// what it writes to by a lock.
//
// Where the first calls are all refused for lack of permission, Each makes no
// more: it returns the refusal, which is then that of the whole dataset. It also
// returns ctx's error.
func (p *Pass) Each(ctx context.Context, scopes []string, f func(ctx context.Context, scope string) error) error {
	errs, refused, err := p.each(ctx, scopes, probe, f)
	if err != nil {
		return err
	}
	if refused != nil {
		return p.Error("", refused)
	}
	for i, e := range errs {
		p.Lost(scopes[i], e)
	}
	return nil
}

// each calls f for each scope. It returns the errors in the order of the
// scopes; or, if the first n are refused, the first refusal; or ctx's error.
func (p *Pass) each(ctx context.Context, scopes []string, n int, f func(context.Context, string) error) (errs []error, refused, err error) {
	p.mu.Lock()
	p.done = 0
	p.mu.Unlock()
	n = min(n, len(scopes))
	told := func(ctx context.Context, scope string) error {
		err := guard(func() error { return f(ctx, scope) })
		p.part(scope, len(scopes), err)
		return err
	}
	first, err := p.some(ctx, scopes[:n], told)
	if err != nil {
		return nil, nil, err
	}
	if n > 0 && !slices.ContainsFunc(first, func(err error) bool { return !denied(err) }) {
		return nil, first[0], nil
	}
	rest, err := p.some(ctx, scopes[n:], told)
	return slices.Concat(first, rest), nil, err
}

// some calls f for each scope and returns its errors in their order, or ctx's.
func (p *Pass) some(ctx context.Context, scopes []string, f func(context.Context, string) error) ([]error, error) {
	errs := make([]error, len(scopes))
	var group errgroup.Group
	group.SetLimit(p.run.opts.Concurrency)
	for i, scope := range scopes {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() error {
			errs[i] = guard(func() error { return f(ctx, scope) })
			return nil
		})
	}
	_ = group.Wait() // the errors are in errs
	return errs, ctx.Err()
}
