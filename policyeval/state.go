package policyeval

import "time"

// state is what one evaluation works on. The Authorizer keeps used ones in a
// pool, so that a decision allocates nothing: all slices grow to what the
// policies need and stay.
type state struct {
	a       *Authorizer
	tracing bool

	// The principal is parsed again only when it differs from that of the
	// last request that this state has served.
	principalText, roleText string
	caller                  caller
	uniqueID                string // without a session name
	issuer, canonicalUser   string
	userID                  string // aws:userid put together from the two below
	userIDFor               [2]string

	actionText        string
	action            []byte // in lower case
	service, name     []byte // parts of action
	needsNoPermission bool   // STS7
	resource          requestResource
	owner             string // account of the resource, "" if not known
	ownerWild         bool   // because the account of a pattern has wildcards
	issuerIsRoot      bool
	resourceGroup     int32 // the group of the resource policy, -1 if there is none
	sameAccount       node
	time              time.Time
	timeText          string // aws:CurrentTime, made when a policy reads it
	epochText         string
	timeFor           time.Time
	open              bool
	restrict          bool
	factsUnknown      factSet // facts that the request declares unknown
	tagsComplete      [tagFamilies]bool
	generation        uint64
	keys              []keyState
	suppliedDerived   uint32
	tagKeys           []string

	fold    []byte
	binary  []byte
	values  []string // of the variables of the pattern at hand
	unbound []bool   // which of them are not known

	results []groupResult
	trace   *tracer
}

// groupResult collects what the statements of one group said.
type groupResult struct {
	allow, deny node
	grades      grades // of Allow statements, for the resource policy
}

// presence is the state of a context key.
type presence uint8

const (
	keyAbsent presence = iota
	keyPresent
	keyUnknown
)

// keyState is what is known about one context key in one request.
type keyState struct {
	generation uint64 // the state is valid if it is that of the evaluation
	presence   presence
	ambiguous  bool // two values under names that differ only in case (C3)
	given      bool // refinement of an unknown key: it is present
	nonEmpty   bool // refinement of an unknown key
	single     bool // refinement of an unknown key
	via        string
	values     []string
	one        [1]string
}

func (k *keyState) set(value string) {
	k.one[0] = value
	k.presence, k.values = keyPresent, k.one[:]
}

// isNull reports whether the key has no values, or only empty ones (C9).
func (k *keyState) isNull() bool {
	if k.presence != keyPresent {
		return true
	}
	for _, v := range k.values {
		if v != "" {
			return false
		}
	}
	return true
}

// key returns the state of a key. Keys that the request did not mention are
// derived from it or filled in when they are first read.
func (st *state) key(slot int32) *keyState {
	k := &st.keys[slot]
	if k.generation != st.generation {
		st.fill(slot, k)
	}
	return k
}

// begin resets a key for the evaluation.
func (st *state) begin(k *keyState) {
	*k = keyState{generation: st.generation}
}

// valuesState tells how the variables of a pattern stand.
type valuesState uint8

const (
	valuesKnown   valuesState = iota
	valuesMissing             // one has no value: the pattern matches nothing
	valuesUnknown             // one depends on an unknown key
)

// bind puts the values of a pattern's variables into st.values (rules V3-V8).
func (st *state) bind(g *glob) valuesState {
	if len(g.vars) == 0 {
		return valuesKnown
	}
	return st.bindVariables(g)
}

func (st *state) bindVariables(g *glob) valuesState {
	st.values, st.unbound = st.values[:0], st.unbound[:0]
	state := valuesKnown
	for i := range g.vars {
		v := &g.vars[i]
		value, how := st.variable(v)
		switch how {
		case valuesMissing:
			return valuesMissing
		case valuesUnknown:
			state = valuesUnknown
		}
		st.values = append(st.values, value)
		st.unbound = append(st.unbound, how == valuesUnknown)
	}
	return state
}

// variable returns the text that a variable stands for.
func (st *state) variable(v *variable) (string, valuesState) {
	k := st.key(v.slot)
	switch {
	case k.presence == keyUnknown:
		return "", valuesUnknown
	case k.ambiguous: // no single value, as in V7
		return "", valuesMissing
	case k.presence == keyPresent:
		if len(k.values) != 1 || k.values[0] == "" { // V7, V8
			return "", valuesMissing
		}
		return k.values[0], valuesKnown
	case v.hasDefault:
		return v.text, valuesKnown
	}
	return "", valuesMissing
}

// mayLackValue reports whether an unknown variable of the pattern may turn out
// to have no value: absent, empty, or with two values.
func (st *state) mayLackValue(g *glob) bool {
	for i := range g.vars {
		if k := st.key(g.vars[i].slot); k.presence == keyUnknown && !(k.nonEmpty && k.single) {
			return true
		}
	}
	return false
}

// unknownVariables is the node of a resource member that hangs on variables.
func (st *state) unknownVariables(m *resourceMember) node {
	n := node{value: Unknown}
	if st.tracing {
		names := st.unboundNames(&m.resource, nil)
		n.expr = &Expr{Kind: ExprFact, Fact: names[0], Text: "its value makes " + m.text + " match the resource", DependsOn: names}
	}
	return n
}

// unboundNames adds the names of the unknown keys among the variables.
func (st *state) unboundNames(g *glob, names []string) []string {
	for i := range g.vars {
		if k := st.key(g.vars[i].slot); k.presence == keyUnknown {
			names = st.appendDependencies(names, g.vars[i].slot)
		}
	}
	return names
}

func appendName(names []string, name string) []string {
	for _, n := range names {
		if n == name {
			return names
		}
	}
	return append(names, name)
}

// appendDependencies adds the names under which an unknown key is reported. A
// key that would be derived from another key hangs on that, and in open mode on
// itself as well: the other may turn out to be absent.
func (st *state) appendDependencies(names []string, slot int32) []string {
	via := st.keys[slot].via
	if via != "" {
		names = appendName(names, via)
	}
	if via == "" || via == fixedNames[slotCalledVia] && st.open {
		names = appendName(names, st.a.keys.names[slot])
	}
	return names
}
