package policytest

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
)

// A Result is the answer to a case.
type Result struct {
	// Outcome is what the engine says.
	Outcome Outcome
	// Why is the reason in one line: for Invalid the error, otherwise that of
	// the explanation.
	Why string
	// Explanation holds the trace. It is the zero value if Outcome is Invalid.
	Explanation policyeval.Explanation
	// Err is the error if Outcome is Invalid, otherwise nil. It wraps what
	// policyeval returned: ParseErrors for a document, *RequestError for the
	// request.
	Err error
}

// Eval parses the policies of the case and answers its request. It never looks
// at Expect.
func (c *Case) Eval() Result {
	policies, err := c.policies()
	if err != nil {
		return invalid(err)
	}
	authorizer, err := policyeval.Compile(policies)
	if err != nil {
		return invalid(err)
	}
	explanation, err := authorizer.Explain(&c.Request)
	if err != nil {
		return invalid(err)
	}
	outcome, why := explanation.Outcome, explanation.Reason
	if outcome == policyeval.Undetermined && !c.threeValued() {
		// The engine reports facts that the request leaves open as unknown. A
		// plain case is not about them: they count against the requester (U2).
		outcome = explanation.Strict()
		why += "; the request does not give it, and that counts against the requester"
	}
	return Result{Outcome: Outcome(outcome.String()), Why: oneLine(why), Explanation: explanation}
}

// threeValued reports whether the case asks a three-valued question.
func (c *Case) threeValued() bool {
	return len(c.Request.Unknown) > 0 || c.Request.Open || c.Request.Pattern
}

// policies parses the documents of the case.
func (c *Case) policies() (policyeval.Policies, error) {
	var p policyeval.Policies
	var err error
	if p.Identity, err = parseList("identity", policyeval.IdentityPolicy, c.Policies.Identity); err != nil {
		return p, err
	}
	if c.Policies.Resource != nil {
		if p.Resource, err = parse("resource", c.resourceType(), c.Policies.Resource); err != nil {
			return p, err
		}
	}
	boundaries, err := parseList("boundary", policyeval.PermissionsBoundary, c.Policies.Boundary)
	if err != nil {
		return p, err
	}
	switch len(boundaries) {
	case 0:
	case 1:
		p.Boundary = boundaries[0]
	default:
		return p, fmt.Errorf("policytest: %d boundaries given; a user or role has at most one", len(boundaries))
	}
	if p.Session, err = parseList("session", policyeval.SessionPolicy, c.Policies.Session); err != nil {
		return p, err
	}
	if p.SCPs, err = parseLevels("scps", policyeval.ServiceControlPolicy, c.Policies.SCPs); err != nil {
		return p, err
	}
	if p.RCPs, err = parseLevels("rcps", policyeval.ResourceControlPolicy, c.Policies.RCPs); err != nil {
		return p, err
	}
	p.Endpoint, err = parseList("endpoint", policyeval.VPCEndpointPolicy, c.Policies.Endpoint)
	return p, err
}

// resourceType tells a trust policy from other resource-based policies: a role
// has no policy but its trust policy, and that one answers for sts actions.
func (c *Case) resourceType() policyeval.PolicyType {
	fields := strings.SplitN(c.Request.Resource, ":", 6)
	service, _, _ := strings.Cut(c.Request.Action, ":")
	if strings.EqualFold(service, "sts") && len(fields) == 6 && fields[2] == "iam" && strings.HasPrefix(fields[5], "role/") {
		return policyeval.RoleTrustPolicy
	}
	return policyeval.ResourcePolicy
}

func parse(place string, t policyeval.PolicyType, text json.RawMessage) (*policyeval.Policy, error) {
	p, err := policyeval.Parse(text, policyeval.WithType(t))
	if err != nil {
		return nil, fmt.Errorf("policytest: %s: %w", place, err)
	}
	return p, nil
}

func parseList(place string, t policyeval.PolicyType, texts []json.RawMessage) ([]*policyeval.Policy, error) {
	var list []*policyeval.Policy
	for i, text := range texts {
		p, err := parse(fmt.Sprintf("%s/%d", place, i), t, text)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

func parseLevels(place string, t policyeval.PolicyType, levels [][]json.RawMessage) ([][]*policyeval.Policy, error) {
	var list [][]*policyeval.Policy
	for i, texts := range levels {
		policies, err := parseList(fmt.Sprintf("%s/%d", place, i), t, texts)
		if err != nil {
			return nil, err
		}
		list = append(list, policies)
	}
	return list, nil
}

func invalid(err error) Result {
	return Result{Outcome: Invalid, Why: oneLine(err.Error()), Err: err}
}

// oneLine joins the lines of a message, such as the faults of one document.
func oneLine(text string) string {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	return strings.Join(lines, "; ")
}
