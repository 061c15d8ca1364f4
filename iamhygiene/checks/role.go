package checks

import (
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// roleChecks returns the checks of the theme.
func roleChecks(t thresholds) []iamhygiene.Check {
	return []iamhygiene.Check{
		RoleUnused{MaxUnused: t.unusedRole},
		RoleTrustDeletedPrincipal{},
		SupportRole{},
		AuditRole{},
		PrincipalWithoutBoundary{},
	}
}

// Lists of the authorization details, which errors about them have as scope.
const (
	userList = "UserDetailList"
	roleList = "RoleDetailList"
)

// hidden returns an error that may hide an element of one of these lists, or
// nil: that nothing was found in the list then proves nothing. Errors about
// elements that are known all the same hide none; an error has the ARN of its
// element as scope, or its place in the list.
func hidden(s *iamhygiene.Snapshot, list string, known map[string]bool) error {
	var kind string
	var asked bool
	switch d, ok := iamhygiene.Authorization.Partial(s); {
	case !ok || d == nil:
	case list == userList:
		kind, asked = ":user/", d.Users != nil
	default:
		kind, asked = ":role/", d.Roles != nil
	}
	for _, e := range iamhygiene.Authorization.Errors(s) {
		if strings.HasPrefix(e.Scope, list) || strings.Contains(e.Scope, kind) && !known[e.Scope] {
			return e
		}
	}
	if !asked { // a nil list is not an empty one
		return &iamhygiene.DataError{
			Dataset: iamhygiene.Authorization.Name(), Operation: "iam:GetAccountAuthorizationDetails", Action: "iam:GetAccountAuthorizationDetails",
			Scope: list, Code: iamhygiene.CodeNotCollected,
			Message: "the account authorization details were collected without this list",
		}
	}
	return nil
}
