package analyzermodel

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// A reading is a policy prepared for questions about what its statements match.
// Principals and conditions are left out of what policyeval is asked, and
// weighed here: policyeval decides for one principal, and the checks are about
// all of them.
type reading struct {
	policy *policyeval.Policy
	bare   *policyeval.Authorizer
	asked  map[[2]string][]policyeval.Truth
	// named are the actions that each statement lists.
	named []catalog.ActionSet
}

// An undecided error says what an answer would hang on.
type undecided struct{ what string }

// Error returns what the answer hangs on.
func (u *undecided) Error() string { return "analyzermodel: undecided: " + u.what }

// read parses a document and prepares it. A faulty document is an error of the
// caller; a policy variable makes the answer undecided.
func read(document string, kind policyeval.PolicyType, field string) (*reading, error) {
	p, err := policyeval.Parse([]byte(document), policyeval.WithType(kind))
	if err != nil {
		return nil, invalid(field, "The policy document is not valid: "+err.Error())
	}
	for _, st := range p.Statements {
		if kind == policyeval.UnknownPolicyType && st.Principal == nil && st.NotPrincipal == nil {
			return nil, invalid(field, fmt.Sprintf("The policy document is not valid: statement %d of a resource policy has no Principal.", st.Index))
		}
	}
	type statement struct {
		Effect                                   string
		Action, NotAction, Resource, NotResource []string `json:",omitempty"`
	}
	bare := struct {
		Version   string
		Statement []statement
	}{Version: policyeval.Version2012, Statement: []statement{}}
	for _, st := range p.Statements {
		b := statement{Effect: st.Effect.String(), Action: texts(st.Action), NotAction: texts(st.NotAction), Resource: texts(st.Resource), NotResource: texts(st.NotResource)}
		if b.Resource == nil && b.NotResource == nil {
			b.Resource = []string{"*"} // the resource that the policy is attached to
		}
		if p.HasVariables() && slices.ContainsFunc(append(b.Resource, b.NotResource...), func(r string) bool { return strings.Contains(r, "${") }) {
			return nil, &undecided{fmt.Sprintf("the policy variable in the resource of statement %d", st.Index)}
		}
		bare.Statement = append(bare.Statement, b)
	}
	text, err := json.Marshal(bare)
	if err != nil {
		return nil, err
	}
	parsed, err := policyeval.Parse(text, policyeval.WithType(policyeval.IdentityPolicy))
	if err != nil {
		return nil, err
	}
	authorizer, err := policyeval.Compile(policyeval.Policies{Identity: []*policyeval.Policy{parsed}})
	if err != nil {
		return nil, err
	}
	r := &reading{policy: p, bare: authorizer, asked: make(map[[2]string][]policyeval.Truth)}
	for _, st := range p.Statements {
		set, err := catalog.Expand(append(texts(st.Action), texts(st.NotAction)...)...)
		if err != nil {
			return nil, invalid(field, err.Error())
		}
		r.named = append(r.named, set)
	}
	return r, nil
}

func texts(l *policyeval.List) []string {
	if l == nil {
		return nil
	}
	all := make([]string, len(l.Members))
	for i, m := range l.Members {
		all[i] = m.Value
	}
	return all
}

// matches tells for each statement whether its actions and resources match the
// action on every ARN of the pattern (True), on some (Unknown) or on none.
func (r *reading) matches(action, pattern string) ([]policyeval.Truth, error) {
	key := [2]string{action, pattern}
	if m, ok := r.asked[key]; ok {
		return m, nil
	}
	e, err := r.bare.Explain(&policyeval.Request{
		Principal: "arn:aws:iam::123456789012:user/anybody", Action: action, Resource: strings.Join(sliceOf(fields(pattern)), ":"), Pattern: true, Open: true,
	})
	if err != nil {
		return nil, invalid("access", err.Error())
	}
	m := make([]policyeval.Truth, len(r.policy.Statements))
	for _, layer := range e.Layers {
		if layer.Layer != policyeval.LayerIdentity {
			continue
		}
		for _, st := range layer.Policies[0].Statements {
			m[st.Index] = st.Applies
		}
	}
	r.asked[key] = m
	return m, nil
}

func sliceOf(f [6]string) []string { return f[:] }

// targets returns the parts of the pattern that a statement is about: the
// smaller one of the pattern and each resource that overlaps it.
func targets(st *policyeval.Statement, pattern string) []string {
	if st.Resource == nil {
		return []string{pattern}
	}
	var parts []string
	for _, r := range texts(st.Resource) {
		switch {
		case arnCovers(r, pattern):
			return []string{pattern}
		case arnOverlaps(r, pattern):
			parts = append(parts, r)
		}
	}
	return parts
}

// A grade is how much of a pattern is granted.
type grade uint8

const (
	nothing grade = iota
	some          // some resource, at some time
	all           // every resource, whenever the statement's own condition holds
)

