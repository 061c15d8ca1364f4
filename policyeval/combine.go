package policyeval

// verdict is the result of all layers together.
type verdict struct {
	allow, deny node
	deniedBy    Layers
	blockedBy   Layers
}

// layers holds what each layer said, after its groups have been pooled.
type layers struct {
	deny     node
	denies   [True + 1]Layers // the layers whose deny has a truth value
	scp      node             // every level allows, or SCPs do not bind the caller
	endpoint node             // every endpoint allows
	identity node
	boundary node
	session  node
	grades   grades // of the resource policy
}

// pool combines groups into layers (S3, G1, EP3). Layers that were not supplied
// or do not apply neither deny nor stand in the way.
func (st *state) pool() layers {
	yes := node{value: True}
	l := layers{scp: yes, endpoint: yes, boundary: yes, session: yes}
	for i := range st.a.groups {
		layer, r := st.a.groups[i].layer, &st.results[i]
		if !st.consulted(int32(i)) {
			continue
		}
		l.addDeny(layer, r.deny)
		switch layer {
		case LayerSCP:
			l.scp = l.scp.and(r.allow)
		case LayerEndpoint:
			l.endpoint = l.endpoint.and(r.allow)
		case LayerIdentity:
			l.identity = r.allow
		case LayerBoundary:
			l.boundary = r.allow
		case LayerSession:
			l.session = r.allow
		case LayerResource:
			l.grades = r.grades
		}
	}
	if st.resourcePolicyUnknown() {
		l.grades = grades{
			direct:  st.fact(FactResourcePolicy, "it allows the caller ", "directly"),
			entity:  st.fact(FactResourcePolicy, "it allows the caller ", "through its role or issuer"),
			account: st.fact(FactResourcePolicy, "it allows the caller ", "through its account"),
		}
		l.addDeny(LayerResource, st.fact(FactResourcePolicy, "it denies ", "the caller"))
	}
	st.adjustIdentity(&l)
	return l
}

func (l *layers) addDeny(layer Layer, deny node) {
	if deny.value != False {
		l.deny = l.deny.or(deny)
		l.denies[deny.value] |= 1 << layer
	}
}

// consulted reports whether a group takes part in the decision.
func (st *state) consulted(group int32) bool {
	switch st.a.groups[group].layer {
	case LayerSCP:
		return st.boundBySCPs()
	case LayerRCP:
		return st.boundByRCPs()
	case LayerResource:
		return group == st.resourceGroup
	case LayerIdentity, LayerSession:
		return !st.needsNoPermission
	}
	return true
}

// resourcePolicyUnknown reports whether the resource has a policy that nobody
// supplied (fact resource:Policy).
func (st *state) resourcePolicyUnknown() bool {
	return st.factsUnknown&factResourcePolicy != 0 && !st.a.has.Has(LayerResource)
}

// adjustIdentity gives root users what they hold without a policy (N1), and
// takes from federated-user sessions what they do not have (B12).
func (st *state) adjustIdentity(l *layers) {
	switch st.caller.kind {
	case callerRoot:
		l.identity = node{value: True}
	case callerFederatedUser:
		switch {
		case !st.a.has.Has(LayerSession):
			l.identity, l.session = node{}, node{}
		case st.issuerIsRoot:
			l.identity = node{value: True}
		case st.issuer == "" && l.identity.value != True:
			// The issuer may be the root user, who needs no policy.
			l.identity = l.identity.or(st.fact(FactIssuer, "the caller was federated by ", "the root user"))
		}
	}
}

// combine computes the decision from the layers (sections 9 to 15).
func (st *state) combine() verdict {
	l := st.pool()
	v := verdict{deny: l.deny, deniedBy: l.denies[l.deny.value]}
	filters := l.scp.and(l.endpoint)
	if st.needsNoPermission { // STS7
		v.allow = filters
		v.block(LayerSCP, l.scp)
		v.block(LayerEndpoint, l.endpoint)
		return v
	}
	granted := st.granted(&l)
	forbidden, private := st.forbidden(), st.publicAccessBlock()
	v.allow = granted.and(forbidden.not()).and(private.not()).and(filters)
	if v.allow.value == True {
		return v
	}
	v.block(LayerSCP, l.scp)
	v.block(LayerEndpoint, l.endpoint)
	v.block(LayerServiceRule, forbidden.not())
	v.block(LayerPublicAccessBlock, private.not())
	if granted.value == True {
		return v
	}
	if st.a.has.Has(LayerResource) || st.resourcePolicyUnknown() || st.needsResource() {
		v.block(LayerResource, l.grades.any())
	}
	if st.caller.hasAccount() {
		v.block(LayerIdentity, l.identity)
		v.block(LayerBoundary, l.boundary)
		v.block(LayerSession, l.session)
	}
	return v
}

// block records a layer that does not, or not certainly, allow.
func (v *verdict) block(l Layer, allow node) { v.blockedBy.add(l, allow.value != True) }

// needsResource reports whether nothing but the resource policy can make the
// difference between refusal and access.
func (st *state) needsResource() bool {
	return !st.caller.hasAccount() || st.sameAccount.value != True || st.namesPrincipals().value != False
}

// granted is A of section 9: what identity and resource policies grant, limited
// by boundary and session policies.
func (st *state) granted(l *layers) node {
	g := l.grades
	switch st.caller.kind {
	case callerService, callerProvider: // N2, STS4
		return g.direct
	case callerAnonymous: // N4
		return g.direct.or(g.entity)
	}
	limits := l.boundary.and(l.session)
	identity := l.identity.and(limits)
	resource := g.direct.or(g.entity.and(limits))
	ordinary := resource.or(identity)
	named := resource.or(g.account.and(identity))
	same := choose(st.namesPrincipals(), named, ordinary)
	if st.sameAccount.value == True {
		return same
	}
	return choose(st.sameAccount, same, identity.and(g.any())) // X1
}

// decision turns a verdict into what the caller gets (section 17.3).
func (v *verdict) decision() Decision {
	d := Decision{DeniedBy: v.deniedBy, BlockedBy: v.blockedBy}
	switch {
	case v.deny.value == True:
		d.Outcome = ExplicitDeny
	case v.deny.value == False && v.allow.value == True:
		d.Outcome = Allowed
	case v.deny.value == False && v.allow.value == False:
		d.Outcome = ImplicitDeny
	default:
		d.Outcome = Undetermined
		if v.deny.value == Unknown {
			d.Possible |= 1 << ExplicitDeny
		}
		if v.allow.value != True {
			d.Possible |= 1 << ImplicitDeny
		}
		if v.allow.value != False {
			d.Possible |= 1 << Allowed
		}
		return d
	}
	d.Possible = 1 << d.Outcome
	return d
}
