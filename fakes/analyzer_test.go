package fakes_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

func analyzerClient(a *fakes.Account, region string) *accessanalyzer.Client {
	cfg := a.Config()
	cfg.Region = region
	return accessanalyzer.NewFromConfig(cfg)
}

// shared is a finding about a bucket that everybody, or one account, reads.
func shared(bucket string, public bool) fakes.AnalyzerFinding {
	details := types.ExternalAccessDetails{
		Action: []string{"s3:GetObject"}, IsPublic: aws.Bool(public), Condition: map[string]string{},
		Principal: map[string]string{"AWS": "444455556666"},
	}
	if public {
		details.Principal = map[string]string{"AWS": "*"}
		details.Condition = map[string]string{"aws:SourceVpc": "vpc-1"}
	}
	return fakes.AnalyzerFinding{
		Type: types.FindingTypeExternalAccess, Resource: "arn:aws:s3:::" + bucket, ResourceType: types.ResourceTypeAwsS3Bucket,
		Details: []types.FindingDetails{&types.FindingDetailsMemberExternalAccessDetails{Value: details}},
	}
}

func TestAnalyzersAreRegional(t *testing.T) {
	ctx := context.Background()
	acct := fakes.NewAccount(shop)
	made, err := analyzerClient(acct, "eu-west-1").CreateAnalyzer(ctx, &accessanalyzer.CreateAnalyzerInput{
		AnalyzerName: aws.String("main"), Type: types.TypeAccount, Tags: map[string]string{"team": "security"},
	})
	require.NoError(t, err)
	assert.Equal(t, "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/main", *made.Arn)

	here, err := analyzerClient(acct, "eu-west-1").ListAnalyzers(ctx, nil)
	require.NoError(t, err)
	require.Len(t, here.Analyzers, 1)
	assert.Equal(t, types.AnalyzerStatusActive, here.Analyzers[0].Status)
	assert.Equal(t, map[string]string{"team": "security"}, here.Analyzers[0].Tags)
	there, err := analyzerClient(acct, "us-east-1").ListAnalyzers(ctx, nil)
	require.NoError(t, err)
	assert.Empty(t, there.Analyzers)
	_, err = analyzerClient(acct, "us-east-1").ListFindingsV2(ctx, &accessanalyzer.ListFindingsV2Input{AnalyzerArn: made.Arn})
	var none *types.ResourceNotFoundException
	require.ErrorAs(t, err, &none, "an analyzer is not seen from another Region")
	_, err = analyzerClient(acct, "us-east-1").GetAnalyzer(ctx, &accessanalyzer.GetAnalyzerInput{AnalyzerName: aws.String("main")})
	require.ErrorAs(t, err, &none)
	assert.Equal(t, "main", *none.ResourceId)

	client := analyzerClient(acct, "eu-west-1")
	of, err := client.ListAnalyzers(ctx, &accessanalyzer.ListAnalyzersInput{Type: types.TypeAccountUnusedAccess})
	require.NoError(t, err)
	assert.Empty(t, of.Analyzers)
	_, err = client.DeleteAnalyzer(ctx, &accessanalyzer.DeleteAnalyzerInput{AnalyzerName: aws.String("main")})
	require.NoError(t, err)
	_, err = client.DeleteAnalyzer(ctx, &accessanalyzer.DeleteAnalyzerInput{AnalyzerName: aws.String("main")})
	require.ErrorAs(t, err, &none)
}

