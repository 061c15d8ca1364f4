package checks

import "github.com/iamhygiene/sdk/iamhygiene"

// accountChecks returns the checks of the theme.
func accountChecks(t thresholds) []iamhygiene.Check {
	return []iamhygiene.Check{}
}
