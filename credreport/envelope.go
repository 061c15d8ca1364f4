package credreport

import (
	"bufio"
	"encoding/json"
	"io"
	"math"
	"strings"
	"time"
	"unicode/utf8"
)

// maxMember is the longest member beside the content, in bytes.
const maxMember = 64 << 10

// An envelope reads the JSON answer of aws iam get-credential-report:
//
//	{"Content": "BASE64", "ReportFormat": "text/csv", "GeneratedTime": "2024-03-12T00:00:00+00:00"}
//
// Its Read gives the text of Content. It is written by hand because encoding/json
// holds a string in memory as a whole, and Content is the whole report.
type envelope struct {
	r         *bufio.Reader
	offset    int64
	generated time.Time
	state     string // of the answer of generate-credential-report
	content   bool   // Content was found
	ended     bool   // Content was read to its end, and the rest too
	err       error
	pending   []byte // decoded from an escape, not yet given to the reader
}

// open reads up to the text of Content.
func (e *envelope) open() error {
	if err := e.space(); err != nil {
		return err
	}
	if c, err := e.next(); err != nil || c != '{' {
		return e.fail("$", "want an object")
	}
	found, err := e.members(true)
	switch {
	case err != nil:
		return err
	case found:
		return nil
	case e.state != "":
		return &FormatError{Problem: ErrNotReady, Path: "$.State", Offset: -1, Detail: e.state}
	}
	return e.fail("$", "no member Content")
}

// Read gives the text of Content, with the escapes of JSON undone. Before it
// reports the end it reads the members that follow.
func (e *envelope) Read(p []byte) (int, error) {
	if e.ended || e.err != nil || len(p) == 0 {
		if e.err == nil && e.ended {
			return 0, io.EOF
		}
		return 0, e.err
	}
	if len(e.pending) == 0 {
		if _, err := e.r.Peek(1); err != nil {
			e.err = e.stop(err, "$.Content")
			return 0, e.err
		}
		chunk, _ := e.r.Peek(min(e.r.Buffered(), len(p)))
		if n := plainPrefix(chunk); n > 0 {
			n = copy(p, chunk[:n])
			_, _ = e.r.Discard(n) // cannot fail: the bytes are in the buffer
			e.offset += int64(n)
			return n, nil
		}
		if e.err = e.special(); e.err != nil {
			return 0, e.err
		}
		if e.ended {
			return 0, io.EOF
		}
	}
	n := copy(p, e.pending)
	e.pending = e.pending[n:]
	return n, nil
}

// plainPrefix returns how many bytes of a JSON string stand for themselves.
func plainPrefix(chunk []byte) int {
	for i, c := range chunk {
		if c == '"' || c == '\\' || c < ' ' {
			return i
		}
	}
	return len(chunk)
}

// special handles a byte of Content that does not stand for itself.
func (e *envelope) special() error {
	c, err := e.next()
	if err != nil {
		return e.stop(err, "$.Content")
	}
	switch {
	case c == '"':
		e.ended = true
		_, err := e.members(false)
		return err
	case c != '\\':
		return e.fail("$.Content", "a control character inside a string")
	}
	r, err := e.escape()
	if err != nil {
		return err
	}
	e.pending = utf8.AppendRune(e.pending[:0], r)
	return nil
}

// members reads the members of the object. It returns true inside the text of
// Content, and false at the end of the object and of the input. first says that
// no member has been read yet.
func (e *envelope) members(first bool) (bool, error) {
	for ; ; first = false {
		if err := e.space(); err != nil {
			return false, err
		}
		c, err := e.next()
		if err != nil {
			return false, e.stop(err, "$")
		}
		if c == '}' {
			return false, e.tail()
		}
		if !first {
			if c != ',' {
				return false, e.fail("$", "want a comma or the end of the object")
			}
			if err := e.space(); err != nil {
				return false, err
			}
			if c, err = e.next(); err != nil {
				return false, e.stop(err, "$")
			}
		}
		if c != '"' {
			return false, e.fail("$", "want the name of a member")
		}
		if err := e.r.UnreadByte(); err == nil {
			e.offset--
		}
		var name string
		if err := e.value("$", &name); err != nil {
			return false, err
		}
		if err := e.space(); err != nil {
			return false, err
		}
		if c, err := e.next(); err != nil || c != ':' {
			return false, e.fail("$", "want a colon")
		}
		if err := e.space(); err != nil {
			return false, err
		}
		if found, err := e.member(name); found || err != nil {
			return found, err
		}
	}
}

// member reads the value of a member. It returns true inside the text of
// Content.
func (e *envelope) member(name string) (bool, error) {
	path := "$." + shorten(name, 60)
	switch name {
	case "Content":
		if e.content {
			return false, e.fail(path, "the member is there twice")
		}
		if c, err := e.next(); err != nil || c != '"' {
			return false, e.fail(path, "want a string")
		}
		e.content = true
		return true, nil
	case "State":
		return false, e.value(path, &e.state)
	case "ReportFormat":
		var format string
		if err := e.value(path, &format); err != nil {
			return false, err
		}
		if format != "text/csv" {
			return false, e.fail(path, quote(format)+"; want \"text/csv\"")
		}
		return false, nil
	case "GeneratedTime":
		var v any
		if err := e.value(path, &v); err != nil {
			return false, err
		}
		at, ok := generatedTime(v)
		if !ok {
			return false, e.fail(path, "not a date")
		}
		e.generated = at
		return false, nil
	}
	var ignored json.RawMessage
	return false, e.value(path, &ignored)
}

// generatedTime reads the forms in which tools print GeneratedTime: RFC 3339, the
// same with a space (Python), and seconds since 1970.
func generatedTime(v any) (time.Time, bool) {
	switch v := v.(type) {
	case string:
		return ParseTime(strings.Replace(v, " ", "T", 1)).Get()
	case float64:
		sec, frac := math.Modf(v)
		if sec <= 0 || sec > 1<<36 {
			return time.Time{}, false
		}
		return TimeOf(time.Unix(int64(sec), int64(frac*1e9))).Get()
	}
	return time.Time{}, false
}

// stop is the error for an input that ends, or fails, inside the object.
func (e *envelope) stop(err error, path string) error {
	if err == io.EOF {
		return &FormatError{Problem: ErrTruncated, Path: path, Offset: e.offset, Detail: "inside the JSON"}
	}
	return asFormatError(err, 0)
}

// fail is the error for JSON that is not the answer we know. The offset is that
// of the byte after which it shows.
func (e *envelope) fail(path, detail string) error {
	return &FormatError{Problem: ErrJSON, Path: path, Offset: e.offset, Detail: detail}
}
