package main

import (
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// contractors is a rule of one company: whoever is under /contractors/ signs
// in with MFA, belongs to the group contractors, and has no access key that
// is older than 30 days.
var contractors = iamhygiene.ForUsers(
	iamhygiene.Info{
		ID:       "acme-contractors",
		Theme:    "acme",
		Title:    "Contractors are set up as agreed",
		Severity: iamhygiene.SeverityHigh,
		Remediation: iamhygiene.Remediation{
			Text: "Correct the account of the contractor, or ask the platform team to.",
		},
		Needs: []string{iamhygiene.CredentialReport.Name(), iamhygiene.Authorization.Name()},
	},
	iamhygiene.When(iamhygiene.UserPath("/contractors/"),
		iamhygiene.All(
			iamhygiene.When(iamhygiene.HasPassword(), iamhygiene.MFAActive()),
			iamhygiene.InGroup("contractors"),
			iamhygiene.Not(iamhygiene.AnyKey(iamhygiene.All(
				iamhygiene.KeyActive(), iamhygiene.KeyOlderThan(30*24*time.Hour)))),
		)))
