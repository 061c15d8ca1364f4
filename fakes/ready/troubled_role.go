package ready

import (
	"time"

	"github.com/iamhygiene/sdk/fakes"
)

// troubledRoles adds roles that hold too much, or that nobody needs. There is
// none for support and none for audits: support-role, audit-role.
func troubledRoles(s site) {
	// role-session-duration: twelve hours of administration.
	// role-trust-mfa: people take it without MFA.
	s.AddRole("operator", fakes.TrustAccount(s.ID()), fakes.Created(s.ago(700)), fakes.RoleUsed(s.ago(1), s.region),
		fakes.MaxSession(12*time.Hour), fakes.AttachPolicy(s.managed("AdministratorAccess")))
	// role-unused: never.
	// service-unused: it may do all of IAM, and does nothing.
	s.AddRole("migration", fakes.TrustAccount(s.ID()), fakes.Created(s.ago(700)), fakes.AttachPolicy("iam-all"))
	s.AddServiceLinkedRole("support.amazonaws.com", "AWSServiceRoleForSupport")
}

// troubledTrust adds roles that let in whom they should not. All but the first
// two may do little.
func troubledTrust(s site) {
	little := fakes.InlinePolicy("list", policy(allow("s3:ListBucket", "arn:"+s.partition+":s3:::shared")))
	used := fakes.RoleUsed(s.ago(2), s.region)
	add := func(name, document string, options ...fakes.RoleOption) {
		s.AddRole(name, document, append([]fakes.RoleOption{fakes.Created(s.ago(400)), used}, options...)...)
	}
	// role-trust-anyone
	add("open", policy(trust("AWS", "*", "sts:AssumeRole")), little)
	// role-trust-external-account, role-external-id-missing: an unknown account, by
	// its id alone.
	// role-external-privileged: it reads all data.
	add("scanner", policy(trust("AWS", "arn:"+s.partition+":iam::444455556666:root", "sts:AssumeRole")), fakes.AttachPolicy(s.managed("ReadOnlyAccess")))
	// role-external-id-weak, role-external-id-reused: four digits, for two parties.
	for _, vendor := range [...]struct{ name, account string }{{"billing-vendor", "555566667777"}, {"backup-vendor", "666677778888"}} {
		add(vendor.name, policy(trust("AWS", "arn:"+s.partition+":iam::"+vendor.account+":root", "sts:AssumeRole", condition{"StringEquals": {"sts:ExternalId": "1234"}})), little)
	}
	// This one is right, but for the account, which nobody knows.
	add("auditor", policy(trust("AWS", "arn:"+s.partition+":iam::777788889999:root", "sts:AssumeRole",
		condition{"StringEquals": {"sts:ExternalId": "c2a70f4e-auditor"}})), little)
	// role-trust-deleted-principal: the user left after the role was made.
	leaver := s.AddUser("mallory", fakes.Created(s.ago(500)))
	add("orphan", policy(trust("AWS", leaver.ARN, "sts:AssumeRole")), little)
	s.deleteUser("mallory")
	// role-confused-deputy: anybody's state machine may take it.
	add("workflow", fakes.TrustService("states.amazonaws.com"), little)
	// role-oidc-subject: any repository may take it.
	const issuer = "token.actions.githubusercontent.com"
	oidc := s.AddOIDCProvider("https://"+issuer, "sts.amazonaws.com")
	add("pipeline", policy(trust("Federated", oidc.ARN, "sts:AssumeRoleWithWebIdentity", condition{"StringLike": {issuer + ":sub": "repo:*"}})), little)
	// idp-unused
	s.AddOIDCProvider("https://gitlab.example.com", "sts.amazonaws.com")
	// role-saml-audience: and the provider is gone, but in a member account.
	add("staff", policy(trust("Federated", s.iam("saml-provider/merged"), "sts:AssumeRoleWithSAML")), little)
}
