package policyeval

import "errors"

// Authorizer decides requests.
type Authorizer struct{}

func Compile(policies Policies, options ...func(*CompileOptions)) (*Authorizer, error) {
	return nil, errors.New("policyeval: not implemented yet")
}

// Authorize decides a request.
func (a *Authorizer) Authorize(req *Request) (Decision, error) {
	return Decision{}, errors.New("policyeval: not implemented yet")
}

// Explain decides a request and gives the reasons.
func (a *Authorizer) Explain(req *Request) (Explanation, error) {
	return Explanation{}, errors.New("policyeval: not implemented yet")
}

// Evaluate compiles and authorizes in one step.
func Evaluate(policies Policies, req *Request) (Decision, error) {
	a, err := Compile(policies)
	if err != nil {
		return Decision{}, err
	}
	return a.Authorize(req)
}
