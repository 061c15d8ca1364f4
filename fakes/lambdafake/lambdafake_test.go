package lambdafake_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/lambdafake"
	"github.com/iamhygiene/sdk/policyeval"
)

var ctx = context.Background()

// one is an account with a role and a function named f.
func one(t *testing.T, options ...func(*fakes.Options)) (*fakes.Account, *lambdafake.Service, *lambda.Client, string) {
	a := fakes.NewAccount("111122223333", options...)
	role := a.AddRole("Lambda", fakes.TrustService("lambda.amazonaws.com")).ARN
	s := lambdafake.Of(a)
	s.AddFunction("f", role)
	require.NoError(t, a.Err())
	return a, s, lambda.NewFromConfig(a.Config()), role
}

func create(name, role string) *lambda.CreateFunctionInput {
	return &lambda.CreateFunctionInput{
		FunctionName: aws.String(name), Role: aws.String(role), Runtime: types.RuntimePython312, Handler: aws.String("h.h"),
		Code: &types.FunctionCode{ZipFile: []byte("PK\x03\x04")},
	}
}

func TestCreate(t *testing.T) {
	a, _, c, role := one(t)
	var invalid *types.InvalidParameterValueException
	var conflict *types.ResourceConflictException
	ec2 := a.AddRole("EC2", fakes.TrustService("ec2.amazonaws.com")).ARN
	for name, change := range map[string]func(*lambda.CreateFunctionInput){
		"role that is not there":   func(in *lambda.CreateFunctionInput) { in.Role = aws.String(role + "2") },
		"role that trusts another": func(in *lambda.CreateFunctionInput) { in.Role = &ec2 },
		"no runtime":               func(in *lambda.CreateFunctionInput) { in.Runtime = "" },
		"no code":                  func(in *lambda.CreateFunctionInput) { in.Code = &types.FunctionCode{} },
		"no zip":                   func(in *lambda.CreateFunctionInput) { in.Code.ZipFile = []byte("text") },
		"image of a zip function":  func(in *lambda.CreateFunctionInput) { in.Code.ImageUri = aws.String("x") },
		"reserved variable": func(in *lambda.CreateFunctionInput) {
			in.Environment = &types.Environment{Variables: map[string]string{"AWS_REGION": "x"}}
		},
		"variables of more than 4KB": func(in *lambda.CreateFunctionInput) {
			in.Environment = &types.Environment{Variables: map[string]string{"BIG": strings.Repeat("x", 4094)}}
		},
	} {
		in := create("g", role)
		change(in)
		_, err := c.CreateFunction(ctx, in)
		assert.ErrorAs(t, err, &invalid, name)
	}
	_, err := c.CreateFunction(ctx, create("f", role))
	require.ErrorAs(t, err, &conflict)
	var response *awshttp.ResponseError
	require.ErrorAs(t, err, &response)
	assert.Equal(t, http.StatusConflict, response.HTTPStatusCode())
	in := create("g", role)
	in.Timeout = aws.Int32(901)
	_, err = c.CreateFunction(ctx, in)
	assert.ErrorContains(t, err, "ValidationException")
	in.Timeout, in.Publish = aws.Int32(900), true
	_, err = c.CreateFunction(ctx, in)
	var not *fakes.NotModeledError
	require.ErrorAs(t, err, &not)
	in.Publish, in.CodeSigningConfigArn = false, aws.String("arn")
	_, err = c.CreateFunction(ctx, in)
	require.ErrorAs(t, err, &not, "a parameter is never ignored")
	in.CodeSigningConfigArn = nil

	in.Publish, in.Tags = false, map[string]string{"team": "a"}
	out, err := c.CreateFunction(ctx, in)
	require.NoError(t, err)
	assert.Equal(t, "arn:aws:lambda:us-east-1:111122223333:function:g", *out.FunctionArn)
	assert.Equal(t, types.StatePending, out.State)
	require.NoError(t, lambda.NewFunctionActiveV2Waiter(c).Wait(ctx, &lambda.GetFunctionInput{FunctionName: aws.String("g")}, time.Minute))
	got, err := c.GetFunction(ctx, &lambda.GetFunctionInput{FunctionName: out.FunctionArn})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"team": "a"}, got.Tags)
	assert.Equal(t, int32(900), *got.Configuration.Timeout)
	assert.Equal(t, "2023-05-15T12:00:00.000+0000", *got.Configuration.LastModified)
}

