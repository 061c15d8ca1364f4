package analyzermodel

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// actions checks the names of services and actions, and whether one member of a
// list covers another.
func (v *validation) actions(p *policyeval.Policy, st *policyeval.Statement) {
	for _, l := range []struct {
		element policyeval.Element
		list    *policyeval.List
	}{{policyeval.ElementAction, st.Action}, {policyeval.ElementNotAction, st.NotAction}} {
		if l.list == nil || st.Faulty(l.element) {
			continue
		}
		sets := make([]catalog.ActionSet, len(l.list.Members))
		for i, m := range l.list.Members {
			path := memberPath(p, st, l.element, l.list, i)
			service, name, ok := strings.Cut(m.Value, ":")
			if !ok || strings.ContainsAny(m.Value, ", \t") || service == "" || name == "" {
				continue // "*", or at fault already
			}
			var err error
			if sets[i], err = catalog.Expand(m.Value); err != nil || sets[i].Len() > 0 {
				continue
			}
			known := strings.ContainsAny(service, "*?")
			if _, ok := catalog.LookupService(strings.ToLower(service)); ok {
				known = true
			}
			if !known {
				v.add(fault("INVALID_SERVICE_IN_ACTION"), fmt.Sprintf("There is no service with the prefix %s.", service), path, m.Offset)
				continue
			}
			text := fmt.Sprintf("There is no action %s.", m.Value)
			if near, ok := catalog.Nearest(m.Value); ok {
				text += fmt.Sprintf(" Did you mean %s?", near)
			}
			v.add(fault("INVALID_ACTION"), text, path, m.Offset)
		}
		for i, m := range l.list.Members {
			for j, other := range l.list.Members {
				if i == j || sets[i].Len() == 0 || sets[j].Len() == 0 || !sets[i].Difference(sets[j]).IsEmpty() {
					continue
				}
				if equal := sets[j].Difference(sets[i]).IsEmpty(); equal && i < j {
					continue // the later one is redundant
				}
				v.add(suggestion("REDUNDANT_ACTION"), fmt.Sprintf("The action %s is covered by %s.", m.Value, other.Value), memberPath(p, st, l.element, l.list, i), m.Offset)
				break
			}
		}
	}
}

func memberPath(p *policyeval.Policy, st *policyeval.Statement, e policyeval.Element, l *policyeval.List, i int) string {
	path := statementPath(p, st) + "/" + e.String()
	if !l.Bare {
		path += "/" + strconv.Itoa(i)
	}
	return path
}

func statementPath(p *policyeval.Policy, st *policyeval.Statement) string {
	if p.StatementBare {
		return "/Statement"
	}
	return "/Statement/" + strconv.Itoa(st.Index)
}

// A sensitive action is one that AWS warns of when it is granted on more than
// named resources.
type sensitive struct {
	action string
	issue  func(string) issue
	prefix string
	// within are the condition keys that limit it enough.
	within []string
}

var sensitives = []sensitive{
	{"iam:PassRole", security, "PASS_ROLE", []string{"iam:passedtoservice"}},
	{"iam:CreateServiceLinkedRole", warning, "CREATE_SLR", []string{"iam:awsservicename"}},
}

// permissive checks what a statement allows more than its author may want.
func (v *validation) permissive(p *policyeval.Policy, st *policyeval.Statement) {
	if st.Effect != policyeval.Allow {
		return
	}
	if st.NotPrincipal != nil && (v.kind == policyeval.ResourcePolicy || v.kind == policyeval.RoleTrustPolicy) {
		v.add(security("ALLOW_WITH_NOT_PRINCIPAL"), "Allow with NotPrincipal grants to everybody else, anonymous callers included. Use Principal.",
			statementPath(p, st)+"/NotPrincipal", st.NotPrincipal.Offset)
	}
	if v.kind != policyeval.IdentityPolicy && v.kind != policyeval.ServiceControlPolicy {
		return
	}
	for _, s := range sensitives {
		how, offset := reaches(st, s.action)
		where := wide(st)
		if how == "" || where == "" || v.kind == policyeval.ServiceControlPolicy || hasKey(st, s.within) {
			continue
		}
		code := map[string]string{
			"named/star": "_WITH_STAR_IN_RESOURCE", "star/star": "_WITH_STAR_IN_ACTION_AND_RESOURCE", "not/star": "_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
			"named/not": "_WITH_NOT_RESOURCE", "star/not": "_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", "not/not": "_WITH_NOT_ACTION_AND_NOT_RESOURCE",
		}[how+"/"+where]
		v.add(s.issue(s.prefix+code), fmt.Sprintf("The statement allows %s on more than named resources. Name the resources, or add a condition on the service.", s.action),
			statementPath(p, st), offset)
	}
}

// reaches tells how a statement names the action: "named", by a "star", by "not"
// excluding it, or not at all.
func reaches(st *policyeval.Statement, action string) (how string, offset int) {
	if st.Action != nil {
		for _, m := range st.Action.Members {
			switch {
			case strings.EqualFold(m.Value, action):
				return "named", m.Offset
			case how == "" && strings.ContainsAny(m.Value, "*?") && covers(m.Value, action):
				how, offset = "star", m.Offset
			}
		}
		return how, offset
	}
	if st.NotAction == nil {
		return "", 0
	}
	for _, m := range st.NotAction.Members {
		if covers(m.Value, action) {
			return "", 0
		}
	}
	return "not", st.NotAction.Offset
}

func covers(pattern, action string) bool {
	a, ok := catalog.Lookup(action)
	set, err := catalog.Expand(pattern)
	return ok && err == nil && set.Contains(a)
}

// wide tells whether a statement is for more than named roles: "star", "not", or
// "" if it is not. A wildcard behind the beginning of a name is none, since the
// names of roles for a service often start alike.
func wide(st *policyeval.Statement) string {
	if st.NotResource != nil {
		return "not"
	}
	if st.Resource == nil {
		return ""
	}
	for _, m := range st.Resource.Members {
		_, name, _ := strings.Cut(m.Value, ":role/")
		if m.Value == "*" || name == "*" || strings.HasSuffix(m.Value, ":*") {
			return "star"
		}
	}
	return ""
}

func hasKey(st *policyeval.Statement, keys []string) bool {
	if st.Condition == nil {
		return false
	}
	for _, op := range st.Condition.Operators {
		for _, k := range op.Keys {
			for _, want := range keys {
				if strings.EqualFold(k.Key, want) {
					return true
				}
			}
		}
	}
	return false
}
