package checks

import (
	"fmt"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// keyChecks returns the checks of the theme.
func keyChecks(t thresholds) []iamhygiene.Check {
	return []iamhygiene.Check{
		AccessKeyUnused{MaxUnused: t.unused},
		AccessKeyNeverUsed{Grace: t.neverUsedGrace},
		AccessKeyAtSetup{},
		AccessKeyRotation{MaxAge: t.rotation},
		AccessKeyTwoActive{Grace: t.rotationGrace},
		AccessKeyInactiveLeft{Grace: t.inactive},
		AccessKeyExposed{},
		AccessKeyInsteadOfRole{MaxUnused: t.unused},
		SigningCertificateAge{MaxAge: t.rotation},
	}
}

// keyName is how a sentence calls an access key. The credential report does not
// tell key ids.
func keyName(k *iamhygiene.AccessKey) string { return k.Slot() + " of " + k.User().Name() }

// keyColumn is a fact from one of the credential report's columns of the key.
func keyColumn(k *iamhygiene.AccessKey, column string, observed fmt.Stringer, expected string) iamhygiene.Evidence {
	return reported(k.Snapshot(), k.Slot()+"_"+column, observed.String(), expected)
}

// lastUse are the facts about the last use of a key.
func lastUse(k *iamhygiene.AccessKey, expected string) []iamhygiene.Evidence {
	r := k.Report()
	evidence := []iamhygiene.Evidence{keyColumn(k, "last_used_date", r.LastUsedDate, expected)}
	if !r.LastUsedRegion.IsZero() {
		evidence = append(evidence, keyColumn(k, "last_used_region", r.LastUsedRegion, ""))
	}
	if !r.LastUsedService.IsZero() {
		evidence = append(evidence, keyColumn(k, "last_used_service", r.LastUsedService, ""))
	}
	return evidence
}

// ifActive judges the keys that can be used; the others are not applicable.
func ifActive(judge iamhygiene.Predicate[*iamhygiene.AccessKey]) iamhygiene.Predicate[*iamhygiene.AccessKey] {
	return func(k *iamhygiene.AccessKey) iamhygiene.Verdict {
		active, err := k.Active()
		if err != nil {
			return iamhygiene.Undecided(err)
		}
		if !active {
			return iamhygiene.Inapplicable(keyName(k) + " is inactive")
		}
		return judge(k)
	}
}