func TestUpdateAndDelete(t *testing.T) {
	a, _, c, role := one(t)
	name := aws.String("111122223333:function:f")
	before, err := c.GetFunctionConfiguration(ctx, &lambda.GetFunctionConfigurationInput{FunctionName: name, Qualifier: aws.String("$LATEST")})
	require.NoError(t, err)
	out, err := c.UpdateFunctionConfiguration(ctx, &lambda.UpdateFunctionConfigurationInput{FunctionName: name, RevisionId: before.RevisionId, MemorySize: aws.Int32(256), Environment: &types.Environment{Variables: map[string]string{"KEY": "v"}}})
	require.NoError(t, err)
	assert.Equal(t, types.LastUpdateStatusInProgress, out.LastUpdateStatus)
	assert.NotEqual(t, before.RevisionId, out.RevisionId)
	_, err = c.UpdateFunctionConfiguration(ctx, &lambda.UpdateFunctionConfigurationInput{FunctionName: name, RevisionId: before.RevisionId})
	var precondition *types.PreconditionFailedException
	require.ErrorAs(t, err, &precondition)
	var response *awshttp.ResponseError
	require.ErrorAs(t, err, &response)
	assert.Equal(t, http.StatusPreconditionFailed, response.HTTPStatusCode())
	_, err = c.UpdateFunctionConfiguration(ctx, &lambda.UpdateFunctionConfigurationInput{FunctionName: name, MemorySize: aws.Int32(512), Timeout: aws.Int32(0)})
	require.Error(t, err)
	after, err := c.GetFunctionConfiguration(ctx, &lambda.GetFunctionConfigurationInput{FunctionName: name})
	require.NoError(t, err)
	assert.Equal(t, int32(256), *after.MemorySize, "a refused update changes nothing")
	assert.Equal(t, types.LastUpdateStatusSuccessful, after.LastUpdateStatus)
	assert.Equal(t, map[string]string{"KEY": "v"}, after.Environment.Variables)
	assert.Equal(t, role, *after.Role)

	dry, err := c.UpdateFunctionCode(ctx, &lambda.UpdateFunctionCodeInput{FunctionName: name, ZipFile: []byte("PK new"), DryRun: true})
	require.NoError(t, err)
	assert.NotEqual(t, after.CodeSha256, dry.CodeSha256)
	code, err := c.UpdateFunctionCode(ctx, &lambda.UpdateFunctionCodeInput{FunctionName: name, S3Bucket: aws.String("b"), S3Key: aws.String("k")})
	require.NoError(t, err)
	assert.NotEqual(t, after.CodeSha256, code.CodeSha256)

	_, err = iam.NewFromConfig(a.Config()).DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: aws.String("Lambda")})
	require.NoError(t, err, "Lambda does not hold its roles")
	_, err = c.DeleteFunction(ctx, &lambda.DeleteFunctionInput{FunctionName: name})
	require.NoError(t, err)
	var missing *types.ResourceNotFoundException
	_, err = c.GetFunction(ctx, &lambda.GetFunctionInput{FunctionName: name})
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, "Function not found: arn:aws:lambda:us-east-1:111122223333:function:f", missing.ErrorMessage())
	_, err = c.GetFunction(ctx, &lambda.GetFunctionInput{FunctionName: aws.String("f/g")})
	assert.ErrorContains(t, err, "ValidationException")
}

