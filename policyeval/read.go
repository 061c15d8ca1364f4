package policyeval

import (
	"fmt"
	"strings"
)

// reader builds a Policy from the tokens of a scanner. It finds the faults that
// the document model cannot express: repeated and unknown names, and values of
// the wrong JSON type. Everything else is left to the validate files, which
// work on the model.
type reader struct {
	scanner
	recorder
	texts  []Text           // scratch for lists
	values []ConditionValue // scratch for condition values
}

// documentElement and statementElement map names to elements, exactly: folding
// case would accept "condition", which the service ignores or refuses (D3).
func documentElement(name string) Element {
	switch name {
	case "Version":
		return ElementVersion
	case "Id":
		return ElementID
	case "Statement":
		return ElementStatement
	}
	return ElementNone
}

func statementElement(name string) Element {
	for e := ElementSid; e <= ElementCondition; e++ {
		if elementNames[e] == name {
			return e
		}
	}
	return ElementNone
}

// document reads the object that the scanner stands at.
func (r *reader) document() {
	var seen faultBits
	r.open()
	for n := 0; r.nextMember(n); n++ {
		e, at := documentElement(r.name), documentPlace(ElementNone, r.nameOff)
		at.element = e
		switch {
		case e == ElementNone:
			at.name, at.named = r.name, true
			r.fault("D3", at, unknownName(r.name, "a policy document", ElementVersion, ElementStatement),
				"the members of a document are Version, Id and Statement")
			r.skip()
		case seen.has(e):
			r.repeated(at, e.String())
			r.skip()
		case e == ElementStatement:
			r.statements()
		case e == ElementVersion:
			r.policy.Version = r.text("D4", at, "write \"Version\": \"2012-10-17\"")
		case e == ElementID:
			r.policy.ID = r.text("D9", at, "put the value in quotes")
		}
		seen.add(e)
	}
	if r.err == nil && !seen.has(ElementStatement) {
		r.fault("D5", documentPlace(ElementNone, 0), "the document has no Statement", "add the member Statement with a list of statements")
	}
}

// unknownName words the fault of an unknown member; from and to are the
// elements that the author may have meant.
func unknownName(name, where string, from, to Element) string {
	for e := from; e <= to; e++ {
		if strings.EqualFold(elementNames[e], name) {
			return fmt.Sprintf("%s has no member %s, only %q: letter case matters", where, quote(name), e)
		}
	}
	return fmt.Sprintf("%s has no member %s", where, quote(name))
}

func (r *reader) repeated(at place, name string) {
	at.offset = r.nameOff
	r.fault("D2", at, fmt.Sprintf("the name %s stands twice in one object", quote(name)), "merge the two or remove one")
}

// statements reads the value of Statement (D5).
func (r *reader) statements() {
	c := r.peek()
	at := documentPlace(ElementStatement, r.pos)
	r.policy.StatementOffset = r.pos
	switch c {
	case '{':
		r.policy.StatementBare = true
		r.statement()
	case '[':
		r.open()
		for n := 0; r.next(n, ']'); n++ {
			if r.peek() == '{' {
				r.statement()
				continue
			}
			at.member, at.offset = n, r.pos
			if kind := r.skipped(); r.err == nil {
				r.fault("D5", at, "the statement is "+kind+", not an object", "write each statement as {...}")
			}
		}
	default:
		if kind := r.skipped(); r.err == nil {
			r.fault("D5", at, "Statement is "+kind+", not a list of statements", "write \"Statement\": [{...}]")
		}
	}
}

func (r *reader) statement() {
	s := &Statement{Index: len(r.policy.Statements), Offset: r.pos}
	r.policy.Statements = append(r.policy.Statements, s)
	var seen faultBits
	r.open()
	for n := 0; r.nextMember(n); n++ {
		name, nameOff := r.name, r.nameOff
		e := statementElement(name)
		at := statementPlace(s, e, nameOff)
		r.peek()
		start, keep := r.pos, true
		switch {
		case e == ElementNone:
			at.name, at.named = name, true
			r.fault("D3", at, unknownName(name, "a statement", ElementSid, ElementCondition), "correct or remove it: it would not be evaluated")
			r.skip()
		case seen.has(e):
			r.repeated(at, name)
			r.skip()
		default:
			keep = !r.element(s, at)
		}
		seen.add(e)
		if keep && r.policy.options.Lenient && r.err == nil {
			s.extra = append(s.extra, rawMember{name: name, text: compactJSON(r.src[start:r.pos])})
		}
	}
}

// element reads the value of a known element into its field. It returns false
// if the field cannot hold the value.
func (r *reader) element(s *Statement, at place) bool {
	switch at.element {
	case ElementSid:
		s.Sid = r.text("D9", at, "put the value in quotes")
		return s.Sid != nil
	case ElementEffect:
		return r.effect(s, at)
	case ElementPrincipal:
		s.Principal = r.principals(at)
		return s.Principal != nil
	case ElementNotPrincipal:
		s.NotPrincipal = r.principals(at)
		return s.NotPrincipal != nil
	case ElementAction:
		s.Action = r.list(at)
		return s.Action != nil
	case ElementNotAction:
		s.NotAction = r.list(at)
		return s.NotAction != nil
	case ElementResource:
		s.Resource = r.list(at)
		return s.Resource != nil
	case ElementNotResource:
		s.NotResource = r.list(at)
		return s.NotResource != nil
	default:
		return r.condition(s, at)
	}
}

func (r *reader) effect(s *Statement, at place) bool {
	const advice = `write "Allow" or "Deny"`
	t := r.text("D6", at, advice)
	if t == nil {
		return false
	}
	s.EffectOffset = t.Offset
	if err := s.Effect.UnmarshalText([]byte(t.Value)); err != nil {
		at.offset = t.Offset
		r.fault("D6", at, fmt.Sprintf("Effect is %s, which is neither Allow nor Deny in exactly these letters", quote(t.Value)), advice)
		return false
	}
	return true
}
