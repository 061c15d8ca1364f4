package credreport

import (
	"bufio"
	"slices"
	"strings"
)

// maxRow is the longest row in bytes. A row of AWS's has about 500; the limit
// keeps a file without line breaks from filling the memory.
const maxRow = 1 << 20

// maxJoin is how many lines one row may span.
const maxJoin = 128

// A record is one row of CSV, split but not understood.
type record struct {
	fields  []string // valid until the next record
	line    int      // of its first line, from 1
	text    string   // as written, without the final line break
	problem Problem  // 0, ErrQuote or ErrRowSize
	bad     int      // the field at which a quote is wrong, or -1
	open    bool     // that quote is never closed
	last    bool     // no line break follows: the input ends here, perhaps too early
}

// A scanner splits CSV into records, one line at a time.
//
// It stands in for encoding/csv, which cannot serve a lenient reader: there a
// stray quotation mark at the start of a field swallows every line up to the
// next one, rows are lost, and no error may come. Here a row ends where its line
// ends. No value of AWS's contains a line break; only a quoted value in a column
// that AWS does not document may, and its next lines are joined to it only if
// the joined text is a well-formed row with as many fields as the header and no
// line inside a value is itself the row of a user (see joinable).
type scanner struct {
	r       *bufio.Reader
	long    []byte // a line that did not fit into r's buffer
	line    int    // the number of the last line read
	ahead   []line // lines that were read to look for a closing quote
	err     error  // why no more lines can be read
	fields  []string
	other   []string // a second set of fields, for looking ahead
	columns []string // the header; nil while the header itself is read
}

type line struct {
	text   string // without "\n"
	number int
	last   bool // not ended by "\n"
	long   bool // longer than maxRow; text is its beginning
}

// next returns the next record that is not a blank line. After the last it
// returns false; s.err is then io.EOF or why reading failed.
func (s *scanner) next() (record, bool) {
	for {
		l, ok := s.take()
		if !ok {
			return record{}, false
		}
		text := strings.TrimSuffix(l.text, "\r")
		if text == "" {
			continue
		}
		rec := record{line: l.number, text: text, last: l.last, bad: -1}
		if l.long {
			rec.problem = ErrRowSize
			rec.text = text[:200]
			return rec, true
		}
		s.fields, rec.bad, rec.open = split(s.fields[:0], text)
		rec.fields = s.fields
		if rec.bad >= 0 {
			rec.problem = ErrQuote
			if rec.open {
				s.join(l, &rec)
			}
		}
		return rec, true
	}
}

// join tries to complete a record whose first line ends inside quotes. If it
// cannot, it leaves the record as it is and the lines for later.
//
// The first line holds an odd number of quotation marks, so only a line with an
// odd number can close the value. This keeps the search linear: a line is looked
// at by the nearest open value before it and by no other.
func (s *scanner) join(first line, rec *record) {
	if s.columns == nil || rec.bad >= len(s.columns) || documented(s.columns[rec.bad]) != nil {
		return
	}
	size := len(first.text)
	for n := range maxJoin {
		l, ok := s.peek(n)
		if size += 1 + len(l.text); !ok || l.long || size > maxRow {
			return
		}
		if strings.Count(l.text, `"`)%2 == 0 {
			continue
		}
		var text strings.Builder
		text.WriteString(first.text)
		for _, l := range s.ahead[:n+1] {
			text.WriteByte('\n')
			text.WriteString(l.text)
		}
		whole := strings.TrimSuffix(text.String(), "\r")
		var bad int
		s.other, bad, _ = split(s.other[:0], whole)
		if bad >= 0 || len(s.other) != len(s.columns) || !joinable(s.columns, s.other) {
			return
		}
		s.ahead = s.ahead[n+1:]
		s.fields, s.other = s.other, s.fields
		*rec = record{fields: s.fields, line: first.number, text: whole, last: l.last, bad: -1}
		return
	}
}

// joinable reports whether the line breaks in the fields of a row may stand: all
// are in columns that AWS does not document, and no line inside a value reads as
// the row of a user. It looks at values only, so a row that was joined once is
// joined again after it was written.
func joinable(columns, fields []string) bool {
	for i, value := range fields {
		if strings.IndexByte(value, '\n') < 0 {
			continue
		}
		if documented(columns[i]) != nil {
			return false
		}
		// The first line of the value stands at column i of its line, the others
		// at the beginning of theirs.
		at := i
		for l := range strings.SplitSeq(value, "\n") {
			parts, _, _ := split(nil, strings.TrimSuffix(l, "\r"))
			user, arn := slices.Index(columns, ColumnUser)-at, slices.Index(columns, ColumnARN)-at
			if user >= 0 && arn >= 0 && max(user, arn) < len(parts) && agree(parts[user], parts[arn]) {
				return false
			}
			at = 0
		}
	}
	return true
}

func (s *scanner) take() (line, bool) {
	if len(s.ahead) > 0 {
		l := s.ahead[0]
		s.ahead = s.ahead[1:]
		return l, true
	}
	return s.read()
}

func (s *scanner) peek(n int) (line, bool) {
	for len(s.ahead) <= n {
		l, ok := s.read()
		if !ok {
			return line{}, false
		}
		s.ahead = append(s.ahead, l)
	}
	return s.ahead[n], true
}

// read reads one line from the input. A last line without a line break is a line
// if it has any bytes.
func (s *scanner) read() (line, bool) {
	if s.err != nil {
		return line{}, false
	}
	s.line++
	l := line{number: s.line}
	chunk, err := s.r.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		s.long = append(s.long[:0], chunk...)
		for err == bufio.ErrBufferFull {
			chunk, err = s.r.ReadSlice('\n')
			if len(s.long)+len(chunk) <= maxRow {
				s.long = append(s.long, chunk...)
			} else {
				l.long = true
			}
		}
		chunk = s.long
	}
	if err != nil {
		s.err = err
		if len(chunk) == 0 {
			return line{}, false
		}
		l.last = true
		l.text = string(chunk)
		return l, true
	}
	l.text = strings.TrimSuffix(string(chunk), "\n")
	return l, true
}
