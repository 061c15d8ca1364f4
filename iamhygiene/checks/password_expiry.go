package checks

import (
	"context"
	"fmt"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/access"
	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/permissions"
)

// PasswordPolicyHardExpiry is the check password-policy-hard-expiry: when
// expired passwords lock users out, somebody can let them in again.
type PasswordPolicyHardExpiry struct {
	// MinPrincipals is how many users and roles must be able to set a new
	// password; zero means 2.
	MinPrincipals int
}

// Info describes the check.
func (c PasswordPolicyHardExpiry) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "password-policy-hard-expiry", Theme: "passwords", Severity: iamhygiene.SeverityLow,
		Title:       "Expiry does not lock out",
		Description: "Users whose password expired may still set a new one, or at least two users and roles may do it for everybody by iam:UpdateLoginProfile, for certain, by their effective permissions. Not applicable where no user has a password.",
		Risk:        "The only administrator's password expires, and nobody but the root user can help.",
		Remediation: iamhygiene.Remediation{
			Text:    "Turn hard expiry off, or give iam:UpdateLoginProfile to a second role.",
			Command: "aws iam update-account-password-policy --no-hard-expiry <and all other settings>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html",
		},
		Needs:  []string{iamhygiene.Passwords.Name(), iamhygiene.CredentialReport.Name()},
		Uses:   append(effectiveData(), iamhygiene.Authorization.Name()),
		Params: map[string]string{"min_principals": fmt.Sprint(c.min())},
	}
}

func (c PasswordPolicyHardExpiry) min() int {
	if c.MinPrincipals <= 0 {
		return 2
	}
	return c.MinPrincipals
}

// Run evaluates the check for the account's password policy.
func (c PasswordPolicyHardExpiry) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachPasswordPolicy(ctx, s, func(p *iamhygiene.PasswordPolicy) iamhygiene.Verdict {
		observed := fact(s, iamhygiene.Passwords, "HardExpiry", fmt.Sprint(p.HardExpiry), "false")
		if !p.HardExpiry {
			return iamhygiene.Passed("users may replace a password that expired", observed)
		}
		able, unread := resetters(s)
		evidence := []iamhygiene.Evidence{observed, derived("principals that may call iam:UpdateLoginProfile", list(firstNames(able)), fmt.Sprintf("at least %d", c.min()))}
		_, _, hidden := access.ControlPolicies(s) // they may take it from some
		switch {
		case len(able) >= c.min() && hidden != nil:
			return iamhygiene.Undecided(hidden, evidence...)
		case len(able) >= c.min():
			return iamhygiene.Passed(fmt.Sprintf("expired passwords lock users out, and %d principals may set a new one", len(able)), evidence...)
		case unread != nil:
			return iamhygiene.Undecided(unread, evidence...)
		}
		return iamhygiene.Failed(fmt.Sprintf("expired passwords lock users out, and %s may set a new one; at least %d are required",
			count(len(able), "principal", "principals"), c.min()), evidence...)
	})
}

// resetters returns the users and roles that may set the password of any user.
// The error says that there may be more.
func resetters(s *iamhygiene.Snapshot) (able []string, unread error) {
	if _, err := iamhygiene.Authorization.Get(s); err != nil {
		return nil, err
	}
	for p, err := range accountWith(s, session{name: "any session"}).Principals() {
		if err != nil {
			unread = err
			continue
		}
		if p.Resource().Type == iamhygiene.TypeRootUser {
			continue
		}
		request := p.Request()
		request.Action, request.Pattern = "iam:UpdateLoginProfile", true
		request.Resource = fmt.Sprintf("arn:%s:iam::%s:user/*", s.Partition(), s.AccountID())
		d, _, err := permissions.Ask(p.Policies(), &request)
		switch {
		case err != nil:
			unread = err
		case d.Outcome == policyeval.Allowed:
			able = append(able, p.Resource().Name)
		case d.CanBeAllowed() && hangsOnUnread(d.DependsOn):
			for _, gap := range p.Gaps() {
				unread = gap
			}
		}
	}
	return able, unread
}
