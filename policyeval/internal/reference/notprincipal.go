package reference

// principalApplies is the Principal or NotPrincipal element for a statement;
// for a Deny only whether any grade matches has a meaning.
func (s statement) principalApplies(e *env) grades {
	switch {
	case s.principalFault && s.allow:
		return grades{}
	case s.principalFault:
		return grades{direct: known(true)}
	case !s.hasPrincipal: // the loader admits this only in identity-type documents
		return grades{direct: known(true)}
	case s.notPrincipal && s.allow:
		return s.allowNotPrincipal(e.caller)
	case s.notPrincipal:
		return grades{direct: s.denyNotPrincipal(e)}
	}
	return s.matchAny(e.caller, !s.allow)
}

// matchAny ORs the values (P3).
func (s statement) matchAny(c caller, star bool) grades {
	var d, e, a []logic
	for _, v := range s.principals {
		g := v.match(c, star)
		d, e, a = append(d, g.direct), append(e, g.entity), append(a, g.account)
	}
	return grades{or(d...), or(e...), or(a...)}
}

// allowNotPrincipal is P15.
func (s statement) allowNotPrincipal(c caller) grades {
	return grades{entity: not(s.matchAny(c, true).any())}
}

// denyNotPrincipal is P14 and P16, with B6.
func (s statement) denyNotPrincipal(e *env) logic {
	c := e.caller
	// Reading of B6: an endpoint policy is a resource-type document too (EP2).
	if e.hasBoundary {
		return known(true)
	}
	star := s.listed(func(v principalValue) bool {
		return v.kind == starValue || v.kind == awsStarValue && c.kind != provider
	})
	if !c.isAWS() { // P16
		exact := s.listed(func(v principalValue) bool { return v.match(c, false).direct.truth == yes })
		return known(!star && !exact)
	}
	// Reading: "an unknown match counts as not listed" is the strict collapse;
	// the three-valued answer must hold for every completion (17.4).
	escapes := and(s.accountListed(c), s.selfListed(c), s.sessionListed(c))
	return not(or(known(star), escapes))
}

func (s statement) listed(is func(principalValue) bool) bool {
	for _, v := range s.principals {
		if is(v) {
			return true
		}
	}
	return false
}

// accountListed is P14 (1).
func (s statement) accountListed(c caller) logic {
	return s.matchAny(c, false).account
}

// selfListed is P14 (2). Reading: the account of a unique id cannot be seen, so
// an id counts as naming somebody of the caller's account.
func (s statement) selfListed(c caller) logic {
	names := s.listed(func(v principalValue) bool {
		switch v.kind {
		case userIDValue, roleIDValue:
			return true
		case userValue, roleValue, sessionValue, federatedUserValue:
			return v.account == c.account && v.partition == c.partition
		}
		return false
	})
	if !names || c.kind == root {
		return known(true)
	}
	var hits []logic
	for _, v := range s.principals {
		if v.kind == sessionValue { // a session does not stand for its role
			continue
		}
		g := v.match(c, false)
		if v.kind != starValue && v.kind != awsStarValue {
			hits = append(hits, g.direct, g.entity)
		}
	}
	return or(hits...)
}

// sessionListed is P14 (3).
func (s statement) sessionListed(c caller) logic {
	names := false
	var hits []logic
	for _, v := range s.principals {
		if v.kind == sessionValue && v.sameRole(c) ||
			v.kind == federatedUserValue && c.kind == federated && v.account == c.account && v.partition == c.partition {
			names = true
			hits = append(hits, v.match(c, false).direct)
		}
	}
	if !names {
		return known(true)
	}
	return or(hits...)
}
