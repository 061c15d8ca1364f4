package checks

import (
	"context"
	"slices"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// RootCredentialsCentralised is the check root-credentials-centralised: the
// organization manages the root credentials of its member accounts. It has no
// parameters.
type RootCredentialsCentralised struct{}

// Info describes the check.
func (c RootCredentialsCentralised) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "root-credentials-centralised", Theme: "root", Severity: iamhygiene.SeverityMedium,
		Title: "Root credentials of members are managed centrally",
		Description: "The feature RootCredentialsManagement of IAM is enabled for the organization. Only its management account and the delegated administrator for IAM are told; " +
			"in other accounts, and in those without an organization, the question does not arise.",
		Risk: "Every member account has a root user with a password that can be reset by mail, beyond the reach of any policy in the account.",
		Remediation: iamhygiene.Remediation{
			Text:    "Enable trusted access for IAM in AWS Organizations, then the feature, and delete the root credentials of the member accounts. The root user itself stays.",
			Command: "aws iam enable-organizations-root-credentials-management",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html",
		},
		Needs: []string{iamhygiene.RootFeatures.Name()},
		Uses:  []string{iamhygiene.OrganizationDetails.Name()},
	}
}

// Run evaluates the check for the organization.
func (c RootCredentialsCentralised) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	subject := item[struct{}]{snapshot: s, resource: s.AccountResource(iamhygiene.TypeOrganization)}
	return each(ctx, s, iamhygiene.One(subject), func(item[struct{}]) iamhygiene.Verdict { return c.judge(s) })
}

// rootManagement is the feature that the check asks for.
const rootManagement = "RootCredentialsManagement"

func (c RootCredentialsCentralised) judge(s *iamhygiene.Snapshot) iamhygiene.Verdict {
	o, err := organizationOf(s)
	alone, known := err == nil && !o.Member, err == nil
	features, err := iamhygiene.RootFeatures.Get(s)
	if err != nil {
		if alone {
			return iamhygiene.Inapplicable("the account belongs to no organization")
		}
		return iamhygiene.Undecided(err)
	}
	if features == nil {
		return iamhygiene.Undecided(notInData(iamhygiene.RootFeatures, "", "the snapshot does not say which features of centralised root access are enabled"))
	}
	code := fact(s, iamhygiene.RootFeatures, "Error/Code", features.Code, "")
	switch features.Code {
	case "":
	case "AccountNotManagementOrDelegatedAdministratorException":
		if known && o.ManagementAccount == s.AccountID() {
			return iamhygiene.Undecided(notInData(iamhygiene.RootFeatures, "", "IAM says that this is not the management account, and AWS Organizations that it is: collect both again"), code)
		}
		return iamhygiene.Inapplicable("only the management account and the delegated administrator for IAM are told; see root-mfa for the root user of this account", code)
	case "OrganizationNotFoundException":
		if known && !alone {
			return iamhygiene.Undecided(notInData(iamhygiene.RootFeatures, "", "IAM says that the account belongs to no organization, and AWS Organizations that it does: collect both again"), code)
		}
		return iamhygiene.Inapplicable("the account belongs to no organization", code)
	case "OrganizationNotInAllFeaturesModeException":
		return iamhygiene.Failed("root credentials are not managed centrally: the organization does not have all features enabled", code)
	case "ServiceAccessNotEnabledException":
		return iamhygiene.Failed("root credentials are not managed centrally: IAM has no trusted access to the organization", code)
	default:
		return iamhygiene.Undecided(&iamhygiene.DataError{
			Dataset: iamhygiene.RootFeatures.Name(), Operation: "iam:ListOrganizationsFeatures", Action: "iam:ListOrganizationsFeatures", Code: features.Code,
		}, code)
	}
	evidence := fact(s, iamhygiene.RootFeatures, "EnabledFeatures", list(features.Enabled), rootManagement)
	return iamhygiene.If(slices.Contains(features.Enabled, rootManagement),
		"the organization manages the root credentials of its member accounts",
		"root credentials are not managed centrally: the feature "+rootManagement+" is not enabled", evidence)
}
