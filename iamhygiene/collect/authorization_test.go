package collect_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// R86: documents are decoded once, by the rules of RFC 3986.
func TestDocuments(t *testing.T) {
	for name, c := range map[string]struct {
		encoded *string
		want    string
		err     string
		why     string
	}{
		"plus":        {aws.String("%7B%22Resource%22%3A%22a+b%22%7D"), `{"Resource":"a+b"}`, "", "a plus is a plus"},
		"space":       {aws.String("%7B%22Resource%22%3A%22a%20b%22%7D"), `{"Resource":"a b"}`, "", "%20 is a space"},
		"percent":     {aws.String("%7B%22Resource%22%3A%22100%2525%22%7D"), `{"Resource":"100%25"}`, "", "decoded once, not twice"},
		"not encoded": {aws.String(`{"Resource":"%41+"}`), `{"Resource":"%41+"}`, "", "a brace cannot stand in an encoded text"},
		"broken":      {aws.String("%7B%2"), "", `the percent encoding of the document is broken: invalid URL escape "%2"`, "the user is lost, not the policy"},
		"none":        {nil, "", "there is no document", "a policy without a document"},
	} {
		t.Run(name, func(t *testing.T) {
			acct := fakes.NewAccount(accountID)
			on[iam.GetAccountAuthorizationDetailsInput](acct, &iam.GetAccountAuthorizationDetailsOutput{
				UserDetailList: []types.UserDetail{
					{Arn: aws.String(arn("user/alice")), UserName: aws.String("alice"), UserPolicyList: []types.PolicyDetail{{PolicyName: aws.String("p"), PolicyDocument: c.encoded}}},
					{Arn: aws.String(arn("user/bob")), UserName: aws.String("bob")},
				},
			})
			s := live(t, acct, named("authorization-details"))
			d, err := iamhygiene.Authorization.Get(s)
			require.NoError(t, err)
			if c.err != "" {
				require.Len(t, d.Users, 1, c.why)
				assert.Equal(t, "bob", d.Users[0].Name)
				require.Len(t, s.Errors(), 1)
				assert.Equal(t, arn("user/alice"), s.Errors()[0].Scope)
				assert.Equal(t, "iam:GetAccountAuthorizationDetails: inline policy p: "+c.err, s.Errors()[0].Message)
				return
			}
			require.Len(t, d.Users, 2)
			assert.Equal(t, c.want, string(d.Users[0].Inline[0].Document), c.why)
		})
	}
}

// Parts that cannot be understood are lost one by one.
func TestDamagedDetails(t *testing.T) {
	acct := fakes.NewAccount(accountID)
	good := aws.String(`{"Statement":[]}`)
	on[iam.GetAccountAuthorizationDetailsInput](acct, &iam.GetAccountAuthorizationDetailsOutput{
		UserDetailList: []types.UserDetail{
			{Arn: aws.String(arn("user/alice")), UserName: aws.String("alice")},
			{Arn: aws.String(arn("user/alice")), UserName: aws.String("alice")},
		},
		RoleDetailList: []types.RoleDetail{
			{Arn: aws.String(arn("role/a")), RoleName: aws.String("a"), AssumeRolePolicyDocument: good, RoleLastUsed: &types.RoleLastUsed{}},
			{Arn: aws.String(arn("role/b")), RoleName: aws.String("b")},
			{Arn: aws.String(arn("role/c")), RoleName: aws.String("c"), AssumeRolePolicyDocument: good},
		},
		Policies: []types.ManagedPolicyDetail{
			{Arn: aws.String(arn("policy/a")), PolicyName: aws.String("a"), AttachmentCount: aws.Int32(0), PermissionsBoundaryUsageCount: aws.Int32(1)},
			{Arn: aws.String(arn("policy/b")), PolicyName: aws.String("b"), AttachmentCount: aws.Int32(0)},
			{Arn: aws.String(arn("policy/c")), PolicyName: aws.String("c"), AttachmentCount: aws.Int32(0), PermissionsBoundaryUsageCount: aws.Int32(0), PolicyVersionList: []types.PolicyVersion{{VersionId: aws.String("v7"), Document: aws.String("%")}}},
		},
	})
	s := live(t, acct, named("authorization-details"))
	d, err := iamhygiene.Authorization.Get(s)
	require.NoError(t, err)
	assert.Len(t, d.Users, 1, "one that comes twice counts once")
	assert.NotNil(t, d.Groups, "an empty list is known to be empty")
	require.Len(t, d.Roles, 2)
	assert.False(t, d.Roles[0].LastUsedUnknown, "AWS says that it was not used")
	assert.True(t, d.Roles[1].LastUsedUnknown, "AWS says nothing")
	assert.Len(t, d.Policies, 1)
	assert.Equal(t, []brief{
		{arn("policy/b"), iamhygiene.CodeInvalid, "iam:GetAccountAuthorizationDetails: the policy has no AttachmentCount or no PermissionsBoundaryUsageCount"},
		{arn("policy/c"), iamhygiene.CodeInvalid, `iam:GetAccountAuthorizationDetails: version v7: the percent encoding of the document is broken: invalid URL escape "%"`},
		{arn("role/b"), iamhygiene.CodeInvalid, "iam:GetAccountAuthorizationDetails: the trust policy: there is no document"},
	}, briefs(s.Errors()))

	on[iam.GetAccountAuthorizationDetailsInput](acct, &iam.GetAccountAuthorizationDetailsOutput{UserDetailList: []types.UserDetail{{UserName: aws.String("x")}}})
	_, err = iamhygiene.Authorization.Get(live(t, acct, named("authorization-details")))
	assert.ErrorContains(t, err, "returned 1 elements without an ARN", "nobody knows who is missing")
}
