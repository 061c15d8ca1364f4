package policyeval

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
)

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

// Authorizer holds the policies that apply to one principal and one resource,
// prepared for many decisions. It is immutable and safe for concurrent use. Make
// one with Compile.
type Authorizer struct {
	options    CompileOptions
	groups     []group
	statements []statement
	index      index
	keys       keyTable
	has        Layers // that were supplied
	public     bool   // the resource policy is public in the sense of S3

	// The resource policy may serve a resource or as the trust policy of a
	// role, which the request decides. The groups are the same unless faults of
	// a leniently loaded document depend on it; -1 without a policy.
	resourceGroup, trustGroup int32
	resourceErr, trustErr     error

	states sync.Pool
}

// CompileError reports a document that cannot be used in its place. Err holds
// the faults, a ParseErrors.
type CompileError struct {
	// Layer and Level locate the document, Policy is its index there.
	Layer  Layer
	Level  int
	Policy int
	Err    error
}

// Error returns the place and the faults.
func (e *CompileError) Error() string {
	at := e.Layer.String() + " policy"
	switch e.Layer {
	case LayerSCP, LayerRCP:
		at = fmt.Sprintf("%s level %d, policy %d", e.Layer, e.Level, e.Policy)
	case LayerIdentity, LayerSession, LayerEndpoint:
		at = fmt.Sprintf("%s policy %d", e.Layer, e.Policy)
	}
	return "policyeval: " + at + ": " + strings.TrimPrefix(e.Err.Error(), "policyeval: ")
}

// Unwrap returns the faults of the document.
func (e *CompileError) Unwrap() error { return e.Err }

// Compile prepares policies. Each document is checked for the place it stands in;
// the error is a *CompileError for the first that does not fit. A document for
// Resource is taken if it is valid as a resource-based policy or as a role
// trust policy; which it has to be depends on the request.
//
// The documents must not be changed as long as the Authorizer is in use.
func Compile(policies Policies, options ...func(*CompileOptions)) (*Authorizer, error) {
	a := &Authorizer{keys: newKeyTable(), resourceGroup: -1, trustGroup: -1}
	for _, option := range options {
		option(&a.options)
	}
	if err := a.compileAll(&policies); err != nil {
		return nil, err
	}
	for i := range a.statements {
		a.index.add(&a.statements[i], int32(i))
	}
	a.index.finish(a.statements)
	a.states.New = func() any { return a.newState() }
	return a, nil
}

func (a *Authorizer) newState() *state {
	return &state{a: a, keys: make([]keyState, len(a.keys.names)), results: make([]groupResult, len(a.groups))}
}

// compileAll adds the groups in the order of evaluation.
func (a *Authorizer) compileAll(p *Policies) error {
	a.allocate(p)
	for level, documents := range p.SCPs {
		if err := a.addGroup(LayerSCP, level, documents, ServiceControlPolicy); err != nil {
			return err
		}
	}
	for level, documents := range p.RCPs {
		if err := a.addGroup(LayerRCP, level, documents, ResourceControlPolicy); err != nil {
			return err
		}
	}
	for i, document := range p.Endpoint {
		if err := a.addGroup(LayerEndpoint, i, []*Policy{document}, VPCEndpointPolicy); err != nil {
			return err
		}
	}
	if p.Resource != nil {
		if err := a.addResource(p.Resource); err != nil {
			return err
		}
	}
	if len(p.Identity) > 0 {
		if err := a.addGroup(LayerIdentity, 0, p.Identity, IdentityPolicy); err != nil {
			return err
		}
	}
	if p.Boundary != nil {
		if err := a.addGroup(LayerBoundary, 0, []*Policy{p.Boundary}, PermissionsBoundary); err != nil {
			return err
		}
	}
	if len(p.Session) > 0 {
		return a.addGroup(LayerSession, 0, p.Session, SessionPolicy)
	}
	return nil
}

// allocate makes room for all statements at once.
func (a *Authorizer) allocate(p *Policies) {
	n := 0
	count := func(documents ...*Policy) {
		for _, d := range documents {
			if d != nil {
				n += len(d.Statements)
			}
		}
	}
	for _, level := range p.SCPs {
		count(level...)
	}
	for _, level := range p.RCPs {
		count(level...)
	}
	count(p.Endpoint...)
	count(p.Identity...)
	count(p.Session...)
	count(p.Resource, p.Boundary)
	a.statements = make([]statement, 0, n)
	a.groups = make([]group, 0, len(p.SCPs)+len(p.RCPs)+len(p.Endpoint)+4)
}

// errNoDocument is the fault of a nil document, which could stand for anything.
var errNoDocument = errors.New("policyeval: the document is nil; leave it out")

func (a *Authorizer) addGroup(layer Layer, level int, documents []*Policy, t PolicyType) error {
	g := group{layer: layer, level: level, policies: documents, first: int32(len(a.statements))}
	for i, document := range documents {
		at := i
		if layer == LayerEndpoint {
			at = level
		}
		if document == nil {
			return &CompileError{layer, level, at, errNoDocument}
		}
		use, faulty, err := document.forUse(t)
		if err == nil {
			err = a.addStatements(&g, i, use, faulty)
		}
		if err != nil {
			return &CompileError{layer, level, at, err}
		}
	}
	g.last = int32(len(a.statements))
	a.groups = append(a.groups, g)
	a.has.add(layer, true)
	return nil
}

func (a *Authorizer) addStatements(g *group, number int, p *Policy, faulty []faultBits) error {
	variables := p.HasVariables()
	for i, s := range p.Statements {
		var bits faultBits
		if faulty != nil {
			bits = faulty[i]
		}
		c, err := a.compileStatement(g, s, bits, variables)
		if err != nil {
			return err
		}
		c.group, c.policy = int32(len(a.groups)), int32(number)
		a.statements = append(a.statements, c)
	}
	return nil
}

// addResource adds the resource policy for each of its two possible roles.
func (a *Authorizer) addResource(p *Policy) error {
	_, asResource, resourceErr := p.forUse(ResourcePolicy)
	_, asTrust, trustErr := p.forUse(RoleTrustPolicy)
	if resourceErr != nil && trustErr != nil {
		return &CompileError{LayerResource, 0, 0, resourceErr}
	}
	a.resourceErr, a.trustErr = resourceErr, trustErr
	t := ResourcePolicy
	if resourceErr != nil {
		t = RoleTrustPolicy
	}
	a.resourceGroup = int32(len(a.groups))
	a.trustGroup = a.resourceGroup
	if err := a.addGroup(LayerResource, 0, []*Policy{p}, t); err != nil {
		return err
	}
	g := &a.groups[a.resourceGroup]
	a.public = isPublic(a.statements[g.first:g.last])
	if resourceErr != nil || trustErr != nil || slices.Equal(asResource, asTrust) {
		return nil
	}
	a.trustGroup = int32(len(a.groups))
	return a.addGroup(LayerResource, 0, []*Policy{p}, RoleTrustPolicy)
}
