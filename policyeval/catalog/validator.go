package catalog

import (
	"fmt"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
)

// Validator refuses requests that no service gets: for an action that the
// catalog does not have, or on a resource that the action cannot take. Set it
// as [policyeval.CompileOptions].Validator, so that a typing mistake in a test
// is an error and not a denial. The zero value is ready for use and safe for
// concurrent use.
type Validator struct {
	// AcceptUnknown accepts actions that the catalog does not have: they may
	// be newer than it.
	AcceptUnknown bool
}

var _ policyeval.Validator = Validator{}

// ValidateRequest checks an action and its resource, an ARN or "*". Wildcards
// in the ARN are read as such, as requests with a pattern have them. An action
// with a required resource type does not take "*". The error is an
// *UnknownError or a *ResourceError.
func (v Validator) ValidateRequest(action, resource string) error {
	a, ok := Lookup(action)
	switch {
	case !ok && v.AcceptUnknown:
		return nil
	case !ok:
		e := &UnknownError{Name: action}
		if near, ok := Nearest(action); ok {
			e.Nearest = near.String()
		}
		return e
	case a.takesRequest(resource):
		return nil
	}
	e := &ResourceError{Action: a, Resource: resource}
	for t := range a.ResourceTypes() {
		for arn := range t.ARNPatterns() {
			e.Takes = append(e.Takes, arn)
		}
	}
	return e
}

func (a Action) takesRequest(resource string) bool {
	if strings.Trim(resource, "*") == "" {
		for _, required := range a.ResourceTypes() {
			if required {
				return false
			}
		}
		return true
	}
	tokens, ok := resourceTokens(resource, true)
	if !ok {
		return false
	}
	r := newLintResources()
	r.add(resource, tokens)
	l := linter{budget: lintBudget}
	return l.takes(r, a)
}

// A ResourceError reports a resource that an action cannot take.
type ResourceError struct {
	Action   Action
	Resource string
	// Takes are the forms of ARN that the action takes. It is empty for an
	// action that takes "*" alone.
	Takes []string
}

// Error returns one line with what the action takes instead.
func (e *ResourceError) Error() string {
	if len(e.Takes) == 0 {
		return fmt.Sprintf("catalog: %s takes no resource, not %q: write *", e.Action, e.Resource)
	}
	takes := strings.Join(e.Takes[:min(3, len(e.Takes))], ", ")
	if len(e.Takes) > 3 {
		takes += " and others"
	}
	return fmt.Sprintf("catalog: %s does not take the resource %q: it takes %s", e.Action, e.Resource, takes)
}
