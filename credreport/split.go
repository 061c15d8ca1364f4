package credreport

import "strings"

// split appends the fields of a row of CSV to dst. bad is the first field with a
// misplaced quotation mark, or -1; the fields are then the best guess. open says
// that the mark opens a quoted value which the text does not close; that field
// is then the last.
func split(dst []string, s string) (fields []string, bad int, open bool) {
	if strings.IndexByte(s, '"') < 0 {
		for {
			i := strings.IndexByte(s, ',')
			if i < 0 {
				return append(dst, s), -1, false
			}
			dst = append(dst, s[:i])
			s = s[i+1:]
		}
	}
	bad = -1
	for {
		var field string
		var more, ok bool
		if strings.HasPrefix(s, `"`) {
			field, s, more, ok, open = splitQuoted(s)
		} else {
			field, s, more = strings.Cut(s, ",")
			ok = strings.IndexByte(field, '"') < 0
		}
		if !ok && bad < 0 {
			bad = len(dst)
		}
		dst = append(dst, field)
		if !more {
			// Only a sole fault is worth joining lines for.
			return dst, bad, open && bad == len(dst)-1
		}
	}
}

// splitQuoted splits off a field that begins with a quotation mark.
func splitQuoted(s string) (field, rest string, more, ok, open bool) {
	doubled := false
	for i := 1; ; i++ {
		j := strings.IndexByte(s[i:], '"')
		if j < 0 {
			return s[1:], "", false, false, true
		}
		i += j
		if i+1 < len(s) && s[i+1] == '"' {
			doubled = true
			i++
			continue
		}
		field, rest = s[1:i], s[i+1:]
		if doubled {
			field = strings.ReplaceAll(field, `""`, `"`)
		}
		if rest == "" {
			return field, "", false, true, false
		}
		if rest[0] == ',' {
			return field, rest[1:], true, true, false
		}
		// A closing mark in the middle of a field: take the text up to the next
		// comma as it stands.
		field, rest, more = strings.Cut(s, ",")
		return field, rest, more, false, false
	}
}
