package checks

import "github.com/iamhygiene/sdk/iamhygiene"

// policyChecks returns the checks of the theme.
func policyChecks(t thresholds) []iamhygiene.Check {
	return []iamhygiene.Check{
		PolicyInline{},
		PolicyUnattached{},
		PolicyManagedBroad{},
		PolicyCloudShellFull{},
		PolicyAdmin{},
		PolicyServiceWildcard{},
		PolicyNotAction{},
		PolicyPermissionsManagement{},
		PolicyCredentialExposure{},
		PolicyDataReadWildcard{},
		PolicySensitiveNoCondition{},
		PolicyMFAConditionIneffective{},
		PolicyAccessLevels{},
		PolicyLint{},
		PassRoleWildcard{},
		AssumeRoleWildcard{},
	}
}
