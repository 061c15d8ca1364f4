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
