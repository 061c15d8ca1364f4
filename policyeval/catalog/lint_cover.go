package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
)

// coverage reports statements that others make superfluous. The test is one of
// containment element by element, so it is exact where it says yes; it says no
// where only several statements together, or several patterns, cover another.
func (l *linter) coverage() {
	names := make(map[string]symbol)
	var statements []*lintCover
	for _, s := range l.policy.Statements {
		if c := l.cover(s, names); c != nil {
			statements = append(statements, c)
		}
	}
	for i, s := range statements {
		for j, other := range statements {
			if l.budget--; l.budget < 0 {
				return
			}
			if i == j || other.gone || !l.coversStatement(other, s) {
				continue
			}
			at := statementPlace(s.Statement)
			if s.Effect == other.Effect {
				// Of two that cover each other the later one goes.
				if i < j && l.coversStatement(s, other) {
					continue
				}
				s.gone = true
				l.add(LintSuggestion, RuleRedundantStatement, at, fmt.Sprintf("%s applies whenever this statement does", other.label()), "remove this statement")
			} else {
				l.add(LintWarning, RuleShadowedStatement, at, fmt.Sprintf("the Allow never grants: %s denies all of it", other.label()), "remove one of the two")
			}
			break
		}
	}
}

// lintCover is a statement prepared for comparisons.
type lintCover struct {
	*policyeval.Statement
	actions, resources     []lintPattern
	notAction, notResource bool
	principals             map[string]bool // nil: everybody, or no Principal
	conditions             map[string]bool // operator, key and values in one text
	gone                   bool            // reported as redundant
}

func (c *lintCover) label() string {
	text := fmt.Sprintf("the %s in statement %d", c.Effect, c.Index)
	if c.Sid != nil && c.Sid.Value != "" {
		text += " (" + quoteText(c.Sid.Value) + ")"
	}
	return text
}

// cover prepares a statement. It returns nil for those that are not compared:
// with faults, without effect, or with an element whose meaning depends on more
// than its text.
func (l *linter) cover(s *policyeval.Statement, names map[string]symbol) *lintCover {
	if l.skip[s.Index] || s.Effect == 0 || s.Action == nil && s.NotAction == nil {
		return nil
	}
	if l.options.Type == policyeval.ResourceControlPolicy && s.Effect == policyeval.Allow {
		return nil // it has no effect (G6)
	}
	c := &lintCover{Statement: s, notAction: s.NotAction != nil, notResource: s.NotResource != nil}
	list := s.Action
	if c.notAction {
		list = s.NotAction
	}
	for _, m := range list.Members {
		if !strings.Contains(m.Value, ":") && strings.Trim(m.Value, "*") != "" {
			return nil
		}
		c.actions = append(c.actions, l.actionPattern(m.Value))
	}
	list = s.Resource
	if c.notResource {
		list = s.NotResource
	}
	if list != nil {
		for _, m := range list.Members {
			c.resources = append(c.resources, l.resourcePattern(m.Value, names))
		}
	}
	if len(c.actions) == 0 || list != nil && len(list.Members) == 0 || !c.addPrincipals() || !c.addConditions() {
		return nil
	}
	return c
}

// addPrincipals collects the principals. NotPrincipal is not compared: whom it
// spares depends on the caller's account and session.
func (c *lintCover) addPrincipals() bool {
	if c.NotPrincipal != nil {
		return false
	}
	if c.Principal == nil || c.Principal.Wildcard {
		return true
	}
	all := make(map[string]bool)
	for i := range c.Principal.Entries {
		e := &c.Principal.Entries[i]
		for _, m := range e.Values.Members {
			if e.Kind == policyeval.PrincipalAWS && m.Value == "*" {
				return true
			}
			all[string(e.Kind)+":"+m.Value] = true
		}
	}
	c.principals = all
	return len(all) > 0
}

// addConditions collects the entries of the Condition, which must all hold. An
// empty Condition fails closed (D16) and is not compared.
func (c *lintCover) addConditions() bool {
	c.conditions = make(map[string]bool)
	if c.Condition == nil {
		return true
	}
	if len(c.Condition.Operators) == 0 {
		return false
	}
	for i := range c.Condition.Operators {
		op := &c.Condition.Operators[i]
		if len(op.Keys) == 0 {
			return false
		}
		for j := range op.Keys {
			k := &op.Keys[j]
			if len(k.Values) == 0 {
				return false
			}
			values := make([]string, len(k.Values))
			for n := range k.Values {
				values[n] = fmt.Sprintf("%q", k.Values[n].Text)
			}
			slices.Sort(values)
			c.conditions[fmt.Sprintf("%q %q %s", lower(op.Name), lower(k.Key), strings.Join(slices.Compact(values), " "))] = true
		}
	}
	return true
}

// coversStatement reports whether a applies to every request to which b does.
// a may have fewer conditions, and if it is a Deny what both fail closed on
// still makes it apply.
func (l *linter) coversStatement(a, b *lintCover) bool {
	if a.Effect != b.Effect && a.Effect != policyeval.Deny {
		return false
	}
	for entry := range a.conditions {
		if !b.conditions[entry] {
			return false
		}
	}
	if a.principals != nil {
		if b.principals == nil {
			return false
		}
		for p := range b.principals {
			if !a.principals[p] {
				return false
			}
		}
	}
	return l.coversActions(a, b) && l.coversResources(a, b)
}

func (l *linter) coversActions(a, b *lintCover) bool {
	covered := func(p *lintPattern, by []lintPattern) bool {
		return slices.ContainsFunc(by, func(q lintPattern) bool { return q.covers(l, p, a.Effect) })
	}
	switch {
	case !a.notAction && !b.notAction:
		return !slices.ContainsFunc(b.actions, func(p lintPattern) bool { return !covered(&p, a.actions) })
	case !a.notAction: // everything but a few is covered by everything only
		return slices.ContainsFunc(a.actions, func(p lintPattern) bool { return p.star })
	case b.notAction: // what a leaves out, b must leave out
		return !slices.ContainsFunc(a.actions, func(p lintPattern) bool { return !covered(&p, b.actions) })
	}
	for i := range b.actions {
		for j := range a.actions {
			if l.budget -= 64; l.budget < 0 || b.actions[i].overlaps(&a.actions[j]) {
				return false
			}
		}
	}
	return true
}

func (l *linter) coversResources(a, b *lintCover) bool {
	everything := a.Resource == nil && a.NotResource == nil ||
		a.Resource != nil && slices.ContainsFunc(a.resources, func(p lintPattern) bool { return p.star })
	switch {
	case everything:
		return true
	case b.Resource == nil && b.NotResource == nil:
		return false
	case a.notResource || b.notResource:
		return a.notResource && b.notResource && a.Effect == b.Effect && sameMembers(a.NotResource, b.NotResource)
	}
	for i := range b.resources {
		if !slices.ContainsFunc(a.resources, func(q lintPattern) bool { return q.covers(l, &b.resources[i], a.Effect) }) {
			return false
		}
	}
	return true
}

// sameMembers reports whether two lists have the same texts.
func sameMembers(a, b *policyeval.List) bool {
	texts := func(list *policyeval.List) []string {
		var out []string
		for _, m := range list.Members {
			out = append(out, m.Value)
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	return slices.Equal(texts(a), texts(b))
}
