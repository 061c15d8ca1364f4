package policyeval

import (
	"fmt"
	"strings"
)

// use says whether a type of policy may have an element.
type use uint8

const (
	optional use = iota
	remarked     // allowed, with a warning
	required
	forbidden
)

// typeRules is one column of the table of elements by policy type (section 1):
// what differs between the types. Of a pair, the value for the plain element
// says whether one of the two is required.
type typeRules struct {
	phrase                      string // the type in a sentence
	id                          use
	principal, notPrincipal     use
	resource, notResource       use
	principalRule, resourceRule string // the rules behind the two pairs
	absentRule                  string // the rule that requires a principal
	principalAdvice             string // against a forbidden element of the first pair
	size                        int    // quota in characters without white space, 0: none known
	sizeNote                    string
}

const attachedAdvice = "remove it: the policy applies to the principals that it is attached to"

// typeTable is the table itself. Sizes: reference_iam-quotas; those of SCPs,
// RCPs and endpoint policies are quotas of their services.
var typeTable = [...]typeRules{
	UnknownPolicyType: {},
	IdentityPolicy: {
		phrase: "an identity policy", principalAdvice: attachedAdvice,
		id: remarked, principal: forbidden, notPrincipal: forbidden, resource: required,
		principalRule: "D10", resourceRule: "D10",
		size: 6144, sizeNote: "a managed policy may have; inline policies together may have 2048 for a user, 5120 for a group, 10240 for a role",
	},
	ResourcePolicy: {phrase: "a resource policy", principal: required, absentRule: "D11"},
	RoleTrustPolicy: {
		phrase: "a role trust policy", principalAdvice: "name the principals in Principal",
		principal: required, notPrincipal: forbidden, resource: forbidden, notResource: forbidden,
		principalRule: "D12", absentRule: "D11", resourceRule: "D12",
		size: 2048, sizeNote: "a role trust policy may have by default; the quota can be raised to 4096",
	},
	PermissionsBoundary: {
		phrase: "a permissions boundary", principalAdvice: attachedAdvice,
		id: remarked, principal: forbidden, notPrincipal: forbidden, resource: required,
		principalRule: "D10", resourceRule: "D10", size: 6144, sizeNote: "a managed policy may have",
	},
	SessionPolicy: {
		phrase: "a session policy", principalAdvice: attachedAdvice,
		id: remarked, principal: forbidden, notPrincipal: forbidden, resource: required,
		principalRule: "D10", resourceRule: "D10", size: 2048, sizeNote: "a session policy may have",
	},
	ServiceControlPolicy: {
		phrase: "a service control policy", principalAdvice: attachedAdvice,
		id: remarked, principal: forbidden, notPrincipal: forbidden, resource: required, notResource: remarked,
		principalRule: "D10", resourceRule: "D10", size: 5120, sizeNote: "a service control policy may have",
	},
	ResourceControlPolicy: {
		phrase: "a resource control policy", principalAdvice: "write \"Principal\": \"*\" and select callers with conditions",
		id: remarked, principal: required, notPrincipal: forbidden, resource: required,
		principalRule: "G7", absentRule: "G7", resourceRule: "D10", size: 5120, sizeNote: "a resource control policy may have",
	},
	VPCEndpointPolicy: {
		phrase: "an endpoint policy", principal: required, resource: required, absentRule: "D11", resourceRule: "D10",
		size: 20480, sizeNote: "an endpoint policy may have",
	},
}

// typed checks what depends on the type of policy.
func (v *validator) typed(t PolicyType) {
	if t == UnknownPolicyType || int(t) >= len(typeTable) {
		return
	}
	rules := &typeTable[t]
	p := v.policy
	if v.warn {
		if rules.id == remarked && p.ID != nil {
			v.warning("D10", documentPlace(ElementID, p.ID.Offset), rules.phrase+" has no Id; it is ignored")
		}
		if size := p.Size(); rules.size > 0 && size > rules.size {
			v.warning("D17", documentPlace(ElementNone, 0),
				fmt.Sprintf("the document has %d characters without white space, more than the %d that %s", size, rules.size, rules.sizeNote))
		}
	}
	for _, s := range p.Statements {
		v.elements(s, rules)
		v.federated(s, t, ElementPrincipal, s.Principal)
		v.federated(s, t, ElementNotPrincipal, s.NotPrincipal)
		switch t {
		case ServiceControlPolicy:
			v.scp(s)
		case ResourceControlPolicy:
			v.rcp(s)
		case RoleTrustPolicy:
			if v.warn && s.Principal != nil && s.Effect == Allow && s.Principal.everybody() {
				v.warning("STS5", statementPlace(s, ElementPrincipal, s.Principal.Offset), "the trust policy names everybody; any principal of any account may assume the role if its own policies allow it")
			}
		}
	}
}

