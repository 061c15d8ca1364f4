package credreport

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/gocarina/gocsv"
)

// Write writes a report as CSV, with the columns of r.Columns. What Parse read,
// Write writes so that Parse reads the same again: equal columns and entries,
// and the same bytes when written once more. Dates come out in AWS's form,
// truth values in lower case, lines end in "\n".
//
// For a report made by hand, Columns may be nil: the required columns and those
// that any entry has are then written, in AWS's order, and unknown columns after
// them. The same holds for columns that entries have and r.Columns lacks: they
// are added, so that nothing is lost. An absent field of a written column is
// written as an empty text and reads back as Invalid.
//
// Write fails with the writer's error, or with a [*RowError] whose Line is the
// line in the output: [ErrLineBreak] for a value that would not read back, and
// [ErrRowSize]. It writes nothing for Errors, Warnings and GeneratedTime.
//
// Names of users may begin with = + @ and -, which spreadsheets take for
// formulas. Write does not change them.
func Write(w io.Writer, r *Report) error {
	if r == nil {
		r = &Report{}
	}
	out := &rowWriter{w: bufio.NewWriter(w), columns: header(r), entries: r.Entries}
	for _, name := range out.columns {
		if strings.IndexByte(name, '\n') >= 0 {
			return &RowError{Line: 1, Column: name, Value: name, Problem: ErrLineBreak}
		}
	}
	if len(r.Entries) == 0 {
		if err := out.write(out.columns, 1); err != nil {
			return err
		}
		return out.w.Flush()
	}
	if err := gocsv.MarshalCSV(r.Entries, out); err != nil {
		return err
	}
	return out.Error()
}

// header returns the columns to write: r.Columns and what is missing there.
func header(r *Report) []string {
	have := make(map[string]bool, len(columns))
	var names []string
	add := func(name string) {
		if !have[name] {
			have[name] = true
			names = append(names, name)
		}
	}
	for _, name := range r.Columns {
		add(name)
	}
	for i := range columns {
		c := &columns[i]
		needed := c.required
		for j := 0; j < len(r.Entries) && !needed && !have[c.name]; j++ {
			needed = r.Entries[j].cell(c.name).State() != Absent
		}
		if needed {
			add(c.name)
		}
	}
	for i := range r.Entries {
		for _, f := range r.Entries[i].Extra {
			add(f.Name)
		}
	}
	return names
}

// A rowWriter gets rows from gocsv, in the order of Entry's fields, and writes
// them in the order of the header. It is a gocsv.CSVWriter of its own because
// encoding/csv cannot be told to put the first column's name into quotation
// marks, without which some names would make the file look like another form of
// input.
type rowWriter struct {
	w       *bufio.Writer
	columns []string
	entries []Entry
	place   []int // for each column its place in gocsv's rows, or -1
	line    int   // of the next row
	row     int   // entries written
	fields  []string
	text    []byte
	err     error
}

// Write takes gocsv's header and then its rows.
func (w *rowWriter) Write(cells []string) error {
	if w.err != nil {
		return w.err
	}
	if w.place == nil {
		w.err = w.begin(cells)
		return w.err
	}
	e := &w.entries[w.row]
	w.row++
	w.fields = w.fields[:0]
	for i, name := range w.columns {
		if p := w.place[i]; p >= 0 {
			w.fields = append(w.fields, cells[p])
			continue
		}
		value, _ := e.Value(name)
		w.fields = append(w.fields, value)
	}
	if i := unreadable(w.columns, w.fields); i >= 0 {
		w.err = &RowError{Line: w.line, Column: w.columns[i], User: e.User, Value: w.fields[i], Problem: ErrLineBreak}
		return w.err
	}
	w.err = w.write(w.fields, w.line)
	var tooLong *RowError
	if errors.As(w.err, &tooLong) {
		tooLong.User = e.User
	}
	return w.err
}

// begin takes gocsv's header and writes ours.
func (w *rowWriter) begin(keys []string) error {
	at := make(map[string]int, len(keys))
	for i, key := range keys {
		at[key] = i
	}
	w.place = make([]int, len(w.columns))
	for i, name := range w.columns {
		w.place[i] = -1
		if c := documented(name); c != nil {
			p, ok := at[c.key]
			if !ok {
				return &FormatError{Problem: ErrSettings, Offset: -1, Detail: "column " + name}
			}
			w.place[i] = p
		}
	}
	return w.write(w.columns, 1)
}

// unreadable returns the first field with a line break in a row that would not
// be read as one row, or -1.
func unreadable(columns, fields []string) int {
	for i, value := range fields {
		if strings.IndexByte(value, '\n') >= 0 {
			if !joinable(columns, fields) || strings.Count(strings.Join(fields, ","), "\n") > maxJoin {
				return i
			}
			return -1
		}
	}
	return -1
}

// write writes one row.
func (w *rowWriter) write(fields []string, line int) error {
	w.text = w.text[:0]
	for i, value := range fields {
		if i > 0 {
			w.text = append(w.text, ',')
		}
		if needsQuotes(value) || line == 1 && i == 0 && !validName(value) {
			w.text = append(w.text, '"')
			w.text = append(w.text, strings.ReplaceAll(value, `"`, `""`)...)
			w.text = append(w.text, '"')
		} else {
			w.text = append(w.text, value...)
		}
	}
	if len(w.text) > maxRow {
		return &RowError{Line: line, Problem: ErrRowSize}
	}
	w.text = append(w.text, '\n')
	w.line = line + bytes.Count(w.text, []byte("\n"))
	_, err := w.w.Write(w.text)
	return err
}

func needsQuotes(s string) bool {
	return strings.ContainsAny(s, ",\"\r\n") || s != "" && (s[0] == ' ' || s[len(s)-1] == ' ')
}

// Flush and Error complete gocsv.CSVWriter.

func (w *rowWriter) Flush() {
	if err := w.w.Flush(); w.err == nil {
		w.err = err
	}
}

func (w *rowWriter) Error() error { return w.err }

var _ gocsv.CSVWriter = (*rowWriter)(nil)
