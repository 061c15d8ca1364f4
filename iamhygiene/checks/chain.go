package checks

import (
	"slices"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// The links of the two ways from an event to a person, in their order.
const (
	linkTrail        = "trail"
	linkLogGroup     = "log group"
	linkFilter       = "filter"
	linkAlarm        = "alarm"
	linkAction       = "action"
	linkSubscription = "subscription"
	linkRule         = "rule"
	linkTarget       = "target"
)

var links = []string{linkTrail, linkLogGroup, linkFilter, linkAlarm, linkAction, linkSubscription, linkRule, linkTarget}

// A chain is one way from an event to a person, as far as it goes. The zero
// chain is complete so far.
type chain struct {
	// broken is the first link that is not there, and why.
	broken, why string
	// unread is the first link that could not be read, where none is broken,
	// and err the reason.
	unread string
	err    error
	// evidence are the links that are there.
	evidence []iamhygiene.Evidence
}

func brokenAt(link, why string) chain { return chain{broken: link, why: why} }

func unreadAt(link string, err error) chain { return chain{unread: link, err: err} }

// linked is a link that is there.
func linked[T any](s *iamhygiene.Snapshot, d iamhygiene.Dataset[T], path, observed string) chain {
	return chain{evidence: []iamhygiene.Evidence{fact(s, d, path, observed, "")}}
}

func (c chain) complete() bool { return c.broken == "" && c.err == nil }

// then is the chain that goes on with next. A chain is broken if any link is,
// also behind one that could not be read: that one cannot mend it.
func (c chain) then(next chain) chain {
	if c.broken != "" {
		return c
	}
	next.evidence = append(slices.Clone(c.evidence), next.evidence...)
	if next.broken == "" && c.err != nil {
		next.unread, next.err = c.unread, c.err
	}
	if next.broken != "" {
		next.unread, next.err = "", nil
	}
	return next
}

// best returns the chain that goes furthest: one that is complete, else one that
// may be, else the one that breaks last. none is what there is without any.
func best(none chain, chains ...chain) chain {
	if len(chains) == 0 {
		return none
	}
	return slices.MaxFunc(chains, func(a, b chain) int { return a.rank() - b.rank() })
}

// worst returns the first chain that is broken, else the first that could not be
// read, else the last.
func worst(none chain, chains ...chain) chain {
	if len(chains) == 0 {
		return none
	}
	for _, c := range chains {
		if c.broken != "" {
			return c
		}
	}
	for _, c := range chains {
		if c.err != nil {
			return c
		}
	}
	return chains[len(chains)-1]
}

// together is the chain of things each of which has to be there: the one that
// breaks first, else one that could not be read, else all links of all.
func together(chains []chain) chain {
	first := slices.MinFunc(chains, func(a, b chain) int { return a.rank() - b.rank() })
	if !first.complete() {
		return first
	}
	var all chain
	for _, c := range chains {
		for _, e := range c.evidence {
			if !slices.Contains(all.evidence, e) {
				all.evidence = append(all.evidence, e)
			}
		}
	}
	return all
}

func (c chain) rank() int {
	switch {
	case c.complete():
		return len(links) + 1
	case c.broken == "":
		return len(links)
	}
	return slices.Index(links, c.broken)
}

// gapIn is why a Region of a dataset cannot be trusted to be complete; nil where
// it can.
func gapIn[T any](s *iamhygiene.Snapshot, d iamhygiene.Dataset[iamhygiene.Regional[T]], region string) error {
	v, err := d.Get(s)
	switch {
	case err != nil:
		return err
	case d.ErrorFor(s, region) != nil || !v.Covers(region):
		return gap(s, d, region)
	}
	return nil
}

// itemsIn returns what is known of a Region.
func itemsIn[T any](s *iamhygiene.Snapshot, d iamhygiene.Dataset[iamhygiene.Regional[T]], in func(T) bool) []T {
	v, _ := d.Partial(s)
	return slices.DeleteFunc(slices.Clone(v.Items), func(x T) bool { return !in(x) })
}
