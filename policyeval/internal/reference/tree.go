package reference

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// node is a JSON value with the order of its members and the source text of
// its numbers.
type node struct {
	kind    byte // 'o', 'a', 's', 'n', 'b' or '0' for null
	text    string
	members []member
	items   []node
	twice   string // a member name that occurs twice (D2), "" for none
}

type member struct {
	name  string
	value node
}

// Bounds of D1.
const (
	maxDepth = 32
	maxSize  = 1 << 20
)

// parseTree reads one JSON value by tokens and refuses what D1 refuses.
func parseTree(data []byte) (node, error) {
	if len(data) > maxSize {
		return node{}, errors.New("D1: larger than 1 MiB")
	}
	if !utf8.Valid(data) {
		return node{}, errors.New("D1: not UTF-8")
	}
	if !json.Valid(data) { // also trailing data and a byte-order mark
		return node{}, errors.New("D1: not JSON")
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	return parseNode(dec, 1)
}

func parseNode(dec *json.Decoder, depth int) (node, error) {
	tok, err := dec.Token()
	if err != nil {
		return node{}, fmt.Errorf("D1: %w", err)
	}
	switch t := tok.(type) {
	case string:
		return node{kind: 's', text: t}, nil
	case json.Number:
		return node{kind: 'n', text: t.String()}, nil
	case bool:
		return node{kind: 'b', text: fmt.Sprint(t)}, nil
	case json.Delim:
		if depth > maxDepth {
			return node{}, errors.New("D1: too deep")
		}
		if t == '[' {
			return parseArray(dec, depth)
		}
		return parseObject(dec, depth)
	}
	return node{kind: '0'}, nil
}

func parseArray(dec *json.Decoder, depth int) (node, error) {
	n := node{kind: 'a'}
	for dec.More() {
		item, err := parseNode(dec, depth+1)
		if err != nil {
			return node{}, err
		}
		n.items = append(n.items, item)
	}
	_, err := dec.Token()
	return n, err
}

// parseObject notes a key that occurs twice (D2).
func parseObject(dec *json.Decoder, depth int) (node, error) {
	n := node{kind: 'o'}
	seen := map[string]bool{}
	for dec.More() {
		tok, err := dec.Token()
		if err != nil {
			return node{}, fmt.Errorf("D1: %w", err)
		}
		name := tok.(string) // the decoder admits only strings here
		if seen[name] {
			n.twice = name
		}
		seen[name] = true
		value, err := parseNode(dec, depth+1)
		if err != nil {
			return node{}, err
		}
		n.members = append(n.members, member{name, value})
	}
	_, err := dec.Token()
	return n, err
}

// duplicate is the D2 fault of the value or of a value inside it, or nil.
func (n node) duplicate() error {
	if n.twice != "" {
		return fmt.Errorf("D2: key %q twice", n.twice)
	}
	for _, m := range n.members {
		if err := m.value.duplicate(); err != nil {
			return err
		}
	}
	for _, item := range n.items {
		if err := item.duplicate(); err != nil {
			return err
		}
	}
	return nil
}

// list reads a value that may stand with or without brackets (D8).
func (n node) list() []node {
	if n.kind == 'a' {
		return n.items
	}
	return []node{n}
}

// texts reads a string or a list of strings (D8, D9).
func (n node) texts() ([]string, error) {
	texts := []string{}
	for _, item := range n.list() {
		if item.kind != 's' {
			return nil, errors.New("D9: must be a string")
		}
		texts = append(texts, item.text)
	}
	return texts, nil
}
