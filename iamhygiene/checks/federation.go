package checks

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/glob"
)

// federationChecks returns the checks of the theme.
func federationChecks(t thresholds) []iamhygiene.Check {
	return []iamhygiene.Check{
		FederationAbsent{},
		UserConsoleWhileFederated{},
		SAMLExpiring{Warn: t.expiryWarn},
		IDPUnused{},
	}
}

// A federation is what lets people into the account with identities that are
// kept elsewhere.
type federation struct {
	evidence []iamhygiene.Evidence
	source   string   // the first thing found: "the SAML provider Corp"
	missing  error    // what may hide one more
	idle     []string // the ARNs of SAML providers that no role trusts
}

func (f *federation) add(source string, e iamhygiene.Evidence) {
	if f.source == "" {
		f.source = source
	}
	f.evidence = append(f.evidence, e)
}

func (f *federation) lack(err error) {
	if f.missing == nil {
		f.missing = err
	}
}

// federationOf looks for SAML providers that a role trusts, instances of IAM
// Identity Center and the roles that it makes. OpenID Connect providers do not
// count: they are how workloads come in. Nor do SAML providers that no role
// trusts, as that of a VPN: nobody comes into the account by them.
func federationOf(s *iamhygiene.Snapshot) federation {
	var f federation
	if center, ok := iamhygiene.IdentityCenter.Partial(s); ok {
		for _, i := range center.Items {
			if i.Status != "" && i.Status != "ACTIVE" {
				continue
			}
			switch forAccounts, err := givesAccounts(s, i); {
			case err != nil:
				f.lack(err)
			case forAccounts:
				f.add("an instance of IAM Identity Center in "+i.Region, fact(s, iamhygiene.IdentityCenter, "Instances", i.ARN, ""))
			}
		}
	}
	f.lack(unreadIn(s, iamhygiene.IdentityCenter))
	if providers, ok := iamhygiene.SAMLProviders.Partial(s); ok && len(providers) > 0 {
		trusted, unknown := federatedTrust(s)
		for _, p := range providers {
			if len(trusted[p.ARN]) == 0 {
				if unknown != nil {
					f.lack(unknown) // a role that trusts it may be there
				} else {
					f.idle = append(f.idle, p.ARN)
				}
				continue
			}
			f.add("the SAML provider "+providerName(p.ARN), fact(s, iamhygiene.SAMLProviders, "SAMLProviderList", p.ARN, ""))
		}
	}
	f.lack(unread(s, iamhygiene.SAMLProviders))
	n := 0
	for r, err := range s.Roles() {
		switch {
		case err != nil:
			f.lack(err)
		case r.Reserved() && strings.HasPrefix(r.Detail().Name, "AWSReservedSSO_"):
			if n++; n == 1 { // one of many of its kind is evidence enough
				f.add("the role "+r.Detail().Name+" of IAM Identity Center", detailed(s, "RoleDetailList", r.Detail().ARN, ""))
			}
		}
	}
	return f
}

// givesAccounts says whether an instance of IAM Identity Center lets people into
// AWS accounts. That of an organization, which its management account owns,
// does; that of a single account only lets them into applications.
//
// https://docs.aws.amazon.com/singlesignon/latest/userguide/identity-center-instances.html
func givesAccounts(s *iamhygiene.Snapshot, i iamhygiene.IdentityCenterInstance) (bool, error) {
	if i.Owner == "" || i.Owner != s.AccountID() {
		return true, nil
	}
	org, err := iamhygiene.OrganizationDetails.Get(s)
	if err != nil || org == nil {
		return false, err
	}
	return org.Member && org.ManagementAccount == s.AccountID(), nil
}

// FederationAbsent is the check federation-absent: people come in through an
// identity provider.
type FederationAbsent struct {
	// MinUsers is how many IAM users with a console password there must be for
	// the question to arise; zero means one.
	MinUsers int
}

// Info describes the check.
func (c FederationAbsent) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "federation-absent", Theme: "federation", Severity: iamhygiene.SeverityMedium,
		Title: "People federate",
		Description: "The account has a SAML provider that a role trusts, sees an instance of IAM Identity Center, or has a role that IAM Identity Center made. " +
			"An OpenID Connect provider is not enough: it is how workloads come in. Not applicable where no user has a console password.",
		Risk: "Users in each account outlive the people: whoever leaves the company keeps the password until somebody remembers the account.",
		Remediation: iamhygiene.Remediation{
			Text:    "Give people access through IAM Identity Center, or a SAML provider in IAM with roles that trust it, and remove their IAM users.",
			Command: "aws sso-admin list-instances --region <region>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html",
		},
		Frameworks: controls("1.21", "1.21", "1.20"),
		Uses: []string{
			iamhygiene.IdentityCenter.Name(), iamhygiene.OrganizationDetails.Name(), iamhygiene.SAMLProviders.Name(),
			iamhygiene.Authorization.Name(), iamhygiene.OIDCProviders.Name(), iamhygiene.CredentialReport.Name(),
		},
		Params: map[string]string{"min_users": strconv.Itoa(c.minUsers())},
	}
}

func (c FederationAbsent) minUsers() int {
	if c.MinUsers == 0 {
		return 1
	}
	return max(c.MinUsers, 0)
}

