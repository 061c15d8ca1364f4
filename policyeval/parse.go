package policyeval

import (
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// ParseOptions are the options of [Parse]. The zero value is the default.
type ParseOptions struct {
	// Type is the type of the document. If it is unknown, Parse checks what
	// holds for every type, and [Policy.Check] or [Compile] the rest.
	Type PolicyType
	// Lenient keeps statements with faults, so that existing documents can be
	// audited. The faulty element fails closed: see [Statement.Faulty]. Faults
	// of the document as a whole stay errors.
	Lenient bool
}

// WithType is an option of [Parse] that names the type of the document.
func WithType(t PolicyType) func(*ParseOptions) {
	return func(o *ParseOptions) { o.Type = t }
}

// Lenient is an option of [Parse] that sets [ParseOptions.Lenient].
func Lenient(o *ParseOptions) { o.Lenient = true }

// Parse reads one policy document. The text is JSON in UTF-8, as it is stored;
// the IAM API returns documents percent-encoded, and those must be decoded with
// url.PathUnescape first.
//
// Parse is strict, because a policy that is half understood is worse than none:
// unknown or repeated names, wrong letter case and malformed operands are
// refused. The error is a [ParseErrors] with every fault of the document; only
// a text that is not JSON, or no document at all, yields a single one. See
// [ParseOptions.Lenient] for documents that have to be read as they are, and
// [Policy.Warnings] for what is legal but suspicious.
//
// Documents are limited to 1 MiB and 32 levels. Parse does not keep data.
func Parse(data []byte, options ...func(*ParseOptions)) (*Policy, error) {
	p := &Policy{parsed: true}
	for _, option := range options {
		option(&p.options)
	}
	if fault := unreadable(data); fault != nil {
		return nil, ParseErrors{fault}
	}
	p.source = string(data)
	v := validator{recorder: recorder{policy: p, mark: p.mark}}
	if fault := p.read(&v.recorder); fault != nil {
		return nil, ParseErrors{fault}
	}
	v.common()
	if p.options.Lenient {
		p.faults = slices.Clone(v.sortFaults())
	}
	v.mark = nil // what follows from the type is not kept: Compile knows the place
	v.typed(p.options.Type)
	if len(v.faults) == 0 || p.options.Lenient && !v.ofDocument {
		return p, nil
	}
	return nil, v.sortFaults()
}

// read fills p from its source. The result is the error that ended reading;
// the other faults go to rec.
func (p *Policy) read(rec *recorder) *ParseError {
	r := reader{scanner: scanner{src: p.source}, recorder: *rec}
	if r.peek() != '{' {
		return notAnObject(p.source)
	}
	r.document()
	if r.err == nil {
		if r.peek(); r.pos < len(r.src) {
			r.fail("D1", r.pos, "text follows the end of the document", "remove it, or parse the documents one by one")
		}
	}
	if r.err != nil {
		lines := lineCounter{src: p.source}
		r.err.Line, r.err.Column = lines.at(r.err.Offset)
		return r.err
	}
	*rec = r.recorder
	return nil
}

// mark records a fault in the document model, where lenient loading looks.
func (p *Policy) mark(at place) {
	switch {
	case at.statement < 0:
	case at.operator < 0:
		s := p.Statements[at.statement]
		s.faulty.add(at.element)
		if at.element == ElementSid {
			// Sid matches nothing, so there is no element to fail closed but the
			// statement.
			s.faulty.add(ElementNone)
		}
	case at.key < 0:
		p.Statements[at.statement].Condition.Operators[at.operator].faulty = true
	default:
		p.Statements[at.statement].Condition.Operators[at.operator].Keys[at.key].faulty = true
	}
}

// unreadable returns why data cannot be read as text at all, nil if it can.
func unreadable(data []byte) *ParseError {
	refuse := func(offset int, message, advice string) *ParseError {
		lines := lineCounter{src: string(data[:offset])}
		e := &ParseError{Rule: "D1", Offset: offset, Message: message, Advice: advice, Statement: -1, Operator: -1, Key: -1}
		e.Line, e.Column = lines.at(offset)
		return e
	}
	if len(data) > maxDocumentBytes {
		return refuse(0, fmt.Sprintf("the document has %d bytes, more than the limit of %d", len(data), maxDocumentBytes),
			"no service stores a policy of this size; pass one policy at a time")
	}
	if len(data) >= 2 && (data[0] == 0xFF && data[1] == 0xFE || data[0] == 0xFE && data[1] == 0xFF) {
		return refuse(0, "the document is in UTF-16", "save it as UTF-8")
	}
	if len(data) >= 3 && data[0] == 0xEF && data[1] == 0xBB && data[2] == 0xBF {
		return refuse(0, "the document starts with a byte-order mark", "save it as UTF-8 without the mark")
	}
	if !utf8.Valid(data) {
		offset := 0
		for {
			r, n := utf8.DecodeRune(data[offset:])
			if r == utf8.RuneError && n <= 1 {
				break
			}
			offset += n
		}
		return refuse(offset, "the document is not valid UTF-8", "save it as UTF-8")
	}
	return nil
}

// quote quotes text from a document for a message and shortens what is long.
func quote(text string) string {
	const limit = 80
	if len(text) <= limit {
		return strconv.Quote(text)
	}
	cut := limit
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return strconv.Quote(text[:cut]) + "..."
}
