package escalation

import (
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
)

// onUser makes a way to become another user of what is asked about that user.
func onUser(ask func(e *engine, t *trace, x, u *person) (verdict, Confidence)) tryFunc {
	return func(e *engine, t *trace, x *person, res string) (int32, verdict, Confidence) {
		u := e.byARN[res]
		v, conf := ask(e, t, x, u)
		return int32(u.index), v, conf
	}
}

// keys returns how many access keys a user has, and what that hangs on if the
// data do not say.
func (u *person) keys() (n int, doubt string) {
	list, err := u.user.AccessKeys()
	if err != nil {
		return len(list), "unread:access keys of " + u.arn
	}
	return len(list), ""
}

// room answers whether the user can have one more access key.
func (u *person) room() verdict {
	n, doubt := u.keys()
	switch {
	case n >= 2:
		return verdict{}
	case doubt != "":
		return verdict{maybe, []string{doubt}}
	}
	return verdict{level: yes}
}

func createKey(e *engine, t *trace, x, u *person) (verdict, Confidence) {
	v := u.room().and(e.stronger(u.profile, x.profile))
	if v.level == no {
		return v, 0
	}
	return v.and(x.change(e, t, "iam:CreateAccessKey", u)), 0
}

func rotateKey(e *engine, t *trace, x, u *person) (verdict, Confidence) {
	v := e.stronger(u.profile, x.profile)
	if n, doubt := u.keys(); n < 2 && doubt == "" || v.level == no {
		return verdict{}, 0
	} else if n < 2 {
		v = v.doubted(doubt)
	}
	return v.and(x.change(e, t, "iam:CreateAccessKey", u)).and(x.change(e, t, "iam:DeleteAccessKey", u)), 0
}

// password answers whether the user has a password, or has none.
func (u *person) password(want bool) verdict {
	switch has, err := u.user.HasPassword(); {
	case err != nil:
		return verdict{maybe, []string{"unread:password of " + u.arn}}
	case has == want:
		return verdict{level: yes}
	}
	return verdict{}
}

func createPassword(e *engine, t *trace, x, u *person) (verdict, Confidence) {
	v := u.password(false).and(e.stronger(u.profile, x.profile))
	return v.and(x.change(e, t, "iam:CreateLoginProfile", u)), 0
}

// updatePassword is of medium confidence where a second factor stands in the
// way, or may.
func updatePassword(e *engine, t *trace, x, u *person) (verdict, Confidence) {
	v := u.password(true).and(e.stronger(u.profile, x.profile))
	conf := High
	if u.mfa != no {
		conf = Medium
	}
	return v.and(x.change(e, t, "iam:UpdateLoginProfile", u)), conf
}

func serviceCredential(e *engine, t *trace, x, u *person) (verdict, Confidence) {
	v := x.change(e, t, "iam:CreateServiceSpecificCredential", u)
	if v.level == no {
		return v, 0
	}
	some, held := u.profile.credentials(e)
	less, few := x.profile.credentials(e)
	if !some.beyond(less, e.creds) && !held.beyond(few, e.creds) {
		return verdict{}, 0
	}
	return v, 0
}

// widenUser gives another user a policy that allows everything, and takes a key.
func widenUser(action string) tryFunc {
	return func(e *engine, t *trace, x *person, res string) (int32, verdict, Confidence) {
		u := e.byARN[res]
		v := u.room()
		if v.level != no {
			v = v.and(x.change(e, t, action, u))
		}
		if v.level != no {
			v = v.and(x.change(e, t, "iam:CreateAccessKey", u))
		}
		return e.with(v, x, u, e.plus(u.access.Policies()))
	}
}

// attachRole attaches a policy that allows everything to the principal itself or
// to a role whose trust policy names it.
func attachRole(e *engine, t *trace, x *person, res string) (int32, verdict, Confidence) {
	r := e.byARN[res]
	v := x.change(e, t, "iam:AttachRolePolicy", r)
	if r != x && v.level != no {
		v = v.and(x.namedBy(e, t, r))
	}
	return e.with(v, x, r, e.plus(r.access.Policies()))
}

// namedBy is assumes for a role whose trust policy admits the principal by
// itself: by its name, not that of the account.
func (x *person) namedBy(e *engine, t *trace, r *person) verdict {
	v := x.assumes(e, t, r)
	if v.level == no || r.trust.err != nil {
		return verdict{}
	}
	q := question{authorizer: x.profile.trusted(r.trust.policy), action: assumeRole, resource: r.arn, tags: r.tags}
	_, request := x.answer(e, &q, x.ask(e, &q))
	explanation, err := q.authorizer.Explain(&request)
	if err != nil {
		return verdict{}
	}
	for _, layer := range explanation.Layers {
		if layer.Layer != policyeval.LayerResource {
			continue
		}
		for _, p := range layer.Policies {
			for _, s := range p.Statements {
				if s.Effect == policyeval.Allow && s.Applies != policyeval.False && s.Grade >= policyeval.GradeEntity {
					return v
				}
			}
		}
	}
	return verdict{}
}