func TestUndecryptable(t *testing.T) {
	_, s, c, role := one(t)
	key := "arn:aws:kms:us-east-1:111122223333:key/0000"
	s.AddFunction("secret", role, lambdafake.Undecryptable(key))
	out, err := c.ListFunctions(ctx, nil)
	require.NoError(t, err)
	require.Len(t, out.Functions, 2)
	e := out.Functions[1].Environment
	assert.Empty(t, e.Variables)
	assert.Equal(t, "AccessDeniedException", *e.Error.ErrorCode)
	assert.Equal(t, key, *out.Functions[1].KMSKeyArn)
	assert.Nil(t, out.Functions[0].Environment)
	update := &lambda.UpdateFunctionConfigurationInput{FunctionName: aws.String("secret"), Environment: &types.Environment{Variables: map[string]string{"KEY": "v"}}}
	_, err = c.UpdateFunctionConfiguration(ctx, update)
	var invalid *types.InvalidParameterValueException
	require.ErrorAs(t, err, &invalid)
	update.KMSKeyArn = aws.String("")
	_, err = c.UpdateFunctionConfiguration(ctx, update)
	require.NoError(t, err, "another key heals it")
}

func TestPolicy(t *testing.T) {
	a, s, c, _ := one(t)
	get := &lambda.GetPolicyInput{FunctionName: aws.String("f")}
	var missing *types.ResourceNotFoundException
	_, err := c.GetPolicy(ctx, get)
	require.ErrorAs(t, err, &missing)
	s.AllowService("f", "s3.amazonaws.com", "arn:aws:s3:::logs")
	s.AllowPublic("f")
	out, err := c.GetPolicy(ctx, get)
	require.NoError(t, err)
	_, err = policyeval.Parse([]byte(*out.Policy))
	require.NoError(t, err, "the policy is plain JSON")
	assert.JSONEq(t, `{"Version":"2012-10-17","Id":"default","Statement":[
		{"Sid":"statement-1","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"arn:aws:lambda:us-east-1:111122223333:function:f","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::logs"}}},
		{"Sid":"statement-2","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"arn:aws:lambda:us-east-1:111122223333:function:f"}]}`, *out.Policy)

	add := func(change func(*lambda.AddPermissionInput)) (*lambda.AddPermissionOutput, error) {
		in := &lambda.AddPermissionInput{FunctionName: aws.String("f"), StatementId: aws.String("x"), Action: aws.String("lambda:InvokeFunction"), Principal: aws.String("444455556666")}
		change(in)
		return c.AddPermission(ctx, in)
	}
	var invalid *types.InvalidParameterValueException
	_, err = add(func(in *lambda.AddPermissionInput) {
		in.Principal = aws.String("arn:aws:iam::111122223333:user/nobody")
	})
	require.ErrorAs(t, err, &invalid)
	var conflict *types.ResourceConflictException
	_, err = add(func(in *lambda.AddPermissionInput) { in.StatementId = aws.String("statement-1") })
	require.ErrorAs(t, err, &conflict)
	var precondition *types.PreconditionFailedException
	_, err = add(func(in *lambda.AddPermissionInput) { in.RevisionId = aws.String("old") })
	require.ErrorAs(t, err, &precondition)
	var long *types.PolicyLengthExceededException
	for i := 0; err == nil || i == 0; i++ {
		_, err = add(func(in *lambda.AddPermissionInput) {
			in.StatementId = aws.String(fmt.Sprintf("long-%d", i))
			in.SourceArn = aws.String("arn:aws:s3:::" + strings.Repeat("x", 1000))
		})
		if i > 100 {
			t.Fatal("the policy has a limit")
		}
	}
	require.ErrorAs(t, err, &long)
	added, err := add(func(in *lambda.AddPermissionInput) { in.RevisionId = nil })
	require.NoError(t, err)
	assert.True(t, json.Valid([]byte(*added.Statement)))
	assert.Contains(t, *added.Statement, `"Principal":{"AWS":"arn:aws:iam::444455556666:root"}`)

	remove := func(sid string) error {
		_, err := c.RemovePermission(ctx, &lambda.RemovePermissionInput{FunctionName: aws.String("f"), StatementId: &sid})
		return err
	}
	require.ErrorAs(t, remove("none"), &missing)
	require.NoError(t, remove("x"))
	require.NoError(t, a.Err())
}

