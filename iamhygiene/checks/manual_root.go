package checks

import (
	"context"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// ManualRootMailbox is the check manual-root-mailbox: several people receive
// the mail to the root user's address. It asks, and has no parameters.
type ManualRootMailbox struct{}

// Info describes the check.
func (c ManualRootMailbox) Info() iamhygiene.Info { return c.question().info() }

// Run asks the question about the account.
func (c ManualRootMailbox) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return c.question().ask(ctx, s)
}

func (c ManualRootMailbox) question() question {
	return question{
		id: "manual-root-mailbox", title: "Root mailbox is read by a group",
		text:   "Is mail to the root user's address received by a group of people who watch it?",
		why:    "The note should say who they are.",
		risk:   "Who reads the mailbox can reset the root password; where nobody does, AWS's warnings go unread.",
		advice: "Send the mail to a group of people who are there for the account, and try now and then whether it arrives.",
		url:    "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html",
	}
}

// ManualRootPassword is the check manual-root-password: the root user's
// password is random and kept safe. It asks, and has no parameters.
type ManualRootPassword struct{}

// Info describes the check.
func (c ManualRootPassword) Info() iamhygiene.Info { return c.question().info() }

// Run asks the question about the account.
func (c ManualRootPassword) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return c.question().ask(ctx, s)
}

func (c ManualRootPassword) question() question {
	return question{
		id: "manual-root-password", title: "Root password is strong and stored",
		text:   "Is the root user's password random, at least 30 characters long, used nowhere else and kept in a vault?",
		why:    "The account password policy does not bind the root user. Answer na where the root user has no password.",
		risk:   "The password opens the whole account, and no policy makes it strong.",
		advice: "Let a password manager make the password, and keep it where two people have to agree before they get it.",
		url:    "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html",
	}
}

// ManualRootTokenBattery is the check manual-root-token-battery: the root
// user's hardware token works and goes on doing so. It asks, and has no
// parameters.
type ManualRootTokenBattery struct{}

// Info describes the check.
func (c ManualRootTokenBattery) Info() iamhygiene.Info { return c.question().info() }

// Run asks the question about the account.
func (c ManualRootTokenBattery) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return c.question().ask(ctx, s)
}

func (c ManualRootTokenBattery) question() question {
	return question{
		id: "manual-root-token-battery", title: "Hardware token of root works",
		text:   "Was the root user's hardware token tried within the last year, and will its battery last another year?",
		why:    "Answer na where the root user has no token with a battery, such as one with a security key.",
		risk:   "A token that is found dead on the day of need keeps out everybody, and getting in without it takes AWS days.",
		advice: "Sign in with the token once a year, and replace it before its battery ends.",
		url:    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_lost-or-broken.html",
	}
}

// ManualPhoneProtection is the check manual-phone-protection: phones that hold
// virtual MFA devices are locked and backed up. It asks, and has no parameters.
type ManualPhoneProtection struct{}

// Info describes the check.
func (c ManualPhoneProtection) Info() iamhygiene.Info { return c.question().info() }

// Run asks the question about the account.
func (c ManualPhoneProtection) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return c.question().ask(ctx, s)
}

func (c ManualPhoneProtection) question() question {
	return question{
		id: "manual-phone-protection", title: "Phones with virtual MFA are protected",
		text:   "Are the phones that hold virtual MFA devices locked, and the authenticator apps on them locked and backed up?",
		why:    "Answer na where nobody uses a virtual MFA device.",
		risk:   "A phone that is lost takes the second factor along; a phone that is open gives it away.",
		advice: "Require a lock on the phone and on the app, and a backup that is itself protected; better, give people security keys.",
		url:    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable_virtual.html",
	}
}

// ManualChallengeQuestions is the check manual-challenge-questions: the answers
// to security challenge questions are kept safe. It asks, and has no
// parameters.
type ManualChallengeQuestions struct{}

// Info describes the check.
func (c ManualChallengeQuestions) Info() iamhygiene.Info { return c.question().info() }

// Run asks the question about the account.
func (c ManualChallengeQuestions) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return c.question().ask(ctx, s)
}

func (c ManualChallengeQuestions) question() question {
	return question{
		id: "manual-challenge-questions", title: "Answers to challenge questions are stored",
		text:       "If the account still has security challenge questions, are the answers kept in a vault?",
		why:        "AWS no longer offers such questions. Answer na where the account has none.",
		risk:       "Without the answers an old account may be hard to recover; answers that anybody can guess help others to do it.",
		advice:     "Store the answers that there are beside the root password. New questions cannot be set.",
		url:        "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html",
		frameworks: controls("1.3", "1.3", ""),
	}
}

// ManualContactDetails is the check manual-contact-details: the contact details
// of the account are right. It asks, and has no parameters.
type ManualContactDetails struct{}

// Info describes the check.
func (c ManualContactDetails) Info() iamhygiene.Info { return c.question().info() }

// Run asks the question about the account.
func (c ManualContactDetails) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return c.question().ask(ctx, s)
}

func (c ManualContactDetails) question() question {
	return question{
		id: "manual-contact-details", title: "Contact details are current",
		text:       "Are the names, addresses and phone numbers of the primary and alternate contacts still right?",
		why:        "That they are there is what contact-primary and the checks of alternate contacts see.",
		risk:       "AWS writes and calls where nobody answers, and whoever has to recover the account cannot prove who they are.",
		advice:     "Read the contacts once a year and after each change of people, and correct them.",
		url:        "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact.html",
		frameworks: controls("1.1", "1.1", "1.1"),
	}
}
