package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"golang.org/x/sync/errgroup"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// scanOptions say how to scan an organization.
type scanOptions struct {
	// Role is the name of the role to assume in each account, ExternalID what
	// its trust policy asks for; it may be empty.
	Role, ExternalID string
	// Concurrency is how many accounts are scanned at a time; 0 means 8. Each
	// makes up to collect.Options.Concurrency calls at a time.
	Concurrency int
	// Checks are the checks to run, and Collect what else there is to say to
	// [collect.Snapshot].
	Checks  []iamhygiene.Check
	Collect func(*collect.Options)
	// Done is called for each account that is done, never concurrently.
	Done func(a Account, done, total int)
}

// An Account is an account of the organization and what became of its scan.
// Exactly one of Results and Err is set, unless the account was skipped.
type Account struct {
	ID, Name string
	// State is that of the account in the organization. What is not ACTIVE
	// cannot be called, and is skipped.
	State   types.AccountState
	Results *iamhygiene.Results
	Err     error
}

// Skipped reports whether there was nothing to scan.
func (a *Account) Skipped() bool { return a.State != types.AccountStateActive }

// scanOrganization scans the accounts of the organization of which the caller
// is the management account, or one to which the management account has
// delegated the lists of accounts and policies.
//
// It assumes the role in every account but the caller's own, which is scanned
// with the credentials of cfg. An account that cannot be scanned has an Err;
// the others do not suffer. The accounts are sorted by id, whatever the order in
// which they were done.
//
// It returns an error, and no accounts, where the accounts cannot be listed or
// ctx is done before the end.
func scanOrganization(ctx context.Context, cfg aws.Config, o scanOptions) ([]Account, error) {
	caller, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return nil, err
	}
	accounts, err := listAccounts(ctx, cfg)
	if err != nil {
		return nil, err
	}
	s := &scanner{scanOptions: o, cfg: cfg, total: len(accounts)}
	if s.caller, err = arn.Parse(aws.ToString(caller.Arn)); err != nil {
		return nil, err
	}
	for _, a := range accounts {
		s.known = append(s.known, iamhygiene.OrganizationAccount{ID: a.ID, Name: a.Name, State: string(a.State)})
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(cmp.Or(o.Concurrency, 8))
	for i := range accounts {
		a := &accounts[i] // each goroutine writes to its own
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err // a cache of credentials would still ask for some
			}
			if !a.Skipped() {
				a.Results, a.Err = s.account(ctx, a.ID)
			}
			s.report(*a)
			return ctx.Err() // the failure of one account is not that of all
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return accounts, nil
}

// listAccounts returns the accounts of the organization, sorted by id.
func listAccounts(ctx context.Context, cfg aws.Config) (accounts []Account, err error) {
	pages := organizations.NewListAccountsPaginator(organizations.NewFromConfig(cfg), &organizations.ListAccountsInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("only the management account and delegated administrators may list the accounts: %w", err)
		}
		for _, a := range page.Accounts {
			accounts = append(accounts, Account{ID: aws.ToString(a.Id), Name: aws.ToString(a.Name), State: a.State})
		}
	}
	slices.SortFunc(accounts, func(a, b Account) int { return cmp.Compare(a.ID, b.ID) })
	return accounts, nil
}

// A scanner is one run of scanOrganization.
type scanner struct {
	scanOptions
	cfg    aws.Config // of the caller
	caller arn.ARN
	known  []iamhygiene.OrganizationAccount

	mu          sync.Mutex // of Done
	done, total int
}

// account scans one account.
func (s *scanner) account(ctx context.Context, id string) (*iamhygiene.Results, error) {
	cfg := s.cfg
	if id != s.caller.AccountID {
		cfg = s.assume(id)
		// Ask now: a later error would be about another call.
		if _, err := cfg.Credentials.Retrieve(ctx); err != nil {
			return nil, fmt.Errorf("assume role %s: %w", s.Role, err)
		}
	}
	snapshot, err := collect.Snapshot(ctx, cfg, func(o *collect.Options) {
		if s.Collect != nil {
			s.Collect(o)
		}
		o.Checks = s.Checks
		o.Collectors = append(o.Collectors, s.ofManager()...)
	})
	if err != nil {
		return nil, err
	}
	if snapshot.AccountID() != id {
		return nil, fmt.Errorf("the credentials are for account %s", snapshot.AccountID())
	}
	results, err := new(iamhygiene.Runner).Run(ctx, snapshot, s.Checks...)
	if err != nil {
		return nil, err
	}
	return results, nil
}

// assume returns a configuration with the credentials of the role in an
// account.
func (s *scanner) assume(id string) aws.Config {
	role := arn.ARN{Partition: s.caller.Partition, Service: "iam", AccountID: id, Resource: "role/" + s.Role}
	cfg := s.cfg.Copy()
	cfg.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(sts.NewFromConfig(s.cfg), role.String(), func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = "iamhygiene-orgscan"
		if s.ExternalID != "" {
			o.ExternalID = &s.ExternalID
		}
	}))
	return cfg
}

// ofManager returns collectors of what a member cannot ask for itself: with the
// credentials of the caller they tell which accounts are of the organization,
// and by which policies it limits this one, so that nothing of that is Unknown.
func (s *scanner) ofManager() []collect.Collector {
	list := []collect.Collector{
		collect.New(iamhygiene.OrganizationAccounts, func(context.Context, *collect.Pass) ([]iamhygiene.OrganizationAccount, error) {
			return s.known, nil // has been read
		}),
	}
	for _, c := range collect.Collectors() {
		switch c.Datasets[0].Name {
		case iamhygiene.ControlPolicies.Name(), iamhygiene.RootEmail.Name():
			inner := c.Collect
			c.Collect = func(ctx context.Context, p *collect.Pass) ([]iamhygiene.SnapshotOption, error) {
				p.Config.Credentials = s.cfg.Credentials
				return inner(ctx, p)
			}
			list = append(list, c)
		}
	}
	return list
}

func (s *scanner) report(a Account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done++
	if s.Done != nil {
		s.Done(a, s.done, s.total)
	}
}

// errNoneScanned says that there is nothing to report on.
var errNoneScanned = errors.New("no account could be scanned")
