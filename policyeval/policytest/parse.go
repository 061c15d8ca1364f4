package policytest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"unicode/utf8"
)

// Load reads the case file of that name in fsys. The error is that of fsys, or
// a *FormatError.
func Load(fsys fs.FS, name string) (*File, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("policytest: %w", err)
	}
	return Parse(name, data)
}

// Parse reads the text of a case file; name is used in messages. The error is a
// *FormatError for the first fault. Policies are not looked into: a document
// that is wrong is a matter of the case, which may expect Invalid. Parse keeps
// no reference to data.
func Parse(name string, data []byte) (*File, error) {
	s := &source{name: name, data: data}
	if at := invalidUTF8(data); at >= 0 {
		return nil, s.fault(at, "", "", "the file is not valid UTF-8; save it as UTF-8", nil)
	}
	if err := syntaxFault(s); err != nil {
		return nil, err
	}
	raw := bytes.TrimLeft(data, whiteSpace)
	root := cursor{file: s, raw: bytes.TrimRight(raw, whiteSpace), offset: len(data) - len(raw)}
	cases, err := root.cases()
	if err != nil {
		return nil, err
	}
	return &File{Name: name, Cases: cases}, nil
}

// syntaxFault returns why the text is not one JSON value, nil if it is one.
// What follows relies on it and meets no syntax errors.
func syntaxFault(s *source) error {
	var whole json.RawMessage
	err := json.Unmarshal(s.data, &whole)
	if err == nil {
		return nil
	}
	offset := len(s.data)
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		offset = int(syntax.Offset) - 1 // Offset counts the faulty byte
	}
	return s.fault(offset, "", "", "the file is not JSON", err)
}

// whiteSpace is what JSON calls white space.
const whiteSpace = " \t\r\n"

// cases reads the whole file.
func (c cursor) cases() ([]Case, error) {
	members, err := c.members()
	if err != nil {
		return nil, err
	}
	var list *cursor
	for _, m := range members {
		if m.name != "cases" {
			return nil, m.unknown("cases")
		}
		list = &m.value
	}
	if list == nil {
		return nil, c.fault("the member cases is missing", nil)
	}
	elements, err := list.elements()
	if err != nil {
		return nil, err
	}
	cases := make([]Case, 0, len(elements))
	lines := make(map[string]int, len(elements))
	for _, e := range elements {
		e.inCase = nameOf(e.raw)
		one, err := e.testCase()
		if err != nil {
			return nil, err
		}
		if line, taken := lines[one.Name]; taken {
			return nil, e.fault(fmt.Sprintf("the case on line %d has the same name; choose another", line), nil)
		}
		lines[one.Name] = one.Line
		cases = append(cases, one)
	}
	return cases, nil
}

// nameOf looks ahead for the name of a case, so that faults before the member
// name can be reported with it. It does not judge.
func nameOf(raw []byte) string {
	var c struct{ Name json.RawMessage }
	var name string
	if json.Unmarshal(raw, &c) != nil || json.Unmarshal(c.Name, &name) != nil {
		return ""
	}
	return name
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(data []byte) int {
	for at := 0; at < len(data); {
		r, n := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && n == 1 {
			return at
		}
		at += n
	}
	return -1
}
