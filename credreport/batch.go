package credreport

import (
	"github.com/gocarina/gocsv"
)

// batchSize is how many rows are given to gocsv at a time. gocsv looks up all
// columns anew in each call, so a batch must be large against 22 columns; it is
// also all that Entries holds in memory.
const batchSize = 512

// A batch collects rows for gocsv and gets entries from it. It is the
// gocsv.Decoder of a part of a report. gocsv's own streaming functions read
// through its global settings, send every row through a channel, and leave a
// goroutine behind when the caller stops early.
type batch struct {
	names   []string   // the report's header
	cells   []string   // the rows, one behind the other; reused
	rows    [][]string // header and rows for gocsv; reused
	meta    []rowMeta  // one for each row
	out     []row      // filled by gocsv; reused
	checked bool       // gocsv was found to fill the right fields
}

// A row is what gocsv fills. It holds a pointer because gocsv makes two values of
// the type for each row and copies one of them. Its one tag is that of a required
// column: a program that sets the global gocsv.FailIfUnmatchedStructTags does not
// disturb the reading of a report that lacks an optional one.
type row struct {
	Tag   string `csv:"user"` // never set
	entry *Entry
}

// UnmarshalCSVWithFields sets the field of one column.
func (r *row) UnmarshalCSVWithFields(column, text string) error {
	if r.entry == nil {
		r.entry = new(Entry)
	}
	return r.entry.UnmarshalCSVWithFields(column, text)
}

// A rowMeta is what is known of a row beside its fields.
type rowMeta struct {
	line    int
	errs    RowErrors // found before gocsv saw the row
	damaged bool      // only user and ARN are good; that the rest is empty is no news
	drop    bool      // it is not known whose the row is
}

// newBatch maps a header to columns. The error is a *ColumnError.
func newBatch(names []string, line int) (*batch, error) {
	b := &batch{names: names}
	seen := make(map[string]bool, len(names))
	var twice, missing []string
	for _, name := range names {
		if seen[name] {
			twice = append(twice, name)
		}
		seen[name] = true
	}
	for _, c := range columns {
		if c.required && !seen[c.name] {
			missing = append(missing, c.name)
		}
	}
	switch {
	case len(missing) > 0:
		return nil, &ColumnError{Problem: ErrMissing, Columns: missing, Found: names, Line: line}
	case len(twice) > 0:
		return nil, &ColumnError{Problem: ErrDuplicate, Columns: twice, Found: names, Line: line}
	}
	return b, nil
}

func (b *batch) reset() {
	b.cells = b.cells[:0]
	b.meta = b.meta[:0]
}

// add adds a row whose fields are in the order of the report's header. The
// fields are copied.
func (b *batch) add(fields []string, meta rowMeta) {
	b.cells = append(b.cells, fields...)
	b.meta = append(b.meta, meta)
}

// GetCSVRows gives the header and the collected rows to gocsv.
func (b *batch) GetCSVRows() ([][]string, error) {
	b.rows = append(b.rows[:0], b.names)
	if !b.checked {
		b.rows = append(b.rows, b.names) // the canary: see check
	}
	n := len(b.names)
	for i := range b.meta {
		b.rows = append(b.rows, b.cells[i*n:(i+1)*n])
	}
	return b.rows, nil
}

// decode returns the entries of the rows that were added, in their order. The
// slice is valid until the next decode; the entries are the caller's.
func (b *batch) decode() ([]row, error) {
	n := len(b.meta)
	if !b.checked {
		n++
	}
	if len(b.out) < n {
		b.out = make([]row, n)
	}
	if err := gocsv.UnmarshalDecoder(b, &b.out); err != nil {
		return nil, &FormatError{Problem: ErrSettings, Offset: -1, Err: err}
	}
	rows := b.out[:n]
	if !b.checked {
		if err := b.check(rows[0].entry); err != nil {
			return nil, err
		}
		b.checked = true
		rows = rows[1:]
	}
	return rows, nil
}

// check makes sure that each column reached its field, by a first row in which
// each column holds its own name. gocsv passes names through settings that any
// part of the program may change, and columns that went astray would read as
// users without credentials.
func (b *batch) check(canary *Entry) error {
	for _, name := range b.names {
		if got, _ := canary.Value(name); got != name {
			return &FormatError{Problem: ErrSettings, Offset: -1, Detail: "column " + name}
		}
	}
	return nil
}

var (
	_ gocsv.Decoder                    = (*batch)(nil)
	_ gocsv.TypeUnmarshalCSVWithFields = (*row)(nil)
)