// widenRole gives a role a policy that allows everything, by the action, and
// enters it: through a trust policy of its own making, or as it is.
func widenRole(action string, rewrite bool) tryFunc {
	return func(e *engine, t *trace, x *person, res string) (int32, verdict, Confidence) {
		r := e.byARN[res]
		policies, v, policy := e.plus(r.access.Policies()), verdict{}, ""
		if action != "iam:CreatePolicyVersion" {
			v = x.change(e, t, action, r)
		} else {
			for _, o := range r.access.Origins() {
				if v.level == yes || !customerPolicy(o.Policy) {
					continue
				}
				if w := x.writes(e, nil, o.Policy); w.level > v.level {
					v, policies, policy = w, r.instead(o.Policy, e.allowAll), o.Policy
				}
			}
			if v.level != no {
				x.writes(e, t, policy)
			}
		}
		switch {
		case v.level == no:
		case rewrite:
			v = v.and(x.change(e, t, "iam:UpdateAssumeRolePolicy", r)).and(x.enters(e, nil, r))
		default:
			v = v.and(x.assumes(e, t, r))
		}
		return e.with(v, x, r, policies)
	}
}

// enters answers whether the principal could assume a role that names it: a Deny
// or a boundary may still be in the way.
func (x *person) enters(e *engine, t *trace, r *person) verdict {
	policy := e.trustNaming(x.arn)
	if policy == nil {
		return verdict{}
	}
	return x.can(e, t, question{authorizer: x.profile.trusted(policy), action: assumeRole, resource: r.arn, tags: r.tags})
}

// trustNaming returns the trust policy that names a principal.
func (e *engine) trustNaming(arn string) *policyeval.Policy {
	e.mentionMu.Lock()
	defer e.mentionMu.Unlock()
	p := e.trusts[arn]
	if p == nil {
		p, _ = namedBy(arn, assumeRole) // an ARN that cannot be named has no such policy
		e.trusts[arn] = p
	}
	return p
}

// rewriteTrust writes the principal into the trust policy of a stronger role, or
// the account, which takes permission to assume it as well.
func rewriteTrust(also ...string) tryFunc {
	return func(e *engine, t *trace, x *person, res string) (int32, verdict, Confidence) {
		r := e.byARN[res]
		v := e.stronger(r.profile, x.profile)
		if v.level != no {
			v = v.and(x.change(e, t, "iam:UpdateAssumeRolePolicy", r))
		}
		for _, action := range also {
			if v.level != no {
				v = v.and(x.can(e, t, question{authorizer: x.profile.account, action: action, resource: r.arn, tags: r.tags}))
			}
		}
		if len(also) == 0 && v.level != no {
			v = v.and(x.enters(e, nil, r))
		}
		return int32(r.index), v, 0
	}
}

func assume(e *engine, t *trace, x *person, res string) (int32, verdict, Confidence) {
	r := e.byARN[res]
	v := x.assumes(e, t, r)
	if v.level != no {
		if s := e.stronger(r.profile, x.profile); s.level == maybe {
			v = v.and(s)
		}
	}
	return int32(r.index), v, 0
}

// unbindRole drops the boundary of a role that the principal is or may assume.
func unbindRole(action string) tryFunc {
	return func(e *engine, t *trace, x *person, res string) (int32, verdict, Confidence) {
		return x.unbinds(e, t, action, e.byARN[res])
	}
}

// trustedProviders are the SAML providers that roles trust.
func trustedProviders(e *engine, _ *person) (list []string) {
	for _, r := range e.people {
		if r.role == nil {
			continue
		}
		for arn, v := range r.trust.providers {
			if name := arn + " " + r.arn; v.level != no {
				list = append(list, name)
			}
		}
	}
	slices.Sort(list)
	return list
}

func replaceProvider(e *engine, t *trace, x *person, res string) (int32, verdict, Confidence) {
	provider, role, _ := strings.Cut(res, " ")
	r := e.byARN[role]
	if r == x {
		return 0, verdict{}, 0
	}
	// Which assertions a condition asks for is the new provider's choice.
	v := e.stronger(r.profile, x.profile)
	if v.level != no {
		v = v.and(x.can(e, t, question{action: "iam:UpdateSAMLProvider", resource: provider}))
	}
	return int32(r.index), v, 0
}

// newPermissionSet needs an instance of IAM Identity Center whose permission
// sets reach the account: that of the organization.
func newPermissionSet(e *engine, t *trace, x *person, _ string) (int32, verdict, Confidence) {
	conf, possible := e.identityCenter()
	if !possible {
		return 0, verdict{}, 0
	}
	v := x.somewhere(e, t, "sso:CreatePermissionSet", "sso:AttachManagedPolicyToPermissionSet", "sso:CreateAccountAssignment")
	return toAdministrator, v, conf
}

// ownPermissionSet is the role that IAM Identity Center made for the principal.
func ownPermissionSet(_ *engine, x *person) []string {
	if x.role != nil && x.role.Reserved() && strings.Contains(x.arn, ":role/aws-reserved/sso.amazonaws.com/") {
		return []string{x.arn}
	}
	return nil
}

func changePermissionSet(action string) tryFunc {
	return func(e *engine, t *trace, x *person, _ string) (int32, verdict, Confidence) {
		return e.with(x.somewhere(e, t, action), x, x, e.plus(x.access.Policies()))
	}
}
