package collect_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// sleeps records how long was slept, and moves the clock of the fake by it.
type sleeps struct {
	acct *fakes.Account
	all  []time.Duration
}

func (s *sleeps) option(o *collect.Options) {
	o.Sleep = func(_ context.Context, d time.Duration) error {
		s.all = append(s.all, d)
		s.acct.Advance(d)
		return nil
	}
}

const seconds = time.Second

// made makes AWS have a report, and then lets time pass.
func made(t *testing.T, acct *fakes.Account, age time.Duration) {
	t.Helper()
	acct.ReportPolls(0)
	_, err := iam.NewFromConfig(acct.Config()).GenerateCredentialReport(t.Context(), nil)
	require.NoError(t, err)
	acct.Advance(age)
	acct.ForgetCalls()
}

func TestCredentialReport(t *testing.T) {
	type failure = func(*fakes.Account)
	get := fakes.Op[iam.GetCredentialReportInput]()
	generate := fakes.Op[iam.GenerateCredentialReportInput]()
	on := func(op fakes.Operation, f fakes.Fault) failure { return func(a *fakes.Account) { a.Fail(op, f) } }
	never := func(a *fakes.Account) {
		fakes.On(a, func(context.Context, *iam.GenerateCredentialReportInput) (*iam.GenerateCredentialReportOutput, error) {
			return &iam.GenerateCredentialReportOutput{State: types.ReportStateTypeInprogress}, nil
		})
	}
	for name, c := range map[string]struct {
		age     time.Duration // of the report that there is; -1 for none
		polls   int
		prepare []failure
		maxAge  time.Duration
		wait    time.Duration
		want    time.Duration // the age of what is used
		err     string        // or the code
		grant   []string
		calls   string
		slept   []time.Duration
		why     string
	}{
		"fresh":                     {age: 3 * time.Hour, want: 3 * time.Hour, calls: "Get", why: "R79: used as it is, with its age"},
		"within four hours":         {age: 2 * time.Hour, maxAge: time.Hour, want: 2 * time.Hour, calls: "Get Generate Get", why: "AWS answers with the earlier one"},
		"none":                      {age: -1, polls: 3, want: 15 * seconds, calls: "Get Generate Generate Generate Generate Generate Get", slept: []time.Duration{1 * seconds, 2 * seconds, 4 * seconds, 8 * seconds}, why: "the delay grows"},
		"expired":                   {age: 100 * time.Hour, want: 1 * seconds, calls: "Get Generate Generate Get", slept: []time.Duration{1 * seconds}, why: "a new one is asked for"},
		"somebody else's":           {age: time.Hour, prepare: []failure{on(get, fakes.APIError("ReportInProgress", "wait").Times(2)), on(generate, fakes.AccessDenied())}, want: time.Hour + 3*seconds, calls: "Get Get Get", slept: []time.Duration{1 * seconds, 2 * seconds}, why: "no permission to generate is needed"},
		"endless":                   {age: -1, polls: 1000, wait: 50 * seconds, err: "ReportInProgress", slept: []time.Duration{1 * seconds, 2 * seconds, 4 * seconds, 8 * seconds, 15 * seconds, 15 * seconds, 5 * seconds}, why: "R80: a bounded wait"},
		"endless, but an old one":   {age: 3 * time.Hour, maxAge: time.Hour, prepare: []failure{never}, wait: 2 * seconds, want: 3*time.Hour + 2*seconds, slept: []time.Duration{1 * seconds, 1 * seconds}, why: "an old report is better than none"},
		"limit":                     {age: 3 * time.Hour, maxAge: time.Hour, prepare: []failure{on(generate, fakes.APIError("LimitExceeded", "slow down"))}, want: 3*time.Hour + 1*seconds, calls: "Get Generate Get", slept: []time.Duration{1 * seconds}, why: "wait, then take what exists"},
		"limit of reports":          {age: -1, prepare: []failure{on(generate, fakes.APIError("ReportGenerationLimitExceeded", "slow down").Times(1))}, want: 4 * seconds, calls: "Get Generate Get Generate Generate Get", slept: []time.Duration{1 * seconds, 2 * seconds, 4 * seconds}, why: "nothing exists: ask again"},
		"may only read":             {age: 3 * time.Hour, maxAge: time.Hour, prepare: []failure{on(generate, fakes.AccessDenied())}, want: 3 * time.Hour, calls: "Get Generate", why: "use what exists"},
		"may only read, none there": {age: -1, prepare: []failure{on(generate, fakes.AccessDenied())}, err: "AccessDenied", grant: []string{"iam:GenerateCredentialReport", "iam:GetCredentialReport"}, calls: "Get Generate", why: "both actions are needed"},
		"may only generate":         {age: time.Hour, prepare: []failure{on(get, fakes.AccessDenied())}, err: "AccessDenied", grant: []string{"iam:GetCredentialReport"}, calls: "Get", why: "nothing to wait for"},
		"service fails":             {age: time.Hour, prepare: []failure{on(get, fakes.ServiceFailure())}, err: "ServiceFailure", why: "an error of the dataset"},
		"service fails once":        {age: time.Hour, prepare: []failure{on(get, fakes.ServiceFailure().Times(1))}, want: time.Hour, why: "the SDK retries"},
	} {
		t.Run(name, func(t *testing.T) {
			acct := fakes.NewAccount(accountID)
			if c.age >= 0 {
				made(t, acct, c.age)
			}
			acct.ReportPolls(c.polls)
			for _, f := range c.prepare {
				f(acct)
			}
			slept := &sleeps{acct: acct}
			s := live(t, acct, named("credential-report"), slept.option, func(o *collect.Options) {
				o.MaxReportAge, o.MaxReportWait = c.maxAge, c.wait
			})
			report, err := iamhygiene.CredentialReport.Get(s)
			if c.err != "" {
				require.Error(t, err, c.why)
				assert.Equal(t, c.err, iamhygiene.AsDataError(err).Code, c.why)
				assert.Equal(t, c.grant, iamhygiene.AsDataError(err).Grant(), c.why)
				assert.Equal(t, c.grant == nil, iamhygiene.AsDataError(err).Retryable)
			} else {
				require.NoError(t, err, c.why)
				assert.Equal(t, c.want, acct.Now().Sub(report.GeneratedTime), c.why)
				assert.Equal(t, report.GeneratedTime, iamhygiene.CredentialReport.At(s), "its age is visible")
			}
			if c.calls != "" {
				var calls []string
				for _, call := range acct.Calls()[1:] {
					calls = append(calls, strings.TrimSuffix(call.Operation, "CredentialReport"))
				}
				assert.Equal(t, c.calls, strings.Join(calls, " "), c.why)
			}
			assert.Equal(t, c.slept, slept.all, c.why)
		})
	}
}

