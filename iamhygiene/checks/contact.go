package checks

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// accountService reports whether the partition has the Account Management API,
// by which contacts and the root user's address are read.
//
// https://docs.aws.amazon.com/general/latest/gr/account-management.html
func accountService(partition string) bool { return partition == "aws" || partition == "aws-cn" }

// ContactSecurity is the check contact-security: the account has an alternate
// contact for security. It has no parameters.
type ContactSecurity struct{}

// Info describes the check.
func (c ContactSecurity) Info() iamhygiene.Info {
	info := contactInfo("security", "SECURITY")
	info.Severity = iamhygiene.SeverityMedium
	info.Risk = "AWS writes about leaked keys and abuse to the security contact. Without one the message goes to the root user's address, where it may lie for days."
	info.Frameworks = controls("1.2", "1.2", "1.2", "Account.1")
	return info
}

// Run evaluates the check for the account.
func (c ContactSecurity) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return contactRegistered(ctx, s, iamhygiene.ContactSecurity, "security")
}

// ContactBilling is the check contact-billing: the account has an alternate
// contact for billing. It has no parameters.
type ContactBilling struct{}

// Info describes the check.
func (c ContactBilling) Info() iamhygiene.Info {
	info := contactInfo("billing", "BILLING")
	info.Risk = "Notices on invoices and payments go to the root user's address alone. An account whose bills nobody pays is suspended."
	return info
}

// Run evaluates the check for the account.
func (c ContactBilling) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return contactRegistered(ctx, s, iamhygiene.ContactBilling, "billing")
}

// ContactOperations is the check contact-operations: the account has an
// alternate contact for operations. It has no parameters.
type ContactOperations struct{}

// Info describes the check.
func (c ContactOperations) Info() iamhygiene.Info {
	info := contactInfo("operations", "OPERATIONS")
	info.Risk = "Notices on the health of services go to the root user's address alone, and those who run the systems hear of them last."
	return info
}

// Run evaluates the check for the account.
func (c ContactOperations) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return contactRegistered(ctx, s, iamhygiene.ContactOperations, "operations")
}

// contactInfo is what the checks of alternate contacts have in common.
func contactInfo(word, typ string) iamhygiene.Info {
	return iamhygiene.Info{
		ID: "contact-" + word, Theme: "account", Severity: iamhygiene.SeverityLow,
		Title:       strings.ToUpper(word[:1]) + word[1:] + " contact is registered",
		Description: fmt.Sprintf("The account has an alternate contact for %s. Whether anybody reads what goes there cannot be seen. Not applicable in partitions without the Account Management API.", word),
		Remediation: iamhygiene.Remediation{
			Text:    "Register the address and number of a team, not of a person.",
			Command: "aws account put-alternate-contact --alternate-contact-type " + typ + " --name <name> --title <title> --email-address <address> --phone-number <number>",
			URL:     "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html",
		},
		Needs: []string{iamhygiene.AlternateContacts.Name()},
	}
}

func contactRegistered(ctx context.Context, s *iamhygiene.Snapshot, typ, word string) []iamhygiene.Finding {
	return each(ctx, s, iamhygiene.One(s.Account()), func(a *iamhygiene.Account) iamhygiene.Verdict {
		contacts, err := iamhygiene.AlternateContacts.Get(s)
		if err != nil {
			if !accountService(s.Partition()) {
				return iamhygiene.Inapplicable("the partition " + s.Partition() + " has no alternate contacts")
			}
			return iamhygiene.Undecided(err)
		}
		contact, asked := contacts[typ]
		if !asked {
			return iamhygiene.Undecided(gap(s, iamhygiene.AlternateContacts, typ))
		}
		if contact == nil {
			if e := iamhygiene.AlternateContacts.ErrorFor(s, typ); e != nil {
				return iamhygiene.Undecided(e)
			}
			return iamhygiene.Failed("no "+word+" contact is registered for the account", fact(s, iamhygiene.AlternateContacts, typ, "none", "a contact"))
		}
		return iamhygiene.Passed("the "+word+" contact is registered",
			fact(s, iamhygiene.AlternateContacts, typ+"/EmailAddress", contact.Email, ""),
			fact(s, iamhygiene.AlternateContacts, typ+"/Title", contact.Title, ""))
	})
}

// ContactPrimary is the check contact-primary: the account has primary contact
// information. It has no parameters.
type ContactPrimary struct{}

// Info describes the check.
func (c ContactPrimary) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "contact-primary", Theme: "account", Severity: iamhygiene.SeverityLow,
		Title:       "Primary contact is present",
		Description: "The account has primary contact information, with a name and a phone number. Whether it is still true cannot be seen: manual-contact-details asks for that.",
		Risk:        "Whoever lost the root user's MFA device or mailbox has to prove who they are by these details.",
		Remediation: iamhygiene.Remediation{
			Text:    "Enter the name of the company and a phone number that is answered.",
			Command: "aws account put-contact-information --contact-information file://<contact>",
			URL:     "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-primary.html",
		},
		Frameworks: controls("1.1", "1.1", "1.1"),
		Needs:      []string{iamhygiene.PrimaryContact.Name()},
	}
}

// Run evaluates the check for the account.
func (c ContactPrimary) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, iamhygiene.One(s.Account()), c.judge)
}

func (c ContactPrimary) judge(a *iamhygiene.Account) iamhygiene.Verdict {
	s := a.Snapshot()
	contact, err := iamhygiene.PrimaryContact.Get(s)
	if err != nil {
		if !accountService(s.Partition()) {
			return iamhygiene.Inapplicable("the partition " + s.Partition() + " has no contact information to read")
		}
		return iamhygiene.Undecided(err)
	}
	if contact == nil {
		return iamhygiene.Failed("the account has no primary contact", fact(s, iamhygiene.PrimaryContact, "ContactInformation", "none", "a contact"))
	}
	evidence := fact(s, iamhygiene.PrimaryContact, "ContactInformation", list(contact.Fields), "FullName, PhoneNumber")
	for _, field := range [...]string{"FullName", "PhoneNumber"} {
		if !slices.Contains(contact.Fields, field) {
			return iamhygiene.Failed("the primary contact of the account has no "+field, evidence)
		}
	}
	return iamhygiene.Passed("the account has a primary contact", evidence)
}
