package collect_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

const accountID = "111122223333"

var (
	first  = iamhygiene.NewDataset[string](iamhygiene.DatasetInfo{Name: "first", Title: "the first", Operations: []string{"first:Get"}})
	second = iamhygiene.NewDataset[string](iamhygiene.DatasetInfo{Name: "second", Title: "the second"})
	places = iamhygiene.NewDataset[iamhygiene.Regional[string]](iamhygiene.DatasetInfo{Name: "places", Title: "the places"})
)

// constant is a collector that calls nothing.
func constant[T any](d iamhygiene.Dataset[T], v T, opts ...func(*collect.Collector)) collect.Collector {
	return collect.New(d, func(context.Context, *collect.Pass) (T, error) { return v, nil }, opts...)
}

func needs(names ...string) func(*collect.Collector) {
	return func(c *collect.Collector) { c.Needs = names }
}

func uses(names ...string) func(*collect.Collector) {
	return func(c *collect.Collector) { c.Uses = names }
}

// only collects the named datasets, with the collectors that are given.
func only(names []string, collectors ...collect.Collector) func(*collect.Options) {
	return func(o *collect.Options) { o.Datasets, o.Collectors = names, collectors }
}

func TestCollectorsOfCallers(t *testing.T) {
	acct := fakes.NewAccount(accountID)
	see := func(want string) func(context.Context, *collect.Pass) (string, error) {
		return func(_ context.Context, p *collect.Pass) (string, error) {
			v, err := first.Get(p.Snapshot)
			if err != nil {
				return "saw " + iamhygiene.AsDataError(err).Code, nil
			}
			return "saw " + v, nil
		}
	}
	for name, c := range map[string]struct {
		option      func(*collect.Options)
		wantFirst   string
		wantSecond  string
		wantDataset []string
		why         string
	}{
		"needed": {
			only([]string{"second"}, collect.New(second, see("a"), needs("first")), constant(first, "a")),
			"a", "saw a", []string{"first", "second"}, "what is needed is collected too, and before",
		},
		"used, not asked for": {
			only([]string{"second"}, constant(first, "a"), collect.New(second, see(""), uses("first"))),
			"", "saw NotCollected", []string{"second"}, "what is only used is not collected for that",
		},
		"used and asked for": {
			only([]string{"second", "first"}, collect.New(second, see(""), uses("first")), constant(first, "a")),
			"a", "saw a", []string{"first", "second"}, "the order is that of dependence",
		},
		"neither": {
			only([]string{"second", "first"}, constant(first, "a"), collect.New(second, see(""))),
			"a", "saw NotCollected", []string{"first", "second"}, "a collector sees what it names and nothing else",
		},
		"replaced": {
			only([]string{"second"}, collect.New(second, see(""), needs("first")), constant(first, "a"), constant(first, "b")),
			"b", "saw b", []string{"first", "second"}, "the last collector of a dataset counts",
		},
		"left out": {
			func(o *collect.Options) {
				only([]string{"second"}, constant(first, "a"), collect.New(second, see(""), needs("first")))(o)
				o.Without = []string{"first"}
			},
			"", "saw NotCollected", []string{"second"}, "Without counts for what is needed too",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := collect.Snapshot(t.Context(), acct.Config(), c.option)
			require.NoError(t, err)
			got, _ := first.Partial(s)
			assert.Equal(t, c.wantFirst, got, c.why)
			got, _ = second.Partial(s)
			assert.Equal(t, c.wantSecond, got, c.why)
			assert.Equal(t, c.wantDataset, s.Datasets(), c.why)
		})
	}
}

