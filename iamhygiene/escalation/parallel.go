package escalation

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// parallel calls f for 0 to n-1 on all processors, until the first error or the
// end of ctx.
func parallel(ctx context.Context, n int, f func(i int) error) error {
	g, within := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		if within.Err() != nil {
			break
		}
		g.Go(func() error {
			if err := within.Err(); err != nil {
				return err
			}
			return f(i)
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}
