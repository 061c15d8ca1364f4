package collect_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// spoilt are the datasets that have another value, or none, where an operation
// is refused, beside those that list it.
var spoilt = map[string][]string{
	// Without the report, all users are asked about.
	"iam:GenerateCredentialReport": {"access-keys", "login-profiles", "mfa-devices"},
	"iam:GetCredentialReport":      {"access-keys", "login-profiles", "mfa-devices"},
	// Without the details, nobody knows whom to ask.
	"iam:GetAccountAuthorizationDetails": {"last-accessed"},
	"organizations:DescribeOrganization": {"control-policies"},
}

// Each operation is refused in turn. Its datasets say so, with the permission
// to grant; the others are what they would have been.
func TestEachOperationRefused(t *testing.T) {
	_, acct := inhabited(t)
	whole := datasets(t, live(t, acct, everything))
	operations := actions(acct.Calls())
	require.Greater(t, len(operations), 25)
	infos := make(map[string]iamhygiene.DatasetInfo)
	for _, d := range iamhygiene.StandardDatasets() {
		infos[d.Name] = d
	}
	for _, operation := range operations {
		if operation == "sts:GetCallerIdentity" {
			continue
		}
		t.Run(operation, func(t *testing.T) {
			_, acct := inhabited(t)
			acct.Fail(fakes.Operation{}, fakes.AccessDenied().When(func(c fakes.Call) bool { return c.Action == operation }))
			s := live(t, acct, everything)
			got := datasets(t, s)
			for _, name := range global {
				own := slices.Contains(infos[name].Operations, operation)
				if !own {
					if !slices.Contains(spoilt[operation], name) {
						assert.JSONEq(t, whole[name], got[name], "%s does not hang on it", name)
					}
					continue
				}
				var errs []*iamhygiene.DataError
				for _, e := range s.Errors() {
					if e.Dataset == name {
						errs = append(errs, e)
					}
				}
				require.NotEmpty(t, errs, "%s says nothing", name)
				for _, e := range errs {
					assert.Equal(t, operation, e.Operation)
					assert.Contains(t, e.Grant(), operation)
					assert.Contains(t, []string{"AccessDenied", "AccessDeniedException"}, e.Code)
					assert.False(t, e.Retryable)
					assert.NotEmpty(t, e.RequestID)
					assert.Contains(t, e.Error(), "; grant ")
				}
			}
		})
	}
}

// Each call fails in turn, and no failure is lost.
func TestEveryCallFails(t *testing.T) {
	var acct *fakes.Account
	fakes.EveryCallFails(t, func() aws.Config {
		_, acct = inhabited(t)
		return acct.Config()
	}, func(cfg aws.Config) error {
		s, err := collect.Snapshot(t.Context(), cfg, patient(acct), everything)
		if err != nil {
			return err
		}
		for _, e := range s.Errors() {
			return e
		}
		return nil
	}, func(o *fakes.EveryCallFailsOptions) {
		o.Fault = fakes.ServiceFailure()
	})
}

// An account in which everything is refused has a snapshot that knows nothing
// and says so.
func TestEverythingRefused(t *testing.T) {
	_, acct := inhabited(t)
	acct.Fail(fakes.Operation{}, fakes.AccessDenied().When(func(c fakes.Call) bool { return c.Operation != "GetCallerIdentity" }))
	s := live(t, acct, everything)
	assert.Empty(t, s.Datasets())
	var failed []string
	for _, e := range s.Errors() {
		assert.Empty(t, e.Scope)
		assert.NotEmpty(t, e.Grant())
		failed = append(failed, e.Dataset)
	}
	assert.Equal(t, global, failed)
}

func TestOneUserRefused(t *testing.T) {
	_, acct := inhabited(t)
	acct.Fail(fakes.Op[iam.ListMFADevicesInput](), fakes.AccessDenied().When(func(c fakes.Call) bool {
		return aws.ToString(c.Input.(*iam.ListMFADevicesInput).UserName) == "robot"
	}))
	s := live(t, acct, named("mfa-devices", "credential-report"))
	devices, err := iamhygiene.MFADevices.Get(s)
	require.NoError(t, err)
	assert.Len(t, devices, 2, "R90: the others are decided")
	errs := iamhygiene.MFADevices.Errors(s)
	require.Len(t, errs, 1)
	assert.Equal(t, arn("user/robot"), errs[0].Scope)
	assert.Equal(t, []string{"iam:ListMFADevices"}, errs[0].Grant())
}