func TestCreateAnalyzerRefuses(t *testing.T) {
	ctx := context.Background()
	org, _, _ := company()
	client := analyzerClient(org.Account(shop), "us-east-1")
	create := func(c *accessanalyzer.Client, name string, kind types.Type, config types.AnalyzerConfiguration) error {
		_, err := c.CreateAnalyzer(ctx, &accessanalyzer.CreateAnalyzerInput{AnalyzerName: aws.String(name), Type: kind, Configuration: config})
		return err
	}
	require.NoError(t, create(client, "a", types.TypeAccount, nil))
	var conflict *types.ConflictException
	require.ErrorAs(t, create(client, "a", types.TypeAccountUnusedAccess, nil), &conflict)
	var quota *types.ServiceQuotaExceededException
	require.ErrorAs(t, create(client, "b", types.TypeAccount, nil), &quota, "one in an account and Region")
	requireCode(t, create(client, "1", types.TypeAccountUnusedAccess, nil), "ValidationException")
	requireCode(t, create(client, "c", "OTHER", nil), "ValidationException")
	requireCode(t, create(client, "c", types.TypeAccountUnusedAccess, &types.AnalyzerConfigurationMemberUnusedAccess{Value: types.UnusedAccessConfiguration{UnusedAccessAge: aws.Int32(366)}}), "ValidationException")
	requireCode(t, create(client, "c", types.TypeAccountUnusedAccess, &types.AnalyzerConfigurationMemberInternalAccess{}), "ValidationException")
	require.NoError(t, create(client, "c", types.TypeAccountUnusedAccess, nil))
	got, err := client.GetAnalyzer(ctx, &accessanalyzer.GetAnalyzerInput{AnalyzerName: aws.String("c")})
	require.NoError(t, err)
	unused, ok := got.Analyzer.Configuration.(*types.AnalyzerConfigurationMemberUnusedAccess)
	require.True(t, ok)
	assert.EqualValues(t, 90, *unused.Value.UnusedAccessAge, "the default")

	requireCode(t, create(client, "org", types.TypeOrganization, nil), "AccessDeniedException")
	management := analyzerClient(org.Management(), "us-east-1")
	requireCode(t, create(management, "org", types.TypeOrganization, nil), "AccessDeniedException")
	org.Delegate(audit, "access-analyzer.amazonaws.com")
	require.NoError(t, create(management, "org", types.TypeOrganization, nil))
	require.NoError(t, create(analyzerClient(org.Account(audit), "us-east-1"), "org", types.TypeOrganization, nil))
	requireCode(t, create(client, "org", types.TypeOrganization, nil), "AccessDeniedException")
}

