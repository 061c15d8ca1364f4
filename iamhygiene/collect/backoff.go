package collect

import (
	"context"
	"time"
)

// A backoff waits longer and longer: 1s, 2s, 4s, 8s, then 15s, and no longer
// than a limit in all. The limit counts what was waited, not the clock, which
// may stand still.
type backoff struct{ delay, left time.Duration }

func newBackoff(limit time.Duration) *backoff { return &backoff{delay: time.Second, left: limit} }

const longestDelay = 15 * time.Second

// next waits. It returns false where nothing is left of the limit, or ctx is
// done.
func (b *backoff) next(ctx context.Context, sleep func(context.Context, time.Duration) error) bool {
	d := min(b.delay, b.left)
	if d <= 0 || sleep(ctx, d) != nil {
		return false
	}
	b.left -= d
	b.delay = min(2*b.delay, longestDelay)
	return true
}
