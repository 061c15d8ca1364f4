package policyeval

import "strings"

// principalKind is the kind of one value in Principal or NotPrincipal.
type principalKind uint8

const (
	principalEverybody principalKind = iota // "*"
	principalAWSAny                         // {"AWS": "*"}
	principalAccount                        // account id or root ARN
	principalUser
	principalRole
	principalRoleSession
	principalFederatedUser
	principalUserID // AIDA...
	principalRoleID // AROA...
	principalService
	principalProvider
	principalCanonical
)

// principalValue is one value of a Principal or NotPrincipal element, taken
// apart at compile time.
type principalValue struct {
	kind               principalKind
	text               string // as written
	partition, account string // of an ARN; an account id has no partition
	role, path         string // role name, and path with slashes at both ends
}

// principalMatcher is a compiled Principal or NotPrincipal element.
type principalMatcher struct {
	element Element // ElementPrincipal, ElementNotPrincipal, or ElementNone if the policy has none
	faulty  bool
	values  []principalValue
}

// grades tells in which ways an element names the caller. They are separate
// three-valued outcomes, because what else must allow depends on them.
type grades struct {
	direct, entity, account node
}

// any is the match in any grade.
func (g grades) any() node { return g.direct.or(g.entity).or(g.account) }

func (g grades) or(h grades) grades {
	return grades{g.direct.or(h.direct), g.entity.or(h.entity), g.account.or(h.account)}
}

func (g grades) and(n node) grades {
	return grades{g.direct.and(n), g.entity.and(n), g.account.and(n)}
}

var matchDirect = grades{direct: node{value: True}}

func compilePrincipal(el *PrincipalElement, which Element, faulty bool) principalMatcher {
	m := principalMatcher{element: which, faulty: faulty}
	if el == nil || faulty {
		return m
	}
	if el.Wildcard {
		m.values = []principalValue{{kind: principalEverybody, text: "*"}}
		return m
	}
	for _, entry := range el.Entries {
		for _, member := range entry.Values.Members {
			m.values = append(m.values, compilePrincipalValue(entry.Kind, member.Value))
		}
	}
	return m
}

func compilePrincipalValue(kind PrincipalKind, text string) principalValue {
	v := principalValue{text: text}
	switch kind {
	case PrincipalService:
		v.kind = principalService
		return v
	case PrincipalFederated:
		v.kind = principalProvider
		return v
	case PrincipalCanonicalUser:
		v.kind = principalCanonical
		return v
	}
	switch {
	case text == "*":
		v.kind = principalAWSAny
		return v
	case isAccountID(text):
		v.kind, v.account = principalAccount, text
		return v
	case strings.HasPrefix(text, "AIDA"):
		v.kind = principalUserID
		return v
	case strings.HasPrefix(text, "AROA"):
		v.kind = principalRoleID
		return v
	}
	a, _ := splitARN(text) // the document was checked
	v.partition, v.account = a.partition, a.account
	switch resource := a.resource; {
	case resource == "root":
		v.kind = principalAccount
	case strings.HasPrefix(resource, "role/"):
		v.kind = principalRole
		v.path, v.role, _ = splitRole(a)
	case strings.HasPrefix(resource, "assumed-role/"):
		v.kind = principalRoleSession
		v.role, _, _ = strings.Cut(strings.TrimPrefix(resource, "assumed-role/"), "/")
	case strings.HasPrefix(resource, "federated-user/"):
		v.kind = principalFederatedUser
	default:
		v.kind = principalUser
	}
	return v
}

// inAccountOf reports whether the value names the account of the caller or
// something in it. An account number without a partition fits any.
func (v *principalValue) inAccountOf(c *caller) bool {
	return c.hasAccount() && v.account == c.account && (v.partition == c.partition || v.partition == "")
}

// matchPrincipal matches a Principal element (rules P1-P13). deny tells the
// effect of the statement, against which the uncertain cases are resolved.
func (st *state) matchPrincipal(m *principalMatcher, deny bool) grades {
	if m.faulty {
		return grades{direct: known(deny)}
	}
	var g grades
	for i := range m.values {
		g = g.or(st.matchValue(&m.values[i], deny))
		if g.direct.value == True && !st.tracing {
			break
		}
	}
	return g
}

func (st *state) matchValue(v *principalValue, deny bool) grades {
	c := &st.caller
	switch v.kind {
	case principalEverybody:
		return matchDirect
	case principalAWSAny:
		// P10: an identity provider is no AWS principal, except in a Deny.
		return grades{direct: known(c.kind != callerProvider || deny)}
	case principalAccount:
		return grades{account: known(v.inAccountOf(c))}
	case principalUser:
		return st.matchUser(v)
	case principalRole:
		return grades{entity: known(v.namesRoleOf(c))}
	case principalRoleSession:
		if !c.isRole() || !v.inAccountOf(c) || v.role != c.roleName {
			return grades{}
		}
		if c.kind == callerRole { // P8, U7
			return grades{direct: st.fact(FactSessionName, "the caller is ", v.text)}
		}
		return grades{direct: known(v.text == c.text)}
	case principalFederatedUser:
		return grades{direct: known(c.kind == callerFederatedUser && v.text == c.text)}
	case principalUserID:
		switch c.kind {
		case callerUser:
			return grades{direct: st.matchID(v)}
		case callerFederatedUser:
			return grades{entity: st.matchID(v)}
		}
	case principalRoleID:
		if c.isRole() {
			return grades{entity: st.matchID(v)}
		}
	case principalService:
		return grades{direct: known(c.kind == callerService && v.text == c.text)}
	case principalProvider:
		return grades{direct: known(c.kind == callerProvider && v.text == c.text)}
	case principalCanonical:
		if !c.hasAccount() {
			return grades{}
		}
		if st.canonicalUser == "" { // P12
			return grades{account: st.fact(FactCanonicalUser, "the canonical user id of the caller's account is ", v.text)}
		}
		return grades{account: known(v.text == st.canonicalUser)}
	}
	return grades{}
}

// matchUser matches the ARN of an IAM user: the user directly, or the sessions
// that the user federated (P9).
func (st *state) matchUser(v *principalValue) grades {
	c := &st.caller
	switch {
	case c.kind == callerUser:
		return grades{direct: known(v.text == c.text)}
	case c.kind != callerFederatedUser || !v.inAccountOf(c):
		return grades{}
	case st.issuer == "":
		return grades{entity: st.fact(FactIssuer, "the caller was federated by ", v.text)}
	}
	return grades{entity: known(v.text == st.issuer)}
}

func (st *state) matchID(v *principalValue) node {
	if st.uniqueID == "" { // P6
		return st.fact(FactUniqueID, "the unique id of the caller is ", v.text)
	}
	return known(v.text == st.uniqueID)
}

// namesRoleOf reports whether the value is the role of the caller (P7).
func (v *principalValue) namesRoleOf(c *caller) bool {
	return c.isRole() && v.inAccountOf(c) && v.role == c.roleName && (!c.pathKnown || v.path == c.rolePath)
}

// fact returns an unknown node for a fact. The words are put together only for
// a trace.
func (st *state) fact(name, text, value string) node {
	n := node{value: Unknown}
	if st.tracing {
		n.expr = &Expr{Kind: ExprFact, Fact: name, Text: text + value, DependsOn: []string{name}}
	}
	return n
}
