package checks

import (
	"context"
	"strconv"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

// UserConsoleMFA is the check user-console-mfa: IAM users with a console
// password have an MFA device. It has no parameters.
type UserConsoleMFA struct{}

// Info describes the check.
func (c UserConsoleMFA) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "user-console-mfa", Theme: "users", Severity: iamhygiene.SeverityHigh,
		Title:       "Console users have MFA",
		Description: "Each IAM user with a console password has at least one MFA device enabled, of whatever kind, by the credential report. Users without a password are not judged, and neither is the root user. An administrator without MFA, by the effective permissions, fails with severity critical.",
		Risk:        "A guessed, reused or phished password is then all that it takes to sign in as the user.",
		Remediation: iamhygiene.Remediation{
			Text:    "Register an MFA device for the user, preferably a security key or passkey; or remove the password and let the person sign in through an identity provider.",
			Command: "aws iam enable-mfa-device --user-name <user> --serial-number <serial number> --authentication-code1 <code> --authentication-code2 <next code>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable.html",
		},
		Frameworks: controls("1.10", "1.10", "1.9", "IAM.5"),
		Needs:      []string{iamhygiene.CredentialReport.Name()},
		Uses:       append(effectiveData(), iamhygiene.Authorization.Name()),
	}
}

// Run evaluates the check for each IAM user.
func (c UserConsoleMFA) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, s.Users(), func(u *iamhygiene.User) iamhygiene.Verdict {
		v := c.judge(u)
		if v.Status != iamhygiene.Fail {
			return v
		}
		// Nobody is known for an administrator without details, and to look for
		// what such users might do is costly.
		if _, err := userDetail(u); err != nil {
			return v
		}
		if p, err := arnPowers(ctx, s, u.ARN()); err == nil && p != nil && p.Admin.Status == escalation.EffectiveAdministrator {
			v.Evidence = append(v.Evidence, adminFacts(s, p)...)
			v = v.At(iamhygiene.SeverityCritical)
		}
		return v
	})
}

func (c UserConsoleMFA) judge(u *iamhygiene.User) iamhygiene.Verdict {
	password, err := u.HasPassword()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if !password {
		return iamhygiene.Inapplicable(u.Name() + " has no console password")
	}
	mfa, err := u.MFAActive()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	s := u.Snapshot()
	evidence := []iamhygiene.Evidence{
		reported(s, credreport.ColumnPasswordEnabled, "true", ""),
		reported(s, credreport.ColumnMFAActive, strconv.FormatBool(mfa), "true"),
	}
	if e, err := u.Entry(); err == nil && !e.PasswordLastUsed.IsZero() {
		evidence = append(evidence, reported(s, credreport.ColumnPasswordLastUsed, e.PasswordLastUsed.String(), ""))
	}
	return iamhygiene.If(mfa,
		u.Name()+" has a console password and an MFA device",
		u.Name()+" has a console password and no MFA device; at least one is required",
		evidence...)
}

// UserMFAAll is the opt-in check user-mfa-all: every IAM user who can do
// anything has an MFA device, those without a console password too. It has no
// parameters.
type UserMFAAll struct{}

// Info describes the check.
func (c UserMFAAll) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "user-mfa-all", Theme: "users", Severity: iamhygiene.SeverityLow, OptIn: true,
		Title:       "Every user has MFA",
		Description: "Each IAM user with a console password, an active access key or an active signing certificate has at least one MFA device enabled, by the credential report. Access keys ask for MFA only where a policy demands it; this check does not look at policies.",
		Risk:        "Policies that demand MFA for sensitive calls lock such a user out, and without them the key alone suffices.",
		Remediation: iamhygiene.Remediation{
			Text:    "Register an MFA device for the user and demand MFA in the policies for sensitive actions; where the user is a workload, replace it by a role.",
			Command: "aws iam enable-mfa-device --user-name <user> --serial-number <serial number> --authentication-code1 <code> --authentication-code2 <next code>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
		},
		Frameworks: controls("", "", "", "IAM.19"),
		Needs:      []string{iamhygiene.CredentialReport.Name()},
	}
}

// Run evaluates the check for each IAM user.
func (c UserMFAAll) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, s.Users(), c.judge)
}

func (c UserMFAAll) judge(u *iamhygiene.User) iamhygiene.Verdict {
	mfa, err := u.MFAActive()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	fact := reported(u.Snapshot(), credreport.ColumnMFAActive, strconv.FormatBool(mfa), "true")
	if mfa {
		return iamhygiene.Passed(u.Name()+" has an MFA device", fact)
	}
	what, err := usableCredential(u)
	switch {
	case what != "":
		return iamhygiene.Failed(u.Name()+" has "+what+" and no MFA device; at least one is required", fact)
	case err != nil:
		return iamhygiene.Undecided(err)
	}
	return iamhygiene.Inapplicable(u.Name() + " has no password, active access key or active signing certificate")
}

// usableCredential names a credential with which the user can act; it is empty
// where there is none. An error comes only with an empty name.
func usableCredential(u *iamhygiene.User) (string, error) {
	password, unknown := u.HasPassword()
	if password {
		return "a console password", nil
	}
	keys, err := activeKeys(u)
	if len(keys) > 0 {
		return "an active access key", nil
	}
	if unknown == nil {
		unknown = err
	}
	certificates, err := certificatesOf(u)
	for _, x := range certificates {
		if x.active {
			return "an active signing certificate", nil
		}
	}
	if unknown == nil {
		unknown = err
	}
	return "", unknown
}
