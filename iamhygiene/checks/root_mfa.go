package checks

import (
	"context"
	"slices"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// RootMFA is the check root-mfa: the root user has an MFA device. It has no
// parameters.
type RootMFA struct{}

// Info describes the check.
func (c RootMFA) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "root-mfa", Theme: "root", Severity: iamhygiene.SeverityCritical,
		Title: "Root user has MFA",
		Description: "The root user has at least one MFA device, by the account summary, else by the credential report. " +
			"Not applicable where the root user is known to have no password, access key or signing certificate, as in member accounts with centrally managed root access.",
		Risk: "No policy of the account limits the root user. Whoever has its password, or the mailbox that resets it, has the account.",
		Remediation: iamhygiene.Remediation{
			Text: "Sign in as the root user and register an MFA device under Security credentials; only the root user can do that, and it may have several. " +
				"For member accounts of an organization, consider to remove the root credentials instead. The command shows 1 when it is done.",
			Command: "aws iam get-account-summary --query SummaryMap.AccountMFAEnabled",
			URL:     rootPage + "#id_root-user_manage_mfa",
		},
		Frameworks: controls("1.5", "1.5", "1.4", "IAM.9"),
		Uses:       rootSources(),
	}
}

// Run evaluates the check for the root user.
func (c RootMFA) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachRoot(ctx, s, c.judge)
}

func (c RootMFA) judge(r *iamhygiene.Root) iamhygiene.Verdict {
	mfa := rootMFA(r)
	if mfa.err != nil {
		return iamhygiene.Undecided(mfa.err)
	}
	s := r.Snapshot()
	if mfa.holds {
		return mfa.verdict(s, iamhygiene.Passed("the root user has MFA"))
	}
	held := credentialsOf(r)
	if held.none() {
		return iamhygiene.Inapplicable("the root user has no password, access key or signing certificate that MFA could protect",
			slices.Concat(mfa.evidence, held.evidence())...)
	}
	// That root can sign in is the rule; that it has nothing to sign in with is
	// the exception, and needs proof.
	has := held.text()
	if has == "" {
		has = "credentials that are not fully known"
	}
	v := mfa.verdict(s, iamhygiene.Failed("the root user has "+has+" but no MFA device; at least one is required"))
	v.Evidence = append(v.Evidence, held.evidence()...)
	return v
}
