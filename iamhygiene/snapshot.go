package iamhygiene

import (
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"
)

// A Snapshot is what is known of one AWS account at one time: datasets, the
// clock, and what could not be had. It is plain data with a stable JSON form,
// see [ReadSnapshot]: collect on one machine, evaluate on another, keep it as
// evidence.
//
// A Snapshot is immutable once made and safe for concurrent use. What its
// methods return is shared: read it, do not change it.
type Snapshot struct {
	account   string
	partition string
	now       time.Time
	data      map[string]*entry
	index     *index
}

// A SnapshotOption adds to a snapshot under construction; [Dataset.With] and
// [Dataset.Failed] make them.
type SnapshotOption func(*Snapshot)

// entry is one dataset of a snapshot: a value, or raw JSON that is decoded
// into one at first use, and the errors.
type entry struct {
	value     any
	raw       json.RawMessage
	present   bool
	collected time.Time
	errs      []*DataError

	once    sync.Once
	decoded any
	err     error

	scopesOnce sync.Once
	scopes     map[string]int // the first of errs by scope
}

// errorFor returns the first error of the scope or of the whole dataset. Checks
// ask for each user, and there may be an error for each, so it looks up.
func (e *entry) errorFor(scope string) *DataError {
	if e == nil || len(e.errs) == 0 {
		return nil
	}
	e.scopesOnce.Do(func() {
		e.scopes = make(map[string]int)
		for i, x := range e.errs {
			if _, ok := e.scopes[x.Scope]; !ok {
				e.scopes[x.Scope] = i
			}
		}
	})
	whole, isWhole := e.scopes[""]
	i, ok := e.scopes[scope]
	switch {
	case isWhole && (!ok || whole < i):
		return e.errs[whole]
	case ok:
		return e.errs[i]
	}
	return nil
}

// decode decodes the raw JSON once. The first caller's type counts; a second
// key with the same name and another type is told so by [Dataset.Get].
func (e *entry) decode(f func([]byte) (any, error)) (any, error) {
	e.once.Do(func() { e.decoded, e.err = f(e.raw) })
	return e.decoded, e.err
}

func (e *entry) at() time.Time {
	if e == nil {
		return time.Time{}
	}
	return e.collected
}

// NewSnapshot makes a snapshot of the account with the given 12-digit id in
// the given partition ("" counts as "aws"). now is the clock of every check.
func NewSnapshot(account, partition string, now time.Time, opts ...SnapshotOption) *Snapshot {
	if partition == "" {
		partition = "aws"
	}
	s := &Snapshot{
		account: account, partition: partition, now: now.UTC(),
		data: make(map[string]*entry), index: new(index),
	}
	for _, o := range opts {
		o(s)
	}
	return s
}

// AccountID returns the 12-digit account id.
func (s *Snapshot) AccountID() string { return s.account }

// Partition returns the partition of the account: aws, aws-cn, aws-us-gov.
func (s *Snapshot) Partition() string { return s.partition }

// Now returns the clock: the time that ages are counted to. It is in UTC.
func (s *Snapshot) Now() time.Time { return s.now }

// At returns the same snapshot with another clock.
func (s *Snapshot) At(now time.Time) *Snapshot {
	c := *s
	c.now = now.UTC()
	c.index = new(index) // subjects point to their snapshot
	return &c
}

// With returns the same snapshot with more datasets, which take the place of
// those of the same name: what one knows beside what was collected, such as
// [Attestations].
func (s *Snapshot) With(opts ...SnapshotOption) *Snapshot {
	c := *s
	c.data = maps.Clone(s.data)
	c.index = new(index)
	for _, o := range opts {
		o(&c)
	}
	return &c
}

// RootARN returns the ARN that stands for the account and for its root user.
func (s *Snapshot) RootARN() string {
	return "arn:" + s.partition + ":iam::" + s.account + ":root"
}

// AccountResource returns the account as a resource of the given type.
func (s *Snapshot) AccountResource(typ string) Resource {
	return Resource{
		ARN: s.RootARN(), Type: typ, Name: s.account,
		Account: s.account, Partition: s.partition, Region: "global",
	}
}

// Datasets returns the names of the datasets that the snapshot holds, whole or
// in part, sorted.
func (s *Snapshot) Datasets() []string {
	var names []string
	for n, e := range s.data {
		if e.present {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return names
}

// Errors returns everything that went wrong while the snapshot was collected,
// sorted by dataset.
func (s *Snapshot) Errors() []*DataError {
	names := make([]string, 0, len(s.data))
	for n := range s.data {
		names = append(names, n)
	}
	slices.Sort(names)
	var errs []*DataError
	for _, n := range names {
		errs = append(errs, s.data[n].errs...)
	}
	return errs
}

// lack returns why the named dataset is missing or incomplete, or nil.
func (s *Snapshot) lack(name string) *DataError {
	e, ok := s.data[name]
	if ok {
		for _, x := range e.errs {
			if x.Scope == "" {
				return x
			}
		}
		if e.present {
			return nil
		}
	}
	for _, d := range standard {
		if d.Name() == name {
			return d.Info().missing()
		}
	}
	return DatasetInfo{Name: name}.missing()
}
