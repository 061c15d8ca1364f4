package checks

import "github.com/iamhygiene/sdk/iamhygiene"

// userChecks returns the checks of the theme.
func userChecks(t thresholds) []iamhygiene.Check {
	return []iamhygiene.Check{}
}
