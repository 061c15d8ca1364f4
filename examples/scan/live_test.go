package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/cloudtrailfake"
	"github.com/iamhygiene/sdk/fakes/cloudwatchfake"
	"github.com/iamhygiene/sdk/fakes/configfake"
	"github.com/iamhygiene/sdk/fakes/eventbridgefake"
	"github.com/iamhygiene/sdk/fakes/logsfake"
	"github.com/iamhygiene/sdk/fakes/snsfake"
	"github.com/iamhygiene/sdk/fakes/ssofake"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

const (
	callerID   = "999988887777"
	customerID = "111122223333"
	roleARN    = "arn:aws:iam::111122223333:role/Audit"
)

// auditorKey is the access key of a user whose policies count; the fake takes
// any other key for that of the administrator.
const auditorKey = "AKIAIOSFODNN7AUDITOR"

const profiles = `[profile audit]
region = eu-west-1
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = none
[profile auditor]
region = eu-west-1
aws_access_key_id = ` + auditorKey + `
aws_secret_access_key = none
`

// An account of a test, which every service answers.
func newAccount(t *testing.T, id string, options ...func(*fakes.Options)) *fakes.Account {
	t.Helper()
	acct := fakes.NewAccount(id, options...)
	cloudtrailfake.Of(acct)
	cloudwatchfake.Of(acct)
	configfake.Of(acct)
	eventbridgefake.Of(acct)
	logsfake.Of(acct)
	snsfake.Of(acct)
	ssofake.Of(acct)
	modelCompute(acct)
	acct.ReportPolls(0) // no waiting
	require.NoError(t, acct.Err())
	return acct
}

// weak is an account of which the caller's profile has credentials: no MFA for
// root, a user with a console password and an old key.
func weak(t *testing.T) *fakes.Account {
	t.Helper()
	acct := newAccount(t, customerID)
	acct.SetPasswordPolicy(types.PasswordPolicy{MinimumPasswordLength: aws.Int32(14)})
	acct.AddUser("alice", fakes.Created(acct.Now().AddDate(-2, 0, 0)), fakes.ConsolePassword(), fakes.AccessKey(), fakes.AttachPolicy("AdministratorAccess"),
		fakes.LastAccessed("s3:GetObject", acct.Now().AddDate(0, 0, -2), "eu-west-1"))
	acct.AddRole("deploy", fakes.TrustService("ec2.amazonaws.com"), fakes.AttachPolicy("AdministratorAccess"))
	acct.AddUser("climber", fakes.InlinePolicy("p", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:CreateAccessKey","iam:PutUserPolicy"],"Resource":"*"}}`))
	return acct
}

// scanLive runs the program with -live and a configuration that it loads as
// main does, except that calls end in the fake. The profile audit is in a
// file; what the machine of the test has does not count.
func scanLive(t *testing.T, acct *fakes.Account, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	return scanLiveWith(t, t.Context(), acct, args...)
}

// scanLiveWith is scanLive without the line that says what the build leaves
// out, which has a test of its own.
func scanLiveWith(t *testing.T, ctx context.Context, acct *fakes.Account, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	code, stdout, stderr = runLive(t, ctx, acct, args...)
	if first, rest, _ := strings.Cut(stderr, "\n"); strings.Contains(first, "this build leaves out") {
		stderr = rest
	}
	return code, stdout, stderr
}

func runLive(t *testing.T, ctx context.Context, acct *fakes.Account, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	for _, line := range os.Environ() {
		if name, value, _ := strings.Cut(line, "="); strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, value) // so that it comes back
			os.Unsetenv(name)
		}
	}
	file := filepath.Join(t.TempDir(), "config")
	require.NoError(t, os.WriteFile(file, []byte(profiles), 0o600))
	t.Setenv("AWS_CONFIG_FILE", file)
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")

	var out, errs bytes.Buffer
	code = run(ctx, append([]string{"-live"}, args...), program{
		stdin: strings.NewReader("123456\n"), stdout: &out, stderr: &errs, now: acct.Now,
		sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		load: func(ctx context.Context, opts ...func(*config.LoadOptions) error) (aws.Config, error) {
			return config.LoadDefaultConfig(ctx, append(opts,
				config.WithAPIOptions(acct.APIOptions()),
				config.WithRetryer(func() aws.Retryer { return aws.NopRetryer{} }))...)
		},
	})
	return code, out.String(), errs.String()
}

