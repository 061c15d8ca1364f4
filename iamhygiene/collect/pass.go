package collect

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// ScopeRegions is the scope of the error of a regional dataset that says that
// the Regions of the account are not known, so that only one was read.
const ScopeRegions = "Regions"

// A Pass is one run of one collector: the account, how to call it, and what is
// known of it. Its methods are safe for concurrent use.
type Pass struct {
	// Config is the configuration for clients, in the Region that the caller of
	// [Snapshot] chose. Calls of clients that are made from it, and from
	// [Pass.In], count towards Options.Concurrency, all attempts and waits of a
	// retry included: a collector may start as many goroutines as it likes.
	Config aws.Config
	// Account is the 12-digit account id, Partition "aws", "aws-cn", ..., and
	// Caller the ARN of the principal that calls.
	Account, Partition, Caller string
	// Snapshot holds the datasets that the collector Needs and Uses, as far as
	// they are collected, and those alone.
	Snapshot *iamhygiene.Snapshot

	run     *run
	dataset string   // the first one that the collector fills
	actions []string // of its operations, for errors that name none

	mu   sync.Mutex
	lost map[string]*iamhygiene.DataError // by scope
	done int
}

// Now returns the time by Options.Now.
func (p *Pass) Now() time.Time { return p.run.opts.Now() }

// Sleep waits by Options.Sleep, and returns ctx's error if that is done first.
func (p *Pass) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return p.run.opts.Sleep(ctx, d)
}

// In returns the configuration for clients in a Region.
func (p *Pass) In(region string) aws.Config {
	cfg := p.Config.Copy()
	cfg.Region = region
	return cfg
}

// Regions returns the Regions to read, sorted, and an error where they may not
// be all. [InRegions] does what there is to do with that error. Only collectors
// that are Regional may ask.
func (p *Pass) Regions() (regions []string, incomplete *iamhygiene.DataError) {
	return p.run.regions, p.run.regionsErr
}

// Lost records that a part of the dataset could not be had: one user, by ARN,
// or one Region. Of several errors of one part the first counts. It does
// nothing if err is nil.
func (p *Pass) Lost(scope string, err error) {
	if err == nil {
		return
	}
	e := p.Error(scope, err)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lost == nil {
		p.lost = make(map[string]*iamhygiene.DataError)
	}
	if p.lost[e.Scope] == nil {
		p.lost[e.Scope] = e
	}
}

// losses returns what was lost, by scope.
func (p *Pass) losses() []*iamhygiene.DataError {
	p.mu.Lock()
	defer p.mu.Unlock()
	errs := make([]*iamhygiene.DataError, 0, len(p.lost))
	for _, e := range p.lost {
		errs = append(errs, e)
	}
	slices.SortFunc(errs, func(a, b *iamhygiene.DataError) int { return cmp.Compare(a.Scope, b.Scope) })
	return errs
}

// part tells the caller that a part is done.
func (p *Pass) part(scope string, total int, err error) {
	e := Event{Dataset: p.dataset, Scope: scope, Total: total}
	if err != nil {
		e.Err = p.Error(scope, err)
	}
	p.mu.Lock()
	p.done++
	e.Done = p.done
	p.mu.Unlock()
	p.run.tell(e)
}
