package permissions

import "github.com/iamhygiene/sdk/policyeval"

// Ask decides one request, for one action on one resource, with the reading of
// resource policies that [Of] has: KMS keys, roles for actions of STS, and what
// belongs to another account have a policy that is not known, unless
// Policies.Resource holds it. The action need not be in the catalog. The
// expression is the condition under which an Undetermined request is allowed,
// and otherwise nil.
//
// The error is that of [Of].
func Ask(policies policyeval.Policies, request *policyeval.Request) (policyeval.Decision, *policyeval.Expr, error) {
	p, err := prepare(policies, request, request.Resource)
	if err != nil {
		return policyeval.Decision{}, nil, err
	}
	asked := p.request
	p.needResourcePolicy(&asked)
	d, err := p.authorizer.Authorize(&asked)
	if err == nil {
		d, err = p.limit(&asked, d)
	}
	if err != nil || d.Outcome != policyeval.Undetermined {
		return d, nil, err
	}
	e, err := p.authorizer.Explain(&asked)
	return e.Decision, e.AllowedIf, err
}