func TestCollectorThatFails(t *testing.T) {
	acct := fakes.NewAccount(accountID)
	for name, c := range map[string]struct {
		collect func(context.Context, *collect.Pass) (string, error)
		want    iamhygiene.DataError
		why     string
	}{
		"error": {
			func(context.Context, *collect.Pass) (string, error) { return "", errors.New("no badge") },
			iamhygiene.DataError{Code: iamhygiene.CodeInvalid, Operation: "first:Get", Message: "no badge"}, "any error is that of the dataset",
		},
		"panic": {
			func(context.Context, *collect.Pass) (string, error) { panic("oops") },
			iamhygiene.DataError{Code: iamhygiene.CodeInternal, Operation: "first:Get", Message: "the collector panicked: oops"}, "a panic does not stop the others",
		},
		"error of AWS": {
			func(ctx context.Context, p *collect.Pass) (string, error) {
				_, err := iam.NewFromConfig(p.Config).GetRole(ctx, &iam.GetRoleInput{RoleName: aws.String("nobody")})
				return "", fmt.Errorf("wrapped: %w", err)
			},
			iamhygiene.DataError{
				Code: "NoSuchEntity", Operation: "iam:GetRole",
				Message: "iam:GetRole failed with NoSuchEntity: The role with name nobody cannot be found",
			}, "operation and code are those of the call",
		},
		"nobody listens": {
			func(ctx context.Context, p *collect.Pass) (string, error) {
				acct.Fail(fakes.Op[iam.GetRoleInput](), fakes.Disconnect(9))
				defer acct.Recover()
				_, err := iam.NewFromConfig(p.Config).GetRole(ctx, &iam.GetRoleInput{RoleName: aws.String("nobody")})
				return "", err
			},
			iamhygiene.DataError{Code: "NoAnswer", Operation: "iam:GetRole", Retryable: true}, "a call may succeed later",
		},
		"refused": {
			func(ctx context.Context, p *collect.Pass) (string, error) {
				acct.Fail(fakes.Op[iam.GetRoleInput](), fakes.APIError("AccessDenied", "User: x is not authorized to perform: iam:GetRole with an explicit deny in a service control policy"))
				defer acct.Recover()
				_, err := iam.NewFromConfig(p.Config).GetRole(ctx, &iam.GetRoleInput{RoleName: aws.String("nobody")})
				return "", err
			},
			iamhygiene.DataError{
				Code: "AccessDenied", Operation: "iam:GetRole", Action: "iam:GetRole",
				Message: "iam:GetRole failed with AccessDenied: User: x is not authorized to perform: iam:GetRole with an explicit deny in a service control policy",
			}, "who refused is kept",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := collect.Snapshot(t.Context(), acct.Config(),
				only([]string{"first", "second"}, collect.New(first, c.collect), constant(second, "there")))
			require.NoError(t, err)
			v, err := second.Get(s)
			require.NoError(t, err)
			assert.Equal(t, "there", v, "the others are collected")
			_, err = first.Get(s)
			got := *iamhygiene.AsDataError(err)
			assert.Equal(t, "first", got.Dataset)
			if c.want.Code == "NoSuchEntity" || c.want.Code == "AccessDenied" {
				assert.NotEmpty(t, got.RequestID)
			}
			if c.want.Message == "" {
				c.want.Message = got.Message
			}
			got.Dataset, got.RequestID = "", ""
			assert.Equal(t, c.want, got, c.why)
		})
	}
}

func TestCollectorThatSaysNothing(t *testing.T) {
	two := collect.Collector{
		Datasets: []iamhygiene.DatasetInfo{first.Info(), second.Info()},
		Collect: func(_ context.Context, p *collect.Pass) ([]iamhygiene.SnapshotOption, error) {
			return []iamhygiene.SnapshotOption{first.With("a", p.Now())}, nil
		},
	}
	s, err := collect.Snapshot(t.Context(), fakes.NewAccount(accountID).Config(), only([]string{"first"}, two))
	require.NoError(t, err)
	v, err := first.Get(s)
	require.NoError(t, err)
	assert.Equal(t, "a", v)
	_, err = second.Get(s)
	assert.ErrorContains(t, err, "the collector returned neither the dataset nor an error", "the blame is where it belongs")
}

func TestOptionErrors(t *testing.T) {
	acct := fakes.NewAccount(accountID)
	set := func(f func(*collect.Options)) func(*collect.Options) { return f }
	for name, c := range map[string]struct {
		option func(*collect.Options)
		want   string
	}{
		"unknown dataset":   {set(func(o *collect.Options) { o.Datasets = []string{"crm"} }), `collect: option Datasets: no collector fills "crm"; give one in Collectors; there are those for `},
		"unknown exclusion": {set(func(o *collect.Options) { o.Without = []string{"acount-summary"} }), `collect: option Without: there is no dataset "acount-summary"; known are `},
		"circle":            {only([]string{"first"}, constant(first, "", needs("second")), constant(second, "", needs("first"))), "collect: option Collectors: collectors need each other in a circle: first, second, first; take a name out of Needs or Uses"},
		"no function":       {only(nil, collect.Collector{Datasets: []iamhygiene.DatasetInfo{first.Info()}}), "collect: option Collectors: a collector has no Datasets or no Collect function; make it with collect.New"},
		"no name":           {only(nil, constant(iamhygiene.NewDataset[int](iamhygiene.DatasetInfo{}), 1)), "collect: option Collectors: a dataset of a collector has no name; give NewDataset a DatasetInfo with a Name"},
		"empty Region":      {set(func(o *collect.Options) { o.Regions = []string{""} }), "collect: option Regions: a Region is empty; give names such as eu-west-1, or no Regions for all that are enabled"},
		"nil check":         {set(func(o *collect.Options) { o.Checks = []iamhygiene.Check{nil} }), "collect: option Checks: a check is nil; take it out"},
		"negative":          {set(func(o *collect.Options) { o.Concurrency = -1 }), "collect: option Concurrency: the value is negative; leave it at 0 for the default"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := collect.Snapshot(t.Context(), acct.Config(), c.option)
			require.ErrorContains(t, err, c.want)
			require.ErrorAs(t, err, new(*collect.OptionError))
			assert.Nil(t, s)
		})
	}
	_, err := collect.Snapshot(t.Context(), aws.Config{})
	require.EqualError(t, err, "collect: option aws.Config: the configuration has no Region; set Config.Region, such as us-east-1; it also tells the partition")
	assert.Empty(t, acct.Calls(), "mistakes cost no call")
}