func liveJSON(t *testing.T, acct *fakes.Account, args ...string) (int, *iamhygiene.Results) {
	t.Helper()
	code, out, errs := scanLive(t, acct, append([]string{"-profile", "audit", "-format", "json"}, args...)...)
	require.Empty(t, errs)
	r, err := report.Read(strings.NewReader(out))
	require.NoError(t, err)
	return code, r
}

// statuses returns the statuses of a check by user or role; of a user with
// several keys the last.
func statuses(r *iamhygiene.Results, check string) map[string]iamhygiene.Status {
	found := make(map[string]iamhygiene.Status)
	for _, f := range r.Findings {
		if f.Check == check {
			name, _, _ := strings.Cut(f.Resource.Name, "/")
			found[name] = f.Status
		}
	}
	return found
}

func TestLive(t *testing.T) {
	acct := weak(t)
	code, r := liveJSON(t, acct, "-regions", "eu-west-1")
	assert.Equal(t, exitFindings, code)
	assert.Equal(t, customerID, r.Account)
	assert.Equal(t, acct.Now(), r.Time)
	assert.Equal(t, iamhygiene.Fail, statuses(r, "root-mfa")["<root_account>"])
	assert.Equal(t, iamhygiene.Fail, statuses(r, "user-console-mfa")["alice"])
	for _, e := range r.DataErrors {
		assert.Equal(t, "root-email", e.Dataset, "only the managers of an organization may ask for it: %v", e)
	}
	for _, c := range acct.Calls() {
		assert.NotEqual(t, "GenerateServiceLastAccessedDetails", c.Operation, "it is opt-in")
		if c.Package == "cloudtrail" {
			assert.Equal(t, "eu-west-1", c.Region)
		}
	}
}

// TestLiveCallsWhatChecksNeed: a run with one check makes its calls alone.
func TestLiveCallsWhatChecksNeed(t *testing.T) {
	acct := weak(t)
	code, r := liveJSON(t, acct, "-checks", "password-policy-length")
	assert.Equal(t, exitClean, code)
	assert.Equal(t, iamhygiene.Pass, statuses(r, "password-policy-length")[customerID])
	called := make(map[string]bool)
	for _, c := range acct.Calls() {
		called[c.Action] = true
	}
	assert.True(t, called["iam:GetAccountPasswordPolicy"])
	assert.False(t, called["iam:GetAccountAuthorizationDetails"])
	assert.False(t, called["account:ListRegions"])
}

func TestLiveRegions(t *testing.T) {
	for _, c := range []struct {
		name, regions string
		listed        bool
		want          []string
	}{
		{"the default is all that are enabled", "", true, []string{"ap-south-1", "us-east-1"}},
		{"all says the same", "all", true, []string{"ap-south-1", "us-east-1"}},
		{"named ones are not looked up", "eu-west-1, us-west-2", false, []string{"eu-west-1", "us-west-2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			acct := weak(t)
			args := []string{"-checks", "cloudtrail-multi-region"}
			if c.regions != "" {
				args = append(args, "-regions", c.regions)
			}
			liveJSON(t, acct, args...)
			regions, listed := make(map[string]bool), false
			for _, call := range acct.Calls() {
				listed = listed || call.Action == "account:ListRegions"
				if call.Operation == "DescribeTrails" {
					regions[call.Region] = true
				}
			}
			assert.Equal(t, c.listed, listed)
			for _, region := range c.want {
				assert.True(t, regions[region], "%s was not asked", region)
			}
			if !c.listed {
				assert.Len(t, regions, len(c.want))
			}
		})
	}
}

func TestLiveSavesASnapshot(t *testing.T) {
	file := filepath.Join(t.TempDir(), "snapshot.json")
	_, first := liveJSON(t, weak(t), "-checks", "user-*,root-*", "-regions", "eu-west-1", "-save-snapshot", file)
	_, out, errs := scanWith("-snapshot", file, "-checks", "user-*,root-*", "-format", "json")
	require.Empty(t, errs)
	second, err := report.Read(strings.NewReader(out))
	require.NoError(t, err)
	assert.Equal(t, first, second)
}