// grants tells what a statement that allows grants of an action on a pattern,
// after the Deny statements of the policy. An *undecided error says what that
// hangs on.
func (r *reading) grants(st *policyeval.Statement, action, pattern string) (grade, error) {
	whole, err := r.matches(action, pattern)
	if err != nil || whole[st.Index] == policyeval.False {
		return nothing, err
	}
	excluded := 0
	for _, x := range texts(st.NotResource) {
		if arnOverlaps(x, pattern) {
			excluded++
		}
	}
	if excluded > 1 {
		return nothing, &undecided{fmt.Sprintf("what the exclusions of statement %d cover together", st.Index)}
	}
	var open error
	result := nothing
	for _, part := range targets(st, pattern) {
		got, err := r.grantsPart(st, action, part, whole, arnCovers(pattern, part))
		switch u := (*undecided)(nil); {
		case errors.As(err, &u):
			open = err
		case err != nil:
			return nothing, err
		case got == all && part == pattern:
			return all, nil
		case got != nothing:
			result = some
		}
	}
	if result != nothing {
		return result, nil
	}
	return nothing, open
}

// grantsPart is grants for one part of the pattern: a resource of the statement,
// or the pattern itself. inside says that the part lies within the pattern.
func (r *reading) grantsPart(st *policyeval.Statement, action, part string, whole []policyeval.Truth, inside bool) (grade, error) {
	m, err := r.matches(action, part)
	if err != nil {
		return nothing, err
	}
	limits, partial := 0, false
	for _, d := range r.policy.Statements {
		if d.Effect != policyeval.Deny || m[d.Index] == policyeval.False {
			continue
		}
		if unlimited(d) {
			same := *d
			same.Principal, same.NotPrincipal = st.Principal, st.NotPrincipal
			if m[d.Index] == policyeval.True || whole[d.Index] == policyeval.True || includes(&same, st) {
				return nothing, nil
			}
			partial = true
		}
		limits++
	}
	entire := m[st.Index] == policyeval.True && inside
	switch {
	case limits > 1:
		return nothing, &undecided{"what several Deny statements cover together"}
	case partial && !entire:
		return nothing, &undecided{fmt.Sprintf("whether a Deny covers what statement %d allows", st.Index)}
	case limits == 1 && !partial && st.Condition != nil:
		return nothing, &undecided{fmt.Sprintf("the condition of statement %d together with that of a Deny", st.Index)}
	case !independent(st.Condition):
		return nothing, &undecided{fmt.Sprintf("whether the conditions of statement %d can hold together", st.Index)}
	case entire && limits == 0:
		return all, nil
	}
	return some, nil
}

// unlimited reports whether a statement holds for everybody and at all times.
func unlimited(st *policyeval.Statement) bool {
	return st.Condition == nil && st.NotPrincipal == nil && (st.Principal == nil || slices.Contains(principals(st), "*"))
}

// independent reports whether each key of a condition stands in it once, so that
// some request satisfies all of it.
func independent(c *policyeval.Condition) bool {
	seen := make(map[string]bool)
	if c == nil {
		return true
	}
	for _, op := range c.Operators {
		for _, k := range op.Keys {
			name := strings.ToLower(k.Key)
			if seen[name] || len(k.Values) == 0 {
				return false
			}
			seen[name] = true
		}
	}
	return true
}

// principals returns whom a statement names; "*" is everybody.
func principals(st *policyeval.Statement) []string {
	if st.Principal == nil {
		return nil
	}
	if st.Principal.Wildcard {
		return []string{"*"}
	}
	var all []string
	for _, e := range st.Principal.Entries {
		all = append(all, texts(&e.Values)...)
	}
	return all
}

// actions returns actions that a statement names, so that an answer for them is
// one for all: the catalog has thousands, and most are the same to a policy.
// Names that the catalog does not have are included.
func (r *reading) actions(st *policyeval.Statement, others ...*reading) []string {
	set := r.named[st.Index]
	if st.Action == nil {
		set = catalog.AllActions().Difference(set)
	}
	names := representatives(set, append(others, r)...)
	for _, name := range texts(st.Action) {
		if _, known := catalog.Lookup(name); !known && !strings.ContainsAny(name, "*?") {
			names = append(names, name)
		}
	}
	return names
}

// representatives returns one action of each part of the set in which all are
// the same to every statement of the policies.
func representatives(set catalog.ActionSet, readings ...*reading) []string {
	parts := []catalog.ActionSet{set}
	for _, r := range readings {
		for _, named := range r.named {
			var split []catalog.ActionSet
			for _, part := range parts {
				for _, half := range []catalog.ActionSet{part.Intersect(named), part.Difference(named)} {
					if !half.IsEmpty() {
						split = append(split, half)
					}
				}
			}
			parts = split
		}
	}
	var names []string
	for _, part := range parts {
		for a := range part.All() {
			names = append(names, a.String())
			break
		}
	}
	return names
}
