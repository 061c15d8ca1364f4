package credreport

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A reader turns records into entries.
type reader struct {
	scan  *scanner
	batch *batch
	opts  Options
	rows  bool // there was a row
	cut   bool // the last row is incomplete
	fresh []string

	columns   []*column // the documented ones of the report
	user, arn int       // where in a row they are
}

// newReader reads the header. The errors are *FormatErrors and *ColumnErrors.
func newReader(src *source, opts Options) (*reader, error) {
	rd := &reader{scan: &scanner{r: src.Reader}, opts: opts}
	rec, ok := rd.scan.next()
	if !ok || rec.last && rd.scan.err != io.EOF {
		return nil, rd.end()
	}
	fail := func(p Problem, detail string) (*reader, error) {
		return nil, &FormatError{Problem: p, Line: rec.line, Offset: -1, Detail: detail}
	}
	if rec.problem != 0 {
		return fail(rec.problem, "in the header")
	}
	if !isText([]byte(rec.text)) {
		return fail(ErrBinary, "")
	}
	names := make([]string, len(rec.fields))
	for i, name := range rec.fields {
		names[i] = strings.TrimFunc(name, func(r rune) bool { return r == '\uFEFF' || unicode.IsSpace(r) })
	}
	if names[0] == RootUser || slices.ContainsFunc(names, func(s string) bool { _, ok := parseARN(s); return ok }) {
		return fail(ErrNoHeader, "it begins with "+quote(names[0]))
	}
	if len(names) == 1 {
		for _, sep := range []string{";", "\t", "|"} {
			if parts := strings.Split(names[0], sep); slices.Contains(parts, ColumnUser) && slices.Contains(parts, ColumnARN) {
				return fail(ErrSeparator, fmt.Sprintf("but by %q", sep))
			}
		}
	}
	var err error
	if rd.batch, err = newBatch(names, rec.line); err != nil {
		return nil, err
	}
	rd.scan.columns = names
	rd.user, rd.arn = slices.Index(names, ColumnUser), slices.Index(names, ColumnARN)
	for _, name := range names {
		if c := documented(name); c != nil {
			rd.columns = append(rd.columns, c)
		}
	}
	return rd, nil
}

// each calls f for every row until f returns false, and returns why the reading
// ended: nil if f ended it or the report is complete. In strict mode it returns
// after the first row with errors, without an error of its own.
func (rd *reader) each(f func(*Entry, *rowMeta) bool) error {
	for {
		more := rd.fill()
		rows, err := rd.batch.decode()
		if err != nil {
			return err
		}
		for i := range rd.batch.meta {
			e, m := rows[i].entry, &rd.batch.meta[i]
			rd.finish(e, m)
			if !f(e, m) || rd.opts.Strict && len(m.errs) > 0 {
				return nil
			}
		}
		if !more {
			return rd.end()
		}
	}
}

// fill fills the batch, and returns whether there is more to read.
func (rd *reader) fill() bool {
	rd.batch.reset()
	for range batchSize {
		rec, ok := rd.scan.next()
		if !ok {
			return false
		}
		rd.rows = true
		rd.add(rec)
	}
	return true
}

// end returns why there are no more records.
func (rd *reader) end() error {
	line := rd.scan.line
	switch {
	case rd.scan.err != nil && rd.scan.err != io.EOF:
		return asFormatError(rd.scan.err, line)
	case rd.cut:
		return &FormatError{Problem: ErrTruncated, Line: line, Offset: -1, Detail: "the last row is incomplete"}
	case rd.batch == nil:
		return &FormatError{Problem: ErrEmpty, Offset: -1}
	case !rd.rows:
		return &FormatError{Problem: ErrNoRows, Offset: -1}
	}
	return nil
}

// add gives a record to the batch. Of a record that is not whole only the user
// and the ARN are kept, if they agree: a row with a field too many or too few is
// shifted somewhere, and a shifted true could read as an active MFA device.
func (rd *reader) add(rec record) {
	meta := rowMeta{line: rec.line}
	fields := rec.fields
	if damage := rd.damage(rec); damage != nil {
		fields = make([]string, len(rd.batch.names))
		if max(rd.user, rd.arn) < len(rec.fields) && agree(rec.fields[rd.user], rec.fields[rd.arn]) {
			fields[rd.user], fields[rd.arn] = rec.fields[rd.user], rec.fields[rd.arn]
		}
		damage.Line, damage.User = rec.line, fields[rd.user]
		damage.Value = strings.ToValidUTF8(shorten(rec.text, 1000), "\uFFFD")
		meta.errs = append(meta.errs, damage)
		meta.damaged, meta.drop = true, damage.User == ""
	} else if fields[rd.user] == "" && fields[rd.arn] == "" {
		meta.errs = append(meta.errs, &RowError{Line: rec.line, Column: ColumnUser, Problem: ErrName})
		meta.drop = true
	}
	if !utf8.ValidString(rec.text) {
		fields = rd.mend(fields, &meta)
	}
	rd.batch.add(fields, meta)
}

// damage says why a record is not whole, or nil.
func (rd *reader) damage(rec record) *RowError {
	want := len(rd.batch.names)
	short := rec.problem == 0 && len(rec.fields) < want
	switch {
	case rec.last && (short || rec.open || rd.scan.err != io.EOF):
		rd.cut = true
		return &RowError{Problem: ErrTruncated}
	case rec.problem == 0 && len(rec.fields) != want:
		return &RowError{Problem: ErrFieldCount, Detail: fmt.Sprintf("%d; the header has %d", len(rec.fields), want)}
	case rec.problem != 0 && 0 <= rec.bad && rec.bad < want:
		return &RowError{Problem: rec.problem, Detail: "in column " + rd.batch.names[rec.bad]}
	case rec.problem != 0:
		return &RowError{Problem: rec.problem}
	}
	return nil
}

// mend replaces what is not UTF-8, which neither JSON nor a terminal could show,
// and notes where it was.
func (rd *reader) mend(fields []string, meta *rowMeta) []string {
	rd.fresh = append(rd.fresh[:0], fields...)
	for i, s := range rd.fresh {
		if utf8.ValidString(s) {
			continue
		}
		rd.fresh[i] = strings.ToValidUTF8(s, "\uFFFD")
		meta.errs = append(meta.errs, &RowError{
			Line: meta.line, Column: rd.batch.names[i], Value: rd.fresh[i], Problem: ErrUTF8})
	}
	return rd.fresh
}

// finish completes an entry that gocsv filled, and finds the errors of its
// fields.
func (rd *reader) finish(e *Entry, m *rowMeta) {
	if m.drop {
		*e = Entry{}
		return
	}
	for _, c := range rd.columns {
		field := e.cell(c.name)
		bad := field.State() == Invalid
		switch c.name {
		case ColumnUser:
			bad = !validName(e.User)
		case ColumnARN:
			bad = !agree(e.User, e.ARN)
		}
		if !bad || m.damaged && field.String() == "" {
			continue
		}
		err := &RowError{Line: m.line, Column: c.name, Value: field.String(), Problem: c.problem}
		if _, ok := parseARN(e.ARN); ok && c.name == ColumnARN {
			err.Problem = ErrMismatch
		}
		m.note(err)
	}
	for _, err := range m.errs {
		err.User = e.User
	}
}

// note adds the error of a field, unless the field has one already.
func (m *rowMeta) note(err *RowError) {
	for _, old := range m.errs {
		if old.Column == err.Column {
			return
		}
	}
	m.errs = append(m.errs, err)
}
