package credreport

import (
	"io"
	"iter"
	"time"
)

// A Report is a credential report: all its rows, and what was wrong with them.
//
// A Report is plain data, with a stable JSON form in which the fields of an
// entry have the names of their columns. The zero Report is an empty one. It is
// safe for concurrent use while nobody changes it.
type Report struct {
	// GeneratedTime is when AWS generated the report, in UTC. The credentials may
	// have changed since: AWS keeps a report for up to four hours. Only the
	// answer of GetCredentialReport says it; it is zero for a bare CSV.
	GeneratedTime time.Time `json:"generated_time,omitzero"`
	// Columns is the header, without white space around the names.
	Columns []string `json:"columns"`
	// Entries are the rows in the order of the report.
	Entries []Entry `json:"entries"`
	// Errors says which rows and fields could not be read. Such a field of an
	// entry is Invalid; a row of which not even the user is known has no entry.
	Errors []*RowError `json:"errors,omitzero"`
	// Warnings says what is odd about rows that could be read: ErrNoRoot,
	// ErrSecondRoot, ErrOtherAccount, ErrSameUser.
	Warnings []*RowError `json:"warnings,omitzero"`
}

// Parse reads a credential report. It accepts the CSV, with or without a
// byte-order mark; the JSON that aws iam get-credential-report prints; and the
// base64 text in that JSON by itself, as --query Content or --output text print
// it.
//
// Parse is lenient: what is wrong with a row or a field is in Report.Errors, and
// nothing else is lost. With [Strict] it stops at the first such row and returns
// its [RowErrors].
//
// A [*FormatError] says that the input is not a report, or ends early, and a
// [*ColumnError] that the header lacks a required column (user, arn,
// password_enabled, mfa_active, access_key_1_active) or has a column twice. If
// the error came after the header, the report is returned beside it with what
// was read before; it must not be taken for a complete one. Otherwise it is nil.
func Parse(r io.Reader, opts ...func(*Options)) (*Report, error) {
	src, err := newSource(r)
	if err != nil {
		return nil, err
	}
	rd, err := newReader(src, newOptions(opts))
	if err != nil {
		return nil, err
	}
	report := &Report{Columns: rd.batch.names}
	look := lookout{arns: make(map[string]struct{}, batchSize)}
	var first RowErrors
	var entries []*Entry // copied at the end: a growing slice of values would copy each many times
	err = rd.each(func(e *Entry, m *rowMeta) bool {
		report.Errors = append(report.Errors, m.errs...)
		if len(m.errs) > 0 && rd.opts.Strict {
			first = m.errs
		}
		if m.drop {
			return true
		}
		entries = append(entries, e)
		report.Warnings = look.at(e, m.line, report.Warnings)
		return true
	})
	report.GeneratedTime = src.generated()
	report.Entries = make([]Entry, len(entries))
	for i, e := range entries {
		report.Entries[i] = *e
	}
	if len(report.Entries) > 0 && !look.root && first == nil {
		report.Warnings = append(report.Warnings, &RowError{Problem: ErrNoRoot})
	}
	if err == nil && first != nil {
		err = first
	}
	return report, err
}

// A lookout finds what is odd about a report as a whole.
type lookout struct {
	partition, account string
	root               bool
	arns               map[string]struct{}
}

func (l *lookout) at(e *Entry, line int, warnings []*RowError) []*RowError {
	warn := func(p Problem) {
		warnings = append(warnings, &RowError{Line: line, Column: ColumnARN, User: e.User, Value: e.ARN, Problem: p})
	}
	a, ok := parseARN(e.ARN)
	if !ok {
		return warnings // reported as an error
	}
	if l.account == "" {
		l.partition, l.account = a.partition, a.account
	}
	if l.account != a.account || l.partition != a.partition {
		warn(ErrOtherAccount)
	}
	before := len(l.arns)
	if l.arns[e.ARN] = struct{}{}; len(l.arns) == before {
		warn(ErrSameUser)
	}
	if e.IsRoot() {
		if l.root {
			warn(ErrSecondRoot)
		}
		l.root = true
	}
	return warnings
}

// Root returns the root user's entry, the first if there are several. It is
// false if there is none.
func (r *Report) Root() (*Entry, bool) {
	for i := range r.Entries {
		if r.Entries[i].IsRoot() {
			return &r.Entries[i], true
		}
	}
	return nil, false
}

// Users gives the entries of all IAM users, that is, all but the root user's,
// in the order of the report.
func (r *Report) Users() iter.Seq[*Entry] {
	return func(yield func(*Entry) bool) {
		for i := range r.Entries {
			if e := &r.Entries[i]; !e.IsRoot() && !yield(e) {
				return
			}
		}
	}
}

// User returns the entry of the IAM user of that name, which is matched exactly.
// It is false if there is none, and also if there are several, which happens
// where reports of several accounts were put together: then only the ARN tells
// them apart. It reads all entries; to look up many users, use [Report.Index].
func (r *Report) User(name string) (*Entry, bool) {
	var found *Entry
	for e := range r.Users() {
		if e.User != name {
			continue
		}
		if found != nil {
			return nil, false
		}
		found = e
	}
	return found, found != nil
}

// ByARN returns the entry with that ARN, the first if there are several.
func (r *Report) ByARN(arn string) (*Entry, bool) {
	for i := range r.Entries {
		if r.Entries[i].ARN == arn {
			return &r.Entries[i], true
		}
	}
	return nil, false
}

// Index returns the entries by their ARNs, the first where there are several.
// The entries are the report's own.
func (r *Report) Index() map[string]*Entry {
	index := make(map[string]*Entry, len(r.Entries))
	for i := range r.Entries {
		e := &r.Entries[i]
		if _, ok := index[e.ARN]; !ok {
			index[e.ARN] = e
		}
	}
	return index
}

// Age returns how long before now AWS generated the report, and whether the
// report says so.
func (r *Report) Age(now time.Time) (time.Duration, bool) {
	return TimeOf(r.GeneratedTime).Age(now)
}
