package report

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// A Comparison is what has changed in an account between two runs. It is plain
// data that shares the findings of the results it was made of.
type Comparison struct {
	// Account is the account that both runs looked at.
	Account string
	// From and To are the clocks of the two runs.
	From, To time.Time
	// Differences are sorted by change, in the order of the constants with
	// Unchanged last, and within a change as [iamhygiene.SortFindings] sorts.
	Differences []Difference
}

// A Difference is what became of one finding.
type Difference struct {
	Change Change
	// Old and New are the finding in the earlier and the later run; nil where
	// a run does not have it.
	Old, New *iamhygiene.Finding
}

// Finding returns the finding of the later run, or of the earlier one where
// the later has none.
func (d Difference) Finding() *iamhygiene.Finding {
	if d.New != nil {
		return d.New
	}
	return d.Old
}

// Worse reports whether there is now an open failure that there was not
// before: new, reopened, or of a greater severity. It is what a pipeline
// should stop at.
func (d Difference) Worse() bool {
	if d.New == nil || !d.New.Open() {
		return false
	}
	return d.Change == FindingNew || d.Change == FindingReopened || d.Change == FindingChanged && d.New.Severity > d.Old.Severity
}

// A CompareError says that two runs cannot be compared.
type CompareError struct {
	// Old and New are the accounts of the two runs, as PARTITION/ACCOUNT.
	Old, New string
}

// Error returns "report: cannot compare account A with account B: ...".
func (e *CompareError) Error() string {
	return fmt.Sprintf("report: cannot compare account %s with account %s: give two runs of the same account", e.Old, e.New)
}

// Compare says what has changed between two runs of the same account. The
// results must be whole: a report without what lies under a floor of severity
// would show findings as gone that are not. Findings are matched by
// fingerprint, and each pair is judged by the first rule that applies:
//
//  1. A failure that did not fail before, or was not there: [FindingNew].
//  2. An open failure that was exempted before: [FindingReopened].
//  3. A failure whose severity or exemption differs: [FindingChanged].
//  4. A failure as before: [FindingUnchanged].
//  5. A failure that passes now, or no longer applies: [FindingResolved].
//  6. A failure of which the later run says nothing, because its check did not
//     run, or is Unknown for the resource or for the account, and any finding
//     that is Unknown now and was not: [FindingUndecided]. A failure that has become a
//     manual question is too. Missing data never counts as mended.
//  7. A failure whose resource the later run no longer has: [FindingGone].
//  8. Another status than before: [FindingChanged].
//  9. Unknown as before: [FindingUnchanged].
//
// What neither fails nor changes is left out. The error is a [*CompareError].
func Compare(old, new *iamhygiene.Results) (*Comparison, error) {
	if old.Account != new.Account || old.Partition != new.Partition {
		return nil, &CompareError{Old: old.Partition + "/" + old.Account, New: new.Partition + "/" + new.Account}
	}
	return compare(old.Time, old.Findings, nil, new), nil
}

// compare compares findings with results. resolved names fingerprints that
// failed once and were resolved since.
func compare(from time.Time, old []iamhygiene.Finding, resolved map[string]bool, new *iamhygiene.Results) *Comparison {
	c := &Comparison{Account: new.Account, From: from, To: new.Time}
	before := make(map[string]*iamhygiene.Finding, len(old))
	for i := range old {
		before[old[i].Fingerprint] = &old[i]
	}
	seen := make(map[string]bool, len(new.Findings))
	for i := range new.Findings {
		f := &new.Findings[i]
		seen[f.Fingerprint] = true
		was := before[f.Fingerprint]
		change, ok := judge(was, f)
		if change == FindingNew && f.Open() && resolved[f.Fingerprint] {
			change = FindingReopened
		}
		if ok {
			c.Differences = append(c.Differences, Difference{Change: change, Old: was, New: f})
		}
	}
	hidden := hides(new)
	for i := range old {
		f := &old[i]
		if seen[f.Fingerprint] || f.Status != iamhygiene.Fail {
			continue
		}
		change := FindingGone
		if hidden(f) {
			change = FindingUndecided
		}
		c.Differences = append(c.Differences, Difference{Change: change, Old: f})
	}
	// The findings of each run are sorted; what is gone comes behind.
	slices.SortStableFunc(c.Differences, func(a, b Difference) int {
		x, y := a.Finding(), b.Finding()
		return cmp.Or(
			cmp.Compare(a.Change.rank(), b.Change.rank()), cmp.Compare(y.Severity, x.Severity), cmp.Compare(x.Check, y.Check),
			cmp.Compare(x.Resource.ARN, y.Resource.ARN), cmp.Compare(x.Discriminator, y.Discriminator))
	})
	return c
}

// judge applies the rules of Compare to a finding that the later run has. It
// returns false for what is left out.
func judge(old, new *iamhygiene.Finding) (Change, bool) {
	failed := old != nil && old.Status == iamhygiene.Fail
	switch {
	case new.Status == iamhygiene.Fail:
		switch {
		case !failed:
			return FindingNew, true
		case old.Suppression != nil && new.Suppression == nil:
			return FindingReopened, true
		case old.Severity != new.Severity || (old.Suppression == nil) != (new.Suppression == nil):
			return FindingChanged, true
		}
		return FindingUnchanged, true
	case failed && (new.Status == iamhygiene.Pass || new.Status == iamhygiene.NotApplicable):
		return FindingResolved, true
	case failed, new.Status == iamhygiene.Unknown && (old == nil || old.Status != iamhygiene.Unknown):
		return FindingUndecided, true
	case old != nil && old.Status != new.Status:
		return FindingChanged, true
	case new.Status == iamhygiene.Unknown:
		return FindingUnchanged, true
	}
	return FindingUnchanged, false
}

// hides returns a function that reports whether the results leave open what
// became of a finding that they do not have.
func hides(r *iamhygiene.Results) func(*iamhygiene.Finding) bool {
	ran := make(map[string]bool)
	for _, c := range r.Checks {
		ran[c.ID] = true
	}
	type place struct{ check, arn string }
	unknown := make(map[place]bool)
	for i := range r.Findings {
		f := &r.Findings[i]
		ran[f.Check] = true
		if f.Status != iamhygiene.Unknown {
			continue
		}
		unknown[place{f.Check, f.Resource.ARN}] = true
		if f.Resource.Type == iamhygiene.TypeAccount {
			// A check that cannot list its resources says so of the account.
			unknown[place{f.Check, ""}] = true
		}
	}
	return func(f *iamhygiene.Finding) bool {
		return !ran[f.Check] || unknown[place{f.Check, ""}] || unknown[place{f.Check, f.Resource.ARN}]
	}
}
