package iamhygiene

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
)

// A Runner runs checks over snapshots. The zero value is ready to use. A
// Runner holds only settings: it is safe for concurrent use as long as nobody
// changes them.
type Runner struct {
	// Concurrency is how many checks run side by side; zero or less means
	// GOMAXPROCS.
	Concurrency int
	// Exemptions are applied to the findings, the first match in the order of
	// the list counting. A list that is not empty adds findings of the checks
	// exemption-unused and exemption-expired.
	Exemptions []Exemption
	// Datasets are the caller's own datasets, for [Validate].
	Datasets []DatasetInfo
	// Progress, where set, is called after each check, never concurrently.
	Progress func(Progress)
}

// Progress says how far a run is.
type Progress struct {
	// Check is the id of the check that is done.
	Check string
	// Done and Total count checks.
	Done, Total int
	// Findings counts what the check returned.
	Findings int
}

// Run runs the checks and returns what they found, sorted as [SortFindings]
// does, so that the same snapshot, checks and exemptions give equal results
// whatever the concurrency.
//
// Every check leaves at least one finding: one that returns none is reported
// as NotApplicable, or as Unknown where a dataset that it needs is missing. A
// Pass of a check whose Needs are not all there becomes Unknown. A check that
// panics becomes an Unknown finding and a [*CheckError] in Results.Errors; the
// other checks go on.
//
// The error joins the [*SetError] and [*ExemptionError] of invalid settings,
// in which case the results are nil; or it wraps ctx.Err(), in which case the
// results are there and the checks that did not finish are Unknown.
func (r *Runner) Run(ctx context.Context, s *Snapshot, checks ...Check) (*Results, error) {
	if s == nil {
		return nil, errors.New("iamhygiene: Runner.Run: the snapshot is nil")
	}
	if err := errors.Join(Validate(checks, r.Datasets...), ValidateExemptions(r.Exemptions, s.Now())); err != nil {
		return nil, err
	}
	runs := make([]checkRun, len(checks))
	limit := r.Concurrency
	if limit <= 0 {
		limit = runtime.GOMAXPROCS(0)
	}
	// The group carries no context: a failing check must not stop the others.
	var group errgroup.Group
	group.SetLimit(limit)
	var mu sync.Mutex
	done := 0
	for i, c := range checks {
		group.Go(func() error {
			runs[i] = runCheck(ctx, s, c)
			if r.Progress != nil {
				mu.Lock()
				defer mu.Unlock()
				done++
				r.Progress(Progress{Check: runs[i].info.ID, Done: done, Total: len(checks), Findings: len(runs[i].findings)})
			}
			return nil
		})
	}
	_ = group.Wait() // the functions return no errors
	res := &Results{Account: s.AccountID(), Partition: s.Partition(), Time: s.Now(), DataErrors: s.Errors()}
	res.Findings = gather(s, runs)
	for i := range runs {
		res.Checks = append(res.Checks, runs[i].info)
		if runs[i].err != nil {
			res.Errors = append(res.Errors, runs[i].err)
		}
	}
	if len(r.Exemptions) > 0 {
		infos, extra := applyExemptions(r.Exemptions, s, res.Findings, res.Checks)
		res.Checks = append(res.Checks, infos...)
		res.Findings = append(res.Findings, extra...)
	}
	slices.SortStableFunc(res.Errors, func(a, b *CheckError) int { return cmp.Compare(a.Check, b.Check) })
	SortFindings(res.Findings)
	if err := ctx.Err(); err != nil {
		return res, fmt.Errorf("iamhygiene: run cancelled: %w", err)
	}
	return res, nil
}

type checkRun struct {
	info     Info
	findings []Finding
	err      *CheckError
}

// A CheckError is a check that panicked: a bug in the check.
type CheckError struct {
	// Check is the id of the check.
	Check string `json:"check"`
	// Panic is what it panicked with, as text.
	Panic string `json:"panic"`
	// Stack is the stack of the goroutine, for a bug report.
	Stack string `json:"stack,omitempty"`
}

// Error returns "iamhygiene: check ID panicked: value".
func (e *CheckError) Error() string {
	return fmt.Sprintf("iamhygiene: check %s panicked: %s", e.Check, e.Panic)
}

// gather copies the findings of all checks into one slice, because a check may
// keep what it returned, and completes them.
func gather(s *Snapshot, runs []checkRun) []Finding {
	total := 0
	for i := range runs {
		total += len(runs[i].findings)
	}
	all := make([]Finding, 0, total)
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range runs {
		begin := len(all)
		all = append(all, runs[i].findings...)
		runs[i].findings = nil // there may be many: let them go
		part := all[begin:len(all):len(all)]
		group.Go(func() error {
			complete(s, runs[i].info, part)
			return nil
		})
	}
	_ = group.Wait() // the functions return no errors
	return all
}

// runCheck runs one check.
func runCheck(ctx context.Context, s *Snapshot, c Check) (run checkRun) {
	run.info = c.Info()
	func() {
		defer func() {
			if p := recover(); p != nil {
				run.err = &CheckError{Check: run.info.ID, Panic: fmt.Sprint(p), Stack: string(debug.Stack())}
			}
		}()
		if ctx.Err() == nil {
			run.findings = c.Run(ctx, s)
		}
	}()
	switch {
	case run.err != nil:
		run.findings = []Finding{accountFinding(s, Undecided(&DataError{
			Code: CodeInternal, Message: "the check panicked: " + run.err.Panic,
		}))}
	case ctx.Err() != nil:
		// What there is may be a part only, so nothing of it is kept.
		run.findings = []Finding{accountFinding(s, Undecided(&DataError{
			Code: CodeCancelled, Message: "the run was cancelled before the check was done", Retryable: true,
		}))}
	case len(run.findings) == 0:
		v := Inapplicable("the account has nothing that this check looks at")
		if e := firstLack(s, run.info.Needs); e != nil {
			v = Undecided(e)
		}
		run.findings = []Finding{accountFinding(s, v)}
	}
	return run
}

func accountFinding(s *Snapshot, v Verdict) Finding {
	f := v.finding()
	f.Resource = s.AccountResource(TypeAccount)
	return f
}

// complete fills what the Runner owes to each finding, and keeps the promise
// that missing data is never a pass.
func complete(s *Snapshot, info Info, findings []Finding) {
	lack := firstLack(s, info.Needs)
	for i := range findings {
		f := &findings[i]
		if f.Status == Pass && lack != nil {
			v := Undecided(lack)
			f.Status, f.Message, f.Unknown = v.Status, v.Message, v.Unknown
		}
		switch {
		case f.Status != Unknown:
			f.Unknown = nil
		case f.Unknown == nil:
			v := Undecided(nil)
			f.Unknown = v.Unknown
			if f.Message == "" {
				f.Message = v.Message
			}
		}
		f.Check, f.CheckVersion = info.ID, max(info.Version, 1)
		f.Title, f.Description, f.Theme = info.Title, info.Description, info.Theme
		f.Severity = f.Severity.or(info.Severity).or(SeverityInfo)
		f.Frameworks, f.Remediation, f.Params = info.Frameworks, info.Remediation, info.Params
		f.ObservedAt = s.Now()
		if f.Resource.ARN == "" {
			f.Resource = s.AccountResource(TypeAccount)
		}
		f.Fingerprint = f.ComputeFingerprint()
	}
}

func firstLack(s *Snapshot, names []string) *DataError {
	for _, n := range names {
		if e := s.lack(n); e != nil {
			return e
		}
	}
	return nil
}
