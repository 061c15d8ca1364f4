package load

import (
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/awscli"
)

// gaps finds groups and policies that other elements refer to and that their
// own list does not hold. With --filter the CLI prints the other lists as
// empty ones, which would otherwise read as "the account has none".
//
// Single AWS managed policies are no gap, because many people leave them out
// with --filter LocalManagedPolicy, and nothing can be wrong with them as such;
// whoever needs the document of one finds out that it is not there. Permissions
// boundaries are not looked at: AWS lists an AWS managed policy only where it is
// attached.
func gaps(file string, d *iamhygiene.AuthorizationDetails, errs []*iamhygiene.DataError) []*iamhygiene.DataError {
	known := make(map[string]bool)
	for i := range d.Groups {
		known["group "+d.Groups[i].Name] = true
	}
	for i := range d.Policies {
		known[d.Policies[i].ARN] = true
	}
	for _, e := range errs { // elements that are lost already
		known[e.Scope] = true
		if i := strings.LastIndexByte(e.Scope, '/'); i >= 0 && strings.Contains(e.Scope, ":group/") {
			known["group "+e.Scope[i+1:]] = true
		}
	}
	var out []*iamhygiene.DataError
	miss := func(list, key, scope, text string) {
		if known[key] || known[list] {
			return
		}
		known[key] = true
		out = append(out, &iamhygiene.DataError{
			Operation: getDetails, Code: iamhygiene.CodeNotInData, Scope: scope,
			Message: fmt.Sprintf("%s: %s, which %s does not hold", file, text, list),
		})
	}
	attached := func(subject string, ps []iamhygiene.AttachedPolicy) {
		for _, p := range ps {
			miss(awscli.Policies, p.ARN, p.ARN, subject+" has the policy "+p.ARN)
		}
	}
	for i := range d.Users {
		u := &d.Users[i]
		for _, g := range u.Groups {
			miss(awscli.GroupDetailList, "group "+g, fmt.Sprintf("%s[%q]", awscli.GroupDetailList, g), "user "+u.Name+" is in the group "+g)
		}
		attached("user "+u.Name, u.Attached)
	}
	for i := range d.Groups {
		attached("group "+d.Groups[i].Name, d.Groups[i].Attached)
	}
	for i := range d.Roles {
		attached("role "+d.Roles[i].Name, d.Roles[i].Attached)
	}
	out = wholeList(file, awscli.GroupDetailList, len(d.Groups), out, func(scope string) bool {
		return strings.HasPrefix(scope, awscli.GroupDetailList)
	})
	out = wholeList(file, awscli.Policies, len(d.Policies), out, func(scope string) bool {
		return !strings.HasPrefix(scope, awscli.GroupDetailList)
	})
	return slices.DeleteFunc(out, func(e *iamhygiene.DataError) bool { return strings.Contains(e.Scope, ":iam::aws:policy/") })
}

// wholeList replaces the gaps of a list without elements by one error that says
// that the list is missing.
func wholeList(file, list string, elements int, gaps []*iamhygiene.DataError, in func(scope string) bool) []*iamhygiene.DataError {
	if elements > 0 {
		return gaps
	}
	n := len(gaps)
	gaps = slices.DeleteFunc(gaps, func(e *iamhygiene.DataError) bool { return in(e.Scope) })
	if len(gaps) == n {
		return gaps
	}
	return append(gaps, &iamhygiene.DataError{
		Operation: getDetails, Action: getDetails, Code: iamhygiene.CodeNotCollected, Scope: list,
		Message: fmt.Sprintf("%s has an empty %s, though other elements refer to some: it was saved with --filter", file, list),
	})
}
