package checks

import (
	"context"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

// UserPrivilegedMFA is the check user-privileged-mfa: users who can do much harm
// have MFA. It has no parameters.
type UserPrivilegedMFA struct{}

// Info describes the check.
func (c UserPrivilegedMFA) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "user-privileged-mfa", Theme: "principals", Severity: iamhygiene.SeverityCritical,
		Title: "Privileged users have MFA",
		Description: "Each IAM user who is an administrator by its effective permissions, or can gain permissions by a step that the data prove, has an MFA device. Permissions that a policy grants only with MFA do not count, because such a user has none. " +
			"A user with access keys and no password fails with severity high: keys work without MFA unless a policy demands it, which mfa-not-enforced looks at. Not applicable to users without credentials.",
		Risk: "One stolen password is enough for the whole account.",
		Remediation: iamhygiene.Remediation{
			Text:    "Register a security key or a passkey for the user, and take away permissions that its task does not need.",
			Command: "aws iam enable-mfa-device --user-name <user> --serial-number <serial number> --authentication-code1 <code> --authentication-code2 <next code>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html",
		},
		Frameworks: controls("1.10", "1.10", "1.9", "IAM.5"),
		Needs:      []string{iamhygiene.CredentialReport.Name()},
		Uses:       append(effectiveData(), iamhygiene.Authorization.Name(), iamhygiene.AccessKeyDetails.Name()),
	}
}

// Run evaluates the check for each IAM user.
func (c UserPrivilegedMFA) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, s.Users(), func(u *iamhygiene.User) iamhygiene.Verdict { return c.judge(ctx, u) })
}

func (c UserPrivilegedMFA) judge(ctx context.Context, u *iamhygiene.User) iamhygiene.Verdict {
	mfa, err := u.MFAActive()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	s := u.Snapshot()
	if mfa {
		return iamhygiene.Passed(u.Name()+" has an MFA device", reported(s, credreport.ColumnMFAActive, "true", "true"))
	}
	what, err := usableCredential(u)
	if what == "" {
		if err != nil {
			return iamhygiene.Undecided(err)
		}
		return iamhygiene.Inapplicable(u.Name() + " has no password, active access key or active signing certificate")
	}
	if _, err := userDetail(u); err != nil {
		return iamhygiene.Undecided(err)
	}
	p, err := arnPowers(ctx, s, u.ARN())
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if p == nil {
		return iamhygiene.Undecided(notInData(iamhygiene.Authorization, u.ARN(), "the policies of "+u.Name()+" are not known"))
	}
	privileged := privilegeOf(s, p, true)
	if privileged.why == "" {
		if e := unsure(s, p, escalation.High, true); e != nil {
			return iamhygiene.Undecided(e)
		}
		return iamhygiene.Passed(u.Name() + " is not privileged without MFA")
	}
	v := iamhygiene.Failed(u.Name()+" "+privileged.why+", has "+what+" and no MFA device; a privileged user must have one",
		append([]iamhygiene.Evidence{reported(s, credreport.ColumnMFAActive, "false", "true")}, privileged.evidence...)...)
	v.Steps = privileged.steps
	if password, err := u.HasPassword(); err == nil && !password {
		v = v.At(iamhygiene.SeverityHigh)
		enforced := MFANotEnforced{}
		if actions, err := enforced.actions(); err == nil {
			v.Evidence = append(v.Evidence, derived(enforced.Info().ID, enforced.judge(ctx, u, actions).Status.String(), ""))
		}
	}
	return v
}
