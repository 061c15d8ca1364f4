package policyeval

// Policies are all the policies that apply to one principal and one resource.
// A member that is nil or empty means that no policy of the kind applies.
type Policies struct {
	// Identity holds the policies of the user and of its groups, or of the
	// role: managed and inline. Any of them may allow.
	Identity []*Policy
	// Resource is the policy of the resource: the resource-based policy, or
	// for AssumeRole and its relatives the trust policy of the role.
	Resource *Policy
	// Boundary is the permissions boundary of the user or role.
	Boundary *Policy
	// Session holds the policies passed when the session was made.
	Session []*Policy
	// SCPs holds the service control policies of the principal's account: one
	// list for each level, root first, then the organizational units, then the
	// account. Every level must allow. A level without policies allows
	// nothing; no levels at all mean that SCPs do not bind the account.
	SCPs [][]*Policy
	// RCPs holds the resource control policies of the resource's account by
	// level. AWS's own policy that allows everything is always attached and
	// need not be given.
	RCPs [][]*Policy
	// Endpoint holds the policy of each VPC endpoint that the request passes.
	// Each must allow.
	Endpoint []*Policy
}

// CompileOptions change how Compile prepares policies. The zero value is what
// Compile uses without options.
type CompileOptions struct {
	// Validator, if not nil, is asked about every request before it is
	// evaluated. The engine itself knows no service's actions.
	Validator Validator
}

// Validator checks a request against knowledge that the engine lacks: whether
// the action exists and works on resources of that type. The error it returns
// becomes that of the call, wrapped in a *RequestError. It must be safe for
// concurrent use.
type Validator interface {
	ValidateRequest(action, resource string) error
}
