package policyeval

import "strings"

// actions checks Action or NotAction (A2, A5, A6, A9, D15).
func (v *validator) actions(s *Statement, e Element, l *List) {
	if l == nil {
		return
	}
	v.empty(s, e, len(l.Members), l.Offset)
	for i := range l.Members {
		v.action(v.member(s, e, l, i), l.Members[i].Value)
	}
}

// member is the place of a member of a list.
func (v *validator) member(s *Statement, e Element, l *List, i int) place {
	at := statementPlace(s, e, l.Members[i].Offset)
	if !l.Bare {
		at.member = i
	}
	return at
}

// empty reports an element without members (D15). The complement of nothing is
// everything, which nobody writes on purpose.
func (v *validator) empty(s *Statement, e Element, members, offset int) {
	if members > 0 {
		return
	}
	switch e {
	case ElementNotAction, ElementNotResource, ElementNotPrincipal:
		v.fault("D15", statementPlace(s, e, offset), e.String()+" is empty and would match everything",
			"list what is to be excluded, or write "+strings.TrimPrefix(e.String(), "Not")+` with "*"`)
	default:
		if v.warn {
			v.warning("D15", statementPlace(s, e, offset), e.String()+" is empty; the statement has no effect")
		}
	}
}

func (v *validator) action(at place, pattern string) {
	colon := strings.IndexByte(pattern, ':')
	switch {
	case v.policy.HasVariables() && strings.Contains(pattern, "${"):
		v.fault("A9", at, "the action "+quote(pattern)+" contains a policy variable", "variables work in resources and condition values only")
	case onlyStars(pattern):
	case colon < 0:
		v.fault("A5", at, "the action "+quote(pattern)+" has no service prefix", `write "service:Name", or "*" for every action`)
	case !v.warn:
	case colon == 0 || colon == len(pattern)-1:
		v.warning("A5", at, "the action "+quote(pattern)+" has an empty part and matches nothing")
	case strings.Contains(pattern, ","):
		v.warning("A6", at, "the action "+quote(pattern)+" contains a comma and matches nothing; a list needs brackets and one string for each action")
	case strings.ContainsAny(pattern, " \t\r\n"):
		v.warning("A5", at, "the action "+quote(pattern)+" contains a blank and matches nothing")
	}
}
