package fakes_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

// accessed makes an account whose users have used services.
func accessed(t *testing.T) (a *fakes.Account, alice fakes.User, group, policy fakes.Entity) {
	a = fakes.NewAccount("111122223333")
	ago := func(days int) time.Time { return noon.AddDate(0, 0, -days) }
	policy = a.AddPolicy("buckets", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*","sqs:*","sns:Publish"],"Resource":"*"}]}`)
	group = a.AddGroup("ops", fakes.AttachPolicy("buckets"))
	alice = a.AddUser("alice", fakes.InGroup("ops"), fakes.InlinePolicy("keys", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:Decrypt","Resource":"*"}]}`),
		fakes.LastAccessed("s3:GetObject", ago(10), "eu-west-1"), fakes.LastAccessed("s3:GetBucketAcl", ago(2), "us-east-1"),
		fakes.LastAccessed("sqs", ago(401), "us-east-1"), fakes.LastAccessed("ec2:RunInstances", ago(1), "us-east-1"))
	a.AddUser("bob", fakes.InGroup("ops"), fakes.LastAccessed("s3", ago(1), "us-west-2"))
	require.NoError(t, a.Err())
	return a, alice, group, policy
}

func TestServiceLastAccessed(t *testing.T) {
	a, alice, group, policy := accessed(t)
	c := client(a)
	begin := func(arn string, g types.AccessAdvisorUsageGranularityType) *string {
		t.Helper()
		out, err := c.GenerateServiceLastAccessedDetails(ctx, &iam.GenerateServiceLastAccessedDetailsInput{Arn: &arn, Granularity: g})
		require.NoError(t, err)
		return out.JobId
	}
	get := func(job *string) *iam.GetServiceLastAccessedDetailsOutput {
		t.Helper()
		out, err := c.GetServiceLastAccessedDetails(ctx, &iam.GetServiceLastAccessedDetailsInput{JobId: job})
		require.NoError(t, err)
		return out
	}
	job := begin(alice.ARN, "")
	out := get(job)
	assert.Equal(t, types.JobStatusTypeInProgress, out.JobStatus)
	assert.Equal(t, noon, *out.JobCreationDate)
	assert.Nil(t, out.JobCompletionDate)
	assert.Empty(t, out.ServicesLastAccessed)
	out = get(job)
	assert.Equal(t, types.JobStatusTypeCompleted, out.JobStatus)
	assert.Equal(t, types.AccessAdvisorUsageGranularityTypeServiceLevel, out.JobType)
	var names []string
	for _, s := range out.ServicesLastAccessed {
		names = append(names, *s.ServiceNamespace)
	}
	require.Equal(t, []string{"kms", "s3", "sns", "sqs"}, names, "the services that the policies of the user and its groups allow, and no others")
	s3 := out.ServicesLastAccessed[1]
	assert.Equal(t, "Amazon S3", *s3.ServiceName)
	assert.Equal(t, noon.AddDate(0, 0, -2), *s3.LastAuthenticated)
	assert.Equal(t, alice.ARN, *s3.LastAuthenticatedEntity)
	assert.Equal(t, "us-east-1", *s3.LastAuthenticatedRegion)
	assert.EqualValues(t, 1, *s3.TotalAuthenticatedEntities)
	assert.Nil(t, s3.TrackedActionsLastAccessed)
	assert.Nil(t, out.ServicesLastAccessed[0].LastAuthenticated, "never used")
	assert.Nil(t, out.ServicesLastAccessed[3].LastAuthenticated, "not used within the 400 days that IAM remembers")

	t.Run("pages by marker", func(t *testing.T) {
		a.PageSize(3)
		defer a.PageSize(0)
		first := get(job)
		assert.Len(t, first.ServicesLastAccessed, 3)
		require.True(t, first.IsTruncated)
		second, err := c.GetServiceLastAccessedDetails(ctx, &iam.GetServiceLastAccessedDetailsInput{JobId: job, Marker: first.Marker})
		require.NoError(t, err)
		assert.Len(t, second.ServicesLastAccessed, 1)
		assert.False(t, second.IsTruncated)
	})
	t.Run("action level", func(t *testing.T) {
		job := begin(alice.ARN, types.AccessAdvisorUsageGranularityTypeActionLevel)
		get(job)
		actions := get(job).ServicesLastAccessed[1].TrackedActionsLastAccessed
		require.Len(t, actions, 2)
		assert.Equal(t, "GetBucketAcl", *actions[0].ActionName)
		assert.Equal(t, "GetObject", *actions[1].ActionName)
		assert.Equal(t, "eu-west-1", *actions[1].LastAccessedRegion)
	})
	t.Run("of a group, with its members", func(t *testing.T) {
		job := begin(group.ARN, "")
		get(job)
		out := get(job)
		assert.Len(t, out.ServicesLastAccessed, 3)
		assert.Equal(t, "arn:aws:iam::111122223333:user/bob", *out.ServicesLastAccessed[0].LastAuthenticatedEntity)
		assert.EqualValues(t, 2, *out.ServicesLastAccessed[0].TotalAuthenticatedEntities)
		entities, err := c.GetServiceLastAccessedDetailsWithEntities(ctx, &iam.GetServiceLastAccessedDetailsWithEntitiesInput{JobId: job, ServiceNamespace: aws.String("s3")})
		require.NoError(t, err)
		require.Len(t, entities.EntityDetailsList, 2)
		assert.Equal(t, "bob", *entities.EntityDetailsList[0].EntityInfo.Name, "the latest comes first")
		_, err = c.GetServiceLastAccessedDetailsWithEntities(ctx, &iam.GetServiceLastAccessedDetailsWithEntitiesInput{JobId: job, ServiceNamespace: aws.String("ec2")})
		refused(t, err, 400, "InvalidInput", "ec2")
	})
	t.Run("of a policy, with whom it reaches", func(t *testing.T) {
		job := begin(policy.ARN, "")
		get(job)
		assert.EqualValues(t, 2, *get(job).ServicesLastAccessed[0].TotalAuthenticatedEntities)
	})
	t.Run("belongs to who began it", func(t *testing.T) {
		fakes.AllowEverybody(a)
		_, err := iam.NewFromConfig(a.ConfigAs(alice.ARN)).GetServiceLastAccessedDetails(ctx, &iam.GetServiceLastAccessedDetailsInput{JobId: job})
		refused(t, err, 404, "NoSuchEntity", "cannot be found")
		_, err = c.GenerateServiceLastAccessedDetails(ctx, &iam.GenerateServiceLastAccessedDetailsInput{Arn: aws.String("arn:aws:iam::111122223333:user/nope")})
		refused(t, err, 404, "NoSuchEntity", "arn:aws:iam::111122223333:user/nope")
	})
	t.Run("can fail", func(t *testing.T) {
		a.FailJobs("InternalError", "The report could not be generated.")
		a.JobPolls(0)
		out := get(begin(alice.ARN, ""))
		assert.Equal(t, types.JobStatusTypeFailed, out.JobStatus)
		assert.Equal(t, "InternalError", *out.Error.Code)
		assert.Empty(t, out.ServicesLastAccessed)
	})
}

func TestListPoliciesGrantingServiceAccess(t *testing.T) {
	a, alice, _, policy := accessed(t)
	a.PageSize(1)
	var got []types.ListPoliciesGrantingServiceAccessEntry
	in := &iam.ListPoliciesGrantingServiceAccessInput{Arn: &alice.ARN, ServiceNamespaces: []string{"s3", "kms", "ec2"}}
	for { // the SDK has no paginator
		out, err := client(a).ListPoliciesGrantingServiceAccess(ctx, in)
		require.NoError(t, err)
		assert.Len(t, out.PoliciesGrantingServiceAccess, 1)
		got = append(got, out.PoliciesGrantingServiceAccess...)
		if in.Marker = out.Marker; !out.IsTruncated {
			break
		}
	}
	require.Len(t, got, 3)
	assert.Equal(t, []types.PolicyGrantingServiceAccess{{PolicyName: aws.String("buckets"), PolicyArn: &policy.ARN, PolicyType: types.PolicyTypeManaged}}, got[0].Policies)
	assert.Equal(t, []types.PolicyGrantingServiceAccess{{PolicyName: aws.String("keys"), PolicyType: types.PolicyTypeInline,
		EntityName: aws.String("alice"), EntityType: types.PolicyOwnerEntityTypeUser}}, got[1].Policies)
	assert.Empty(t, got[2].Policies)
}

func TestSimulatePrincipalPolicy(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.AddPolicy("bounds", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*","iam:*"],"Resource":"*"}]}`)
	a.AddGroup("ops", fakes.AttachPolicy("AdministratorAccess"))
	alice := a.AddUser("alice", fakes.InGroup("ops"), fakes.Boundary("bounds"), fakes.InlinePolicy("guard",
		"{\"Version\":\"2012-10-17\",\n \"Statement\":[\n  {\"Effect\":\"Deny\",\"Action\":\"iam:*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"aws:MultiFactorAuthPresent\":\"false\"}}}]}"))
	require.NoError(t, a.Err())
	c := client(a)
	out, err := c.SimulatePrincipalPolicy(ctx, &iam.SimulatePrincipalPolicyInput{
		PolicySourceArn: &alice.ARN, ActionNames: []string{"s3:GetObject", "iam:CreateUser", "ec2:RunInstances"},
		ContextEntries: []types.ContextEntry{{ContextKeyName: aws.String("aws:MultiFactorAuthPresent"), ContextKeyType: types.ContextKeyTypeEnumBoolean, ContextKeyValues: []string{"false"}}},
	})
	require.NoError(t, err)
	require.Len(t, out.EvaluationResults, 3)
	get, create, run := out.EvaluationResults[0], out.EvaluationResults[1], out.EvaluationResults[2]
	assert.Equal(t, types.PolicyEvaluationDecisionTypeAllowed, get.EvalDecision)
	require.Len(t, get.MatchedStatements, 1)
	assert.Equal(t, "AdministratorAccess", *get.MatchedStatements[0].SourcePolicyId)
	assert.Equal(t, types.PolicySourceTypeAwsManaged, get.MatchedStatements[0].SourcePolicyType)
	assert.True(t, get.PermissionsBoundaryDecisionDetail.AllowedByPermissionsBoundary)
	assert.Equal(t, types.PolicyEvaluationDecisionTypeExplicitDeny, create.EvalDecision)
	require.Len(t, create.MatchedStatements, 1)
	assert.Equal(t, "user_alice_guard", *create.MatchedStatements[0].SourcePolicyId)
	assert.Equal(t, types.Position{Line: 3, Column: 3}, *create.MatchedStatements[0].StartPosition)
	assert.EqualValues(t, 3, create.MatchedStatements[0].EndPosition.Line)
	assert.Equal(t, types.PolicyEvaluationDecisionTypeImplicitDeny, run.EvalDecision)
	assert.False(t, run.PermissionsBoundaryDecisionDetail.AllowedByPermissionsBoundary)
	assert.Empty(t, run.MatchedStatements)

	out, err = c.SimulatePrincipalPolicy(ctx, &iam.SimulatePrincipalPolicyInput{PolicySourceArn: &alice.ARN, ActionNames: []string{"iam:CreateUser"},
		PolicyExclusionList: []types.PolicyIdentifier{&types.PolicyIdentifierMemberPolicyArn{Value: "arn:aws:iam::aws:policy/AdministratorAccess"}}})
	require.NoError(t, err)
	assert.Equal(t, types.PolicyEvaluationDecisionTypeImplicitDeny, out.EvaluationResults[0].EvalDecision)
	assert.Equal(t, []string{"aws:MultiFactorAuthPresent"}, out.EvaluationResults[0].MissingContextValues)

	_, err = c.SimulatePrincipalPolicy(ctx, &iam.SimulatePrincipalPolicyInput{PolicySourceArn: &alice.ARN, ActionNames: []string{"s3:GetObject"},
		PolicyInputList: []string{"%7B%7D"}})
	refused(t, err, 400, "InvalidInput", "Syntax errors in policy.")
}

func TestSimulateCustomPolicyReadsPlainJSON(t *testing.T) {
	c := client(fakes.NewAccount("111122223333"))
	in := &iam.SimulateCustomPolicyInput{
		ActionNames: []string{"s3:GetObject", "s3:PutObject"}, ResourceArns: []string{"arn:aws:s3:::a/x", "arn:aws:s3:::b/x"}, MaxItems: aws.Int32(3),
		PolicyInputList: []string{`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::${aws:PrincipalTag/team}/*","Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}}}`},
		CallerArn:       aws.String("arn:aws:iam::111122223333:user/alice"),
		ContextEntries: []types.ContextEntry{
			{ContextKeyName: aws.String("aws:PrincipalTag/team"), ContextKeyType: types.ContextKeyTypeEnumString, ContextKeyValues: []string{"a"}},
			{ContextKeyName: aws.String("aws:RequestedRegion"), ContextKeyType: types.ContextKeyTypeEnumString, ContextKeyValues: []string{"eu-west-1"}}},
	}
	var got []string
	for p := iam.NewSimulateCustomPolicyPaginator(c, in); p.HasMorePages(); {
		out, err := p.NextPage(ctx)
		require.NoError(t, err)
		for _, r := range out.EvaluationResults {
			got = append(got, *r.EvalActionName+" "+*r.EvalResourceName+" "+string(r.EvalDecision))
			assert.Empty(t, r.MissingContextValues)
			assert.Equal(t, r.EvalDecision, r.ResourceSpecificResults[0].EvalResourceDecision)
		}
	}
	assert.Equal(t, []string{
		"s3:GetObject arn:aws:s3:::a/x allowed", "s3:GetObject arn:aws:s3:::b/x implicitDeny",
		"s3:PutObject arn:aws:s3:::a/x implicitDeny", "s3:PutObject arn:aws:s3:::b/x implicitDeny"}, got)
	keys, err := c.GetContextKeysForCustomPolicy(ctx, &iam.GetContextKeysForCustomPolicyInput{PolicyInputList: in.PolicyInputList})
	require.NoError(t, err)
	assert.Equal(t, []string{"aws:PrincipalTag/team", "aws:RequestedRegion"}, keys.ContextKeyNames)
	_, err = c.SimulateCustomPolicy(ctx, &iam.SimulateCustomPolicyInput{ActionNames: in.ActionNames, PolicyInputList: in.PolicyInputList, ResourceHandlingOption: aws.String("EC2-VPC-InstanceStore")})
	var unmodeled *fakes.NotModeledError
	require.ErrorAs(t, err, &unmodeled)
	_, err = c.SimulateCustomPolicy(ctx, &iam.SimulateCustomPolicyInput{ActionNames: in.ActionNames, PolicyInputList: in.PolicyInputList})
	require.ErrorAs(t, err, &unmodeled, "somebody without a name has no tags that a policy may ask for")
}

func TestContextKeysForPrincipalPolicy(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.AddGroup("ops", fakes.InlinePolicy("mfa", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}`))
	alice := a.AddUser("alice", fakes.InGroup("ops"), fakes.AttachPolicy("IAMUserChangePassword"))
	out, err := client(a).GetContextKeysForPrincipalPolicy(ctx, &iam.GetContextKeysForPrincipalPolicyInput{PolicySourceArn: &alice.ARN})
	require.NoError(t, err)
	assert.Equal(t, []string{"aws:username", "aws:MultiFactorAuthPresent"}, out.ContextKeyNames)
}

func TestEventualConsistency(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.AddUser("alice")
	a.Lag(2)
	c := client(a)
	_, err := c.CreateUser(ctx, &iam.CreateUserInput{UserName: aws.String("bob")})
	require.NoError(t, err)
	for range 2 {
		_, err = c.GetUser(ctx, &iam.GetUserInput{UserName: aws.String("bob")})
		refused(t, err, 404, "NoSuchEntity", "bob")
	}
	_, err = c.GetUser(ctx, &iam.GetUserInput{UserName: aws.String("bob")})
	require.NoError(t, err)
	_, err = c.PutUserPolicy(ctx, &iam.PutUserPolicyInput{UserName: aws.String("alice"), PolicyName: aws.String("p"), PolicyDocument: aws.String(readBuckets)})
	require.NoError(t, err)
	_, err = c.CreateUser(ctx, &iam.CreateUserInput{UserName: aws.String("BOB")})
	refused(t, err, 409, "EntityAlreadyExists", "BOB")
	out, err := c.ListUserPolicies(ctx, &iam.ListUserPoliciesInput{UserName: aws.String("alice")})
	require.NoError(t, err)
	assert.Empty(t, out.PolicyNames, "the write is two calls old")
	out, err = c.ListUserPolicies(ctx, &iam.ListUserPoliciesInput{UserName: aws.String("alice")})
	require.NoError(t, err)
	assert.Equal(t, []string{"p"}, out.PolicyNames)
}

func TestOrganizationsFeatures(t *testing.T) {
	_, err := client(fakes.NewAccount("111122223333")).ListOrganizationsFeatures(ctx, nil)
	var none *types.OrganizationNotFoundException
	require.ErrorAs(t, err, &none)
	org := fakes.NewOrganization()
	member := org.Account("111122223333")
	_, err = client(member).ListOrganizationsFeatures(ctx, nil)
	var notAllowed *types.AccountNotManagementOrDelegatedAdministratorException
	require.ErrorAs(t, err, &notAllowed)
	c := client(org.Management())
	_, err = c.ListOrganizationsFeatures(ctx, nil)
	var notTrusted *types.ServiceAccessNotEnabledException
	require.ErrorAs(t, err, &notTrusted)
}

func TestOrganizationsFeaturesAreListed(t *testing.T) {
	org := fakes.NewOrganization()
	org.TrustService("iam.amazonaws.com")
	c := client(org.Management())
	out, err := c.ListOrganizationsFeatures(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, org.ID(), *out.OrganizationId)
	assert.Empty(t, out.EnabledFeatures)
	_, err = c.EnableOrganizationsRootSessions(ctx, nil)
	require.NoError(t, err)
	_, err = c.EnableOrganizationsRootCredentialsManagement(ctx, nil)
	require.NoError(t, err)
	admin := org.Account("111122223333")
	org.Delegate(admin.ID(), "iam.amazonaws.com")
	out, err = client(admin).ListOrganizationsFeatures(ctx, nil)
	require.NoError(t, err, "a delegated administrator sees them too")
	assert.Equal(t, []types.FeatureType{types.FeatureTypeRootCredentialsManagement, types.FeatureTypeRootSessions}, out.EnabledFeatures)
}

// TestSimulationUnderSCPs: the simulator tells what the organization takes away.
func TestSimulationUnderSCPs(t *testing.T) {
	org := fakes.NewOrganization()
	a := org.Account("111122223333")
	a.AddUser("alice", fakes.InlinePolicy("all", allowAll))
	a.AttachSCP("no-buckets", `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}`)
	out, err := client(a).SimulatePrincipalPolicy(ctx, &iam.SimulatePrincipalPolicyInput{
		PolicySourceArn: aws.String("arn:aws:iam::111122223333:user/alice"), ActionNames: []string{"s3:GetObject", "sqs:SendMessage"},
	})
	require.NoError(t, err)
	require.Len(t, out.EvaluationResults, 2)
	got := map[string]string{}
	for _, r := range out.EvaluationResults {
		require.NotNil(t, r.OrganizationsDecisionDetail, "the account has an organization")
		got[*r.EvalActionName] = string(r.EvalDecision)
		assert.Equal(t, *r.EvalActionName != "s3:GetObject", r.OrganizationsDecisionDetail.AllowedByOrganizations)
	}
	assert.Equal(t, map[string]string{"s3:GetObject": "explicitDeny", "sqs:SendMessage": "allowed"}, got)
}

func TestReportLimit(t *testing.T) {
	a := fakes.NewAccount("111122223333")
	a.Fail(fakes.Op[iam.GenerateCredentialReportInput](), fakes.ReportLimit(1))
	_, err := client(a).GenerateCredentialReport(ctx, nil)
	refused(t, err, 409, "LimitExceeded", "concurrent")
	assert.True(t, as[*types.LimitExceededException](err), "GenerateCredentialReport knows this code and not ReportGenerationLimitExceeded")
	assert.Len(t, a.Calls(), 1, "the SDK does not retry it")
	_, err = client(a).GenerateCredentialReport(ctx, nil)
	require.NoError(t, err)
}
