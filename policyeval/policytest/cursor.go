package policytest

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// A cursor is one JSON value of a case file and its place. The decoder of the
// standard library could fill structs, but it ignores repeated names, folds the
// letter case of names and does not say where a fault is; a case file is exact,
// so it is read value by value.
type cursor struct {
	file *source
	// raw is the text of the value and offset its place in the file.
	raw    []byte
	offset int
	path   string
	inCase string
}

// A source is the text of a file that is known to be JSON.
type source struct {
	name string
	data []byte
}

// A member is one member of an object.
type member struct {
	name string
	// nameOffset is the place of the name in the file.
	nameOffset int
	value      cursor
}

// members returns the members of an object in order. A repeated name is a fault.
func (c cursor) members() ([]member, error) {
	if c.raw[0] != '{' {
		return nil, c.mistyped("an object")
	}
	var list []member
	seen := make(map[string]bool)
	dec := json.NewDecoder(bytes.NewReader(c.raw))
	skip(dec)
	for dec.More() {
		start := c.next(dec)
		token, err := dec.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return nil, c.fault("the name of a member cannot be read", err)
		}
		m := member{name: name, nameOffset: c.offset + start}
		if m.value, err = c.value(dec, escapePointer(name)); err != nil {
			return nil, err
		}
		if seen[name] {
			return nil, m.fault("the member is given twice; keep one of them")
		}
		seen[name] = true
		list = append(list, m)
	}
	return list, nil
}

// elements returns the elements of a list.
func (c cursor) elements() ([]cursor, error) {
	if c.raw[0] != '[' {
		return nil, c.mistyped("a list")
	}
	list := []cursor{}
	dec := json.NewDecoder(bytes.NewReader(c.raw))
	skip(dec)
	for dec.More() {
		v, err := c.value(dec, strconv.Itoa(len(list)))
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// text returns the value of a string.
func (c cursor) text() (string, error) {
	var s string
	if c.raw[0] != '"' {
		return "", c.mistyped("a string")
	}
	if err := json.Unmarshal(c.raw, &s); err != nil {
		return "", c.fault("the string cannot be read", err)
	}
	return s, nil
}

// flag returns the value of a Boolean.
func (c cursor) flag() (bool, error) {
	switch string(c.raw) {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, c.mistyped("true or false")
}

// isNull reports whether the value is null.
func (c cursor) isNull() bool { return string(c.raw) == "null" }

// kind names the type of the value for messages.
func (c cursor) kind() string {
	switch c.raw[0] {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a string"
	case 't', 'f':
		return "a Boolean"
	case 'n':
		return "null"
	}
	return "a number"
}

// value reads the next value of dec, which is at an element or after a name.
func (c cursor) value(dec *json.Decoder, token string) (cursor, error) {
	start := c.next(dec)
	var raw json.RawMessage
	if err := dec.Decode(&raw); err != nil {
		return cursor{}, c.fault("the value cannot be read", err)
	}
	v := c
	v.raw = c.raw[start:dec.InputOffset()]
	v.offset = c.offset + start
	v.path = c.path + "/" + token
	return v, nil
}

// next returns where the next name or value starts in c.raw: InputOffset is
// the end of the last token, before the separator.
func (c cursor) next(dec *json.Decoder) int {
	at := int(dec.InputOffset())
	for at < len(c.raw) && strings.IndexByte(whiteSpace+",:", c.raw[at]) >= 0 {
		at++
	}
	return at
}

// skip consumes the opening bracket. The text is JSON, so there is one.
func skip(dec *json.Decoder) { _, _ = dec.Token() }

// fault returns an error at the value.
func (c cursor) fault(reason string, err error) *FormatError {
	return c.file.fault(c.offset, c.inCase, c.path, reason, err)
}

// mistyped returns the error for a value of the wrong type.
func (c cursor) mistyped(want string) *FormatError {
	return c.fault("want "+want+", got "+c.kind(), nil)
}

// fault returns an error at the name of the member.
func (m member) fault(reason string) *FormatError {
	return m.value.file.fault(m.nameOffset, m.value.inCase, m.value.path, reason, nil)
}

// unknown returns the error for a member that an object of the format lacks.
func (m member) unknown(known ...string) *FormatError {
	return m.fault("unknown member; known are " + strings.Join(known, ", "))
}

// fault returns an error at a byte offset of the file.
func (s *source) fault(offset int, inCase, path, reason string, err error) *FormatError {
	line, column := s.position(offset)
	return &FormatError{File: s.name, Line: line, Column: column, Case: inCase, Path: path, Reason: reason, Err: err}
}

// position returns the line and column of a byte offset, both from 1.
func (s *source) position(offset int) (line, column int) {
	before := s.data[:min(max(offset, 0), len(s.data))]
	return bytes.Count(before, []byte("\n")) + 1, len(before) - bytes.LastIndexByte(before, '\n')
}

// escapePointer writes a name as a reference token of a JSON pointer.
func escapePointer(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}
