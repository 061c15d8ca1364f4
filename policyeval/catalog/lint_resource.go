package catalog

import (
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
)

// lintResources are the ARN patterns of a statement, compiled, with what was
// found out about the types of each service.
type lintResources struct {
	patterns []arnPattern
	services []string // the service fields
	whole    []bool   // the pattern covers all resources of the service
	matched  map[Service][]bool
}

func newLintResources() *lintResources {
	return &lintResources{matched: make(map[Service][]bool)}
}

func (r *lintResources) add(text string, tokens arnPattern) {
	fields, ok := splitARN(text)
	if !ok && strings.Count(text, ":") < 2 {
		fields[1] = "*" // a short pattern
	}
	r.patterns = append(r.patterns, tokens)
	r.services = append(r.services, fields[1])
	r.whole = append(r.whole, strings.Trim(fields[4], "*") == "")
}

// resources checks whether the actions take the resources of the statement.
func (l *linter) resources(st *lintStatement) {
	if st.Resource == nil || len(st.Resource.Members) == 0 {
		return
	}
	r := newLintResources()
	for i := range st.Resource.Members {
		text := st.Resource.Members[i].Value
		if strings.Trim(text, "*") == "" {
			return // every resource
		}
		if l.policy.HasVariables() {
			text = replaceVariables(text, "*")
		}
		tokens, ok := resourceTokens(text, true)
		if !ok {
			return
		}
		r.add(text, tokens)
	}
	severity := LintWarning
	if st.Effect == policyeval.Deny {
		severity = LintSecurityWarning
	}
	for i := range st.actions {
		a := &st.actions[i]
		never := !l.takesAny(r, a.set)
		if a.never = never; !never {
			continue
		}
		if wildcardOnly(a.set) {
			l.add(severity, RuleWildcardOnly, a.place, a.name()+" takes no resource, so the statement never applies to it", `move it to a statement with "Resource": "*"`)
			continue
		}
		l.add(severity, RuleResourceType, a.place, a.name()+" takes none of the resources of the statement, so the statement never applies to it", l.typesAdvice(a))
	}
}

// takesAny reports whether some action of the set takes a resource of the
// patterns, or whether it would take too long to know.
func (l *linter) takesAny(r *lintResources, set ActionSet) bool {
	for s := range set.Services() {
		possible := false
		for i := range r.services {
			possible = possible || s.index().mayOwn(r.services[i])
		}
		if l.budget -= 10 * len(r.services); l.budget < 0 {
			return true
		}
		if !possible {
			continue
		}
		var own ActionSet
		own.addRange(s.index().first, s.index().first+s.index().count)
		for a := range own.Intersect(set).All() {
			if l.budget -= 10 + len(r.patterns); l.budget < 0 || l.takes(r, a) {
				return true
			}
		}
	}
	return false
}

// mayOwn reports whether ARNs with that service field may be of the service.
func (s *service) mayOwn(field string) bool {
	return strings.ContainsAny(field, "*?") || field == s.prefix || s.ownsARNs(field)
}

func wildcardOnly(set ActionSet) bool {
	for a := range set.All() {
		if !a.WildcardOnly() {
			return false
		}
	}
	return true
}

// takes reports whether the action takes some resource of the patterns. For an
// action without resource types a pattern for all resources of the service
// counts, since services such as S3 authorize their lists that way; and for the
// lists of IAM any, since IAM authorizes them on the path that is listed
// (reference_policies_examples_iam_policy-sim-path-console).
func (l *linter) takes(r *lintResources, a Action) bool {
	if a.WildcardOnly() {
		service := a.Service().index()
		lists := service.prefix == "iam" && strings.HasPrefix(a.Name(), "List")
		for i, whole := range r.whole {
			if (whole || lists) && service.mayOwn(r.services[i]) {
				return true
			}
		}
		return false
	}
	matched, ok := r.matched[a.Service()]
	if !ok {
		matched = l.match(r, a.Service())
		r.matched[a.Service()] = matched
	}
	for t := range a.ResourceTypes() {
		if matched == nil || matched[t.n] {
			return true
		}
	}
	return false
}

// match tells for each type of a service whether some pattern overlaps it, nil
// if that would take too long.
func (l *linter) match(r *lintResources, s Service) []bool {
	types := s.index().decode().types
	matched := make([]bool, len(types))
	for i := range r.patterns {
		if !s.index().mayOwn(r.services[i]) {
			continue
		}
		for n := range types {
			if l.budget -= 100; l.budget < 0 {
				return nil
			}
			matched[n] = matched[n] || ResourceType{s.n, uint16(n)}.matchTokens(&r.patterns[i])
		}
	}
	return matched
}

// typesAdvice lists the ARNs that an action takes.
func (l *linter) typesAdvice(a *lintAction) string {
	var arns []string
	for action := range a.set.All() {
		for t := range action.ResourceTypes() {
			for arn := range t.ARNPatterns() {
				if !slices.Contains(arns, arn) {
					arns = append(arns, arn)
				}
			}
			if len(arns) > 3 {
				return "it takes resources such as " + strings.Join(arns[:3], ", ")
			}
		}
	}
	return "it takes " + strings.Join(arns, ", ")
}

// replaceVariables replaces each ${...} by a text.
func replaceVariables(text, by string) string {
	var b strings.Builder
	for {
		start := strings.Index(text, "${")
		if start < 0 {
			break
		}
		end := strings.IndexByte(text[start:], '}')
		if end < 0 {
			break
		}
		b.WriteString(text[:start] + by)
		text = text[start+end+1:]
	}
	return b.String() + text
}

// variables reports policy variables in a document whose version has none.
func (l *linter) variables(s *policyeval.Statement) {
	if l.policy.HasVariables() {
		return
	}
	check := func(at lintPlace, text string) {
		start := strings.Index(text, "${")
		if start < 0 || !strings.Contains(text[start:], "}") {
			return
		}
		l.add(LintError, RuleVariableVersion, at, "the policy variable in "+quoteText(text)+" is plain text in a document of this version", `set "Version" to "2012-10-17"`)
	}
	for _, e := range []struct {
		name string
		list *policyeval.List
	}{{"Resource", s.Resource}, {"NotResource", s.NotResource}} {
		if e.list == nil {
			continue
		}
		for i := range e.list.Members {
			check(memberPlace(s, e.list, i, e.name), e.list.Members[i].Value)
		}
	}
	if s.Condition == nil {
		return
	}
	for i := range s.Condition.Operators {
		op := &s.Condition.Operators[i]
		for j := range op.Keys {
			k := &op.Keys[j]
			for n := range k.Values {
				check(valuePlace(s, op, k, n), k.Values[n].Text)
			}
		}
	}
}
