package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// A Baseline is the open failures of an account that are known and accepted
// for now, so that a pipeline stops only at what is new. It is a file that
// lives beside the code: one line per failure, with check and resource for the
// person who reviews a change of it. Unlike an exemption it has no reason,
// owner or end: use it to begin, and exemptions for what must stay.
//
// A Baseline is plain data: safe for concurrent use while nobody changes it.
type Baseline struct {
	// Account and Partition name the account.
	Account   string
	Partition string
	// Time is the clock of the run that it was last made from.
	Time time.Time
	// Entries are sorted by check, resource, discriminator.
	Entries []BaselineEntry
}

// A BaselineEntry is one known failure.
type BaselineEntry struct {
	Fingerprint string `json:"fingerprint"`
	Check       string `json:"check"`
	// Resource is the ARN; Type, Name and Discriminator as in the finding.
	Resource      string              `json:"resource"`
	Type          string              `json:"type"`
	Name          string              `json:"name"`
	Discriminator string              `json:"discriminator,omitempty"`
	Severity      iamhygiene.Severity `json:"severity"`
	// FirstSeen is the clock of the first run that had the failure.
	FirstSeen time.Time `json:"first_seen"`
	// Resolved is the clock of the run in which the failure was mended, gone
	// or exempted; zero while it is accepted. A resolved failure that comes
	// back is [FindingReopened].
	Resolved time.Time `json:"resolved,omitzero"`
}

// NewBaseline accepts the open failures of the results.
func NewBaseline(r *iamhygiene.Results) *Baseline {
	b := &Baseline{Account: r.Account, Partition: r.Partition, Time: r.Time}
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Open() {
			b.Entries = append(b.Entries, newEntry(f, r.Time))
		}
	}
	b.sort()
	return b
}

func newEntry(f *iamhygiene.Finding, at time.Time) BaselineEntry {
	return BaselineEntry{
		Fingerprint: f.Fingerprint, Check: f.Check, Resource: f.Resource.ARN, Type: f.Resource.Type, Name: f.Resource.Name,
		Discriminator: f.Discriminator, Severity: f.Severity, FirstSeen: at.UTC(),
	}
}

func (b *Baseline) sort() {
	slices.SortFunc(b.Entries, func(x, y BaselineEntry) int {
		return cmp.Or(cmp.Compare(x.Check, y.Check), cmp.Compare(x.Resource, y.Resource),
			cmp.Compare(x.Discriminator, y.Discriminator), cmp.Compare(x.Fingerprint, y.Fingerprint))
	})
}

// Compare says what has changed since the baseline. A failure that the
// baseline does not know is [FindingNew], also where it failed all the time below
// what the baseline was made from. The error is a [*CompareError].
func (b *Baseline) Compare(r *iamhygiene.Results) (*Comparison, error) {
	if b.Account != r.Account || b.Partition != r.Partition {
		return nil, &CompareError{Old: b.Partition + "/" + b.Account, New: r.Partition + "/" + r.Account}
	}
	var old []iamhygiene.Finding
	resolved := make(map[string]bool)
	for _, e := range b.Entries {
		if !e.Resolved.IsZero() {
			resolved[e.Fingerprint] = true
			continue
		}
		old = append(old, iamhygiene.Finding{
			Check: e.Check, Status: iamhygiene.Fail, Severity: e.Severity, Fingerprint: e.Fingerprint, ObservedAt: e.FirstSeen,
			Resource: iamhygiene.Resource{
				ARN: e.Resource, Type: e.Type, Name: e.Name, Account: b.Account, Partition: b.Partition,
			},
			Discriminator: e.Discriminator,
		})
	}
	return compare(b.Time, old, resolved, r), nil
}

// Update returns the baseline for the next run: failures that are mended, gone
// or exempted become resolved, what could not be decided stays, and worse or
// new failures are accepted where accept says so; nil accepts none, which lets
// a baseline only shrink. The error is a [*CompareError].
func (b *Baseline) Update(r *iamhygiene.Results, accept func(*iamhygiene.Finding) bool) (*Baseline, error) {
	c, err := b.Compare(r)
	if err != nil {
		return nil, err
	}
	next := &Baseline{Account: b.Account, Partition: b.Partition, Time: r.Time, Entries: slices.Clone(b.Entries)}
	at := make(map[string]int, len(next.Entries))
	for i, e := range next.Entries {
		at[e.Fingerprint] = i
	}
	for _, d := range c.Differences {
		f := d.Finding()
		i, known := at[f.Fingerprint]
		switch {
		case known && next.Entries[i].Resolved.IsZero() &&
			(d.Change == FindingResolved || d.Change == FindingGone || f.Suppression != nil):
			next.Entries[i].Resolved = r.Time
		case d.Worse() && accept != nil && accept(f) && known:
			next.Entries[i].Severity, next.Entries[i].Resolved = f.Severity, time.Time{}
		case d.Worse() && accept != nil && accept(f):
			next.Entries = append(next.Entries, newEntry(f, r.Time))
		case d.Change == FindingChanged && known && f.Open():
			// Less severe now: getting worse again is worse.
			next.Entries[i].Severity = min(next.Entries[i].Severity, f.Severity)
		}
	}
	next.sort()
	return next, nil
}

// index returns the entries by fingerprint; empty for a nil baseline.
func (b *Baseline) index() map[string]*BaselineEntry {
	out := make(map[string]*BaselineEntry)
	if b != nil {
		for i := range b.Entries {
			out[b.Entries[i].Fingerprint] = &b.Entries[i]
		}
	}
	return out
}