func TestListFindingsV2FiltersAndSorts(t *testing.T) {
	ctx := context.Background()
	acct := fakes.NewAccount(shop)
	a := acct.AddAnalyzer("us-east-1", "main", types.TypeAccount)
	a.AddArchiveRule("ours", map[string]types.Criterion{"resource": {Contains: []string{"archive"}}})
	for i, f := range []fakes.AnalyzerFinding{shared("logs", false), shared("site", true), shared("archive-1", false)} {
		f.Created = time.Date(2023, 1, 3-i, 0, 0, 0, 0, time.UTC)
		a.AddFinding(f)
	}
	broken := shared("broken", false)
	broken.Error, broken.Owner, broken.Status = "ACCESS_DENIED", "222233334444", types.FindingStatusResolved
	broken.Created = time.Date(2023, 1, 9, 0, 0, 0, 0, time.UTC)
	a.AddFinding(broken)
	require.NoError(t, acct.Err())
	client := analyzerClient(acct, "us-east-1")

	for _, c := range []struct {
		name, reason string
		filter       map[string]types.Criterion
		sort         *types.SortCriteria
		want         []string
	}{
		{"all", "in the order in which they came", nil, nil, []string{"logs", "site", "archive-1", "broken"}},
		{"active", "the filter that scanners use; a rule has archived one", map[string]types.Criterion{"status": {Eq: []string{"ACTIVE"}}}, nil, []string{"logs", "site"}},
		{"two statuses", "values are alternatives", map[string]types.Criterion{"status": {Eq: []string{"ARCHIVED", "RESOLVED"}}}, nil, []string{"archive-1", "broken"}},
		{"not", "neq excludes", map[string]types.Criterion{"status": {Neq: []string{"ACTIVE"}}}, nil, []string{"archive-1", "broken"}},
		{"two keys", "keys add up", map[string]types.Criterion{"status": {Eq: []string{"ACTIVE"}}, "resource": {Contains: []string{"site"}}}, nil, []string{"site"}},
		{"public", "from the details", map[string]types.Criterion{"isPublic": {Eq: []string{"true"}}}, nil, []string{"site"}},
		{"principal", "from the details", map[string]types.Criterion{"principal.AWS": {Eq: []string{"444455556666"}}}, nil, []string{"logs", "archive-1", "broken"}},
		{"condition exists", "from the details", map[string]types.Criterion{"condition.aws:SourceVpc": {Exists: aws.Bool(true)}}, nil, []string{"site"}},
		{"no error", "an absent attribute", map[string]types.Criterion{"error": {Exists: aws.Bool(false)}}, nil, []string{"logs", "site", "archive-1"}},
		{"owner", "of another account", map[string]types.Criterion{"resourceOwnerAccount": {Eq: []string{"222233334444"}}}, nil, []string{"broken"}},
		{"ascending", "the default order", nil, &types.SortCriteria{AttributeName: aws.String("createdAt")}, []string{"archive-1", "site", "logs", "broken"}},
		{"descending", "by name", nil, &types.SortCriteria{AttributeName: aws.String("resource"), OrderBy: types.OrderByDesc}, []string{"site", "logs", "broken", "archive-1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			p := accessanalyzer.NewListFindingsV2Paginator(client, &accessanalyzer.ListFindingsV2Input{AnalyzerArn: aws.String(a.ARN()), Filter: c.filter, Sort: c.sort, MaxResults: aws.Int32(1)})
			for p.HasMorePages() {
				out, err := p.NextPage(ctx)
				require.NoError(t, err)
				require.LessOrEqual(t, len(out.Findings), 1)
				for _, f := range out.Findings {
					got = append(got, (*f.Resource)[len("arn:aws:s3:::"):])
				}
			}
			assert.Equal(t, c.want, got, c.reason)
			if c.sort == nil {
				old, err := client.ListFindings(ctx, &accessanalyzer.ListFindingsInput{AnalyzerArn: aws.String(a.ARN()), Filter: c.filter})
				require.NoError(t, err)
				assert.Len(t, old.Findings, len(c.want), "the first version of the list agrees")
			}
		})
	}
	for name, in := range map[string]*accessanalyzer.ListFindingsV2Input{
		"no such key":  {AnalyzerArn: aws.String(a.ARN()), Filter: map[string]types.Criterion{"colour": {Eq: []string{"red"}}}},
		"no operator":  {AnalyzerArn: aws.String(a.ARN()), Filter: map[string]types.Criterion{"status": {}}},
		"no such sort": {AnalyzerArn: aws.String(a.ARN()), Sort: &types.SortCriteria{AttributeName: aws.String("colour")}},
		"bad token":    {AnalyzerArn: aws.String(a.ARN()), NextToken: aws.String("1")},
		"no ARN":       {AnalyzerArn: aws.String("main")},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := client.ListFindingsV2(ctx, in)
			requireCode(t, err, "ValidationException")
		})
	}

	resources, err := client.ListAnalyzedResources(ctx, &accessanalyzer.ListAnalyzedResourcesInput{AnalyzerArn: aws.String(a.ARN()), ResourceType: types.ResourceTypeAwsS3Bucket})
	require.NoError(t, err)
	assert.Len(t, resources.AnalyzedResources, 4)
	rules, err := client.ListArchiveRules(ctx, &accessanalyzer.ListArchiveRulesInput{AnalyzerName: aws.String("main")})
	require.NoError(t, err)
	require.Len(t, rules.ArchiveRules, 1)
	assert.Equal(t, "ours", *rules.ArchiveRules[0].RuleName)

	statistics, err := client.GetFindingsStatistics(ctx, &accessanalyzer.GetFindingsStatisticsInput{AnalyzerArn: aws.String(a.ARN())})
	require.NoError(t, err)
	require.Len(t, statistics.FindingsStatistics, 1)
	assert.Equal(t, &types.FindingsStatisticsMemberExternalAccessFindingsStatistics{Value: types.ExternalAccessFindingsStatistics{
		ResourceTypeStatistics: map[string]types.ResourceTypeDetails{"AWS::S3::Bucket": {TotalActivePublic: aws.Int32(1), TotalActiveCrossAccount: aws.Int32(1), TotalActiveErrors: aws.Int32(0)}},
		TotalActiveFindings:    aws.Int32(2), TotalArchivedFindings: aws.Int32(1), TotalResolvedFindings: aws.Int32(1),
	}}, statistics.FindingsStatistics[0])
}

