package checks

import (
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
		SSHKeyAge{MaxAge: t.rotation},
		ServiceCredentialLongLived{MaxAge: t.rotation},
		SigningCertificateAge{MaxAge: t.rotation},
		ServerCertificateExpired{Warn: t.expiryWarn},
		MFADeviceOrphan{},
	}
}

// keyData are the datasets that tell of access keys: the listing, which is
// fresh and has ids, and the credential report. Either decides.
func keyData() []string {
	return []string{iamhygiene.AccessKeyDetails.Name(), iamhygiene.CredentialReport.Name()}
}

// keyName is how a sentence calls an access key.
func keyName(k *iamhygiene.AccessKey) string { return k.Name() + " of " + k.User().Name() }

// expected is the fact with what the check asks for.
func expected(e iamhygiene.Evidence, value string) iamhygiene.Evidence {
	e.Expected = value
	return e
}

// lastUse are the facts about the last use of a key, with what the check asks
// of its date.
func lastUse(k *iamhygiene.AccessKey, date string) []iamhygiene.Evidence {
	facts := k.UseEvidence()
	if len(facts) > 0 {
		facts[0].Expected = date
	}
	return facts
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
