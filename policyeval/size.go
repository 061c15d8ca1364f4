package policyeval

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Size returns the number of characters (code points) of the document without
// white space, as IAM counts them against its quotas (reference_iam-quotas).
// White space inside strings is not counted either. The size of a Policy that
// was made by hand is that of its canonical form.
func (p *Policy) Size() int {
	text := p.source
	if !p.parsed {
		text = p.String()
	}
	n := utf8.RuneCountInString(text)
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case ' ', '\t', '\n', '\r':
			n--
		}
	}
	return n
}

// characters warns about texts with characters that IAM does not store (D17).
func (v *validator) characters() {
	p := v.policy
	text := func(at place, t string) {
		if i := strings.IndexFunc(t, notStored); i >= 0 {
			r, _ := utf8.DecodeRuneInString(t[i:])
			v.warning("D17", at, fmt.Sprintf("the text contains %U; IAM stores only tab, line ends and U+0020 to U+00FF", r))
		}
	}
	if p.ID != nil {
		text(documentPlace(ElementID, p.ID.Offset), p.ID.Value)
	}
	for _, s := range p.Statements {
		if s.Sid != nil {
			text(statementPlace(s, ElementSid, s.Sid.Offset), s.Sid.Value)
		}
		for _, l := range [...]struct {
			e Element
			*List
		}{{ElementAction, s.Action}, {ElementNotAction, s.NotAction}, {ElementResource, s.Resource}, {ElementNotResource, s.NotResource}} {
			for i := 0; l.List != nil && i < len(l.Members); i++ {
				text(v.member(s, l.e, l.List, i), l.Members[i].Value)
			}
		}
		principalTexts(s, ElementPrincipal, s.Principal, text)
		principalTexts(s, ElementNotPrincipal, s.NotPrincipal, text)
		conditionTexts(s, text)
	}
}

func notStored(r rune) bool {
	return r > 0xFF || r < ' ' && r != '\t' && r != '\n' && r != '\r'
}

func principalTexts(s *Statement, e Element, el *PrincipalElement, text func(place, string)) {
	if el == nil {
		return
	}
	at := statementPlace(s, e, 0)
	at.named = true
	for i := range el.Entries {
		entry := &el.Entries[i]
		at.name = string(entry.Kind)
		for j, m := range entry.Values.Members {
			at.offset, at.member = m.Offset, j
			if entry.Values.Bare {
				at.member = -1
			}
			text(at, m.Value)
		}
	}
}

func conditionTexts(s *Statement, text func(place, string)) {
	if s.Condition == nil {
		return
	}
	for i := range s.Condition.Operators {
		op := &s.Condition.Operators[i]
		for j := range op.Keys {
			k := &op.Keys[j]
			at := statementPlace(s, ElementCondition, k.Offset)
			at.operator, at.key = i, j
			text(at, k.Key)
			for n, value := range k.Values {
				at.offset, at.member = value.Offset, n
				if k.Bare {
					at.member = -1
				}
				text(at, value.Text)
			}
		}
	}
}
