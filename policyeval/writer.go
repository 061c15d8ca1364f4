package policyeval

import (
	"fmt"
	"unicode/utf8"
)

// writer writes JSON tokens and keeps the commas right.
type writer struct {
	buf   []byte
	comma bool // a comma is due before the next member
	err   error
}

func (w *writer) fail(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf("policyeval: "+format+" has no JSON form", args...)
	}
}

func (w *writer) before() {
	if w.comma {
		w.buf = append(w.buf, ',')
	}
	w.comma = true
}

func (w *writer) open(bracket byte) {
	w.before()
	w.buf = append(w.buf, bracket)
	w.comma = false
}

func (w *writer) close(bracket byte) {
	w.buf = append(w.buf, bracket)
	w.comma = true
}

func (w *writer) name(name string) {
	w.before()
	w.string(name)
	w.buf = append(w.buf, ':')
	w.comma = false
}

func (w *writer) text(text string) {
	w.before()
	w.string(text)
}

func (w *writer) raw(text string) {
	w.before()
	w.buf = append(w.buf, text...)
}

// string writes a JSON string. U+2028 and U+2029 stay as they are: the result
// is JSON, not a part of a script.
func (w *writer) string(text string) {
	if !utf8.ValidString(text) {
		w.fail("the string %s, which is not UTF-8,", quote(text))
		return
	}
	const hex = "0123456789abcdef"
	w.buf = append(w.buf, '"')
	from := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		w.buf = append(w.buf, text[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			w.buf = append(w.buf, '\\', c)
		case '\n':
			w.buf = append(w.buf, '\\', 'n')
		case '\r':
			w.buf = append(w.buf, '\\', 'r')
		case '\t':
			w.buf = append(w.buf, '\\', 't')
		default:
			w.buf = append(w.buf, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	w.buf = append(w.buf, text[from:]...)
	w.buf = append(w.buf, '"')
}
