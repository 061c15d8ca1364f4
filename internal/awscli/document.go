package awscli

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
)

// parseDocument returns the JSON text of a policy document: of an object
// without the white space that the CLI added, of a string its text, decoded
// from percent encoding where it is encoded. The problem is "" where there is
// none.
//
// url.PathUnescape and not QueryUnescape: a '+' is a '+' in IAM's encoding. A
// text that begins with a brace is not encoded, since encoding would have
// turned the brace into %7B; a "%41" inside it is part of the policy.
func parseDocument(raw json.RawMessage) (text, problem string) {
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return "", "there is no document"
	case raw[0] == '{':
		var b bytes.Buffer
		if err := json.Compact(&b, raw); err != nil {
			return "", "not JSON: " + err.Error()
		}
		return b.String(), ""
	case raw[0] != '"':
		return "", "want a JSON object or a string with one, not " + kindOf(raw)
	}
	if err := json.Unmarshal(raw, &text); err != nil {
		return "", "not a string: " + err.Error()
	}
	if !isObject(text) {
		decoded, err := url.PathUnescape(text)
		if err != nil {
			return "", "the percent encoding is broken: " + err.Error()
		}
		text = decoded
	}
	switch {
	case !isObject(text):
		return "", "the text is not a JSON object: it begins with " + quote(strings.TrimSpace(text))
	case !json.Valid([]byte(text)):
		return "", "the text is not JSON"
	}
	return text, ""
}

func isObject(text string) bool {
	return strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{")
}

// kindOf names the type of a JSON value with its article.
func kindOf(raw []byte) string {
	if len(raw) == 0 {
		return "nothing"
	}
	switch raw[0] {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case 't', 'f':
		return "a truth value"
	case 'n':
		return "null"
	}
	return "a number"
}
