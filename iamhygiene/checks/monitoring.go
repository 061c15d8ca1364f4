package checks

import "github.com/iamhygiene/sdk/iamhygiene"

// monitoringChecks returns the checks of the theme.
func monitoringChecks(t thresholds) []iamhygiene.Check {
	return []iamhygiene.Check{
		CloudTrailMultiRegion{},
		AlarmPolicyChange{},
		AlarmConsoleNoMFA{},
		AlarmConsoleAuthFailure{},
		AlarmUnauthorizedCalls{},
		AlarmTrailChange{},
		AlarmOrganizationChange{},
		ConfigKeyRotationRule{MaxAge: t.rotation},
		ConfigRecorderOn{},
		AccessAnalyzerEnabled{},
		AccessAnalyzerUnusedAccess{},
		AccessAnalyzerFindings{},
	}
}