func TestRemovingTheLastStatement(t *testing.T) {
	_, s, c, _ := one(t)
	s.AllowPublic("f")
	_, err := c.RemovePermission(ctx, &lambda.RemovePermissionInput{FunctionName: aws.String("f"), StatementId: aws.String("statement-1")})
	require.NoError(t, err)
	_, err = c.GetPolicy(ctx, &lambda.GetPolicyInput{FunctionName: aws.String("f")})
	var missing *types.ResourceNotFoundException
	require.ErrorAs(t, err, &missing)
}

func TestURL(t *testing.T) {
	_, s, c, _ := one(t)
	url := s.AddURL("f", types.FunctionUrlAuthTypeNone)
	list := &lambda.ListFunctionUrlConfigsInput{FunctionName: aws.String("f")}
	out, err := c.ListFunctionUrlConfigs(ctx, list)
	require.NoError(t, err)
	require.Len(t, out.FunctionUrlConfigs, 1)
	assert.Equal(t, url, *out.FunctionUrlConfigs[0].FunctionUrl)
	assert.Regexp(t, `^https://[a-z0-9]+\.lambda-url\.us-east-1\.on\.aws/$`, url)
	changed, err := c.UpdateFunctionUrlConfig(ctx, &lambda.UpdateFunctionUrlConfigInput{FunctionName: aws.String("f"), AuthType: types.FunctionUrlAuthTypeAwsIam})
	require.NoError(t, err)
	assert.Equal(t, types.FunctionUrlAuthTypeAwsIam, changed.AuthType)
	_, err = c.CreateFunctionUrlConfig(ctx, &lambda.CreateFunctionUrlConfigInput{FunctionName: aws.String("f"), AuthType: types.FunctionUrlAuthTypeNone})
	var conflict *types.ResourceConflictException
	require.ErrorAs(t, err, &conflict)
	_, err = c.DeleteFunctionUrlConfig(ctx, &lambda.DeleteFunctionUrlConfigInput{FunctionName: aws.String("f")})
	require.NoError(t, err)
	_, err = c.GetFunctionUrlConfig(ctx, &lambda.GetFunctionUrlConfigInput{FunctionName: aws.String("f")})
	var missing *types.ResourceNotFoundException
	require.ErrorAs(t, err, &missing)
	out, err = c.ListFunctionUrlConfigs(ctx, list)
	require.NoError(t, err)
	assert.Empty(t, out.FunctionUrlConfigs)
}

func TestPages(t *testing.T) {
	for _, n := range []int{50, 51} {
		a, s, c, role := one(t)
		for i := range n - 1 {
			s.AddFunction(fmt.Sprintf("f-%02d", i), role)
		}
		for size, limit := range map[int]int{0: 50, 10: 10} {
			a.PageSize(size)
			pages, names := 0, map[string]bool{}
			for p := lambda.NewListFunctionsPaginator(c, &lambda.ListFunctionsInput{MaxItems: aws.Int32(1000)}); p.HasMorePages(); pages++ {
				out, err := p.NextPage(ctx)
				require.NoError(t, err)
				for _, f := range out.Functions {
					names[*f.FunctionName] = true
				}
			}
			assert.Len(t, names, n)
			assert.Equal(t, (n+limit-1)/limit, pages, "whatever MaxItems says, a page has 50 functions")
		}
		_, err := c.ListFunctions(ctx, &lambda.ListFunctionsInput{Marker: aws.String("bad")})
		var invalid *types.InvalidParameterValueException
		require.ErrorAs(t, err, &invalid)
	}
}

