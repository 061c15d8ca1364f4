package ready

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	accounttypes "github.com/aws/aws-sdk-go-v2/service/account/types"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes"
)

// Clean returns an account that is in order: people come in through an identity
// provider, workloads have roles, trails, alarms, AWS Config and analyzers
// watch it, its organization guards it, and contacts are registered. Nobody has
// a console password.
//
// It is a member of an organization, and a delegated administrator of it, so
// that it can be told what its organization does for it. Given an organization
// in [Options], it adds to that: trusted access of IAM and Account Management,
// central management of root users, an instance of IAM Identity Center and two
// service control policies on the account itself.
func Clean(options ...func(*Options)) *fakes.Account {
	o := read(options)
	org := o.Organization
	if org == nil {
		org = fakes.NewOrganization(o.fake)
	}
	a := org.Account(o.ID)
	furnish(org, a)
	delegate(org, a.ID())
	return a
}

// furnish makes a member what [Clean] promises, but for what it is told.
func furnish(org *fakes.Organization, a *fakes.Account) {
	s := siteOf(a)
	cleanOrganization(org, s)
	cleanAccount(s)
	cleanRoles(s)
	cleanFederation(org, s)
	cleanCompute(s)
	cleanMonitoring(s)
}

// delegate makes a member a delegated administrator of the services that tell
// members nothing else.
func delegate(org *fakes.Organization, id string) {
	for _, service := range [...]string{"iam.amazonaws.com", "account.amazonaws.com"} {
		org.TrustService(service)
		org.Delegate(id, service)
	}
}

// cleanOrganization does what only the management account can do.
func cleanOrganization(org *fakes.Organization, s site) {
	org.TrustService("iam.amazonaws.com")
	centralise(org.Management())
	s.AttachSCP("guardrails-"+s.ID(), policy(
		deny("organizations:LeaveOrganization"),
		deny(each("cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "cloudtrail:UpdateTrail", "cloudtrail:PutEventSelectors")),
		deny(each("config:StopConfigurationRecorder", "config:DeleteConfigurationRecorder", "config:DeleteDeliveryChannel")),
		deny("access-analyzer:DeleteAnalyzer"),
	))
	s.AttachSCP("no-root-"+s.ID(), policy(
		deny("*", condition{"ArnLike": {"aws:PrincipalArn": "arn:" + s.partition + ":iam::*:root"}}),
	))
}

// cleanAccount is about the account as a whole and its root user.
func cleanAccount(s site) {
	s.SetName("account-"+s.ID(), mail(s.ID()))
	s.SetAlias("team-" + s.ID())
	s.Root(fakes.RootCreated(s.ago(900)), fakes.HardwareMFA("GAHT00"+s.ID()), fakes.RootPassword(s.ago(400)))
	s.SetPasswordPolicy(types.PasswordPolicy{
		MinimumPasswordLength: aws.Int32(16), PasswordReusePrevention: aws.Int32(24), MaxPasswordAge: aws.Int32(60),
		RequireUppercaseCharacters: true, RequireLowercaseCharacters: true, RequireNumbers: true, RequireSymbols: true,
		AllowUsersToChangePassword: true, HardExpiry: aws.Bool(false),
	})
	for _, c := range [...]struct {
		kind accounttypes.AlternateContactType
		name string
	}{
		{accounttypes.AlternateContactTypeSecurity, "Security"},
		{accounttypes.AlternateContactTypeBilling, "Billing"},
		{accounttypes.AlternateContactTypeOperations, "Operations"},
	} {
		s.SetAlternateContact(accounttypes.AlternateContact{
			AlternateContactType: c.kind, Name: aws.String(c.name), Title: aws.String(c.name + " team"),
			EmailAddress: aws.String("contact@example.com"), PhoneNumber: aws.String("+1 555 0100"),
		})
	}
}
