package collect_test

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/account/types"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// global are the datasets that are collected in one place.
var global = []string{
	"access-keys", "account-aliases", "account-summary", "alternate-contacts", "authorization-details", "control-policies", "credential-report",
	"instance-profiles", "last-accessed", "login-profiles", "mfa-devices", "oidc-providers", "organization", "organization-accounts",
	"password-policy", "primary-contact", "role-sessions", "root-email", "root-features", "saml-providers", "server-certificates",
	"service-credentials", "ssh-keys", "virtual-mfa-devices",
}

// document has what percent encoding gets wrong: "+", "%25", a space, a quote.
const document = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::a+b/100%25/ü x/*"}}`

// inhabited is a member account with some of everything, in a unit of an
// organization that lets it manage itself.
func inhabited(t testing.TB) (*fakes.Organization, *fakes.Account) {
	t.Helper()
	org := fakes.NewOrganization()
	unit := org.AddOU("workloads")
	acct := unit.AddAccount(accountID)
	org.AttachSCP("no-leaving", `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}}`)
	unit.AttachSCP("guard", `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}}`)
	org.AttachRCP("mine", `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}}`)
	org.TrustService("iam.amazonaws.com")
	// A delegated administrator may read what the management account may.
	org.Delegate(accountID, "account.amazonaws.com")
	org.Delegate(accountID, "iam.amazonaws.com")
	acct.SetName("workload", "aws.team+prod@Example.com")

	now := acct.Now()
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	acct.Root(fakes.VirtualMFA(), fakes.RootPassword(ago(40)))
	acct.AddPolicy("readers", document, fakes.PolicyVersion(document, true), fakes.Created(ago(300)))
	acct.AddPolicy("fence", document)
	acct.AddGroup("admins", fakes.AttachPolicy("AdministratorAccess"), fakes.InlinePolicy("inline", document))
	acct.AddUser("alice", fakes.Path("/engineering/"), fakes.InGroup("admins"), fakes.Created(ago(400)), fakes.VirtualMFA(),
		fakes.ConsolePassword(func(p *fakes.Password) { p.LastUsed, p.ResetRequired = ago(1), true }),
		fakes.AccessKey(func(k *fakes.Key) { k.LastUsed, k.Service = ago(2), "s3" }), fakes.Tag("team", "core"), fakes.Boundary("fence"),
		fakes.LastAccessed("s3:GetObject", ago(2), "eu-west-1"))
	acct.AddUser("bob", fakes.Created(ago(200)), fakes.ConsolePassword(), fakes.InlinePolicy("inline", document))
	acct.AddUser("doe,jane", fakes.Created(ago(900)), fakes.SecurityKey(), fakes.ConsolePassword(),
		fakes.AccessKey(), fakes.AccessKey(func(k *fakes.Key) { k.Inactive = true }), fakes.SSHPublicKey())
	acct.AddUser("robot", fakes.Created(ago(100)), fakes.AttachPolicy("readers"), fakes.HardwareMFA("GAHT12345678"),
		fakes.ServiceSpecificCredential("codecommit.amazonaws.com"),
		fakes.ServiceSpecificCredential("bedrock.amazonaws.com", func(c *fakes.ServiceCredential) { c.Expires = now.AddDate(0, 1, 0) }))
	acct.AddUser("zoe", fakes.Created(ago(10)))
	acct.AddVirtualMFADevice("left-over")
	acct.AddRole("deploy", fakes.TrustExternal("444455556666", "a+b c"), fakes.AttachPolicy("readers"), fakes.MaxSession(2*time.Hour),
		fakes.RoleUsed(ago(3), "eu-west-1"), fakes.InlinePolicy("inline", document))
	acct.AddRole("node", fakes.TrustService("ec2.amazonaws.com"), fakes.Boundary("fence"))
	acct.AddServiceLinkedRole("support.amazonaws.com", "AWSServiceRoleForSupport")
	acct.AddInstanceProfile("node", "node")
	acct.AddInstanceProfile("empty", "")
	acct.AddSAMLProvider("okta", now.AddDate(1, 0, 0))
	acct.AddOIDCProvider("https://token.actions.githubusercontent.com", "sts.amazonaws.com")
	acct.AddOIDCProvider("https://example.com/oidc", "other")
	acct.AddServerCertificate("www", func(c *fakes.Certificate) { c.Expires = ago(-20) })
	acct.SetAlternateContact(types.AlternateContact{
		AlternateContactType: types.AlternateContactTypeSecurity, Name: aws.String("Sec"), Title: aws.String("Security Team"),
		EmailAddress: aws.String("security@example.com"), PhoneNumber: aws.String("+1 555 0100"),
	})
	acct.SetAlias("workload-prod")
	acct.SetPasswordPolicy(passwordPolicy())
	require.NoError(t, acct.Err())
	require.NoError(t, org.Err())
	return org, acct
}

// patient makes tests quick: sleeping takes no time, and moves the clock of
// the fake instead.
func patient(acct *fakes.Account) func(*collect.Options) {
	return func(o *collect.Options) {
		o.Now = acct.Now
		o.Sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	}
}

// everything collects all global datasets.
func everything(o *collect.Options) {
	o.Datasets = global
	o.LastAccessed.MaxJobs = 100
}

func named(names ...string) func(*collect.Options) {
	return func(o *collect.Options) { o.Datasets = names }
}

func live(t testing.TB, acct *fakes.Account, opts ...func(*collect.Options)) *iamhygiene.Snapshot {
	t.Helper()
	s, err := collect.Snapshot(t.Context(), acct.Config(), append([]func(*collect.Options){patient(acct)}, opts...)...)
	require.NoError(t, err)
	return s
}

// datasets returns the JSON of each dataset of a snapshot.
func datasets(t testing.TB, s *iamhygiene.Snapshot) map[string]string {
	t.Helper()
	text, err := json.Marshal(s)
	require.NoError(t, err)
	var in struct{ Datasets map[string]json.RawMessage }
	require.NoError(t, json.Unmarshal(text, &in))
	out := make(map[string]string)
	for name, raw := range in.Datasets {
		var b bytes.Buffer
		require.NoError(t, json.Indent(&b, raw, "", " "))
		out[name] = b.String()
	}
	return out
}

// actions returns the IAM actions of the calls, each once.
func actions(calls []fakes.Call) []string {
	seen := make(map[string]bool)
	for _, c := range calls {
		seen[c.Action] = true
	}
	var out []string
	for a := range seen {
		out = append(out, a)
	}
	slices.Sort(out)
	return out
}