// Where the first users are refused, the others are not tried.
func TestAllUsersRefused(t *testing.T) {
	acct := fakes.NewAccount(accountID)
	for _, name := range strings.Fields("a b c d e f g h i j k l m n o p q r s t u v w x y z") {
		acct.AddUser(name)
	}
	acct.Fail(fakes.Op[iam.ListSSHPublicKeysInput](), fakes.AccessDenied())
	s := live(t, acct, named("ssh-keys"))
	_, err := iamhygiene.SSHKeys.Get(s)
	require.ErrorContains(t, err, "grant iam:ListSSHPublicKeys")
	assert.Len(t, iamhygiene.SSHKeys.Errors(s), 1)
	assert.Len(t, fakes.CallsTo[iam.ListSSHPublicKeysInput](acct), 8)
}

// The keys are known even if nobody may ask when they were last used.
func TestLastUseRefused(t *testing.T) {
	_, acct := inhabited(t)
	acct.Fail(fakes.Op[iam.GetAccessKeyLastUsedInput](), fakes.AccessDenied())
	s := live(t, acct, named("access-keys", "credential-report"))
	keys, err := iamhygiene.AccessKeyDetails.Get(s)
	require.NoError(t, err)
	assert.Len(t, keys[arn("user/doe,jane")], 2)
	errs := iamhygiene.AccessKeyDetails.Errors(s)
	require.Len(t, errs, 1)
	assert.Equal(t, arn("user/doe,jane"), errs[0].Scope)
	assert.Equal(t, []string{"iam:GetAccessKeyLastUsed"}, errs[0].Grant())
}

// What is absent is a fact; what is refused is not.
func TestAbsentOrRefused(t *testing.T) {
	const throttled = "Throttling"
	for name, c := range map[string]struct {
		dataset string
		prepare func(*fakes.Account)
		want    string // the value as JSON, or the code of the error
		why     string
	}{
		"no password policy":      {"password-policy", nil, `{"set": false}`, "R27"},
		"password policy refused": {"password-policy", fail[iam.GetAccountPasswordPolicyInput](fakes.AccessDenied()), "AccessDenied", "R28: never read as no policy"},
		"no contact":              {"alternate-contacts", nil, `{"BILLING": null, "OPERATIONS": null, "SECURITY": null}`, "R74"},
		"contacts refused":        {"alternate-contacts", fail[account.GetAlternateContactInput](fakes.AccessDenied()), "AccessDeniedException", "R74"},
		"no primary contact":      {"primary-contact", fail[account.GetContactInformationInput](fakes.APIError("ResourceNotFoundException", "none")), `null`, "it is a fact"},
		"no organization":         {"organization", nil, `{"member": false}`, "a fact"},
		"accounts of none":        {"organization-accounts", nil, `[]`, "a fact"},
		"policies of none":        {"control-policies", nil, `{}`, "nothing binds the account"},
		"features of none":        {"root-features", nil, `{"enabled": [], "code": "OrganizationNotFoundException"}`, "one of the four codes"},
		"features throttled":      {"root-features", fail[iam.ListOrganizationsFeaturesInput](fakes.Throttle(9)), throttled, "R75: not a fact"},
		"features, member":        {"root-features", fail[iam.ListOrganizationsFeaturesInput](fakes.APIError("AccountNotManagementOrDelegatedAdministratorException", "no")), `{"enabled": [], "code": "AccountNotManagementOrDelegatedAdministratorException"}`, "R75"},
		"features, no access":     {"root-features", fail[iam.ListOrganizationsFeaturesInput](fakes.APIError("ServiceAccessNotEnabledException", "no")), `{"enabled": [], "code": "ServiceAccessNotEnabledException"}`, "R75"},
		"features, no features":   {"root-features", fail[iam.ListOrganizationsFeaturesInput](fakes.APIError("OrganizationNotInAllFeaturesModeException", "no")), `{"enabled": [], "code": "OrganizationNotInAllFeaturesModeException"}`, "R75"},
		"email of nobody's":       {"root-email", nil, "AccessDeniedException", "an account that stands alone cannot ask"},
		"email is none":           {"root-email", answerEmail("postmaster"), iamhygiene.CodeInvalid, "what comes back is not taken for an address"},
		"no alias":                {"account-aliases", nil, `[]`, "an empty list is known"},
		"no certificates":         {"server-certificates", nil, `[]`, "an empty list is known"},
		"no providers":            {"saml-providers", nil, `[]`, "an empty list is known"},
		"no OIDC providers":       {"oidc-providers", nil, `[]`, "an empty list is known"},
		"no profiles":             {"instance-profiles", nil, `[]`, "an empty list is known"},
		"no devices":              {"virtual-mfa-devices", nil, `[]`, "an empty list is known"},
		"no users":                {"ssh-keys", nil, `{}`, "nobody to ask about"},
		"no roles":                {"role-sessions", nil, `{}`, "an empty list is known"},
		"summary empty":           {"account-summary", answerSummary, iamhygiene.CodeInvalid, "a key that is not there would read as 0"},
	} {
		t.Run(name, func(t *testing.T) {
			acct := fakes.NewAccount(accountID)
			if c.prepare != nil {
				c.prepare(acct)
			}
			s := live(t, acct, named(c.dataset))
			var got struct {
				Value  json.RawMessage
				Errors []iamhygiene.DataError
			}
			require.NoError(t, json.Unmarshal([]byte(datasets(t, s)[c.dataset]), &got))
			if len(got.Errors) > 0 {
				assert.Equal(t, c.want, got.Errors[0].Code, c.why)
				assert.Empty(t, got.Errors[0].Scope)
				assert.Equal(t, c.want == throttled, got.Errors[0].Retryable)
				asks := strings.HasPrefix(c.want, "AccessDenied") && c.dataset != "root-email" // which no permission opens
				assert.Equal(t, asks, got.Errors[0].Action != "", "only a refusal asks for a permission")
				return
			}
			assert.JSONEq(t, c.want, string(got.Value), c.why)
		})
	}
}

