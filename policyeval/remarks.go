package policyeval

import (
	"fmt"
)

// String returns one line with place, message and rule.
func (w EvaluationWarning) String() string {
	if w.Policy < 0 {
		return fmt.Sprintf("%s [%s]", w.Message, w.Rule)
	}
	l := LayerTrace{Layer: w.Layer, Level: w.Level}
	return fmt.Sprintf("%s, statement %d: %s [%s]", l.name(w.Policy), w.Statement, w.Message, w.Rule)
}

// warn records a remark about the statement at hand. Callers ask st.tracing
// first where the text costs something.
func (st *state) warn(rule, message string) {
	if st.trace == nil {
		return
	}
	w := st.trace.at
	w.Rule, w.Message = rule, message
	for _, old := range st.trace.explanation.Warnings {
		if old == w {
			return
		}
	}
	st.trace.explanation.Warnings = append(st.trace.explanation.Warnings, w)
}

// warnVariables records that a resource member matches nothing because a
// variable has no value (V4).
func (st *state) warnVariables(m *resourceMember) {
	if st.tracing {
		st.warn("V4", "a policy variable in "+quote(m.text)+" has no value; the resource matches nothing")
	}
}

// alwaysSent are the keys that a service always sends (K4). A policy that reads
// one that the request does not have will behave differently in AWS.
var alwaysSent = [...]string{"aws:CurrentTime", "aws:EpochTime", "aws:RequestedRegion", "aws:SecureTransport",
	"aws:UserAgent", "aws:ViaAWSService", "aws:PrincipalAccount", "aws:PrincipalType", "aws:userid"}

// warnRequest records what is suspicious about the request as a whole.
func (st *state) warnRequest(req *Request) {
	c := &st.caller
	if c.kind == callerSession && !c.pathKnown && st.a.keys.reads(slotPrincipalArn) {
		st.warn("K2", "a policy reads aws:PrincipalArn, but the role of the session is not given; its path is taken to be empty")
	}
	if st.a.has.Has(LayerSCP) && !st.boundBySCPs() {
		st.warn("G5", "SCPs were given, but do not bind this principal; they are ignored")
	}
	for _, name := range alwaysSent {
		slot, ok := st.a.keys.slots[foldKey(name)]
		if !ok || !st.a.keys.reads(slot) || st.key(slot).presence != keyAbsent {
			continue
		}
		if slot < derivedSlots && st.absentByKind(slot) {
			continue
		}
		st.warn("K4", "a policy reads "+name+", which AWS always sends, but the request does not have it")
	}
	st.warnImpossible(req)
}

// absentByKind reports whether the kind of caller makes a key absent.
func (st *state) absentByKind(slot int32) bool {
	_, how := st.derive(slot)
	return how == derivedAbsent || how == absentByNature
}

// warnImpossible records keys that do not go together (K5).
func (st *state) warnImpossible(req *Request) {
	present := func(name string) bool { return len(req.contextValues(foldKey(name))) > 0 }
	if c := st.caller.kind; c == callerUser || c == callerRoot {
		for _, name := range [...]string{"aws:TokenIssueTime", "aws:MultiFactorAuthPresent"} {
			if present(name) {
				st.warn("K5", name+" is given, but requests with long-term credentials do not have it")
			}
		}
	}
	for _, name := range [...]string{"aws:SourceVpc", "aws:SourceVpce", "aws:VpcSourceIp"} {
		if present(name) && present("aws:SourceIp") {
			st.warn("K5", name+" and aws:SourceIp are both given, but a request through a VPC endpoint has no aws:SourceIp")
		}
	}
}
