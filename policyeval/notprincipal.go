package policyeval

// NotPrincipal does not mean "everybody who is not named". A caller is more
// than one principal at a time (account, role, session), so a Deny asks that
// the whole chain be listed, while an Allow asks that nothing of it is.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html

// denyNotPrincipal reports whether a Deny statement with NotPrincipal reaches
// the caller (P14, P16). A match that is unknown counts as not listed, so the
// result is always definite.
func (st *state) denyNotPrincipal(m *principalMatcher) bool {
	if m.faulty {
		return true
	}
	for i := range m.values {
		switch v := &m.values[i]; v.kind {
		case principalEverybody:
			return false
		case principalAWSAny:
			if st.caller.kind != callerProvider {
				return false
			}
		}
	}
	switch st.caller.kind {
	case callerAnonymous:
		return true
	case callerService, callerProvider:
		return st.matchPrincipal(m, true).any().value != True
	}
	return !st.chainListed(m)
}

// chainListed reports whether the account of the caller, the caller's entity
// and, where the list goes down to sessions, the caller's session are listed.
func (st *state) chainListed(m *principalMatcher) bool {
	c := &st.caller
	var account, entity, session bool // listed
	var someEntity, someSession bool  // the list goes down to this depth in the account
	for i := range m.values {
		v := &m.values[i]
		match := st.matchValue(v, true)
		listed := match.any().value == True
		switch v.kind {
		case principalAccount, principalCanonical:
			account = account || listed
			continue
		case principalUserID, principalRoleID:
			// The account behind an id is not known. Taking it for one of the
			// caller's account can only keep the caller from escaping.
			someEntity = true
			entity = entity || listed
			continue
		}
		if !v.inAccountOf(c) {
			continue
		}
		someEntity = true
		switch v.kind {
		case principalUser, principalRole:
			entity = entity || listed
		case principalRoleSession:
			someSession = someSession || c.isRole() && v.role == c.roleName
			session = session || listed
		case principalFederatedUser:
			someSession = someSession || c.kind == callerFederatedUser
			session = session || listed
			entity = entity || listed
		}
	}
	switch {
	case !account:
		return false
	case c.kind == callerRoot:
		return true
	}
	return (!someEntity || entity) && (!someSession || session)
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