// elements applies the table to one statement.
func (v *validator) elements(s *Statement, rules *typeRules) {
	forbid := func(u use, e Element, offset int, rule, advice string) {
		if u == forbidden && s.has(e) {
			v.fault(rule, statementPlace(s, e, max(offset, s.Offset)), rules.phrase+" cannot have "+e.String(), advice)
		}
	}
	forbid(rules.principal, ElementPrincipal, s.Principal.offset(), rules.principalRule, rules.principalAdvice)
	forbid(rules.notPrincipal, ElementNotPrincipal, s.NotPrincipal.offset(), rules.principalRule, rules.principalAdvice)
	const resourceAdvice = "remove it: the resource is the one that the policy is attached to"
	forbid(rules.resource, ElementResource, s.Resource.offset(), rules.resourceRule, resourceAdvice)
	forbid(rules.notResource, ElementNotResource, s.NotResource.offset(), rules.resourceRule, resourceAdvice)

	if rules.principal == required && !s.has(ElementPrincipal) && !s.has(ElementNotPrincipal) {
		v.fault(rules.absentRule, missing(s, ElementPrincipal), "a statement of "+rules.phrase+" needs a Principal", `name the principals, or add "Principal": "*"`)
	}
	if rules.resource == required && !s.has(ElementResource) && !s.has(ElementNotResource) {
		v.fault(rules.resourceRule, missing(s, ElementResource), "a statement of "+rules.phrase+" needs a Resource", `name the resources, or add "Resource": "*"`)
	}
}

// federated checks that identity providers stand in trust policies only (P10).
func (v *validator) federated(s *Statement, t PolicyType, e Element, el *PrincipalElement) {
	if el == nil || t == RoleTrustPolicy {
		return
	}
	for i := range el.Entries {
		if el.Entries[i].Kind == PrincipalFederated {
			at := statementPlace(s, e, el.Entries[i].Offset)
			at.name, at.named = string(PrincipalFederated), true
			v.fault("P10", at, typeTable[t].phrase+" cannot name identity providers", "only role trust policies have Federated principals")
		}
	}
}

// scp remarks on what the guide of 2023 does not allow in service control
// policies (D13). They are evaluated as written.
func (v *validator) scp(s *Statement) {
	if !v.warn {
		return
	}
	const since = "; older versions of the SCP language refuse it"
	for _, l := range [...]struct {
		e Element
		*List
	}{{ElementAction, s.Action}, {ElementNotAction, s.NotAction}} {
		for i := 0; l.List != nil && i < len(l.Members); i++ {
			if pattern := l.Members[i].Value; strings.ContainsAny(strings.TrimRight(pattern, "*"), "*?") {
				v.warning("D13", v.member(s, l.e, l.List, i), "the action "+quote(pattern)+" has a wildcard before its end"+since)
			}
		}
	}
	if s.NotResource != nil {
		v.warning("D13", statementPlace(s, ElementNotResource, s.NotResource.Offset), "the SCP has NotResource"+since)
	}
	if s.Effect != Allow {
		return
	}
	if s.Condition != nil {
		v.warning("D13", statementPlace(s, ElementCondition, s.Condition.Offset), "an Allow of the SCP has a Condition"+since)
	}
	if s.NotAction != nil {
		v.warning("D13", statementPlace(s, ElementNotAction, s.NotAction.Offset), "an Allow of the SCP has NotAction"+since)
	}
	for i := 0; s.Resource != nil && i < len(s.Resource.Members); i++ {
		if !onlyStars(s.Resource.Members[i].Value) {
			v.warning("D13", v.member(s, ElementResource, s.Resource, i), `an Allow of the SCP names a resource other than "*"`+since)
		}
	}
}

// rcp checks the rules of resource control policies (G6, G7).
func (v *validator) rcp(s *Statement) {
	if v.warn && s.Effect == Allow {
		v.warning("G6", statementPlace(s, ElementEffect, s.EffectOffset), "an Allow of a resource control policy has no effect; the full-access policy of the service is always attached")
	}
	if s.Principal != nil && !s.Principal.justEverybody() {
		v.fault("G7", statementPlace(s, ElementPrincipal, s.Principal.Offset), "the Principal of a resource control policy is not \"*\"",
			`write "*" and select callers with conditions`)
	}
}

// justEverybody reports whether the element is one of the forms of P1 and
// nothing else.
func (el *PrincipalElement) justEverybody() bool {
	if el.Wildcard {
		return true
	}
	return len(el.Entries) == 1 && len(el.Entries[0].Values.Members) == 1 && el.everybody()
}
