package checktest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// exempt is the word for a failure under an exemption. FAIL means an open one.
const exempt = "EXEMPT"

// A want is one want line.
type want struct {
	line          int // in the fixture
	text          string
	status        string
	check         string
	resource      string              // name or ARN
	discriminator string              // "": any
	severity      iamhygiene.Severity // zero: any
	contains      string
	pattern       *regexp.Regexp
}

// parseWants reads the want file, whose first line has the given number.
func parseWants(text []byte, first int) ([]*want, error) {
	var wants []*want
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		w, err := parseWant(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %s: %w", first+i, line, err)
		}
		w.line = first + i
		wants = append(wants, w)
	}
	return wants, nil
}

func parseWant(line string) (*want, error) {
	tokens, err := split(line)
	if err != nil {
		return nil, err
	}
	if len(tokens) < 3 {
		return nil, fmt.Errorf("want STATUS check-id resource, and perhaps discriminator, severity and \"text\"")
	}
	w := &want{text: line, status: tokens[0].text, check: tokens[1].text, resource: tokens[2].text}
	var status iamhygiene.Status
	if err := status.UnmarshalText([]byte(w.status)); err != nil && w.status != exempt {
		return nil, fmt.Errorf("%q is not a status: want PASS, FAIL, EXEMPT, UNKNOWN, NOT_APPLICABLE or MANUAL", w.status)
	}
	hasMessage := false
	for _, t := range tokens[3:] {
		var severity iamhygiene.Severity
		switch {
		case hasMessage:
			return nil, fmt.Errorf("%q follows the text, which comes last", t.text)
		case t.quote == '"':
			hasMessage, w.contains = true, t.text
		case t.quote == '`':
			hasMessage = true
			if w.pattern, err = regexp.Compile(t.text); err != nil {
				return nil, err
			}
		case t.quote == 0 && severity.UnmarshalText([]byte(t.text)) == nil:
			w.severity = severity
		case w.severity != 0:
			return nil, fmt.Errorf("%q follows the severity: want a text in quotation marks or backquotes", t.text)
		case w.discriminator != "":
			return nil, fmt.Errorf("%q follows the discriminator: want a severity, or a text in quotation marks or backquotes", t.text)
		default:
			w.discriminator = t.text
		}
	}
	return w, nil
}

// A token is a word of a want line. quote is '"', '`', '[' or 0.
type token struct {
	text  string
	quote byte
}

// split splits a want line into words, Go strings, and discriminators in
// brackets, which may hold spaces.
func split(line string) (tokens []token, err error) {
	for line != "" {
		var t token
		rest := ""
		switch line[0] {
		case '"', '`':
			quoted, err := strconv.QuotedPrefix(line)
			if err != nil {
				return nil, fmt.Errorf("the quoted text has no end: %s", line)
			}
			t.quote, rest = line[0], line[len(quoted):]
			if t.text, err = strconv.Unquote(quoted); err != nil {
				return nil, fmt.Errorf("%s: %w", quoted, err)
			}
		case '[':
			end := strings.IndexByte(line, ']')
			if end < 0 {
				return nil, fmt.Errorf("the discriminator has no closing bracket: %s", line)
			}
			t.text, t.quote, rest = line[1:end], '[', line[end+1:]
		default:
			end := strings.IndexAny(line, " \t")
			if end < 0 {
				end = len(line)
			}
			t.text, rest = line[:end], line[end:]
		}
		line = strings.TrimLeft(rest, " \t")
		if line != "" && line == rest {
			return nil, fmt.Errorf("want a space before %s", line)
		}
		tokens = append(tokens, t)
	}
	return tokens, nil
}

// matches reports whether the finding is the one that the line wants.
func (w *want) matches(f *iamhygiene.Finding) bool {
	return w.about(f) && w.status == statusOf(f) &&
		(w.discriminator == "" || w.discriminator == f.Discriminator) &&
		(w.severity == 0 || w.severity == f.Severity) &&
		strings.Contains(f.Message, w.contains) &&
		(w.pattern == nil || w.pattern.MatchString(f.Message))
}

// about reports whether check and resource are those of the finding.
func (w *want) about(f *iamhygiene.Finding) bool {
	return w.check == f.Check && (w.resource == f.Resource.ARN || w.resource == f.Resource.Name)
}

func statusOf(f *iamhygiene.Finding) string {
	if f.Status == iamhygiene.Fail && f.Suppression != nil {
		return exempt
	}
	return f.Status.String()
}
