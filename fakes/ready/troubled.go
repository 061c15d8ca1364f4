package ready

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/ssofake"
)

// Troubled returns an account with every problem that an account can have at
// once. The comments in this package name the check that finds each.
//
// Some problems exclude each other, and [Options.Organization] decides which of
// them the account has. Alone, it is in no organization, has no password policy
// and no way in but passwords. As a member of an organization, it has no
// guardrails, a password policy that locks people out, and people with passwords
// beside a SAML provider whose metadata has expired; it is a delegated
// administrator of IAM and Account Management, because other members are not
// told what their organization does.
func Troubled(options ...func(*Options)) *fakes.Account {
	o := read(options)
	var a *fakes.Account
	if o.Organization == nil {
		a = fakes.NewAccount(o.ID, o.fake)
	} else {
		a = o.Organization.Account(o.ID)
	}
	neglect(o.Organization, a)
	if o.Organization != nil {
		delegate(o.Organization, a.ID())
	}
	return a
}

// neglect makes an account what [Troubled] promises, but for what it is told. It
// is in no organization if org is nil.
func neglect(org *fakes.Organization, a *fakes.Account) {
	ssofake.Of(a) // answers that there is no instance: federation-absent
	s := siteOf(a)
	troubledPolicies(s)
	troubledRoot(s)
	troubledUsers(s)
	troubledKeys(s)
	troubledRoles(s)
	troubledTrust(s)
	troubledCompute(s)
	troubledMonitoring(s)
	// Alone: organization-member, federation-absent and, because AWS's default is
	// weak, password-policy-present, -length, -uppercase, -lowercase, -number,
	// -symbol, -reuse, -expiry and -self-change.
	if org != nil {
		troubledMember(org, s)
	}
}

// troubledRoot is about the account as a whole and its root user.
func troubledRoot(s site) {
	// contact-security, contact-billing, contact-operations: none is registered.
	s.Root(
		fakes.RootCreated(s.ago(2000)),
		// root-mfa, root-hardware-mfa: there is no device.
		// root-recent-use: the root user works.
		fakes.RootPassword(s.now.AddDate(0, 0, -1)),
		// root-access-key: one is active, one was left.
		fakes.AccessKey(func(k *fakes.Key) { k.Created, k.LastUsed, k.Service, k.Region = s.ago(1500), s.ago(3), "s3", s.region }),
		fakes.AccessKey(func(k *fakes.Key) { k.Created, k.Inactive = s.ago(1900), true }),
		// root-signing-certificate
		fakes.SigningCertificate(func(c *fakes.Certificate) { c.Uploaded = s.ago(1900) }),
	)
}

// troubledMember has the problems of a member of an organization, in place of
// those of an account that stands alone.
func troubledMember(org *fakes.Organization, s site) {
	// root-credentials-centralised: IAM has trusted access, the feature is off.
	org.TrustService("iam.amazonaws.com")
	// root-email-group
	s.SetName("Jane's account", "jane.doe@example.com")
	// scp-guardrails: the only policy of its own guards nothing.
	// password-policy-hard-expiry: it takes iam:UpdateLoginProfile from all.
	s.AttachSCP("no-password-resets-"+s.ID(), policy(deny("iam:UpdateLoginProfile")))
	// password-policy-length, -uppercase, -lowercase, -number, -symbol, -reuse,
	// -expiry, -self-change
	s.SetPasswordPolicy(types.PasswordPolicy{
		MinimumPasswordLength: aws.Int32(6), MaxPasswordAge: aws.Int32(365), PasswordReusePrevention: aws.Int32(1), HardExpiry: aws.Bool(true),
	})
	// user-console-while-federated: all users with passwords; the role staff
	// trusts the provider.
	// saml-expiring
	s.AddSAMLProvider("merged", s.ago(10))
}