func TestLiveLastAccessed(t *testing.T) {
	acct := weak(t)
	_, r := liveJSON(t, acct, "-checks", "service-unused", "-last-accessed", "1")
	jobs := fakes.CallsTo[iam.GenerateServiceLastAccessedDetailsInput](acct)
	assert.Len(t, jobs, 1, "the number bounds the jobs")
	unknown := 0
	for _, s := range statuses(r, "service-unused") {
		if s == iamhygiene.Unknown {
			unknown++
		}
	}
	assert.NotZero(t, unknown, "who was not asked about is not known")

	acct = weak(t)
	_, r = liveJSON(t, acct, "-checks", "service-unused", "-last-accessed", "100")
	assert.Equal(t, iamhygiene.Fail, statuses(r, "service-unused")["alice"])
}

func TestLiveAssumesARole(t *testing.T) {
	caller := newAccount(t, callerID)
	customer := fakes.NewAccount(customerID, func(o *fakes.Options) { o.Beside = caller })
	caller.AddUser("auditor", fakes.AccessKey(func(k *fakes.Key) { k.ID = auditorKey }),
		fakes.InlinePolicy("assume", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"`+roleARN+`"}}`))
	require.NoError(t, caller.Err())
	customer.ReportPolls(0)
	customer.AddUser("bob", fakes.ConsolePassword())
	// The role may do what -required-policy prints, and that is enough.
	_, policy, errs := scanWith("-required-policy", "-regions", "eu-west-1")
	require.Empty(t, errs)
	customer.AddRole("Audit", fakes.TrustExternal(callerID, "shared-id"), fakes.InlinePolicy("scan", policy))
	require.NoError(t, customer.Err())

	assumed := []string{"-profile", "auditor", "-role-arn", roleARN, "-external-id", "shared-id", "-regions", "eu-west-1"}
	code, r := liveJSON(t, caller, assumed...)
	assert.Equal(t, exitFindings, code)
	assert.Equal(t, customerID, r.Account)
	assert.Equal(t, iamhygiene.Fail, statuses(r, "user-console-mfa")["bob"])
	for _, e := range r.DataErrors {
		if e.Dataset == "root-email" {
			continue // only the managers of an organization may ask
		}
		assert.Empty(t, e.Grant(), "%s is refused under the required policy: %s", e.Dataset, e.Message)
	}
	// The policy counts: what is not in it is refused.
	_, r = liveJSON(t, caller, append(assumed, "-checks", "service-unused", "-last-accessed", "1")...)
	assert.NotEmpty(t, r.DataErrors)
	assert.Equal(t, "iamhygiene-scan", *fakes.CallsTo[sts.AssumeRoleInput](caller)[0].RoleSessionName)
}

func TestLiveExitCodes(t *testing.T) {
	missing := `cannot assume arn:aws:iam::111122223333:role/Audit: its trust policy must name the caller, and -external-id must be the one that it asks for: `
	for _, c := range []struct {
		name  string
		args  []string
		setUp func(caller, customer *fakes.Account)
		code  int
		want  string // on standard error
	}{
		{"nothing fails", []string{"-profile", "audit", "-checks", "root-access-key"}, nil, exitClean, ""},
		{"a failure below -fail-on", []string{"-profile", "audit", "-checks", "password-policy-present", "-fail-on", "critical"}, nil, exitClean, ""},
		{"a failure", []string{"-profile", "audit", "-checks", "root-mfa"}, nil, exitFindings, ""},
		{"the wrong external id", []string{"-profile", "audit", "-role-arn", roleARN, "-external-id", "guess"}, nil, exitFailed, missing},
		{"no external id", []string{"-profile", "audit", "-role-arn", roleARN}, nil, exitFailed, missing},
		{"a role that does not exist", []string{"-profile", "audit", "-role-arn", roleARN + "s"}, nil, exitFailed, "cannot assume arn:aws:iam::111122223333:role/Audits: "},
		{"a profile that does not exist", []string{"-profile", "nobody"}, nil, exitFailed, "nobody"},
		{"no credentials", nil, nil, exitFailed, "collect: it is not known who calls; check the credentials and the Region: "},
		{"nobody knows the caller", []string{"-profile", "audit"}, func(caller, _ *fakes.Account) {
			caller.Fail(fakes.Op[sts.GetCallerIdentityInput](), fakes.APIError("ExpiredToken", "The security token included in the request is expired"))
		}, exitFailed, "ExpiredToken"},
		{"everything is refused, which is no failure", []string{"-profile", "audit"}, func(caller, _ *fakes.Account) {
			caller.Fail(fakes.Operation{}, fakes.AccessDenied().When(func(c fakes.Call) bool { return c.Package != "sts" }))
		}, exitClean, ""},
		{"a Region that is empty", []string{"-profile", "audit", "-last-accessed", "-1"}, nil, exitFailed, "collect: option LastAccessed.MaxJobs: the value is negative"},
		{"a role without -live", []string{"-live=false", "-role-arn", roleARN}, nil, exitFailed, "-role-arn is for -live"},
		{"Regions without -live", []string{"-live=false", "-regions", "all"}, nil, exitFailed, "-regions is for -live and -required-policy"},
		{"an external id without a role", []string{"-external-id", "x"}, nil, exitFailed, "-external-id is for -role-arn"},
		{"a snapshot too", []string{"-snapshot", "x"}, nil, exitFailed, "-live asks the account itself"},
	} {
		t.Run(c.name, func(t *testing.T) {
			caller := newAccount(t, callerID)
			customer := fakes.NewAccount(customerID, func(o *fakes.Options) { o.Beside = caller })
			customer.AddRole("Audit", fakes.TrustExternal(callerID, "shared-id"))
			require.NoError(t, customer.Err())
			if c.setUp != nil {
				c.setUp(caller, customer)
			}
			code, out, errs := scanLive(t, caller, append([]string{"-regions", "eu-west-1"}, c.args...)...)
			if c.args != nil && c.args[0] == "-live=false" {
				code, out, errs = scanWith(c.args...)
			}
			assert.Equal(t, c.code, code, "%s%s", out, errs)
			assert.Contains(t, errs, c.want)
			if c.want == "" {
				assert.Empty(t, errs)
			} else {
				assert.Empty(t, out, "an error is no report")
			}
		})
	}
}

// TestLiveRefused: what is refused is Unknown with the permission that it takes,
// and the exit code follows from the failures that are known.
func TestLiveRefused(t *testing.T) {
	acct := weak(t)
	acct.Fail(fakes.Op[iam.GetAccountSummaryInput](), fakes.AccessDenied())
	acct.Fail(fakes.Op[iam.GenerateCredentialReportInput](), fakes.AccessDenied())
	acct.Fail(fakes.Op[iam.GetCredentialReportInput](), fakes.AccessDenied())
	code, r := liveJSON(t, acct, "-checks", "root-mfa")
	assert.Equal(t, exitClean, code)
	require.Len(t, r.Findings, 1)
	assert.Equal(t, iamhygiene.Unknown, r.Findings[0].Status)
	require.NotNil(t, r.Findings[0].Unknown)
	assert.NotEmpty(t, r.Findings[0].Unknown.Grant())

	code, r = liveJSON(t, acct, "-checks", "root-mfa,policy-admin,principal-effective-admin", "-fail-on", "low")
	assert.Equal(t, exitFindings, code)
	assert.NotZero(t, r.Count().Unknown)
}

func TestLiveInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	code, out, errs := scanLiveWith(t, ctx, weak(t), "-profile", "audit")
	assert.Equal(t, exitFailed, code)
	assert.Empty(t, out)
	assert.Contains(t, errs, "context canceled")
}

// TestLiveClock: -now moves the clock of a live account too.
func TestLiveClock(t *testing.T) {
	acct := weak(t)
	_, r := liveJSON(t, acct, "-checks", "access-key-rotation", "-now", acct.Now().AddDate(-2, 0, 1).Format(time.RFC3339))
	assert.Equal(t, iamhygiene.Pass, statuses(r, "access-key-rotation")["alice"])
	_, r = liveJSON(t, acct, "-checks", "access-key-rotation")
	assert.Equal(t, iamhygiene.Fail, statuses(r, "access-key-rotation")["alice"])
}

// TestLiveGraph: the graph has its data, whatever the checks need.
func TestLiveGraph(t *testing.T) {
	acct := weak(t)
	dir := t.TempDir()
	dot, text := filepath.Join(dir, "graph.dot"), filepath.Join(dir, "graph.json")
	for _, file := range []string{dot, text} {
		_, _ = liveJSON(t, acct, "-checks", "password-policy-length", "-graph", file, "-regions", "eu-west-1")
		info, err := os.Stat(file)
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}
	written, err := os.ReadFile(dot)
	require.NoError(t, err)
	assert.Contains(t, string(written), "digraph")
	assert.Contains(t, string(written), "user/climber")
	written, err = os.ReadFile(text)
	require.NoError(t, err)
	var graph struct{ Principals []struct{ Name string } }
	require.NoError(t, json.Unmarshal(written, &graph))
	assert.Len(t, graph.Principals, 3)
}
