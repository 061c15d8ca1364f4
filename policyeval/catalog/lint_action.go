package catalog

import (
	"fmt"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
)

// lintStatement is what the checks of one statement share.
type lintStatement struct {
	*policyeval.Statement
	actions []lintAction // members of Action
	// open reports that more actions may be meant than those: the statement
	// has NotAction, or a name that the catalog does not have.
	open bool
}

// lintAction is one member of an Action element that matches known actions.
type lintAction struct {
	place lintPlace
	text  string
	exact bool // without wildcards
	set   ActionSet
	// never is set if the statement cannot apply to any of the actions.
	never bool
}

// statement checks one statement without faults.
func (l *linter) statement(s *policyeval.Statement) {
	st := &lintStatement{Statement: s, open: s.NotAction != nil}
	l.negations(s)
	if s.Action != nil {
		l.actions(st, s.Action, "Action")
	} else if s.NotAction != nil {
		l.actions(st, s.NotAction, "NotAction")
	}
	l.resources(st)
	missing := l.condition(st)
	l.variables(s)
	l.neverFires(st, missing)
	l.entries(s)
}

// negations reports Not elements in an Allow. SCPs are left out: there an
// Allow grants nothing, and package policyeval has its own warning.
func (l *linter) negations(s *policyeval.Statement) {
	if s.Effect != policyeval.Allow || l.options.Type == policyeval.ServiceControlPolicy || l.options.Type == policyeval.ResourceControlPolicy {
		return
	}
	if s.NotAction != nil {
		l.add(LintSecurityWarning, RuleAllowNotAction, lintPlace{s.Index, []string{"NotAction"}, s.NotAction.Offset},
			"the Allow has NotAction: it allows every other action, also those that AWS will add", "list the actions to allow in Action, or use NotAction in a Deny")
	}
	if s.NotResource != nil {
		l.add(LintSecurityWarning, RuleAllowNotResource, lintPlace{s.Index, []string{"NotResource"}, s.NotResource.Offset},
			"the Allow has NotResource: it allows the actions on every other resource, also future ones", "list the resources to allow in Resource, or use NotResource in a Deny")
	}
	if s.NotPrincipal != nil {
		l.add(LintSecurityWarning, RuleAllowNotPrincipal, lintPlace{s.Index, []string{"NotPrincipal"}, s.NotPrincipal.Offset},
			"the Allow has NotPrincipal: it allows everybody else, anonymous callers included", "list the principals to allow in Principal")
	}
}

// actions checks the names in Action or NotAction.
func (l *linter) actions(st *lintStatement, list *policyeval.List, element string) {
	for i := range list.Members {
		text := list.Members[i].Value
		at := memberPlace(st.Statement, list, i, element)
		if prefix, name, ok := strings.Cut(text, ":"); ok && (prefix == "" || name == "" || strings.ContainsAny(text, " \t\r\n,")) {
			continue // it matches nothing, as a warning of policyeval says
		}
		if strings.ContainsAny(text, "*?") {
			l.budget -= 1 << 10
		}
		if prefix, _, _ := strings.Cut(text, ":"); strings.ContainsAny(prefix, "*?") {
			l.budget -= 1 << 15 // it looks at every service
		}
		if l.budget < 0 {
			st.open = true
			return
		}
		set, err := Expand(text)
		if err != nil || set.IsEmpty() {
			st.open = true
			if err == nil {
				l.unknownAction(at, text)
			}
			continue
		}
		if element == "Action" {
			st.actions = append(st.actions, lintAction{place: at, text: text, exact: !strings.ContainsAny(text, "*?"), set: set})
		}
	}
}

func (l *linter) unknownAction(at lintPlace, text string) {
	date := " on " + Updated
	prefix, name, _ := strings.Cut(text, ":")
	if _, ok := LookupService(prefix); !ok {
		message := "AWS had no service " + quoteText(prefix) + date
		if strings.ContainsAny(prefix, "*?") {
			message = quoteText(text) + " matched no action of AWS" + date
		}
		advice := "look the prefix up in the service authorization reference"
		if near, ok := l.nearestAction(text); ok {
			advice = "did you mean " + near + "?"
		} else if s, ok := l.nearestService(prefix); ok {
			advice = "did you mean " + s + "?"
		}
		l.add(LintError, RuleUnknownService, at, message, advice)
		return
	}
	message, advice := "AWS had no action "+quoteText(text)+date, "look the name up in the service authorization reference"
	if strings.ContainsAny(name, "*?") {
		message = quoteText(text) + " matched no action of AWS" + date
		if start := longestStart(prefix, name); start != "" {
			advice = "the longest start that matches is " + start + "*"
		}
	} else if near, ok := l.nearestAction(text); ok {
		advice = "did you mean " + near + "?"
	}
	l.add(LintError, RuleUnknownAction, at, message, advice)
}

// nearestAction is [Nearest] for a plain name of a length that a name may have:
// the search takes time that grows with the text.
func (l *linter) nearestAction(text string) (string, bool) {
	if strings.ContainsAny(text, "*?") || len(text) > 128 || l.budget <= 0 {
		return "", false
	}
	l.budget -= 1 << 16
	a, ok := Nearest(text)
	return a.String(), ok
}

func (l *linter) nearestService(prefix string) (string, bool) {
	if len(prefix) > 128 || l.budget <= 0 {
		return "", false
	}
	l.budget -= 1 << 14
	s, ok := NearestService(prefix)
	return s.Prefix(), ok
}

// longestStart returns the longest literal start of a pattern that some action
// of the service has.
func longestStart(prefix, pattern string) string {
	start := pattern[:strings.IndexAny(pattern, "*?")]
	for n := min(len(start), 128); n > 0; n-- {
		if set, err := Expand(prefix + ":" + start[:n] + "*"); err == nil && !set.IsEmpty() {
			return prefix + ":" + start[:n]
		}
	}
	return ""
}

// neverFires reports a Deny that no request satisfies. missing is a condition
// key that no request carries and without which the Condition fails.
func (l *linter) neverFires(st *lintStatement, missing string) {
	if st.Effect != policyeval.Deny || st.Action == nil || st.open {
		return
	}
	at := statementPlace(st.Statement)
	if missing != "" {
		l.add(LintSecurityWarning, RuleDenyNeverFires, at,
			"the Deny never applies: no request for its actions carries the key "+quoteText(missing), "use a key that the actions support; see the reference of the service")
		return
	}
	for _, a := range st.actions {
		if !a.never {
			return
		}
	}
	why := "none of its actions exists"
	if len(st.actions) > 0 {
		why = "none of its actions takes one of its resources"
	} else if len(st.Action.Members) == 0 {
		return // an empty list, which policyeval reports
	}
	l.add(LintSecurityWarning, RuleDenyNeverFires, at, "the Deny never applies: "+why, "correct the actions or the resources")
}

// actionName names an action or pattern in a message.
func (a *lintAction) name() string {
	if a.exact {
		return "the action " + quoteText(a.text)
	}
	return fmt.Sprintf("each of the %d actions that match %s", a.set.Len(), quoteText(a.text))
}
