package compute_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/ec2fake"
	"github.com/iamhygiene/sdk/fakes/lambdafake"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
	"github.com/iamhygiene/sdk/iamhygiene/collect/compute"
)

const (
	accountID = "111122223333"
	dublin    = "eu-west-1"
	virginia  = "us-east-1"

	// From AWS's documentation; neither works.
	keyID  = "AKIAIOSFODNN7EXAMPLE"
	secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)

var names = []string{"functions", "instances"}

// busy is an account with instances and functions in two Regions.
func busy(t testing.TB) *fakes.Account {
	t.Helper()
	acct := fakes.NewAccount(accountID)
	acct.AddRole("web", fakes.TrustService("ec2.amazonaws.com"))
	acct.AddInstanceProfile("web", "web")
	role := acct.AddRole("worker", fakes.TrustService("lambda.amazonaws.com"))

	machines := ec2fake.Of(acct)
	machines.RunInstance(ec2fake.Profile("web"), ec2fake.IMDSv2(), ec2fake.Tag("team", "shop"), ec2fake.Tag("stage", "prod"))
	machines.RunInstance(ec2fake.IMDSv1())
	here := machines.In(dublin)
	here.StopInstance(here.RunInstance(ec2fake.IMDSv2()))

	functions := lambdafake.Of(acct)
	functions.AddFunction("plain", role.ARN)
	functions.AddFunction("keys", role.ARN, lambdafake.Env("STAGE", "prod"), lambdafake.Env("ID", keyID), lambdafake.Env("BACKUP_AWS_SECRET_ACCESS_KEY", secret),
		lambdafake.Env("AWS_SECRET_NAME", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x"), lambdafake.Env("CHECKSUM", secret))
	functions.AddFunction("sealed", role.ARN, lambdafake.Undecryptable("arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"))
	functions.In(dublin).AddFunction("plain", role.ARN, lambdafake.Env("STAGE", "test"))
	require.NoError(t, acct.Err())
	return acct
}

// inBoth collects both datasets in the two Regions.
func inBoth(o *collect.Options) {
	o.Datasets, o.Collectors, o.Regions = names, compute.Collectors(), []string{dublin, virginia}
}

func snapshot(t testing.TB, acct *fakes.Account, cfg aws.Config, opts ...func(*collect.Options)) *iamhygiene.Snapshot {
	t.Helper()
	s, err := collect.Snapshot(t.Context(), cfg, append([]func(*collect.Options){func(o *collect.Options) { o.Now = acct.Now }, inBoth}, opts...)...)
	require.NoError(t, err)
	return s
}

func get[T any](t testing.TB, s *iamhygiene.Snapshot, d iamhygiene.Dataset[T]) T {
	t.Helper()
	v, err := d.Get(s)
	require.NoError(t, err)
	return v
}

func TestInstances(t *testing.T) {
	acct := busy(t)
	s := snapshot(t, acct, acct.Config())
	assert.Empty(t, s.Errors())
	all := get(t, s, iamhygiene.Instances)
	assert.Equal(t, []string{dublin, virginia}, all.Regions)
	assert.Equal(t, acct.Now(), iamhygiene.Instances.At(s))
	byRegion := make(map[string][]iamhygiene.Instance)
	for _, i := range all.Items {
		assert.Regexp(t, `^i-[0-9a-f]{8,17}$`, i.ID)
		assert.Equal(t, accountID, i.Account)
		byRegion[i.Region] = append(byRegion[i.Region], i)
	}
	require.Len(t, byRegion[dublin], 1)
	assert.Equal(t, "stopped", byRegion[dublin][0].State)
	require.Len(t, byRegion[virginia], 2)
	at := slices.IndexFunc(byRegion[virginia], func(i iamhygiene.Instance) bool { return i.Profile != "" })
	require.GreaterOrEqual(t, at, 0)
	with, without := byRegion[virginia][at], byRegion[virginia][1-at]
	assert.Equal(t, "arn:aws:iam::111122223333:instance-profile/web", with.Profile)
	assert.Regexp(t, `^AIPA`, with.ProfileID)
	assert.Equal(t, map[string]string{"team": "shop", "stage": "prod"}, with.Tags)
	assert.True(t, with.TokensRequired)
	assert.Equal(t, "running", with.State)
	assert.Empty(t, without.ProfileID)
	assert.False(t, without.TokensRequired)
	assert.Nil(t, without.Tags)
}

func TestFunctions(t *testing.T) {
	acct := busy(t)
	s := snapshot(t, acct, acct.Config())
	all := get(t, s, iamhygiene.Functions)
	role := "arn:aws:iam::111122223333:role/worker"
	at := func(region, name string) string { return "arn:aws:lambda:" + region + ":111122223333:function:" + name }
	assert.Equal(t, iamhygiene.Regional[iamhygiene.Function]{
		Regions: []string{dublin, virginia},
		Items: []iamhygiene.Function{
			{ARN: at(dublin, "plain"), Name: "plain", Region: dublin, Role: role, Runtime: "python3.11", Variables: []string{"STAGE"}},
			{
				ARN: at(virginia, "keys"), Name: "keys", Region: virginia, Role: role, Runtime: "python3.11",
				Variables:    []string{"AWS_SECRET_NAME", "BACKUP_AWS_SECRET_ACCESS_KEY", "CHECKSUM", "ID", "STAGE"},
				KeyVariables: []string{"BACKUP_AWS_SECRET_ACCESS_KEY", "ID"},
			},
			{ARN: at(virginia, "plain"), Name: "plain", Region: virginia, Role: role, Runtime: "python3.11"},
			{ARN: at(virginia, "sealed"), Name: "sealed", Region: virginia, Role: role, Runtime: "python3.11", VariablesError: "AccessDeniedException"},
		},
	}, all)
	text, err := json.Marshal(s)
	require.NoError(t, err)
	for _, value := range []string{keyID, secret, "secretsmanager"} {
		assert.NotContains(t, string(text), value, "values stay with Lambda")
	}
}

// An error of the variables without a code is one all the same.
func TestVariablesErrorWithoutCode(t *testing.T) {
	acct := fakes.NewAccount(accountID)
	ec2fake.Of(acct)
	fakes.On(acct, func(context.Context, *lambda.ListFunctionsInput) (*lambda.ListFunctionsOutput, error) {
		return &lambda.ListFunctionsOutput{Functions: []lambdatypes.FunctionConfiguration{{
			FunctionName: aws.String("f"), Environment: &lambdatypes.EnvironmentResponse{Error: &lambdatypes.EnvironmentError{}},
		}}}, nil
	})
	assert.Equal(t, iamhygiene.CodeInvalid, get(t, snapshot(t, acct, acct.Config()), iamhygiene.Functions).Items[0].VariablesError)
}

func TestRoundTrip(t *testing.T) {
	acct := busy(t)
	s := snapshot(t, acct, acct.Config())
	text, err := json.Marshal(s)
	require.NoError(t, err)
	again, err := iamhygiene.ReadSnapshot(bytes.NewReader(text))
	require.NoError(t, err)
	assert.Equal(t, get(t, s, iamhygiene.Instances), get(t, again, iamhygiene.Instances))
	assert.Equal(t, get(t, s, iamhygiene.Functions), get(t, again, iamhygiene.Functions))
}

// Pages of one element give the same.
func TestSmallPages(t *testing.T) {
	acct := busy(t)
	s := snapshot(t, acct, acct.Config())
	calls := len(acct.Calls())
	acct.ForgetCalls()
	acct.PageSize(1)
	small := snapshot(t, acct, acct.Config())
	assert.Equal(t, get(t, s, iamhygiene.Instances), get(t, small, iamhygiene.Instances))
	assert.Equal(t, get(t, s, iamhygiene.Functions), get(t, small, iamhygiene.Functions))
	assert.Greater(t, len(acct.Calls()), calls)
}

// A call for each page of a Region, and none for an instance or function.
func TestCalls(t *testing.T) {
	acct := busy(t)
	acct.ForgetCalls()
	snapshot(t, acct, acct.Config())
	assert.Len(t, fakes.CallsTo[ec2.DescribeInstancesInput](acct), 2)
	assert.Len(t, fakes.CallsTo[lambda.ListFunctionsInput](acct), 2)
	assert.Len(t, acct.Calls(), 5, "and sts:GetCallerIdentity")
}

// A Region that fails is an error; the other one, and the other dataset, stand.
func TestRegionFails(t *testing.T) {
	for operation, dataset := range map[string]string{"ec2:DescribeInstances": "instances", "lambda:ListFunctions": "functions"} {
		for name, fault := range map[string]fakes.Fault{"refused": fakes.AccessDenied(), "throttled": fakes.Throttle(100), "broken": fakes.ServiceFailure()} {
			t.Run(operation+" "+name, func(t *testing.T) {
				acct := busy(t)
				whole := snapshot(t, acct, acct.Config())
				acct.Fail(fakes.Operation{}, fault.When(func(c fakes.Call) bool { return c.Action == operation && c.Region == virginia }))
				s := snapshot(t, acct, acct.Config())
				require.Len(t, s.Errors(), 1)
				e := s.Errors()[0]
				assert.Equal(t, dataset, e.Dataset)
				assert.Equal(t, virginia, e.Scope)
				assert.Equal(t, operation, e.Operation)
				assert.Equal(t, name != "refused", e.Retryable)
				if name == "refused" {
					assert.Equal(t, []string{operation}, e.Grant())
				}
				if dataset == "instances" {
					assert.Equal(t, get(t, whole, iamhygiene.Functions), get(t, s, iamhygiene.Functions))
					assert.Equal(t, []string{dublin}, get(t, s, iamhygiene.Instances).Regions)
					assert.Len(t, get(t, s, iamhygiene.Instances).Items, 1)
				} else {
					assert.Equal(t, get(t, whole, iamhygiene.Instances), get(t, s, iamhygiene.Instances))
					assert.Equal(t, []string{dublin}, get(t, s, iamhygiene.Functions).Regions)
					assert.Len(t, get(t, s, iamhygiene.Functions).Items, 1)
				}
			})
		}
	}
}

func TestRegionDisabled(t *testing.T) {
	acct := busy(t)
	s := snapshot(t, acct, acct.Config(), func(o *collect.Options) { o.Regions = []string{"me-south-1", virginia} })
	codes := make(map[string]string)
	for _, e := range s.Errors() {
		assert.Equal(t, "me-south-1", e.Scope)
		assert.Empty(t, e.Grant(), "no permission helps")
		codes[e.Dataset] = e.Code
	}
	assert.Equal(t, map[string]string{"instances": "AuthFailure", "functions": "UnrecognizedClientException"}, codes)
	assert.Equal(t, []string{virginia}, get(t, s, iamhygiene.Instances).Regions)
}

func TestEveryCallFails(t *testing.T) {
	fakes.EveryCallFails(t, func() aws.Config { return busy(t).Config() }, func(cfg aws.Config) error {
		s, err := collect.Snapshot(t.Context(), cfg, inBoth)
		if err != nil {
			return err
		}
		for _, e := range s.Errors() {
			return e
		}
		return nil
	})
}

// The checks of compute services run under the policy that they require, and
// say so where one action of it is missing.
func TestRequiredPolicy(t *testing.T) {
	instances, functions := checks.InstanceWithoutProfile{}, checks.FunctionStaticKeys{}
	all := []iamhygiene.Check{instances, functions}
	var document struct{ Statement []struct{ Action []string } }
	require.NoError(t, json.Unmarshal([]byte(collect.RequiredPolicy(all...)), &document))
	var actions []string
	for _, s := range document.Statement {
		actions = append(actions, s.Action...)
	}
	assert.ElementsMatch(t, []string{"account:ListRegions", "ec2:DescribeInstances", "lambda:ListFunctions"}, actions)

	collected := func(actions []string) *iamhygiene.Snapshot {
		acct := busy(t)
		text, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": map[string]any{"Effect": "Allow", "Action": actions, "Resource": "*"}})
		require.NoError(t, err)
		role := acct.AddRole("audit", fakes.TrustAccount(accountID), fakes.InlinePolicy("audit", string(text)))
		return snapshot(t, acct, acct.ConfigAs(role.ARN), func(o *collect.Options) { o.Checks, o.Datasets, o.Regions = all, nil, nil })
	}
	s := collected(actions)
	assert.Empty(t, s.Errors())
	assert.Equal(t, names, s.Datasets())
	assert.Greater(t, len(get(t, s, iamhygiene.Instances).Regions), 10, "all that are enabled")
	for i, action := range actions {
		s := collected(slices.Delete(slices.Clone(actions), i, i+1))
		require.NotEmpty(t, s.Errors(), action)
		for _, e := range s.Errors() {
			assert.Equal(t, []string{action}, e.Grant())
		}
	}
}

// The collectors fill the datasets that package collect leaves to them.
func ExampleCollectors() {
	acct := fakes.NewAccount("111122223333")
	role := acct.AddRole("worker", fakes.TrustService("lambda.amazonaws.com"))
	lambdafake.Of(acct).AddFunction("nightly", role.ARN, lambdafake.Env("BACKUP_KEY", "AKIAIOSFODNN7EXAMPLE"))
	ec2fake.Of(acct).RunInstance()

	s, err := collect.Snapshot(context.Background(), acct.Config(), func(o *collect.Options) {
		o.Checks = []iamhygiene.Check{checks.InstanceWithoutProfile{}, checks.FunctionStaticKeys{}}
		o.Collectors = compute.Collectors()
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, check := range []iamhygiene.Check{checks.InstanceWithoutProfile{}, checks.FunctionStaticKeys{}} {
		for _, f := range check.Run(context.Background(), s) {
			fmt.Println(f.Status, check.Info().ID)
		}
	}
	// Output:
	// FAIL instance-without-profile
	// FAIL function-static-keys
}
