package escalation

import (
	"slices"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// way is how a method on identities is tried: on which targets, by their ARN,
// and what comes of it on one.
type way struct {
	targets func(e *engine, x *person) []string
	try     func(e *engine, t *trace, x *person, res string) (to int32, v verdict, conf Confidence)
}

// identityWays are the methods that change identities, or use them. The others
// have a service act with a role.
var identityWays = map[string]*way{
	"iam-create-policy-version":      {attachedPolicies, createVersion},
	"iam-set-default-policy-version": {attachedPolicies, setVersion},
	"iam-create-access-key":          {strongerUsers, onUser(createKey)},
	"iam-create-access-key-rotate":   {strongerUsers, onUser(rotateKey)},
	"iam-create-login-profile":       {strongerUsers, onUser(createPassword)},
	"iam-update-login-profile":       {strongerUsers, onUser(updatePassword)},
	"iam-attach-user-policy":         {selfUser, widenSelf("iam:AttachUserPolicy")},
	"iam-put-user-policy":            {selfUser, widenSelf("iam:PutUserPolicy")},
	"iam-put-role-policy":            {selfRole, widenSelf("iam:PutRolePolicy")},
	"iam-attach-group-policy":        {ownGroups, widenGroup("iam:AttachGroupPolicy")},
	"iam-put-group-policy":           {ownGroups, widenGroup("iam:PutGroupPolicy")},
	"iam-attach-role-policy":         {selfOrNaming, attachRole},
	"iam-add-user-to-group":          {otherGroups, joinGroup},
	"iam-update-assume-role-policy":  {otherRoles, rewriteTrust()},
	"iam-update-trust-assume":        {otherRoles, rewriteTrust(assumeRole)},
	"iam-attach-user-policy-other":   {otherUsers, widenUser("iam:AttachUserPolicy")},
	"iam-put-user-policy-other":      {otherUsers, widenUser("iam:PutUserPolicy")},
	"iam-attach-role-policy-trust":   {otherRoles, widenRole("iam:AttachRolePolicy", true)},
	"iam-put-role-policy-trust":      {otherRoles, widenRole("iam:PutRolePolicy", true)},
	"iam-policy-version-trust":       {otherRoles, widenRole("iam:CreatePolicyVersion", true)},
	"iam-attach-role-policy-assume":  {otherRoles, widenRole("iam:AttachRolePolicy", false)},
	"iam-put-role-policy-assume":     {otherRoles, widenRole("iam:PutRolePolicy", false)},
	"iam-policy-version-assume":      {otherRoles, widenRole("iam:CreatePolicyVersion", false)},
	"iam-create-role-attach":         {nothing, createRole("iam:AttachRolePolicy")},
	"iam-create-role-put":            {nothing, createRole("iam:PutRolePolicy")},
	"iam-delete-user-boundary":       {selfUser, unbindSelf("iam:DeleteUserPermissionsBoundary")},
	"iam-put-user-boundary":          {selfUser, unbindSelf("iam:PutUserPermissionsBoundary")},
	"iam-delete-role-boundary":       {allRoles, unbindRole("iam:DeleteRolePermissionsBoundary")},
	"iam-put-role-boundary":          {allRoles, unbindRole("iam:PutRolePermissionsBoundary")},
	"iam-drop-own-deny":              {denyingPolicies, dropDeny},
	"iam-update-saml-provider":       {trustedProviders, replaceProvider},
	"iam-service-credential":         {otherUsers, onUser(serviceCredential)},
	"sts-assume-role":                {otherRoles, assume},
	"sso-new-permission-set":         {nothing, newPermissionSet},
	"sso-attach-managed":             {ownPermissionSet, changePermissionSet("sso:AttachManagedPolicyToPermissionSet")},
	"sso-put-inline":                 {ownPermissionSet, changePermissionSet("sso:PutInlinePolicyToPermissionSet")},
}

func nothing(*engine, *person) []string { return []string{""} }

func selfUser(_ *engine, x *person) []string {
	if x.user != nil {
		return []string{x.arn}
	}
	return nil
}

func selfRole(_ *engine, x *person) []string {
	if x.role != nil {
		return []string{x.arn}
	}
	return nil
}

// attachedPolicies are the customer managed policies of the principal and its
// groups, and that of its boundary.
func attachedPolicies(e *engine, x *person) (list []string) {
	for _, o := range x.access.Origins() {
		if customerPolicy(o.Policy) && !slices.Contains(list, o.Policy) {
			list = append(list, o.Policy)
		}
	}
	if b := x.boundary(); customerPolicy(b) && !slices.Contains(list, b) {
		list = append(list, b)
	}
	return list
}

func ownGroups(_ *engine, x *person) (list []string) {
	for _, g := range x.groups {
		list = append(list, g.Detail().ARN)
	}
	return list
}

func otherGroups(e *engine, x *person) (list []string) {
	if x.user == nil {
		return nil
	}
	for _, g := range e.groups {
		if !slices.Contains(x.groups, g) {
			list = append(list, g.Detail().ARN)
		}
	}
	return list
}

func (e *engine) where(keep func(*person) bool) (list []string) {
	for _, p := range e.people {
		if keep(p) {
			list = append(list, p.arn)
		}
	}
	return list
}

func otherUsers(e *engine, x *person) []string {
	return e.where(func(p *person) bool { return p.user != nil && p != x })
}

func strongerUsers(e *engine, x *person) []string {
	return e.where(func(p *person) bool {
		return p.user != nil && p != x && e.stronger(p.profile, x.profile).level != no
	})
}

func otherRoles(e *engine, x *person) []string {
	return e.where(func(p *person) bool { return p.role != nil && p != x && !p.serviceLinked() })
}

func allRoles(e *engine, _ *person) []string {
	return e.where(func(p *person) bool { return p.role != nil && p.boundary() != "" && !p.serviceLinked() })
}

// selfOrNaming are the principal, if it is a role, and the roles that may let it
// in by name.
func selfOrNaming(e *engine, x *person) []string {
	return e.where(func(p *person) bool {
		return p == x && p.role != nil || p.role != nil && p != x && !p.serviceLinked() && p.trust.mayName(x)
	})
}

// become weighs what somebody would be under other policies.
func (e *engine) become(x, who *person, policies policyeval.Policies) (int32, verdict) {
	p := e.profileOf(who, policies)
	if p.err != nil {
		return 0, verdict{}
	}
	switch p.admin.level {
	case yes:
		return toAdministrator, verdict{level: yes}
	case maybe:
		if x.profile.admin.level == no {
			return toAdministrator, verdict{maybe, p.admin.keys}
		}
	}
	return toWidened, e.stronger(p, x.profile)
}

// plus returns policies with one more that allows everything.
func (e *engine) plus(policies policyeval.Policies) policyeval.Policies {
	policies.Identity = append(slices.Clone(policies.Identity), e.allowAll)
	return policies
}

// adminPolicy is the policy that whoever may choose one attaches.
func (e *engine) adminPolicy() string {
	return "arn:" + e.partition + ":iam::aws:policy/AdministratorAccess"
}

// on is the context of a change to a principal: the boundary that it has, and
// the policy that is attached.
func (e *engine) on(p *person, action string) policyeval.Context {
	c := policyeval.Context{"iam:PermissionsBoundary": {}}
	if b := p.boundary(); b != "" && takesBoundary(action) {
		c["iam:PermissionsBoundary"] = []string{b}
	}
	switch action {
	case "iam:AttachUserPolicy", "iam:AttachRolePolicy":
		c["iam:PolicyARN"] = []string{e.adminPolicy()}
	case "iam:PutUserPermissionsBoundary", "iam:PutRolePermissionsBoundary", "iam:CreateRole":
		delete(c, "iam:PermissionsBoundary")
	}
	return c
}

// takesBoundary reports whether requests for an action say what boundary the
// user or role has. For the others the key is absent.
func takesBoundary(action string) bool {
	a, _ := catalog.Lookup(action)
	for k := range a.ConditionKeys() {
		if k.Name() == "iam:PermissionsBoundary" {
			return true
		}
	}
	return false
}

// change asks about a change to a user or role.
func (x *person) change(e *engine, t *trace, action string, who *person) verdict {
	return x.can(e, t, question{action: action, resource: who.arn, tags: who.tags, context: e.on(who, action)})
}