func TestOtherRegionOtherAccount(t *testing.T) {
	a, _, c, role := one(t, func(o *fakes.Options) { o.Partition = "aws-cn" })
	out, err := c.ListFunctions(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, "arn:aws-cn:lambda:cn-north-1:111122223333:function:f", *out.Functions[0].FunctionArn)
	_, err = c.GetFunction(ctx, &lambda.GetFunctionInput{FunctionName: out.Functions[0].FunctionArn}, func(o *lambda.Options) { o.Region = "cn-northwest-1" })
	var missing *types.ResourceNotFoundException
	require.ErrorAs(t, err, &missing)

	b := fakes.NewAccount("444455556666", func(o *fakes.Options) { o.Beside = a })
	other := lambda.NewFromConfig(b.Config())
	none, err := other.ListFunctions(ctx, nil)
	require.NoError(t, err)
	assert.Empty(t, none.Functions)
	_, err = other.GetFunction(ctx, &lambda.GetFunctionInput{FunctionName: out.Functions[0].FunctionArn})
	assert.ErrorContains(t, err, "AccessDeniedException", "the function of another account")
	_, err = other.CreateFunction(ctx, create("g", role))
	assert.ErrorContains(t, err, "AccessDeniedException: Cross-account pass role is not allowed.")
	lambdafake.Of(b).AllowPublic("g")
	assert.ErrorContains(t, b.Err(), "lambdafake: AddPermission: g: there is no such function; add it with AddFunction")
}

func TestEnforced(t *testing.T) {
	a, s, _, role := one(t)
	s.AddFunction("tagged", role, lambdafake.Tag("team", "blue"))
	user := a.AddUser("alice", fakes.InlinePolicy("p", `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Action":"lambda:Get*","Resource":"arn:aws:lambda:*:*:function:f"},
		{"Effect":"Allow","Action":"lambda:DeleteFunction","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"blue"}}},
		{"Effect":"Allow","Action":"lambda:CreateFunction","Resource":"*"}]}`))
	c := lambda.NewFromConfig(a.ConfigAs(user.ARN))
	_, err := c.GetFunction(ctx, &lambda.GetFunctionInput{FunctionName: aws.String("111122223333:function:f")})
	require.NoError(t, err)
	_, err = c.GetFunction(ctx, &lambda.GetFunctionInput{FunctionName: aws.String("tagged")})
	assert.ErrorContains(t, err, "AccessDeniedException: User: "+user.ARN+" is not authorized to perform: lambda:GetFunction on resource: arn:aws:lambda:us-east-1:111122223333:function:tagged because no identity-based policy allows the lambda:GetFunction action")
	_, err = c.DeleteFunction(ctx, &lambda.DeleteFunctionInput{FunctionName: aws.String("f")})
	require.Error(t, err, "the function has no such tag")
	_, err = c.DeleteFunction(ctx, &lambda.DeleteFunctionInput{FunctionName: aws.String("tagged")})
	require.NoError(t, err)
	_, err = c.CreateFunction(ctx, create("new", role))
	assert.ErrorContains(t, err, "is not authorized to perform: iam:PassRole on resource: "+role)

	policy := fakes.MinimalPolicy(a.Calls())
	assert.Contains(t, policy, role)
	bob := a.AddUser("bob", fakes.InlinePolicy("p", policy))
	_, err = lambda.NewFromConfig(a.ConfigAs(bob.ARN)).CreateFunction(ctx, create("new", role))
	assert.NoError(t, err, "the minimal policy suffices: %s", policy)
}

func TestConcurrentUse(t *testing.T) {
	_, s, c, role := one(t)
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			name := fmt.Sprintf("f-%d", i)
			s.AddFunction(name, role)
			s.AllowPublic(name)
			_, err := c.GetPolicy(ctx, &lambda.GetPolicyInput{FunctionName: &name})
			assert.NoError(t, err)
			_, err = c.DeleteFunction(ctx, &lambda.DeleteFunctionInput{FunctionName: &name})
			assert.NoError(t, err)
		})
	}
	wg.Wait()
}

func TestLag(t *testing.T) {
	a, _, c, _ := one(t)
	a.Lag(1)
	_, err := c.AddPermission(ctx, &lambda.AddPermissionInput{FunctionName: aws.String("f"), StatementId: aws.String("x"), Action: aws.String("lambda:InvokeFunction"), Principal: aws.String("*")})
	require.NoError(t, err)
	get := &lambda.GetPolicyInput{FunctionName: aws.String("f")}
	_, err = c.GetPolicy(ctx, get)
	var missing *types.ResourceNotFoundException
	require.ErrorAs(t, err, &missing, "one call later the write does not show")
	_, err = c.GetPolicy(ctx, get)
	require.NoError(t, err)
}
