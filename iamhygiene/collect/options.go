package collect

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// Options are the options of [Snapshot] and [Policy]. The zero Options collect
// every dataset that this package can collect, but for LastAccessed.
type Options struct {
	// Checks are the checks that the snapshot is for: the datasets that their
	// Info Needs and Uses are collected, and no others. A dataset that no
	// collector fills is left out, and a check that needs it says so.
	Checks []iamhygiene.Check
	// Datasets names datasets to collect, in addition to those of Checks. One
	// that no collector fills is an [*OptionError].
	Datasets []string
	// Without names datasets to leave out, whoever asks for them.
	Without []string
	// Collectors are collectors beside those of this package. One that fills a
	// dataset of a collector before it takes that one's place.
	Collectors []Collector

	// Regions are the Regions in which regional datasets are collected. By
	// default they are those that the account has enabled, by
	// account:ListRegions. If that call fails, the Region of the configuration
	// is read, and each regional dataset has an error with the scope
	// [ScopeRegions], because nobody knows what the others hold. A few calls go
	// to other Regions than those; see the package documentation.
	Regions []string
	// MaxReportAge is how old a credential report may be before a new one is
	// asked for. The default is four hours, because AWS does not make one more
	// often. A report is used whatever its age if a new one cannot be had.
	MaxReportAge time.Duration
	// MaxReportWait is how long to wait for AWS to make a credential report, in
	// all. The default is 5 minutes.
	MaxReportWait time.Duration
	// LastAccessed bounds the collection of last-accessed information, which
	// starts a job for each user and role.
	LastAccessed LastAccessedOptions
	// MaxFindings is how many active findings one analyzer of IAM Access
	// Analyzer may have. An analyzer with more has an error, with its ARN as the
	// scope, and none of its findings are kept: a part of them is never taken
	// for the whole. 0, the default, is no limit; an analyzer of a large
	// organization takes a call for each hundred.
	MaxFindings int

	// GroupWords are further words by which the mailbox of a group is known in
	// the organisation, such as the name of a team, in lower case. A snapshot
	// holds no address, but the words of the root user's address that are
	// among these or the usual ones ("aws", "security", "team", ...).
	GroupWords []string

	// Concurrency is how many calls are made at a time; the default is 4. The
	// rate limits of IAM are those of the account: whoever deploys to it shares
	// them.
	Concurrency int
	// Now is the clock. The default is [time.Now].
	Now func() time.Time
	// Sleep waits between polls, until d has passed or ctx is done, whose error
	// it returns. The default really sleeps; a test need not.
	Sleep func(ctx context.Context, d time.Duration) error
	// Progress is told what goes on. It is never called concurrently, and
	// collection waits for it.
	Progress func(Event)
}

// LastAccessedOptions bound the dataset iamhygiene.LastAccessed. A user or role
// of whom nothing is known in the end has an error with the ARN as its scope:
// with the code iamhygiene.CodeNotCollected beyond MaxJobs, with
// iamhygiene.CodeNotReady beyond MaxWait, else with that of the job or call.
type LastAccessedOptions struct {
	// MaxJobs is how many users and roles are asked about at most, in the order
	// of their ARNs. 0 leaves the dataset out. Service-linked roles do not count.
	MaxJobs int
	// MaxWait is how long to wait for the jobs, in all. The default is 5
	// minutes.
	MaxWait time.Duration
}

// An Event tells how far the collection is.
type Event struct {
	// Dataset is the name of the dataset.
	Dataset string
	// Scope is the part that was done: a Region, or the ARN of a user. It is ""
	// for an event about the dataset as a whole.
	Scope string
	// Done and Total count parts: those of the dataset, or, where Scope is "",
	// the datasets.
	Done, Total int
	// Err is why the dataset or the part could not be had, or nil. A dataset of
	// which only parts are missing counts as had.
	Err *iamhygiene.DataError
}

// An OptionError says that Snapshot was asked for something that it cannot do.
// It is found before any call is made.
type OptionError struct {
	// Option is the name of the field of [Options], or "aws.Config".
	Option string
	// Value is the value at fault, such as the name of a dataset; it may be "".
	Value string
	// Problem is what is wrong, Hint what to do.
	Problem, Hint string
}

// Error returns "collect: option Datasets: what is wrong; what to do".
func (e *OptionError) Error() string {
	return fmt.Sprintf("collect: option %s: %s; %s", e.Option, e.Problem, e.Hint)
}

// An IdentityError says that sts:GetCallerIdentity failed, so that it is not
// known whose account would be collected. Every principal may call it: the
// credentials, the Region or the network are at fault.
type IdentityError struct {
	// Err is what the client returned.
	Err error
}

// Error returns the text of the cause.
func (e *IdentityError) Error() string {
	return "collect: it is not known who calls; check the credentials and the Region: " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *IdentityError) Unwrap() error { return e.Err }

var (
	_ error = (*OptionError)(nil)
	_ error = (*IdentityError)(nil)
)

const (
	defaultConcurrency = 4
	defaultWait        = 5 * time.Minute
	// reportLife is how long AWS answers with the same credential report.
	reportLife = 4 * time.Hour
)

// options applies the functions and the defaults.
func options(opts []func(*Options)) *Options {
	o := new(Options)
	for _, opt := range opts {
		if opt != nil {
			opt(o)
		}
	}
	if o.Concurrency == 0 {
		o.Concurrency = defaultConcurrency
	}
	if o.MaxReportAge == 0 {
		o.MaxReportAge = reportLife
	}
	if o.MaxReportWait == 0 {
		o.MaxReportWait = defaultWait
	}
	if o.LastAccessed.MaxWait == 0 {
		o.LastAccessed.MaxWait = defaultWait
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	return o
}

// validate looks at what needs no collector to be judged.
func (o *Options) validate(cfg aws.Config) error {
	for _, n := range [...]struct {
		option   string
		negative bool
	}{
		{"Concurrency", o.Concurrency < 0}, {"MaxReportAge", o.MaxReportAge < 0}, {"MaxReportWait", o.MaxReportWait < 0},
		{"LastAccessed.MaxJobs", o.LastAccessed.MaxJobs < 0}, {"LastAccessed.MaxWait", o.LastAccessed.MaxWait < 0},
		{"MaxFindings", o.MaxFindings < 0},
	} {
		if n.negative {
			return &OptionError{Option: n.option, Problem: "the value is negative", Hint: "leave it at 0 for the default"}
		}
	}
	for _, r := range o.Regions {
		if r == "" {
			return &OptionError{Option: "Regions", Problem: "a Region is empty", Hint: "give names such as eu-west-1, or no Regions for all that are enabled"}
		}
	}
	if cfg.Region == "" {
		return &OptionError{Option: "aws.Config", Problem: "the configuration has no Region", Hint: "set Config.Region, such as us-east-1; it also tells the partition"}
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
