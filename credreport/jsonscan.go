package credreport

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The parts of an envelope that know JSON and nothing about reports.

// value reads one JSON value into v.
func (e *envelope) value(path string, v any) error {
	raw, err := e.raw(path)
	if err != nil {
		return err
	}
	err = json.Unmarshal(raw, v)
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		return e.fail(path, "a "+wrong.Value+"; want a "+wrong.Type.String())
	case err != nil:
		return e.fail(path, err.Error())
	}
	return nil
}

// raw reads the bytes of one JSON value, up to the comma, colon or bracket that
// ends it.
func (e *envelope) raw(path string) ([]byte, error) {
	var raw []byte
	depth, inString := 0, false
	for {
		c, err := e.next()
		if err != nil {
			return nil, e.stop(err, path)
		}
		switch {
		case inString && c == '\\':
			raw = append(raw, c)
			if c, err = e.next(); err != nil {
				return nil, e.stop(err, path)
			}
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			depth++
		case depth > 0 && (c == '}' || c == ']'):
			depth--
		case depth == 0 && bytes.IndexByte([]byte(",:}] \t\r\n"), c) >= 0:
			if err := e.r.UnreadByte(); err == nil {
				e.offset--
			}
			return raw, nil
		}
		raw = append(raw, c)
		if depth == 0 && !inString && c == '"' {
			return raw, nil
		}
		if len(raw) > maxMember {
			return nil, e.fail(path, "longer than 64 KiB")
		}
	}
}

// tail makes sure that nothing follows the object.
func (e *envelope) tail() error {
	for {
		c, err := e.next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return e.stop(err, "$")
		case !isSpace(c):
			return e.fail("$", "text after the object")
		}
	}
}

// space skips white space.
func (e *envelope) space() error {
	for {
		c, err := e.next()
		if err != nil {
			return e.stop(err, "$")
		}
		if !isSpace(c) {
			e.offset--
			return e.r.UnreadByte()
		}
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func (e *envelope) next() (byte, error) {
	c, err := e.r.ReadByte()
	if err == nil {
		e.offset++
	}
	return c, err
}

// escape reads an escape after its backslash.
func (e *envelope) escape() (rune, error) {
	c, err := e.next()
	if err != nil {
		return 0, e.stop(err, "$.Content")
	}
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 {
		return rune("\"\\/\b\f\n\r\t"[i]), nil
	}
	if c != 'u' {
		return 0, e.fail("$.Content", "an unknown escape")
	}
	r, err := e.hex()
	if err != nil || !utf16.IsSurrogate(r) {
		return r, err
	}
	if pair, _ := e.r.Peek(2); string(pair) == `\u` {
		_, _ = e.r.Discard(2) // cannot fail: the bytes are in the buffer
		e.offset += 2
		low, err := e.hex()
		if r = utf16.DecodeRune(r, low); err != nil || r != utf8.RuneError {
			return r, err
		}
	}
	return 0, e.fail("$.Content", "half a surrogate pair")
}

func (e *envelope) hex() (rune, error) {
	var r rune
	for range 4 {
		c, err := e.next()
		if err != nil {
			return 0, e.stop(err, "$.Content")
		}
		digit := strings.IndexByte("0123456789abcdef", c|0x20)
		if digit < 0 || c < '0' {
			return 0, e.fail("$.Content", "an unknown escape")
		}
		r = r<<4 | rune(digit)
	}
	return r, nil
}
