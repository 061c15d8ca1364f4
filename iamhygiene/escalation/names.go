package escalation

import (
	"iter"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// maxMet bounds the patterns of one type of which the common names are tried:
// the pairs grow with the square.
const maxMet = 24

// examplesOf returns ARNs of a type that the policies may treat apart: those
// that no statement names, one for each pattern that a statement lets through,
// and one for what each two of these have in common. Whoever creates a resource
// chooses its name, so one ARN on which all is allowed is enough.
func (p *profile) examplesOf(e *engine, x *person, t catalog.ResourceType) []string {
	p.mu.Lock()
	list, ok := p.examples[t]
	p.mu.Unlock()
	if ok {
		return list
	}
	list = slices.Clone(e.freshARNs(t))
	add := func(pattern string) bool {
		arn := e.example(pattern)
		if !t.Matches(arn) {
			return false
		}
		if !slices.Contains(list, arn) {
			list = append(list, arn)
		}
		return true
	}
	var patterns []string
	for member := range p.letThrough() {
		if pattern := variables(member, x); !slices.Contains(patterns, pattern) && add(pattern) {
			patterns = append(patterns, pattern)
		}
	}
	if len(patterns) <= maxMet {
		for i, a := range patterns {
			for _, b := range patterns[:i] {
				if both, ok := meetARN(a, b); ok {
					add(both)
				}
			}
		}
	}
	p.mu.Lock()
	p.examples[t] = list
	p.mu.Unlock()
	return list
}

// letThrough visits the resources that the statements of all policies allow by
// name, or spare from a Deny.
func (p *profile) letThrough() iter.Seq[string] {
	return func(yield func(string) bool) {
		for d := range p.documents() {
			for _, s := range d.Statements {
				named := s.Resource
				if s.Effect == policyeval.Deny {
					named = s.NotResource
				}
				if named == nil {
					continue
				}
				for _, m := range named.Members {
					if !yield(m.Value) {
						return
					}
				}
			}
		}
	}
}

// documents visits the policies of all layers.
func (p *profile) documents() iter.Seq[*policyeval.Policy] {
	list := slices.Clone(p.policies.Identity)
	if p.policies.Boundary != nil {
		list = append(list, p.policies.Boundary)
	}
	for _, level := range slices.Concat(p.policies.SCPs, p.policies.RCPs) {
		list = append(list, level...)
	}
	return slices.Values(list)
}

// variables replaces the policy variables of a member; those whose value is not
// known become a name.
func variables(member string, x *person) string {
	for {
		start := strings.Index(member, "${")
		if start < 0 {
			return member
		}
		end := strings.IndexByte(member[start:], '}')
		if end < 0 {
			return member
		}
		name, value := member[start+2:start+end], fresh
		tag, isTag := cutPrefixFold(name, "aws:PrincipalTag/")
		switch {
		case isTag:
			for k, v := range x.tags {
				if strings.EqualFold(k, tag) {
					value = v
				}
			}
		case strings.EqualFold(name, "aws:username") && x.user != nil:
			value = x.user.Name()
		case strings.EqualFold(name, "aws:PrincipalAccount"):
			value = field(x.arn, 4)
		}
		member = member[:start] + strings.ReplaceAll(value, "${", "") + member[start+end+1:]
	}
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// meetARN returns a pattern of ARNs that both patterns match, field by field.
func meetARN(a, b string) (string, bool) {
	x, y := strings.SplitN(a, ":", 6), strings.SplitN(b, ":", 6)
	if len(x) != 6 || len(y) != 6 {
		return "", false
	}
	for i := range x {
		both, ok := meet(x[i], y[i])
		if !ok {
			return "", false
		}
		x[i] = both
	}
	return strings.Join(x, ":"), true
}

// meet returns a pattern of what two patterns have in common, not of all of it.
func meet(a, b string) (string, bool) {
	type place struct{ i, j int }
	dead := map[place]bool{}
	var from func(i, j int) (string, bool)
	from = func(i, j int) (text string, ok bool) {
		if i == len(a) && j == len(b) {
			return "", true
		}
		if dead[place{i, j}] {
			return "", false
		}
		starA, starB := i < len(a) && a[i] == '*', j < len(b) && b[j] == '*'
		switch {
		case starA && starB:
			if text, ok = from(i, j+1); !ok {
				text, ok = from(i+1, j)
			}
			text = "*" + text
		case starA:
			if j < len(b) {
				if text, ok = from(i, j+1); ok {
					return b[j:j+1] + text, true
				}
			}
			text, ok = from(i+1, j)
		case starB:
			if i < len(a) {
				if text, ok = from(i+1, j); ok {
					return a[i:i+1] + text, true
				}
			}
			text, ok = from(i, j+1)
		case i < len(a) && j < len(b) && (a[i] == b[j] || b[j] == '?'):
			text, ok = from(i+1, j+1)
			text = a[i:i+1] + text
		case i < len(a) && j < len(b) && a[i] == '?':
			text, ok = from(i+1, j+1)
			text = b[j:j+1] + text
		}
		if !ok {
			dead[place{i, j}] = true
			return "", false
		}
		return text, true
	}
	return from(0, 0)
}
