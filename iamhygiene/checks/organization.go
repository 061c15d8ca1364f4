package checks

import (
	"context"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// OrganizationMember is the check organization-member: the account belongs to an
// organization. It has no parameters.
type OrganizationMember struct{}

// Info describes the check.
func (c OrganizationMember) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "organization-member", Theme: "account", Severity: iamhygiene.SeverityLow,
		Title:       "Account belongs to an organization",
		Description: "The account is a member of an AWS organization, or its management account.",
		Risk:        "An account on its own has no guardrails above its administrators, and nobody but them sees that it exists.",
		Remediation: iamhygiene.Remediation{
			Text:    "Invite the account into the company's organization and accept the invitation.",
			Command: "aws organizations invite-account-to-organization --target Id=<account id>,Type=ACCOUNT",
			URL:     "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_invites.html",
		},
		Frameworks: controls("", "", "", "Account.2"),
		Needs:      []string{iamhygiene.OrganizationDetails.Name()},
	}
}

// Run evaluates the check for the account.
func (c OrganizationMember) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, iamhygiene.One(s.Account()), c.judge)
}

func (c OrganizationMember) judge(a *iamhygiene.Account) iamhygiene.Verdict {
	s := a.Snapshot()
	o, err := organizationOf(s)
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if !o.Member {
		return iamhygiene.Failed("the account belongs to no organization", fact(s, iamhygiene.OrganizationDetails, "Organization/Id", "none", "an organization"))
	}
	return iamhygiene.Passed("the account belongs to the organization "+o.ID,
		fact(s, iamhygiene.OrganizationDetails, "Organization/Id", o.ID, ""),
		fact(s, iamhygiene.OrganizationDetails, "Organization/FeatureSet", o.FeatureSet, ""))
}

// organizationOf returns the organization of the account, or why it is not
// known.
func organizationOf(s *iamhygiene.Snapshot) (*iamhygiene.Organization, error) {
	o, err := iamhygiene.OrganizationDetails.Get(s)
	if err != nil {
		return nil, err
	}
	if o == nil {
		return nil, notInData(iamhygiene.OrganizationDetails, "", "the snapshot does not say whether the account belongs to an organization")
	}
	return o, nil
}
