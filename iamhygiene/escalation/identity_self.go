package escalation

import (
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
)

// tryFunc is the type of way.try.
type tryFunc = func(e *engine, t *trace, x *person, res string) (int32, verdict, Confidence)

// with weighs a change that is allowed by what comes of it.
func (e *engine) with(v verdict, x, who *person, policies policyeval.Policies) (int32, verdict, Confidence) {
	if v.level == no {
		return 0, verdict{}, 0
	}
	to, gain := e.become(x, who, policies)
	return to, v.and(gain), 0
}

// widenSelf gives the principal a policy that allows everything.
func widenSelf(action string) tryFunc {
	return func(e *engine, t *trace, x *person, _ string) (int32, verdict, Confidence) {
		return e.with(x.change(e, t, action, x), x, x, e.plus(x.access.Policies()))
	}
}

// untagged are the tags of a group: IAM has none for it.
func untagged() map[string]string { return map[string]string{} }

// widenGroup gives such a policy to a group of the principal.
func widenGroup(action string) tryFunc {
	return func(e *engine, t *trace, x *person, group string) (int32, verdict, Confidence) {
		q := question{action: action, resource: group, tags: untagged()}
		if action == "iam:AttachGroupPolicy" {
			q.context = policyeval.Context{"iam:PolicyARN": {e.adminPolicy()}}
		}
		return e.with(x.can(e, t, q), x, x, e.plus(x.access.Policies()))
	}
}

// instead returns the principal's policies with a document in the place of a
// managed policy.
func (x *person) instead(policy string, d *policyeval.Policy) policyeval.Policies {
	policies := x.access.Policies()
	policies.Identity = slices.Clone(policies.Identity)
	for i, o := range x.access.Origins() {
		if o.Policy == policy {
			policies.Identity[i] = d
		}
	}
	if x.boundary() == policy {
		policies.Boundary = d
	}
	return policies
}

func createVersion(e *engine, t *trace, x *person, policy string) (int32, verdict, Confidence) {
	return e.with(x.writes(e, t, policy), x, x, x.instead(policy, e.allowAll))
}

// maxVersions is how many versions a managed policy can have.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const maxVersions = 5

// writes asks about a new version of a policy. Where there is no room for one,
// another has to be deleted.
func (x *person) writes(e *engine, t *trace, policy string) verdict {
	v := x.can(e, t, question{action: "iam:CreatePolicyVersion", resource: policy})
	if p := e.policies[policy]; v.level != no && p != nil && len(p.Detail().Versions) >= maxVersions {
		v = v.and(x.can(e, t, question{action: "iam:DeletePolicyVersion", resource: policy}))
	}
	return v
}

// setVersion tries the other versions of a policy. One that cannot be read may
// allow anything.
func setVersion(e *engine, t *trace, x *person, policy string) (int32, verdict, Confidence) {
	p := e.policies[policy]
	if p == nil {
		return 0, verdict{}, 0
	}
	v := x.can(e, t, question{action: "iam:SetDefaultPolicyVersion", resource: policy})
	if v.level == no {
		return 0, verdict{}, 0
	}
	to, best, conf := int32(0), verdict{}, Confidence(0)
	for i := range p.Detail().Versions {
		version := &p.Detail().Versions[i]
		if version.ID == p.Detail().Default {
			continue
		}
		d, err := e.version(policy+" "+version.ID, version.Document)
		end, gain, c := toWidened, verdict{level: yes}, Medium
		if err == nil {
			end, gain = e.become(x, x, x.instead(policy, d))
			c = High
		}
		if gain.level > best.level || gain.level == best.level && gain.level != no && (end == toAdministrator && to != toAdministrator || c > conf) {
			to, best, conf = end, gain, c
		}
	}
	return to, v.and(best), conf
}

// version parses a version that is not in force, once.
func (e *engine) version(key string, text iamhygiene.Document) (*policyeval.Policy, error) {
	e.mentionMu.Lock()
	defer e.mentionMu.Unlock()
	if d := e.versions[key]; d != nil {
		return d, nil
	}
	d, err := policyeval.Parse([]byte(text), policyeval.WithType(policyeval.IdentityPolicy))
	if err == nil {
		e.versions[key] = d
	}
	return d, err
}

// joinGroup adds the policies of a group to those of a user.
func joinGroup(e *engine, t *trace, x *person, group string) (int32, verdict, Confidence) {
	v := x.can(e, t, question{action: "iam:AddUserToGroup", resource: group, tags: untagged()})
	if v.level == no {
		return 0, verdict{}, 0
	}
	policies := x.access.Policies()
	policies.Identity = slices.Clone(policies.Identity)
	for _, g := range e.groups {
		if g.Detail().ARN == group {
			own, unread := e.groupPolicies(g)
			policies.Identity = append(policies.Identity, own...)
			if unread {
				v = v.doubted("unread:" + group)
			}
		}
	}
	return e.with(v, x, x, policies)
}

// groupPolicies returns the policies of a group. unread says that there are
// others.
func (e *engine) groupPolicies(g *iamhygiene.Group) (list []*policyeval.Policy, unread bool) {
	documents := slices.Clone(e.inline[g.Detail().ARN])
	for _, a := range g.Detail().Attached {
		documents = append(documents, e.managed[a.ARN])
	}
	for _, d := range documents {
		if d == nil {
			unread = true
			continue
		}
		p, err := d.Policy()
		if err != nil {
			unread = true
			continue
		}
		list = append(list, p)
	}
	return list, unread
}

// unbindSelf drops the principal's own boundary.
func unbindSelf(action string) tryFunc {
	return func(e *engine, t *trace, x *person, _ string) (int32, verdict, Confidence) {
		if x.boundary() == "" {
			return 0, verdict{}, 0
		}
		return x.unbinds(e, t, action, x)
	}
}

// denyingPolicies are the policies with a Deny statement that the principal has
// by itself or by a group.
func denyingPolicies(_ *engine, x *person) (list []string) {
	identity := x.access.Policies().Identity
	for i, o := range x.access.Origins() {
		denies := !o.Unread && slices.ContainsFunc(identity[i].Statements, func(s *policyeval.Statement) bool { return s.Effect == policyeval.Deny })
		if name := o.Holder + " " + o.Policy; denies && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// dropDeny takes a policy away from the principal, or the principal out of the
// group that has it.
func dropDeny(e *engine, t *trace, x *person, name string) (int32, verdict, Confidence) {
	holder, policy, _ := strings.Cut(name, " ")
	q := question{resource: holder, tags: untagged()}
	group := strings.Contains(holder, ":group/")
	switch managed := strings.HasPrefix(policy, "arn:"); {
	case group:
		q.action = "iam:RemoveUserFromGroup"
	case managed && x.role != nil:
		q.action = "iam:DetachRolePolicy"
	case managed:
		q.action = "iam:DetachUserPolicy"
	case x.role != nil:
		q.action = "iam:DeleteRolePolicy"
	default:
		q.action = "iam:DeleteUserPolicy"
	}
	if !group {
		q.tags, q.context = x.tags, e.on(x, q.action)
		if strings.HasPrefix(policy, "arn:") {
			q.context["iam:PolicyARN"] = []string{policy}
		}
	}
	v := x.can(e, t, q)
	if v.level == no {
		return 0, verdict{}, 0
	}
	policies := x.access.Policies()
	identity := policies.Identity
	policies.Identity = nil
	for i, o := range x.access.Origins() {
		if o.Holder != holder || !group && o.Policy != policy {
			policies.Identity = append(policies.Identity, identity[i])
		}
	}
	return e.with(v, x, x, policies)
}
