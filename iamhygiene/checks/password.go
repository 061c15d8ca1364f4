package checks

import (
	"context"
	"strconv"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// passwordChecks returns the checks of the theme.
func passwordChecks(t thresholds) []iamhygiene.Check {
	return []iamhygiene.Check{
		PasswordPolicyPresent{},
		PasswordPolicyLength{Min: t.minLength},
		PasswordPolicyUppercase{},
		PasswordPolicyLowercase{},
		PasswordPolicyNumber{},
		PasswordPolicySymbol{},
		PasswordPolicyReuse{Min: t.reuse},
		PasswordPolicyExpiry{MaxAge: t.passwordMaxAge},
		PasswordPolicySelfChange{},
		PasswordPolicyHardExpiry{},
	}
}

const (
	// passwordPolicyPage is AWS's page on the password policy.
	passwordPolicyPage = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html"
	// passwordPolicyCommand sets everything at once, because
	// UpdateAccountPasswordPolicy turns whatever is left out back to its default.
	passwordPolicyCommand = "aws iam update-account-password-policy --minimum-password-length <length> --require-uppercase-characters --require-lowercase-characters --require-numbers --require-symbols --password-reuse-prevention <count> --allow-users-to-change-password"
	// passwordPolicyAdvice belongs to every remediation with that command.
	passwordPolicyAdvice = " The call sets the whole policy of the account: what it leaves out goes back to its default, so name every setting. New rules count from the next change of a password."
)

// passwordPolicyNeeds are the datasets of all checks of the theme: the report
// tells whether there is a password that the policy could bind.
func passwordPolicyNeeds() []string {
	return []string{iamhygiene.Passwords.Name(), iamhygiene.CredentialReport.Name()}
}

// policySubject is the account's password policy as a subject.
type policySubject struct{ snapshot *iamhygiene.Snapshot }

// Resource returns the policy as a resource.
func (p policySubject) Resource() iamhygiene.Resource {
	return p.snapshot.AccountResource(iamhygiene.TypePasswordPolicy)
}

// eachPasswordPolicy judges the one password policy of the account. An account
// without a policy of its own is judged by AWS's default, which is the zero
// value of all settings but the length. Where no IAM user has a password there
// is nothing to bind; a user of whom that is not known may have one.
func eachPasswordPolicy(ctx context.Context, s *iamhygiene.Snapshot, judge func(*iamhygiene.PasswordPolicy) iamhygiene.Verdict) []iamhygiene.Finding {
	return iamhygiene.Each(ctx, s, iamhygiene.One(policySubject{s}), func(policySubject) iamhygiene.Verdict {
		p, err := iamhygiene.Passwords.Get(s)
		if err != nil {
			return iamhygiene.Undecided(err)
		}
		if p == nil {
			return iamhygiene.Undecided(&iamhygiene.DataError{
				Dataset: iamhygiene.Passwords.Name(), Code: iamhygiene.CodeInvalid,
				Message: "the account password policy is null: an account without one has a policy that is not set",
			})
		}
		passwords, err := s.Account().HasPasswords()
		if err != nil {
			return iamhygiene.Undecided(err)
		}
		if !passwords {
			return iamhygiene.Inapplicable("no IAM user has a console password that the policy could bind; it never binds the root user",
				policyExists(s, p))
		}
		v := judge(p)
		v.Evidence = append(v.Evidence, policyExists(s, p))
		return v
	})
}

// policyExists is the fact that the account has a policy of its own, or not.
func policyExists(s *iamhygiene.Snapshot, p *iamhygiene.PasswordPolicy) iamhygiene.Evidence {
	return ofPolicy(s, "policy_exists", strconv.FormatBool(p.Set), "")
}

// ofPolicy is a fact from the password policy.
func ofPolicy(s *iamhygiene.Snapshot, path, observed, expected string) iamhygiene.Evidence {
	return iamhygiene.Evidence{
		Dataset: iamhygiene.Passwords.Name(), Path: path,
		Observed: observed, Expected: expected, At: iamhygiene.Passwords.At(s),
	}
}

// byDefault says, behind a value, that it is AWS's own.
func byDefault(p *iamhygiene.PasswordPolicy) string {
	if p.Set {
		return ""
	}
	return ", by AWS's default, for the account has no password policy of its own"
}

// PasswordPolicyPresent is the check password-policy-present: the account has a
// password policy of its own. It has no parameters.
type PasswordPolicyPresent struct{}

// Info describes the check.
func (c PasswordPolicyPresent) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "password-policy-present", Theme: "passwords", Severity: iamhygiene.SeverityMedium,
		Title: "A custom password policy exists",
		Description: "The account has a password policy of its own instead of AWS's default, which asks for 8 characters of three of four classes, never expires passwords and lets them be used again. " +
			"There is one policy for all IAM users of the account; it does not bind the root user. Not applicable where no IAM user has a console password.",
		Risk: "Under the default people choose short passwords and return to old ones.",
		Remediation: iamhygiene.Remediation{
			Text:    "Set a password policy for the account." + passwordPolicyAdvice,
			Command: passwordPolicyCommand, URL: passwordPolicyPage,
		},
		Frameworks: controls("1.8", "1.8", "1.7", "IAM.7"),
		Needs:      passwordPolicyNeeds(),
	}
}

// Run evaluates the check for the password policy.
func (c PasswordPolicyPresent) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachPasswordPolicy(ctx, s, func(p *iamhygiene.PasswordPolicy) iamhygiene.Verdict {
		return iamhygiene.If(p.Set,
			"the account has a password policy of its own",
			"the account has no password policy of its own, so AWS's default applies: 8 characters, three of four character classes, no expiry, no rule on reuse")
	})
}