func TestIdentity(t *testing.T) {
	acct := fakes.NewAccount(accountID, func(o *fakes.Options) { o.Partition = "aws-cn" })
	s, err := collect.Snapshot(t.Context(), acct.Config(), only([]string{"first"}, collect.New(first,
		func(_ context.Context, p *collect.Pass) (string, error) {
			return p.Account + " " + p.Partition + " " + p.Caller, nil
		})))
	require.NoError(t, err)
	assert.Equal(t, "aws-cn", s.Partition())
	v, err := first.Get(s)
	require.NoError(t, err)
	assert.Regexp(t, `^111122223333 aws-cn arn:aws-cn:sts::111122223333:assumed-role/Administrator/`, v)

	acct.Fail(fakes.Op[sts.GetCallerIdentityInput](), fakes.ServiceFailure())
	_, err = collect.Snapshot(t.Context(), acct.Config(), only([]string{"first"}, constant(first, "")))
	require.ErrorAs(t, err, new(*collect.IdentityError))
	assert.ErrorContains(t, err, "collect: it is not known who calls; check the credentials and the Region: operation error STS: GetCallerIdentity")
}

// whereami collects the name of each Region, if the account may look there.
func whereami(refused ...string) collect.Collector {
	return collect.New(places, func(ctx context.Context, p *collect.Pass) (iamhygiene.Regional[string], error) {
		return collect.InRegions(ctx, p, func(_ context.Context, cfg aws.Config, region string) ([]string, error) {
			for _, r := range refused {
				if r == region || r == "*" {
					return nil, errors.New("not here")
				}
			}
			return []string{"in " + cfg.Region}, nil
		})
	}, collect.Regional)
}

func TestRegions(t *testing.T) {
	denyList := func(a *fakes.Account) { a.Fail(fakes.Op[account.ListRegionsInput](), fakes.AccessDenied()) }
	for name, c := range map[string]struct {
		prepare func(*fakes.Account)
		regions []string
		refused []string
		want    []string
		errs    []string // scope and code
		fails   string
		why     string
	}{
		"enabled ones":      {prepare: func(a *fakes.Account) { a.EnableRegions("eu-south-1"); a.PageSize(3) }, want: nil, why: "by account:ListRegions, to the last page"},
		"given":             {regions: []string{"us-west-2", "eu-west-1", "us-west-2"}, want: []string{"eu-west-1", "us-west-2"}, why: "sorted, each once"},
		"one refused":       {regions: []string{"us-west-2", "eu-west-1"}, refused: []string{"us-west-2"}, want: []string{"eu-west-1"}, errs: []string{"us-west-2 Invalid"}, why: "the others are read"},
		"all refused":       {regions: []string{"us-west-2", "eu-west-1"}, refused: []string{"*"}, fails: "not here", why: "nothing known is not nothing there"},
		"not known":         {prepare: denyList, want: []string{"us-east-1"}, errs: []string{"Regions AccessDeniedException"}, why: "the Region of the configuration, and a word on the others"},
		"not known, denied": {prepare: denyList, refused: []string{"*"}, fails: "not here", why: "nothing is left"},
	} {
		t.Run(name, func(t *testing.T) {
			acct := fakes.NewAccount(accountID)
			if c.prepare != nil {
				c.prepare(acct)
			}
			s, err := collect.Snapshot(t.Context(), acct.Config(), only([]string{"places"}, whereami(c.refused...)),
				func(o *collect.Options) { o.Regions = c.regions })
			require.NoError(t, err)
			v, err := places.Get(s)
			if c.fails != "" {
				require.ErrorContains(t, err, c.fails, c.why)
				return
			}
			require.NoError(t, err)
			if c.want == nil {
				assert.Contains(t, v.Regions, "eu-south-1", c.why)
				assert.NotContains(t, v.Regions, "me-south-1", c.why)
				assert.Greater(t, len(v.Regions), 15, c.why)
			} else {
				assert.Equal(t, c.want, v.Regions, c.why)
			}
			for i, region := range v.Regions {
				assert.Equal(t, "in "+region, v.Items[i])
			}
			var errs []string
			for _, e := range places.Errors(s) {
				errs = append(errs, e.Scope+" "+e.Code)
			}
			assert.Equal(t, c.errs, errs, c.why)
		})
	}
}

func TestNoRegionsWithoutNeed(t *testing.T) {
	acct := fakes.NewAccount(accountID)
	_, err := collect.Snapshot(t.Context(), acct.Config(), only([]string{"first"}, constant(first, "")))
	require.NoError(t, err)
	assert.Empty(t, fakes.CallsTo[account.ListRegionsInput](acct))
}
