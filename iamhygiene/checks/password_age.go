package checks

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// PasswordPolicyReuse is the check password-policy-reuse: earlier passwords
// cannot be used again.
type PasswordPolicyReuse struct {
	// Min is how many earlier passwords must be refused; zero means 24, which is
	// the most that AWS can remember. A negative one means none.
	Min int
}

// Info describes the check.
func (c PasswordPolicyReuse) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "password-policy-reuse", Theme: "passwords", Severity: iamhygiene.SeverityLow,
		Title:       "Earlier passwords cannot be used again",
		Description: "PasswordReusePrevention of the account's password policy is at least the required number. AWS's default has no such rule. Not applicable where no IAM user has a console password.",
		Risk:        "Whoever learned a password that was replaced can use it once its owner returns to it.",
		Remediation: iamhygiene.Remediation{
			Text:    "Let the policy remember earlier passwords." + passwordPolicyAdvice,
			Command: passwordPolicyCommand, URL: passwordPolicyPage,
		},
		Frameworks: controls("1.9", "1.9", "1.8", "IAM.16"),
		Needs:      passwordPolicyNeeds(),
		Params:     map[string]string{"min": strconv.Itoa(c.min())},
	}
}

func (c PasswordPolicyReuse) min() int { return countOrDefault(c.Min, 24) }

// Run evaluates the check for the password policy.
func (c PasswordPolicyReuse) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachPasswordPolicy(ctx, s, func(p *iamhygiene.PasswordPolicy) iamhygiene.Verdict {
		n := p.ReusePrevention
		message := fmt.Sprintf("%d earlier passwords are refused%s; %d are required", n, byDefault(p), c.min())
		return iamhygiene.If(n >= c.min(), message, message,
			ofPolicy(s, "PasswordReusePrevention", strconv.Itoa(n), "at least "+strconv.Itoa(c.min())))
	})
}

// PasswordPolicyExpiry is the opt-in check password-policy-expiry: passwords
// expire. Whether they should is disputed: people who must change passwords
// often choose weaker ones.
type PasswordPolicyExpiry struct {
	// MaxAge is the longest time after which passwords may expire; zero means
	// 90 days. IAM counts whole days.
	MaxAge time.Duration
}

// Info describes the check.
func (c PasswordPolicyExpiry) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "password-policy-expiry", Theme: "passwords", Severity: iamhygiene.SeverityLow, OptIn: true,
		Title:       "Passwords expire",
		Description: "MaxPasswordAge of the account's password policy is set and not above the limit. Without it, and under AWS's default, passwords never expire. Not applicable where no IAM user has a console password.",
		Risk:        "A password that leaked unnoticed works until somebody changes it.",
		Remediation: iamhygiene.Remediation{
			Text:    "Let passwords expire. Older passwords do so at once: their owners have to set a new one at the next sign-in." + passwordPolicyAdvice,
			Command: passwordPolicyCommand + " --max-password-age <days>",
			URL:     passwordPolicyPage,
		},
		Frameworks: controls("", "", "", "IAM.10", "IAM.17"),
		Needs:      passwordPolicyNeeds(),
		Params:     map[string]string{"max_age": days(c.maxAge())},
	}
}

func (c PasswordPolicyExpiry) maxAge() time.Duration { return orDefault(c.MaxAge, 90*day) }

// Run evaluates the check for the password policy.
func (c PasswordPolicyExpiry) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	limit := int(c.maxAge() / day)
	return eachPasswordPolicy(ctx, s, func(p *iamhygiene.PasswordPolicy) iamhygiene.Verdict {
		fact := ofPolicy(s, "MaxPasswordAge", strconv.Itoa(p.MaxAge), fmt.Sprintf("1 to %d", limit))
		if p.MaxAge <= 0 {
			return iamhygiene.Failed(fmt.Sprintf("passwords never expire%s; they must after at most %d days", byDefault(p), limit), fact)
		}
		message := fmt.Sprintf("passwords expire after %d days; the limit is %d days", p.MaxAge, limit)
		return iamhygiene.If(p.MaxAge <= limit, message, message, fact)
	})
}

// PasswordPolicySelfChange is the check password-policy-self-change: IAM users
// may change their own password. It has no parameters.
type PasswordPolicySelfChange struct{}

// Info describes the check.
func (c PasswordPolicySelfChange) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "password-policy-self-change", Theme: "passwords", Severity: iamhygiene.SeverityLow,
		Title: "Users may change their password",
		Description: "AllowUsersToChangePassword of the account's password policy is on. It is off under AWS's default. Where passwords expire as well, the failure counts medium. " +
			"IAM policies that let single users change their password are not looked at. Not applicable where no IAM user has a console password.",
		Risk: "A password that its owner cannot change stays known to whoever set it, and one that expires locks its owner out.",
		Remediation: iamhygiene.Remediation{
			Text:    "Let users change their own password." + passwordPolicyAdvice,
			Command: passwordPolicyCommand,
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_enable-user-change.html",
		},
		Needs: passwordPolicyNeeds(),
	}
}

// Run evaluates the check for the password policy.
func (c PasswordPolicySelfChange) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachPasswordPolicy(ctx, s, func(p *iamhygiene.PasswordPolicy) iamhygiene.Verdict {
		fact := ofPolicy(s, "AllowUsersToChangePassword", strconv.FormatBool(p.AllowChange), "true")
		if !p.AllowChange && p.MaxAge > 0 {
			return iamhygiene.Failed(fmt.Sprintf("passwords expire after %d days and users may not change their own; they must be allowed to", p.MaxAge),
				fact, ofPolicy(s, "MaxPasswordAge", strconv.Itoa(p.MaxAge), "")).At(iamhygiene.SeverityMedium)
		}
		return iamhygiene.If(p.AllowChange,
			"users may change their own password",
			"users may not change their own password"+byDefault(p)+"; they must be allowed to", fact)
	})
}
