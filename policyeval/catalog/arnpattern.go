package catalog

import "strings"

// arnPattern is the compiled ARN pattern of a resource type: the fields
// partition, service, region, account and resource.
type arnPattern [5][]token

// token is one step of a pattern: a literal byte, one character, or a run.
type token struct {
	kind tokenKind
	char byte   // of a literal
	not  string // characters that one and run do not match
}

type tokenKind uint8

const (
	literal tokenKind = iota
	one               // one character
	run               // any number of characters
)

// splitARN splits at the first five colons.
func splitARN(s string) (fields [5]string, ok bool) {
	rest, ok := strings.CutPrefix(s, "arn:")
	for i := 0; ok && i < 4; i++ {
		fields[i], rest, ok = strings.Cut(rest, ":")
	}
	fields[4] = rest
	return fields, ok
}

// compileTypeARN compiles a pattern of the reference. A placeholder, ${...},
// stands for one or more characters and a star for any number. exclude are the
// characters that the placeholder at the end does not match; see [separators].
func compileTypeARN(text, exclude string) arnPattern {
	fields, _ := splitARN(text)
	var p arnPattern
	for i, field := range fields {
		for field != "" {
			before, rest, placeholder := cutPlaceholder(field)
			for _, b := range []byte(before) {
				if b == '*' {
					p[i] = append(p[i], token{kind: run})
				} else {
					p[i] = append(p[i], token{char: b})
				}
			}
			if placeholder {
				t := token{kind: one}
				if i == 4 && rest == "" {
					t.not = exclude
				}
				p[i] = append(p[i], t, token{kind: run, not: t.not})
			}
			field = rest
		}
	}
	return p
}

// cutPlaceholder cuts at the first ${...}. The reference once forgets the
// dollar sign.
func cutPlaceholder(s string) (before, after string, found bool) {
	start := strings.IndexByte(s, '{')
	if start < 0 {
		return s, "", false
	}
	end := strings.IndexByte(s[start:], '}')
	if end < 0 {
		return s, "", false
	}
	return strings.TrimSuffix(s[:start], "$"), s[start+end+1:], true
}

// shape returns the resource field with its placeholders alike.
func shape(pattern string) string {
	fields, _ := splitARN(pattern)
	var b strings.Builder
	for rest, found := fields[4], true; found; {
		var before string
		before, rest, found = cutPlaceholder(rest)
		b.WriteString(before)
		if found {
			b.WriteByte(0)
		}
	}
	return b.String()
}

// separators returns the characters that the placeholder at the end of a
// pattern does not match. The reference does not say whether a name may hold
// a slash: that of an S3 object and that of a role with its path may, that of
// a bucket may not. But where another type of the service continues the
// pattern after a separator, as the object does with the bucket, the ARN with
// the separator is one of the other type.
func separators(pattern string, all []string) string {
	own := shape(pattern)
	if !strings.HasSuffix(own, "\x00") {
		return ""
	}
	not := ""
	for _, other := range all {
		rest, ok := strings.CutPrefix(other, own)
		if ok && rest != "" && (rest[0] == '/' || rest[0] == ':') && !strings.Contains(not, rest[:1]) {
			not += rest[:1]
		}
	}
	return not
}

// globTokens splits a field of a policy's ARN pattern.
func globTokens(field string, wildcards bool) []token {
	list := make([]token, 0, len(field))
	for _, b := range []byte(field) {
		switch {
		case wildcards && b == '*':
			list = append(list, token{kind: run})
		case wildcards && b == '?':
			list = append(list, token{kind: one})
		default:
			list = append(list, token{char: b})
		}
	}
	return list
}

// overlaps reports whether some text matches both. It walks b and keeps the
// set of places that are reachable in a; the time is the product of the
// lengths, and differing starts end it at once.
func overlaps(a, b []token) bool {
	now, next := make([]bool, len(a)+1), make([]bool, len(a)+1)
	now[0] = true
	for _, t := range b {
		clear(next)
		alive := false
		for i := range now {
			if !now[i] {
				continue
			}
			if t.kind == run {
				next[i], alive = true, true
				if i < len(a) && (a[i].kind == run || share(a[i], t)) {
					now[i+1] = true
				}
				continue
			}
			if i == len(a) {
				continue
			}
			if a[i].kind == run {
				now[i+1] = true
			}
			if share(a[i], t) {
				alive = true
				if a[i].kind == run {
					next[i] = true
				} else {
					next[i+1] = true
				}
			}
		}
		if !alive {
			return false
		}
		now, next = next, now
	}
	for i := range a {
		if now[i] && a[i].kind == run {
			now[i+1] = true
		}
	}
	return now[len(a)]
}

// share reports whether one character can match both tokens.
func share(a, b token) bool {
	switch {
	case a.kind == literal && b.kind == literal:
		return a.char == b.char
	case a.kind == literal:
		return strings.IndexByte(b.not, a.char) < 0
	case b.kind == literal:
		return strings.IndexByte(a.not, b.char) < 0
	}
	return true
}
