package credreport

import (
	"io"
	"iter"
)

// Entries reads a report row by row, in constant memory. It accepts every form
// of input that [Parse] does. The sequence can be ranged over once.
//
// An entry comes with a nil error, or with the [RowErrors] of its row; its other
// fields are good, and the reading goes on (with [Strict] it stops there). The
// entry is the zero Entry if the row is so damaged that it is not known whose it
// is. Every other error is the last thing that the sequence gives, beside a zero
// Entry: a [*FormatError] or a [*ColumnError].
//
// Entries gives no warnings: to see that the root user's row is missing, or that
// a user is there twice, takes the whole report. Parse gives them.
func Entries(r io.Reader, opts ...func(*Options)) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		src, err := newSource(r)
		if err != nil {
			yield(Entry{}, err)
			return
		}
		rd, err := newReader(src, newOptions(opts))
		if err != nil {
			yield(Entry{}, err)
			return
		}
		stopped := false
		err = rd.each(func(e *Entry, m *rowMeta) bool {
			if len(m.errs) > 0 {
				stopped = !yield(*e, m.errs)
			} else {
				stopped = !yield(*e, nil)
			}
			return !stopped
		})
		if err != nil && !stopped {
			yield(Entry{}, err)
		}
	}
}
