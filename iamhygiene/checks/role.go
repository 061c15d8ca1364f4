package checks

import "github.com/iamhygiene/sdk/iamhygiene"

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

// rolesPage is AWS's page on managing roles.
const rolesPage = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage.html"
