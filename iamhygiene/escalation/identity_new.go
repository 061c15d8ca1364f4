package escalation

import (
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// createRole creates a role that trusts the principal, gives it a policy that
// allows everything and assumes it. Where new roles must have a boundary, what it
// leaves counts.
func createRole(action string) tryFunc {
	return func(e *engine, t *trace, x *person, _ string) (int32, verdict, Confidence) {
		a, _ := catalog.Lookup("iam:CreateRole")
		types, _ := typesOf(a)
		if len(types) == 0 {
			return 0, verdict{}, 0
		}
		policies := policyeval.Policies{Identity: []*policyeval.Policy{e.allowAll}, SCPs: e.scps, RCPs: e.rcps}
		to, best := int32(0), verdict{}
		bounds := x.profile.demandedBoundaries(e)
		for _, bound := range bounds {
			made, given := policyeval.Context{"iam:PermissionsBoundary": {}}, policyeval.Context{"iam:PermissionsBoundary": {}, "iam:PolicyARN": {e.adminPolicy()}}
			if bound != "" {
				made["iam:PermissionsBoundary"], given["iam:PermissionsBoundary"] = []string{bound}, []string{bound}
			}
			create := func(t *trace) verdict {
				return x.onSame(e, t, types[0], func(t *trace, arn string) verdict {
					v := x.can(e, t, question{action: "iam:CreateRole", resource: arn, context: made})
					if v.level != no {
						v = v.and(x.can(e, t, question{action: action, resource: arn, context: given}))
					}
					if v.level != no {
						// The trust policy of a new role names its maker, who then needs no permission of its own.
						own := question{authorizer: x.profile.account, action: assumeRole, resource: arn}
						if x.can(e, nil, own).level == yes {
							v = v.and(x.can(e, t, own))
						} else {
							v = v.and(x.can(e, nil, question{authorizer: x.profile.trusted(e.trustNaming(x.arn)), action: assumeRole, resource: arn}))
						}
					}
					return v
				})
			}
			v := create(nil)
			if v.level == no {
				continue
			}
			limited, known := policies, true
			if bound != "" {
				limited.Boundary, known = e.boundaryNamed(bound)
			}
			end, gain := toWidened, verdict{maybe, []string{"unread:" + bound}}
			if known {
				end, gain = e.become(x, e.newcomer, limited)
			}
			v = v.and(gain)
			if v.level > best.level || v.level == best.level && v.level != no && end == toAdministrator && to != toAdministrator {
				to, best = end, v
				if t != nil {
					t.grants = nil
					create(t)
				}
			}
		}
		return to, best, 0
	}
}

// unbinds asks about getting rid of a boundary: by deleting it, or by putting in
// its place a policy that limits nothing, or one of those that conditions ask for.
func (x *person) unbinds(e *engine, t *trace, action string, who *person) (int32, verdict, Confidence) {
	bounds := []string{e.adminPolicy()}
	if action == "iam:PutUserPermissionsBoundary" || action == "iam:PutRolePermissionsBoundary" {
		for _, bound := range x.profile.demandedBoundaries(e) {
			if bound != "" && bound != bounds[0] && bound != who.boundary() {
				bounds = append(bounds, bound)
			}
		}
	}
	to, best := int32(0), verdict{}
	for i, bound := range bounds {
		policies, limit := who.access.Policies(), (*policyeval.Policy)(nil)
		if i > 0 {
			var known bool
			if limit, known = e.boundaryNamed(bound); !known {
				continue
			}
		}
		policies.Boundary = limit
		ask := func(t *trace) verdict {
			q := question{action: action, resource: who.arn, tags: who.tags, context: e.on(who, action)}
			if strings.HasPrefix(action, "iam:Put") {
				q.context["iam:PermissionsBoundary"] = []string{bound}
			}
			v := x.can(e, t, q)
			if v.level != no && who != x {
				v = v.and(x.assumes(e, t, who))
			}
			return v
		}
		end, v, _ := e.with(ask(nil), x, who, policies)
		if v.level > best.level || v.level == best.level && v.level != no && end == toAdministrator && to != toAdministrator {
			to, best = end, v
			if t != nil {
				t.grants = nil
				ask(t)
			}
		}
	}
	return to, best, 0
}

// demandedBoundaries returns the boundaries that conditions of the policies ask
// for, among the policies of the account, after "" for none.
func (p *profile) demandedBoundaries(e *engine) []string {
	list := []string{""}
	for d := range p.documents() {
		for _, pattern := range e.mentions(d).boundaries {
			if pattern == e.adminPolicy() && !slices.Contains(list, pattern) {
				list = append(list, pattern)
			}
			for _, known := range e.policyARNs {
				if _, ok := meet(pattern, known); ok && !slices.Contains(list, known) {
					list = append(list, known)
				}
			}
		}
	}
	return list
}

// boundaryNamed returns a managed policy as a boundary, and false where it could
// not be read.
func (e *engine) boundaryNamed(arn string) (*policyeval.Policy, bool) {
	d := e.managed[arn]
	if d == nil {
		return e.allowAll, arn == e.adminPolicy()
	}
	policy, err := d.Policy()
	return policy, err == nil
}
