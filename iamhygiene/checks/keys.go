package checks

import "github.com/iamhygiene/sdk/iamhygiene"

// keyChecks returns the checks of the theme.
func keyChecks(t thresholds) []iamhygiene.Check {
	return []iamhygiene.Check{
		AccessKeyRotation{MaxAge: t.rotation},
	}
}
