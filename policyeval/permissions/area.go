package permissions

import (
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// areas returns the ARN patterns by which Allow statements of identity policies
// name resources of a space. complete says that these are all: no such statement
// reaches the space in another way.
func (p *Permissions) areas(a catalog.Action, at int) (areas []string, complete bool) {
	s := &resources().spaces[at]
	// A federated-user session may have the rights of a root user (B12).
	complete = !strings.Contains(p.request.Principal, ":federated-user/")
	for i := range p.statements {
		n := &p.statements[i]
		if n.statement.Effect != policyeval.Allow || !n.actions.Contains(a) {
			continue
		}
		if n.layer != policyeval.LayerIdentity {
			// A filter narrows what another statement grants, a resource policy
			// is about one resource.
			complete = complete && n.layer != policyeval.LayerResource
			continue
		}
		if n.statement.Resource == nil {
			complete = false
			continue
		}
		for _, m := range n.statement.Resource.Members {
			if onlyStars(m.Value) {
				complete = false
				continue
			}
			area, ok := p.area(m.Value, s, n.variables)
			if ok && s.typ.Overlaps(area) && !slices.Contains(areas, area) {
				areas = append(areas, area)
			}
		}
	}
	return areas, complete && len(areas) > 0
}

// area turns a member of Resource into a pattern of ARNs of the principal's
// account. Variables whose value is known are replaced by it and others by a
// star, which denotes more than the member does; the engine then says what the
// difference hangs on.
func (p *Permissions) area(member string, s *space, variables bool) (string, bool) {
	if variables {
		member = p.substitute(member)
	}
	fields := strings.SplitN(member, ":", 6)
	for len(fields) < 6 {
		fields = append(fields, "*")
	}
	if fields[2] != s.service && !strings.ContainsAny(fields[2], "*?") {
		return "", false
	}
	fields[2] = s.service
	if strings.ContainsAny(fields[1], "*?") {
		fields[1] = p.partition
	}
	switch own := s.ownAcct; {
	case own && strings.ContainsAny(fields[4], "*?"):
		fields[4] = p.account
	case fields[4] != "" && fields[4] != p.account:
		return "", false // of another account, which is not asked about
	}
	return strings.Join(fields, ":"), true
}

// substitute replaces policy variables.
func (p *Permissions) substitute(member string) string {
	var b strings.Builder
	for {
		start := strings.Index(member, "${")
		end := -1
		if start >= 0 {
			end = strings.IndexByte(member[start:], '}')
		}
		if end < 0 {
			b.WriteString(member)
			return b.String()
		}
		b.WriteString(member[:start])
		b.WriteString(p.value(member[start+2 : start+end]))
		member = member[start+end+1:]
	}
}

func (p *Permissions) value(key string) string {
	switch fields := strings.SplitN(p.request.Principal, ":", 6); strings.ToLower(key) {
	case "aws:username":
		if name, ok := strings.CutPrefix(fields[5], "user/"); ok {
			return name[strings.LastIndexByte(name, '/')+1:]
		}
	case "aws:principalaccount":
		return p.account
	}
	return "*"
}
