package policyeval

import (
	"encoding/base64"
	"strings"
)

// notAnObject explains a text that does not start with '{'. The forms below are
// what people really pass: the API's percent-encoding, a document inside a JSON
// string, base64 from a template. None is decoded on a guess: a text that two
// readers decode differently means two different policies.
func notAnObject(src string) *ParseError {
	text := strings.TrimLeft(src, " \t\r\n")
	offset := len(src) - len(text)
	if text == "" {
		offset = 0
	}
	message, advice := describe(text)
	e := &ParseError{Rule: "D1", Offset: offset, Message: message, Advice: advice, Statement: -1, Operator: -1, Key: -1}
	lines := lineCounter{src: src}
	e.Line, e.Column = lines.at(offset)
	return e
}

// looksLikeYAML reports whether text starts like a policy in YAML: with a
// document mark, a comment, a list item or a member.
func looksLikeYAML(text string) bool {
	line, _, _ := strings.Cut(text, "\n")
	if strings.HasPrefix(line, "---") || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "- ") {
		return true
	}
	name, value, ok := strings.Cut(line, ":")
	if !ok || value != "" && value[0] != ' ' && value[0] != '\r' {
		return false
	}
	switch strings.Trim(name, `'"`) {
	case "Version", "Id", "Statement", "PolicyDocument", "AssumeRolePolicyDocument":
		return true
	}
	return false
}

func describe(text string) (message, advice string) {
	const object = "a policy document is one JSON object"
	switch {
	case text == "":
		return "the document is empty", object
	case percentEncoded(text):
		return "the document is percent-encoded", "decode it with url.PathUnescape first, as for every document from the IAM API"
	case text[0] == '"':
		return describeString(text)
	case text[0] == '[':
		return "the document is a list, not an object", object + "; pass the members of the list one by one"
	case text[0] == '<':
		return "the document looks like XML or HTML", object
	case isBase64(text):
		return "the document is base64", "decode it first"
	case looksLikeYAML(text):
		return "the document looks like YAML", object + "; convert it first"
	case strings.HasPrefix(text, "//"), strings.HasPrefix(text, "/*"):
		return "the document starts with a comment", "remove it: JSON has none"
	}
	return "the document does not start with '{'", object
}

// describeString explains a JSON string, which mostly holds a policy that was
// encoded once too often.
func describeString(text string) (message, advice string) {
	s := scanner{src: text}
	if v, ok := s.str(); ok && s.peek() == 0 {
		v = strings.TrimLeft(v, " \t\r\n")
		switch {
		case strings.HasPrefix(v, "{"):
			return "the document is a JSON string that contains a document", "unmarshal it into a string and pass that"
		case percentEncoded(v):
			return "the document is a JSON string that contains a percent-encoded document",
				"unmarshal it into a string, decode that with url.PathUnescape and pass the result"
		}
	}
	if looksLikeYAML(text) {
		return "the document looks like YAML", "a policy document is one JSON object; convert it first"
	}
	return "the document is a string, not an object", "a policy document is one JSON object"
}

// percentEncoded reports whether text starts like an encoded '{' or white space.
func percentEncoded(text string) bool {
	if len(text) < 3 || text[0] != '%' {
		return false
	}
	switch strings.ToUpper(text[1:3]) {
	case "7B", "20", "09", "0A", "0D", "22", "5B", "25":
		return true
	}
	return false
}

// isBase64 reports whether text decodes to something that starts like a
// document. The first bytes are enough to tell.
func isBase64(text string) bool {
	head := text[:min(len(text), 64)&^3]
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
		if b, err := encoding.DecodeString(head); err == nil {
			if doc := strings.TrimLeft(string(b), " \t\r\n"); strings.HasPrefix(doc, "{") || percentEncoded(doc) {
				return true
			}
		}
	}
	return false
}
