package checks

import (
	"context"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// ManualLeavers is the check manual-leavers: who leaves loses access at once.
// It asks, and has no parameters.
type ManualLeavers struct{}

// Info describes the check.
func (c ManualLeavers) Info() iamhygiene.Info { return c.question().info() }

// Run asks the question about the account.
func (c ManualLeavers) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return c.question().ask(ctx, s)
}

func (c ManualLeavers) question() question {
	return question{
		id: "manual-leavers", title: "Leavers lose access on the day",
		text:   "Is the directory account of a person who leaves disabled no later than on their last day?",
		why:    "The note should say how long it took the last time.",
		risk:   "Whoever has left still gets in by the identity provider, and nothing in AWS tells them from others.",
		advice: "Let the personnel system disable the directory account, and end the sessions that are open.",
		url:    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html",
	}
}

// ManualIDPMFA is the check manual-idp-mfa: the identity provider asks for MFA.
// It asks, and has no parameters.
type ManualIDPMFA struct{}

// Info describes the check.
func (c ManualIDPMFA) Info() iamhygiene.Info { return c.question().info() }

// Run asks the question about the account.
func (c ManualIDPMFA) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return c.question().ask(ctx, s)
}

func (c ManualIDPMFA) question() question {
	return question{
		id: "manual-idp-mfa", title: "Identity provider enforces MFA",
		text:   "Does the identity provider enforce MFA for every sign-in to AWS?",
		why:    "Neither the settings of identity providers nor those of IAM Identity Center can be read. Answer na where nobody federates.",
		risk:   "MFA in IAM does not reach people who federate: a stolen directory password is enough.",
		advice: "Require MFA in the identity provider for the AWS application, and in IAM Identity Center where it is the provider.",
		url:    "https://docs.aws.amazon.com/singlesignon/latest/userguide/enable-mfa.html",
	}
}

// ManualAuditCadence is the check manual-audit-cadence: users and policies are
// reviewed again and again. It asks, and has no parameters.
type ManualAuditCadence struct{}

// Info describes the check.
func (c ManualAuditCadence) Info() iamhygiene.Info { return c.question().info() }

// Run asks the question about the account.
func (c ManualAuditCadence) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return c.question().ask(ctx, s)
}

func (c ManualAuditCadence) question() question {
	return question{
		id: "manual-audit-cadence", title: "Users and policies are reviewed",
		text:   "Were users, roles and policies reviewed within the interval that the organisation has set?",
		why:    "The note should say who reviewed them last and when.",
		risk:   "What was right when it was set up stays when the reason has gone.",
		advice: "Name who reviews, how often, and where they write down what they changed.",
		url:    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
	}
}

// ManualExternalAssumptionReview is the check manual-external-assumption-
// review: somebody looks at how third parties use roles. It asks, and has no
// parameters.
type ManualExternalAssumptionReview struct{}

// Info describes the check.
func (c ManualExternalAssumptionReview) Info() iamhygiene.Info { return c.question().info() }

// Run asks the question about the account.
func (c ManualExternalAssumptionReview) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return c.question().ask(ctx, s)
}

func (c ManualExternalAssumptionReview) question() question {
	return question{
		id: "manual-external-assumption-review", title: "Role use by third parties is reviewed",
		text:   "Does somebody look regularly at the AssumeRole events of third parties?",
		why:    "The note should say who. Answer na where no third party is let in.",
		risk:   "A third party that is broken into comes in by its role, at odd times and from odd addresses that nobody compares.",
		advice: "Query the trail for AssumeRole events of foreign accounts, and compare when and from where they come.",
		url:    "https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html",
	}
}
