package checks

import "github.com/iamhygiene/sdk/iamhygiene"

// roleChecks returns the checks of the theme.
func roleChecks(t thresholds) []iamhygiene.Check {
	return []iamhygiene.Check{
		RoleUnused{MaxUnused: t.unusedRole},
		RoleTrustDeletedPrincipal{},
		RoleTrustAnyone{},
		RoleTrustExternalAccount{},
		RoleExternalIDMissing{},
		RoleExternalIDWeak{},
		RoleExternalIDReused{},
		RoleConfusedDeputy{},
		RoleOIDCSubject{},
		RoleSAMLAudience{},
		RoleTrustMFA{},
		SupportRole{},
		AuditRole{},
		PrincipalWithoutBoundary{},
	}
}
