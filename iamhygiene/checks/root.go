package checks

import "github.com/iamhygiene/sdk/iamhygiene"

// rootChecks returns the checks of the theme.
func rootChecks(t thresholds) []iamhygiene.Check {
	return []iamhygiene.Check{}
}