func TestUnusedAccessFindings(t *testing.T) {
	ctx := context.Background()
	acct := fakes.NewAccount(shop)
	a := acct.AddAnalyzer("us-east-1", "unused", types.TypeAccountUnusedAccess)
	last := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	var details []types.FindingDetails
	for _, service := range []string{"s3", "sqs", "sns"} {
		details = append(details, &types.FindingDetailsMemberUnusedPermissionDetails{Value: types.UnusedPermissionDetails{ServiceNamespace: aws.String(service), LastAccessed: aws.Time(last)}})
	}
	id := a.AddFinding(fakes.AnalyzerFinding{Type: types.FindingTypeUnusedPermission, Resource: "arn:aws:iam::111122223333:role/app", ResourceType: types.ResourceTypeAwsIamRole, Details: details})
	a.AddFinding(fakes.AnalyzerFinding{Type: types.FindingTypeUnusedIamRole, Resource: "arn:aws:iam::111122223333:role/old", ResourceType: types.ResourceTypeAwsIamRole,
		Details: []types.FindingDetails{&types.FindingDetailsMemberUnusedIamRoleDetails{}}})
	require.NoError(t, acct.Err())
	assert.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, id)
	client := analyzerClient(acct, "us-east-1")

	_, err := client.ListFindings(ctx, &accessanalyzer.ListFindingsInput{AnalyzerArn: aws.String(a.ARN())})
	var invalid *types.ValidationException
	require.ErrorAs(t, err, &invalid, "ListFindings is for external access")
	assert.Contains(t, *invalid.Message, "ListFindingsV2")
	_, err = client.ListAnalyzedResources(ctx, &accessanalyzer.ListAnalyzedResourcesInput{AnalyzerArn: aws.String(a.ARN())})
	require.ErrorAs(t, err, &invalid)

	out, err := client.ListFindingsV2(ctx, &accessanalyzer.ListFindingsV2Input{AnalyzerArn: aws.String(a.ARN()), Filter: map[string]types.Criterion{"findingType": {Eq: []string{"UnusedPermission"}}}})
	require.NoError(t, err)
	require.Len(t, out.Findings, 1)
	var services []string
	p := accessanalyzer.NewGetFindingV2Paginator(client, &accessanalyzer.GetFindingV2Input{AnalyzerArn: aws.String(a.ARN()), Id: out.Findings[0].Id, MaxResults: aws.Int32(2)})
	for p.HasMorePages() {
		page, err := p.NextPage(ctx)
		require.NoError(t, err)
		for _, d := range page.FindingDetails {
			services = append(services, *d.(*types.FindingDetailsMemberUnusedPermissionDetails).Value.ServiceNamespace)
		}
	}
	assert.Equal(t, []string{"s3", "sqs", "sns"}, services, "details are paged")
	_, err = client.GetFindingV2(ctx, &accessanalyzer.GetFindingV2Input{AnalyzerArn: aws.String(a.ARN()), Id: aws.String("none")})
	requireCode(t, err, "ResourceNotFoundException")

	statistics, err := client.GetFindingsStatistics(ctx, &accessanalyzer.GetFindingsStatisticsInput{AnalyzerArn: aws.String(a.ARN())})
	require.NoError(t, err)
	value := statistics.FindingsStatistics[0].(*types.FindingsStatisticsMemberUnusedAccessFindingsStatistics).Value
	assert.EqualValues(t, 2, *value.TotalActiveFindings)
	assert.Equal(t, []types.UnusedAccessTypeStatistics{{UnusedAccessType: aws.String("UnusedIAMRole"), Total: aws.Int32(1)}, {UnusedAccessType: aws.String("UnusedPermission"), Total: aws.Int32(1)}}, value.UnusedAccessTypeStatistics)
	require.Len(t, value.TopAccounts, 1)
	assert.Equal(t, shop, *value.TopAccounts[0].Account)

	a.AddFinding(shared("bucket", true))
	assert.ErrorContains(t, acct.Err(), `an analyzer of type ACCOUNT_UNUSED_ACCESS has no findings of type "ExternalAccess"`)
}

func TestInternalAccessStatistics(t *testing.T) {
	acct := fakes.NewAccount(shop)
	a := acct.AddAnalyzer("us-east-1", "internal", types.TypeAccountInternalAccess)
	a.AddFinding(fakes.AnalyzerFinding{Type: types.FindingTypeInternalAccess, Resource: "arn:aws:s3:::data", ResourceType: types.ResourceTypeAwsS3Bucket,
		Details: []types.FindingDetails{&types.FindingDetailsMemberInternalAccessDetails{Value: types.InternalAccessDetails{AccessType: types.InternalAccessTypeIntraAccount}}}})
	require.NoError(t, acct.Err())
	out, err := analyzerClient(acct, "us-east-1").GetFindingsStatistics(context.Background(), &accessanalyzer.GetFindingsStatisticsInput{AnalyzerArn: aws.String(a.ARN())})
	require.NoError(t, err)
	value := out.FindingsStatistics[0].(*types.FindingsStatisticsMemberInternalAccessFindingsStatistics).Value
	assert.EqualValues(t, 1, *value.ResourceTypeStatistics["AWS::S3::Bucket"].TotalActiveFindings)
}

