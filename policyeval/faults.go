package policyeval

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// maxRemarks bounds how many faults and how many warnings are reported for one
// document: one mebibyte can hold half a million of them, and nobody reads
// more than the first. What is not reported still counts: a strict load fails,
// and in a lenient one the element is marked.
const maxRemarks = 1000

// place is where a fault or warning is, in the terms of the document model. The
// JSON pointer is made from it only when something is reported.
type place struct {
	statement     int // -1: the document
	element       Element
	operator, key int    // of the Condition, -1: none
	name          string // a principal kind or the name of an unknown member
	named         bool   // name is set; it may be empty
	member        int    // index in a list, -1: none, or the list is bare
	offset        int
	absent        bool // the element does not exist: the pointer is its parent's
}

func documentPlace(e Element, offset int) place {
	return place{statement: -1, element: e, operator: -1, key: -1, member: -1, offset: offset}
}

func statementPlace(s *Statement, e Element, offset int) place {
	return place{statement: s.Index, element: e, operator: -1, key: -1, member: -1, offset: offset}
}

// pointer returns the JSON pointer of the place in p.
func (at place) pointer(p *Policy) string {
	var b strings.Builder
	if at.statement >= 0 {
		b.WriteString("/Statement")
		if !p.StatementBare {
			b.WriteByte('/')
			b.WriteString(strconv.Itoa(at.statement))
		}
	}
	if at.element != ElementNone && !at.absent {
		b.WriteByte('/')
		b.WriteString(at.element.String())
	}
	if at.operator >= 0 {
		op := &p.Statements[at.statement].Condition.Operators[at.operator]
		writePointerToken(&b, op.Name)
		if at.key >= 0 {
			writePointerToken(&b, op.Keys[at.key].Key)
		}
	}
	if at.named {
		writePointerToken(&b, at.name)
	}
	if at.member >= 0 {
		b.WriteByte('/')
		b.WriteString(strconv.Itoa(at.member))
	}
	return b.String()
}

// writePointerToken adds one reference token with the escapes of RFC 6901.
func writePointerToken(b *strings.Builder, token string) {
	b.WriteByte('/')
	for i := 0; i < len(token); i++ {
		switch token[i] {
		case '~':
			b.WriteString("~0")
		case '/':
			b.WriteString("~1")
		default:
			b.WriteByte(token[i])
		}
	}
}

// recorder collects the faults and warnings of one document.
type recorder struct {
	policy   *Policy
	faults   []*ParseError
	warnings []Warning
	lost     int  // faults beyond maxRemarks
	warn     bool // collect warnings too
	// ofDocument reports that a fault belongs to no statement.
	ofDocument bool
	// mark is called for every fault, reported or not.
	mark func(place)
}

func (r *recorder) fault(rule string, at place, message, advice string) {
	if r.mark != nil {
		r.mark(at)
	}
	r.ofDocument = r.ofDocument || at.statement < 0
	if len(r.faults) >= maxRemarks {
		r.lost++
		return
	}
	r.faults = append(r.faults, &ParseError{
		Rule: rule, Offset: at.offset, Path: at.pointer(r.policy), Message: message, Advice: advice,
		Statement: at.statement, Element: at.element, Operator: at.operator, Key: at.key,
	})
}

func (r *recorder) warning(rule string, at place, message string) {
	if len(r.warnings) >= maxRemarks {
		return
	}
	r.warnings = append(r.warnings, Warning{
		Rule: rule, Offset: at.offset, Path: at.pointer(r.policy), Message: message,
	})
}

// sortFaults orders faults as they stand in the text, fills in lines and
// columns, and says in the last one how many were left out.
func (r *recorder) sortFaults() ParseErrors {
	if len(r.faults) == 0 {
		return nil
	}
	slices.SortStableFunc(r.faults, func(a, b *ParseError) int { return cmp.Compare(a.Offset, b.Offset) })
	if r.lost > 0 {
		last := *r.faults[len(r.faults)-1]
		last.Message += " (" + strconv.Itoa(r.lost) + " more faults are not listed)"
		r.faults[len(r.faults)-1] = &last
		r.lost = 0
	}
	lines := lineCounter{src: r.policy.source}
	for _, f := range r.faults {
		// Those that Parse kept have theirs, and may be read elsewhere by now.
		if f.Line == 0 {
			f.Line, f.Column = lines.at(f.Offset)
		}
	}
	return r.faults
}

// sortWarnings does the same for warnings.
func (r *recorder) sortWarnings() []Warning {
	slices.SortStableFunc(r.warnings, func(a, b Warning) int { return cmp.Compare(a.Offset, b.Offset) })
	lines := lineCounter{src: r.policy.source}
	for i := range r.warnings {
		w := &r.warnings[i]
		w.Line, w.Column = lines.at(w.Offset)
	}
	return r.warnings
}

// lineCounter turns ascending byte offsets into lines and columns in one pass
// over the text; counting anew for each fault would be quadratic.
type lineCounter struct {
	src   string
	line  int // lines before start
	start int // offset of the current line
}

func (c *lineCounter) at(offset int) (line, column int) {
	offset = min(offset, len(c.src))
	for {
		n := strings.IndexByte(c.src[c.start:offset], '\n')
		if n < 0 {
			return c.line + 1, offset - c.start + 1
		}
		c.line++
		c.start += n + 1
	}
}
