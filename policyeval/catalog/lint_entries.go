package catalog

import (
	"github.com/iamhygiene/sdk/policyeval"
)

// entries reports members that stand twice in a list, or that another member
// covers.
func (l *linter) entries(s *policyeval.Statement) {
	names := make(map[string]symbol)
	action := func(text string) lintPattern { return l.actionPattern(text) }
	resource := func(text string) lintPattern { return l.resourcePattern(text, names) }
	l.list(s, s.Action, "Action", lower, action)
	l.list(s, s.NotAction, "NotAction", lower, action)
	l.list(s, s.Resource, "Resource", same, resource)
	l.list(s, s.NotResource, "NotResource", same, resource)
	for _, e := range []struct {
		name string
		p    *policyeval.PrincipalElement
	}{{"Principal", s.Principal}, {"NotPrincipal", s.NotPrincipal}} {
		if e.p == nil {
			continue
		}
		for i := range e.p.Entries {
			entry := &e.p.Entries[i]
			seen := make(map[string]bool)
			for j, m := range entry.Values.Members {
				l.duplicate(seen, m.Value, m.Value, memberPlace(s, &entry.Values, j, e.name, string(entry.Kind)))
			}
		}
	}
	if s.Condition == nil {
		return
	}
	for i := range s.Condition.Operators {
		op := &s.Condition.Operators[i]
		for j := range op.Keys {
			k := &op.Keys[j]
			seen := make(map[string]bool)
			for n := range k.Values {
				l.duplicate(seen, k.Values[n].Text, k.Values[n].Text, valuePlace(s, op, k, n))
			}
		}
	}
}

func same(text string) string { return text }

func (l *linter) duplicate(seen map[string]bool, key, text string, at lintPlace) bool {
	if seen[key] {
		l.add(LintSuggestion, RuleDuplicateEntry, at, quoteText(text)+" stands twice in the list", "remove one")
		return true
	}
	seen[key] = true
	return false
}

// list checks one list of patterns.
func (l *linter) list(s *policyeval.Statement, list *policyeval.List, element string, fold func(string) string, compile func(string) lintPattern) {
	if list == nil || len(list.Members) < 2 {
		return
	}
	seen := make(map[string]bool)
	var members []int // without those that stand twice
	patterns := make([]lintPattern, len(list.Members))
	for i, m := range list.Members {
		if !l.duplicate(seen, fold(m.Value), m.Value, memberPlace(s, list, i, element)) {
			members = append(members, i)
			patterns[i] = compile(m.Value)
		}
	}
	gone := make([]bool, len(list.Members))
	for _, i := range members {
		// A NotResource with a variable that has no value fails closed as a
		// whole (R13), so that such a member is never without effect.
		if element == "NotResource" && patterns[i].variables {
			continue
		}
		for _, j := range members {
			if l.budget--; l.budget < 0 {
				return
			}
			if i == j || gone[j] || !patterns[j].covers(l, &patterns[i], s.Effect) {
				continue
			}
			gone[i] = true
			l.add(LintSuggestion, RuleRedundantEntry, memberPlace(s, list, i, element),
				quoteText(list.Members[j].Value)+" in the same list matches all that "+quoteText(list.Members[i].Value)+" does", "remove the narrower one")
			break
		}
	}
}
