package policyeval

import "slices"

// Authorize decides a request. The error is a *RequestError if the request is
// malformed, contradicts itself, or does not go with the policies; the Decision
// is then the zero value, which denies.
//
// The rules, in the order in which they are applied:
//
//  1. A Deny statement that applies, in any layer that binds the caller, makes
//     the outcome ExplicitDeny.
//  2. Filters: every SCP level and every VPC endpoint policy must allow. RCPs
//     only deny.
//  3. In one account, one grant is enough: a statement of the resource policy
//     that names the caller directly; or one that names its role, within the
//     permissions boundary and session policies; or an identity policy, within
//     the same limits. Roles (for STS) and KMS keys must name their principals,
//     so for these an identity policy counts only if the resource policy names
//     the account.
//  4. Across accounts both sides must allow: an identity policy within its
//     limits, and the resource policy in any way.
//  5. Otherwise the outcome is ImplicitDeny.
//
// What a policy asks for and the request declares unknown is carried along in
// three-valued logic; where it makes the difference, the outcome is
// Undetermined.
//
// Authorize allocates nothing, whatever the policies and the context, unless
// the outcome is Undetermined (DependsOn is then made), the request uses Pattern,
// or the request has a new principal that is a role session without Role.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
func (a *Authorizer) Authorize(req *Request) (Decision, error) {
	st := a.states.Get().(*state)
	st.tracing = false
	if err := st.prepare(req); err != nil {
		a.states.Put(st)
		return Decision{}, err
	}
	st.scan()
	v := st.combine()
	d := v.decision()
	if d.Outcome == Undetermined {
		d.DependsOn = st.again().dependsOn()
	}
	a.states.Put(st)
	return d, nil
}

// again repeats an evaluation with expressions, which say what an undetermined
// outcome hangs on.
func (st *state) again() *verdict {
	st.tracing = true
	clear(st.results)
	st.sameAccount = st.ownerIsCaller()
	st.scan()
	v := st.combine()
	return &v
}

// Evaluate compiles the policies and decides one request. The error is that of
// Compile or of Authorize. Callers with more than one request compile once.
func Evaluate(policies Policies, req *Request) (Decision, error) {
	a, err := Compile(policies)
	if err != nil {
		return Decision{}, err
	}
	return a.Authorize(req)
}

// dependsOn returns the sorted names that an undetermined verdict hangs on (U3).
func (v *verdict) dependsOn() []string {
	var names []string
	if v.deny.value == Unknown {
		names = v.deny.expr.dependencies(names)
	}
	if v.allow.value == Unknown {
		names = v.allow.expr.dependencies(names)
	}
	slices.Sort(names)
	return names
}
