package policyeval

// NotPrincipal does not mean "everybody who is not named". A caller is more
// than one principal at a time (account, role, session), so a Deny asks that
// the whole chain be listed, while an Allow asks that nothing of it is.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html

// denyNotPrincipal tells whether a Deny statement with NotPrincipal reaches the
// caller (P14, P16).
func (st *state) denyNotPrincipal(m *principalMatcher) node {
	if m.faulty {
		return node{value: True}
	}
	if st.caller.hasAccount() {
		return st.chainListed(m).not()
	}
	// Read as for an Allow, so that {"AWS": "*"} does not list identity
	// providers. Nobody can list an anonymous caller but "*".
	return st.matchPrincipal(m, false).any().not()
}

// chainListed tells whether the account of the caller, the caller's entity and,
// where the list goes down to sessions, the caller's session are listed. Where a
// match is unknown, so is the result; U2 then counts it as not listed.
func (st *state) chainListed(m *principalMatcher) node {
	c := &st.caller
	var account, entity, session node // listed
	var someEntity, someSession bool  // the list goes down to this depth in the account
	for i := range m.values {
		v := &m.values[i]
		listed := st.matchValue(v, true).any()
		switch v.kind {
		case principalEverybody, principalAWSAny:
			return node{value: True}
		case principalAccount, principalCanonical:
			account = account.or(listed)
			continue
		case principalUserID, principalRoleID:
			// The account behind an id is not known. Taking it for one of the
			// caller's account can only keep the caller from escaping.
			someEntity = true
			entity = entity.or(listed)
			continue
		}
		if !v.inAccountOf(c) {
			continue
		}
		someEntity = true
		switch v.kind {
		case principalUser, principalRole:
			entity = entity.or(listed)
		case principalRoleSession:
			someSession = someSession || c.isRole() && v.role == c.roleName
			session = session.or(listed)
		case principalFederatedUser:
			someSession = someSession || c.kind == callerFederatedUser
			session = session.or(listed)
			entity = entity.or(listed)
		}
	}
	if c.kind == callerRoot {
		return account
	}
	if someEntity {
		account = account.and(entity)
	}
	if someSession {
		account = account.and(session)
	}
	return account
}

// allowNotPrincipal tells whether an Allow statement with NotPrincipal reaches
// the caller: only if nothing listed matches it in any grade (P15).
func (st *state) allowNotPrincipal(m *principalMatcher) node {
	if m.faulty {
		return node{}
	}
	// Read as for a Deny, so that {"AWS": "*"} lists identity providers too.
	return st.matchPrincipal(m, true).any().not()
}
