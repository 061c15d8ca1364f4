package checks

import "github.com/iamhygiene/sdk/iamhygiene"

// passwordChecks returns the checks of the theme.
func passwordChecks(t thresholds) []iamhygiene.Check {
	return []iamhygiene.Check{}
}
