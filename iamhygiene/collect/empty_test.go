package collect_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/account"
	accounttypes "github.com/aws/aws-sdk-go-v2/service/account/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// An answer without what was asked for, as emulators and proxies give, is
// neither a fact nor a panic.
func TestEmptyAnswers(t *testing.T) {
	for dataset, c := range map[string]struct {
		register func(*fakes.Account)
		scope    string
		want     string
	}{
		"account-summary":    {answer(on[iam.GetAccountSummaryInput], &iam.GetAccountSummaryOutput{}), "", "iam:GetAccountSummary returned an empty summary"},
		"password-policy":    {answer(on[iam.GetAccountPasswordPolicyInput], &iam.GetAccountPasswordPolicyOutput{}), "", "iam:GetAccountPasswordPolicy returned no policy"},
		"organization":       {answer(on[organizations.DescribeOrganizationInput], &organizations.DescribeOrganizationOutput{}), "", "organizations:DescribeOrganization returned no organization"},
		"primary-contact":    {answer(on[account.GetContactInformationInput], &account.GetContactInformationOutput{}), "", "account:GetContactInformation returned no contact information"},
		"alternate-contacts": {answer(on[account.GetAlternateContactInput], &account.GetAlternateContactOutput{}), "BILLING", "account:GetAlternateContact returned no contact"},
		"login-profiles":     {answer(on[iam.GetLoginProfileInput], &iam.GetLoginProfileOutput{}), arn("user/alice"), "iam:GetLoginProfile returned no profile"},
		"access-keys":        {answer(on[iam.GetAccessKeyLastUsedInput], &iam.GetAccessKeyLastUsedOutput{}), arn("user/alice"), "iam:GetAccessKeyLastUsed said nothing about the key"},
		"role-sessions": {answer(on[iam.ListRolesInput], &iam.ListRolesOutput{Roles: []iamtypes.Role{{Arn: aws.String(arn("role/x")), RoleName: aws.String("x")}}}),
			arn("role/x"), "iam:ListRoles does not tell the longest session of role x"},
		"credential-report": {answer(on[iam.GetCredentialReportInput], &iam.GetCredentialReportOutput{}), "", "iam:GetCredentialReport: the input is empty"},
	} {
		t.Run(dataset, func(t *testing.T) {
			acct := fakes.NewAccount(accountID)
			acct.AddUser("alice", fakes.AccessKey(), fakes.ConsolePassword())
			c.register(acct)
			s := live(t, acct, named(dataset))
			require.NotEmpty(t, s.Errors())
			e := s.Errors()[0]
			assert.Equal(t, dataset, e.Dataset)
			assert.Equal(t, c.scope, e.Scope)
			assert.Equal(t, iamhygiene.CodeInvalid, e.Code)
			assert.Equal(t, c.want, e.Message)
			assert.NotEmpty(t, e.Operation)
		})
	}
}

func answer[Out any](register func(*fakes.Account, *Out), out *Out) func(*fakes.Account) {
	return func(a *fakes.Account) { register(a, out) }
}

func TestEmptyIdentity(t *testing.T) {
	for name, out := range map[string]*sts.GetCallerIdentityOutput{
		"nothing":    {},
		"no account": {Arn: aws.String(arn("root"))},
		"no ARN":     {Account: aws.String(accountID)},
		"odd ARN":    {Account: aws.String(accountID), Arn: aws.String("alice")},
	} {
		acct := fakes.NewAccount(accountID)
		on[sts.GetCallerIdentityInput](acct, out)
		_, err := collect.Snapshot(t.Context(), acct.Config(), named("account-summary"))
		var identity *collect.IdentityError
		require.ErrorAs(t, err, &identity, name)
		require.ErrorIs(t, err, identity.Err)
		assert.ErrorContains(t, err, "sts:GetCallerIdentity answered with account", name)
	}
}

func TestEmptyRegions(t *testing.T) {
	acct := fakes.NewAccount(accountID)
	on[account.ListRegionsInput](acct, &account.ListRegionsOutput{Regions: []accounttypes.Region{{}}})
	s := live(t, acct, only([]string{"places"}, whereami()))
	v, err := places.Get(s)
	require.NoError(t, err)
	assert.Equal(t, []string{"us-east-1"}, v.Regions)
	require.Len(t, places.Errors(s), 1)
	assert.Equal(t, collect.ScopeRegions, places.Errors(s)[0].Scope)
	assert.Equal(t, "only the Region us-east-1 was read, because the Regions of the account are not known: account:ListRegions returned no Region", places.Errors(s)[0].Message)
}

// A contact whose address is none shows nothing of it.
func TestMask(t *testing.T) {
	for address, want := range map[string]string{"": "", "secret": "***", "@secret": "***", "s@example.com": "s***@example.com"} {
		acct := fakes.NewAccount(accountID)
		on[account.GetAlternateContactInput](acct, &account.GetAlternateContactOutput{AlternateContact: &accounttypes.AlternateContact{EmailAddress: aws.String(address)}})
		contacts, err := iamhygiene.AlternateContacts.Get(live(t, acct, named("alternate-contacts")))
		require.NoError(t, err)
		assert.Equal(t, want, contacts["SECURITY"].Email)
	}
}