// What is not a report is an error, and damage to one row is that user's.
func TestCredentialReportContent(t *testing.T) {
	const header = "user,arn,user_creation_time,password_enabled,mfa_active,access_key_1_active\n"
	const root = "<root_account>,arn:aws:iam::111122223333:root,2019-01-01T00:00:00+00:00,not_supported,true,false\n"
	const alice = "alice,arn:aws:iam::111122223333:user/alice,2019-01-01T00:00:00+00:00,true,true,false\n"
	for name, c := range map[string]struct {
		content string
		want    string   // the error
		scopes  []string // of errors of parts
		users   int
		why     string
	}{
		"empty":           {content: "", want: "iam:GetCredentialReport: the input is empty", why: "a report has rows"},
		"header alone":    {content: header, want: "iam:GetCredentialReport: the report has a header and no rows, not even the root user's", why: "a root row is always expected"},
		"no root":         {content: header + alice, scopes: []string{arn("root")}, users: 1, why: "emulators: accepted, with a word"},
		"damaged row":     {content: header + root + alice + "bob,arn:aws:iam::111122223333:user/bob,x\n", scopes: []string{arn("user/bob")}, users: 3, why: "bob alone is lost"},
		"not CSV":         {content: "<html>", want: "iam:GetCredentialReport", why: "an answer of something else"},
		"other account":   {content: strings.ReplaceAll(header+root, accountID, "444455556666"), want: "444455556666", why: "R20"},
		"column missing":  {content: strings.ReplaceAll(header, "mfa_active", "mfa") + root, want: `"mfa_active"`, why: "R24: the column is named"},
		"whole and right": {content: header + root + alice, users: 2},
	} {
		t.Run(name, func(t *testing.T) {
			acct := fakes.NewAccount(accountID)
			fakes.On(acct, func(context.Context, *iam.GetCredentialReportInput) (*iam.GetCredentialReportOutput, error) {
				return &iam.GetCredentialReportOutput{Content: []byte(c.content), GeneratedTime: aws.Time(acct.Now()), ReportFormat: types.ReportFormatTypeTextCsv}, nil
			})
			s := live(t, acct, named("credential-report"))
			report, err := iamhygiene.CredentialReport.Get(s)
			if c.want != "" {
				require.ErrorContains(t, err, c.want, c.why)
				assert.Equal(t, "iam:GetCredentialReport", iamhygiene.AsDataError(err).Operation)
				return
			}
			require.NoError(t, err, c.why)
			assert.Len(t, report.Entries, c.users, c.why)
			var scopes []string
			for _, e := range s.Errors() {
				scopes = append(scopes, e.Scope)
			}
			assert.Equal(t, c.scopes, scopes, c.why)
		})
	}
}
