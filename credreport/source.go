package credreport

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	bom = "\uFEFF"
	// sniffSize is how much of the input decides what form it has.
	sniffSize = 4 << 10
)

// A source is the CSV inside an input of any of the forms that Parse reads. It
// holds a buffer and never the whole input.
type source struct {
	*bufio.Reader
	json *envelope   // nil if the input is not JSON
	b64  *base64Text // nil if the input is not base64 text
}

// generated returns the GeneratedTime of the input, zero if it has none. It is
// complete when the CSV has been read to its end.
func (s *source) generated() time.Time {
	switch {
	case s.json != nil:
		return s.json.generated
	case s.b64 != nil:
		return s.b64.generated()
	}
	return time.Time{}
}

// newSource finds out what form the input has. The errors are *FormatErrors.
func newSource(r io.Reader) (*source, error) {
	if r == nil {
		return nil, &FormatError{Problem: ErrEmpty, Offset: -1, Detail: "the reader is nil"}
	}
	src := &source{Reader: bufio.NewReaderSize(&sticky{r: r}, 64<<10)}
	head, err := src.sniff("")
	if err != nil {
		return nil, err
	}
	path := ""
	switch {
	case head[0] == '{':
		path = "$.Content"
		src.json = &envelope{r: src.Reader}
		if err := src.json.open(); err != nil {
			return nil, err
		}
		src.Reader = bufio.NewReaderSize(src.json, 64<<10)
		if head, err = src.sniff(path); err != nil {
			return nil, err
		}
		// Some programs decode the content before they print the JSON.
		if first, _, _ := bytes.Cut(head, []byte("\n")); bytes.IndexByte(first, ',') >= 0 {
			return src, nil
		}
	case head[0] == '[':
		return nil, &FormatError{Problem: ErrJSON, Path: "$", Offset: 0, Detail: "an array; want an object"}
	case !isBase64(head):
		return src, nil
	}
	src.b64 = &base64Text{r: src.Reader}
	src.Reader = bufio.NewReaderSize(&decoder64{path: path, r: base64.NewDecoder(base64.StdEncoding, src.b64)}, 64<<10)
	if _, err := src.sniff(path); err != nil {
		return nil, err
	}
	return src, nil
}

// sniff drops a byte-order mark and returns the first bytes after any white
// space, at least one. It refuses what can be no form of a report.
func (s *source) sniff(path string) ([]byte, error) {
	fail := func(p Problem, detail string) ([]byte, error) {
		return nil, &FormatError{Problem: p, Path: path, Offset: -1, Detail: detail}
	}
	head, err := s.Peek(sniffSize)
	if bytes.HasPrefix(head, []byte(bom)) {
		_, _ = s.Discard(len(bom)) // cannot fail: the bytes are in the buffer
		head, err = s.Peek(sniffSize)
	}
	cut := err == nil // the window ends in the middle of the input
	if head = bytes.TrimLeft(head, " \t\r\n"); len(head) == 0 {
		switch {
		case cut:
			return fail(ErrEmpty, "4 KiB of white space")
		case err != io.EOF:
			return nil, asFormatError(err, 0)
		}
		return fail(ErrEmpty, "")
	}
	first, _, ended := bytes.Cut(head, []byte("\n"))
	if cut && !ended {
		first = first[:max(0, len(first)-utf8.UTFMax)] // may end inside a character
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return fail(ErrUTF16, "it begins with a UTF-16 byte-order mark")
	case len(head) > 1 && (head[0] == 0) != (head[1] == 0):
		return fail(ErrUTF16, "every second byte is zero")
	case !isText(first):
		return fail(ErrBinary, kindOf(head))
	case bytes.HasPrefix(head, []byte("An error occurred (")):
		message := string(first)
		code, _, _ := strings.Cut(message[len("An error occurred ("):], ")")
		switch code {
		case "ReportNotPresent", "ReportExpired", "ReportInProgress":
			return fail(ErrNotReady, code)
		}
		return fail(ErrFailed, shorten(strings.TrimSpace(message), 200))
	case head[0] == '<' && !bytes.HasPrefix(head, []byte(RootUser)):
		return fail(ErrMarkup, "it begins with "+quote(shorten(strings.TrimSpace(string(first)), 60)))
	}
	return head, nil
}

