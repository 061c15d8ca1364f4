package collect_test

import (
	"context"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// limits bounds the collection of last-accessed information.
func limits(jobs int, wait time.Duration) func(*collect.Options) {
	return func(o *collect.Options) {
		o.Datasets = []string{"last-accessed"}
		o.LastAccessed = collect.LastAccessedOptions{MaxJobs: jobs, MaxWait: wait}
	}
}

func TestLastAccessed(t *testing.T) {
	const read = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:Get*","sqs:*"],"Resource":"*"}}`
	for name, c := range map[string]struct {
		prepare func(*fakes.Account)
		jobs    int
		wait    time.Duration
		want    []string // who is there
		errs    []brief  // of whom
		slept   []time.Duration
		fails   string
		why     string
	}{
		"all":         {jobs: 9, want: []string{"role/deploy", "user/a", "user/b"}, slept: []time.Duration{seconds, 2 * seconds}, why: "service-linked roles are not asked about"},
		"at once":     {prepare: func(a *fakes.Account) { a.JobPolls(0) }, jobs: 9, want: []string{"role/deploy", "user/a", "user/b"}, slept: []time.Duration{seconds}},
		"pages":       {prepare: func(a *fakes.Account) { a.PageSize(1) }, jobs: 9, want: []string{"role/deploy", "user/a", "user/b"}, slept: []time.Duration{seconds, 2 * seconds}},
		"limit":       {jobs: 2, want: []string{"role/deploy", "user/a"}, errs: []brief{{arn("user/b"), iamhygiene.CodeNotCollected, "nobody asked about it: 2 jobs is the limit, and there are 3 users and roles"}}, slept: []time.Duration{seconds, 2 * seconds}, why: "beyond the limit is unknown"},
		"not ready":   {prepare: func(a *fakes.Account) { a.JobPolls(1000) }, jobs: 9, wait: 4 * seconds, errs: []brief{{arn("role/deploy"), iamhygiene.CodeNotReady, ""}, {arn("user/a"), iamhygiene.CodeNotReady, ""}, {arn("user/b"), iamhygiene.CodeNotReady, ""}}, slept: []time.Duration{seconds, 2 * seconds, seconds}, why: "a bounded wait for all"},
		"failed":      {prepare: func(a *fakes.Account) { a.FailJobs("InternalError", "sorry") }, jobs: 1, errs: []brief{{arn("role/deploy"), "InternalError", "the job for the last-accessed information failed with InternalError: sorry"}, {arn("user/a"), iamhygiene.CodeNotCollected, ""}, {arn("user/b"), iamhygiene.CodeNotCollected, ""}}, slept: []time.Duration{seconds, 2 * seconds}},
		"refused":     {prepare: fail[iam.GenerateServiceLastAccessedDetailsInput](fakes.AccessDenied()), jobs: 9, fails: "grant iam:GenerateServiceLastAccessedDetails", why: "the whole"},
		"not read":    {prepare: fail[iam.GetServiceLastAccessedDetailsInput](fakes.AccessDenied()), jobs: 9, errs: []brief{{arn("role/deploy"), "AccessDenied", ""}, {arn("user/a"), "AccessDenied", ""}, {arn("user/b"), "AccessDenied", ""}}, slept: []time.Duration{seconds}},
		"one deleted": {prepare: fail[iam.GenerateServiceLastAccessedDetailsInput](fakes.APIError("NoSuchEntity", "gone").When(about(arn("user/a")))), jobs: 9, want: []string{"role/deploy", "user/b"}, slept: []time.Duration{seconds, 2 * seconds}, why: "nobody to know of"},
		"one refused": {prepare: fail[iam.GenerateServiceLastAccessedDetailsInput](fakes.AccessDenied().When(about(arn("user/a")))), jobs: 9, want: []string{"role/deploy", "user/b"}, errs: []brief{{arn("user/a"), "AccessDenied", ""}}, slept: []time.Duration{seconds, 2 * seconds}},
		"no details":  {prepare: fail[iam.GetAccountAuthorizationDetailsInput](fakes.AccessDenied()), jobs: 9, fails: "grant iam:GetAccountAuthorizationDetails"},
	} {
		t.Run(name, func(t *testing.T) {
			acct := fakes.NewAccount(accountID)
			acct.AddUser("a", fakes.InlinePolicy("read", read), fakes.LastAccessed("sqs:SendMessage", acct.Now().AddDate(0, 0, -1), "us-west-2"))
			acct.AddUser("b")
			acct.AddRole("deploy", fakes.TrustAccount(accountID), fakes.InlinePolicy("read", read))
			acct.AddServiceLinkedRole("support.amazonaws.com", "AWSServiceRoleForSupport")
			require.NoError(t, acct.Err())
			if c.prepare != nil {
				c.prepare(acct)
			}
			slept := &sleeps{acct: acct}
			s := live(t, acct, limits(c.jobs, c.wait), slept.option)
			access, err := iamhygiene.LastAccessed.Get(s)
			if c.fails != "" {
				require.ErrorContains(t, err, c.fails)
				return
			}
			require.NoError(t, err)
			var got []string
			for arn, a := range access {
				got = append(got, arn[len("arn:aws:iam::111122223333:"):])
				assert.NotZero(t, a.Generated)
				if arn == "arn:aws:iam::111122223333:user/a" {
					require.Len(t, a.Services, 2)
					assert.Zero(t, a.Services[0].LastAuthenticated)
					assert.Equal(t, "us-west-2", a.Services[1].Region)
				}
			}
			assert.ElementsMatch(t, c.want, got, c.why)
			errs := briefs(s.Errors())
			for i := range errs {
				if i < len(c.errs) && c.errs[i].message == "" {
					errs[i].message = ""
				}
			}
			assert.Equal(t, c.errs, errs, c.why)
			assert.Equal(t, c.slept, slept.all)
		})
	}
}

// about matches calls about a principal.
func about(arn string) func(fakes.Call) bool {
	return func(c fakes.Call) bool {
		return aws.ToString(c.Input.(*iam.GenerateServiceLastAccessedDetailsInput).Arn) == arn
	}
}

func TestLastAccessedIsOptIn(t *testing.T) {
	acct := fakes.NewAccount(accountID)
	_, err := collect.Snapshot(t.Context(), acct.Config(), named("last-accessed"))
	require.EqualError(t, err, "collect: option Datasets: last-accessed takes a job for each user and role; set LastAccessed.MaxJobs")
	for _, c := range collect.Collectors() {
		assert.NotEqual(t, "last-accessed", c.Datasets[0].Name)
	}
}

// A wait that is cancelled ends at once.
func TestCancelWhileWaiting(t *testing.T) {
	acct := fakes.NewAccount(accountID)
	acct.AddUser("a")
	acct.JobPolls(1000)
	acct.ReportPolls(1000)
	for _, dataset := range []string{"last-accessed", "credential-report"} {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := collect.Snapshot(ctx, acct.Config(), limits(9, time.Hour), named(dataset), func(o *collect.Options) {
			o.Now = acct.Now
			o.Sleep = func(ctx context.Context, _ time.Duration) error {
				cancel()
				<-ctx.Done()
				return ctx.Err()
			}
		})
		require.ErrorIs(t, err, context.Canceled, dataset)
	}
}