func fail[In any](f fakes.Fault) func(*fakes.Account) {
	return func(a *fakes.Account) { a.Fail(fakes.Op[In](), f) }
}

func answerEmail(address string) func(*fakes.Account) {
	return func(a *fakes.Account) {
		fakes.On(a, func(context.Context, *account.GetPrimaryEmailInput) (*account.GetPrimaryEmailOutput, error) {
			return &account.GetPrimaryEmailOutput{PrimaryEmail: aws.String(address)}, nil
		})
	}
}

func answerSummary(a *fakes.Account) {
	fakes.On(a, func(context.Context, *iam.GetAccountSummaryInput) (*iam.GetAccountSummaryOutput, error) {
		return nil, nil
	})
}

// The words of AWS about who refused are kept.
func TestServiceControlPolicy(t *testing.T) {
	org := fakes.NewOrganization()
	acct := org.Account(accountID)
	acct.AttachSCP("no-contacts", `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"account:*","Resource":"*"}}`)
	role := acct.AddRole("audit", fakes.TrustAccount(accountID), fakes.AttachPolicy("AdministratorAccess"))
	s, err := collect.Snapshot(t.Context(), acct.ConfigAs(role.ARN), patient(acct), named("alternate-contacts"))
	require.NoError(t, err)
	_, err = iamhygiene.AlternateContacts.Get(s)
	assert.ErrorContains(t, err, "with an explicit deny in a service control policy")
	assert.ErrorContains(t, err, "; grant account:GetAlternateContact")
}

// The management account knows its own address, and is bound by no policy.
func TestManagementAccount(t *testing.T) {
	org := fakes.NewOrganization()
	acct := org.Management()
	acct.SetName("payer", "jane.doe@example.org")
	s := live(t, acct, named("root-email", "control-policies", "organization", "root-features"))
	assert.Equal(t, &iamhygiene.RootAddress{Masked: "j***@example.org", Domain: "example.org", Personal: true}, get(t, s, iamhygiene.RootEmail))
	assert.Equal(t, &iamhygiene.ControlPolicySet{}, get(t, s, iamhygiene.ControlPolicies))
	assert.Equal(t, "ServiceAccessNotEnabledException", get(t, s, iamhygiene.RootFeatures).Code)
}
