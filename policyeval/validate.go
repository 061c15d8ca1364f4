package policyeval

import "strings"

// validator checks a document model against the rules that can be told from
// the document and its type. The rules are in the validate_*.go files, one
// element each.
type validator struct {
	recorder
}

// common checks what holds for every type of policy.
func (v *validator) common() {
	p := v.policy
	v.version()
	if len(p.Statements) == 0 && v.warn {
		v.warning("D5", documentPlace(ElementStatement, p.StatementOffset), "the list of statements is empty; the policy has no effect")
	}
	if v.warn {
		v.sids()
		v.characters()
	}
	for _, s := range p.Statements {
		v.statement(s)
	}
}

// version checks the value of Version (D4).
func (v *validator) version() {
	version := v.policy.Version
	if version == nil || version.Value == Version2012 || version.Value == Version2008 {
		return
	}
	v.fault("D4", documentPlace(ElementVersion, version.Offset), "there is no policy language version "+quote(version.Value),
		"write "+Version2012+"; it is not the date of the policy")
}

func (v *validator) statement(s *Statement) {
	v.presence(s)
	v.actions(s, ElementAction, s.Action)
	v.actions(s, ElementNotAction, s.NotAction)
	v.resources(s, ElementResource, s.Resource)
	v.resources(s, ElementNotResource, s.NotResource)
	v.principals(s, ElementPrincipal, s.Principal)
	v.principals(s, ElementNotPrincipal, s.NotPrincipal)
	v.condition(s)
}

// presence checks which elements a statement has (D6, D7). An element that is
// faulty is present: its own fault is enough.
func (v *validator) presence(s *Statement) {
	if s.Effect == 0 && !s.Faulty(ElementEffect) {
		v.fault("D6", missing(s, ElementEffect), "the statement has no Effect", `add "Effect": "Allow" or "Effect": "Deny"`)
	}
	v.pair(s, ElementAction, s.Action.offset(), ElementNotAction, s.NotAction.offset())
	v.pair(s, ElementResource, s.Resource.offset(), ElementNotResource, s.NotResource.offset())
	v.pair(s, ElementPrincipal, s.Principal.offset(), ElementNotPrincipal, s.NotPrincipal.offset())
	if !s.has(ElementAction) && !s.has(ElementNotAction) {
		v.fault("D7", missing(s, ElementAction), "the statement has neither Action nor NotAction", "add one of them")
	}
}

// pair reports that a statement has an element and its complement. Both are
// faulty: nobody can tell which one was meant.
func (v *validator) pair(s *Statement, plain Element, plainOffset int, not Element, notOffset int) {
	if !s.has(plain) || !s.has(not) {
		return
	}
	at := statementPlace(s, not, max(notOffset, s.Offset))
	v.fault("D7", at, "the statement has both "+plain.String()+" and "+not.String(), "keep one of them, or write two statements")
	if v.mark != nil {
		v.mark(statementPlace(s, plain, plainOffset))
	}
}

// has reports whether the statement was written with the element, readable or
// not. It must not be asked for an element whose absence has been reported.
func (s *Statement) has(e Element) bool {
	switch e {
	case ElementPrincipal:
		return s.Principal != nil || s.Faulty(e)
	case ElementNotPrincipal:
		return s.NotPrincipal != nil || s.Faulty(e)
	case ElementAction:
		return s.Action != nil || s.Faulty(e)
	case ElementNotAction:
		return s.NotAction != nil || s.Faulty(e)
	case ElementResource:
		return s.Resource != nil || s.Faulty(e)
	case ElementNotResource:
		return s.NotResource != nil || s.Faulty(e)
	}
	return false
}

// missing is the place of an element that the statement lacks. The pointer is
// that of the statement, because the element has none; Element still names it.
func missing(s *Statement, e Element) place {
	at := statementPlace(s, e, s.Offset)
	at.absent = true
	return at
}

func (l *List) offset() int {
	if l == nil {
		return 0
	}
	return l.Offset
}

func (el *PrincipalElement) offset() int {
	if el == nil {
		return 0
	}
	return el.Offset
}

// sids checks Sid values (D14).
func (v *validator) sids() {
	first := make(map[string]int, len(v.policy.Statements))
	for _, s := range v.policy.Statements {
		if s.Sid == nil {
			continue
		}
		at := statementPlace(s, ElementSid, s.Sid.Offset)
		sid := s.Sid.Value
		if i := strings.IndexFunc(sid, notAlphanumeric); i >= 0 || sid == "" {
			v.warning("D14", at, "the Sid "+quote(sid)+" has other characters than A-Z, a-z and 0-9, or none; IAM refuses it, some services accept it")
		}
		if _, dup := first[sid]; dup {
			v.warning("D14", at, "the Sid "+quote(sid)+" is used before in this document; IAM requires different ones")
			continue
		}
		first[sid] = s.Index
	}
}

func notAlphanumeric(r rune) bool {
	return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9')
}
