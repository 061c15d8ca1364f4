package policyeval

import "strings"

// prepare reads a request into the state. It refuses what is malformed or
// contradicts itself.
func (st *state) prepare(req *Request) error {
	if err := st.prepareRequest(req); err != nil {
		return err
	}
	return st.prepareAction(req.Action, req.Resource)
}

// prepareRequest reads everything but the action.
func (st *state) prepareRequest(req *Request) error {
	st.generation++
	st.open, st.restrict, st.time = req.Open, req.RestrictPublicBuckets, req.Time
	if err := st.prepareCaller(req.Principal, req.Role); err != nil {
		return err
	}
	if err := st.prepareResource(req.Resource, req.Pattern); err != nil {
		return err
	}
	if err := st.loadContext(req); err != nil {
		return err
	}
	if err := st.prepareIdentity(req); err != nil {
		return err
	}
	if err := st.prepareOwner(req.ResourceAccount); err != nil {
		return err
	}
	if st.suppliedDerived != 0 {
		if err := st.reconcile(); err != nil {
			return err
		}
	}
	return st.checkLayers()
}

// prepareAction reads an action and what depends on it. It may be called again
// for another action on the same request.
func (st *state) prepareAction(action, resource string) error {
	clear(st.results)
	if err := st.splitAction(action); err != nil {
		return err
	}
	if v := st.a.options.Validator; v != nil {
		if err := v.ValidateRequest(action, resource); err != nil {
			return &RequestError{Field: "Action", Value: action, Reason: "refused by the validator", Err: err}
		}
	}
	return st.chooseResourceGroup()
}

// splitAction checks an action and folds it (A1, A10).
func (st *state) splitAction(action string) error {
	st.actionText, st.action = action, st.action[:0]
	colon := -1
	for i := 0; i < len(action); i++ {
		c := action[i]
		switch {
		case c == ':' && colon < 0:
			colon = i
		case c == '*' || c == '?':
			return &RequestError{Field: "Action", Value: action, Reason: "a request is about one action; wildcards belong into policies"}
		case c == ' ' || '\t' <= c && c <= '\r':
			return &RequestError{Field: "Action", Value: action, Reason: "contains a blank"}
		}
		st.action = append(st.action, lowerASCII(c))
	}
	if colon <= 0 || colon == len(action)-1 {
		return &RequestError{Field: "Action", Value: action, Reason: "not of the form service:Name"}
	}
	st.service, st.name = st.action[:colon], st.action[colon+1:]
	st.needsNoPermission = st.isCallerIdentity()
	return nil
}

func (st *state) prepareCaller(principal, role string) error {
	if principal == st.principalText && role == st.roleText && principal != "" {
		return nil
	}
	c, err := parseCaller(principal, role)
	if err != nil {
		st.principalText = ""
		return err
	}
	st.caller, st.principalText, st.roleText = c, principal, role
	return nil
}

func (st *state) prepareResource(resource string, pattern bool) error {
	st.resource = requestResource{}
	if resource == "*" {
		if pattern {
			return &RequestError{Field: "Resource", Value: resource, Reason: "a pattern needs six fields; write arn:*:*:*:*:* for every resource"}
		}
		st.resource.star = true
		return nil
	}
	a, ok := splitARN(resource)
	if !ok {
		return &RequestError{Field: "Resource", Value: resource, Reason: `not an ARN of six fields; write arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE, or "*" for an action that takes no resource`}
	}
	st.resource.arn, st.resource.pattern = a, pattern
	if pattern {
		st.resource.language = newARNLanguage(a)
	}
	return nil
}

// prepareIdentity reads what the request says about the caller beside its ARN.
func (st *state) prepareIdentity(req *Request) error {
	c := &st.caller
	st.uniqueID, st.issuer, st.canonicalUser, st.issuerIsRoot = "", req.Issuer, req.CanonicalUser, false
	if req.CanonicalUser != "" && !c.hasAccount() {
		return &RequestError{Field: "CanonicalUser", Value: req.CanonicalUser, Reason: "the principal belongs to no account; leave it empty"}
	}
	if req.Issuer != "" {
		a, ok := splitARN(req.Issuer)
		if c.kind != callerFederatedUser {
			return &RequestError{Field: "Issuer", Value: req.Issuer, Reason: "only a federated-user session has an issuer; leave it empty"}
		}
		isUser := strings.HasPrefix(a.resource, "user/")
		st.issuerIsRoot = a.resource == "root"
		if !ok || a.service != "iam" || a.partition != c.partition || a.account != c.account || !isUser && !st.issuerIsRoot {
			return &RequestError{Field: "Issuer", Value: req.Issuer, Reason: "not the ARN of an IAM user or root user of the caller's account"}
		}
	}
	return st.prepareUniqueID(req.UniqueID)
}