// sticky repeats the error of its reader for ever. A look ahead with Peek takes
// the error away, and a reader that failed must not seem to have ended.
type sticky struct {
	r   io.Reader
	err error
}

func (s *sticky) Read(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.r.Read(p)
	s.err = err
	return n, err
}

// isText reports whether a first line is UTF-8 without control characters.
func isText(line []byte) bool {
	for _, c := range line {
		if c < ' ' && c != '\t' && c != '\r' {
			return false
		}
	}
	return utf8.Valid(line)
}

// kindOf names the kinds of binary files that reports come packed in.
func kindOf(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return "gzip; unpack it first"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return "a ZIP archive or a spreadsheet; unpack it, or export it as CSV"
	}
	return ""
}

// isBase64 reports whether a text, perhaps in quotation marks, is base64 of
// text. A header of a report is not: it has commas.
func isBase64(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte(`"`))
	n := 0
	for n < len(head) && (isAlnum(head[n]) || head[n] == '+' || head[n] == '/') {
		n++
	}
	// The first word of a file of another kind may be made of the same letters.
	clean := n == len(head) || bytes.IndexByte([]byte("=\r\n\t \""), head[n]) >= 0
	if n < 8 || !clean && n < 64 {
		return false
	}
	n = n / 4 * 4
	text := make([]byte, base64.StdEncoding.DecodedLen(n))
	if _, err := base64.StdEncoding.Decode(text, head[:n]); err != nil {
		return false
	}
	if bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) {
		return true // of UTF-16, which is refused by name
	}
	first, _, ended := bytes.Cut(text, []byte("\n"))
	for !ended && len(first) > 0 && !utf8.Valid(first) && len(text)-len(first) < utf8.UTFMax {
		first = first[:len(first)-1]
	}
	return len(first) > 0 && isText(first)
}

// base64Text reads base64 text without its white space. It stops at a closing
// quotation mark (a JSON string) and at a tab (the CLI's --output text, where
// the other members follow the content).
type base64Text struct {
	r     *bufio.Reader
	begun bool
	ended bool
	rest  []byte // what follows the content, at most 256 bytes
}

func (b *base64Text) Read(p []byte) (int, error) {
	for {
		if b.ended {
			return 0, io.EOF
		}
		n, err := b.r.Read(p)
		kept := p[:0]
		for i, c := range p[:n] {
			switch c {
			case '\r', '\n', ' ':
			case '"', '\t':
				if c == '"' && !b.begun {
					b.begun = true
					continue
				}
				b.ended = true
				rest, readErr := io.ReadAll(io.LimitReader(b.r, 256))
				b.rest = append(append(b.rest, p[i+1:n]...), rest...)
				if readErr != nil {
					err = readErr
				}
			default:
				b.begun = true
				kept = append(kept, c)
			}
			if b.ended {
				break
			}
		}
		if len(kept) > 0 || err != nil {
			return len(kept), err
		}
	}
}

// generated finds the GeneratedTime among the members after the content.
func (b *base64Text) generated() time.Time {
	for member := range bytes.FieldsSeq(b.rest) {
		if at, ok := ParseTime(string(member)).Get(); ok {
			return at
		}
	}
	return time.Time{}
}

// decoder64 turns the errors of a base64 decoder into ours.
type decoder64 struct {
	path string
	r    io.Reader
}

func (d *decoder64) Read(p []byte) (int, error) {
	n, err := d.r.Read(p)
	var corrupt base64.CorruptInputError
	switch {
	case errors.As(err, &corrupt):
		err = &FormatError{Problem: ErrBase64, Path: d.path, Offset: int64(corrupt)}
	case err == io.ErrUnexpectedEOF:
		err = &FormatError{Problem: ErrTruncated, Path: d.path, Offset: -1, Detail: "inside the base64"}
	}
	return n, err
}

// asFormatError makes an error of a reader, met on that line, a *FormatError.
func asFormatError(err error, line int) *FormatError {
	var f *FormatError
	if errors.As(err, &f) {
		withLine := *f
		withLine.Line = line
		return &withLine
	}
	return &FormatError{Problem: ErrRead, Line: line, Offset: -1, Err: err}
}
