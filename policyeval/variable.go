package policyeval

import (
	"fmt"
	"strings"
)

// partKind says what one part of a pattern text stands for.
type partKind uint8

const (
	partText     partKind = iota // literal text
	partStar                     // any run of characters, also none
	partAny                      // exactly one code point
	partVariable                 // the value of a context key
)

// part is one piece of a policy text that may hold wildcards and policy
// variables. Texts are split once, when the document is validated or compiled.
type part struct {
	kind       partKind
	text       string // the literal; for a variable its default
	key        string // for a variable: the name of the context key as written
	hasDefault bool
}

// variableError reports a malformed ${...} (rule V5).
type variableError struct {
	offset int // bytes from the start of the text to the "$"
	reason string
}

func (e *variableError) Error() string {
	return fmt.Sprintf("policy variable at byte %d: %s", e.offset, e.reason)
}

// textMode says which characters of a policy text are special.
type textMode uint8

const (
	modeWild      textMode = 1 << iota // * and ? are wildcards
	modeVariables                      // ${...} is substituted (Version 2012-10-17)
)

// splitText splits a policy text into parts. Neighbouring literals are one
// part and neighbouring stars are one star. Without modeVariables no error is
// possible, because "${" is then literal text (rule V1).
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
func splitText(s string, mode textMode) ([]part, error) {
	var parts []part
	literal := func(text string) {
		if text == "" {
			return
		}
		if n := len(parts); n > 0 && parts[n-1].kind == partText {
			parts[n-1].text += text
			return
		}
		parts = append(parts, part{kind: partText, text: text})
	}
	special := ""
	if mode&modeWild != 0 {
		special = "*?"
	}
	if mode&modeVariables != 0 {
		special += "$"
	}
	start := 0 // of the literal that is being collected
	for i := 0; ; {
		next := -1
		if special != "" {
			next = strings.IndexAny(s[i:], special)
		}
		if next < 0 {
			literal(s[start:])
			return parts, nil
		}
		i += next
		switch s[i] {
		case '*':
			literal(s[start:i])
			if n := len(parts); n == 0 || parts[n-1].kind != partStar {
				parts = append(parts, part{kind: partStar})
			}
			i++
			start = i
		case '?':
			literal(s[start:i])
			parts = append(parts, part{kind: partAny})
			i++
			start = i
		default: // '$'
			if i+1 >= len(s) || s[i+1] != '{' {
				i++ // V12: a lone $ is literal
				continue
			}
			literal(s[start:i])
			p, n, reason := variableAt(s[i:])
			if reason != "" {
				return nil, &variableError{i, reason}
			}
			if p.kind == partText {
				literal(p.text)
			} else {
				parts = append(parts, p)
			}
			i += n
			start = i
		}
	}
}

// variableAt reads the variable at the start of s, which begins with "${".
// It returns the part, its length, and a reason if it is malformed.
func variableAt(s string) (part, int, string) {
	end := strings.IndexByte(s, '}')
	if end < 0 {
		return part{}, 0, `no closing brace; write ${key}, or ${$} for a dollar sign`
	}
	body := s[2:end]
	n := end + 1
	switch body {
	case "":
		return part{}, 0, "empty variable; name a context key between the braces"
	case "*", "?", "$": // V9
		return part{kind: partText, text: body}, n, ""
	}
	name, rest, found := strings.Cut(body, ",")
	p := part{kind: partVariable, key: name}
	if found {
		text, ok := strings.CutPrefix(rest, " '")
		if !ok || !strings.HasSuffix(text, "'") {
			return part{}, 0, `malformed default; write ${key, 'text'} with one blank after the comma and single quotes`
		}
		p.text, p.hasDefault = text[:len(text)-1], true
	}
	if name == "" {
		return part{}, 0, "default without a key; name a context key before the comma"
	}
	if strings.ContainsAny(name, " \t\r\n\v\f") {
		return part{}, 0, fmt.Sprintf("blank in the key name %q; write ${key} without blanks", name)
	}
	return p, n, ""
}

// hasVariable reports whether a text holds "${", the only thing that makes a
// difference between the two versions of the language.
func hasVariable(s string) bool { return strings.Contains(s, "${") }
