package policyeval

import "iter"

// AuthorizeActions decides one request for many actions, which is how to find
// out what a principal can do: the request is read once, and each action costs
// little more than the statements that concern it. The field Action of the
// request is not used. visit gets every action as it was given with its decision
// and returns false to stop. DependsOn is left out of the decisions; Authorize
// tells it for one action.
//
// The error is that of Authorize, for the request or for the first action that
// is malformed; the actions before it have been visited.
func (a *Authorizer) AuthorizeActions(req *Request, actions iter.Seq[string], visit func(action string, d Decision) bool) error {
	st := a.states.Get().(*state)
	defer a.states.Put(st)
	st.tracing = false
	if err := st.prepareRequest(req); err != nil {
		return err
	}
	for action := range actions {
		if err := st.prepareAction(action, req.Resource); err != nil {
			return err
		}
		st.scan()
		v := st.combine()
		if !visit(action, v.decision()) {
			return nil
		}
	}
	return nil
}

// AllowedActions returns those of the actions that the request allows for
// certain, in their order. It is AuthorizeActions for the usual question, with
// its error.
func (a *Authorizer) AllowedActions(req *Request, actions iter.Seq[string]) ([]string, error) {
	var allowed []string
	err := a.AuthorizeActions(req, actions, func(action string, d Decision) bool {
		if d.Allowed() {
			allowed = append(allowed, action)
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	return allowed, nil
}
