package fakes_test

import (
	"context"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	aatypes "github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"
	"github.com/aws/aws-sdk-go-v2/service/account"
	accounttypes "github.com/aws/aws-sdk-go-v2/service/account/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"github.com/iamhygiene/sdk/fakes"
)

// modelScenes are answered by models: the wire has what AWS sends for the same
// account.
var modelScenes = []scene{
	{
		name: "model: iam list", reason: "absent members are nil, dates have a zone, the list says that it ends",
		wire: wire{status: 200, body: `<ListGroupsResponse><ListGroupsResult><Groups><member><Path>/eng/</Path><GroupName>ops</GroupName>` +
			`<GroupId>AGPAEXAMPLE</GroupId><Arn>arn:aws:iam::111122223333:group/eng/ops</Arn><CreateDate>2023-05-15T12:00:00Z</CreateDate></member></Groups>` +
			`<IsTruncated>false</IsTruncated></ListGroupsResult></ListGroupsResponse>`},
		answer: func(a *fakes.Account) { a.AddGroup("ops", fakes.Path("/eng/")) },
		call: func(ctx context.Context, cfg aws.Config) (any, error) {
			out, err := iam.NewFromConfig(cfg).ListGroups(ctx, nil)
			if err == nil {
				out.Groups[0].GroupId = nil // made up
			}
			return out, err
		},
	},
	{
		name: "model: iam empty list", reason: "an empty list is not nil",
		wire: wire{status: 200, body: `<ListGroupsResponse><ListGroupsResult><Groups/><IsTruncated>false</IsTruncated></ListGroupsResult></ListGroupsResponse>`},
		call: func(ctx context.Context, cfg aws.Config) (any, error) {
			return iam.NewFromConfig(cfg).ListGroups(ctx, nil)
		},
	},
	{
		name: "model: iam document", reason: "the client hands over what is encoded",
		wire: wire{status: 200, body: `<GetGroupPolicyResponse><GetGroupPolicyResult><GroupName>ops</GroupName><PolicyName>p</PolicyName><PolicyDocument>` +
			`%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22%2A%22%2C%22Resource%22%3A%22%2A%22%7D%7D` +
			`</PolicyDocument></GetGroupPolicyResult></GetGroupPolicyResponse>`},
		answer: func(a *fakes.Account) { a.AddGroup("ops", fakes.InlinePolicy("p", allowAll)) },
		call: func(ctx context.Context, cfg aws.Config) (any, error) {
			return iam.NewFromConfig(cfg).GetGroupPolicy(ctx, &iam.GetGroupPolicyInput{GroupName: aws.String("ops"), PolicyName: aws.String("p")})
		},
	},
	{
		name: "model: iam conflict", reason: "DeleteGroup types DeleteConflict",
		wire:   queryError(409, "DeleteConflict", "Cannot delete entity, must delete policies first."),
		answer: func(a *fakes.Account) { a.AddGroup("ops", fakes.InlinePolicy("p", allowAll)) },
		call: func(ctx context.Context, cfg aws.Config) (any, error) {
			return iam.NewFromConfig(cfg).DeleteGroup(ctx, &iam.DeleteGroupInput{GroupName: aws.String("ops")})
		},
		errorType: &iamtypes.DeleteConflictException{},
	},
	{
		name: "model: iam marker", reason: "ValidationError has no type",
		wire: queryError(400, "ValidationError", "Invalid Marker."),
		call: func(ctx context.Context, cfg aws.Config) (any, error) {
			return iam.NewFromConfig(cfg).ListGroups(ctx, &iam.ListGroupsInput{Marker: aws.String("x")})
		},
		errorType: &smithy.GenericAPIError{},
	},
	{
		name: "model: sts output", reason: "who calls",
		wire: wire{status: 200, body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::111122223333:assumed-role/Administrator/fakes</Arn>` +
			`<UserId>AROAEXAMPLE:fakes</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`},
		call: func(ctx context.Context, cfg aws.Config) (any, error) {
			out, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, nil)
			if err == nil {
				out.UserId = nil // made up
			}
			return out, err
		},
	},
	{
		name: "model: sts key", reason: "an id that is too short to be one",
		wire: queryError(400, "ValidationError", "AKIA is not a valid access key ID"),
		call: func(ctx context.Context, cfg aws.Config) (any, error) {
			return sts.NewFromConfig(cfg).GetAccessKeyInfo(ctx, &sts.GetAccessKeyInfoInput{AccessKeyId: aws.String("AKIA")})
		},
		errorType: &smithy.GenericAPIError{},
	},
	{
		name: "model: sts in a Region that is not enabled", reason: "the Region does not know the key",
		wire: queryError(403, "InvalidClientTokenId", "The security token included in the request is invalid."),
		call: func(ctx context.Context, cfg aws.Config) (any, error) {
			return sts.NewFromConfig(in(cfg, "eu-south-1")).GetCallerIdentity(ctx, nil)
		},
		errorType: &smithy.GenericAPIError{},
	},
	{
		name: "model: organizations not in use", reason: "the account is in none",
		wire: jsonError(400, "AWSOrganizationsNotInUseException", `"Message":"Your account is not a member of an organization."`),
		call: func(ctx context.Context, cfg aws.Config) (any, error) {
			return organizations.NewFromConfig(cfg).DescribeOrganization(ctx, nil)
		},
		errorType: &orgtypes.AWSOrganizationsNotInUseException{},
	},
	{
		name: "model: account output", reason: "the status of a Region",
		wire: wire{status: 200, body: `{"RegionName":"eu-south-1","RegionOptStatus":"DISABLED"}`},
		call: func(ctx context.Context, cfg aws.Config) (any, error) {
			return account.NewFromConfig(cfg).GetRegionOptStatus(ctx, &account.GetRegionOptStatusInput{RegionName: aws.String("eu-south-1")})
		},
	},
	{
		name: "model: account validation", reason: "an exception with a reason",
		wire: restError(400, "ValidationException", `{"message":"The Region does not exist.","reason":"invalidRegionOptTarget"}`),
		call: func(ctx context.Context, cfg aws.Config) (any, error) {
			return account.NewFromConfig(cfg).GetRegionOptStatus(ctx, &account.GetRegionOptStatusInput{RegionName: aws.String("xx-none-1")})
		},
		errorType: &accounttypes.ValidationException{},
	},
	{
		name: "model: access analyzer output", reason: "an empty list that is required",
		wire: wire{status: 200, body: `{"analyzers":[]}`},
		call: func(ctx context.Context, cfg aws.Config) (any, error) {
			return accessanalyzer.NewFromConfig(cfg).ListAnalyzers(ctx, nil)
		},
	},
	{
		name: "model: access analyzer not found", reason: "an exception with the resource",
		wire: restError(404, "ResourceNotFoundException", `{"message":"The resource none could not be found.","resourceId":"none","resourceType":"AWS::AccessAnalyzer::Analyzer"}`),
		call: func(ctx context.Context, cfg aws.Config) (any, error) {
			return accessanalyzer.NewFromConfig(cfg).GetAnalyzer(ctx, &accessanalyzer.GetAnalyzerInput{AnalyzerName: aws.String("none")})
		},
		errorType: &aatypes.ResourceNotFoundException{},
	},
	{
		name: "model: access analyzer in a Region that is not enabled", reason: "the code of a service that speaks REST",
		wire: wire{status: 400, body: `{"message":"The security token included in the request is invalid."}`, header: http.Header{"X-Amzn-Errortype": {"UnrecognizedClientException"}}},
		call: func(ctx context.Context, cfg aws.Config) (any, error) {
			return accessanalyzer.NewFromConfig(in(cfg, "eu-south-1")).ListAnalyzers(ctx, nil)
		},
		errorType: &smithy.GenericAPIError{},
	},
}
