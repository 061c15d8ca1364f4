package credreport

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"time"
	"unicode/utf8"
)

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