func (st *state) prepareUniqueID(given string) error {
	c := &st.caller
	switch c.kind {
	case callerUser, callerRole, callerSession:
		if given == "" {
			// P6: aws:userid has it before a colon.
			if k := &st.keys[slotUserID]; k.generation == st.generation && k.presence == keyPresent && !k.ambiguous && len(k.values) == 1 {
				st.uniqueID, _, _ = strings.Cut(k.values[0], ":")
			}
			return nil
		}
	case callerFederatedUser:
	default:
		if given != "" {
			return &RequestError{Field: "UniqueID", Value: given, Reason: "the principal has no unique id; leave it empty"}
		}
	}
	id, session, found := strings.Cut(given, ":")
	if found && (c.kind != callerSession || session != c.session) {
		return &RequestError{Field: "UniqueID", Value: given, Reason: "contradicts the principal; give the id alone"}
	}
	st.uniqueID = id
	return nil
}

// prepareOwner finds the account that owns the resource (S6).
func (st *state) prepareOwner(given string) error {
	if given != "" && !isAccountID(given) {
		return &RequestError{Field: "ResourceAccount", Value: given, Reason: "not an account number of 12 digits"}
	}
	c, account := &st.caller, st.resource.account
	wild := st.resource.pattern && strings.ContainsAny(account, "*?")
	if given == "" {
		// The context key is by definition the same statement.
		if k := &st.keys[slotResourceAccount]; k.generation == st.generation && k.presence == keyPresent && len(k.values) == 1 && isAccountID(k.values[0]) {
			given = k.values[0]
		}
	}
	if account == accountAWS { // IAM1
		account = c.account
	}
	st.ownerWild = wild && given == ""
	switch {
	case wild:
		if f := compileField(account); given != "" && !f.match(given) {
			return &RequestError{Field: "ResourceAccount", Value: given, Reason: "contradicts the account in the pattern " + quote(account)}
		}
		st.owner = given
	case account != "":
		if given != "" && given != account {
			return &RequestError{Field: "ResourceAccount", Value: given, Reason: "contradicts the account of the resource's ARN, " + account}
		}
		st.owner = account
	case given == "" && st.resource.star:
		st.owner = c.account
	default:
		st.owner = given
	}
	st.sameAccount = st.ownerIsCaller()
	return nil
}

// accountAWS stands in field 5 of what AWS owns in every account.
const accountAWS = "aws"

func (st *state) ownerIsCaller() node {
	c := &st.caller
	switch {
	case !c.hasAccount():
		return node{}
	case st.owner != "":
		return known(st.owner == c.account)
	case st.ownerWild && !intersects(st.resource.language.fields[3], appendLiteral(nil, c.account)):
		return node{}
	}
	return st.fact(FactResourceAccount, "the resource belongs to account ", c.account)
}

// checkLayers refuses policies that a principal of this kind cannot have.
func (st *state) checkLayers() error {
	c, has := &st.caller, st.a.has
	var wrong Layers
	why := ""
	switch c.kind {
	case callerAnonymous, callerService, callerProvider:
		wrong, why = LayersOf(LayerIdentity, LayerBoundary, LayerSession), "is no identity of an account and has none"
	case callerRoot:
		wrong, why = LayersOf(LayerIdentity, LayerBoundary, LayerSession), "is a root user, which has none"
	case callerUser:
		wrong, why = LayersOf(LayerSession), "is an IAM user, which has none"
	}
	if c.serviceLinked {
		wrong, why = LayersOf(LayerBoundary), "is a service-linked role, which has none"
	}
	if wrong &= has; wrong == 0 {
		return nil
	}
	return &RequestError{Field: "Principal", Value: st.principalText,
		Reason: why + ", but " + wrong.String() + " policies were given"}
}

// chooseResourceGroup takes the resource policy in the role that the request
// gives it: a trust policy for STS on a role, otherwise a resource-based one.
func (st *state) chooseResourceGroup() error {
	a := st.a
	st.resourceGroup = a.resourceGroup
	err := a.resourceErr
	if a.has.Has(LayerResource) && st.isTrust().value != False {
		st.resourceGroup, err = a.trustGroup, a.trustErr
	}
	if err != nil {
		return &RequestError{Field: "Resource", Value: st.resourceText(), Reason: "the resource policy does not fit a resource of this kind", Err: err}
	}
	return nil
}

func (st *state) resourceText() string {
	if st.resource.star {
		return "*"
	}
	r := &st.resource
	return strings.Join([]string{"arn", r.partition, r.service, r.region, r.account, r.arn.resource}, ":")
}