// Run evaluates the check for the account.
func (c FederationAbsent) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, iamhygiene.One(s.Account()), c.judge)
}

func (c FederationAbsent) judge(a *iamhygiene.Account) iamhygiene.Verdict {
	s := a.Snapshot()
	f := federationOf(s)
	if f.source != "" {
		return iamhygiene.Passed("people can come in through "+f.source, f.evidence...)
	}
	users, unknown := consoleUsers(s)
	if unknown == nil && len(users) < c.minUsers() {
		return iamhygiene.Inapplicable(fmt.Sprintf("the account has %s; the question arises from %d on", count(len(users), "user with a console password", "users with a console password"), c.minUsers()))
	}
	if f.missing != nil {
		return iamhygiene.Undecided(f.missing)
	}
	if len(users) < c.minUsers() {
		return iamhygiene.Undecided(unknown)
	}
	message := fmt.Sprintf("%s a console password, and there is no SAML provider%s and no IAM Identity Center", count(len(users), "user has", "users have"), map[bool]string{true: " that a role trusts"}[len(f.idle) > 0])
	evidence := []iamhygiene.Evidence{reported(s, "password_enabled", list(firstNames(users)), "none")}
	if len(f.idle) > 0 {
		message += "; the SAML provider " + providerName(f.idle[0]) + " is trusted by no role, so nobody comes in through it"
		for _, arn := range f.idle {
			evidence = append(evidence, fact(s, iamhygiene.SAMLProviders, "SAMLProviderList", arn, "trusted by a role"))
		}
	}
	if providers, ok := iamhygiene.OIDCProviders.Partial(s); ok && len(providers) > 0 {
		message += "; the OpenID Connect provider " + providerName(providers[0].ARN) + " is for workloads, not for people"
		for _, p := range providers {
			evidence = append(evidence, fact(s, iamhygiene.OIDCProviders, "OpenIDConnectProviderList", p.ARN, ""))
		}
	}
	return iamhygiene.Failed(message, evidence...)
}

// consoleUsers returns the names of the users who have a console password, and
// why there may be more.
func consoleUsers(s *iamhygiene.Snapshot) (users []string, unknown error) {
	for u, err := range s.Users() {
		has := false
		if err == nil {
			has, err = u.HasPassword()
		}
		switch {
		case has:
			users = append(users, u.Name())
		case err != nil && unknown == nil:
			unknown = err
		}
	}
	return users, unknown
}

// UserConsoleWhileFederated is the check user-console-while-federated: where
// people federate, no IAM user has a console password.
type UserConsoleWhileFederated struct {
	// BreakGlass names the users who keep a password for the day on which
	// federation fails: exact names, or globs in which * stands for any run of
	// characters.
	BreakGlass []string
}

// Info describes the check.
func (c UserConsoleWhileFederated) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "user-console-while-federated", Theme: "federation", Severity: iamhygiene.SeverityLow,
		Title: "No console users beside federation",
		Description: "Where the account has a SAML provider that a role trusts, or IAM Identity Center, each IAM user is without a console password, except those listed as break-glass users. " +
			"Not applicable where the account is known to have neither.",
		Risk: "A password in IAM bypasses what the identity provider enforces, and the leaver's process does not reach it.",
		Remediation: iamhygiene.Remediation{
			Text:    "Give the person access through the identity provider and delete the password, or list the user as break-glass.",
			Command: "aws iam delete-login-profile --user-name <user>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_admin-change-user.html",
		},
		Frameworks: controls("1.21", "1.21", "1.20"),
		Needs:      []string{iamhygiene.CredentialReport.Name()},
		Uses:       []string{iamhygiene.IdentityCenter.Name(), iamhygiene.OrganizationDetails.Name(), iamhygiene.SAMLProviders.Name(), iamhygiene.Authorization.Name()},
		Params:     map[string]string{"break_glass": list(c.BreakGlass)},
	}
}

// Run evaluates the check for each IAM user.
func (c UserConsoleWhileFederated) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	f := federationOf(s)
	return each(ctx, s, s.Users(), func(u *iamhygiene.User) iamhygiene.Verdict { return c.judge(u, f) })
}

func (c UserConsoleWhileFederated) judge(u *iamhygiene.User, f federation) iamhygiene.Verdict {
	if f.source == "" && f.missing == nil {
		return iamhygiene.Inapplicable("people do not federate into the account: see federation-absent")
	}
	has, err := u.HasPassword()
	switch {
	case err != nil:
		return iamhygiene.Undecided(err)
	case !has:
		return iamhygiene.Passed(u.Name()+" has no console password", reported(u.Snapshot(), "password_enabled", "false", "false"))
	case glob.Any(c.BreakGlass, u.Name()):
		return iamhygiene.Inapplicable(u.Name()+" is listed as a break-glass user", reported(u.Snapshot(), "password_enabled", "true", ""))
	case f.source == "":
		return iamhygiene.Undecided(f.missing)
	}
	return iamhygiene.Failed(u.Name()+" has a console password while people can come in through "+f.source,
		append([]iamhygiene.Evidence{reported(u.Snapshot(), "password_enabled", "true", "false")}, f.evidence...)...)
}
