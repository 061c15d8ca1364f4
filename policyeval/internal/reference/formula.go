package reference

// permission is A of sections 9 to 15.
func (q *question) permission() logic {
	if q.needsNoPermission() {
		return known(true) // STS7
	}
	a := q.byCaller()
	return and(a, not(q.serviceOwned()), q.rootMayCall(), not(q.publicBlock()))
}

// byCaller chooses the formula for the kind of caller.
func (q *question) byCaller() logic {
	g := q.resourceGrants()
	switch q.env.caller.kind {
	case anonymous: // N4
		return or(g.direct, g.entity)
	case service: // N2. Reading: "exact, or *" leaves NotPrincipal out.
		return g.direct
	case provider: // STS4, P10. Reading: as for services.
		return and(g.direct, q.samePartition())
	}
	same, cross := q.sameAccountFormula(g), q.crossAccountFormula(g)
	return and(q.samePartition(), choose(q.sameAccount(), same, cross))
}

// sameAccountFormula is the pair of formulas of section 9, and N1.
func (q *question) sameAccountFormula(g grades) logic {
	i, b, s := q.identityAllows(), q.boundaryAllows(), q.sessionAllows()
	ordinary := or(g.direct, and(g.entity, b, s), and(i, b, s))
	named := or(g.direct, and(g.entity, b, s), and(g.account, i, b, s))
	return choose(q.mustName(), named, ordinary)
}

// crossAccountFormula is X1, X2 and X5.
func (q *question) crossAccountFormula(g grades) logic {
	i, b, s := q.identityAllows(), q.boundaryAllows(), q.sessionAllows()
	return and(i, b, s, g.any())
}

// identityAllows is I. Root needs no Allow (N1), nor does a session that root
// federated (B12).
func (q *question) identityAllows() logic {
	c := q.env.caller
	switch {
	case c.kind == root, c.kind == federated && c.issuedByRoot():
		return known(true)
	case c.kind == federated && c.issuer == "":
		// Root is a possible issuer, and I is true then.
		return or(q.allows(q.identity), unknown("principal:Issuer"))
	}
	return q.allows(q.identity)
}

// boundaryAllows is B (B1).
func (q *question) boundaryAllows() logic {
	if len(q.boundary) == 0 {
		return known(true)
	}
	return q.allows(q.boundary)
}

// sessionAllows is S (B8, B12).
func (q *question) sessionAllows() logic {
	if len(q.session) == 0 {
		return known(q.env.caller.kind != federated)
	}
	return q.allows(q.session)
}

// sameAccount is S6; what is owned by "aws" is the caller's own for reading
// (IAM1).
func (q *question) sameAccount() logic {
	switch {
	case q.env.ownerWild && compareLanguages(literal(q.env.caller.account), globOf(q.env.resource[4])) == no:
		return known(false)
	case q.unknownOwner:
		return unknown("resource:Account")
	}
	return known(q.env.owner == q.env.caller.account)
}

// samePartition is X4.
func (q *question) samePartition() logic {
	e := q.env
	if e.resource == nil || e.caller.partition == "" {
		return known(true)
	}
	return e.matchField(literal(e.caller.partition), 1)
}