func TestUpdateFindings(t *testing.T) {
	ctx := context.Background()
	acct := fakes.NewAccount(shop)
	a := acct.AddAnalyzer("us-east-1", "main", types.TypeAccount)
	first, second := a.AddFinding(shared("one", false)), a.AddFinding(shared("two", false))
	gone := shared("gone", false)
	gone.Status = types.FindingStatusResolved
	third := a.AddFinding(gone)
	client := analyzerClient(acct, "us-east-1")
	update := func(in accessanalyzer.UpdateFindingsInput) error {
		in.AnalyzerArn = aws.String(a.ARN())
		_, err := client.UpdateFindings(ctx, &in)
		return err
	}
	status := func(id string) types.FindingStatus {
		out, err := client.GetFindingV2(ctx, &accessanalyzer.GetFindingV2Input{AnalyzerArn: aws.String(a.ARN()), Id: aws.String(id)})
		require.NoError(t, err)
		return out.Status
	}
	acct.Advance(time.Hour)
	require.NoError(t, update(accessanalyzer.UpdateFindingsInput{Ids: []string{first, third}, Status: types.FindingStatusUpdateArchived}))
	assert.Equal(t, types.FindingStatusArchived, status(first))
	assert.Equal(t, types.FindingStatusActive, status(second))
	assert.Equal(t, types.FindingStatusResolved, status(third), "what is resolved stays so")
	require.NoError(t, update(accessanalyzer.UpdateFindingsInput{ResourceArn: aws.String("arn:aws:s3:::two"), Status: types.FindingStatusUpdateArchived}))
	assert.Equal(t, types.FindingStatusArchived, status(second))
	require.NoError(t, update(accessanalyzer.UpdateFindingsInput{Ids: []string{first}, Status: types.FindingStatusUpdateActive}))
	assert.Equal(t, types.FindingStatusActive, status(first))
	requireCode(t, update(accessanalyzer.UpdateFindingsInput{Ids: []string{"none"}, Status: types.FindingStatusUpdateActive}), "ResourceNotFoundException")
	requireCode(t, update(accessanalyzer.UpdateFindingsInput{Status: types.FindingStatusUpdateActive}), "ValidationException")
	requireCode(t, update(accessanalyzer.UpdateFindingsInput{Ids: []string{first}, Status: "RESOLVED"}), "ValidationException")

	acct.Lag(1)
	require.NoError(t, update(accessanalyzer.UpdateFindingsInput{Ids: []string{first}, Status: types.FindingStatusUpdateArchived}))
	assert.Equal(t, types.FindingStatusActive, status(first), "one call sees the past")
	assert.Equal(t, types.FindingStatusArchived, status(first))
}

func TestArchiveRules(t *testing.T) {
	ctx := context.Background()
	acct := fakes.NewAccount(shop)
	a := acct.AddAnalyzer("us-east-1", "main", types.TypeAccount)
	client := analyzerClient(acct, "us-east-1")
	create := func(name string, filter map[string]types.Criterion) error {
		_, err := client.CreateArchiveRule(ctx, &accessanalyzer.CreateArchiveRuleInput{AnalyzerName: aws.String("main"), RuleName: aws.String(name), Filter: filter})
		return err
	}
	before := a.AddFinding(shared("site", true))
	require.NoError(t, create("public", map[string]types.Criterion{"isPublic": {Eq: []string{"true"}}}))
	after := a.AddFinding(shared("blog", true))
	requireCode(t, create("public", map[string]types.Criterion{"isPublic": {Eq: []string{"true"}}}), "ConflictException")
	requireCode(t, create("status", map[string]types.Criterion{"status": {Eq: []string{"ACTIVE"}}}), "ValidationException")
	for id, want := range map[string]types.FindingStatus{before: types.FindingStatusActive, after: types.FindingStatusArchived} {
		out, err := client.GetFindingV2(ctx, &accessanalyzer.GetFindingV2Input{AnalyzerArn: aws.String(a.ARN()), Id: aws.String(id)})
		require.NoError(t, err)
		assert.Equal(t, want, out.Status, "rules act on what comes after them")
	}
	_, err := client.GetArchiveRule(ctx, &accessanalyzer.GetArchiveRuleInput{AnalyzerName: aws.String("main"), RuleName: aws.String("public")})
	require.NoError(t, err)
	_, err = client.DeleteArchiveRule(ctx, &accessanalyzer.DeleteArchiveRuleInput{AnalyzerName: aws.String("main"), RuleName: aws.String("public")})
	require.NoError(t, err)
	_, err = client.GetArchiveRule(ctx, &accessanalyzer.GetArchiveRuleInput{AnalyzerName: aws.String("main"), RuleName: aws.String("public")})
	requireCode(t, err, "ResourceNotFoundException")
	for i := range 100 {
		require.NoError(t, create(fmt.Sprint("r", i), map[string]types.Criterion{"resource": {Eq: []string{fmt.Sprint(i)}}}))
	}
	requireCode(t, create("toomany", map[string]types.Criterion{"resource": {Eq: []string{"x"}}}), "ServiceQuotaExceededException")
}
