package reference

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// question is a case that has been read and checked.
type question struct {
	env      *env
	identity []document
	resource []document // none or one
	boundary []document
	session  []document
	scps     [][]document
	rcps     [][]document
	endpoint []document

	unknownPolicy bool // the fact resource:Policy
	unknownOwner  bool // the fact resource:Account
	restrict      bool // S3a
	strict        bool // U2
}

// Evaluate gives the three-valued answer (section 17).
func Evaluate(c Case, opt Options) Result { return answer(c, opt, false) }

// Strict gives the answer that a request without unknown context keys has:
// what is unknown about the request itself is taken against the requester
// (U2). Unknown context keys make the case Invalid here.
func Strict(c Case, opt Options) Result { return answer(c, opt, true) }

func answer(c Case, opt Options, strict bool) Result {
	q, err := read(c, opt)
	if err == nil && strict && q.hasUnknownKeys() {
		err = errors.New("strict evaluation needs every context key")
	}
	if err != nil {
		return Result{Decision: Invalid, Err: err}
	}
	q.strict = strict
	deny, allow := q.deny(), q.allow()
	if strict && allow.truth == maybe { // U2: an unknown owner, and B12
		allow = known(false)
	}
	return result(deny, allow)
}

func (q *question) hasUnknownKeys() bool {
	for name := range q.env.unknown {
		if !strings.HasPrefix(name, "principal:") && !strings.HasPrefix(name, "resource:") {
			return true
		}
	}
	return q.env.open
}

// result is the table of 17.3.
func result(deny, allow logic) Result {
	var possible []Decision
	if deny.truth != yes && allow.truth != no {
		possible = append(possible, Allowed)
	}
	if deny.truth != no {
		possible = append(possible, ExplicitDeny)
	}
	if deny.truth != yes && allow.truth != yes {
		possible = append(possible, ImplicitDeny)
	}
	if len(possible) == 1 {
		return Result{Decision: possible[0], Possible: possible}
	}
	keys := withKeys(maybe, []logic{deny, allow}).keys
	return Result{Decision: Undetermined, Possible: possible, Keys: sortedKeys(keys)}
}

// read loads every document and checks the request.
func read(c Case, opt Options) (*question, error) {
	q := &question{restrict: c.Settings.S3RestrictPublicBuckets}
	if err := q.readRequest(c.Request); err != nil {
		return nil, err
	}
	q.env.coarse = opt.Coarse
	var firstErr error
	loadAll := func(layer string, docs []json.RawMessage, kind docType) []document {
		var loaded []document
		for i, data := range docs {
			d, err := load(data, kind, opt)
			if err != nil && firstErr == nil {
				firstErr = fmt.Errorf("%s/%d%w", layer, i, err)
			}
			loaded = append(loaded, d)
		}
		return loaded
	}
	q.identity = loadAll("identity", c.Identity, identityDoc)
	q.boundary = loadAll("boundary", c.Boundary, identityDoc)
	q.session = loadAll("session", c.Session, identityDoc)
	q.endpoint = loadAll("endpoint", c.Endpoint, endpointDoc)
	for _, level := range c.SCPs {
		q.scps = append(q.scps, loadAll("scps", level, scpDoc))
	}
	for _, level := range c.RCPs {
		q.rcps = append(q.rcps, loadAll("rcps", level, rcpDoc))
	}
	if given := len(c.Resource) > 0 && string(c.Resource) != "null"; given {
		kind := resourceDoc
		// Reading: the policy of a role answers for sts actions only, and only
		// there it is read as a trust policy.
		if service, _ := q.env.serviceOf(); service == "sts" && q.env.isRole().truth == yes {
			kind = trustDoc
		}
		q.resource = loadAll("resource", []json.RawMessage{c.Resource}, kind)
		q.unknownPolicy = false // U1: what is given is not unknown
	}
	if firstErr != nil {
		return nil, firstErr
	}
	q.env.hasBoundary = len(q.boundary) > 0
	return q, q.checkLayers()
}

// readRequest is A10, R18, S6 and section 18.
func (q *question) readRequest(r Request) error {
	c, err := parseCaller(r)
	if err != nil {
		return err
	}
	if err := checkAction(r.Action); err != nil {
		return err
	}
	fields, err := checkResource(r.Resource, r.Pattern)
	if err != nil {
		return err
	}
	e := &env{caller: c, action: r.Action, resource: fields, pattern: r.Pattern, open: r.Open, unknown: map[string]bool{}}
	q.env = e
	for _, name := range r.Unknown {
		e.unknown[foldKey(name)] = true
	}
	q.unknownPolicy = e.unknown["resource:policy"]
	e.supply(r.Context)
	if err := q.findOwner(r); err != nil {
		return err
	}
	if err := e.deriveIdentity(); err != nil {
		return err
	}
	return e.deriveRest(r)
}

// findOwner is S6.
func (q *question) findOwner(r Request) error {
	e := q.env
	owner, given := "", r.ResourceAccount
	if given != "" && !isAccount(given) {
		return errors.New("S6: resourceAccount is not an account")
	}
	if k := e.supplied["aws:resourceaccount"]; given == "" && len(k) == 1 && isAccount(k[0]) {
		given = k[0] // Reading: the key says the same as the member
	}
	if e.resource != nil {
		owner = e.resource[4]
	}
	if owner == "aws" { // IAM1
		owner = e.caller.account
	}
	if e.pattern && hasWildcard(owner) {
		// Reading: a wildcard in field 5 does not give the owner.
		if given != "" && !matches(globOf(owner), given) {
			return errors.New("S6: resourceAccount contradicts the resource")
		}
		e.ownerWild = given == ""
		owner = ""
	}
	switch {
	case given != "" && owner != "" && owner != given:
		return errors.New("S6: resourceAccount contradicts the resource")
	case given != "":
		owner = given
	case owner == "" && e.resource == nil:
		owner = e.caller.account
	}
	e.owner = owner
	q.unknownOwner = owner == "" && e.resource != nil // without an account of its own the caller of '*' has no owner
	return nil
}

// checkLayers is B7, B11, N1 and N4: layers that the caller cannot have.
// Reading: N4 holds for service principals and identity providers too.
func (q *question) checkLayers() error {
	c := q.env.caller
	i, b, s := len(q.identity) > 0, len(q.boundary) > 0, len(q.session) > 0
	switch {
	case len(q.boundary) > 1:
		return errors.New("B7: more than one boundary")
	case b && (c.kind == root || c.serviceLinked()):
		return errors.New("B7: this principal has no boundary")
	case s && (c.kind == user || c.kind == root):
		return errors.New("B11: this principal has no session policies")
	case i && c.kind == root:
		return errors.New("N1: root has no identity policies")
	case (i || b || s) && !c.isAWS():
		return errors.New("N4: this caller has no identity policies, boundary or session policies")
	}
	return nil
}
