package fakes

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/middleware"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/fakes/internal/seam"
)

// An Account is an AWS account in memory. Its methods are safe for concurrent
// use. Make one with [NewAccount] or [Organization.Account].
type Account struct {
	cloud *cloud
	id    string
	own   hooks
	state *model.Account
	admin aws.Credentials
}

var _ Target = (*Account)(nil)

// NewAccount returns an account that is in no organization. The id has twelve
// digits; with another one, or an unknown partition, every call fails with a
// [UsageError].
func NewAccount(id string, options ...func(*Options)) *Account {
	var o Options
	for _, fn := range options {
		fn(&o)
	}
	var c *cloud
	if o.Beside != nil {
		c = o.Beside.cloud
	} else {
		c = newCloud(o)
	}
	a := c.account(id)
	if !o.known() {
		a.own.refuse(usage(0, "NewAccount: %q is not a partition; leave Partition empty, or use aws, aws-cn or aws-us-gov", o.Partition))
	}
	if !model.IsAccountID(id) {
		a.own.refuse(usage(0, "NewAccount: %q is not an account id; give twelve digits, for example 111122223333", id))
	}
	return a
}

// ID returns the account's id.
func (a *Account) ID() string { return a.id }

// Err returns the first error of setting the account up, a [*UsageError], and
// nil if there is none.
func (a *Account) Err() error {
	if err := a.own.err(); err != nil {
		return err
	}
	return a.cloud.err()
}

func (a *Account) hooks() *hooks   { return &a.own }
func (a *Account) cloudOf() *cloud { return a.cloud }

// Config returns a configuration for the clients of any service, whose caller
// is the account's administrator: a session of a role named Administrator, who
// may do everything and is not listed among the account's roles. Each call
// returns a fresh copy, which the caller may change.
//
// Retries happen as in production, three attempts, but without waiting. A
// Retryer of one's own waits for real, and so do waiters between their polls,
// unless their MinDelay says otherwise.
func (a *Account) Config() aws.Config { return a.config(credentials{value: a.admin}) }

// ConfigAs is [Account.Config] for another caller, whose policies are enforced:
// the ARN of a user, a role (which means a session of it), a role session, a
// federated user, or the root user of any account of the fake. The principal
// may be made later, but must exist when it calls. An ARN that cannot call
// makes every call fail with a [UsageError].
func (a *Account) ConfigAs(arn string) aws.Config {
	p, err := model.ParsePrincipal(arn, sessionName)
	if err != nil {
		return a.config(credentials{err: usage(0, "ConfigAs: %q is no principal that can call; give an ARN such as %s", arn, a.state.ARN("iam", "user/alice"))})
	}
	known := false
	a.cloud.model.Do(func() { known = a.cloud.model.Lookup(p.AccountID) != nil })
	if !known || p.Partition != a.state.Partition {
		return a.config(credentials{err: usage(0, "ConfigAs: %q is in no account of this fake; make the account first", arn)})
	}
	p.Enforced = true
	if p.ID == "" {
		p.ID = inventID(p)
	}
	var value aws.Credentials
	a.cloud.model.Do(func() { value = a.cloud.mint(p) })
	return a.config(credentials{value: value})
}

// APIOptions are for code that loads a configuration by itself, with
// config.WithAPIOptions(account.APIOptions()). Credentials that the fake did not
// make then count as the administrator's; the code needs some, for example
// [Account.Credentials]. Such code also brings its own retryer, which waits.
func (a *Account) APIOptions() []func(*middleware.Stack) error {
	return []func(*middleware.Stack) error{seam.APIOption(a.handler(true))}
}

// Credentials returns the credentials of the account's administrator.
func (a *Account) Credentials() aws.CredentialsProvider { return credentials{value: a.admin} }

// Fail makes calls of the account's principals fail: a number of times, or
// until [Account.Recover]. Of several faults for one operation the oldest
// comes first. Calls with a fault are recorded too.
//
//	account.Fail(fakes.Op[iam.ListUsersInput](), fakes.Throttle(2))
//	account.Fail(fakes.Operation{}, fakes.AccessDenied()) // every operation
func (a *Account) Fail(op Operation, f Fault) { a.own.fail(op, f) }

// Recover ends all faults of the account.
func (a *Account) Recover() { a.own.disarm() }

// Calls returns the calls of the account's principals, in the order in which
// they arrived. They are deep copies.
func (a *Account) Calls() []Call { return a.own.copies() }

// ForgetCalls empties the record of calls, for example after preparing a test.
func (a *Account) ForgetCalls() { a.own.forget() }

// PageSize sets the most that a page of a list holds, whatever the caller asks
// for, so that a few items suffice to show code that forgets the second page. 0
// is the operation's default.
func (a *Account) PageSize(n int) {
	a.cloud.model.Do(func() { a.state.Settings.PageSize = max(n, 0) })
}

// Lag makes each write invisible to the next n calls of the account, as IAM's
// eventual consistency does. Operations that write check against the present. 0
// ends it.
func (a *Account) Lag(n int) {
	a.cloud.model.Do(func() { a.state.Settings.Lag = max(n, 0) })
}

// AuthorizationLag makes authorization decide on the next n calls of the account
// as if a write had not happened, as IAM does for some seconds: a new role cannot
// be assumed and a policy cannot name it as a principal, a new user cannot call, a
// new access key is not known, and a new or changed policy does not count.
// [Account.Lag] is for what reads see; the two together are what a program meets
// that creates a role and uses it. A call of another account that assumes a role
// of this one counts as well. What builders add is known at once. 0 ends it.
func (a *Account) AuthorizationLag(n int) {
	a.cloud.model.Do(func() { a.state.Settings.AuthorizationLag = max(n, 0) })
}

// Now returns the time of the fake.
func (a *Account) Now() time.Time {
	var now time.Time
	a.cloud.model.Do(func() { now = a.cloud.model.Now() })
	return now
}

// Advance moves the clock of the fake, which its accounts share.
func (a *Account) Advance(d time.Duration) {
	a.cloud.model.Do(func() { a.cloud.model.Advance(d) })
}

func (a *Account) handler(adopt bool) seam.Handler {
	return func(ctx context.Context, r seam.Request) (any, string, error) {
		return a.cloud.answer(ctx, a, adopt, r)
	}
}

func (a *Account) config(p aws.CredentialsProvider) aws.Config {
	return aws.Config{
		Region:      a.cloud.options.region(),
		Credentials: p,
		HTTPClient:  seam.Refuse{},
		Retryer:     seam.Retryer,
		APIOptions:  []func(*middleware.Stack) error{seam.APIOption(a.handler(false))},
	}
}
