package awscli

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// walk visits the values in a JSON text, outermost first, with their paths and
// the offsets at which they begin, until visit returns false or the text ends
// or breaks. It serves error messages only, so it may be slow.
func walk(text []byte, root string, visit func(path string, offset int64) bool) {
	type frame struct {
		path  string
		key   string // of the value to come, in an object
		index int    // of the value to come, in an array; -1 in an object
		named bool   // the key was read
	}
	var stack []frame
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	for {
		at := dec.InputOffset()
		for at < int64(len(text)) && strings.IndexByte(" \t\r\n:,", text[at]) >= 0 {
			at++
		}
		token, err := dec.Token()
		if err != nil {
			return
		}
		if token == json.Delim('}') || token == json.Delim(']') {
			stack = stack[:len(stack)-1]
			continue
		}
		path := root
		if len(stack) > 0 {
			top := &stack[len(stack)-1]
			switch {
			case top.index >= 0:
				path = top.path + "[" + strconv.Itoa(top.index) + "]"
				top.index++
			case !top.named:
				top.key, _ = token.(string)
				top.named = true
				continue
			default:
				path = top.path + member(top.key)
				top.named = false
			}
		}
		if !visit(path, at) {
			return
		}
		switch token {
		case json.Delim('{'):
			stack = append(stack, frame{path: path, index: -1})
		case json.Delim('['):
			stack = append(stack, frame{path: path})
		}
		if len(stack) == 0 {
			return
		}
	}
}

// member returns the step of a JSON path into a member of an object.
func member(key string) string {
	for _, c := range []byte(key) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' {
			return "[" + quote(key) + "]"
		}
	}
	if key == "" {
		return `[""]`
	}
	return "." + key
}

// valueBefore returns the last value that begins before the offset, which is
// the one that a [json.UnmarshalTypeError] with that offset is about.
func valueBefore(text []byte, root string, offset int64) (path string, at int64) {
	path = root
	walk(text, root, func(p string, o int64) bool {
		if o >= offset && o > 0 {
			return false
		}
		path, at = p, o
		return true
	})
	return path, at
}

// valueAt returns the offset of the value with that path, or of the nearest
// value around it.
func valueAt(text []byte, root, path string) (offset int64) {
	walk(text, root, func(p string, o int64) bool {
		if strings.HasPrefix(path, p) {
			offset = o
		}
		return p != path
	})
	return offset
}
