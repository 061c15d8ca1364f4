package collect

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// Snapshot collects an account by calls to AWS, all of which only read: the
// account of the credentials in cfg. The clock of the snapshot is the time at
// the end, by Options.Now.
//
// A call that is refused or fails takes its dataset away, or the one user or
// Region that it was about, and nothing else: that is an error in the snapshot,
// see iamhygiene.Snapshot.Errors, and the checks that need it say so. Retries
// are those of cfg.
//
// Snapshot returns an error, and no snapshot, in three cases: an [*OptionError]
// where it is asked for what it cannot do, before any call; an
// [*IdentityError] where sts:GetCallerIdentity fails; and ctx's error and cause,
// wrapped, where ctx is done before the end.
func Snapshot(ctx context.Context, cfg aws.Config, opts ...func(*Options)) (*iamhygiene.Snapshot, error) {
	o := options(opts)
	if err := o.validate(cfg); err != nil {
		return nil, err
	}
	plan, err := makePlan(o)
	if err != nil {
		return nil, err
	}
	r := &run{opts: o, plan: plan, cfg: limited(cfg, o.Concurrency)}
	if err := r.identify(ctx); err != nil {
		return nil, r.interrupted(ctx, err)
	}
	for i := range plan.collectors {
		if plan.collectors[i].Regional {
			r.findRegions(ctx)
			break
		}
	}
	data := r.all(ctx)
	if err := ctx.Err(); err != nil {
		return nil, r.interrupted(ctx, err)
	}
	return iamhygiene.NewSnapshot(r.account, r.partition, o.Now(), data...), nil
}

// A run is one call of Snapshot.
type run struct {
	opts *Options
	plan *plan
	cfg  aws.Config // limited

	account, partition, caller string
	regions                    []string
	regionsErr                 *iamhygiene.DataError

	mu   sync.Mutex // held while Progress runs
	done int        // datasets
}

// interrupted returns err, or ctx's error where ctx is done.
func (r *run) interrupted(ctx context.Context, err error) error {
	done, cause := ctx.Err(), context.Cause(ctx)
	switch {
	case done == nil:
		return err
	case errors.Is(cause, done):
		return fmt.Errorf("collect: interrupted before the snapshot was complete: %w", cause)
	}
	return fmt.Errorf("collect: interrupted before the snapshot was complete: %w: %w", done, cause)
}

func (r *run) identify(ctx context.Context) error {
	out, err := sts.NewFromConfig(r.cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return &IdentityError{Err: err}
	}
	r.account, r.caller = aws.ToString(out.Account), aws.ToString(out.Arn)
	f := strings.SplitN(r.caller, ":", 3)
	if !isAccountID(r.account) || len(f) != 3 || f[0] != "arn" || f[1] == "" {
		return &IdentityError{Err: fmt.Errorf("sts:GetCallerIdentity answered with account %q and ARN %q", r.account, r.caller)}
	}
	r.partition = f[1]
	return nil
}

// tell calls Progress.
func (r *run) tell(e Event) {
	if r.opts.Progress == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if e.Scope == "" {
		r.done++
		e.Done = r.done
	}
	r.opts.Progress(e)
}

// all runs the collectors, each when those that it looks at are done, and
// returns their options in the order of the plan.
func (r *run) all(ctx context.Context) []iamhygiene.SnapshotOption {
	n := len(r.plan.collectors)
	results := make([][]iamhygiene.SnapshotOption, n)
	done := make([]chan struct{}, n)
	for i := range done {
		done[i] = make(chan struct{})
	}
	total := 0
	for i := range r.plan.collectors {
		total += len(r.plan.collectors[i].Datasets)
	}
	var group sync.WaitGroup
	for i := range n {
		group.Add(1)
		go func() {
			defer group.Done()
			defer close(done[i])
			for _, j := range r.plan.before[i] {
				<-done[j]
			}
			if ctx.Err() == nil {
				results[i] = r.one(ctx, &r.plan.collectors[i], r.merge(results, r.plan.before[i]), total)
			}
		}()
	}
	group.Wait()
	everything := make([]int, n)
	for i := range everything {
		everything[i] = i
	}
	return r.merge(results, everything)
}

// merge puts the results of some collectors together. Of two values for one
// dataset the later one in a snapshot counts, so the order is that of rank.
func (r *run) merge(results [][]iamhygiene.SnapshotOption, which []int) []iamhygiene.SnapshotOption {
	which = slices.SortedFunc(slices.Values(which), func(a, b int) int { return cmp.Compare(r.plan.rank[a], r.plan.rank[b]) })
	var data []iamhygiene.SnapshotOption
	for _, i := range which {
		data = append(data, results[i]...)
	}
	return data
}

// one runs a collector. What it returns speaks of each of its datasets.
func (r *run) one(ctx context.Context, c *Collector, before []iamhygiene.SnapshotOption, total int) []iamhygiene.SnapshotOption {
	p := &Pass{
		Config: r.cfg.Copy(), Account: r.account, Partition: r.partition, Caller: r.caller,
		Snapshot: iamhygiene.NewSnapshot(r.account, r.partition, r.opts.Now(), before...),
		run:      r, dataset: c.Datasets[0].Name, actions: c.actions(),
	}
	var data []iamhygiene.SnapshotOption
	err := guard(func() (err error) {
		data, err = c.Collect(ctx, p)
		return err
	})
	if ctx.Err() != nil {
		return nil
	}
	if err == nil {
		err = &iamhygiene.DataError{Code: iamhygiene.CodeInternal, Message: "the collector returned neither the dataset nor an error"}
	}
	s := iamhygiene.NewSnapshot(r.account, r.partition, r.opts.Now(), data...)
	for _, info := range c.Datasets {
		spoken, lacking := entry(s, info.Name)
		if !spoken {
			lacking = p.whole(err)
			data = append(data, iamhygiene.NewDataset[any](info).Failed(lacking))
		}
		r.tell(Event{Dataset: info.Name, Total: total, Err: lacking})
	}
	return data
}

// entry reports whether the snapshot speaks of the dataset, and why it lacks it.
func entry(s *iamhygiene.Snapshot, name string) (spoken bool, lacking *iamhygiene.DataError) {
	for _, n := range s.Datasets() {
		if n == name {
			spoken = true
		}
	}
	for _, e := range s.Errors() {
		if e.Dataset == name {
			spoken = true
			if e.Scope == "" && lacking == nil {
				lacking = e
			}
		}
	}
	return spoken, lacking
}
